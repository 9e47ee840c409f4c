/// The place between the bytes of a connection's machine and the bytes on the wire: TLS by memory buffers, or nothing.
///
/// In plain text it passes everything on, and recognises a peer that answers with a TLS alert.
package struct TransportLayer: ~Copyable {
    private var session: TLSSession?
    private var isFirst = true

    /// A layer that passes everything on.
    package init() { session = nil }

    /// A layer of TLS to a host.
    package init(_ context: TLSContext, host: String) throws(TLSFailure) { session = try TLSSession(context, host: host) }

    /// Whether bytes of the machine may be sent: in plain text at once, with TLS after its handshake.
    package var isReady: Bool {
        switch session {
        case nil: true
        case .some(let session): session.isOpen
        }
    }

    /// Whether the wire carries TLS.
    package var isTLS: Bool { session != nil }

    /// What goes on the wire first, before anything of the machine's.
    package mutating func begin() throws(TLSFailure) -> [UInt8] {
        try session?.advance()
        return session?.takeOutgoing() ?? []
    }

    /// What the machine's bytes become on the wire. Only where it `isReady`.
    package mutating func outgoing(_ bytes: [UInt8]) throws(TLSFailure) -> [UInt8] {
        guard session != nil else { return bytes }
        try session?.send(bytes)
        return session?.takeOutgoing() ?? []
    }

    /// What the wire's bytes become for the machine.
    package mutating func incoming(_ bytes: [UInt8]) -> Incoming {
        defer { isFirst = false }
        guard session != nil else {
            return isFirst && Self.isTLS(bytes) ? Incoming(end: .speaksTLS) : Incoming(plain: bytes)
        }
        var incoming = Incoming()
        do throws(TLSFailure) {
            incoming.plain = try session?.receive(bytes) ?? []
            if session?.hasEnded == true { incoming.end = .closed }
        } catch {
            incoming.end = .failed(error)
        }
        incoming.reply = session?.takeOutgoing() ?? []
        return incoming
    }

    /// What says to the peer that we end; empty in plain text.
    package mutating func ending() -> [UInt8] {
        session?.end()
        return session?.takeOutgoing() ?? []
    }

    /// What TLS makes of it that the peer hung up now; `nil`: nothing.
    package func meaningOfClose() -> TLSFailure? { session?.meaningOfClose() }

    /// What came in.
    package struct Incoming: Equatable, Sendable {
        /// Bytes for the machine.
        package var plain: [UInt8] = []
        /// Bytes for the wire that TLS itself has to send.
        package var reply: [UInt8] = []
        /// Why nothing more comes; `nil`: more may come.
        package var end: End?
    }

    /// Why nothing more comes.
    package enum End: Equatable, Sendable {
        /// The peer answered plain text with a TLS record: this port speaks TLS.
        case speaksTLS
        /// TLS failed.
        case failed(TLSFailure)
        /// The peer has said that it ends.
        case closed
    }

    /// Whether a stream begins with a TLS alert (0x15) or handshake (0x16) of SSL 3 to TLS 1.3. As a frame's length that would be
    /// 336 MiB or more, which no Kafka answer has.
    package static func isTLS(_ bytes: [UInt8]) -> Bool {
        bytes.count >= 2 && (bytes[0] == 0x15 || bytes[0] == 0x16) && bytes[1] == 0x03
    }
}
