import Platform

/// The one place where the program waits: connections, descriptors, timers and signals, as events.
///
/// `PollLoop` is the real one, `SimulatedLoop` its twin in virtual time. Whoever holds a loop asks for things (`connect`, `send`,
/// `watch`, `wake`) and then turns it with `poll(until:)`, which is the only call that takes time. Nothing is called back.
package protocol Loop: AnyObject {
    /// Monotonic time, real or virtual.
    var now: Instant { get }

    /// Wall time in milliseconds since 1970 UTC, real or virtual.
    var wallMilliseconds: Int64 { get }

    /// Begins a connection: the name is looked up, every address is tried. `.connected` or `.closed` follows, unless it is closed first.
    func connect(host: String, port: UInt16) -> ConnectionID

    /// Queues bytes; they leave in order, at the next `poll` at the latest. `.sent` tells how far they got. On a closed connection: nothing.
    func send(_ bytes: [UInt8], on connection: ConnectionID)

    /// Closes; what was queued still leaves where the peer takes it. No event follows.
    func close(_ connection: ConnectionID)

    /// Listens on 127.0.0.1 (port 0: the system chooses). `.accepted` follows for each who connects.
    func listen(port: UInt16) throws(Errno) -> Listener

    /// Ends listening; accepted connections stay.
    func stopListening(_ listener: Listener)

    /// Waits for a descriptor: **one** `.readable` follows, then it has to be asked for again.
    func watch(_ descriptor: FileDescriptor)

    /// Takes a `watch` back.
    func unwatch(_ descriptor: FileDescriptor)

    /// A `.wake` with the timer's id follows at that instant.
    func wake(at instant: Instant) -> TimerID

    /// Takes a timer back.
    func cancel(_ timer: TimerID)

    /// Waits until something happens or the deadline has come (`nil`: no deadline), and gives all that happened, in order; empty when
    /// nothing did. `.sent` alone does not end the wait.
    func poll(until deadline: Instant?) -> [LoopEvent]
}

/// A connection of a loop. Numbers are never used again.
package struct ConnectionID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The number, counted from 1.
    package let number: Int

    /// A connection by its number: for loops and tests.
    package init(number: Int) { self.number = number }

    /// Older connections come first.
    package static func < (left: ConnectionID, right: ConnectionID) -> Bool { left.number < right.number }

    /// "c7".
    package var description: String { "c\(number)" }
}

/// A timer of a loop. Numbers are never used again.
package struct TimerID: Hashable, Sendable {
    /// The number, counted from 1.
    package let number: Int

    /// A timer by its number: for loops and tests.
    package init(number: Int) { self.number = number }
}

/// A port of ours that takes connections.
package struct Listener: Hashable, Sendable {
    /// The port that it is, also when the system chose it.
    package let port: UInt16

    /// A listener on a port: for loops.
    package init(port: UInt16) { self.port = port }
}

/// What happened in a loop.
package enum LoopEvent: Equatable, Sendable {
    /// The connection is there.
    case connected(ConnectionID, address: String)
    /// Bytes came, at least one.
    case received(ConnectionID, [UInt8])
    /// So many bytes of the connection, counted from its start, have been handed to the system; the last of them at that instant.
    case sent(ConnectionID, total: UInt64, at: Instant)
    /// The connection is no more, or never came to be. The last event of it.
    case closed(ConnectionID, CloseReason)
    /// Somebody connected to a port of ours.
    case accepted(ConnectionID, on: Listener)
    /// A watched descriptor has something to read, or its end.
    case readable(FileDescriptor)
    /// A signal came.
    case signal(Signal)
    /// A timer's instant has come.
    case wake(TimerID)
    /// A simulated loop's plan says that the process dies here (`SimulatedLoop.stop`): nothing leaves or arrives any more.
    case stopped
}

/// Why a connection is no more, or never came to be.
package enum CloseReason: Equatable, Hashable, Sendable, CustomStringConvertible {
    /// The peer ended the stream in good order.
    case byPeer
    /// The system reported a failure of the connection.
    case failed(Errno)
    /// The host's name could not be looked up.
    case unresolved(host: String, reason: String)
    /// No address of the host could be connected to: each, and why.
    case unreachable([FailedAddress])
    /// The peer takes bytes slower than they are queued.
    case overflow(limit: Int)

    /// An address that was tried in vain.
    package struct FailedAddress: Equatable, Hashable, Sendable {
        /// The address with its port: "127.0.0.1:9092".
        package var address: String
        /// Why: "Connection refused".
        package var reason: String

        /// An address and why.
        package init(address: String, reason: String) {
            self.address = address
            self.reason = reason
        }
    }

    /// A clause without a subject: "connection refused by 127.0.0.1:9092".
    package var description: String {
        switch self {
        case .byPeer: return "the connection was closed by the other end"
        case .failed(let failure): return "the connection broke (\(failure.code.reason.lowercasedFirst))"
        case .unresolved(let host, let reason): return "the name \(host) cannot be looked up (\(reason))"
        case .overflow(let limit): return "the other end takes no bytes; more than \(limit / 1_048_576) MiB are queued"
        case .unreachable(let failures):
            return failures.map { "\($0.address): \($0.reason.lowercasedFirst)" }.joined(separator: ", ")
        }
    }
}

extension String {
    /// The text with a small first letter, as a clause inside a sentence wants it.
    fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}

/// A host and a port, as people write them.
package struct Endpoint: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// A name or a numeric address, without brackets.
    package let host: String
    /// The port.
    package let port: UInt16

    /// An endpoint of its two halves.
    package init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// Reads "host:port" or "[::1]:port"; without a port the given one. `nil` when it is neither.
    package init?(_ text: String, defaultPort: UInt16 = 9092) {
        var host = Substring(text)
        var port = defaultPort
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return nil }
            host = text[text.index(after: text.startIndex)..<end]
            let rest = text[text.index(after: end)...]
            if !rest.isEmpty {
                guard rest.first == ":", let number = UInt16(rest.dropFirst()) else { return nil }
                port = number
            }
        } else if let colon = text.lastIndex(of: ":") {
            guard text.firstIndex(of: ":") == colon, let number = UInt16(text[text.index(after: colon)...]) else { return nil }
            host = text[..<colon]
            port = number
        }
        let isPlain = host.utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "/") }
        guard !host.isEmpty, port > 0, isPlain else { return nil }
        self.init(host: String(host), port: port)
    }

    /// By host, then port.
    package static func < (left: Endpoint, right: Endpoint) -> Bool { (left.host, left.port) < (right.host, right.port) }

    /// "host:9092", "[::1]:9092".
    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
