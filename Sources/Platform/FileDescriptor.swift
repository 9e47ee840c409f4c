import Glibc

/// A descriptor of the system: a number with no owner. Whoever opened it closes it, once.
package struct FileDescriptor: Hashable, Comparable, Sendable {
    /// The number.
    package let rawValue: Int32

    /// A descriptor by its number.
    package init(rawValue: Int32) { self.rawValue = rawValue }

    /// Standard input.
    package static let standardInput = FileDescriptor(rawValue: 0)
    /// Standard output.
    package static let standardOutput = FileDescriptor(rawValue: 1)
    /// Standard error.
    package static let standardError = FileDescriptor(rawValue: 2)

    /// Lower numbers come first.
    package static func < (left: FileDescriptor, right: FileDescriptor) -> Bool { left.rawValue < right.rawValue }

    /// How a file is opened.
    package enum Mode: Sendable {
        /// To read what is there.
        case read
        /// To write from the start; made, or emptied, first.
        case write
        /// To write at the end; made when absent.
        case append
        /// To read and write what is there or is made now; nothing is emptied.
        case readWrite
        /// To write a file that must not exist yet.
        case writeNew
    }

    /// Opens a regular file; never inherited by child processes. What is none (a FIFO, a device, a directory) is refused: to open a FIFO would wait
    /// until somebody comes to its other end. `permissions` count only when the file is made.
    package static func open(_ path: String, _ mode: Mode, permissions: UInt32 = 0o600) throws(Errno) -> FileDescriptor {
        let flags: Int32 =
            switch mode {
            case .read: O_RDONLY
            case .write: O_WRONLY | O_CREAT | O_TRUNC
            case .append: O_WRONLY | O_CREAT | O_APPEND
            case .readWrite: O_RDWR | O_CREAT
            case .writeNew: O_WRONLY | O_CREAT | O_EXCL
            }
        if mode != .writeNew, let kind = Files.kind(of: path), kind != .regular { throw kind.refusal("open", path) }
        guard let number = retrying({ Glibc.open(path, flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, mode_t(permissions)) }) else {
            throw .current("open", path)
        }
        // What was looked at may have been put in another's place since.
        let opened = FileDescriptor(rawValue: number)
        if let kind = Files.kind(of: opened), kind != .regular {
            opened.close()
            throw kind.refusal("open", path)
        }
        return opened
    }

    /// Opens what is there and is no regular file, without waiting for anybody at its other end.
    static func openSpecial(_ path: String, toWrite: Bool) throws(Errno) -> FileDescriptor {
        let flags = (toWrite ? O_WRONLY : O_RDONLY) | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
        guard let number = retrying({ Glibc.open(path, flags) }) else {
            if errno == ENXIO { throw Errno(.noReader, attempt: "open", subject: path, detail: "nobody is at its other end") }
            throw .current("open", path)
        }
        return FileDescriptor(rawValue: number)
    }

    /// Makes a pipe; neither end is inherited by child processes.
    package static func pipe() throws(Errno) -> (readEnd: FileDescriptor, writeEnd: FileDescriptor) {
        var ends: (Int32, Int32) = (-1, -1)
        let result = withUnsafeMutablePointer(to: &ends) {
            $0.withMemoryRebound(to: Int32.self, capacity: 2) { Glibc.pipe($0) }
        }
        guard result == 0 else { throw .current("make a pipe") }
        for end in [ends.0, ends.1] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (FileDescriptor(rawValue: ends.0), FileDescriptor(rawValue: ends.1))
    }

    /// Makes reads and writes return at once instead of waiting, or the reverse.
    package func setNonblocking(_ wanted: Bool = true) throws(Errno) {
        let flags = fcntl(rawValue, F_GETFL)
        guard flags >= 0, fcntl(rawValue, F_SETFL, wanted ? flags | O_NONBLOCK : flags & ~O_NONBLOCK) == 0 else {
            throw .current("change the mode of descriptor", "\(rawValue)")
        }
    }

    /// Reads what is there, at most `limit` bytes: empty at the end of the file, `nil` when it would have to wait.
    package func read(limit: Int = 65536) throws(Errno) -> [UInt8]? {
        var failure: Errno?
        let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            if let got = retrying({ Glibc.read(rawValue, buffer.baseAddress, limit) }) {
                count = got
            } else {
                failure = .current("read descriptor", "\(rawValue)")
            }
        }
        guard let failure else { return bytes }
        if failure.code == .wouldBlock { return nil }
        throw failure
    }

    /// Writes what the descriptor takes now and says how many bytes that were: 0 when it would have to wait.
    package func write(_ bytes: ArraySlice<UInt8>) throws(Errno) -> Int {
        let written = bytes.withUnsafeBytes { buffer in retrying { Glibc.write(rawValue, buffer.baseAddress, buffer.count) } }
        if let written { return written }
        if errno == EAGAIN { return 0 }
        throw .current("write to descriptor", "\(rawValue)")
    }

    /// Writes all bytes, waiting as often as it must, also on a nonblocking descriptor.
    package func writeAll(_ bytes: [UInt8]) throws(Errno) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = try write(rest)
            rest = rest.dropFirst(count)
            if count == 0 { Poll.wait(writable: self) }
        }
    }

    /// Makes what was written survive a crash of the machine (`fsync`).
    package func synchronize() throws(Errno) {
        guard retrying({ fsync(rawValue) }) != nil else { throw .current("fsync descriptor", "\(rawValue)") }
    }

    /// Gives the descriptor back. Nothing is retried: after `close` the number may belong to somebody else.
    package func close() { _ = Glibc.close(rawValue) }

    /// Whether it is a terminal.
    package var isTerminal: Bool { isatty(rawValue) == 1 }
}
