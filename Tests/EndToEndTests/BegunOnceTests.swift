import Foundation
import Platform
import Testing

/// Real processes on a lab in a process of its own.
@Suite("A runbook that is begun by several at once")
struct BegunOnceTests {
    private static let text = """
        runbook "Once" { permits notify }
        step "A" { notify "begun"
            wait until count(brokers) == 99 within 20s otherwise { note "nobody came" } }

        """

    @Test("of twelve processes one begins; the others end 7, and name the run that is open")
    func twelve() throws {
        let lab = try LabProcess("healthy")
        let folder = try Binary.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let (file, journal) = (folder.appendingPathComponent("once.runbook"), folder.appendingPathComponent("journal"))
        try Data(Self.text.utf8).write(to: file)
        let children = try (0..<12).map { number in
            let place = folder.appendingPathComponent("\(number)")
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            return (place, try Binary.start(["run", file.path, "-b", lab.bootstrap, "--yes"], in: place, journal: journal))
        }
        defer { for (_, child) in children { child.kill(forced: true) } }
        var refused: Set<String> = []
        _ = try Binary.waitUntil { () -> Bool? in
            for (place, child) in children where !refused.contains(place.lastPathComponent) {
                guard let ending = child.poll() else { continue }
                let said = Binary.text("err", in: place)
                guard case .exited(7) = ending else { throw Binary.Failure(why: "\(ending): \(said)") }
                #expect(said.contains("is open: running"), "\(said)")
                refused.insert(place.lastPathComponent)
            }
            return refused.count == 11 ? true : nil
        } orElse: {
        }
        let runs = try FileManager.default.contentsOfDirectory(atPath: journal.appendingPathComponent("runs").path)
        #expect(runs.count == 1)
        for (place, _) in children where refused.contains(place.lastPathComponent) {
            #expect(Binary.text("err", in: place).contains(runs.first ?? "?"))
        }
    }

    @Test("a process that is killed while it begins keeps nobody out")
    func killed() throws {
        let lab = try LabProcess("healthy")
        let folder = try Binary.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let (file, journal) = (folder.appendingPathComponent("once.runbook"), folder.appendingPathComponent("journal"))
        try Data(Self.text.replacing("20s", with: "1s").utf8).write(to: file)
        try FileManager.default.createDirectory(at: journal, withIntermediateDirectories: true)
        let lock = journal.appendingPathComponent("beginning").path
        let held = try ChildProcess(["/usr/bin/flock", "-o", lock, "/bin/sleep", "60"])
        defer { held.kill(forced: true) }
        _ = try Binary.waitUntil { () -> Bool? in
            try FileManager.default.fileExists(atPath: lock) && FileLock.isTaken(lock) ? true : nil
        } orElse: {
        }
        let openings = try Openings(of: lock)
        let place = folder.appendingPathComponent("run")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        let child = try Binary.start(["run", file.path, "-b", lab.bootstrap, "--yes"], in: place, journal: journal)
        defer { child.kill(forced: true) }
        // Tried twice: the first time it did not get it.
        var tries = 0
        _ = try Binary.waitUntil { () -> Bool? in
            tries += openings.count()
            return tries >= 2 || child.poll() != nil ? true : nil
        } orElse: {
        }
        #expect(child.poll() == nil && tries >= 2)
        #expect(!Binary.text("err", in: place).contains("step"))
        held.kill(forced: true)
        let code = try Binary.waitUntil { () -> Int32? in
            if case .exited(let code)? = child.poll() { code } else { nil }
        } orElse: {
        }
        #expect(code == 0, "\(Binary.text("err", in: place))")
    }
}

/// How often a file was opened.
private final class Openings {
    private let descriptor: Int32

    init(of path: String) throws {
        descriptor = inotify_init1(O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0, inotify_add_watch(descriptor, path, UInt32(IN_OPEN)) >= 0 else {
            throw Binary.Failure(why: "cannot watch \(path)")
        }
    }

    /// Since it was last asked. Events of the same kind that nobody has read yet are one.
    func count() -> Int {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let length = read(descriptor, &bytes, bytes.count)
        // Each is as long as its head, for a file that is watched by itself.
        return max(0, length) / MemoryLayout<inotify_event>.size
    }

    deinit { close(descriptor) }
}
