import Platform

/// A peer on real sockets: listens for it, hands it what comes, performs what it wants.
package final class PeerServer {
    private let loop: any Loop
    private let peer: any Peer
    private var endpoints: [Listener: Endpoint] = [:]
    private var ports: [Endpoint: UInt16] = [:]
    private var connections: Set<ConnectionID> = []
    private var timers: Set<TimerID> = []

    /// A server of that peer in that loop, which others may share.
    package init(_ peer: any Peer, loop: any Loop) {
        self.peer = peer
        self.loop = loop
    }

    /// Listens on 127.0.0.1 (port 0: the system chooses) and gives the endpoint, by which the peer is told of connections.
    @discardableResult
    package func listen(port: UInt16) throws(Errno) -> Endpoint {
        let listener = try loop.listen(port: port)
        let endpoint = Endpoint(host: "127.0.0.1", port: listener.port)
        endpoints[listener] = endpoint
        ports[endpoint] = listener.port
        return endpoint
    }

    /// Performs what the peer wants outside of any event: what a fault or a command of the lab's own brings about.
    package func perform(_ actions: [PeerAction]) {
        for action in actions {
            switch action {
            case .send(let bytes, let connection): loop.send(bytes, on: connection)
            case .close(let connection):
                connections.remove(connection)
                loop.close(connection)
            case .wake(let instant): timers.insert(loop.wake(at: instant))
            case .shut(let endpoint):
                for (listener, known) in endpoints where known == endpoint {
                    endpoints[listener] = nil
                    loop.stopListening(listener)
                }
            case .open(let endpoint):
                guard let port = ports[endpoint], !endpoints.values.contains(endpoint) else { continue }
                // A port that somebody else took meanwhile stays shut: the broker stays dead.
                if let listener = try? loop.listen(port: port) { endpoints[listener] = endpoint }
            }
        }
    }

    /// Handles the events that are the peer's, and gives back the others.
    package func handle(_ events: [LoopEvent]) -> [LoopEvent] {
        events.filter { event in
            guard let actions = reaction(to: event) else { return true }
            perform(actions)
            return false
        }
    }

    private func reaction(to event: LoopEvent) -> [PeerAction]? {
        let now = loop.now
        switch event {
        case .accepted(let connection, let listener):
            guard let endpoint = endpoints[listener] else { return nil }
            connections.insert(connection)
            return peer.accepted(connection, at: endpoint, now: now)
        case .received(let connection, let bytes) where connections.contains(connection):
            return peer.received(bytes, on: connection, now: now)
        case .closed(let connection, _) where connections.remove(connection) != nil: return peer.closed(connection, now: now)
        case .sent(let connection, _, _) where connections.contains(connection): return []
        case .wake(let timer) where timers.remove(timer) != nil: return peer.woken(now: now)
        default: return nil
        }
    }

    /// Turns the loop once, until something happens or the deadline has come; gives back what was not the peer's.
    package func turn(until deadline: Instant?) -> [LoopEvent] { handle(loop.poll(until: deadline)) }
}
