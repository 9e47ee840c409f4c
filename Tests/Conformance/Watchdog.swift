import Foundation

/// Ends a cluster's processes and removes its folder also where the tests end in a way of which they hear nothing (kill -9, Ctrl-C): a shell
/// that reads a pipe nobody writes to, whose end it sees when this process is gone.
final class Watchdog {
    private let folder: String
    private let process = Process()
    private let pipe = Pipe()

    init(of folder: String) throws {
        self.folder = folder
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        // Only what still has a pid file is ended; each by its pid.
        let script = #"cat >/dev/null; for f in "$1"/*.pid; do [ -f "$f" ] && kill -9 "$(cat "$f")"; done; sleep 1; rm -rf "$1""#
        process.arguments = ["-c", script, "watchdog", folder]
        process.standardInput = pipe
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    func begins(_ name: String, _ pid: Int32) {
        try? "\(pid)".write(toFile: "\(folder)/\(name).pid", atomically: true, encoding: .utf8)
    }

    func ended(_ name: String) { try? FileManager.default.removeItem(atPath: "\(folder)/\(name).pid") }

    /// Everything is over: it has nothing left to do.
    func dismiss() {
        try? pipe.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
