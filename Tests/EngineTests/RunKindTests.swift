import Engine
import Journal
import Language
import Testing

@Suite("Plans, tests and sessions")
struct RunKindTests {
    @Test("a plan looks, lists effects, changes nothing, and says what depends on a result")
    func plan() {
        let stage = Stage(partitions: 3)
        let text =
            """
            step "A" { wait until no brokers where not up within 10m
            place partitions onto 2 unthrottled within 5m into r }
            step "B" { require any partitions where leader == 2
            if any r where outcome == "done" { note "x" } }
            """
        stage.world.brokersUp = [1]
        let report = Run.plan(stage.request(text), options: stage.options, surroundings: stage.surroundings)
        #expect(report.end == .done)
        #expect(report.effects.map(\.plan.items.count) == [3])
        #expect(report.notes.contains { $0.text.contains("false now, would wait up to 10m") })
        #expect(report.notes.contains { $0.text.contains("unknown until step \"A\"") })
        #expect(stage.world.submits == 0)
        #expect(stage.store.journals.isEmpty)
        stage.world.brokersUp = [1, 2, 3]
    }

    @Test("test blocks run the runbook with parameters; confirm is yes, approve granted, a gate can be caught")
    func tests() {
        let text =
            """
            step "A" { confirm "Go?" { place partitions onto aim unthrottled within 5m }
            run ["scale"] within 1m }
            step "B" { require no partitions where leader == 3 else "contained" }
            test "good" in lab small { do runbook(aim: 2)
            require no partitions where leader == 1 }
            test "contained" in lab small { try { do runbook(aim: 3)
            fail "should not" } catch gate as e { require e.message startsWith "contained" } }
            test "bad" in lab small { require any partitions where leader == 9 }
            test "nowhere" in lab big { note "x" }
            """
        let outcomes = TestRunner.run(
            Stage.program(Stage.runbook(text, header: "param aim: int = 2")), schema: Stage.schema, options: RunOptions()
        ) { scenario in scenario == "small" ? Stage(partitions: 2).surroundingsKept : nil }
        #expect(outcomes.map(\.hasPassed) == [true, true, false, false])
        #expect(outcomes.last?.end.message.contains("no scenario `big`") == true)
    }

    @Test("a session is a run from its first effect: it asks, keeps _, and its doubts are resumed")
    func session() throws {
        let stage = Stage(partitions: 3)
        let session = StagedSession(stage)
        #expect(session.enter("let p = partitions where partition < 2") == .done)
        #expect(stage.store.journals.isEmpty)
        stage.person.confirms = [false]
        #expect(session.enter("place p onto 2 unthrottled within 5m").exitCode == 3)
        #expect(stage.world.submits == 0)
        stage.person.confirms = [true]
        #expect(session.enter("place p onto 2 unthrottled within 5m") == .done)
        #expect(stage.world.effectLog.count == 2)
        #expect(session.run != nil)
        stage.world.faults = [2: .deathAfter]
        stage.person.confirms = [true]
        #expect(session.enter("place partitions where partition == 2 onto 3 unthrottled within 5m").exitCode == 5)
        stage.store.revive()
        stage.clock.wallMs += 5_000
        #expect(stage.resume(mode: .entry).end == .done)
        #expect(stage.world.effectLog.count == 3)
    }

    @Test("runs and debts are sources of the journal")
    func sources() {
        let stage = Stage()
        _ = stage.start("step \"A\" { note \"x\" }")
        #expect(stage.start("step \"A\" { show count(runs)\n require no debts where mine }").end == .done)
        #expect(stage.recorder.shown == [.int(2)])
    }
}
