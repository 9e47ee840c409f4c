import KafkaMessages
import KafkaWire
import Network

extension Connection {
    /// Why something ended.
    package enum Cause: Error, Equatable, Sendable {
        /// The loop lost the connection, or never had it.
        case lost(CloseReason)
        /// The answer did not come in time.
        case deadline
        /// The answer to a request before it did not come in time: the connection stood still.
        case stuckBehind(String)
        /// The broker does not speak the API in a version that will do.
        case unsupported(offered: ClosedRange<Int16>?)
        /// The version cannot carry the request.
        case notEncodable(EncodingFailure)
        /// The broker sent what is no answer.
        case wireFault(WireFault)
        /// The broker refused the handshake.
        case handshakeRefused(ErrorCode)
        /// TLS could not be set up, or failed.
        case tls(TLSFailure)
        /// The port speaks TLS.
        case speaksTLS
        /// The broker and we do not agree on who we are.
        case sasl(SASLFailure)
        /// The broker closed at the first request after the handshake, as a SASL listener does.
        case wantsSASL
        /// Who answers is not, or is not proved to be, the one that was asked. Of a broker it ends its own requests, of a cluster the connection.
        case identity(IdentityFailure)
        /// We were told to stop.
        case abandoned
    }
}
