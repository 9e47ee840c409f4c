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
    @Test("undo gives back what this run changed and nobody changed since; it is resumable")
    func undo() throws {
        let stage = Stage(partitions: 3)
        stage.options.answersYes = true
        #expect(stage.start("step \"A\" { place partitions onto 2 unthrottled within 5m }").end == .done)
        stage.world.partitions["t-1"]?.leader = 3
        let report = stage.undo()
        #expect(report.end == .done)
        #expect(stage.world.partitions.mapValues(\.leader) == ["t-0": 1, "t-1": 3, "t-2": 1])
        #expect(stage.recorder.warnings.contains { $0.hasPrefix("left alone: t-1") })
        let submits = stage.world.submits
        #expect(stage.undo().end == .done)
        #expect(stage.world.submits == submits)
    }

    @Test("an undo block replaces the inverses; a line whose bindings were never made is passed over")
    func undoBlock() {
        let stage = Stage(partitions: 2)
        stage.options.answersYes = true
        let text =
            """
            step "A" { place partitions onto 2 unthrottled within 5m
            require no partitions where leader == 2
            let late = 3 } undo { note "back {late}"
            place partitions onto 3 unthrottled within 5m }
            """
        #expect(stage.start(text).exitCode == 3)
        #expect(stage.undo().end == .done)
        #expect(stage.world.partitions.values.allSatisfy { $0.leader == 3 })
        #expect(stage.recorder.notes.isEmpty)
        #expect(stage.recorder.warnings.contains { $0.contains("late was never made") })
    }

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

    @Test("debts are paid without the runbook, once what they guard has settled")
    func debts() throws {
        let stage = Stage(partitions: 2)
        stage.world.moveMs = 600_000
        #expect(stage.start("step \"A\" { place partitions onto 2 throttle 50MB/s within 1m }").exitCode == 1)
        let collector = DebtCollector(surroundings: stage.surroundings, timing: ReadTiming(requestTimeout: 5_000_000_000))
        let early = try collector.payAll()
        #expect(early.count == 1)
        guard case .notNow(let cause)? = early.first?.payment else {
            Issue.record("paid too early")
            return
        }
        #expect(cause.text.contains("still under way"))
        stage.clock.wallMs += 600_000
        #expect(try collector.payAll().map(\.payment) == [.paid])
        #expect(stage.world.settings["1/rate"] == nil)
        #expect(try DebtLedger(store: stage.store).open().entries.isEmpty)
    }

    @Test("a setting that was being made when its process died is not called paid before it can no longer come")
    func stillComing() throws {
        let text = "step \"A\" { place partitions onto 2 throttle 50MB/s within 1m }"
        let reference = Stage(partitions: 2)
        #expect(reference.start(text).end == .done)
        let number = try #require(try reference.kinds().firstIndex(of: "submitting")) + 1
        let stage = Stage(partitions: 2)
        stage.store.faults = .init(atAppend: number, bytesKept: 0)
        _ = stage.start(text)
        stage.store.revive()
        #expect(stage.world.submits == 0)
        // A broker holds the request: nothing shows yet.
        let held = stage.world.settings.removeValue(forKey: "1/rate")
        #expect(held != nil)
        let collector = DebtCollector(surroundings: stage.surroundings, timing: ReadTiming(requestTimeout: 5_000_000_000))
        guard case .notBefore(_, let cause)? = try collector.payAll().first?.payment else {
            Issue.record("freed too early")
            return
        }
        #expect(cause.text.contains("may still be applied"))
        stage.world.settings["1/rate"] = held
        stage.clock.wallMs += 120_000
        #expect(try collector.payAll().map(\.payment) == [.paid])
        #expect(stage.world.settings.isEmpty)
    }

    @Test("a temporary setting is given back at the end, after a time, or when its condition holds, also by another process")
    func givenBack() throws {
        let atEnd = Stage()
        let text = "step \"A\" { tune brokers where id == 1 to 5 give back at end\n note \"x\" }"
        #expect(atEnd.start(text).end == .done)
        #expect(atEnd.world.settings.isEmpty)
        #expect(atEnd.world.payments.count == 1)

        let good = Stage()
        #expect(good.start("step \"A\" { tune brokers where id == 1 to 5 for good }").end == .done)
        #expect(good.world.settings == ["1/tune": "5"])

        let when = Stage()
        when.world.brokersUp = [1]
        let waits =
            "step \"A\" { tune brokers where id == 1 to 5 give back when no brokers where not up\n require no brokers where not up }"
        #expect(when.start(waits).exitCode == 3)
        #expect(when.world.settings == ["1/tune": "5"])
        #expect(try DebtLedger(store: when.store).open().entries.count == 1)
        when.world.brokersUp = [1, 2, 3]
        #expect(when.resume(waits).end == .done)
        #expect(when.world.settings.isEmpty)
    }

    @Test("a move that was left to the cluster settles while the run goes on: its throttle is given back")
    func settlesLater() {
        let stage = Stage(partitions: 2)
        stage.world.moveMs = 120_000
        let text = """
            step "A" {
                try { place partitions onto 2 throttle 50MB/s within 1m } catch timeout { note "left" }
                require no partitions where leader == 1 within 10m
            }
            step "B" { require no debts where mine }
            """
        #expect(stage.start(text).end == .done)
        #expect(stage.recorder.notes == ["left"])
        #expect(stage.world.settings.isEmpty)
    }

    @Test("a move that was left to the cluster and taken back there needs no throttle any more: it is given back")
    func takenBack() {
        let stage = Stage(partitions: 2)
        stage.world.moveMs = 600_000
        stage.world.atRead = { [unowned stage] _ in
            guard !stage.recorder.notes.isEmpty else { return }
            for name in ["t-0", "t-1"] { stage.world.partitions[name]?.moving = nil }
        }
        let text = """
            step "A" {
                try { place partitions onto 2 throttle 50MB/s within 1m } catch timeout { note "left" }
                require no partitions where leader == 7
            }
            """
        #expect(stage.start(text).end == .done)
        #expect(stage.recorder.notes == ["left"])
        #expect(stage.world.settings.isEmpty)
        #expect(stage.world.partitions.mapValues(\.leader) == ["t-0": 1, "t-1": 1])
    }

    @Test("a way back that destroys something is not answered by --yes: it takes --approve with its hash, or a typed label")
    func graveInverse() {
        let stage = Stage(partitions: 2)
        stage.options.answersYes = true
        #expect(stage.start("step \"A\" { place partitions onto 2 unthrottled within 5m }").end == .done)
        stage.world.graveInverse = "records go"
        let report = stage.undo()
        guard case .waiting(let question, let hash?) = report.end else {
            Issue.record("not asked for: \(report.end)")
            return
        }
        #expect(question.contains("records go"))
        #expect(stage.world.submits == 1)
        stage.options.approvals = [hash]
        #expect(stage.undo().end == .done)
        #expect(stage.world.partitions.mapValues(\.leader) == ["t-0": 1, "t-1": 1])
    }

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
            #expect(RunRecord(json: try JSONValue.parse(Array(text.utf8))) == nil)
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

    @Test("a setting that another run still owes hands its original down")
    func handedDown() throws {
        let stage = Stage(partitions: 2)
        stage.world.settings["1/rate"] = "7"
        stage.world.moveMs = 600_000
        #expect(stage.start("step \"A\" { place partitions where partition == 0 onto 2 throttle 50MB/s within 1m }").exitCode == 1)
        #expect(stage.start("step \"A\" { place partitions where partition == 1 onto 2 throttle 60MB/s within 1m }").exitCode == 1)
        stage.clock.wallMs += 600_000
        let collector = DebtCollector(surroundings: stage.surroundings, timing: ReadTiming(requestTimeout: 5_000_000_000))
        _ = try collector.payAll()
        #expect(stage.world.settings["1/rate"] == "7")
    }

    @Test("the same setting of two effects of one run stands until the last of them has no need of it")
    func sharedSetting() throws {
        let stage = Stage(partitions: 2)
        stage.world.settings["1/rate"] = "7"
        stage.world.moveMs = 600_000
        let text =
            """
            step "A" { try { place partitions where partition == 0 onto 2 throttle 50MB/s within 1m } catch timeout { note "goes on" } }
            step "B" { place partitions where partition == 1 onto 2 throttle 50MB/s within 1h }
            """
        stage.world.atRead = { [world = stage.world] _ in
            if world.submits == 2, world.payments.isEmpty { #expect(world.settings["1/rate"] == "50000000") }
        }
        #expect(stage.start(text).end == .done)
        #expect(stage.world.settings["1/rate"] == "7")
    }

    @Test("what is owed to another cluster keeps nothing standing in this one")
    func otherCluster() throws {
        let stage = Stage(partitions: 2)
        stage.world.moveMs = 600_000
        let text = "step \"A\" { place partitions where partition == 0 onto 2 throttle 50MB/s within 1m }"
        #expect(stage.start(text).exitCode == 1)
        stage.world.clusterID = "cluster-B"
        stage.world.settings = ["1/rate": "7"]
        stage.world.moveMs = 1_000
        #expect(stage.start("step \"A\" { place partitions where partition == 1 onto 2 throttle 50MB/s within 1m }").end == .done)
        #expect(stage.world.settings["1/rate"] == "7")
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
        stage.person.isPresent = true
        let session = Session(schema: Stage.schema, mode: .interactive, options: stage.options, surroundings: stage.surroundings)
        var environment = CheckedEnvironment()
        func enter(_ text: String) -> RunEnd {
            let (tree, _) = Parser.parse(
                file: SourceFile(id: Int32(text.count), name: "<input>", text: text), effects: Stage.schema.effects, mode: .entry)
            let checked = Checker.check(
                Program(main: tree), schema: Stage.schema, options: CheckOptions(mode: .entry, environment: environment))
            #expect(!checked.hasErrors, "\(checked.diagnostics.map(\.message))")
            environment = checked.environment
            return session.execute(checked)
        }
        #expect(enter("let p = partitions where partition < 2") == .done)
        #expect(stage.store.journals.isEmpty)
        stage.person.confirms = [false]
        #expect(enter("place p onto 2 unthrottled within 5m").exitCode == 3)
        #expect(stage.world.submits == 0)
        stage.person.confirms = [true]
        #expect(enter("place p onto 2 unthrottled within 5m") == .done)
        #expect(stage.world.effectLog.count == 2)
        #expect(session.run != nil)
        stage.world.faults = [2: .deathAfter]
        stage.person.confirms = [true]
        #expect(enter("place partitions where partition == 2 onto 3 unthrottled within 5m").exitCode == 5)
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

extension Stage {
    func undo(step: String? = nil) -> RunReport {
        let run = store.journals.keys.sorted().last ?? ""
        let texts = ResumeTexts(
            schema: Self.schema, check: { sources in Self.program(String(decoding: sources.texts.first?.bytes ?? [], as: UTF8.self)) },
            current: { _ in nil })
        return Run.undo(run, step: step, texts: texts, options: options, surroundings: surroundings)
    }

    /// The surroundings, with the stage kept alive as long as they are.
    var surroundingsKept: RunSurroundings {
        recorder.kept = self
        return surroundings
    }
}
