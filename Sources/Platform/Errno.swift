import Glibc

/// What the system's C library refused: the error number, what was attempted and on what.
///
/// It reads as a sentence: "cannot open /tmp/x: No such file or directory (ENOENT)".
package struct Errno: Error, Equatable, Hashable, Sendable, CustomStringConvertible {
    /// The number, as in `errno(3)`.
    package var code: Code
    /// What was attempted, as a verb: "open", "connect to".
    package var attempt: String
    /// The path, peer or command it was attempted on; empty when there is none.
    package var subject: String
    /// What was wrong, as a clause, where the system's own words would not say it.
    package var detail: String?

    /// An error number with the attempt that ended in it.
    package init(_ code: Code, attempt: String, subject: String = "", detail: String? = nil) {
        self.code = code
        self.attempt = attempt
        self.subject = subject
        self.detail = detail
    }

    /// The error of the system call that has just failed on this thread.
    static func current(_ attempt: String, _ subject: String = "") -> Errno {
        Errno(Code(errno), attempt: attempt, subject: subject)
    }

    /// One sentence without a full stop.
    package var description: String {
        let what = subject.isEmpty ? attempt : "\(attempt) \(subject)"
        return "cannot \(what): \(detail ?? code.description)"
    }

    /// A number of `errno(3)`.
    package struct Code: Equatable, Hashable, Sendable, CustomStringConvertible {
        /// The number itself.
        package let rawValue: Int32

        /// A code of that number.
        package init(_ rawValue: Int32) { self.rawValue = rawValue }

        /// The system's own words, with the symbol where it has one: "Connection refused (ECONNREFUSED)".
        package var description: String {
            "\(reason) (\(Self.symbols.first { $0.code == self }?.name ?? "error \(rawValue)"))"
        }

        /// The system's own words alone: "Connection refused".
        package var reason: String {
            strerror(rawValue).map { String(cString: $0) } ?? "unknown error \(rawValue)"
        }

        /// The path does not exist.
        package static let noEntry = Code(ENOENT)
        /// The path exists already.
        package static let exists = Code(EEXIST)
        /// The operation is not permitted to this user.
        package static let accessDenied = Code(EACCES)
        /// The operation is not permitted to anybody like this.
        package static let notPermitted = Code(EPERM)
        /// The path is a directory.
        package static let isDirectory = Code(EISDIR)
        /// A part of the path is not a directory.
        package static let notDirectory = Code(ENOTDIR)
        /// The device is full.
        package static let noSpace = Code(ENOSPC)
        /// The operation would have to wait.
        package static let wouldBlock = Code(EAGAIN)
        /// Nobody reads at the other end of the pipe.
        package static let noReader = Code(ENXIO)
        /// A signal came in between.
        package static let interrupted = Code(EINTR)
        /// An argument makes no sense to the system.
        package static let invalid = Code(EINVAL)
        /// Nobody listens at the address.
        package static let connectionRefused = Code(ECONNREFUSED)
        /// The peer reset the connection.
        package static let connectionReset = Code(ECONNRESET)
        /// The peer takes no more bytes.
        package static let brokenPipe = Code(EPIPE)
        /// The address is in use already.
        package static let addressInUse = Code(EADDRINUSE)
        /// A connection is being made.
        package static let inProgress = Code(EINPROGRESS)
        /// No answer in time.
        package static let timedOut = Code(ETIMEDOUT)
        /// The host cannot be reached.
        package static let hostUnreachable = Code(EHOSTUNREACH)
        /// The network cannot be reached.
        package static let networkUnreachable = Code(ENETUNREACH)
        /// The descriptor is not open.
        package static let badDescriptor = Code(EBADF)
        /// The user's share of the disk is used up.
        package static let quotaExceeded = Code(EDQUOT)
        /// The file system is mounted read-only.
        package static let readOnly = Code(EROFS)
        /// The device failed.
        package static let inputOutput = Code(EIO)
        /// The file is too large for what is wanted with it.
        package static let tooLarge = Code(EFBIG)

        private static let symbols: [(code: Code, name: String)] = [
            (noEntry, "ENOENT"), (exists, "EEXIST"), (accessDenied, "EACCES"), (notPermitted, "EPERM"), (isDirectory, "EISDIR"),
            (notDirectory, "ENOTDIR"), (noSpace, "ENOSPC"), (wouldBlock, "EAGAIN"), (interrupted, "EINTR"), (invalid, "EINVAL"),
            (connectionRefused, "ECONNREFUSED"), (connectionReset, "ECONNRESET"), (brokenPipe, "EPIPE"),
            (addressInUse, "EADDRINUSE"), (inProgress, "EINPROGRESS"), (timedOut, "ETIMEDOUT"),
            (hostUnreachable, "EHOSTUNREACH"), (networkUnreachable, "ENETUNREACH"), (badDescriptor, "EBADF"),
            (tooLarge, "EFBIG"), (inputOutput, "EIO"), (readOnly, "EROFS"), (quotaExceeded, "EDQUOT"), (Code(EMFILE), "EMFILE"),
            (Code(ENOTEMPTY), "ENOTEMPTY"), (Code(EXDEV), "EXDEV"),
        ]
    }
}

/// Runs a system call again while signals interrupt it; `nil` is a failure, with `errno` set.
func retrying<Number: SignedInteger>(_ call: () -> Number) -> Number? {
    while true {
        let result = call()
        if result >= 0 { return result }
        if errno != EINTR { return nil }
    }
}
