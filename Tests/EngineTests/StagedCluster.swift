import Engine
import Journal
import Language

/// A cluster in memory whose answers a test scripts. Its partitions have a leader, which `place … onto` changes.
final class StagedCluster: Cluster {
    struct Partition {
        var leader: Int
        var offline = false
        var underMinISR = false
        /// The leader that it is on its way to, and when it is there.
        var moving: (to: Int, at: Int)?
    }

    /// What happens to a request.
    enum Fault {
        /// Done, and answered.
        case none
        /// Done, but the answer is lost.
        case lostAnswer
        /// Not done, and no answer.
        case lostRequest
        /// Nothing left this machine.
        case unreachable
        /// Only the first so many items are done; no answer.
        case partial(Int)
        /// The process dies before the request leaves, or after it was done.
        case deathBefore, deathAfter
    }

    let clock: VirtualClock
    let store: MemoryJournalStore
    var clusterID = "cluster-A"
    var partitions: [String: Partition] = [:]
    var brokersUp: [Int] = [1, 2, 3]
    /// The pace that plans have of themselves.
    var stages: EffectPlan.Stages?
    /// Why giving back cannot be undone; nil: it can.
    var graveInverse: String?
    /// How long a move takes.
    var moveMs = 1_000
    var isOutOfReach = false
    /// Somebody interrupts a reading.
    var isInterrupted = false
    var gateIsClosed = false
    /// A gate that closes and opens with time; nil: `gateIsClosed` says it.
    var gate: (() -> Bool)?
    /// By the number of the submit, from 1.
    var faults: [Int: Fault] = [:]
    var refused: [String: String] = [:]
    /// The broker that requests are sent to, where that is known, and whether it has come to itself since.
    var recipient: Int?
    var recipientHasRead: () -> Bool = { true }
    /// What plans leave alone, and why.
    var blocked: [String: String] = [:]
    /// What the cluster was asked for, item by item, in order: what really reached it.
    private(set) var effectLog: [String] = []
    private(set) var submits = 0
    var settings: [String: String] = [:]
    private(set) var payments: [Debt] = []
    /// What it was told of what runs owe it.
    private(set) var owed: () -> [DebtIntent] = { [] }

    func remember(_ owed: @escaping () -> [DebtIntent]) { self.owed = owed }

    /// Settings that can be neither read nor made, since their broker is dead.
    var deadSettings: Set<String> = []
    /// Why a setting could not be made, by its place; those before it in the plan have been.
    var failingSettings: [String: String] = [:]
    private(set) var blindPayments: [Debt] = []
    /// What `tune` asks for is not answered, and not done yet.
    var tunesLate = false
    /// Throttles have a list of partitions beside the rate.
    var throttlesByList = false
    /// Answers of which columns read as unknown, by partition.
    var unknownLeaders: Set<String> = []
    /// Partitions of which it cannot be read whether they are offline.
    var unreadHealth: Set<String> = []
    /// What a probe is shown of a partition's leader, where whoever is asked has not heard of what is so.
    var shownLeader: ((String) -> Int?)?
    /// Whether who is asked does not know the topic.
    var isGone: (() -> Bool)?
    var atRead: ((Int) -> Void)?
    /// What readings tell of the whole, after each of them.
    var counts: (() -> ClusterCounts)?
    private var readsCounted = 0
    private(set) var reads = 0
    lazy var effects: [NameKey: any EffectPrimitive] = ["place": Place(self), "tune": Tune(self)]

    init(clock: VirtualClock, store: MemoryJournalStore, count: Int = 6) {
        self.clock = clock
        self.store = store
        for index in 0..<count { partitions["t-\(index)"] = Partition(leader: 1) }
    }

    func identity() throws(ClusterFailure) -> ClusterIdentity {
        if isOutOfReach { throw .outOfReach("10.0.0.1:9092: connection refused") }
        return ClusterIdentity(id: clusterID, bootstrap: "10.0.0.1:9092")
    }

    func settle() {
        for (name, partition) in partitions {
            if let moving = partition.moving, clock.wallMs >= moving.at {
                partitions[name]?.leader = moving.to
                partitions[name]?.moving = nil
            }
        }
    }

    func read(_ requests: [SourceRequest], timing: ReadTiming) throws(ClusterFailure) -> [Table] {
        if isOutOfReach { throw .outOfReach("10.0.0.1:9092: connection refused") }
        reads += 1
        atRead?(reads)
        if isInterrupted { throw .interrupted }
        settle()
        return requests.map { request in
            switch request.source {
            case "partitions":
                let names = partitions.keys.sorted()
                func column(_ name: String, _ type: ValueType, _ value: (String, Partition) -> Value) -> Column {
                    Column(name, type, .values(names.map { value($0, partitions[$0] ?? Partition(leader: -1)) }))
                }
                return Table(
                    source: "partitions",
                    columns: [
                        column("topic", .topic) { name, _ in .text(String(name.prefix(1))) },
                        column("partition", .int) { name, _ in .int(Int(name.dropFirst(2)) ?? 0) },
                        column("leader", .broker) { name, partition in
                            self.unknownLeaders.contains(name) ? .unknown(Cause(broker: 3, "no answer in 5s")) : .int(partition.leader)
                        },
                        column("offline", .bool) { name, partition in
                            self.unreadHealth.contains(name) ? .unknown(Cause(broker: 3, "no answer in 5s")) : .bool(partition.offline)
                        }, column("underMinIsr", .bool) { .bool($1.underMinISR) },
                    ], key: ["topic", "partition"], rowCount: names.count)
            default:
                return Table(
                    source: "brokers",
                    columns: [
                        Column("id", .broker, .values([1, 2, 3].map { .int($0) })),
                        Column("up", .bool, .values([1, 2, 3].map { .bool(brokersUp.contains($0)) })),
                    ], key: ["id"], rowCount: 3)
            }
        }
    }

    func takeCounts() -> ClusterCounts? {
        defer { readsCounted = reads }
        return reads > readsCounted ? counts?() : nil
    }

    func pay(_ debt: Debt, timing: ReadTiming) -> DebtPayment {
        payments.append(debt)
        let place = "\(debt.intent.resource)/\(debt.intent.name)"
        if deadSettings.contains(place) { return .blind(Cause(broker: 1, "no answer in 5s")) }
        if debt.intent.isListEntries {
            let rest = entries(place).subtracting(debt.intent.set.split(separator: ",").map(String.init))
            settings[place] = rest.isEmpty ? nil : rest.sorted().joined(separator: ",")
            return .paid
        }
        guard settings[place] == debt.intent.set else { return .leftAlone(standing: settings[place] ?? "") }
        settings[place] = debt.intent.before
        return .paid
    }

    func payThroughController(_ debt: Debt, timing: ReadTiming) -> DebtPayment {
        blindPayments.append(debt)
        settings["\(debt.intent.resource)/\(debt.intent.name)"] = debt.intent.before
        return .paid
    }

    /// The entries of a list.
    func entries(_ place: String) -> Set<String> { Set((settings[place] ?? "").split(separator: ",").map(String.init)) }

    /// `place PARTITIONS onto BROKER`: an effect through the controller that takes its time.
    final class Place: EffectPrimitive {
        static let words = EffectSignature(
            id: "place", verb: "place",
            phrase: [
                .slot(
                    "target",
                    .query([TargetKind("partitions", columns: ["topic", "partition"]), TargetKind("plan", columns: [], planOf: "place")])),
                .optional([.word("onto"), .slot("onto", .sum(.int))]),
            ],
            options: [.staged, .throttle, .unthrottled, .hold, .within, .into], effectClass: .reversible, gate: .controller,
            itemKey: [.init("topic", .topic), .init("partition", .int)], summary: "places leaders", undo: "places them back", examples: [],
            planColumns: [.init("topic", .topic), .init("partition", .int), .init("to", .broker)])
        let signature = Place.words
        let world: StagedCluster
        init(_ world: StagedCluster) { self.world = world }

        func plan(_ call: EffectCall, timing: ReadTiming) throws(EffectFailure) -> EffectPlan {
            world.settle()
            if case .plan(var plan)? = call.arguments["target"] {
                if let rate = call.options.throttle { plan.debts = debts(rate, plan.items.map(\.label)) }
                return plan
            }
            guard case .value(.table(let table))? = call.arguments["target"], case .value(.int(let broker))? = call.arguments["onto"] else {
                throw .refused("place needs partitions and a broker")
            }
            var made = plan(table.decided.map { table.rowLabel(at: $0) }, onto: { _ in broker }, rate: call.options.throttle)
            made.stages = world.stages
            return made
        }

        func plan(_ labels: [String], onto target: (String) -> Int, rate: Int?) -> EffectPlan {
            let left = labels.filter { world.blocked[$0] != nil }
            let labels = labels.filter { world.blocked[$0] == nil }
            let items = labels.map { label in
                EffectItem(
                    key: [.string(String(label.prefix(1))), .int(Int(label.dropFirst(2)) ?? 0)], label: label,
                    before: .int(world.partitions[label]?.leader ?? -1), target: .int(target(label)), bytes: 100)
            }
            let table = Table(
                columns: [
                    Column("topic", .topic, .values(items.map { .text($0.key[0].string ?? "") })),
                    Column("partition", .int, .values(items.map { .int($0.key[1].int ?? 0) })),
                    Column("to", .broker, .values(items.map { .int($0.target.int ?? 0) })),
                ], key: ["topic", "partition"], rowCount: items.count)
            return EffectPlan(
                effect: "place", items: items,
                blocked: left.map { .init(key: [.string("t"), .int(Int($0.dropFirst(2)) ?? 0)], label: $0, why: world.blocked[$0] ?? "") },
                debts: rate.map { debts($0, labels) } ?? [], table: table, requests: ["Place"])
        }

        private func debts(_ rate: Int, _ labels: [String]) -> [DebtIntent] {
            guard world.throttlesByList else { return [debt(rate)] }
            let needed = labels.map { "\($0.dropFirst(2)):1" }
            let list = DebtIntent(
                kind: "topicConfig", resource: "t", name: "list", before: world.settings["t/list"], set: needed.joined(separator: ","),
                isListEntries: true)
            return [list, debt(rate)].map { standing($0) }
        }

        /// As it stands now.
        private func standing(_ intent: DebtIntent) -> DebtIntent {
            var intent = intent
            intent.before = world.settings["\(intent.resource)/\(intent.name)"]
            guard intent.isListEntries else { return intent }
            let needed = [intent.set, intent.shared].flatMap { $0.split(separator: ",").map(String.init) }
            let there = world.entries("\(intent.resource)/\(intent.name)")
            intent.set = needed.filter { !there.contains($0) }.joined(separator: ",")
            intent.shared = needed.filter { there.contains($0) }.joined(separator: ",")
            return intent
        }

        func settings(of plan: EffectPlan, owed: [DebtIntent], timing: ReadTiming) throws(EffectFailure) -> [DebtIntent] {
            plan.debts.map { standing($0) }
        }

        private func debt(_ rate: Int) -> DebtIntent {
            DebtIntent(
                kind: "brokerConfig", resource: "1", name: "rate", before: world.settings["1/rate"], set: String(rate), isListEntries: false
            )
        }

        func checkGate(timing: ReadTiming) throws(EffectFailure) {
            if world.gate.map({ !$0() }) ?? world.gateIsClosed { throw .gate("no active controller") }
        }

        func prepare(_ plan: EffectPlan, timing: ReadTiming) throws(EffectFailure) {
            for debt in plan.debts {
                let place = "\(debt.resource)/\(debt.name)"
                if let why = world.failingSettings[place] { throw .refused(why) }
                guard debt.isListEntries else {
                    world.settings[place] = debt.set
                    continue
                }
                let all = world.entries(place).union(debt.set.split(separator: ",").map(String.init))
                world.settings[place] = all.isEmpty ? nil : all.sorted().joined(separator: ",")
            }
        }

        func submit(_ items: [EffectItem], of plan: EffectPlan, timing: ReadTiming) -> [ItemOutcome] {
            world.submits += 1
            let lost = ItemOutcome(.unknown, message: "no answer in 5s", lastByteLeft: world.clock.wallMs)
            switch world.faults[world.submits] ?? .none {
            case .none: return items.map { apply($0) }
            case .lostAnswer:
                for item in items { _ = apply(item) }
                return items.map { _ in lost }
            case .lostRequest: return items.map { _ in lost }
            case .unreachable: return items.map { _ in ItemOutcome(.unknown, message: "connection refused") }
            case .partial(let count):
                for item in items.prefix(count) { _ = apply(item) }
                return items.map { _ in lost }
            case .deathBefore:
                world.store.stop()
                return items.map { _ in lost }
            case .deathAfter:
                for item in items { _ = apply(item) }
                world.store.stop()
                return items.map { _ in lost }
            }
        }

        func recipients(of items: [EffectItem], timing: ReadTiming) -> [Int?] { items.map { _ in world.recipient } }

        func hasRead(broker: Int, timing: ReadTiming) -> Bool { world.recipientHasRead() }

        private func apply(_ item: EffectItem) -> ItemOutcome {
            if let error = world.refused[item.label] { return ItemOutcome(.refused, error: error, message: "says the cluster") }
            world.effectLog.append("\(item.label)->\(item.target.text)")
            world.partitions[item.label]?.moving = (item.target.int ?? 0, world.clock.wallMs + world.moveMs)
            return ItemOutcome(.done)
        }

        func probe(_ items: [EffectItem], of plan: EffectPlan, timing: ReadTiming) -> [ProbeAnswer] {
            world.settle()
            return items.map { item in
                if world.isOutOfReach { return .unknowable(Cause("out of reach")) }
                if world.isGone?() ?? false { return .gone("there is no such topic") }
                guard let partition = world.partitions[item.label] else { return .superseded(now: "gone") }
                if let shown = world.shownLeader?(item.label) {
                    return shown == item.before.int ? .notApplied : .superseded(now: String(shown))
                }
                if let moving = partition.moving {
                    return moving.to == item.target.int ? .underWay(0.5) : .superseded(now: "moving to \(moving.to)")
                }
                if partition.leader == item.target.int { return .applied }
                return partition.leader == item.before.int ? .notApplied : .superseded(now: String(partition.leader))
            }
        }

        func inverse(of items: [EffectItem], in plan: EffectPlan, timing: ReadTiming) throws(EffectFailure) -> EffectPlan? {
            let before = Dictionary(items.map { ($0.label, $0.before.int ?? 0) }) { first, _ in first }
            var plan = self.plan(items.map(\.label), onto: { before[$0] ?? 0 }, rate: nil)
            plan.mustApprove = world.graveInverse
            return plan
        }
    }
}

/// `tune brokers to N`: a temporary setting of a broker.
final class Tune: EffectPrimitive {
    static let words = EffectSignature(
        id: "tune", verb: "tune",
        phrase: [.slot("target", .query([TargetKind("brokers", columns: ["id"])])), .word("to"), .slot("value", .sum(.int))],
        options: [.giveBack, .forGood, .into], effectClass: .reversible, gate: .none, itemKey: [.init("broker", .broker)], summary: "tunes",
        undo: nil, examples: [])
    let signature = Tune.words
    let world: StagedCluster
    init(_ world: StagedCluster) { self.world = world }

    func plan(_ call: EffectCall, timing: ReadTiming) throws(EffectFailure) -> EffectPlan {
        guard case .value(.table(let table))? = call.arguments["target"], case .value(.int(let number))? = call.arguments["value"] else {
            throw .refused("tune needs brokers and a value")
        }
        let labels = table.decided.map { table.rowLabel(at: $0) }
        return EffectPlan(
            effect: "tune",
            items: labels.map { label in
                EffectItem(
                    key: [.int(Int(label) ?? 0)], label: label, before: world.settings["\(label)/tune"].map { .string($0) } ?? .null,
                    target: .int(number))
            },
            debts: labels.map {
                DebtIntent(
                    kind: "brokerConfig", resource: $0, name: "tune", before: world.settings["\($0)/tune"], set: String(number),
                    isListEntries: false)
            },
            table: Table(
                columns: [Column("broker", .broker, .values(labels.map { .int(Int($0) ?? 0) }))], key: ["broker"], rowCount: labels.count))
    }

    func checkGate(timing: ReadTiming) throws(EffectFailure) {}
    func prepare(_ plan: EffectPlan, timing: ReadTiming) throws(EffectFailure) {}

    func submit(_ items: [EffectItem], of plan: EffectPlan, timing: ReadTiming) -> [ItemOutcome] {
        if world.tunesLate { return items.map { _ in ItemOutcome(.unknown, message: "no answer", lastByteLeft: world.clock.wallMs) } }
        for item in items { world.settings["\(item.label)/tune"] = item.target.text }
        return items.map { _ in ItemOutcome(.done) }
    }

    func probe(_ items: [EffectItem], of plan: EffectPlan, timing: ReadTiming) -> [ProbeAnswer] {
        items.map { world.settings["\($0.label)/tune"] == $0.target.text ? .applied : .notApplied }
    }

    func inverse(of items: [EffectItem], in plan: EffectPlan, timing: ReadTiming) throws(EffectFailure) -> EffectPlan? { nil }
}

final class VirtualClock: EngineClock {
    var wallMs = 1_795_403_520_000
    /// What the wall clock was set by since the beginning.
    private var steppedMs = 0
    /// Which start of which machine this is; nil: the system does not say.
    var bootID: String?
    var monotonicMs: Int { wallMs - steppedMs }
    var boot: BootInstant? { bootID.map { BootInstant(id: $0, ms: monotonicMs - 1_795_000_000_000) } }

    /// When, by the monotonic clock, it is set, and by how much.
    var stepAt: (ms: Int, by: Int)?

    /// Somebody, or NTP, sets the wall clock.
    func step(by milliseconds: Int) {
        wallMs += milliseconds
        steppedMs += milliseconds
    }

    /// Interruptions that arrive at these instants.
    var interruptAt: [Int] = []
    private(set) var interruptions = 0

    /// What happens meanwhile.
    var atWait: (() -> Void)?

    func wait(untilWallMs: Int) -> WaitEnd {
        defer { atWait?() }
        if let next = interruptAt.first, next <= untilWallMs {
            interruptAt.removeFirst()
            wallMs = max(wallMs, next)
            interruptions += 1
            return .interrupted(times: interruptions)
        }
        let until = monotonicMs + max(0, untilWallMs - wallMs)
        wallMs = max(wallMs, untilWallMs)
        if let step = stepAt, until >= step.ms {
            stepAt = nil
            self.step(by: step.by)
        }
        return .elapsed
    }

    func forgetInterruptions() { interruptions = 0 }
}

final class Dice: EngineRandom {
    private var state = 1
    func next(below bound: Int) -> Int {
        state = (state &* 48_271) % 2_147_483_647
        return state % max(1, bound)
    }
}

/// A person who answers as told, or is not there.
final class Person: Operator {
    var isPresent = false
    var confirms: [Bool?] = []
    var typed: [String?] = []
    var choices: [Int?] = []
    private(set) var asked: [String] = []
    /// What happens while the person thinks.
    var atConfirm: (() -> Void)?

    func confirm(_ question: String, details: [String]) -> Bool? {
        asked.append(question)
        atConfirm?()
        return confirms.isEmpty ? nil : confirms.removeFirst()
    }

    func ask(_ question: String, details: [String]) -> String? {
        asked.append(question)
        return typed.isEmpty ? nil : typed.removeFirst()
    }

    func choose(_ question: String, among answers: [String]) -> Int? {
        asked.append(question)
        return choices.isEmpty ? nil : choices.removeFirst()
    }
}

final class Recorder: RunObserver {
    private(set) var events: [RunEvent] = []
    /// What must live as long as this.
    var kept: AnyObject?
    func observe(_ event: RunEvent) { events.append(event) }

    var notes: [String] { events.compactMap { if case .note(let text) = $0 { text } else { nil } } }
    var warnings: [String] { events.compactMap { if case .warning(let text) = $0 { text } else { nil } } }
    var shown: [Value] { events.compactMap { if case .shown(let evaluated, _) = $0 { evaluated.value } else { nil } } }
    var planNotes: [String] { events.compactMap { if case .planNote(let text, _) = $0 { text } else { nil } } }
    var plans: [EffectPlan] { events.compactMap { if case .planned(let plan, _, _) = $0 { plan } else { nil } } }
    var skipped: [String] { events.compactMap { if case .stepSkipped(let step, _) = $0 { step } else { nil } } }
    var results: [EffectResult] { events.compactMap { if case .effectEnded(let result) = $0 { result } else { nil } } }
    var holdings: [String] { events.compactMap { if case .progress(let progress) = $0 { progress.holding } else { nil } } }
}
