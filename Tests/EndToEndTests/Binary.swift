import Foundation
import Platform

/// The program as users have it, started as a process.
enum Binary {
    /// Beside the test runner, where the build puts both.
    static let path: String = {
        let beside = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().appendingPathComponent(
            "mend")
        if FileManager.default.isExecutableFile(atPath: beside.path) { return beside.path }
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return root.appendingPathComponent(".build/debug/mend").path
    }()

    struct Result {
        var code: Int32
        var output: String
        var errors: String
    }

    struct Failure: Error { var why: String }

    /// Runs it to its end, with a journal folder of its own.
    /// - Parameter output: where its standard output goes instead of into the result: a path.
    static func run(
        _ arguments: [String], input: String = "", output: String? = nil, journal: URL, adding environment: [(String, String)] = []
    ) throws -> Result {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(input.utf8).write(to: folder.appendingPathComponent("in"))
        let child = try start(arguments, in: folder, output: output ?? "out", journal: journal, adding: environment)
        let code = try waitUntil { () -> Int32? in
            switch child.poll() {
            case .exited(let code): code
            case .signalled(let number): 1000 + number
            case nil: nil
            }
        } orElse: {
            child.kill(forced: true)
        }
        return Result(code: code, output: text("out", in: folder), errors: text("err", in: folder))
    }

    /// Starts it with its three streams in files of a folder.
    static func start(
        _ arguments: [String], in folder: URL, output: String = "out", journal: URL, adding environment: [(String, String)] = []
    ) throws -> ChildProcess {
        let script = "cd '\(folder.path)' && : >>in && exec \"$0\" \"$@\" <in >\(output) 2>err"
        return try ChildProcess(
            ["/bin/sh", "-c", script, path] + arguments, output: .inherited, errorOutput: .inherited,
            adding: [
                ("MEND_JOURNAL", journal.path), ("MEND_BOOTSTRAP", ""), ("MEND_LAB_PARENT", "\(SystemProcess.identifier)"),
                // Neither profiles nor pins of whoever runs the tests.
                ("XDG_CONFIG_HOME", folder.path), ("XDG_STATE_HOME", folder.path),
            ] + environment)
    }

    static func text(_ file: String, in folder: URL) -> String {
        (try? Data(contentsOf: folder.appendingPathComponent(file))).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    static func temporaryFolder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mend-e2e-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    /// Looks until there is an answer; a minute on a loaded machine is a failure.
    @discardableResult
    static func waitUntil<Answer>(_ look: () throws -> Answer?, orElse giveUp: () -> Void) throws -> Answer {
        let end = Date().addingTimeInterval(60)
        while Date() < end {
            if let answer = try look() { return answer }
            var nothing: [PollEntry] = []
            Poll.wait(&nothing, timeout: .milliseconds(5))
        }
        giveUp()
        throw Failure(why: "it did not end within a minute")
    }
}

/// A lab in a process of its own, and a journal folder; both end with it.
final class LabProcess {
    let bootstrap: String
    private let folder: URL
    private let child: ChildProcess
    var journal: URL { folder.appendingPathComponent("journal") }

    init(_ scenario: String, _ options: String...) throws {
        let folder = try Binary.temporaryFolder()
        let child = try Binary.start(
            ["lab", scenario, "--listen-only"] + options, in: folder, journal: folder.appendingPathComponent("journal"))
        self.folder = folder
        self.child = child
        let line = try Binary.waitUntil { () -> String? in
            if let ending = child.poll() { throw Binary.Failure(why: "the lab: \(ending) \(Binary.text("err", in: folder))") }
            let said = Binary.text("out", in: folder)
            return said.hasSuffix("\n") ? said : nil
        } orElse: {
            child.kill(forced: true)
        }
        bootstrap = String(line.dropFirst("bootstrap ".count).dropLast())
    }

    deinit {
        child.kill(forced: true)
        try? FileManager.default.removeItem(at: folder)
    }

    /// Runs the program on this lab.
    func mend(_ arguments: String..., input: String = "") throws -> Binary.Result { try run(arguments, input: input) }

    /// Runs the program on this lab.
    func run(_ arguments: [String], input: String = "", output: String? = nil) throws -> Binary.Result {
        try Binary.run(arguments + ["-b", bootstrap], input: input, output: output, journal: journal)
    }

    /// Damages a record of a run's journal that has another behind it.
    func damage(_ run: String) throws {
        let file = journal.appendingPathComponent("runs/\(run)/journal")
        var bytes = try Data(contentsOf: file)
        let end = try bytes.firstIndex(of: UInt8(ascii: "\n")).map { $0 } ?? { throw Binary.Failure(why: "\(run) has no record") }()
        // In the second record: the first says what the run is.
        bytes[end + 20] ^= 1
        try bytes.write(to: file)
    }

    /// The names of the runs in its journal folder.
    var runs: [String] { (try? FileManager.default.contentsOfDirectory(atPath: journal.appendingPathComponent("runs").path)) ?? [] }
}
