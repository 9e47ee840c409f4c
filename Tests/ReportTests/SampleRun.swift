import Engine
import Journal
import Language

/// A run with something of everything, written record by record; and one in which every text is hostile.
enum SampleRun {
    static let start = 1_795_403_520_000
    static let name = "20261123T0312-kqvd"

    static let text = """
        runbook "Drain broker 2" {
            param speed: byteRate = 50MB/s
            permits reassign
        }

        step "Look" {
            show partitions where offline
        }

        step "Move" {
            reassign partitions away from 2 staged 2 throttle 50MB/s within 2h
        }

        step "After" {
            note "done"
        }
        """

    static func plan(_ name: (String) -> String = { $0 }) -> EffectPlan {
        func item(_ index: Int) -> EffectItem {
            EffectItem(
                key: [.string("trips"), .int(index)], label: name("trips-\(index)"), before: [1, 2], target: [1, 3],
                bytes: 400_000_000 + index)
        }
        return EffectPlan(
            effect: "reassign", items: (0..<4).map(item),
            blocked: [BlockedItem(key: ["trips", 9], label: name("trips-9"), why: name("would wait for dead broker 4"))],
            table: Table(columns: [], rowCount: 0), notices: [name("4 partitions, 1.5 GiB to copy; at 50 MB/s a broker about 32s")])
    }

    static func debt(_ number: Int, before: String?, _ name: (String) -> String = { $0 }) -> Debt {
        Debt(
            id: "\(SampleRun.name)/\(number)", run: SampleRun.name,
            intent: DebtIntent(
                kind: "brokerConfig", resource: String(number), name: name("leader.replication.throttled.rate"), before: before.map(name),
                set: name("50000000"), isListEntries: false), due: .whenSettled(effect: "Move/0#1"), effect: "Move/0#1")
    }

    /// The records and their seconds since the start.
    static func records(_ name: (String) -> String = { $0 }) -> [(Int, RunRecord)] {
        let move = EffectID(path: StatementPath(text: "Move/0"), attempt: 1)
        let look = StatementPath(text: "Look/0")
        let plan = plan(name)
        let shown = Table(
            source: "partitions",
            columns: [
                Column("topic", .topic, .values([.text(name("trips")), .text("pay|ments")])),
                Column("partition", .int, .values([.int(3), .int(12_000)])),
                Column("isr", .list(.broker), .values([.list(ListValue([.int(2)])), .unknown(Cause(broker: 2, name("no answer in 5s")))])),
            ], key: ["topic", "partition"], rowCount: 2)
        let intent = EffectIntent(
            id: move, effect: "reassign", plan: plan.hash, batches: [[0, 1], [2, 3]], deadline: nil, counted: [], step: "Move",
            isUndo: false,
            baseline: nil)
        func done(_ items: [Int], recovered: Bool = false) -> RunRecord {
            .settled(move, Dictionary(uniqueKeysWithValues: items.map { ($0, SettledItem(ItemOutcome(.done), isRecovered: recovered)) }))
        }
        func counts(_ second: Int, _ live: Int, _ offline: Int, _ under: Int?, _ outOfSync: Int, _ lag: Int) -> (Int, RunRecord) {
            (
                second,
                .sampled(
                    .cluster(
                        ClusterCounts(
                            readMs: start + second * 1_000, liveBrokers: live, offline: offline, underReplicated: under,
                            outOfSync: outOfSync, lag: .init(lag, isLowerBound: second < 60))))
            )
        }
        func progress(_ second: Int, _ over: Int, _ bytes: Int) -> (Int, RunRecord) {
            (
                second,
                .sampled(
                    .effect(
                        EffectCounts(
                            effect: move, items: 4, over: over, underWay: 2, inDoubt: 0, bytes: 1_600_000_006, bytesDone: bytes)))
            )
        }
        return [
            (
                0,
                .began(
                    RunHeader(
                        mode: .file, name: name("Drain broker 2"), file: name("drain.runbook"), cluster: name("W7BBY4EwQveNAuIMzp3VdQ"),
                        bootstrap: name("b1:9092,b2:9092"), who: name("ann"), host: name("laptop"), version: name("0.1.0")))
            ),
            (0, .stepBegan("Look", hash: "")), counts(1, 2, 6, 17, 17, 1_800_000),
            (1, .finished(look, hash: "", bound: [], shown: ["value": Value.table(shown).json])), (2, .stepFinished("Look")),
            (2, .stepBegan("Move", hash: "")),
            (
                9,
                .answer(
                    StatementPath(text: "Move/0/confirm"), question: name("Move 1.5 GiB at 50 MB/s?"), targets: "cadbc322e5d6",
                    answer: "yes",
                    who: name("ann"))
            ),
            (10, .plan(hash: plan.hash, ["value": plan.json])), (10, .intended(intent)), (10, .owed(debt(1, before: nil, name))),
            (10, .owed(debt(2, before: "10000000", name))), (10, .owed(debt(3, before: nil, name))),
            (11, .submitting(move, items: [0, 1], sentBy: start + 31_000)),
            (
                11,
                .submitted(
                    move,
                    [0: ItemOutcome(.done), 1: ItemOutcome(.refused, error: "INVALID_REPLICA_ASSIGNMENT", message: name("no broker 3"))])
            ),
            progress(15, 1, 120_000_000), counts(16, 2, 6, nil, 19, 1_700_000), progress(25, 2, 400_000_000), (30, done([0])),
            (31, .submitting(move, items: [2, 3], sentBy: start + 51_000)), progress(40, 2, 500_000_000),
            (300, .resumed(who: name("bob"), host: name("desk"), bootstrap: name("b2:9092"))),
            (301, .adopted(move, items: [2])), counts(301, 3, 0, 0, 2, 900_000),
            (310, .decided(move, items: [3], decision: "skip", why: name("left as it is: the topic goes away tomorrow"))),
            (
                310,
                .edited(differences: [
                    name("step \"After\", not yet begun, has changed"),
                    "step \"After\", not yet begun, has changed\n      step \"After\" {\n    -     note \"old\"\n    +     note \"done\"\n      }",
                ])
            ),
            progress(320, 3, 700_000_000), (340, done([2], recovered: true)), (341, .concluded(move, "done")),
            (342, .paid(debt: "\(SampleRun.name)/1", how: "paid")),
            (342, .paid(debt: "\(SampleRun.name)/2", how: "left alone: " + name("20000000 stands there now"))),
            (343, .stepFinished("Move")),
            (343, .stepBegan("After", hash: "")), (343, .note(StatementPath(text: "After/0"), name("done"))),
            (344, .stepFailed("After", why: name("not so: no debts where mine"))),
            (344, .ended(state: "failed", code: 3, message: name("not so: no debts where mine"))),
        ]
    }

    static func store(_ name: (String) -> String = { $0 }, keep: Int = .max) throws -> MemoryJournalStore {
        let store = MemoryJournalStore()
        let files = [
            RunFile(path: "source/files.json", bytes: Array("[{\"name\":\"drain.runbook\",\"path\":\"source/0-drain.runbook\"}]".utf8)),
            RunFile(path: "source/0-drain.runbook", bytes: Array(name(text).utf8)),
            RunFile(
                path: "parameters.json",
                bytes: JSONValue.object([.init("speed", Value.byteRate(50e6).json), .init("token", Value.secret("kafka").json)]).utf8),
        ]
        let holder = LockHolder(who: "ann", host: "laptop", process: 1, since: start)
        let journal = try RunJournal.create(SampleRun.name, in: store, files: files, holder: holder)
        for (second, record) in records(name).prefix(keep) {
            try journal.append(kind: record.kind, at: start + second * 1_000, record.members, durably: true)
        }
        journal.close()
        return store
    }

    static func told(_ name: (String) -> String = { $0 }, keep: Int = .max) throws -> PostMortem {
        try PostMortem.read(SampleRun.name, program: nil, in: store(name, keep: keep))
    }
}
