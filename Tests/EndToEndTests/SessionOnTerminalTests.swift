import Foundation
import Glibc
import Platform
import Testing

/// A session in the lab, on a pseudo-terminal, with somebody who types, and a window that changes its size.
final class LiveSession {
    private let master: Int32
    private let child: ChildProcess
    private let folder: URL
    private var written: [UInt8] = []

    init(_ arguments: [String], columns: UInt16 = 80, rows: UInt16 = 24) throws {
        let (master, device) = try PseudoTerminal.open()
        self.master = master
        let folder = try Binary.temporaryFolder()
        self.folder = folder
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
        // A pager that hands on what it gets: on a window of two rows every result is longer than the screen.
        child = try PseudoTerminal.start(
            arguments, on: device, in: folder, journal: folder.appendingPathComponent("journal"), adding: [("PAGER", "cat")])
        try wait(for: "Ctrl-D leaves")
        try wait(for: "> ")
    }

    deinit {
        child.kill(forced: true)
        close(master)
        try? FileManager.default.removeItem(at: folder)
    }

    func type(_ text: String) throws {
        var rest = Array(text.utf8)[...]
        _ = try Binary.waitUntil { () -> Bool? in
            read()
            let count = rest.withUnsafeBytes { write(master, $0.baseAddress, min($0.count, 256)) }
            rest = rest.dropFirst(max(count, 0))
            return rest.isEmpty ? true : nil
        } orElse: {
        }
    }

    /// The window has another size from now on; the program is told as a terminal tells it.
    func resize(columns: UInt16, rows: UInt16) {
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
        child.send(.windowChange)
    }

    /// Waits until the program writes a text, and forgets what came up to it.
    func wait(for text: String) throws {
        let wanted = Array(text.utf8)
        _ = try Binary.waitUntil { () -> Bool? in
            read()
            guard let range = written.firstRange(of: wanted) else {
                if let ending = child.poll() {
                    throw Binary.Failure(
                        why: "it ended (\(ending)) before `\(text)`: \(String(decoding: written.suffix(2000), as: UTF8.self))")
                }
                return nil
            }
            written.removeFirst(range.upperBound)
            return true
        } orElse: {
            Issue.record("no `\(text)` in: \(String(decoding: written.suffix(2000), as: UTF8.self))")
        }
    }

    /// Enters a line that shows nothing, and waits for the prompt after it: the editor gives the terminal back, and takes it again.
    func enter(_ line: String) throws {
        try type(line + "\r")
        try wait(for: "\u{1B}[?2004l")
        try wait(for: "\u{1B}[?2004h")
        try wait(for: "> ")
    }

    /// Ends it by Ctrl-D on an empty line, and gives how it ended.
    func leave() throws -> ChildProcess.Ending {
        var looks = 0
        return try Binary.waitUntil { () -> ChildProcess.Ending? in
            // What is typed while the terminal changes hands may be lost; where it has ended there is nobody to take it.
            if looks % 100 == 0 { _ = [UInt8(4)].withUnsafeBytes { write(master, $0.baseAddress, 1) } }
            looks += 1
            read()
            return child.poll()
        } orElse: {
        }
    }

    private func read() {
        var chunk = [UInt8](repeating: 0, count: 4096)
        while case let count = Glibc.read(master, &chunk, chunk.count), count > 0 { written += chunk[..<count] }
    }
}

/// They type as fast as they can, and what is typed while the terminal changes hands may be lost: one run in three waits for it in vain.
@Suite(
    "A session on a terminal",
    .enabled(if: ProcessInfo.processInfo.environment["MEND_SESSIONS"] != nil, "MEND_SESSIONS is not set: nobody types at a terminal"))
struct SessionOnTerminalTests {
    /// Ctrl-U: the line is empty. Then a line whose result is not in its echo.
    private func alive(_ session: LiveSession, _ number: Int) throws {
        try session.type("\u{15}show \"ali{'ve'}-\(number)\"\r")
        try session.wait(for: "alive-\(number)")
    }

    @Test("a window that becomes any width in the middle of a line, and a key at once, harm nothing")
    func resizes() throws {
        let session = try LiveSession(["lab", "healthy"])
        var number = 0
        for columns: UInt16 in [10, 1, 2, 200, 3, 19, 20, 21, 80, 5, 120, 30, 7, 300, 40, 1] {
            for text in [String(repeating: "partitions ", count: 30), String(repeating: "日本語🙂é", count: 40), "show \"a\" + \"b\""] {
                number += 1
                try session.type(text)
                session.resize(columns: columns, rows: number % 3 == 0 ? 2 : 24)
                try session.type("x\u{1B}[D漢")
                try alive(session, number)
            }
        }
        session.resize(columns: 80, rows: 24)
        try alive(session, number + 1)
        #expect(try session.leave() == .exited(0))
    }

    @Test("keys do what they do elsewhere, through the editor, and what is no key leaves nothing")
    func keys() throws {
        let session = try LiveSession(["lab", "healthy"])
        var number = 100
        func expect(_ typed: String, _ shown: String) throws {
            number += 1
            try session.type("\(typed)\r")
            try session.wait(for: shown)
            try alive(session, number)
        }
        for wordLeft in ["\u{1B}[1;5D", "\u{1B}[1;3D", "\u{1B}OD", "\u{1B}\u{1B}[D", "\u{1B}Od", "\u{1B}[5D", "\u{1B}b"] {
            // The cursor stands before `ab` afterwards.
            try expect("show \"one{'-'}ab\"\(wordLeft)two", "one-twoab")
        }
        for home in ["\u{1B}[H", "\u{1B}[1~", "\u{1B}[7~", "\u{1B}OH"] {
            for end in ["\u{1B}[F", "\u{1B}[4~", "\u{1B}[8~", "\u{1B}OF"] { try expect("ow \"h{'om'}e\(home)sh\(end)\"", "home") }
        }
        try expect("show \"xd{'e'}lX\"\u{1B}[D\u{1B}[D\u{1B}[3~", "xdel")
        for nobodys in ["\u{1B}[15;5~", "\u{1B}[[A", "\u{1B}[24;80R", "\u{1B}]11;rgb:0/0/0\u{07}", "\u{1B}[I", "\u{1B}[2~"] {
            try expect("show \"n{'o'}\(nobodys)ne\"", "none")
        }
        #expect(try session.leave() == .exited(0))
    }

    @Test("Up brings back what began so, Ctrl-R what holds it, and a line that goes on says what is open")
    func recalls() throws {
        let session = try LiveSession(["lab", "healthy"])
        try session.type("show \"fi{'r'}st\"\r")
        try session.wait(for: "first")
        try session.enter("let other = 1")
        try session.type("show \u{1B}[A\r")
        try session.wait(for: "first")
        try session.enter("let z = 2")
        try session.type("\u{12}fi{\r")
        try session.wait(for: "first")
        try session.type("show (\r")
        try session.wait(for: "… (")
        try session.type("\"op{'e'}n\")\r")
        try session.wait(for: "open")
        try session.type("show [1,\r")
        try session.wait(for: "… [")
        try session.type("2]\r")
        try session.wait(for: "[1, 2]")
        #expect(try session.leave() == .exited(0))
    }
}
