import Network
import Platform

/// TLS before a peer that speaks plain text: the server's side, over memory.
final class TLSFront: Peer {
    private final class Session {
        var tls: TLSSession
        init(_ tls: consuming TLSSession) { self.tls = tls }
    }

    private let inner: any Peer
    /// By the host that is connected to; absent: plain text.
    private let contexts: [String: TLSContext]
    private var sessions: [ConnectionID: Session] = [:]

    init(_ inner: any Peer, _ contexts: [String: TLSContext]) {
        self.inner = inner
        self.contexts = contexts
    }

    func accepted(_ connection: ConnectionID, at endpoint: Endpoint, now: Instant) -> [PeerAction] {
        if let context = contexts[endpoint.host], let tls = try? TLSSession(server: context) {
            sessions[connection] = Session(tls)
        }
        return encrypted(inner.accepted(connection, at: endpoint, now: now))
    }

    func received(_ bytes: [UInt8], on connection: ConnectionID, now: Instant) -> [PeerAction] {
        guard let session = sessions[connection] else { return encrypted(inner.received(bytes, on: connection, now: now)) }
        do throws(TLSFailure) {
            let plain = try session.tls.receive(bytes)
            let own = outgoing(session, connection)
            return own + (plain.isEmpty ? [] : encrypted(inner.received(plain, on: connection, now: now)))
        } catch {
            // A server of Java's answers plain text with an alert.
            let alert: [PeerAction] = error == .plainText ? [.send([0x15, 3, 3, 0, 2, 2, 0x28], on: connection)] : []
            return outgoing(session, connection) + alert + [.close(connection)]
        }
    }

    func closed(_ connection: ConnectionID, now: Instant) -> [PeerAction] {
        sessions[connection] = nil
        return encrypted(inner.closed(connection, now: now))
    }

    func woken(now: Instant) -> [PeerAction] { encrypted(inner.woken(now: now)) }

    private func outgoing(_ session: Session, _ connection: ConnectionID) -> [PeerAction] {
        let bytes = session.tls.takeOutgoing()
        return bytes.isEmpty ? [] : [.send(bytes, on: connection)]
    }

    private func encrypted(_ actions: [PeerAction]) -> [PeerAction] {
        actions.flatMap { action -> [PeerAction] in
            guard case .send(let bytes, let connection) = action, let session = sessions[connection] else { return [action] }
            try? session.tls.send(bytes)
            return outgoing(session, connection)
        }
    }
}
