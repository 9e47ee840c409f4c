import Network

/// How a client protects its connections and says who it is: Kafka's `security.protocol` with all that belongs to it.
package struct ClientSecurity: Hashable, Sendable {
    /// How the bytes are protected.
    package var transport: TransportSecurity
    /// Who we say we are.
    package var authentication: Authentication

    /// A security; without arguments none.
    package init(transport: TransportSecurity = .plaintext, authentication: Authentication = .none) {
        self.transport = transport
        self.authentication = authentication
    }

    /// Neither protected nor authenticated.
    package static let plaintext = ClientSecurity()

    /// Whether brokers learn who we are: by SASL, or by a certificate of ours.
    package var isAuthenticated: Bool {
        if case .tls(let settings) = transport, settings.identity != nil { return true }
        return authentication != .none
    }

    /// Kafka's name of it: "PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL".
    package var protocolName: String {
        authentication == .none ? transport.description : "SASL_\(transport.description)"
    }
}
