import Network
import Platform

/// A broker as the client holds it: at most one connection for each lane, and what they have seen.
final class Broker {
    /// One connection with its machine.
    final class Link {
        let wire: ConnectionID
        let lane: Lane
        let begunAt: Instant
        var connection: Connection
        /// Whether it has ever been open.
        var hasOpened = false
        /// The evaluation in which it was used last.
        var usedIn = -1
        /// The evaluation in which another broker was found at its end.
        var otherIn: Int?
        /// Whether the handshake is done.
        var isOpen: Bool { connection.phase == .open }

        init(wire: ConnectionID, lane: Lane, begunAt: Instant, connection: consuming Connection) {
            self.wire = wire
            self.lane = lane
            self.begunAt = begunAt
            self.connection = connection
        }
    }

    /// Why nothing more is asked on a lane in this evaluation.
    struct BadVerdict {
        var failure: RequestFailure
        var at: Instant
        var evaluation: Int
        /// Whether finding out cost time: then it is believed for a while in later evaluations, too.
        var costTime: Bool
    }

    /// In the order in which the client heard of them, never used again.
    let number: Int
    var id: BrokerID?
    var endpoint: Endpoint
    var links = PerLane<Link?>(nil)
    var health = BrokerHealth()
    /// What it said it speaks, on whichever connection whose cluster was proved, last.
    var versions: APIVersionTable?
    var bad = PerLane<BadVerdict?>(nil)
    /// How often it closed a connection at the first request, without an answer in between.
    var silentCloses = 0
    /// The evaluation in which `probe` asked it last.
    var probedIn = -1
    /// The evaluation in which it was last asked anything.
    var askedIn = -1
    /// It has let somebody wait: others are asked first.
    var isSuspect = false
    /// True where only its address was ever given, for requests to that very address: a controller's listener. It serves nothing else.
    let isPrivate: Bool

    init(number: Int, id: BrokerID?, endpoint: Endpoint, isPrivate: Bool = false) {
        self.number = number
        self.id = id
        self.endpoint = endpoint
        self.isPrivate = isPrivate
    }

    var label: BrokerLabel { BrokerLabel(id: id, address: endpoint.description) }
}
