import Engine
import KafkaAdmin
import KafkaClient
import KafkaWire

/// Makes owed settings, and takes them back. Reads before, so that what stands already is not asked for.
struct SettingsWork {
    let cluster: KafkaCluster
    let timing: ReadTiming

    /// Longest text of list entries in one request: version 0 carries no more than 32 KB (a string of the protocol has 16 bits of length).
    private static let longest = 30_000

    /// How a setting stands now, from the very resource.
    func standing(_ intents: [DebtIntent]) throws(EffectFailure) -> [Fact<OwnSetting>] {
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
    /// One that cannot be read and is owed already is left as it was made: its broker is dead, and neither sends nor receives. So is one whose
    /// value is not shown: nothing stood there when it was made.
    func refreshed(_ intents: [DebtIntent], owed: [DebtIntent]) throws(EffectFailure) -> [DebtIntent] {
        guard !intents.isEmpty else { return [] }
        let standing = try standing(intents)
        var fresh: [DebtIntent] = []
        for (var intent, now) in zip(intents, standing) {
            switch now {
            case .unknown where Self.isOwed(intent, owed), .known(.hidden) where Self.isOwed(intent, owed): continue
            // Its topic was deleted meanwhile: nothing of it is moved any more.
            case .unknown(let why) where intent.isGone(why): continue
            case .unknown(let why): throw .refused("\(Self.name(intent)) could not be read (\(why)); nothing is moved without it")
            case .known(.hidden):
                throw .refused("\(Self.name(intent)) was set by somebody since the plan was made, and its value is not shown: plan anew")
            case .known(let standing):
                intent.before = standing.value
                if intent.isListEntries {
                    let there = ThrottledReplicas(standing.value ?? "")
                    guard !there.isAll else { continue }
                    intent.split(by: there)
                }
                fresh.append(intent)
            }
        }
        return fresh
    }

    private static func isOwed(_ intent: DebtIntent, _ owed: [DebtIntent]) -> Bool {
        owed.contains { $0.isSamePlace(as: intent) && $0.set == intent.set }
    }

    /// Makes the settings. Throws where one cannot be made, or it cannot be told whether it was.
    func make(_ intents: [DebtIntent]) throws(EffectFailure) {
        let asked = try missing(of: intents)
        guard !asked.isEmpty else { return }
        let lost = Set(try ask(asked).map(\.intent))
        for missing in asked where !lost.contains(missing.intent) { cluster.noteWritten(missing.intent) }
        // Until they show: whoever gives them back must not take an old view for what stands.
        let unshown: [Missing]
        do throws(EffectFailure) { unshown = try waitFor(asked) } catch {
            guard lost.isEmpty else { throw error }
            return
        }
        let open = Set(unshown.map(\.intent))
        for missing in asked where !open.contains(missing.intent) {
            cluster.settleDoubt(of: missing.intent)
            cluster.noteSeen(missing.intent)
        }
        var unsure = unshown.filter { lost.contains($0.intent) }
        // Read and not there: asked for once more. The value is absolute, so that it does no harm where both come.
        unsure = try waitFor(try ask(unsure))
        guard let first = unsure.first?.intent else { return }
        throw .refused("whether \(Self.name(first)) was set is not known: the answer was lost, and it does not show")
    }

    /// A setting that is to be made, and how it stands before.
    private struct Missing {
        var intent: DebtIntent
        var standing: OwnSetting
    }

    /// Those that do not stand yet.
    private func missing(of intents: [DebtIntent]) throws(EffectFailure) -> [Missing] {
        let standing = try standing(intents)
        var missing: [Missing] = []
        for (intent, now) in zip(intents, standing) {
            switch now {
            case .unknown(let why) where intent.isGone(why): continue
            case .unknown(let why): throw .refused("\(Self.name(intent)) could not be read (\(why)); nothing is moved without it")
            case .known(let now): if !intent.stands(in: now) { missing.append(Missing(intent: intent, standing: now)) }
            }
        }
        return missing
    }

    /// Asks once for each.
    /// - Returns: those whose answer was lost.
    private func ask(_ wanted: [Missing]) throws(EffectFailure) -> [Missing] {
        var unsure: [Missing] = []
        for round in rounds(wanted) {
            cluster.client.beginEvaluation()
            let outcomes = IncrementalAlterConfigs.ask(round.map(\.change), by: cluster.client, timeout: timing.requestTimeout)
            var failure: EffectFailure?
            for (part, outcome) in zip(round, outcomes) {
                switch outcome {
                case .done: continue
                case .refused(.unknownTopicOrPartition, _) where part.change.resource.kind == .topic: continue
                case .refused(let error, let message):
                    let why = Unread(broker: nil, error, message ?? error.meaning, lacking: part.change.resource.right(.alterConfigs))
                    failure = .refused("\(Self.name(part.wanted[0].intent)) could not be set: \(why)")
                case .notSent(let why): failure = .refused("\(Self.name(part.wanted[0].intent)) could not be set: \(why)")
                case .unknown:
                    unsure += part.wanted
                    // Until it can no longer come, nobody is freed of the debt.
                    for missing in part.wanted { cluster.noteDoubt(of: missing.intent, timing: timing) }
                }
            }
            if let failure { throw failure }
        }
        return unsure
    }

    /// Waits for settings whose answer was lost to show.
    /// - Returns: those that do not.
    private func waitFor(_ asked: [Missing]) throws(EffectFailure) -> [Missing] {
        guard !asked.isEmpty else { return [] }
        let deadline = cluster.client.deadline(in: .nanoseconds(timing.requestTimeout / 2))
        while true {
            let standing = try standing(asked.map(\.intent))
            var open: [Missing] = []
            for (var missing, now) in zip(asked, standing) {
                switch now {
                case .known(let now):
                    if missing.intent.stands(in: now) { continue }
                    missing.standing = now
                case .unknown(let why): if missing.intent.isGone(why) { continue }
                }
                open.append(missing)
            }
            let next = cluster.client.deadline(in: .milliseconds(250))
            guard !open.isEmpty, next < deadline, cluster.client.pause(until: next) == .settled else { return open }
        }
    }

    /// One resource's changes, with the intents behind them.
    private struct Part {
        var wanted: [Missing]
        var change: IncrementalAlterConfigs.Change
    }

    /// Changes in rounds: one change a resource and round; long lists go in several.
    private func rounds(_ wanted: [Missing]) -> [[Part]] {
        var open: [(Missing, [IncrementalAlterConfigs.Setting])] = wanted.map { missing in
            let intent = missing.intent
            guard intent.isListEntries else { return (missing, [.init(intent.name, .set, intent.set)]) }
            return (missing, additions(of: intent.set, to: intent.name, standing: missing.standing))
        }
        var rounds: [[Part]] = []
        while !open.isEmpty {
            var parts: [ConfigResource: Part] = [:]
            for index in open.indices {
                let (missing, settings) = open[index]
                guard let resource = missing.intent.configResource, let setting = settings.first else { continue }
                parts[resource, default: Part(wanted: [], change: .init(resource, []))].change.settings.append(setting)
                parts[resource]?.wanted.append(missing)
                open[index].1.removeFirst()
            }
            open.removeAll { $0.1.isEmpty }
            if parts.isEmpty { break }
            rounds.append(parts.sorted { $0.key < $1.key }.map(\.value))
        }
        return rounds
    }

    /// The changes, one after the other, that put entries into a list. With ZooKeeper a list of which nothing stands is written, not appended
    /// to: before 2.6 that fails (KAFKA-9644; seen on 2.4.1), and before 3.4 it leaves an empty entry in front (apache/kafka pull request 12503;
    /// seen on 2.8.2), on which every broker's reading of the list fails, so that it slows nothing. A list with such an entry is written anew.
    func additions(of entries: String, to name: String, standing: OwnSetting) -> [IncrementalAlterConfigs.Setting] {
        let there = (standing.value ?? "").split(separator: ",", omittingEmptySubsequences: false)
        guard cluster.client.view.mode == .zookeeper, there.contains("") else {
            return Self.chunks(entries).map { .init(name, .append, $0) }
        }
        let whole = Self.chunks((there.filter { !$0.isEmpty } + [Substring(entries)]).joined(separator: ","))
        return whole.enumerated().map { .init(name, $0.offset == 0 ? .set : .append, $0.element) }
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

    /// Whether the setting is made: the value is ours, or the list has all our entries. Of a value that is not shown: where nothing stood
    /// before, it is ours.
    func stands(in standing: OwnSetting) -> Bool {
        guard isListEntries else { return standing == .hidden ? before == nil : standing.value == set }
        let list = ThrottledReplicas(standing.value ?? "")
        return list.isAll || ThrottledReplicas(set).entries.isSubset(of: list.entries)
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
