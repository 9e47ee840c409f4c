import Foundation
import Glibc
import Platform

/// The program on a terminal, with somebody who types an answer after each prompt.
enum PseudoTerminal {
    /// A new pseudo-terminal: our end of it, nonblocking, and the device's path.
    static func open() throws -> (master: Int32, device: String) {
        let master = Glibc.open("/dev/ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK)
        var (unlocked, number): (Int32, UInt32) = (0, 0)
        // TIOCSPTLCK, TIOCGPTN of asm-generic/ioctls.h.
        guard master >= 0, ioctl(master, 0x4004_5431, &unlocked) == 0, ioctl(master, 0x8004_5430, &number) == 0 else {
            throw Binary.Failure(why: "there is no pseudo-terminal: errno \(errno)")
        }
        return (master, "/dev/pts/\(number)")
    }

    /// Starts it with its three streams on a terminal.
    static func start(
        _ arguments: [String], on device: String, in folder: URL, journal: URL, adding environment: [(String, String)] = []
    ) throws -> ChildProcess {
        let script = "cd '\(folder.path)' && exec \"$0\" \"$@\" <'\(device)' >'\(device)' 2>'\(device)'"
        return try ChildProcess(
            ["/bin/sh", "-c", script, Binary.path] + arguments, output: .inherited, errorOutput: .inherited,
            adding: [
                ("MEND_JOURNAL", journal.path), ("MEND_BOOTSTRAP", ""), ("XDG_CONFIG_HOME", folder.path), ("XDG_STATE_HOME", folder.path),
                ("NO_COLOR", "1"), ("TERM", "xterm"),
            ] + environment)
    }

    /// Runs it to its end.
    /// - Parameters:
    ///   - answers: what is typed at each prompt, a text that it ends with and the line.
    ///   - size: columns and rows; nil: the terminal does not say.
    static func run(
        _ arguments: [String], answers: [(prompt: String, line: String)], journal: URL, size: (columns: Int, rows: Int)? = nil,
        adding environment: [(String, String)] = [], in given: URL? = nil
    ) throws -> (code: Int32, screen: String) {
        let (master, device) = try open()
        defer { close(master) }
        if let size {
            var window = winsize(ws_row: UInt16(size.rows), ws_col: UInt16(size.columns), ws_xpixel: 0, ws_ypixel: 0)
            _ = ioctl(master, UInt(TIOCSWINSZ), &window)
        }
        let folder = try given ?? Binary.temporaryFolder()
        defer { if given == nil { try? FileManager.default.removeItem(at: folder) } }
        let child = try start(arguments, on: device, in: folder, journal: journal, adding: environment)
        var screen: [UInt8] = []
        var answered = 0
        var seen = 0
        var typedAt = Date.distantPast
        let code = try Binary.waitUntil { () -> Int32? in
            var chunk = [UInt8](repeating: 0, count: 4096)
            while case let count = read(master, &chunk, chunk.count), count > 0 { screen += chunk[..<count] }
            let fresh = String(decoding: screen[seen...], as: UTF8.self)
            if answered < answers.count, fresh.hasSuffix(answers[answered].prompt) {
                seen = screen.count
                answered += 1
                typedAt = .distantPast
            }
            // What is typed before the prompt is read is thrown away, by design: it is typed again until something comes of it.
            if answered > 0, Date().timeIntervalSince(typedAt) > 0.3 {
                let line = answers[answered - 1].line
                let since = String(decoding: screen[seen...], as: UTF8.self)
                if since.allSatisfy({ $0.isWhitespace || line.contains($0) }) {
                    let typed = Array((line + "\n").utf8)
                    _ = write(master, typed, typed.count)
                    typedAt = Date()
                }
            }
            switch child.poll() {
            case .exited(let code): return code
            case .signalled(let number): return 1000 + number
            case nil: return nil
            }
        } orElse: {
            child.kill(forced: true)
        }
        var chunk = [UInt8](repeating: 0, count: 4096)
        while case let count = read(master, &chunk, chunk.count), count > 0 { screen += chunk[..<count] }
        return (code, String(decoding: screen, as: UTF8.self).replacing("\r\n", with: "\n"))
    }
}
