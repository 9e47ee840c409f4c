import Commands
import Foundation
import Testing

/// `/dev/full` takes nothing, as a full disk does: who redirected results there must hear of it. `… | head` is another matter.
@Suite("Results that do not arrive")
struct FullDiskTests {
    /// Command lines by the name of their command; one that is not here is tried without words.
    private static let lines: [String: [[String]]] = [
        "": [["-e", "brokers"], ["-e", "brokers", "--output", "json"], ["--version"], ["--help"]],
        "run": [["run", "FILE", "--yes", "--anew"]],
        "plan": [["plan", "FILE"], ["plan", "FILE", "--output", "json"]],
        "lab": [["lab", "healthy", "--listen-only"]],
        "runbooks": [["runbooks"], ["runbooks", "show", "triage"]],
        "test": [["test", "FILE"]],
        "completions": [["completions", "bash"], ["completions", "runbooks"]],
        "help": [["help"], ["help", "lag"], ["help", "--reference"]],
        "report": [["report"], ["report", "--output", "html"], ["report", "--to", "/dev/stdout"]],
        "clusters": [["clusters", "one"]], "resume": [["resume", "--yes"]],
    ]
    /// What these say goes to standard error, as long as nothing was asked of them that is data.
    private static let sayNothing: Set<String> = ["check", "fmt", "new", "undo"]

    private static let runbook = """
        runbook "Tell" {}
        step "A" { show count(brokers) }
        test "t" in lab healthy { require count(brokers) == 3 }

        """

    @Test("are told of once, and the command does not end well: every command that prints")
    func commands() throws {
        let lab = try LabProcess("healthy")
        let folder = try Binary.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("tell.runbook")
        try Data(Self.runbook.utf8).write(to: file)
        #expect(try lab.mend("run", file.path, "--yes").code == 0)
        let profiles = folder.appendingPathComponent("mend/clusters")
        try FileManager.default.createDirectory(at: profiles, withIntermediateDirectories: true)
        try Data("bootstrap.servers=\(lab.bootstrap)\n".utf8).write(to: profiles.appendingPathComponent("one.properties"))
        let waiting = folder.appendingPathComponent("waiting.runbook")
        try Data("runbook \"W\" {}\nstep \"A\" { confirm \"go on?\" { note \"on\" }\nshow count(brokers) }\n".utf8).write(to: waiting)
        for command in CommandTable.all where command.availability == .built {
            let takesCluster = command.options.contains { $0.name == "bootstrap" }
            for words in Self.lines[command.name] ?? [[command.name]] where !Self.sayNothing.contains(command.name) {
                let line =
                    words.map { $0 == "FILE" ? file.path : $0 }
                    + (takesCluster && !words.contains("--version") ? ["-b", lab.bootstrap] : [])
                var journal = lab.journal
                if command.name == "resume" || command.name == "handover" {
                    journal = folder.appendingPathComponent("journal of \(command.name)")
                    #expect(try Binary.run(["run", waiting.path, "-b", lab.bootstrap], journal: journal).code == 4)
                }
                let result = try Binary.run(
                    line, output: "/dev/full", journal: journal, adding: [("XDG_CONFIG_HOME", folder.path)])
                #expect(result.code == 1, "\(words): \(result.errors)")
                #expect(result.errors.components(separatedBy: "No space left on device").count == 2, "\(words): \(result.errors)")
            }
        }
    }

    @Test("a reader that left, as `head` does, is no failure, and nothing is said")
    func head() throws {
        let folder = try Binary.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        // A FIFO whose reader takes one line of what is far longer than a pipe holds.
        let script = "\"$0\" help --reference 2>err | head -1 >out; cat err"
        let child = Process()
        child.executableURL = URL(fileURLWithPath: "/bin/sh")
        child.arguments = ["-c", script, Binary.path]
        child.currentDirectoryURL = folder
        let said = Pipe()
        child.standardOutput = said
        try child.run()
        #expect(said.fileHandleForReading.readDataToEndOfFile().isEmpty)
        child.waitUntilExit()
        #expect(!Binary.text("out", in: folder).isEmpty)
    }

    @Test("a closed standard output is told, too, and nothing else is written to")
    func closed() throws {
        let lab = try LabProcess("healthy")
        let result = try lab.run(["-e", "brokers"], output: "&-")
        #expect(result.code == 1)
        #expect(result.errors.contains("cannot write to standard output"))
    }
}
