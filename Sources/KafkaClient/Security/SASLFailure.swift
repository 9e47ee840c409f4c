import KafkaWire

/// Why a broker and a client do not agree on who the client is.
package enum SASLFailure: Error, Hashable, Sendable, CustomStringConvertible {
    // What we were given.

    /// The user's name or password cannot be sent: a clause.
    case unusableCredentials(String)
    /// There is no token: a clause.
    case noToken(String)

    // What the broker says.

    /// The listener does not speak SASL.
    case notSpoken
    /// The broker is older than the requests that carry SASL (Kafka 1.0).
    case tooOld
    /// The broker does not offer the mechanism.
    case mechanismNotOffered(String, offered: [String])
    /// The broker does not believe us: its own words.
    case refused(mechanism: String, user: String?, message: String)
    /// The broker answered with another error of Kafka's.
    case failed(ErrorCode, message: String?)

    // What must not be believed.

    /// The broker does not prove that it knows the password.
    case serverNotProven(mechanism: String)
    /// The broker wants fewer rounds than are safe, or so many that they only cost time.
    case iterations(Int, allowed: ClosedRange<Int>)
    /// What it sends is no message of the mechanism: a clause.
    case brokenMessage(mechanism: String, why: String)

    /// A clause: what happened.
    package var description: String {
        switch self {
        case .unusableCredentials(let why): why
        case .noToken(let why): "there is no token: \(why)"
        case .notSpoken: "the listener does not use SASL"
        case .tooOld: "the broker does not know the requests that carry SASL (Kafka 1.0 and later do)"
        case .mechanismNotOffered(let mechanism, let offered) where offered.isEmpty:
            "the listener offers no mechanism of SASL, not \(mechanism)"
        case .mechanismNotOffered(let mechanism, let offered):
            "the listener does not offer \(mechanism), but \(offered.joined(separator: ", "))"
        case .refused(let mechanism, let user?, let message): "the broker refused the user \(user) by \(mechanism) (\(message))"
        case .refused(let mechanism, nil, let message): "the broker refused what it was given by \(mechanism) (\(message))"
        case .failed(let code, let message):
            "SASL failed with \(code.name) (\(message.flatMap { $0.isEmpty ? nil : $0 } ?? code.meaning))"
        case .serverNotProven(let mechanism):
            "the broker does not prove by \(mechanism) that it knows the password: it may be somebody else"
        case .iterations(let count, let allowed) where count < allowed.lowerBound:
            "the broker asks for \(count) iterations of the password, and fewer than \(allowed.lowerBound) are not safe"
        case .iterations(let count, let allowed):
            "the broker asks for \(count) iterations of the password, and more than \(allowed.upperBound) are not done"
        case .brokenMessage(let mechanism, let why): "what the broker sends is no message of \(mechanism): \(why)"
        }
    }

    /// Whether every broker will say the same, so that no other is asked.
    package var isOfCredentials: Bool {
        switch self {
        case .unusableCredentials, .noToken, .refused: true
        default: false
        }
    }
}
