import Engine
import Journal

/// What a journal says was, or may have been, asked of the cluster; and what it does that no journal may do.
struct Claims {
    /// How often items that ask for a thing were about to be asked for.
    private(set) var asked: [String: Int] = [:]
    /// How many settings that are owed make a thing, or give it back: these are absolute, and may be asked for again until they stand.
    private(set) var owed: [String: Int] = [:]
    /// Things that an answer, and not a look, told to be done.
    private(set) var answered: Set<String> = []
    /// How often items that ask for a thing have settled as done.
    private(set) var done: [String: Int] = [:]
    /// Things that are items, by the attempts of statements that ask for them.
    private(set) var statements: [String: Set<EffectID>] = [:]
    private(set) var breaches: [String] = []
    /// Partitions whose last move has settled, and the replicas that it promised.
    private(set) var promised: [String: [Int]] = [:]

    /// Moves that were, or may have been, asked for and have not settled: what they want.
    var movesInFlight: [(topic: String, partition: Int32, wanted: [Int32])] {
        var moves: [(topic: String, partition: Int32, wanted: [Int32])] = []
        for (id, items) in stages.sorted(by: { $0.key.description < $1.key.description }) {
            guard let plan = plans[id], plan.effect == "reassign" else { continue }
            for (item, stage) in items.sorted(by: { $0.key < $1.key }) where stage == .asked && plan.items.indices.contains(item) {
                let key = plan.items[item].key
                guard key.count >= 2, let topic = key[0].string, let number = key[1].int else { continue }
                moves.append(
                    (
                        topic, Int32(truncatingIfNeeded: number),
                        (plan.items[item].target.array ?? []).compactMap { $0.int.map { Int32($0) } }
                    ))
            }
        }
        return moves
    }

    /// Settings that were asked for and that nobody owes: they may stand. `topic trips retention.ms=9`.
    var forGood: Set<String> {
        var settings: Set<String> = []
        for (id, plan) in plans where !owing.contains(id.description) {
            for item in plan.items {
                for key in Self.keys(of: item, of: plan) where key.hasPrefix("44 ") {
                    settings.insert(String(key.dropFirst(3)).withoutVerb)
                }
            }
        }
        return settings
    }

    private enum ItemStage { case asked, mayBeAskedAgain, over }
    private var stages: [EffectID: [Int: ItemStage]] = [:]
    private var plans: [EffectID: EffectPlan] = [:]
    private var finished: Set<StatementPath> = []
    private var stepsDone: Set<String> = []
    private var debts: Set<String> = []
    /// Effects that owe something.
    private var owing: Set<String> = []
    private var paid: Set<String> = []

    init(_ records: [JSONValue], run: String, in store: any JournalStore) {
        var kept: [String: JSONValue] = [:]
        for json in records {
            guard let record = try? RunRecord(json: json) else {
                breaches.append("a record cannot be understood: \(json.text)")
                continue
            }
            switch record {
            case .plan(let hash, let value): kept[hash] = value
            case .intended(let intent): begin(intent, kept[intent.plan], run, store)
            case .submitting(let id, let items, _): for item in items { ask(item, of: id) }
            case .submitted(let id, let outcomes): take(outcomes, of: id)
            case .settled(let id, let outcomes): settle(outcomes, of: id)
            case .decided(let id, let items, let decision, _):
                for item in items where decision == "retry" { stages[id]?[item] = .mayBeAskedAgain }
            case .finished(let path, _, _, _):
                if !finished.insert(path).inserted { breaches.append("finished and run again: \(path) has finished twice") }
            case .stepFinished(let step):
                if !stepsDone.insert(step).inserted { breaches.append("finished and run again: step \(step) has finished twice") }
            case .forgot(let paths, _): finished = finished.filter { path in !paths.contains { $0.holds(path) } }
            case .replaced(_, let paths):
                finished = finished.filter { path in !(paths.forgotten + paths.reopened).contains { $0.holds(path) } }
            case .owed(let debt): owe(debt)
            case .paid(let debt, _):
                if !debts.contains(debt) { breaches.append("debts: \(debt) is paid and was never owed") }
                if !paid.insert(debt).inserted { breaches.append("debts: \(debt) is paid twice") }
            default: break
            }
        }
    }

    private mutating func begin(_ intent: EffectIntent, _ kept: JSONValue?, _ run: String, _ store: any JournalStore) {
        if finished.contains(intent.id.path) {
            breaches.append("finished and run again: \(intent.id) is intended although its statement has finished")
        }
        stages[intent.id] = [:]
        guard let kept, let json = try? RunJournal.value(of: kept, run: run, in: store), let plan = try? EffectPlan(json: json) else {
            breaches.append("\(intent.id) is intended without its plan")
            return
        }
        plans[intent.id] = plan
    }

    private mutating func ask(_ item: Int, of id: EffectID) {
        guard let stage = stages[id] else {
            breaches.append("journal and cluster differ: \(id) is asked for and was never intended")
            return
        }
        if stage[item] == .asked || stage[item] == .over {
            breaches.append("applied twice: item \(item) of \(id) is asked for twice without a recorded decision")
        }
        stages[id]?[item] = .asked
        guard let plan = plans[id], plan.items.indices.contains(item) else { return }
        if Self.moves.contains(plan.effect) { promised[plan.items[item].label] = nil }
        for key in Self.keys(of: plan.items[item], of: plan) {
            asked[key, default: 0] += 1
            statements[key, default: []].insert(id)
        }
    }

    private mutating func take(_ outcomes: [Int: ItemOutcome], of id: EffectID) {
        for (item, outcome) in outcomes {
            // No byte left, or the cluster said no: nothing was done.
            if outcome.kind == .unknown, outcome.lastByteLeft == nil { stages[id]?[item] = .mayBeAskedAgain }
            guard outcome.kind == .done, outcome.message == nil, let plan = plans[id], plan.items.indices.contains(item) else { continue }
            let keys = Self.keys(of: plan.items[item], of: plan)
            answered.formUnion(Self.moves.contains(plan.effect) ? keys.prefix(1) : keys[...])
        }
    }

    private static let moves: Set<String> = ["reassign", "cancel"]

    private mutating func settle(_ outcomes: [Int: SettledItem], of id: EffectID) {
        for item in outcomes.keys { stages[id]?[item] = .over }
        guard let plan = plans[id] else { return }
        for (item, settled) in outcomes where settled.outcome.kind == .done && plan.items.indices.contains(item) {
            for key in Self.keys(of: plan.items[item], of: plan) { done[key, default: 0] += 1 }
            guard Self.moves.contains(plan.effect) else { continue }
            promised[plan.items[item].label] = (plan.items[item].target.array ?? []).compactMap(\.int)
        }
    }

    /// Settings that are given back after a time, or when something holds: how often they are made and given back depends on how long the
    /// statements between take. `topic trips retention.ms`.
    private(set) var timed: Set<String> = []

    /// The setting that a thing asked for is about; nil where it is about none.
    static func setting(of key: String) -> String? {
        let words = key.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count >= 5, words[0] == "44" else { return nil }
        return "\(words[1]) \(words[2]) \(words[4].prefix { $0 != "=" })"
    }

    private mutating func owe(_ debt: Debt) {
        if !debts.insert(debt.id).inserted { breaches.append("debts: \(debt.id) is owed twice") }
        owing.insert(debt.effect)
        let intent = debt.intent
        let resource = intent.kind == "topicConfig" ? "topic \(intent.resource)" : "broker \(intent.resource)"
        for verb in intent.isListEntries ? ["append", "subtract"] : ["set"] {
            for key in Reached.entries("44 \(resource) \(verb) \(intent.name)=\(intent.set)") { owed[key, default: 0] += 1 }
        }
        switch debt.due {
        case .after, .when: timed.insert("\(resource) \(intent.name)")
        case .atEnd, .whenSettled: break
        }
        if let before = intent.before, !intent.isListEntries {
            owed["44 \(resource) set \(intent.name)=\(before)", default: 0] += 1
        } else {
            owed["44 \(resource) delete \(intent.name)", default: 0] += 1
        }
    }

    /// What an item asks the cluster for; the first is what its answer is about.
    private static func keys(of item: EffectItem, of plan: EffectPlan) -> [String] {
        let parts = item.key.map { $0.string ?? $0.text }
        switch plan.effect {
        case "elect": return ["43 \(item.label) elect \(plan.parameters["kind"]?.string ?? "preferred")"]
        case "reassign", "cancel":
            let wanted = "45 \(item.label) to \((item.target.array ?? []).compactMap(\.int))"
            if plan.effect == "cancel" { return ["45 \(item.label) cancel", wanted] }
            return plan.parameters["givesBack"]?.bool == true ? [wanted, "45 \(item.label) cancel"] : [wanted]
        case "set config", "unset config":
            guard parts.count >= 3 else { return [] }
            let resource = "\(parts[0] == "topic" ? "topic" : "broker") \(parts[1])"
            return ["44 \(resource) " + (item.target.string.map { "set \(parts[2])=\($0)" } ?? "delete \(parts[2])")]
        case "set throttle", "unset throttle": return throttle(parts, item.target.string).map { Reached.entries($0) } ?? []
        case "reset offsets":
            guard parts.count >= 3 else { return [] }
            return ["8 group \(parts[0]) \(parts[1])-\(parts[2]) to \(item.target["offset"]?.int ?? -1)"]
        case "remove": return parts.count >= 2 ? ["13 group \(parts[0]) remove \(parts[1])"] : []
        case "run": return ["run \(item.label)"]
        default: return []
        }
    }

    private static func throttle(_ parts: [String], _ target: String?) -> String? {
        guard parts.count >= 2 else { return nil }
        let names = [
            "leaderRate": "leader.replication.throttled.rate", "followerRate": "follower.replication.throttled.rate",
            "dirRate": "replica.alter.log.dirs.io.max.bytes.per.second", "leaderReplicas": "leader.replication.throttled.replicas",
            "followerReplicas": "follower.replication.throttled.replicas",
        ]
        guard let name = names[parts[0]] else { return nil }
        let resource = parts[0].hasSuffix("Replicas") ? "topic \(parts[1])" : "broker \(parts[1] == "clusterDefault" ? "" : parts[1])"
        guard let target else { return "44 \(resource) delete \(name)" }
        if target.hasPrefix("+") { return "44 \(resource) append \(name)=\(target.dropFirst())" }
        if target.hasPrefix("-") { return "44 \(resource) subtract \(name)=\(target.dropFirst())" }
        return "44 \(resource) set \(name)=\(target)"
    }
}

extension String {
    /// `topic trips set retention.ms=9` as `topic trips retention.ms=9`.
    fileprivate var withoutVerb: String {
        let words = split(separator: " ", omittingEmptySubsequences: false)
        return words.count < 4 ? self : (words.prefix(2) + words.dropFirst(3)).joined(separator: " ")
    }
}
