import Network
import Platform

/// Sends back what it gets; remembers what happened to it.
final class EchoPeer: Peer {
    var log: [String] = []
    var echoes = true

    func accepted(_ connection: ConnectionID, at endpoint: Endpoint, now: Instant) -> [PeerAction] {
        log.append("accepted")
        return []
    }

    func received(_ bytes: [UInt8], on connection: ConnectionID, now: Instant) -> [PeerAction] {
        log.append("received \(bytes.count)")
        if bytes == Array("bye".utf8) { return [.send(bytes, on: connection), .close(connection)] }
        return echoes ? [.send(bytes, on: connection)] : []
    }

    func closed(_ connection: ConnectionID, now: Instant) -> [PeerAction] {
        log.append("closed")
        return []
    }

    func woken(now: Instant) -> [PeerAction] {
        log.append("woken \(now)")
        return []
    }
}

extension Loop {
    /// Turns until an event is there that the test waits for, at most ten seconds; gives all events up to then.
    func events(_ server: PeerServer? = nil, until isWanted: (LoopEvent) -> Bool) -> [LoopEvent] {
        let deadline = now.advanced(by: .seconds(10))
        var all: [LoopEvent] = []
        while now < deadline {
            let events = poll(until: deadline)
            let foreign = server?.handle(events) ?? events
            all += foreign
            if foreign.contains(where: isWanted) { return all }
        }
        return all
    }
}

extension LoopEvent {
    var isConnected: Bool { if case .connected = self { true } else { false } }
    var closeReason: CloseReason? { if case .closed(_, let reason) = self { reason } else { nil } }
    var receivedBytes: [UInt8]? { if case .received(_, let bytes) = self { bytes } else { nil } }
}
