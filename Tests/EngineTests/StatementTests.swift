import Engine
import Journal
import Language
import Testing

@Suite("Statements")
struct StatementTests {
    @Test("a run of looks ends 0 and leaves a journal that begins with the run and ends with its end")
    func looks() throws {
        let stage = Stage()
        let report = stage.start("step \"A\" { let p = partitions where leader == 1\n show count(p)\n note \"{count(p)} here\" }")
        #expect(report.end == .done)
        #expect(report.exitCode == 0)
        #expect(stage.recorder.shown == [.int(6)])
        #expect(stage.recorder.notes == ["6 here"])
        let kinds = try stage.kinds()
        #expect(kinds.first == "run" && kinds.last == "ended")
        #expect(report.standing.resumeCommand == nil)
    }

    @Test("bindings of a step are seen by later steps")
    func bindings() {
        let stage = Stage()
        #expect(stage.start("step \"A\" { let n = 7 }\nstep \"B\" { show n }").end == .done)
        #expect(stage.recorder.shown == [.int(7)])
    }

    @Test("a gate that says no ends 3 with its words; one that cannot be decided says so first")
    func gates() {
        let stage = Stage()
        let no = stage.start("step \"A\" { require no partitions where leader == 1 else \"contained\" }")
        #expect(no.exitCode == 3)
        #expect(no.end.message == "contained")
        let unknown = Stage()
        unknown.world.unknownLeaders = ["t-0"]
        let report = unknown.start("step \"A\" { require no partitions where leader == 2 }")
        #expect(report.exitCode == 3)
        #expect(report.end.message.hasPrefix("undecided: no partitions where leader == 2"))
        #expect(report.end.message.contains("broker 3: no answer in 5s"))
    }

    @Test("require within waits; holds asks for calm, not for one lucky poll")
    func within() {
        let stage = Stage()
        let start = stage.clock.wallMs
        stage.world.brokersUp = [1]
        stage.world.atRead = { [world = stage.world, clock = stage.clock] _ in
            let seconds = (clock.wallMs - start) / 1000
            world.brokersUp = (5..<7).contains(seconds) || seconds >= 20 ? [1, 2, 3] : [1]
        }
        let report = stage.start("step \"A\" { require no brokers where not up within 1m every 1s holds 5s }")
        #expect(report.end == .done)
        #expect((24_000...27_000).contains(stage.clock.wallMs - start))
    }

    @Test("a wait that runs out fails with timeout, or goes the other way")
    func waits() {
        let stage = Stage()
        stage.world.brokersUp = [1]
        let failed = stage.start("step \"A\" { wait until no brokers where not up within 10s every 1s }")
        #expect(failed.exitCode == 1)
        #expect(failed.end.message.contains("ran out of time"))
        let other = stage.start("step \"A\" { wait until no brokers where not up within 10s otherwise { note \"going on\" } }")
        #expect(other.end == .done)
        #expect(stage.recorder.notes == ["going on"])
    }

    @Test("a wait's question: again sets a new deadline, an arm goes on, nobody there ends 4")
    func waitAsks() {
        let text =
            """
            step "A" { wait until no brokers where not up within 10s every 1s otherwise ask "still" {
            "more" -> again 20s, "out" -> { note "out" } } }
            """
        let stage = Stage()
        stage.world.brokersUp = [1]
        #expect(stage.start(text).exitCode == 4)
        stage.person.isPresent = true
        stage.person.choices = [0, 1]
        let before = stage.clock.wallMs
        #expect(stage.start(text).end == .done)
        #expect(stage.recorder.notes == ["out"])
        #expect(stage.clock.wallMs - before >= 30_000)
    }

    @Test("a cluster out of reach is no end of a wait, and ends 9 elsewhere")
    func outOfReach() {
        let stage = Stage()
        let start = stage.clock.wallMs
        stage.world.brokersUp = [1]
        stage.world.atRead = { [world = stage.world, clock = stage.clock] number in
            world.brokersUp = clock.wallMs - start > 10_000 ? [1, 2, 3] : [1]
        }
        #expect(stage.start("step \"A\" { wait until no brokers where not up within 1m every 1s }").end == .done)
        stage.world.isOutOfReach = true
        #expect(stage.start("step \"A\" { show brokers }").exitCode == 9)
    }

    @Test("if takes the way that holds and stops at what it cannot decide; try catches that as gate")
    func branches() {
        let stage = Stage()
        #expect(
            stage.start(
                """
                step "A" { if any partitions where leader == 9 { note "a" } else if any partitions where leader == 1 {
                note "b" } else { note "c" } }
                """
            ).end == .done)
        #expect(stage.recorder.notes == ["b"])
        stage.world.unknownLeaders = ["t-0"]
        let unknown = stage.start("step \"A\" { if any partitions where leader == 9 { note \"a\" } else { note \"c\" } }")
        #expect(unknown.exitCode == 3)
        let caught = stage.start(
            "step \"A\" { try { if any partitions where leader == 9 { note \"a\" } } catch gate as e { note \"{e.kind} {e.undecided}\" } }")
        #expect(caught.end == .done)
        #expect(stage.recorder.notes.last == "gate true")
    }

    @Test("a step that is not needed is skipped, and what it would have bound is unknown")
    func skippedStep() {
        let stage = Stage()
        let report = stage.start(
            """
            step "A" when any partitions where leader == 9 { let n = 1 }
            step "B" { if n is unknown { note "unknown" } }
            step "C" { skip "enough"
            note "never" }
            """
        )
        #expect(report.end == .done)
        #expect(stage.recorder.skipped == ["A", "C"])
        #expect(stage.recorder.notes == ["unknown"])
    }

    @Test("for walks the decided rows and says which it left out")
    func loops() {
        let stage = Stage(partitions: 3)
        stage.world.unknownLeaders = ["t-1"]
        #expect(stage.start("step \"A\" { for p in partitions where leader == 1 { note \"{p.partition}\" } }").end == .done)
        #expect(stage.recorder.notes == ["0", "2"])
        #expect(stage.recorder.warnings.contains { $0.contains("t-1") && $0.contains("broker 3") })
    }

    @Test("retry tries again what can be caught, fail is never caught")
    func retries() {
        let stage = Stage()
        stage.world.brokersUp = [1]
        stage.world.atRead = { [world = stage.world] number in if number >= 3 { world.brokersUp = [1, 2, 3] } }
        #expect(stage.start("step \"A\" { retry 5 every 1s { require no brokers where not up } }").end == .done)
        let failed = stage.start("step \"A\" { try { fail \"no\" } catch gate { note \"caught\" } }")
        #expect(failed.exitCode == 1)
        #expect(stage.recorder.notes.isEmpty)
    }

    @Test("an action sees its parameters and is called with do")
    func actions() {
        let stage = Stage()
        let report = stage.start(
            "action tell(n: int, more: int = 2) { note \"{n + more}\" }\nstep \"A\" { do tell(3)\n do tell(more: 5, n: 1) }")
        #expect(report.end == .done)
        #expect(stage.recorder.notes == ["5", "6"])
    }

    @Test("confirm: yes goes on, no is a gate, nobody there ends 4, --yes answers")
    func confirms() {
        let text = "step \"A\" { confirm \"Go?\"\n note \"went\" }"
        let stage = Stage()
        #expect(stage.start(text).exitCode == 4)
        stage.person.isPresent = true
        stage.person.confirms = [false, true]
        #expect(stage.start(text).exitCode == 3)
        #expect(stage.start(text).end == .done)
        stage.person.isPresent = false
        stage.options.answersYes = true
        #expect(stage.start(text).end == .done)
        #expect(stage.recorder.notes == ["went", "went"])
    }

    @Test("watch shows until its condition holds, or its time is up")
    func watches() {
        let stage = Stage()
        stage.world.brokersUp = [1]
        stage.world.atRead = { [world = stage.world] number in if number >= 3 { world.brokersUp = [1, 2, 3] } }
        #expect(stage.start("step \"A\" { watch brokers where not up every 1s until it is empty within 1m }").end == .done)
        let ticks = stage.recorder.events.count { if case .tick = $0 { true } else { false } }
        #expect(ticks == 3)
    }

    @Test("Ctrl-C stops a wait at once, resumable; the code is 130")
    func interrupted() {
        let stage = Stage()
        stage.world.brokersUp = [1]
        stage.clock.interruptAt = [stage.clock.wallMs + 3_000]
        let report = stage.start("step \"A\" { wait until no brokers where not up within 1m every 1s }")
        #expect(report.exitCode == 130)
        #expect(report.standing.resumeCommand?.hasPrefix("mend resume 2026") == true)
    }

    @Test("parameters take defaults, keep to their range, and name what exists")
    func parameters() {
        let stage = Stage()
        let header = "param n: int = 5 in 1..10\n param b: broker = 1"
        #expect(stage.start("step \"A\" { show n }", header: header).end == .done)
        #expect(stage.recorder.shown == [.int(5)])
        let outside = stage.start("step \"A\" { show n }", header: header, parameters: ["n": .int(11)])
        #expect(outside.end.message == "n is 11, outside 1..10")
        let absent = stage.start("step \"A\" { show n }", header: header, parameters: ["b": .int(9)])
        #expect(absent.end.message.contains("no broker 9"))
    }
}
