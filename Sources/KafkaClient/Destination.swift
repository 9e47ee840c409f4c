import KafkaMessages
import Network

/// The id of a broker, as Kafka's `node.id`.
package typealias BrokerID = Int32

/// Who must answer a request.
package enum Destination: Hashable, Sendable, CustomStringConvertible {
    /// Any broker that answers. A read goes on to the next broker when one does not answer.
    case any
    /// That very broker.
    case broker(BrokerID)
    /// The active controller: in KRaft any broker forwards to it, with ZooKeeper it is the broker that Metadata names.
    case controller
    /// Whoever listens at that very address: a controller's own listener (KIP-919), which no answer of a broker makes a broker of.
    case node(Endpoint)

    /// "any broker", "broker 2", "the controller", "host:9093".
    package var description: String {
        switch self {
        case .any: "any broker"
        case .broker(let id): "broker \(id)"
        case .controller: "the controller"
        case .node(let endpoint): endpoint.description
        }
    }
}

/// One of the two connections to a broker: what is forwarded to the controller may be held there for 60 s, and with it all that
/// is queued behind.
package enum Lane: Hashable, Sendable, CaseIterable, CustomStringConvertible {
    /// For what the broker answers itself.
    case direct
    /// For what it forwards to the controller.
    case forwarded

    /// The lane of an API.
    package static func of(apiKey: Int16) -> Lane { APITraits.isForwarded(apiKey: apiKey) ? .forwarded : .direct }

    /// "direct", "forwarded".
    package var description: String { self == .direct ? "direct" : "forwarded" }
}

/// What is known of APIs by their key.
package enum APITraits {
    /// Whether a broker in KRaft mode forwards that API to the controller.
    static func isForwarded(apiKey: Int16) -> Bool {
        switch apiKey {
        case 19, 20, 30, 31, 33, 37, 38, 39, 40, 43, 44, 45, 46, 49, 51, 55, 57, 64, 80, 81: true
        default: false
        }
    }

    /// Whether a request of that API may change something that anybody could miss: such a one is sent once.
    package static func isMutation(apiKey: Int16) -> Bool {
        switch apiKey {
        case 1, 2, 3, 9, 10, 15, 16, 17, 18, 23, 29, 32, 35, 41, 46, 48, 50, 55, 60, 61, 65, 66, 69, 74, 75, 77, 89, 90: false
        default: true
        }
    }
}

extension APITraits {
    /// What becomes of a request where whoever answers is not proved to be the broker that it is for. Leaders, coordinators and brokers named
    /// in a request refuse what is not theirs: NOT_LEADER_OR_FOLLOWER, NOT_COORDINATOR, INVALID_REQUEST ("Unexpected broker id").
    static func otherwise<R: KafkaRequest>(_ request: R) -> Proof.Otherwise {
        // A replica that is asked as such tells its own log's end, whoever it is.
        if let offsets = request as? ListOffsetsRequest { return offsets.replicaId == -1 ? .believe : .refuse }
        switch R.apiKey {
        // Of groups and transactions.
        case 8, 9, 13, 15, 42, 47, 65, 69, 77, 89, 90, 91, 92: return .believe
        // Of partitions; settings of brokers.
        case 21, 32, 44, 61: return .believe
        // A group that is listed is there; that one may not ask is so everywhere.
        case 16, 35: return .doubt
        default: return .refuse
        }
    }
}

/// A broker as a message names it: by its id, its address, or both.
package struct BrokerLabel: Hashable, Sendable, CustomStringConvertible {
    /// Its id, once known.
    package var id: BrokerID?
    /// Where it was, or would be, reached.
    package var address: String?

    /// A label of what is known.
    package init(id: BrokerID?, address: String?) {
        self.id = id
        self.address = address
    }

    /// "broker 2 (host:9092)", "host:9092".
    package var description: String {
        switch (id, address) {
        case (let id?, let address?): "broker \(id) (\(address))"
        case (let id?, nil): "broker \(id)"
        case (nil, let address?): address
        case (nil, nil): "no broker"
        }
    }
}
