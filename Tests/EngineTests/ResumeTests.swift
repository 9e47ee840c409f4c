import Engine
import Journal
import Language
import Testing

@Suite("Resume")
struct ResumeTests {
    private let text =
        """
        step "A" { let n = count(partitions)
        place partitions where partition < 2 onto 2 unthrottled within 5m }
        step "B" { require any partitions where leader == 9 }
        step "C" { note "{n}" }
        """

    /// A run that failed in step B, after step A has placed two partitions.
    private func failed() -> Stage {
        let stage = Stage(partitions: 4)
        #expect(stage.start(text).exitCode == 3)
        return stage
    }

    private func repair(_ stage: Stage) { stage.world.partitions["t-3"]?.leader = 9 }

    @Test("goes on at the failed statement with what was bound; finished steps never run again")
    func goesOn() throws {
        let stage = failed()
        repair(stage)
        stage.recorder = Recorder()
        #expect(stage.resume(text).end == .done)
        #expect(stage.recorder.notes == ["4"])
        #expect(stage.world.submits == 1)
        let run = try #require(stage.store.runs().first)
        #expect(try Run.why(run, program: Stage.program(Stage.runbook(text)), in: stage.store).map(\.state) == [.done, .done, .done])
        #expect(try RunSummary(run: run, in: stage.store).isOpen == false)
    }

    @Test("another cluster: exit 8, nothing is done; another address of the same is no matter")
    func otherCluster() {
        let stage = failed()
        repair(stage)
        stage.world.clusterID = "cluster-B"
        let report = stage.resume(text)
        #expect(report.exitCode == 8)
        #expect(report.end.message.contains("cluster-A"))
        stage.world.clusterID = "cluster-A"
        #expect(stage.resume(text).end == .done)
    }

    @Test("driven by another: exit 7, told who, where and since when")
    func locked() throws {
        let stage = failed()
        let run = try #require(stage.store.runs().first)
        let lock = try stage.store.lock(run, as: LockHolder(who: "bob", host: "desk", process: 7, since: 1_795_403_520_000))
        let report = stage.resume(text)
        #expect(report.exitCode == 7)
        #expect(report.end.message.contains("bob on desk (process 7) since 2026-11-23T03:12:00Z"))
        lock.release()
        repair(stage)
        #expect(stage.resume(text).end == .done)
    }

    @Test("comments and layout change nothing; a step not yet begun may change")
    func harmlessEdits() throws {
        let stage = failed()
        repair(stage)
        let edited =
            """
            # a comment
            step "A" {

            let n = count(partitions)
            place partitions where partition < 2 onto 2
            unthrottled within 5m }
            step "B" { require any partitions where leader == 9 }
            step "C" { note "other {n}" }
            """
        #expect(stage.resume(edited).end == .done)
        #expect(stage.recorder.notes == ["other 4"])
        #expect(stage.recorder.warnings.contains { $0.hasPrefix("step \"C\", not yet begun, has changed") })
        #expect(stage.world.submits == 1)
        #expect(try stage.kinds().contains("edited"))
    }

    @Test("the failed step: goes on at its first changed statement")
    func failedStepEdited() {
        let stage = failed()
        let edited = text.replacing("leader == 9", with: "leader == 2")
        #expect(stage.resume(edited).end == .done)
        #expect(stage.world.submits == 1)
    }

    @Test("a finished step that was edited stays done, with a warning")
    func finishedStepEdited() {
        let stage = failed()
        repair(stage)
        let edited = text.replacing("partition < 2", with: "partition < 4")
        #expect(stage.resume(edited).end == .done)
        #expect(stage.world.submits == 1)
        #expect(stage.recorder.warnings.contains { $0.contains("stays as it is") })
    }

    @Test("a step inserted before, or removed: asked on a terminal, exit 6 elsewhere; --as-recorded goes on with the old text")
    func structure() {
        let inserted = "step \"New\" { note \"new\" }\n" + text
        let removed = "step \"B\" { require any partitions where leader == 9 }\nstep \"C\" { note \"x\" }"
        for edited in [inserted, removed] {
            let stage = failed()
            repair(stage)
            #expect(stage.resume(edited).exitCode == 6)
            stage.person.isPresent = true
            stage.person.confirms = [true]
            #expect(stage.resume(edited).end == .done)
        }
        let recorded = failed()
        repair(recorded)
        recorded.options.asRecorded = true
        #expect(recorded.resume(removed).end == .done)
    }

    @Test("was: a renamed step is known again")
    func renamed() {
        let stage = failed()
        repair(stage)
        let edited = text.replacing("step \"B\"", with: "step \"Check\" was \"B\"")
        #expect(stage.resume(edited).end == .done)
        #expect(stage.world.submits == 1)
    }

    @Test("--rerun runs a finished step again, and keeps both attempts")
    func rerun() throws {
        let stage = failed()
        repair(stage)
        stage.world.partitions["t-0"]?.leader = 1
        stage.options.rerun = ["A"]
        #expect(stage.resume(text).end == .done)
        #expect(stage.world.submits == 2)
        let state = try RunState(records: stage.store.scan(stage.store.runs()[0]).records, run: "r")
        #expect(state.effectOrder.map(\.attempt) == [1, 2])
    }

    @Test("drift: the verify of a finished step that no longer holds is asked about, exit 8 elsewhere")
    func drift() {
        let stage = Stage(partitions: 2)
        let text =
            """
            step "A" { place partitions onto 2 unthrottled within 5m } verify { require no partitions where leader == 1 }
            step "B" { require any partitions where leader == 9 }
            """
        #expect(stage.start(text).exitCode == 3)
        stage.world.partitions["t-0"]?.leader = 1
        stage.world.partitions["t-1"]?.leader = 9
        let report = stage.resume(text)
        #expect(report.exitCode == 8)
        #expect(report.end.message.contains("no longer so: no partitions where leader == 1"))
        stage.person.isPresent = true
        stage.person.choices = [1]
        #expect(stage.resume(text).exitCode == 8)
        stage.person.choices = [2]
        #expect(stage.resume(text).exitCode == 3)
        stage.person.choices = [0]
        #expect(stage.resume(text).end == .done)
        #expect(stage.world.submits == 1)
    }

    @Test("drift: a gate of the next step that held before is looked at again, unless the step has changed something since")
    func driftOfGates() {
        let steps = """
            step "A" { require no partitions where leader == 3
            require any partitions where leader == 2
            %
            require any partitions where leader == 9 }
            """
        let stage = Stage(partitions: 3)
        stage.world.partitions["t-2"]?.leader = 2
        let text = steps.replacing("%", with: "")
        #expect(stage.start(text).exitCode == 3)
        stage.world.partitions["t-0"]?.leader = 9
        stage.world.partitions["t-1"]?.leader = 3
        stage.world.partitions["t-2"]?.leader = 1
        let report = stage.resume(text)
        #expect(report.exitCode == 8)
        #expect(report.end.message.contains("no partitions where leader == 3") && report.end.message.contains("leader == 2"))
        stage.person.isPresent = true
        stage.person.choices = [0]
        #expect(stage.resume(text).end == .done)
        #expect(stage.person.asked.count == 1)

        let cured = Stage(partitions: 3)
        cured.world.partitions["t-2"]?.leader = 2
        let cures = steps.replacing("%", with: "place partitions where leader == 2 onto 1 unthrottled within 5m")
        #expect(cured.start(cures).exitCode == 3)
        cured.world.partitions["t-0"]?.leader = 9
        #expect(cured.resume(cures).end == .done)
    }

    @Test("a finished step's gate said whether it might begin: it is not asked again when the steps after it have changed what it saw")
    func gateOfFinishedStep() {
        let text = """
            step "Before" { require no partitions where leader == 3
            let seen = count(partitions where leader == 1) }
            step "Move" { place partitions where partition == 0 onto 3 unthrottled within 5m
            require any partitions where leader == 9 }
            step "After" { note "{seen}" }
            """
        let stage = Stage(partitions: 3)
        #expect(stage.start(text).exitCode == 3)
        stage.world.partitions["t-1"]?.leader = 9
        #expect(stage.resume(text).end == .done)
        #expect(stage.world.submits == 1)
    }

    @Test("a wait's deadline survives a crash: it is an instant, and one more look comes first")
    func deadline() {
        let stage = Stage()
        stage.world.brokersUp = [1]
        let text = "step \"A\" { wait until no brokers where not up within 1m every 1s }"
        stage.clock.interruptAt = [stage.clock.wallMs + 5_000]
        #expect(stage.start(text).exitCode == 130)
        stage.clock.forgetInterruptions()
        stage.clock.wallMs += 3_600_000
        let looks = stage.world.reads
        #expect(stage.resume(text).exitCode == 1)
        #expect(stage.world.reads - looks == 1)
        stage.world.brokersUp = [1, 2, 3]
        #expect(stage.resume(text).end == .done)
    }

    @Test("a confirm answered yes is asked again when its targets have changed, not otherwise")
    func askedAgain() {
        let text =
            "step \"A\" { confirm \"Go?\" { place partitions where leader == 1 onto 2 unthrottled within 5m } }"
        let stage = Stage(partitions: 2)
        stage.person.isPresent = true
        stage.person.confirms = [true]
        stage.world.faults = [1: .deathBefore]
        _ = stage.start(text)
        stage.store.revive()
        #expect(stage.resume(text).end == .done)
        #expect(stage.person.asked.count == 1)
    }

    @Test("a run that ended well has nothing to resume")
    func nothing() {
        let stage = Stage()
        #expect(stage.start("step \"A\" { note \"x\" }").end == .done)
        stage.recorder = Recorder()
        #expect(stage.resume("step \"A\" { note \"x\" }").end == .done)
        #expect(stage.recorder.notes.isEmpty)
    }
}

@Suite("Undo, plans, debts, tests, sessions")
struct RunKindsTests {

    @Test("a journal that numbers items which its effect does not have is refused or passed over, never a crash")
    func wrongNumbers() throws {
        let id = try #require(EffectID("A/1#1"))
        let intent = EffectIntent(
            id: id, effect: "place", plan: "p", batches: [[0], [1]], deadline: nil, counted: [], step: "A", isUndo: false, baseline: nil,
            everyMs: 5)
        var state = RunState()
        state.apply(.intended(intent), at: 1)
        for item in [-1, 2, .max] {
            state.apply(.submitting(id, items: [item], sentBy: 0), at: 1)
            state.apply(.adopted(id, items: [item]), at: 1)
            state.apply(.settled(id, [item: SettledItem(ItemOutcome(.done))]), at: 1)
        }
        #expect(state.effects[id]?.items == [.pending, .pending])
        for batches in ["[[0,2]]", "[[-1]]", "[[9000000000000000000]]", "[[0,0]]"] {
            let text = "{\"kind\":\"intended\",\"effect\":\"\(id)\",\"id\":\"place\",\"plan\":\"p\",\"batches\":\(batches)}"
            let json = try JSONValue.parse(Array(text.utf8))
            #expect(throws: MemberFault.self) { try RunRecord(json: json) }
        }
    }

    @Test("a gate that closes in the middle of staged work is waited for")
    func gateInTheMiddle() {
        let stage = Stage(partitions: 4)
        let start = stage.clock.wallMs
        stage.world.gate = { [unowned world = stage.world, clock = stage.clock] in world.submits == 0 || clock.wallMs - start >= 60_000 }
        let report = stage.start("step \"A\" { place partitions onto 2 unthrottled staged 2 every 5s within 10m }")
        #expect(report.end == .done)
        #expect(stage.world.submits == 2)
    }
}
