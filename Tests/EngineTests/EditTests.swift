import Engine
import Journal
import Language
import Testing

/// Every row of the table of edits, in a pipe and on a terminal.
@Suite("Edits")
struct EditTests {
    private let text =
        """
        step "A" { let n = count(partitions)
        place partitions where partition < 2 onto 2 unthrottled within 5m }
        step "B" { note "one"
        require any partitions where leader == 9
        note "two" }
        step "C" { note "{n}" }
        """

    /// Step A is done, step B has failed at its second statement.
    private func failed(_ text: String? = nil, header: String = "") -> Stage {
        let stage = Stage(partitions: 4)
        #expect(stage.start(text ?? self.text, header: header).exitCode == 3)
        stage.world.partitions["t-3"]?.leader = 9
        stage.recorder = Recorder()
        return stage
    }

    private func recorded(_ stage: Stage) throws -> [String] {
        try stage.store.scan(stage.store.runs()[0]).records.filter { $0["kind"]?.string == "edited" }
            .flatMap { ($0["differences"]?.array ?? []).compactMap(\.string) }
    }

    @Test("a step not yet begun: allowed, shown as a diff of its normal text, recorded")
    func future() throws {
        let stage = failed()
        let edited = text.replacing("step \"C\" { note \"{n}\" }", with: "step \"C\" {\n note \"more {n}\" # why\n note \"last\" }")
        #expect(stage.resume(edited).end == .done)
        #expect(stage.recorder.notes == ["two", "more 4", "last"])
        let shown = """
            step "C", not yet begun, has changed
                  step "C" {
                -     note "{n}"
                +     note "more {n}"
                +     note "last"
                  }
            """
        #expect(stage.recorder.warnings.contains(shown))
        #expect(try recorded(stage).contains(shown))
    }

    @Test("the failed step: goes on at its first changed statement, whatever stands before it stays done")
    func frontier() throws {
        let stage = failed()
        let edited = text.replacing("note \"one\"\nrequire any partitions where leader == 9", with: "note \"one\"\nrequire any partitions")
        #expect(stage.resume(edited).end == .done)
        #expect(stage.recorder.notes == ["two", "4"])
        let again = failed()
        #expect(again.resume(text.replacing("note \"one\"", with: "note \"uno\"")).end == .done)
        #expect(again.recorder.notes == ["uno", "two", "4"])
        #expect(again.world.submits == 1)
    }

    @Test("a finished step stays done with a warning; what it would bind now is unknown")
    func finished() {
        let stage = failed()
        let edited = text.replacing("let n = count(partitions)", with: "let n = 7\nlet m = 8")
            .replacing("note \"{n}\"", with: "note \"{n} {m}\"")
        #expect(stage.resume(edited).end == .done)
        #expect(stage.recorder.notes.last?.hasPrefix("4 ") == true)
        #expect(stage.recorder.notes.last?.contains("8") == false)
        #expect(stage.recorder.warnings.contains { $0.contains("edited after it had ended") && $0.contains("+     let m = 8") })
    }

    @Test("inserted before the cursor, moved before it, removed, renamed without saying so: exit 6 in a pipe, asked on a terminal")
    func structure() throws {
        let b = "step \"B\" { note \"one\"\nrequire any partitions where leader == 9\nnote \"two\" }\n"
        let c = "step \"C\" { note \"{n}\" }"
        let edits = [
            ("step \"New\" { note \"new\" }\n" + text, "is new, before the place"),
            (text.replacing(c, with: "").replacing(b, with: c + "\n" + b), "was moved, before the place"),
            (text.replacing(b, with: ""), "is no longer there"),
            (text.replacing("step \"B\"", with: "step \"Check\""), "say so: step \"Check\" was \"B\""),
        ]
        for (edited, words) in edits {
            let stage = failed()
            let refused = stage.resume(edited)
            #expect(refused.exitCode == 6)
            #expect(refused.end.message.contains(words))
            #expect(refused.end.message.contains("resume on a terminal to be asked, or --as-recorded"))
            #expect(try !stage.kinds().contains("replaced"))
            stage.person.isPresent = true
            stage.person.confirms = [false]
            #expect(stage.resume(edited).exitCode == 6)
            stage.person.confirms = [true, true]
            #expect(stage.resume(edited).end == .done)
            #expect(stage.world.submits == 1)
        }
    }

    @Test("a parameter that was used: its default, type, or absence is asked about; one not used yet takes its new default")
    func parameters() throws {
        let steps = """
            step "A" { note "{x}" }
            step "B" { require any partitions where leader == 9 }
            step "C" { note "{y}" }
            """
        let header = "param x: int = 1\n param y: int = 2"
        let stage = failed(steps, header: header)
        #expect(stage.resume(steps, header: "param x: int = 1\n param y: int = 3").end == .done)
        #expect(stage.recorder.notes == ["3"])
        let used = failed(steps, header: header)
        let report = used.resume(steps, header: "param x: int = 5\n param y: int = 2")
        #expect(report.exitCode == 6)
        #expect(report.end.message.contains("parameter x was 1 by default and would be 5 from here on, and was used already"))
        #expect(failed(steps, header: header).resume(steps, header: "param x: string = \"a\"\n param y: int = 2").exitCode == 6)
        let given = Stage(partitions: 4)
        #expect(given.start(steps, header: header, parameters: ["y": .int(7)]).exitCode == 3)
        given.world.partitions["t-3"]?.leader = 9
        #expect(given.resume(steps, header: "param x: int = 1\n param y: int = 3").end == .done)
        #expect(given.recorder.notes == ["1", "7"])
        // What was taken is kept for the next resume, too.
        let twice = failed(steps.replacing("note \"{y}\"", with: "require any partitions where leader == 8\nnote \"{y}\""), header: header)
        let more = steps.replacing("note \"{y}\"", with: "require any partitions where leader == 8\nnote \"{y} {z}\"")
        let wider = "param x: int = 1\n param y: int = 3\n param z: int = 4"
        #expect(twice.resume(more, header: wider).exitCode == 3)
        twice.world.partitions["t-0"]?.leader = 8
        #expect(twice.resume(more, header: wider).end == .done)
        #expect(twice.recorder.notes == ["3 4"])
    }

    @Test("limits and other lines of the header hold as they now stand, shown and recorded")
    func header() throws {
        let stage = failed(header: "limits { partitions 2 }")
        let edited = text.replacing("note \"two\"", with: "place partitions where partition == 2 onto 2 unthrottled within 5m")
        #expect(stage.resume(edited, header: "limits { partitions 3 }").end == .done)
        #expect(try recorded(stage).contains { $0.contains("the header has changed") && $0.contains("+         partitions 3") })
    }

    @Test("inside a loop: items that are done stay done, the one at hand goes on at the changed line, the next run the new text")
    func loop() {
        let steps = """
            step "A" { for p in partitions where partition < 3 {
                note "in {p.partition}"
                place partitions where partition == p.partition onto 2 unthrottled within 5m
                require any partitions where leader == 9 and p.partition == 1 or p.partition != 1
                note "out"
            }
            note "end" }
            """
        let stage = Stage(partitions: 4)
        #expect(stage.start(steps).exitCode == 3)
        #expect(stage.world.effectLog.count == 2)
        stage.recorder = Recorder()
        let edited = steps.replacing(
            "require any partitions where leader == 9 and p.partition == 1 or p.partition != 1", with: "note \"fixed\"")
        #expect(stage.resume(edited).end == .done)
        #expect(stage.recorder.notes == ["fixed", "out", "in 2", "fixed", "out", "end"])
        #expect(stage.world.effectLog.count == 3)
    }

    @Test("inside if, try, retry, confirm and an action: what stands before the change stays done; a confirm is asked again")
    func blocks() {
        let body = """
            place partitions where partition == 0 onto 2 unthrottled within 5m
            require any partitions where leader == 9
            note "after"
            """
        let wrapped = [
            "step \"A\" { if any partitions { \(body) } }", "step \"A\" { try { \(body) } catch timeout { note \"x\" } }",
            "step \"A\" { retry 1 every 1s { \(body) } }",
        ]
        for steps in wrapped {
            let stage = Stage(partitions: 4)
            #expect(stage.start(steps).exitCode == 3)
            #expect(stage.resume(steps.replacing("leader == 9", with: "leader == 2")).end == .done)
            #expect(stage.recorder.notes == ["after"])
            #expect(stage.world.submits == 1)
        }
        let action = "action work() { \(body) }\nstep \"A\" { do work() }"
        let called = Stage(partitions: 4)
        #expect(called.start(action).exitCode == 3)
        #expect(called.resume(action.replacing("leader == 9", with: "leader == 2")).end == .done)
        #expect(called.world.submits == 1)

        let asked = """
            step "A" { confirm "Go?" {
                place partitions where partition == 0 onto 2 unthrottled within 5m
                place partitions where partition == 1 onto 2 unthrottled within 5m
            } }
            """
        let stage = Stage(partitions: 4)
        stage.person.isPresent = true
        stage.person.confirms = [true]
        stage.world.refused = ["t-1": "NOT_NOW"]
        #expect(stage.start(asked).exitCode == 1)
        stage.world.refused = [:]
        #expect(stage.world.effectLog == ["t-0->2"])
        stage.person.confirms = [true]
        #expect(stage.resume(asked.replacing("partition == 1 onto 2", with: "partition == 2 onto 2")).end == .done)
        #expect(stage.person.asked == ["Go?", "Go?"])
        #expect(stage.world.effectLog == ["t-0->2", "t-2->2"])
    }

    @Test("an effect in doubt in the edited step is found out about under the old text; one that does not converge is asked about")
    func doubt() {
        let steps = "step \"A\" { place partitions where partition < 2 and leader == 1 onto 2 unthrottled within 5m\nnote \"a\" }"
        let stage = Stage(partitions: 3)
        stage.options.waitsForDoubt = false
        stage.world.faults = [1: .deathAfter]
        _ = stage.start(steps)
        stage.store.revive()
        stage.clock.wallMs += 5_000
        let report = stage.resume(steps.replacing("partition < 2", with: "partition < 3"))
        #expect(report.end == .done)
        // The two that had been done are so already; nothing was asked for twice.
        #expect(stage.world.effectLog.sorted() == ["t-0->2", "t-1->2", "t-2->2"])

        let command = "step \"A\" { run [\"scale\"] within 1m\nrequire any partitions where leader == 9 }"
        let edited = command.replacing("[\"scale\"]", with: "[\"scale\", \"up\"]").replacing("leader == 9", with: "leader == 1")
        let outside = Stage(partitions: 2)
        #expect(outside.start(command).exitCode == 3)
        let refused = outside.resume(edited)
        #expect(refused.exitCode == 6)
        #expect(refused.end.message.contains("`run` has been done, stands behind the change, and would be done again"))
        #expect(outside.commands.commands.count == 1)
        outside.person.isPresent = true
        outside.person.confirms = [true]
        #expect(outside.resume(edited).end == .done)
        #expect(outside.commands.commands == [["scale"], ["scale", "up"]])
    }

    @Test("a crash between the edit's files and its record leaves the old text in force")
    func crash() throws {
        let edited = text.replacing("note \"one\"", with: "note \"uno\"")
        let reference = failed()
        let before = try reference.kinds().count
        #expect(reference.resume(edited).end == .done)
        let number = try #require(try reference.kinds().firstIndex(of: "replaced")) - before + 1
        for kept in [0, 20] {
            let stage = failed()
            stage.store.faults = .init(atAppend: number, bytesKept: kept)
            _ = stage.resume(edited)
            stage.store.revive()
            stage.recorder = Recorder()
            #expect(stage.resume(edited).end == .done)
            #expect(stage.recorder.notes == ["uno", "two", "4"])
        }
    }

    @Test("help lines are comments; a file that is gone is said, and the text that ran goes on")
    func harmless() throws {
        let action = "action work() { note \"w\" }\n"
        let stage = failed(action + text)
        #expect(stage.resume("## what it does\n" + action + text).end == .done)
        #expect(stage.recorder.warnings.isEmpty)
        #expect(try !stage.kinds().contains("edited"))
        let gone = failed()
        #expect(gone.resume().end == .done)
        #expect(gone.recorder.warnings.contains { $0.contains("main.runbook is not there") })
    }
}
