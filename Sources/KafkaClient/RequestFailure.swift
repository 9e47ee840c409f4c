import KafkaMessages
import KafkaWire
import Network
import Platform

/// Why a request has no answer that can be used: what was asked, of whom, why not, and whether it may have had its effect all the same.
package struct RequestFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// Why.
    package enum Reason: Equatable, Sendable {
        /// The connection could not be made, or was lost: a clause.
        case connection(String)
        /// No answer within that time.
        case deadline(after: Duration)
        /// The broker answered the request as a whole with an error.
        case refused(ErrorCode, message: String?)
        /// The broker does not speak the API in a version that is needed; `offered` is `nil` when it does not know it at all.
        case unsupported(needed: ClosedRange<Int16>, offered: ClosedRange<Int16>?)
        /// The version that was negotiated cannot carry a field that matters. Nothing was sent.
        case fieldNotSendable(EncodingFailure)
        /// The answer is not what the protocol says.
        case wireFault(WireFault)
        /// Ctrl-C, or the end of this process, came first.
        case interrupted
        /// TLS or SASL failed, or the listener wants another security than ours.
        case security(SecurityFailure)
        /// Who answers at that address is not, or is not proved to be, the one that was asked.
        case identity(IdentityFailure, at: String)
        /// Nobody has heard of the broker, or nobody is the controller now.
        case unknownBroker(String)
    }

    /// Why.
    package var reason: Reason
    /// What was asked, by Kafka's name: "Metadata".
    package var api: String
    /// Who was asked.
    package var broker: BrokerLabel
    /// Whether a byte of the request may have left: if it changes something, its effect is in doubt.
    package var mayHaveBeenSent: Bool
    /// When its last byte left, or may have left at the latest; `nil` when none did. What a broker forwards may still be applied 60 s plus its
    /// own time-out later: it goes on trying without the connection that asked (`NodeToControllerChannelManager`).
    package var lastByteLeft: Instant?

    /// A failure of a request; without more words, one of which nothing has left.
    package init(
        _ reason: Reason, api: String, broker: BrokerLabel, mayHaveBeenSent: Bool = false, lastByteLeft: Instant? = nil
    ) {
        self.reason = reason
        self.api = api
        self.broker = broker
        self.mayHaveBeenSent = mayHaveBeenSent
        self.lastByteLeft = lastByteLeft
    }

    /// One sentence without a full stop: "broker 2 (host:9092): no answer to Metadata in 5s".
    package var description: String {
        switch reason {
        case .connection(let why): return "\(broker): \(api) has no answer: \(why)"
        case .deadline(let after): return "\(broker): no answer to \(api) in \(after.spoken)"
        case .refused(let code, let message):
            let words = message.map { $0.isEmpty ? code.meaning : $0 } ?? code.meaning
            return "\(broker): \(api) refused with \(code.name): \(words)"
        case .unsupported(let needed, nil):
            return "\(broker): does not know \(api) (v\(needed.spoken) is needed)"
        case .unsupported(let needed, let offered?):
            return "\(broker): speaks \(api) v\(offered.spoken), v\(needed.spoken) is needed"
        case .fieldNotSendable(let failure): return "\(broker): \(failure)"
        case .wireFault(let fault): return "\(broker): the answer to \(api) is not what Kafka's protocol says: \(fault)"
        case .interrupted: return "\(broker): \(api) was interrupted"
        case .security(let failure): return "\(broker): \(failure)"
        case .identity(let failure, let address): return "\(broker): \(api) has no answer to believe: \(failure.text(at: address))"
        case .unknownBroker(let why): return "\(api) has nobody to go to: \(why)"
        }
    }

    /// Whether the host lives and nobody listens there: the process that did has ended, and what it had not read is gone with it.
    package var isRefusedConnection: Bool {
        if case .connection(let why) = reason { why.contains("refused") && !mayHaveBeenSent } else { false }
    }

    /// Whether the broker could not be talked to at all: nothing is known of it, and nothing of what only it knows.
    package var isConnectionFailure: Bool {
        switch reason {
        case .connection, .deadline, .wireFault, .security, .identity, .unknownBroker: true
        case .refused, .unsupported, .fieldNotSendable, .interrupted: false
        }
    }
}

extension Duration {
    /// As people say it, rounded: "5s", "250ms", "1.5s".
    package var spoken: String {
        let milliseconds = wholeMilliseconds
        if milliseconds < 995 { return "\(milliseconds < 20 ? milliseconds : (milliseconds + 5) / 10 * 10)ms" }
        let tenths = (milliseconds + 50) / 100
        return tenths % 10 == 0 ? "\(tenths / 10)s" : "\(tenths / 10).\(tenths % 10)s"
    }
}

extension ClosedRange<Int16> {
    /// "3" or "3-5".
    var spoken: String { lowerBound == upperBound ? "\(lowerBound)" : "\(lowerBound)-\(upperBound)" }
}
