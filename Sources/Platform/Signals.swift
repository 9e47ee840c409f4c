import Glibc
import Synchronization

/// A signal the program listens to.
package enum Signal: Int32, Sendable, CaseIterable, CustomStringConvertible {
    /// The terminal went away.
    case hangup = 1
    /// Ctrl-C.
    case interrupt = 2
    /// A polite wish that the process ends.
    case terminate = 15
    /// Goes on after a stop.
    case goOn = 18
    /// Ctrl-Z.
    case stop = 20
    /// The terminal changed its size.
    case windowChange = 28

    /// What a program that has a terminal always listens to. Ctrl-Z and its end are the system's, but while a line is typed.
    package static let usual: [Signal] = [.hangup, .interrupt, .terminate, .windowChange]

    /// The system's name.
    package var description: String {
        switch self {
        case .hangup: "SIGHUP"
        case .interrupt: "SIGINT"
        case .terminate: "SIGTERM"
        case .goOn: "SIGCONT"
        case .stop: "SIGTSTP"
        case .windowChange: "SIGWINCH"
        }
    }
}

/// The end of the pipe that the handler writes to; -1 before there is one.
private let signalPipe = Atomic<Int32>(-1)

/// The end of the same pipe that is read; -1 before there is one.
private let signalReadEnd = Atomic<Int32>(-1)

/// The handler: a byte in a pipe, nothing else is allowed in it.
private func onSignal(_ number: Int32) {
    let saved = errno
    var byte = UInt8(truncatingIfNeeded: number)
    _ = write(signalPipe.load(ordering: .relaxed), &byte, 1)
    errno = saved
}

/// Signals as bytes in a pipe, so that a loop can wait for them like for anything else. One a process.
package struct SignalPipe: Sendable {
    /// The end to poll and to drain.
    package let readEnd: FileDescriptor

    /// Listens to the signals from now on, and ignores SIGPIPE (a write to a closed peer is an error then, not an end).
    package static func install(_ signals: [Signal] = Signal.usual) throws(Errno) -> SignalPipe {
        ignoreBrokenPipes()
        let (readEnd, writeEnd) = try FileDescriptor.pipe()
        try readEnd.setNonblocking()
        try writeEnd.setNonblocking()
        signalPipe.store(writeEnd.rawValue, ordering: .relaxed)
        signalReadEnd.store(readEnd.rawValue, ordering: .relaxed)
        for signal in signals { listen(to: signal) }
        return SignalPipe(readEnd: readEnd)
    }

    /// The end to poll of the pipe that was installed last; nil before there is one.
    static var installed: FileDescriptor? {
        let number = signalReadEnd.load(ordering: .relaxed)
        return number < 0 ? nil : FileDescriptor(rawValue: number)
    }

    /// Listens to a signal again: libraries (libedit) put handlers of their own in place.
    package static func listen(to signal: Signal) {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = onSignal
        action.sa_flags = SA_RESTART
        sigaction(signal.rawValue, &action, nil)
    }

    /// Leaves a signal to what the system does at it.
    package static func leaveToSystem(_ signal: Signal) { _ = Glibc.signal(signal.rawValue, SIG_DFL) }

    /// Stops this process as Ctrl-Z does; returns when it goes on. Where no shell looks after it, the system does not stop it at all (POSIX, orphaned
    /// process groups).
    package static func stopHere() {
        // Whoever asks for this draws by itself afterwards: going on is no news.
        leaveToSystem(.stop)
        leaveToSystem(.goOn)
        raise(.stop)
        listen(to: .goOn)
        listen(to: .stop)
    }

    /// Ignores SIGPIPE without listening to anything.
    package static func ignoreBrokenPipes() { _ = signal(SIGPIPE, SIG_IGN) }

    /// The signals that came since the last time, in order.
    package func drain() -> [Signal] {
        var signals: [Signal] = []
        while let bytes = try? readEnd.read(limit: 256), !bytes.isEmpty {
            signals += bytes.compactMap { Signal(rawValue: Int32($0)) }
        }
        return signals
    }

    /// Sends a signal to this very process.
    package static func raise(_ signal: Signal) { _ = kill(getpid(), signal.rawValue) }
}
