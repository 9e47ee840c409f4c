import Glibc

/// Standard output and standard error, written without a buffer of our own.
package enum StandardStream: Sendable {
    /// Data.
    case output
    /// Words about the data.
    case error

    /// Its descriptor.
    package var descriptor: FileDescriptor {
        switch self {
        case .output: .standardOutput
        case .error: .standardError
        }
    }

    /// Writes all the bytes. A reader that went away (`mend … | head`) is `.brokenPipe`.
    package func write(_ bytes: [UInt8]) throws(Errno) {
        do throws(Errno) { try descriptor.writeAll(bytes) } catch {
            throw Errno(error.code, attempt: "write to", subject: self == .output ? "standard output" : "standard error")
        }
    }

    /// Writes a text as UTF-8.
    package func write(_ text: String) throws(Errno) { try write(Array(text.utf8)) }

    /// Closes it. What a file system over a network could not keep it may tell only now.
    package func close() throws(Errno) {
        guard Glibc.close(descriptor.rawValue) == 0 || errno == EINTR else {
            throw .current("write to", self == .output ? "standard output" : "standard error")
        }
    }

    /// Gives the three standard descriptors something behind them where a parent has closed them, such that reading and writing go on failing:
    /// else a file that is opened later would take the number, and results would be written into it.
    package static func reserve() {
        for (number, flags) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)]
        where fcntl(number, F_GETFD) == -1 && errno == EBADF {
            _ = Glibc.open("/dev/null", flags)
        }
    }

    /// Whether a person reads it.
    package var isTerminal: Bool { descriptor.isTerminal }
}

/// The terminal's size in character cells.
package struct TerminalSize: Equatable, Sendable {
    /// Cells in a line.
    package var columns: Int
    /// Lines.
    package var rows: Int

    /// A size.
    package init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
    }

    /// The size of the terminal behind a descriptor; `nil` when it is none or does not say.
    package static func of(_ descriptor: FileDescriptor) -> TerminalSize? {
        var size = winsize()
        guard ioctl(descriptor.rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return TerminalSize(columns: Int(size.ws_col), rows: Int(size.ws_row))
    }
}

extension FileDescriptor {
    /// Forgets what was typed and not read yet: an answer is never taken from keys that came before the question.
    package func discardInput() { _ = tcflush(rawValue, TCIFLUSH) }
}
