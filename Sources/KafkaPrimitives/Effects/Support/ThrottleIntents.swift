import Engine
import KafkaAdmin

/// Who sends and who receives while a partition's replicas are copied.
struct ThrottledCopy {
    var partition: TopicPartition
    /// Replicas that may lead, and so send.
    var sources: [Int32]
    var destinations: [Int32]
}

/// Both halves of a replication throttle (KIP-73), as settings that are owed: rates of brokers and lists of topics (H7). Of lists only
/// entries that are not there yet, never `*`; of brokers only those that are up, since a broker alone takes its own settings (H6).
struct ThrottleIntents {
    private(set) var intents: [DebtIntent] = []
    private(set) var notices: [String] = []

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
        if !leftOut.isEmpty { notices.append("\(brokerList(leftOut)) left out of the throttle: not up") }
    }

    private mutating func addList(
        _ name: String, _ topic: String, _ entries: [(Int, Int32)], _ facts: ClusterFacts
    ) throws(EffectFailure) {
        let before: String?
        switch facts.own(ConfigResource(.topic, topic), name) {
        case .known(let value): before = value
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
        case .known(let value): before = value
        case .unknown(let why): throw .refused("\(name) of broker \(broker) could not be read (\(why)), so it could not be given back")
        }
        if let before, before != "\(rate)" {
            let told = Double(before).map { DisplayForm.byteRate($0) } ?? before
            notices.append("broker \(broker) has \(name) \(told) already: replaced meanwhile, given back after")
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
    /// The value that is set at that very resource; nil: none is, and a default or somebody else's setting holds.
    func own(_ resource: ConfigResource, _ name: String) -> Fact<String?> {
        switch configs[resource] {
        case nil: .unknown(silent[Int(resource.name) ?? -1] ?? Unread("not read"))
        case .unknown(let why)?: .unknown(why)
        case .known(let settings)?:
            .known(settings[name].flatMap { $0.source == ConfigsSource.ownSource(of: resource.kind) ? $0.value : nil })
        }
    }
}
