import KafkaClient
import KafkaMessages
import KafkaWire
import Network
import Platform

/// What became of one item of a change that was asked for, once.
package enum ChangeOutcome: Hashable, Sendable {
    /// Kafka took it.
    case done
    /// Kafka said no, or it could not be said in a version that the cluster speaks: nothing changed.
    case refused(ErrorCode, String?)
    /// No byte left: nothing changed, and asking later may do.
    case notSent(String)
    /// A byte may have left, and no answer tells. `lastByteLeft`: milliseconds since 1970; a broker may hold what it forwards a minute longer.
    case unknown(String, lastByteLeft: Int)
}

extension ChangeOutcome {
    /// What an error code in an answer says of one item.
    /// - Parameter sentAt: milliseconds since 1970.
    init(_ error: ErrorCode, _ message: String?, sentAt: Int) {
        if error.isSuccess {
            self = .done
        } else if error == .requestTimedOut || error == .unknownServerError || error.mayHaveHappened {
            // The broker gave up waiting for the controller, which may do it all the same.
            self = .unknown("\(error.name): \(message.flatMap { $0.isEmpty ? nil : $0 } ?? error.meaning)", lastByteLeft: sentAt)
        } else if error == .notController {
            self = .notSent("\(error.name): \(error.meaning)")
        } else {
            self = .refused(error, message)
        }
    }

    /// What a request without an answer says of its items.
    init(_ failure: RequestFailure, _ client: Client) {
        if failure.mayHaveBeenSent {
            self = .unknown(failure.description, lastByteLeft: client.wallMs(at: failure.lastByteLeft ?? client.loop.now))
            return
        }
        switch failure.reason {
        case .unsupported, .fieldNotSendable: self = .refused(.unsupportedVersion, failure.description)
        case .refused(let code, let message): self = .refused(code, message)
        default: self = .notSent(failure.description)
        }
    }
}

extension Client {
    /// An instant of the loop on the calendar, milliseconds since 1970.
    package func wallMs(at instant: Instant) -> Int {
        Int(loop.wallMilliseconds) - Int(instant.duration(to: loop.now) / .milliseconds(1))
    }
}

/// The time of a change: how long we wait, and what the request says, a little less, so that the broker's own time-out still reaches us.
struct ChangeTiming {
    let deadline: Instant
    let requestMs: Int32

    /// - Parameter timeout: nanoseconds that one request may take.
    init(_ client: Client, timeout: Int) {
        deadline = client.deadline(in: .nanoseconds(timeout))
        requestMs = Int32(clamping: max(1, timeout / 10 * 9 / 1_000_000))
    }
}
