import Foundation
import Glibc
import Testing

/// Where a file is named, anything may stand: a FIFO to which nobody comes, a device, a link.
@Suite("Files that are none")
struct OddFileTests {
    private let folder: URL
    private var fifo: String { folder.appendingPathComponent("fifo").path }

    init() throws {
        folder = try Binary.temporaryFolder()
        guard mkfifo(folder.appendingPathComponent("fifo").path, 0o600) == 0 else { throw Binary.Failure(why: "no FIFO") }
    }

    @discardableResult
    private func write(_ name: String, _ text: String) throws -> String {
        let file = folder.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
        return file.path
    }

    @Test("a FIFO without a writer is refused at once, wherever a file is read")
    func fifos() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let book = try write("b.runbook", "runbook \"B\" { param p: string }\nstep \"A\" { note \"{p}\" }\n")
        let variables =
            "bootstrap.servers=127.0.0.1:1\nconfig.providers=file\n"
            + "config.providers.file.class=org.apache.kafka.common.config.provider.FileConfigProvider\nclient.id=${file:\(fifo):x}\n"
        let store = "bootstrap.servers=127.0.0.1:1\nsecurity.protocol=SSL\nssl.truststore.location=\(fifo)\nssl.truststore.type=PEM\n"
        try write("mend/clusters/prod.properties", "bootstrap.servers=127.0.0.1:1\n")
        guard mkfifo(folder.appendingPathComponent("mend/pins").path, 0o600) == 0 else { throw Binary.Failure(why: "no FIFO") }
        let lab = try LabProcess("healthy")
        let lines = [
            ["-e", "brokers", "--command-config", fifo], ["-e", "brokers", "--command-config", try write("v", variables)],
            ["-e", "brokers", "--command-config", try write("s", store)], ["run", book, "-b", lab.bootstrap, "--parameters", fifo],
            ["run", book, "-b", lab.bootstrap, "--set", "p=@\(fifo)"], ["run", fifo, "-b", lab.bootstrap], ["check", fifo], ["fmt", fifo],
            ["run", book, "-b", lab.bootstrap, "--set", "p=x", "--plan", fifo],
        ]
        for line in lines {
            let result = try Binary.run(line, journal: folder.appendingPathComponent("journal"))
            #expect(result.code == 2, "\(line): \(result.errors)")
            #expect(result.errors.contains("it is a FIFO, and a regular file is needed"), "\(line): \(result.errors)")
        }
        let pinned = try Binary.run(
            ["-e", "brokers", "-c", "prod", "-b", lab.bootstrap], journal: folder.appendingPathComponent("journal"),
            adding: [("XDG_CONFIG_HOME", folder.path), ("XDG_STATE_HOME", folder.path)])
        #expect(pinned.code == 8, "\(pinned.errors)")
    }

    @Test("properties and parameters that a shell hands over as `<(…)` are read")
    func substitution() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let lab = try LabProcess("healthy")
        let book = try write("b.runbook", "runbook \"B\" { param p: string }\nstep \"A\" { note \"{p}\" }\n")
        let input = "p = hello\n"
        let read = try Binary.run(
            ["run", book, "-b", lab.bootstrap, "--parameters", "/dev/stdin"], input: input,
            journal: folder.appendingPathComponent("journal"))
        #expect(read.code == 0 && read.errors.contains("note: hello"), "\(read.errors)")
    }

    @Test("of a line of --parameters that is none, and of a wrong value, nothing is shown")
    func secrets() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let lab = try LabProcess("healthy")
        let book = try write("b.runbook", "runbook \"B\" { param speed: byteRate }\nstep \"A\" { note \"{speed}\" }\n")
        for (text, told) in [
            ("# x\n\nhunter2-secret\n", ":3: a line `name = literal` was expected"),
            ("speed = hunter2-secret\n", ":1: that is no byteRate"),
            ("hunter2secret==\n", ":1: the runbook has no parameter of that name"), ("sped = 1\n", "did you mean `speed`?"),
            ("hunter2 secret = x\n", ":1: a line `name = literal` was expected"),
        ] {
            let file = try write("p", text)
            let result = try lab.mend("run", book, "--parameters", file)
            #expect(result.code == 2)
            #expect(result.errors.contains(told), "\(result.errors)")
            #expect(!result.errors.contains("hunter2"), "\(result.errors)")
        }
        let byFile = try lab.mend("run", book, "--set", "speed=@\(try write("v", "hunter2-secret"))")
        #expect(byFile.code == 2 && !byFile.errors.contains("hunter2"), "\(byFile.errors)")
    }

    @Test("fmt and report write through a link, and leave devices and FIFOs what they are")
    func writers() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let lab = try LabProcess("healthy")
        let book = try write("b.runbook", "runbook   \"B\" {}\nstep \"A\" { note   \"x\" }\n")
        let link = folder.appendingPathComponent("link.runbook").path
        #expect(symlink(book, link) == 0)
        #expect(try Binary.run(["fmt", link], journal: folder).code == 0)
        #expect(try String(contentsOfFile: book, encoding: .utf8).hasPrefix("runbook \"B\" {}\n"))
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == book)
        #expect(try lab.mend("run", book, "--yes").code == 0)
        let target = try write("target.md", "old")
        let report = folder.appendingPathComponent("report.md").path
        #expect(symlink(target, report) == 0)
        #expect(try Binary.run(["report", "--to", report], journal: lab.journal).code == 0)
        #expect(try String(contentsOfFile: target, encoding: .utf8).hasPrefix("# "))
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: report) == target)
        let refused = try Binary.run(["report", "--to", fifo], journal: lab.journal)
        #expect(refused.code == 1 && refused.errors.contains("nobody is at its other end"), "\(refused.errors)")
        #expect(try Binary.run(["report", "--to", "/dev/null"], journal: lab.journal).code == 0)
        let full = try Binary.run(["report", "--to", "/dev/full"], journal: lab.journal)
        #expect(full.code == 1 && full.errors.contains("ENOSPC"), "\(full.errors)")
        let shown = try Binary.run(["report", "--to", "/dev/stdout"], journal: lab.journal)
        #expect(shown.code == 0 && shown.output.hasPrefix("# "))
        var raw = stat()
        #expect(lstat(fifo, &raw) == 0 && raw.st_mode & S_IFMT == S_IFIFO)
    }
}
