import Foundation

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

    /// Runs it to its end, with a journal folder of its own.
    static func run(_ arguments: [String], input: String = "", journal: URL) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mend-e2e-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = ["in", "out", "err"].map { folder.appendingPathComponent($0) }
        try Data(input.utf8).write(to: files[0])
        for file in files.dropFirst() { try Data().write(to: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = environment(journal: journal)
        process.standardInput = try FileHandle(forReadingFrom: files[0])
        process.standardOutput = try FileHandle(forWritingTo: files[1])
        process.standardError = try FileHandle(forWritingTo: files[2])
        try process.run()
        process.waitUntilExit()
        func text(_ file: URL) throws -> String { String(decoding: try Data(contentsOf: file), as: UTF8.self) }
        return Result(code: process.terminationStatus, output: try text(files[1]), errors: try text(files[2]))
    }

    static func environment(journal: URL) -> [String: String] {
        var environment = ProcessInfo.processInfo.environment
        environment["MEND_JOURNAL"] = journal.path
        environment["MEND_BOOTSTRAP"] = nil
        environment["MEND_LAB_PARENT"] = "\(ProcessInfo.processInfo.processIdentifier)"
        return environment
    }
}

/// A lab in a process of its own, and a journal folder; both end with it.
final class LabProcess {
    let journal = FileManager.default.temporaryDirectory.appendingPathComponent("mend-journal-\(UUID().uuidString)")
    private(set) var bootstrap = ""
    private let process = Process()

    struct NoBootstrap: Error { var said: String }

    init(_ scenario: String) throws {
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: Binary.path)
        process.arguments = ["lab", scenario, "--listen-only"]
        process.environment = Binary.environment(journal: journal)
        process.standardOutput = pipe
        try process.run()
        var line = ""
        while !line.hasSuffix("\n") {
            let data = pipe.fileHandleForReading.availableData
            if data.isEmpty { throw NoBootstrap(said: line) }
            line += String(decoding: data, as: UTF8.self)
        }
        guard line.hasPrefix("bootstrap ") else { throw NoBootstrap(said: line) }
        bootstrap = String(line.dropFirst("bootstrap ".count).dropLast())
    }

    deinit {
        process.terminate()
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: journal)
    }

    /// Runs the program on this lab.
    func mend(_ arguments: String..., input: String = "") throws -> Binary.Result {
        try Binary.run(["-b", bootstrap] + arguments, input: input, journal: journal)
    }

    /// The names of the runs in its journal folder.
    var runs: [String] { (try? FileManager.default.contentsOfDirectory(atPath: journal.appendingPathComponent("runs").path)) ?? [] }
}
