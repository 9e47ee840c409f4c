/// How the bytes of a connection are protected on their way.
package enum TransportSecurity: Hashable, Sendable, CustomStringConvertible {
    /// Not at all.
    case plaintext
    /// By TLS from the first byte.
    case tls(TLSSettings)

    /// Kafka's name of it: "PLAINTEXT", "SSL".
    package var description: String {
        switch self {
        case .plaintext: "PLAINTEXT"
        case .tls: "SSL"
        }
    }

    /// Why this program cannot speak it; `nil` when it can.
    package var refusal: String? {
        switch self {
        case .plaintext: nil
        case .tls: "TLS is not in this version: mend speaks plain text only. Give a bootstrap address of a PLAINTEXT listener"
        }
    }
}

/// The place between the bytes of a connection's machine and the bytes on the wire, where TLS by memory buffers enters.
///
/// In plain text it passes everything on, and recognises a peer that answers with a TLS alert.
package struct TransportLayer: ~Copyable, Sendable {
    /// What it was made for.
    package let security: TransportSecurity
    private var isFirst = true

    /// A layer for a new connection. A security that cannot be spoken is refused before anything is connected (`refusal`).
    package init(_ security: TransportSecurity) { self.security = security }

    /// What the machine's bytes become on the wire.
    package mutating func outgoing(_ bytes: [UInt8]) -> [UInt8] { bytes }

    /// What the wire's bytes become for the machine.
    package mutating func incoming(_ bytes: [UInt8]) -> Incoming {
        defer { isFirst = false }
        return isFirst && Self.isTLS(bytes) ? .speaksTLS : .plain(bytes)
    }

    /// What came in.
    package enum Incoming: Equatable, Sendable {
        /// Bytes for the machine.
        case plain([UInt8])
        /// The peer answered plain text with a TLS record: this port speaks TLS.
        case speaksTLS
    }

    /// Whether a stream begins with a TLS alert (0x15) or handshake (0x16) of SSL 3 to TLS 1.3. As a frame's length that would be
    /// 336 MiB or more, which no Kafka answer has.
    package static func isTLS(_ bytes: [UInt8]) -> Bool {
        bytes.count >= 2 && (bytes[0] == 0x15 || bytes[0] == 0x16) && bytes[1] == 0x03
    }
}
