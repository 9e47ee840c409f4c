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
}
