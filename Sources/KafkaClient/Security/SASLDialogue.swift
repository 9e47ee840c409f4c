import KafkaMessages
import KafkaWire
import Platform

/// How a mechanism's messages travel: SaslHandshake names it, SaslAuthenticate carries each of them (KIP-43, KIP-152, KIP-368). A pure machine
/// of one run, for a new connection and for one that proves itself again.
struct SASLDialogue {
    /// What comes next.
    enum Step {
        /// A frame to send.
        case send([UInt8])
        /// The broker believes us; for how long (`nil`: as long as the connection is there).
        case done(lifetime: Duration?)
    }

    private enum Awaited { case handshake, token }

    /// SaslHandshake in version 0 is followed by bare tokens, which are not spoken here.
    private static let handshakeVersion: Int16 = 1

    private var exchange: SASLExchange
    private let version: Int16
    private let clientID: String
    private var awaited = Awaited.handshake
    /// The correlation id whose answer is awaited.
    private(set) var correlationID: Int32 = 0

    /// A dialogue with a broker that speaks those versions.
    init(_ exchange: SASLExchange, versions: APIVersionTable, clientID: String) throws(Connection.Cause) {
        self.exchange = exchange
        self.clientID = clientID
        let handshake = Self.handshakeVersion...Self.handshakeVersion
        guard versions.negotiate(SaslHandshakeRequest.apiKey, handshake) != nil,
            let version = versions.negotiate(SaslAuthenticateRequest.apiKey, SaslAuthenticateRequest.versions)
        else { throw .sasl(.tooOld) }
        self.version = version
    }

    /// The API whose answer is awaited, by Kafka's name.
    var awaitedAPI: String { awaited == .handshake ? SaslHandshakeRequest.name : SaslAuthenticateRequest.name }

    /// The first frame.
    mutating func begin(correlationID: Int32) throws(Connection.Cause) -> [UInt8] {
        try frame(SaslHandshakeRequest(mechanism: exchange.mechanism), version: Self.handshakeVersion, correlationID)
    }

    /// What an answer calls for; `next` gives the id of a further request.
    mutating func answered(_ payload: [UInt8], next: () -> Int32) throws(Connection.Cause) -> Step {
        switch awaited {
        case .handshake: try handshakeAnswered(Self.read(SaslHandshakeRequest.self, Self.handshakeVersion, payload), next)
        case .token: try tokenAnswered(Self.read(SaslAuthenticateRequest.self, version, payload), next)
        }
    }

    private static func read<R: KafkaRequest>(
        _ request: R.Type, _ version: Int16, _ payload: [UInt8]
    ) throws(Connection.Cause) -> R.Response {
        do throws(WireFault) { return try Frame.response(to: request, version: version, payload: payload) } catch {
            throw .wireFault(error)
        }
    }

    private mutating func handshakeAnswered(
        _ response: SaslHandshakeResponse, _ next: () -> Int32
    ) throws(Connection.Cause) -> Step {
        switch response.errorCode {
        case .none: break
        case .unsupportedSaslMechanism: throw .sasl(.mechanismNotOffered(exchange.mechanism, offered: response.mechanisms))
        case .illegalSaslState: throw .sasl(.notSpoken)
        default: throw .sasl(.failed(response.errorCode, message: nil))
        }
        awaited = .token
        return .send(try frame(SaslAuthenticateRequest(authBytes: exchange.begin()), version: version, next()))
    }

    private mutating func tokenAnswered(
        _ response: SaslAuthenticateResponse, _ next: () -> Int32
    ) throws(Connection.Cause) -> Step {
        switch response.errorCode {
        case .none: break
        case .saslAuthenticationFailed:
            let words = response.errorMessage.flatMap { $0.isEmpty ? nil : $0 } ?? response.errorCode.meaning
            throw .sasl(.refused(mechanism: exchange.mechanism, user: exchange.user, message: words))
        default: throw .sasl(.failed(response.errorCode, message: response.errorMessage))
        }
        let step: SASLExchange.Step
        do throws(SASLFailure) { step = try exchange.answer(to: response.authBytes) } catch { throw .sasl(error) }
        switch step {
        case .send(let message): return .send(try frame(SaslAuthenticateRequest(authBytes: message), version: version, next()))
        case .done:
            let lifetime = response.sessionLifetimeMs
            return .done(lifetime: lifetime > 0 ? .milliseconds(lifetime) : nil)
        }
    }

    private mutating func frame<R: KafkaRequest>(
        _ request: R, version: Int16, _ correlationID: Int32
    ) throws(Connection.Cause) -> [UInt8] {
        self.correlationID = correlationID
        do throws(EncodingFailure) {
            return try Frame.request(request, version: version, correlationID: correlationID, clientID: clientID)
        } catch {
            throw .notEncodable(error)
        }
    }
}
