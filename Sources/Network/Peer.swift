import Platform

/// The other end of wires: a server as a pure machine. What happens goes in with its time, what to do comes out.
///
/// The same object serves simulated connections (`SimulatedLoop.add(_:at:)`) and real sockets (`PeerServer`), and may serve several
/// endpoints: the brokers of one cluster. Calls never overlap, and actions are performed in their order.
package protocol Peer: AnyObject {
    /// Somebody connected to one of its endpoints.
    func accepted(_ connection: ConnectionID, at endpoint: Endpoint, now: Instant) -> [PeerAction]

    /// Bytes came: any part of the stream, at least one byte.
    func received(_ bytes: [UInt8], on connection: ConnectionID, now: Instant) -> [PeerAction]

    /// The connection was closed, not by this peer.
    func closed(_ connection: ConnectionID, now: Instant) -> [PeerAction]

    /// An instant that it asked for has come (or a little later).
    func woken(now: Instant) -> [PeerAction]
}

/// What a peer wants done.
package enum PeerAction: Equatable, Sendable {
    /// Sends bytes.
    case send([UInt8], on: ConnectionID)
    /// Closes a connection, after what was sent before.
    case close(ConnectionID)
    /// Wants `woken` at that instant. Several may stand at once.
    case wake(at: Instant)
    /// Refuses new connections at one of its endpoints from now on: a dead broker.
    case shut(Endpoint)
    /// Takes connections there again.
    case open(Endpoint)
}
