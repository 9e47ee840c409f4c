import Network
import Platform

/// A client's account at an endpoint that gives tokens (RFC 6749 section 4.4): `sasl.oauthbearer.token.endpoint.url` with `clientId`,
/// `clientSecret` and `scope`.
package struct ClientCredentials: Hashable, Sendable {
    /// Where the endpoint is.
    package var endpoint: Endpoint
    /// The path and query on it: "/oauth/token".
    package var path: String
    /// How it is reached: https, or http where the person wrote that.
    package var transport: TransportSecurity
    /// The client's id.
    package var clientID: String
    /// The client's secret.
    package var clientSecret: Secret
    /// What the token is asked for; `nil`: what the endpoint gives.
    package var scope: String?
    /// Whether id and secret are encoded as in a form before they go into the header (RFC 6749 section 2.3.1; KIP-1025,
    /// `sasl.oauthbearer.header.urlencode`).
    package var encodesHeader: Bool

    /// An account.
    package init(
        endpoint: Endpoint, path: String, transport: TransportSecurity, clientID: String, clientSecret: Secret, scope: String? = nil,
        encodesHeader: Bool = false
    ) {
        self.endpoint = endpoint
        self.path = path
        self.transport = transport
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.scope = scope
        self.encodesHeader = encodesHeader
    }
}
