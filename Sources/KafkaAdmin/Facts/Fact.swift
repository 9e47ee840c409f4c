import KafkaClient
import KafkaWire
import Platform

/// Why something could not be read: `broker 3: no answer in 5s`. Never turned into a value.
package struct Unread: Error, Hashable, Sendable, CustomStringConvertible {
    /// The broker that did not tell; nil where it is none of one broker's.
    package var broker: Int?
    /// What happened, without the broker.
    package var text: String
    /// Kafka's error, where it gave one.
    package var error: ErrorCode?

    package init(broker: Int? = nil, _ text: String, error: ErrorCode? = nil) {
        self.broker = broker
        self.text = text
        self.error = error
    }

    package var kind = Kind.other

    /// Where an answer is not believed, for whoever gave it is not proved to be the one that was asked: why.
    package var identity: IdentityFailure?

    package enum Kind: Hashable, Sendable {
        /// The broker could not be talked to at all.
        case silence
        /// The brokers are too old to be asked.
        case tooOld
        /// TLS or SASL failed, or the listener wants another security than ours.
        case secured
        /// The identity lacks a right.
        case notAuthorised
        case interrupted
        case other
    }

    /// True where the broker is too old to be asked at all.
    package var isTooOld: Bool { kind == .tooOld }
    /// True where the broker could not be talked to at all.
    package var isSilence: Bool { kind == .silence || kind == .secured }

    /// Kafka said no: its name of the error, and its words where it gave some.
    package init(broker: Int?, _ error: ErrorCode, _ message: String? = nil) {
        self.broker = broker
        self.error = error
        if let message, !message.isEmpty { text = "\(error.name): \(message)" } else { text = error.name }
    }

    package var description: String {
        if let broker { "broker \(broker): \(text)" } else { text }
    }

    /// For what nobody asked for.
    static let notRead = Unread("not read")

    /// For what nobody asked that broker for.
    package static func notRead(of broker: Int) -> Unread { Unread(broker: broker, "not read") }
}

/// What is known of something: it, or why not.
package enum Fact<Value> {
    case known(Value)
    case unknown(Unread)

    /// The value; nil where it is unknown.
    package var value: Value? {
        if case .known(let value) = self { value } else { nil }
    }

    /// Why it is unknown; nil where it is known.
    package var why: Unread? {
        if case .unknown(let why) = self { why } else { nil }
    }

    /// The fact that follows from this one.
    package func map<Result>(_ transform: (Value) -> Result) -> Fact<Result> {
        switch self {
        case .known(let value): .known(transform(value))
        case .unknown(let why): .unknown(why)
        }
    }

    /// The fact that follows from this one, where that may be unknown too.
    package func flatMap<Result>(_ transform: (Value) -> Fact<Result>) -> Fact<Result> {
        switch self {
        case .known(let value): transform(value)
        case .unknown(let why): .unknown(why)
        }
    }
}

extension Fact: Sendable where Value: Sendable {}
extension Fact: Equatable where Value: Equatable {}
extension Fact: Hashable where Value: Hashable {}

/// A count or sum some of whose parts are unknown: then it is at least this much.
package struct AtLeast: Hashable, Sendable {
    /// What the known parts give.
    package var amount: Int
    /// Why some part is unknown; nil: all are known, the amount is exact.
    package var why: Unread?

    package init(_ amount: Int = 0, why: Unread? = nil) {
        self.amount = amount
        self.why = why
    }

    /// Adds a part.
    package mutating func add(_ part: Fact<Int>) {
        switch part {
        case .known(let value): amount = amount.addingClamped(value)
        case .unknown(let reason): why = why ?? reason
        }
    }

    /// Counts one where it is so.
    package mutating func count(_ part: Fact<Bool>) {
        switch part {
        case .known(true): amount += 1
        case .known(false): break
        case .unknown(let reason): why = why ?? reason
        }
    }
}
