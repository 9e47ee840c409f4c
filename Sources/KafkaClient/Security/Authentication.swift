import Platform

/// Who a client says it is, and how it proves it: a mechanism of SASL with what it needs.
package enum Authentication: Hashable, Sendable {
    /// No SASL.
    case none
    /// RFC 4616: the password itself is sent.
    case plain(user: String, password: Secret)
    /// RFC 5802 and 7677: both sides prove that they know the password.
    case scram(SCRAMHash, user: String, password: Secret)
    /// RFC 7628 (KIP-255, KIP-768): a token is sent, with extensions (KIP-342) where there are some.
    case oauthBearer(TokenSource, extensions: [TokenExtension] = [])

    /// Kafka's name of the mechanism: "SCRAM-SHA-512"; `nil` without SASL.
    package var mechanism: String? {
        switch self {
        case .none: nil
        case .plain: "PLAIN"
        case .scram(let hash, _, _): "SCRAM-\(hash.rawValue)"
        case .oauthBearer: "OAUTHBEARER"
        }
    }

    /// The name that it gives; `nil` without SASL, and where the token says it.
    package var user: String? {
        switch self {
        case .none, .oauthBearer: nil
        case .plain(let user, _), .scram(_, let user, _): user
        }
    }
}

/// The digest that SCRAM is done with.
package enum SCRAMHash: String, CaseIterable, Hashable, Sendable {
    /// RFC 7677.
    case sha256 = "SHA-256"
    /// The same with the longer digest, as Kafka has it.
    case sha512 = "SHA-512"
}

/// Something that a client says beside its token (KIP-342): a name of letters and a value.
package struct TokenExtension: Hashable, Sendable {
    /// Its name: letters of ASCII; "auth" is taken.
    package var name: String
    /// Its value: printable ASCII, spaces and line ends.
    package var value: String

    /// An extension.
    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

/// Where a bearer token comes from. It is asked for when a connection needs it, and again before it runs out.
package enum TokenSource: Hashable, Sendable {
    /// The token itself.
    case fixed(Secret)
    /// A file that holds nothing but the token; read anew each time, for whoever rotates it.
    case file(String)
    /// A program (found along PATH) with its arguments that prints nothing but the token.
    case command([String])
    /// A token that nobody signed (`alg: none`), as Kafka's own `OAuthBearerLoginModule` makes it without a callback handler: for
    /// development only.
    case unsecured(UnsecuredToken)
    /// An endpoint that gives tokens for a client's id and secret (RFC 6749 section 4.4, KIP-768).
    case clientCredentials(ClientCredentials)
}

/// What a token that nobody signs says: `unsecuredLoginStringClaim_sub` and what else Kafka's login module takes of it.
package struct UnsecuredToken: Hashable, Sendable {
    /// A claim's value.
    package enum Claim: Hashable, Sendable {
        /// `unsecuredLoginStringClaim_…`
        case text(String)
        /// `unsecuredLoginNumberClaim_…`
        case number(Double)
        /// `unsecuredLoginListClaim_…`
        case list([String])
    }

    /// The claims by name, without `iat` and `exp`, which are made when the token is.
    package var claims: [NameKey: Claim]
    /// For how long it is good (`unsecuredLoginLifetimeSeconds`).
    package var lifetime: Duration

    /// A token of claims.
    package init(claims: [NameKey: Claim], lifetime: Duration = .seconds(3600)) {
        self.claims = claims
        self.lifetime = lifetime
    }
}
