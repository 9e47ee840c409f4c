import Engine
import Journal
import Language
import Testing

@Suite("Ways out, and back in")
struct LeavingTests {
    @Test("an undo that was interrupted is gone on with, by undo and by resume; a run that was undone is not resumed")
    func undoResumes() throws {
        let text = """
            step "A" { place partitions where partition == 0 onto 2 unthrottled within 5m }
            step "B" { place partitions where partition == 1 onto 2 unthrottled within 5m }
            step "C" { require any partitions where leader == 9 }
            """
        for goesOnByResume in [false, true] {
            let stage = Stage(partitions: 2)
            stage.options.answersYes = true
            #expect(stage.start(text).exitCode == 3)
            stage.world.faults = [3: .deathAfter]
            _ = stage.undo()
            stage.store.revive()
            stage.clock.wallMs += 100_000
            let run = try #require(stage.store.runs().first)
            #expect(try RunSummary(run: run, in: stage.store).isOpen)
            stage.world.gateIsClosed = true
            let closed = stage.undo()
            #expect(closed.exitCode != 0)
            #expect(closed.standing.resumeCommand == "mend undo \(run)")
            stage.world.gateIsClosed = false
            #expect((goesOnByResume ? stage.resume(text) : stage.undo()).end == .done)
            #expect(stage.world.partitions.mapValues(\.leader) == ["t-0": 1, "t-1": 1])
            #expect(stage.world.effectLog == ["t-0->2", "t-1->2", "t-1->1", "t-0->1"])
            #expect(try RunSummary(run: run, in: stage.store).state == "undone")
            #expect(try !RunSummary(run: run, in: stage.store).isOpen)
            let report = stage.resume(text)
            #expect(report.exitCode == 8)
            #expect(report.end.message.contains("was undone"))
            stage.options.rerun = ["A"]
            stage.world.partitions["t-1"]?.leader = 9
            #expect(stage.resume(text).end == .done)
            #expect(stage.world.partitions["t-0"]?.leader == 2)
        }
    }

    @Test("what the cluster refuses to take back keeps nothing else from being taken back")
    func undoRefused() {
        let stage = Stage(partitions: 2)
        stage.options.answersYes = true
        let text = """
            step "A" { place partitions where partition == 0 onto 2 unthrottled within 5m
            place partitions where partition == 1 onto 2 unthrottled within 5m }
            """
        #expect(stage.start(text).end == .done)
        stage.world.refused = ["t-1": "NOT_NOW"]
        let report = stage.undo()
        #expect(report.exitCode == 1)
        #expect(report.end.message.contains("not all could be taken back"))
        #expect(stage.world.partitions["t-0"]?.leader == 1)
        stage.world.refused = [:]
        #expect(stage.undo().end == .done)
        #expect(stage.world.partitions["t-1"]?.leader == 1)
    }

    @Test("an effect whose items are all blocked is refused; with into its blocked items are bound, and the run goes on")
    func allBlocked() {
        let stage = Stage(partitions: 2)
        stage.world.blocked = ["t-0": "its broker is dead", "t-1": "its broker is dead"]
        let report = stage.start("step \"A\" { place partitions onto 2 unthrottled within 5m }")
        #expect(report.exitCode == 1)
        #expect(report.end.message == "place: nothing was touched; 2 blocked: its broker is dead (t-0, t-1)")
        #expect(report.standing.hasChanged == false)
        let bound = Stage(partitions: 2)
        bound.world.blocked = ["t-1": "its broker is dead"]
        let text = """
            step "A" { place partitions onto 2 unthrottled within 5m into r
            show count(r where error == "BLOCKED")
            show count(r where outcome == "done") }
            """
        #expect(bound.start(text).end == .done)
        #expect(bound.recorder.shown == [.int(1), .int(1)])
        bound.world.blocked["t-0"] = "too"
        #expect(bound.start(text).end == .done)
        bound.world.blocked = [:]
        bound.world.partitions["t-0"]?.leader = 1
        let some = Stage(partitions: 2)
        some.world.blocked = ["t-1": "its broker is dead"]
        #expect(some.start("step \"A\" { place partitions onto 2 unthrottled within 5m }").end == .done)
    }

    /// A session that died between the batches of a staged effect, whose `hold while` uses what the session had bound.
    private func leftSession() -> Stage {
        let stage = Stage(partitions: 3)
        let session = StagedSession(stage)
        stage.person.confirms = [true]
        #expect(session.enter("place partitions where partition == 0 onto 2 unthrottled within 5m") == .done)
        #expect(session.enter("let watched = 3") == .done)
        stage.world.faults = [3: .deathBefore]
        stage.person.confirms = [true]
        _ = session.enter(
            "place partitions where leader == 1 onto 2 unthrottled staged 1 hold while any brokers where id == watched and not up within 1h"
        )
        stage.store.revive()
        stage.clock.wallMs += 100_000
        stage.world.brokersUp = [1, 2]
        return stage
    }

    @Test("a session's staged effect is gone on with under its `hold while`, with what the session had bound")
    func sessionHolds() {
        let stage = leftSession()
        let upAt = stage.clock.wallMs + 60_000
        stage.world.atRead = { [unowned stage] _ in
            if stage.clock.wallMs >= upAt { stage.world.brokersUp = [1, 2, 3] }
        }
        #expect(stage.resume(mode: .entry).end == .done)
        #expect(stage.clock.wallMs >= upAt)
        #expect(stage.recorder.holdings.contains { $0.contains("any brokers where id == watched and not up") })
        #expect(stage.world.partitions.values.allSatisfy { $0.leader == 2 })
    }

    @Test("what a session left behind is given as much time as it was given at first, and no more")
    func sessionEnds() {
        let stage = leftSession()
        let began = stage.clock.wallMs
        let report = stage.resume(mode: .entry)
        #expect(report.exitCode == 1)
        #expect(report.end.message.contains("held until its time was up"), "\(report.end.message)")
        #expect((3_600_000...3_900_000).contains(stage.clock.wallMs - began))
    }

    @Test("an undo, which nobody gives a time, is waited for at most a day")
    func unbounded() {
        let stage = Stage(partitions: 1)
        stage.options.answersYes = true
        #expect(stage.start("step \"A\" { place partitions onto 2 unthrottled within 5m }").end == .done)
        stage.world.moveMs = .max / 4
        let began = stage.clock.wallMs
        let report = stage.undo()
        #expect(report.exitCode == 1)
        #expect(report.end.message.contains("the cluster goes on with it"), "\(report.end.message)")
        #expect((86_400_000...86_500_000).contains(stage.clock.wallMs - began))
    }

    @Test("why: a renamed step is known, the statement at hand is named, decisions are told")
    func why() throws {
        let text = "step \"A\" { note \"x\"\nrequire any partitions where leader == 9 }"
        let stage = Stage(partitions: 2)
        #expect(stage.start(text).exitCode == 3)
        let edited = text.replacing("step \"A\"", with: "step \"Check\" was \"A\"")
        #expect(stage.resume(edited).exitCode == 3)
        let run = try #require(stage.store.runs().first)
        let steps = try Run.why(run, program: Stage.program(Stage.runbook(edited)), in: stage.store)
        #expect(steps.map(\.state) == [.failed])
        #expect(steps[0].because.contains("goes on at statement 2 of 2: require any partitions where leader == 9"))
    }

    @Test("three interruptions: at once, and what is owed stays listed")
    func atOnce() throws {
        let stage = Stage(partitions: 2)
        stage.world.moveMs = 600_000
        let now = stage.clock.wallMs
        stage.clock.interruptAt = [now + 2_000, now + 4_000]
        let report = stage.start(
            "step \"A\" { tune brokers where id == 1 to 5 give back at end\nplace partitions onto 2 unthrottled within 1h }")
        #expect(report.exitCode == 130)
        #expect(report.standing.openDebts.count == 1)
    }
}
