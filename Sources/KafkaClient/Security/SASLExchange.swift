import Platform

/// One run through a mechanism of SASL, as a pure machine: messages of the broker in, messages of ours out.
package struct SASLExchange {
    /// What comes next.
    package enum Step: Equatable {
        /// A message to send.
        case send([UInt8])
        /// Both sides are content.
        case done
    }

    /// Kafka's name of the mechanism.
    package let mechanism: String
    /// The name that is given; `nil` where a token says it.
    package let user: String?
    private var state: State

    private enum State {
        case plain([UInt8])
        case scram(SCRAMClient)
        case bearer(BearerClient)
    }

    /// PLAIN (RFC 4616). Throws where name or password cannot be sent.
    package init(plainUser user: String, password: Secret) throws(SASLFailure) {
        try Self.check(user, password, "PLAIN")
        guard !user.utf8.contains(0), !password.bytes.contains(0) else {
            throw .unusableCredentials("a user's name or password for PLAIN must not hold a zero byte")
        }
        mechanism = "PLAIN"
        self.user = user
        state = .plain([0] + Array(user.utf8) + [0] + password.bytes)
    }

    /// SCRAM (RFC 5802), with a nonce that was never used before. `keys` keeps what the password was made into.
    package init(
        _ hash: SCRAMHash, user: String, password: Secret, nonce: String, keys: SCRAMKeys = SCRAMKeys()
    ) throws(SASLFailure) {
        mechanism = "SCRAM-\(hash.rawValue)"
        try Self.check(user, password, mechanism)
        self.user = user
        state = .scram(SCRAMClient(hash, user: user, password: password, nonce: nonce, keys: keys))
    }

    /// OAUTHBEARER (RFC 7628). Throws where the token or an extension cannot be sent.
    package init(token: Secret, extensions: [TokenExtension]) throws(SASLFailure) {
        mechanism = "OAUTHBEARER"
        user = nil
        state = .bearer(try BearerClient(token: token, extensions: extensions))
    }

    private static func check(_ user: String, _ password: Secret, _ mechanism: String) throws(SASLFailure) {
        if user.isEmpty { throw .unusableCredentials("\(mechanism) needs a user's name, and it is empty") }
        if password.isEmpty { throw .unusableCredentials("\(mechanism) needs a password, and it is empty") }
    }

    /// The first message.
    package func begin() -> [UInt8] {
        switch state {
        case .plain(let message): message
        case .scram(let client): client.first
        case .bearer(let client): client.first
        }
    }

    /// What a message of the broker's calls for.
    package mutating func answer(to message: [UInt8]) throws(SASLFailure) -> Step {
        switch state {
        case .plain: return .done
        case .scram(var client):
            defer { state = .scram(client) }
            return try client.answer(to: message)
        case .bearer(let client): return client.answer(to: message)
        }
    }
}
