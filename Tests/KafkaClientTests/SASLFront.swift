import KafkaMessages
import KafkaWire
import Network
import Platform

/// SASL before a peer that knows none of it: the broker's side. Nothing but ApiVersions passes before somebody has proved who they are.
final class SASLFront: Peer {
    /// What happens to a connection's authentication.
    enum Misbehaviour {
        case none
        /// A server's signature that proves nothing.
        case badSignature
        /// So many rounds of the password.
        case iterations(Int)
        /// A listener without SASL (`KafkaApis.handleSaslHandshakeRequest`).
        case noSASL
        /// Takes tokens of SASL and says nothing.
        case mute
        /// Sends no message of the mechanism.
        case garbage
    }

    var users = ["alice": "alice-secret"]
    var offered = ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"]
    var misbehaviour = Misbehaviour.none
    /// Of a session; 0: without end.
    var lifetime = Duration.zero
    /// Runs of SASL that were begun, and those that were believed.
    private(set) var attempts = 0
    private(set) var believed = 0
    /// Connections closed for the sake of a session that was over.
    private(set) var expired = 0
    private let inner: any Peer
    private var connections: [ConnectionID: State] = [:]

    private struct State {
        var frames = FrameAssembler()
        var mechanism = ""
        var isBelieved = false
        var until = Instant.distantFuture
        var scram: (hash: Digest.SHA2, firstBare: String, serverFirst: String, password: String)?
        var refusesNext = false
    }

    init(_ inner: any Peer) { self.inner = inner }

    func accepted(_ connection: ConnectionID, at endpoint: Endpoint, now: Instant) -> [PeerAction] {
        connections[connection] = State()
        return inner.accepted(connection, at: endpoint, now: now)
    }

    func closed(_ connection: ConnectionID, now: Instant) -> [PeerAction] {
        connections[connection] = nil
        return inner.closed(connection, now: now)
    }

    func woken(now: Instant) -> [PeerAction] { inner.woken(now: now) }

    func received(_ bytes: [UInt8], on connection: ConnectionID, now: Instant) -> [PeerAction] {
        guard var state = connections[connection] else { return [] }
        state.frames.append(bytes)
        var actions: [PeerAction] = []
        while let payload = try? state.frames.next(), let request = try? Frame.receivedRequest(payload) {
            switch request.header.requestApiKey {
            case 17: actions += (try? handshake(request, &state, connection)) ?? [.close(connection)]
            case 36: actions += (try? authenticate(request, &state, connection, now)) ?? [.close(connection)]
            case let key where key == 18 || state.isBelieved:
                if key != 18, now >= state.until {
                    expired += 1
                    actions.append(.close(connection))
                    break
                }
                let length = UInt32(payload.count)
                let frame = [UInt8(length >> 24), UInt8(length >> 16 & 255), UInt8(length >> 8 & 255), UInt8(length & 255)] + payload
                actions += inner.received(frame, on: connection, now: now)
            default: actions.append(.close(connection))
            }
        }
        if connections[connection] != nil { connections[connection] = state }
        return actions
    }

    private func handshake(_ received: Frame.ReceivedRequest, _ state: inout State, _ connection: ConnectionID) throws -> [PeerAction] {
        let request = try Frame.body(SaslHandshakeRequest.self, of: received)
        attempts += 1
        state.mechanism = request.mechanism
        state.scram = nil
        var response = SaslHandshakeResponse(mechanisms: offered)
        if !offered.contains(request.mechanism) { response.errorCode = .unsupportedSaslMechanism }
        if case .noSASL = misbehaviour { response = SaslHandshakeResponse(errorCode: .illegalSaslState) }
        return [.send(try reply(response, SaslHandshakeRequest.self, received), on: connection)]
    }

    private func authenticate(
        _ received: Frame.ReceivedRequest, _ state: inout State, _ connection: ConnectionID, _ now: Instant
    ) throws -> [PeerAction] {
        if case .mute = misbehaviour { return [] }
        let message = try Frame.body(SaslAuthenticateRequest.self, of: received).authBytes
        var response = SaslAuthenticateResponse(errorMessage: nil)
        if let answer = answer(message, &state) {
            response.authBytes = answer.bytes
            if answer.isDone {
                believed += 1
                state.isBelieved = true
                if lifetime > .zero {
                    response.sessionLifetimeMs = lifetime.wholeMilliseconds
                    state.until = now.advanced(by: lifetime)
                }
            }
            return [.send(try reply(response, SaslAuthenticateRequest.self, received), on: connection)]
        }
        response = SaslAuthenticateResponse(errorCode: .saslAuthenticationFailed, errorMessage: "no such user or password")
        return [.send(try reply(response, SaslAuthenticateRequest.self, received), on: connection), .close(connection)]
    }

    private func reply<R: ServedRequest>(_ response: R.Response, _ type: R.Type, _ received: Frame.ReceivedRequest) throws -> [UInt8] {
        try Frame.response(
            response, to: type, version: received.header.requestApiVersion, correlationID: received.header.correlationId)
    }

    // MARK: Mechanisms

    /// The answer to a message; nil: refused.
    private func answer(_ message: [UInt8], _ state: inout State) -> (bytes: [UInt8], isDone: Bool)? {
        if case .garbage = misbehaviour { return ([0xFF, 0xFE], false) }
        switch state.mechanism {
        case "PLAIN":
            let parts = message.split(separator: 0, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
            return parts.count == 3 && users[parts[1]] == parts[2] ? ([], true) : nil
        case "OAUTHBEARER":
            if state.refusesNext { return nil }
            if String(decoding: message, as: UTF8.self) == "n,,\u{1}auth=Bearer good.token\u{1}tenant=a b\u{1}\u{1}" { return ([], true) }
            state.refusesNext = true
            return (Array("{\"status\":\"invalid_token\"}".utf8), false)
        default: return scram(String(decoding: message, as: UTF8.self), &state)
        }
    }

    private func scram(_ message: String, _ state: inout State) -> (bytes: [UInt8], isDone: Bool)? {
        guard let exchange = state.scram else {
            let bare = String(message.dropFirst(3))
            let fields = bare.split(separator: ",").map { $0.dropFirst(2) }
            guard fields.count == 2, let password = users[String(fields[0])] else { return nil }
            var rounds = 4096
            if case .iterations(let other) = misbehaviour { rounds = other }
            let first = "r=\(fields[1])+more,s=c2FsdA==,i=\(rounds)"
            state.scram = (state.mechanism.hasSuffix("512") ? .bits512 : .bits256, bare, first, password)
            return (Array(first.utf8), false)
        }
        state.scram = nil
        guard let at = message.range(of: ",p="),
            let salted = Digest.pbkdf2(exchange.hash, password: Array(exchange.password.utf8), salt: Array("salt".utf8), iterations: 4096)
        else { return nil }
        let all = Array("\(exchange.firstBare),\(exchange.serverFirst),\(message[..<at.lowerBound])".utf8)
        guard let key = Digest.hmac(exchange.hash, key: salted, Array("Client Key".utf8)), let stored = Digest.sha2(exchange.hash, key),
            let signature = Digest.hmac(exchange.hash, key: stored, all),
            let serverKey = Digest.hmac(exchange.hash, key: salted, Array("Server Key".utf8)),
            var own = Digest.hmac(exchange.hash, key: serverKey, all),
            Base64.decode(message[at.upperBound...].utf8) == zip(key, signature).map({ $0 ^ $1 })
        else { return nil }
        if case .badSignature = misbehaviour { own[0] ^= 1 }
        return (Array("v=\(Base64.encode(own))".utf8), true)
    }
}

extension String {
    fileprivate func range(of other: String) -> Range<String.Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(other) { return start..<index(start, offsetBy: other.count) }
            start = index(after: start)
        }
        return nil
    }
}
