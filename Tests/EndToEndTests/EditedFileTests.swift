import Foundation
import Testing

/// The rows of the table of edits, with the program as users have it: in a pipe, and on a terminal.
@Suite("An edited file, in a pipe and on a terminal")
struct EditedFileTests {
    private static let header = "runbook \"Edited\" {\n    param word: string = \"first\"\n    param later: int = 2\n}\n"
    private static let text = """
        step "A" { note "{word}" }
        step "B" { note "one"
        require count(brokers) == 99
        note "two" }
        step "C" { note "{later}" }

        """

    /// A run that stands at the second statement of its second step, and its file.
    private final class Stopped {
        let lab: LabProcess
        let folder: URL
        var journal: URL { folder.appendingPathComponent("journal") }
        var file: URL { folder.appendingPathComponent("edited.runbook") }

        init(_ lab: LabProcess, _ text: String = EditedFileTests.header + EditedFileTests.text) throws {
            self.lab = lab
            folder = try Binary.temporaryFolder()
            try write(text)
            let run = try Binary.run(["run", file.path, "-b", lab.bootstrap, "--yes"], journal: journal)
            #expect(run.code == 3, "\(run.errors)")
        }

        deinit { try? FileManager.default.removeItem(at: folder) }

        func write(_ text: String) throws { try Data(text.utf8).write(to: file) }

        func mend(_ arguments: String...) throws -> Binary.Result { try Binary.run(arguments + [name()], journal: journal) }

        /// The only run in the folder. One that ended 3 is not open, and must be named.
        private func name() throws -> String {
            try #require(try FileManager.default.contentsOfDirectory(atPath: journal.appendingPathComponent("runs").path).first)
        }

        func resume(answering answers: String...) throws -> (code: Int32, screen: String) {
            try PseudoTerminal.run(["resume", try name()], answers: answers.map { ("[y/N] ", $0) }, journal: journal)
        }
    }

    private func edited(_ old: String, with new: String) -> String { (Self.header + Self.text).replacing(old, with: new) }

    @Test("goes on by itself where that is harmless; what differs is shown, recorded and told")
    func allowed() throws {
        let lab = try LabProcess("healthy", "--speed", "100")
        let fixed = edited("== 99", with: "> 0")
        /// The edit beside the one that lets step B pass, and what is said of it.
        let c = "step \"C\" { note \"{later}\" }\n"
        let rows: [(edit: (String) -> String, said: [String])] = [
            ({ $0 + "step \"D\" { note \"last\" }\n" }, ["step \"D\" is new", "+     note \"last\""]),
            ({ $0.replacing(c, with: "") }, ["step \"C\", not yet begun, is no longer there"]),
            (
                { $0 },
                ["step \"B\" has changed from statement 2 on: it goes on there", "-     require count(brokers) == 99"]
            ),
            ({ "# why\n" + $0.replacing("note \"one\"", with: "\n    note    \"one\" # layout") }, ["from statement 2 on"]),
            ({ $0.replacing("{later}", with: "then {later}") }, ["step \"C\", not yet begun, has changed", "+     note \"then {later}\""]),
            (
                { $0.replacing("note \"{word}\"", with: "note \"{word}!\"") },
                ["step \"A\" was edited after it had ended", "is not run again"]
            ),
            ({ $0.replacing("later: int = 2", with: "later: int = 3") }, ["parameter later was 2 by default and would be 3 from here on"]),
        ]
        for (index, row) in rows.enumerated() {
            for isTerminal in [false, true] {
                let stopped = try Stopped(lab)
                try stopped.write(row.edit(fixed))
                let (code, said) =
                    isTerminal
                    ? try stopped.resume()
                    : { (result: Binary.Result) in (result.code, result.output + result.errors) }(try stopped.mend("resume"))
                #expect(code == 0, "row \(index): \(said)")
                for words in row.said { #expect(said.contains(words), "row \(index): \(said)") }
                #expect(!said.contains("first"), "a finished step is never run again")
                let shown = try stopped.mend("show")
                #expect(shown.code == 0)
                for words in row.said { #expect((shown.output + shown.errors).contains(words), "\(shown.output)\(shown.errors)") }
            }
        }
    }

    @Test("asks on a terminal, where Enter is no; ends 6 in a pipe, and goes on with --as-recorded")
    func asked() throws {
        let lab = try LabProcess("healthy", "--speed", "100")
        let fixed = edited("== 99", with: "> 0")
        let b = "step \"B\" { note \"one\"\nrequire count(brokers) > 0\nnote \"two\" }\n"
        let rows: [(text: String, said: String)] = [
            (fixed.replacing("step \"A\"", with: "step \"New\" { note \"new\" }\nstep \"A\""), "step \"New\" is new, before the place"),
            (fixed.replacing("step \"A\" { note \"{word}\" }\n", with: ""), "step \"A\", which has begun, is no longer there"),
            (
                fixed.replacing("word: string = \"first\"", with: "word: int = 1"),
                "parameter word is now of type int, not string, and was used already"
            ),
            (
                fixed.replacing("    param word: string = \"first\"\n", with: "").replacing("{word}", with: "word"),
                "parameter word is no longer there, and was used already"
            ),
            (fixed.replacing(b, with: ""), "step \"B\", which has begun, is no longer there"),
            (fixed.replacing("step \"B\"", with: "step \"Check\""), "say so: step \"Check\" was \"B\""),
            (
                fixed.replacing("= \"first\"", with: "= \"other\""),
                "parameter word was first by default and would be \"other\" from here on"
            ),
        ]
        for row in rows {
            let stopped = try Stopped(lab)
            try stopped.write(row.text)
            let piped = try stopped.mend("resume")
            #expect(piped.code == 6, "\(piped.errors)")
            #expect(piped.errors.contains(row.said), "\(piped.errors)")
            #expect(piped.errors.contains("--as-recorded"))
            let no = try stopped.resume(answering: "")
            #expect(no.code == 6, "\(no.screen)")
            let yes = try stopped.resume(answering: "y", "y")
            #expect(yes.code == 0, "\(yes.screen)")
            #expect(yes.screen.contains(row.said), "\(yes.screen)")
            let report = try stopped.mend("report")
            #expect(report.output.contains("gone on with, said"), "\(report.output)")
            // The text that ran still says what it said.
            let other = try Stopped(lab)
            try other.write(row.text)
            let recorded = try other.mend("resume", "--as-recorded")
            #expect(recorded.code == 3, "\(recorded.errors)")
        }
        let renamed = try Stopped(lab)
        try renamed.write(fixed.replacing("step \"B\"", with: "step \"Check\" was \"B\""))
        let result = try renamed.mend("resume")
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.errors.contains("step \"B\" is now called \"Check\""))
    }

    @Test("a file with an error is refused; one that is gone goes on with the text that ran")
    func unusable() throws {
        let lab = try LabProcess("healthy", "--speed", "100")
        let stopped = try Stopped(lab)
        try stopped.write(edited("note \"two\"", with: "note two"))
        for result in [try stopped.mend("resume").code, try stopped.resume().code] { #expect(result == 6) }
        #expect(try stopped.mend("resume").errors.contains("correct it, or resume --as-recorded"))
        try FileManager.default.removeItem(at: stopped.file)
        let gone = try stopped.mend("resume")
        #expect(gone.code == 3, "\(gone.errors)")
        #expect(gone.errors.contains("is not there: it goes on with the text that ran"))
    }

    @Test("what has been done before the change: a setting is found so, and not asked for again; a command is asked about")
    func effects() throws {
        let lab = try LabProcess("healthy", "--speed", "100")
        let topic = "trip-events"
        func text(_ number: Int) -> String {
            """
            runbook "Edited" { permits set, run\nlimits { duration 1h } }
            step "B" {
                set config of topic "\(topic)" { flush.ms: \(60_000 + number) } for good
                require count(brokers) == 99
            }

            """
        }
        for isTerminal in [false, true] {
            let text = text(isTerminal ? 1 : 0)
            let stopped = try Stopped(lab, text)
            try stopped.write(text.replacing("    set", with: "    note \"before\"\n    set").replacing("== 99", with: "> 0"))
            let code = isTerminal ? try stopped.resume().code : try stopped.mend("resume").code
            #expect(code == 0)
            #expect(try stopped.mend("show").output.components(separatedBy: "asks for").count == 2, "once")
        }
        for isTerminal in [false, true] {
            let ran = try Binary.temporaryFolder().appendingPathComponent("ran")
            let command = "    run [\"sh\", \"-c\", \"echo ran >> \(ran.path)\"]\n"
            let text = text(2).replacing("    require", with: command + "    require")
            let stopped = try Stopped(lab, text)
            try stopped.write(text.replacing("    set", with: "    note \"before\"\n    set").replacing("== 99", with: "> 0"))
            func runs() -> String { (try? String(contentsOf: ran, encoding: .utf8)) ?? "" }
            let words = "`run` has been done, stands behind the change, and would be done again"
            if isTerminal {
                #expect(try stopped.resume(answering: "").code == 6)
                #expect(runs() == "ran\n")
                let (code, screen) = try stopped.resume(answering: "y")
                #expect(code == 0, "\(screen)")
                #expect(screen.contains(words))
                #expect(runs() == "ran\nran\n")
            } else {
                let refused = try stopped.mend("resume")
                #expect(refused.code == 6, "\(refused.errors)")
                #expect(refused.errors.contains(words), "\(refused.errors)")
                #expect(runs() == "ran\n")
            }
        }
    }

    @Test("a reviewed plan is run as it is; where the cluster no longer matches it ends 8, shows what differs, and has sent nothing")
    func reviewed() throws {
        let lab = try LabProcess("healthy", "--speed", "100")
        let topic = "trip-events"
        let folder = try Binary.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let (file, plan) = (folder.appendingPathComponent("set.runbook"), folder.appendingPathComponent("plan.json"))
        try Data(
            "runbook \"Set\" { permits set }\nstep \"A\" { set config of topic \"\(topic)\" { flush.ms: 60000 } for good }\n".utf8
        ).write(to: file)
        let planned = try lab.mend("plan", file.path, "--output", "json")
        #expect(planned.code == 0, "\(planned.errors)")
        try Data(planned.output.utf8).write(to: plan)
        let setting = "set config of topic \"\(topic)\" { flush.ms: 50000 } for good"
        #expect(try lab.mend("-e", setting, "--yes").code == 0)
        let stale = try lab.mend("run", file.path, "--plan", plan.path, "--yes")
        #expect(stale.code == 8, "\(stale.errors)")
        #expect(stale.errors.contains("when it was reviewed, is \"50000\" now"), "\(stale.errors)")
        #expect(stale.errors.contains("nothing of it was sent"))
        let journal = folder.appendingPathComponent("journal")
        let seen = try PseudoTerminal.run(["run", file.path, "--plan", plan.path, "-b", lab.bootstrap], answers: [], journal: journal)
        #expect(seen.code == 8, "\(seen.screen)")
        let again = try lab.mend("plan", file.path, "--output", "json")
        try Data(again.output.utf8).write(to: plan)
        let done = try Binary.run(["run", file.path, "--plan", plan.path, "-b", lab.bootstrap, "--yes", "--anew"], journal: journal)
        #expect(done.code == 0, "\(done.errors)")
    }
}
