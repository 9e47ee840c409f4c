import Engine
import Journal
import Language
import Testing

@Suite("A cluster that is read-only by default")
struct ArmingTests {
    private let place = "step \"A\" { place partitions onto 2 unthrottled within 1h }"

    private func stage(arming: Arming? = nil, partitions: Int = 4) -> Stage {
        let stage = Stage(partitions: partitions)
        stage.options.answersYes = true
        stage.options.protectedBy = "profile prod"
        stage.options.arming = arming
        return stage
    }

    /// A session in which each text is an entry.
    private func session(_ stage: Stage) -> (Session, (String) -> RunEnd) {
        let session = Session(schema: Stage.schema, mode: .interactive, options: stage.options, surroundings: stage.surroundings)
        return (
            session,
            { text in
                let (tree, _) = Parser.parse(
                    file: SourceFile(id: Int32(text.count), name: "<input>", text: text), effects: Stage.schema.effects, mode: .entry)
                return session.execute(Checker.check(Program(main: tree), schema: Stage.schema, options: CheckOptions(mode: .entry)))
            }
        )
    }

    @Test("a run that touches something does not begin without a reason; one that only looks does")
    func run() throws {
        let refused = stage()
        let report = refused.start(place)
        #expect(report.exitCode == 3)
        #expect(report.end.message.contains("profile prod is read-only: --arm REASON"))
        #expect(refused.store.journals.isEmpty && refused.world.submits == 0)
        #expect(stage().start("step \"A\" { show count(partitions)\n notify \"x\" }").end == .done)
    }

    @Test("with a reason it runs, and the reason is in its journal before the first effect")
    func armed() throws {
        let stage = stage(arming: Arming(reason: "INC-123", who: "ann"))
        #expect(stage.start(place).end == .done)
        #expect(stage.world.effectLog.count == 4)
        let kinds = try stage.kinds()
        #expect(Array(kinds.prefix(2)) == ["run", "armed"])
        let run = try #require(try stage.store.runs().first)
        #expect(try PostMortem.read(run, program: nil, in: stage.store).timeline.contains { $0.text == "effects allowed by ann: INC-123" })
    }

    @Test("plan needs none")
    func plan() {
        let stage = stage()
        let report = Run.plan(stage.request(place), options: stage.options, surroundings: stage.surroundings)
        #expect(report.end == .done)
        #expect(report.effects.count == 1)
    }

    @Test("resume, undo and paying debts need it as well")
    func later() throws {
        let stage = stage(arming: Arming(reason: "INC-1", who: "ann"))
        stage.world.faults = [1: .deathAfter]
        _ = stage.start(place)
        stage.store.revive()
        stage.options.arming = nil
        #expect(stage.resume().exitCode == 3)
        #expect(stage.undo().exitCode == 3)
        let before = stage.world.submits
        stage.options.arming = Arming(reason: "INC-2", who: "bob")
        #expect(stage.resume().end == .done)
        #expect(stage.world.submits >= before)
        #expect(stage.undo().end == .done)
        #expect(try stage.kinds().count { $0 == "armed" } == 3)
        let run = try #require(try stage.store.runs().first)
        let state = try RunState(records: try stage.store.scan(run).records, run: run)
        #expect(state.armings.map(\.reason) == ["INC-1", "INC-2", "INC-2"])
    }

    @Test("--read-only on a resume sends nothing more of what was begun")
    func readOnlyResume() {
        let stage = Stage(partitions: 4)
        stage.options.answersYes = true
        stage.world.faults = [1: .deathAfter]
        _ = stage.start("step \"A\" { place partitions onto 2 unthrottled staged 2 within 1h }")
        stage.store.revive()
        let before = stage.world.submits
        stage.options.isReadOnly = true
        #expect(stage.resume().exitCode == 1)
        #expect(stage.world.submits == before)
    }

    @Test("a session is armed for a time, which ends by itself; the journal says why, and when")
    func session() throws {
        let stage = stage()
        let (session, enter) = session(stage)
        #expect(enter("place partitions where partition == 0 onto 2 unthrottled within 5m").exitCode == 3)
        let until = stage.clock.wallMs + 900_000
        try session.arm(Arming(reason: "INC-9", who: "ann", until: until))
        #expect(session.arming?.reason == "INC-9")
        #expect(enter("place partitions where partition == 0 onto 2 unthrottled within 5m") == .done)
        stage.clock.wallMs = until
        #expect(session.arming == nil)
        let ended = enter("place partitions where partition == 1 onto 2 unthrottled within 5m")
        #expect(ended.exitCode == 3)
        #expect(ended.message.contains("read-only again since 2026-"))
        #expect(stage.world.effectLog.count == 1)
        #expect(try stage.kinds().filter { $0 == "armed" || $0 == "intended" } == ["armed", "intended"])
        try session.arm(Arming(reason: "INC-10", who: "ann", until: stage.clock.wallMs + 1))
        try session.arm(nil)
        #expect(enter("place partitions where partition == 1 onto 2 unthrottled within 5m").exitCode == 3)
        #expect(try stage.kinds().suffix(2) == ["armed", "disarmed"])
    }

    @Test("what was begun while armed goes on to its end, and gives back what it owes")
    func goesOn() throws {
        let stage = stage()
        let (session, enter) = session(stage)
        try session.arm(Arming(reason: "INC-9", who: "ann", until: stage.clock.wallMs + 60_000))
        #expect(enter("place partitions onto 2 unthrottled staged 2 every 10m within 1h") == .done)
        #expect(stage.world.effectLog.count == 4)
        #expect(session.arming == nil)
        #expect(session.openDebts.isEmpty)
    }

    @Test("records of arming are read back as they were; one without a reason is damaged")
    func records() throws {
        for record in [
            RunRecord.armed(Arming(reason: "a \"b\"", who: "ann", until: 5)), .armed(Arming(reason: "x", who: "")), .disarmed(who: "ann"),
        ] {
            let json = JSONValue.object([.init("kind", .string(record.kind))] + record.members)
            #expect(try RunRecord(json: try JSONValue.parse(Array(json.text.utf8))) == record)
        }
        #expect(throws: MemberFault.self) { try RunRecord(json: ["kind": "armed"]) }
    }
}

@Suite("`only on` names")
struct OnlyOnTests {
    @Test("mean the clusters that they are pinned to, whatever address was given")
    func bound() throws {
        let stage = Stage()
        let id = try stage.world.identity().id
        let header = "only on \"prod-eu1\""
        var surroundings = stage.surroundings
        func start() -> RunReport {
            Run.start(stage.request("step \"A\" { note \"x\" }", header: header), options: stage.options, surroundings: surroundings)
        }
        #expect(start().exitCode == 3, "an address alone is no name")
        surroundings.identity.boundNames = ["prod-eu1": "another"]
        #expect(start().exitCode == 3)
        surroundings.identity.boundNames = ["prod-eu1": id]
        #expect(start().end == .done)
        surroundings.identity.boundNames = [:]
        surroundings.identity.profile = "prod-eu1"
        #expect(start().end == .done, "whoever comes by a profile was held against its pin")
    }
}
