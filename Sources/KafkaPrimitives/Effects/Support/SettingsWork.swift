import Engine
import KafkaAdmin
import KafkaClient
import KafkaWire

/// Makes owed settings, and takes them back. Reads before, so that what stands already is not asked for.
struct SettingsWork {
    let cluster: KafkaCluster
    let timing: ReadTiming

    /// Longest text of list entries in one request: version 0 carries no more than 32 KB (H9).
    private static let longest = 30_000

    /// How a setting stands now, from the very resource.
    func standing(_ intents: [DebtIntent]) throws(EffectFailure) -> [Fact<String?>] {
        var needs = Needs()
        needs.resources = Set(intents.compactMap(\.configResource))
        let facts: ClusterFacts
        do throws(ClusterFailure) { facts = try cluster.facts(needs, timeout: timing.requestTimeout) } catch { throw .cluster(error) }
        return intents.map { intent in
            guard let resource = intent.configResource else { return .unknown(Unread("this version knows no \(intent.kind)")) }
            return facts.own(resource, intent.name)
        }
    }

    /// The same settings as they are to be made now: what stands is read again, and what of a list is there already is shared.
    /// One that cannot be read and is owed already is left as it was made: its broker is dead, and neither sends nor receives.
    func refreshed(_ intents: [DebtIntent], owed: [DebtIntent]) throws(EffectFailure) -> [DebtIntent] {
        guard !intents.isEmpty else { return [] }
        let standing = try standing(intents)
        var fresh: [DebtIntent] = []
        for (var intent, now) in zip(intents, standing) {
            switch now {
            case .unknown where owed.contains(where: { $0.isSamePlace(as: intent) && $0.set == intent.set }): continue
            // Its topic was deleted meanwhile: nothing of it is moved any more.
            case .unknown(let why) where intent.isGone(why): continue
            case .unknown(let why): throw .refused("\(Self.name(intent)) could not be read (\(why)); nothing is moved without it")
            case .known(let value):
                intent.before = value
                if intent.isListEntries {
                    let there = ThrottledReplicas(value ?? "")
                    guard !there.isAll else { continue }
                    intent.split(by: there)
                }
                fresh.append(intent)
            }
        }
        return fresh
    }

    /// Makes the settings. Throws where one cannot be made, or it cannot be told whether it was.
    func make(_ intents: [DebtIntent]) throws(EffectFailure) {
        var unsure = try ask(try missing(of: intents))
        guard !unsure.isEmpty else { return }
        let asked = unsure
        unsure = try waitFor(unsure)
        for intent in asked where !unsure.contains(intent) { cluster.settleDoubt(of: intent) }
        // Read and not there: asked for once more. The value is absolute, so that it does no harm where both come.
        unsure = try waitFor(try ask(unsure))
        guard let first = unsure.first else { return }
        throw .refused("whether \(Self.name(first)) was set is not known: the answer was lost, and it does not show")
    }

    /// Those that do not stand yet.
    private func missing(of intents: [DebtIntent]) throws(EffectFailure) -> [DebtIntent] {
        let standing = try standing(intents)
        var missing: [DebtIntent] = []
        for (intent, now) in zip(intents, standing) {
            switch now {
            case .unknown(let why) where intent.isGone(why): continue
            case .unknown(let why): throw .refused("\(Self.name(intent)) could not be read (\(why)); nothing is moved without it")
            case .known(let value): if !intent.stands(in: value) { missing.append(intent) }
            }
        }
        return missing
    }

    /// Asks once for each.
    /// - Returns: those whose answer was lost.
    private func ask(_ intents: [DebtIntent]) throws(EffectFailure) -> [DebtIntent] {
        var unsure: [DebtIntent] = []
        for round in Self.rounds(intents) {
            cluster.client.beginEvaluation()
            let outcomes = IncrementalAlterConfigs.ask(round.map(\.change), by: cluster.client, timeout: timing.requestTimeout)
            var failure: EffectFailure?
            for (part, outcome) in zip(round, outcomes) {
                switch outcome {
                case .done: continue
                case .refused(.unknownTopicOrPartition, _) where part.change.resource.kind == .topic: continue
                case .refused(let error, let message):
                    let why = Unread(broker: nil, error, message ?? error.meaning, lacking: part.change.resource.right(.alterConfigs))
                    failure = .refused("\(Self.name(part.intents[0])) could not be set: \(why)")
                case .notSent(let why): failure = .refused("\(Self.name(part.intents[0])) could not be set: \(why)")
                case .unknown:
                    unsure += part.intents
                    // Until it can no longer come, nobody is freed of the debt.
                    for intent in part.intents { cluster.noteDoubt(of: intent, timing: timing) }
                }
            }
            if let failure { throw failure }
        }
        return unsure
    }

    /// Waits for settings whose answer was lost to show.
    /// - Returns: those that do not.
    private func waitFor(_ intents: [DebtIntent]) throws(EffectFailure) -> [DebtIntent] {
        guard !intents.isEmpty else { return [] }
        let deadline = cluster.client.deadline(in: .nanoseconds(timing.requestTimeout / 2))
        while true {
            let standing = try standing(intents)
            var open: [DebtIntent] = []
            for (intent, now) in zip(intents, standing) {
                switch now {
                case .known(let value) where intent.stands(in: value): continue
                case .unknown(let why) where intent.isGone(why): continue
                default: break
                }
                open.append(intent)
            }
            let next = cluster.client.deadline(in: .milliseconds(250))
            guard !open.isEmpty, next < deadline, cluster.client.pause(until: next) == .settled else { return open }
        }
    }

    /// One resource's changes, with the intents behind them.
    private struct Part {
        var intents: [DebtIntent]
        var change: IncrementalAlterConfigs.Change
    }

    /// Changes in rounds: one change a resource and round; long lists go in several.
    private static func rounds(_ intents: [DebtIntent]) -> [[Part]] {
        var open: [(DebtIntent, [String])] = intents.map { ($0, $0.isListEntries ? chunks($0.set) : [$0.set]) }
        var rounds: [[Part]] = []
        while !open.isEmpty {
            var parts: [ConfigResource: Part] = [:]
            for index in open.indices {
                let (intent, chunks) = open[index]
                guard let resource = intent.configResource, let chunk = chunks.first else { continue }
                let setting = IncrementalAlterConfigs.Setting(intent.name, intent.isListEntries ? .append : .set, chunk)
                parts[resource, default: Part(intents: [], change: .init(resource, []))].change.settings.append(setting)
                parts[resource]?.intents.append(intent)
                open[index].1.removeFirst()
            }
            open.removeAll { $0.1.isEmpty }
            if parts.isEmpty { break }
            rounds.append(parts.sorted { $0.key < $1.key }.map(\.value))
        }
        return rounds
    }

    static func chunks(_ list: String) -> [String] {
        var chunks: [String] = []
        for entry in list.split(separator: ",") {
            if let last = chunks.last, last.utf8.count + entry.utf8.count + 1 <= longest {
                chunks[chunks.count - 1] = "\(last),\(entry)"
            } else {
                chunks.append(String(entry))
            }
        }
        return chunks
    }

    static func name(_ intent: DebtIntent) -> String {
        let kind = intent.kind == DebtIntent.topicConfig ? "topic" : "broker"
        return "\(intent.name) of \(kind) \(intent.resource)"
    }
}

extension DebtIntent {
    /// Whether what it is set on is not there any more.
    func isGone(_ why: Unread) -> Bool { kind == DebtIntent.topicConfig && why.error == .unknownTopicOrPartition }

    /// Whether the setting is made: the value is ours, or the list has all our entries.
    func stands(in value: String?) -> Bool {
        guard isListEntries else { return value == set }
        let standing = ThrottledReplicas(value ?? "")
        return standing.isAll || ThrottledReplicas(set).entries.isSubset(of: standing.entries)
    }

    /// Sorts the entries that are needed into those that are to be added and those that stand there.
    mutating func split(by standing: ThrottledReplicas) {
        let needed = [set, shared].flatMap { $0.split(separator: ",").map(String.init) }
        let (there, missing) = needed.reduce(into: ([String](), [String]())) { parts, entry in
            if ThrottledReplicas(entry).entries.isSubset(of: standing.entries) { parts.0.append(entry) } else { parts.1.append(entry) }
        }
        set = missing.joined(separator: ",")
        shared = there.joined(separator: ",")
    }
}
