import Network
import Platform

/// Something that listens where a broker should, and is none.
final class StrangePeer: Peer {
    /// What it says to whatever it is told; nothing: it takes the bytes and is silent.
    private let answer: [UInt8]

    init(saying answer: [UInt8]) { self.answer = answer }

    func accepted(_ connection: ConnectionID, at endpoint: Endpoint, now: Instant) -> [PeerAction] { [] }

    func received(_ bytes: [UInt8], on connection: ConnectionID, now: Instant) -> [PeerAction] {
        answer.isEmpty ? [] : [.send(answer, on: connection)]
    }

    func closed(_ connection: ConnectionID, now: Instant) -> [PeerAction] { [] }
    func woken(now: Instant) -> [PeerAction] { [] }
}
