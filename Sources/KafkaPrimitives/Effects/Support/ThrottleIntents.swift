import Engine
import KafkaAdmin

/// Who sends and who receives while a partition's replicas are copied.
struct ThrottledCopy {
    var partition: TopicPartition
    /// Replicas that may lead, and so send.
    var sources: [Int32]
    var destinations: [Int32]
}

/// Both halves of a replication throttle (KIP-73), as settings that are owed: rates of brokers and lists of topics. Of lists only
/// entries that are not there yet, never `*`; of brokers only those that are up, since a broker alone takes its own settings.
struct ThrottleIntents {
    private(set) var intents: [DebtIntent] = []
    private(set) var notices: [String] = []
    /// Rates that stand at brokers and whose values are hidden: they are left alone, since they could not be given back.
    private(set) var hidden: [(kind: ThrottleKind, broker: Int32)] = []

    /// - Parameter rate: bytes a second.
    init(_ copies: [ThrottledCopy], rate: Int, _ facts: ClusterFacts) throws(EffectFailure) {
        let up = facts.up
        var leftOut: Set<Int32> = []
        var sides: [(list: String, rate: String, entries: [NameKey: [(Int, Int32)]], brokers: Set<Int32>)] = [
            (ThrottledReplicas.leaderList, ThrottledReplicas.leaderRate, [:], []),
            (ThrottledReplicas.followerList, ThrottledReplicas.followerRate, [:], []),
        ]
        for copy in copies {
            for (side, brokers) in [copy.sources, copy.destinations].enumerated() {
                for broker in brokers {
                    guard up.contains(broker) else {
                        leftOut.insert(broker)
                        continue
                    }
                    sides[side].entries[copy.partition.topic, default: []].append((copy.partition.partition, broker))
                    sides[side].brokers.insert(broker)
                }
            }
        }
        for side in sides {
            for (topic, entries) in side.entries.sorted(by: { $0.key < $1.key }) { try addList(side.list, topic.text, entries, facts) }
        }
        for side in sides {
            for broker in side.brokers.sorted() { try addRate(side.rate, broker, rate, facts) }
        }
        for kind in [ThrottleKind.leaderRate, .followerRate] {
            let brokers = Set(hidden.filter { $0.kind == kind }.map(\.broker))
            guard !brokers.isEmpty else { continue }
            let words = brokers.count == 1 ? "has \(kind.setting) already, and does" : "have \(kind.setting) already, and do"
            notices.append(
                "\(brokerList(brokers)) \(words) not show its value: left as it is, so what is copied there goes at that rate, "
                    + "not at \(DisplayForm.byteRate(Double(rate)))")
        }
        let unsure = leftOut.filter { facts.whyNotUp($0) != nil }
        let down = leftOut.subtracting(unsure)
        if !down.isEmpty { notices.append("\(brokerList(down)) left out of the throttle: not up") }
        if let why = unsure.min().flatMap({ facts.whyNotUp($0) }) {
            notices.append("\(brokerList(unsure)) left out of the throttle: whether up is not known (\(why.text))")
        }
    }

    private mutating func addList(
        _ name: String, _ topic: String, _ entries: [(Int, Int32)], _ facts: ClusterFacts
    ) throws(EffectFailure) {
        let before: String?
        switch facts.own(ConfigResource(.topic, topic), name) {
        case .known(.hidden): throw .refused("\(name) of topic \(topic) is set, and its value is not shown, so it could not be given back")
        case .known(let standing): before = standing.value
        case .unknown(let why): throw .refused("\(name) of topic \(topic) could not be read (\(why)), so it could not be given back")
        }
        let standing = ThrottledReplicas(before ?? "")
        if standing.isAll {
            notices.append("\(name) of topic \(topic) is * already: left so")
            return
        }
        var seen: Set<ThrottledReplicas.Entry> = []
        var texts: [String] = []
        for (partition, broker) in entries.sorted(by: { $0 < $1 }) {
            let entry = ThrottledReplicas.Entry(partition: Int32(truncatingIfNeeded: partition), broker: broker)
            if seen.insert(entry).inserted { texts.append("\(partition):\(broker)") }
        }
        var intent = DebtIntent(
            kind: DebtIntent.topicConfig, resource: topic, name: name, before: before, set: texts.joined(separator: ","),
            isListEntries: true)
        intent.split(by: standing)
        intents.append(intent)
    }

    private mutating func addRate(_ name: String, _ broker: Int32, _ rate: Int, _ facts: ClusterFacts) throws(EffectFailure) {
        let before: String?
        switch facts.own(ConfigResource(.broker, "\(broker)"), name) {
        case .known(.hidden):
            if let kind = ThrottleKind(setting: name) { hidden.append((kind, broker)) }
            return
        case .known(let standing): before = standing.value
        case .unknown(let why): throw .refused("\(name) of broker \(broker) could not be read (\(why)), so it could not be given back")
        }
        if let before, before != "\(rate)" {
            let told = Double(before).map { DisplayForm.byteRate($0) } ?? before
            notices.append("broker \(broker) has \(name) \(told) already: this one replaces it")
        }
        intents.append(
            DebtIntent(
                kind: DebtIntent.brokerConfig, resource: "\(broker)", name: name, before: before, set: "\(rate)", isListEntries: false))
    }

    /// What is asked for to make these settings, one line each.
    static func requests(_ intents: [DebtIntent]) -> [String] {
        intents.filter { !$0.set.isEmpty }.map { intent in
            let kind = intent.kind == DebtIntent.topicConfig ? "topic" : "broker"
            return "IncrementalAlterConfigs, \(kind) \(intent.resource): \(intent.isListEntries ? "append to" : "set") \(intent.name) "
                + (intent.set.count > 120 ? "\(intent.set.prefix(117))..." : intent.set)
        }
    }
}

extension DebtIntent {
    /// Kinds of settings that are owed.
    static let topicConfig = "topicConfig"
    static let brokerConfig = "brokerConfig"

    /// What the setting is set on; nil: a kind that this version does not know.
    var configResource: ConfigResource? {
        switch kind {
        case Self.topicConfig: ConfigResource(.topic, resource)
        case Self.brokerConfig: ConfigResource(resource.isEmpty ? .clusterDefault : .broker, resource)
        default: nil
        }
    }
}

extension ClusterFacts {
    /// What is set at that very resource; none: a default or a setting of another place holds.
    func own(_ resource: ConfigResource, _ name: String) -> Fact<OwnSetting> {
        switch configs[resource] {
        case nil: .unknown(silent[Int(resource.name) ?? -1] ?? Unread("not read"))
        case .unknown(let why)?: .unknown(why)
        case .known(let settings)?:
            if let setting = settings[name], setting.source == ConfigsSource.ownSource(of: resource.kind) {
                if setting.isHidden {
                    .known(remembered[resource]?[name].map { .value($0) } ?? .hidden)
                } else {
                    // A value that is no secret and not there is none, as of a setting that was taken away just now.
                    .known(setting.value.map { .value($0) } ?? .nothing)
                }
            } else {
                .known(.nothing)
            }
        }
    }
}
