import KafkaMessages
import KafkaWire
import Network

/// Who was asked, and when: all that an API's file needs besides the request.
struct Asked {
    let cluster: LabCluster
    /// The broker that was asked.
    let broker: LabBroker
    let version: Int16
    /// Where clients find the brokers.
    let endpoints: [Int32: Endpoint]
    /// Where the controllers of a KRaft cluster listen for themselves (KIP-919).
    var controllers: [Int32: Endpoint] = [:]
    /// True where it came by such a listener.
    var cameToController = false
    /// When the request arrived, in virtual milliseconds.
    let arrived: Int64
    /// Counts requests: what "a random broker" is made of.
    let turn: Int
    /// Items that are not done although the others are.
    var itemFault: ItemFault?

    var release: KafkaRelease { cluster.release }

    /// The host and port of a broker.
    func address(_ id: Int32) -> (host: String, port: Int32) {
        guard let endpoint = endpoints[id] else { return ("", -1) }
        return (endpoint.host, Int32(endpoint.port))
    }

    /// What Metadata and DescribeCluster call the controller: the true one with ZooKeeper, any live broker with KRaft
    /// (`KRaftMetadataCache.getRandomAliveBroker`).
    var advertisedController: Int32 {
        if !release.isKRaft { return cluster.controller ?? -1 }
        let live = cluster.listedBrokers
        return live.isEmpty ? -1 : live[turn % live.count].id
    }

    /// Replicas that clients of this listener cannot read now: their broker is not live, or lacks the listener, or their dir failed.
    func offlineReplicas(of partition: LabPartition) -> [Int32] {
        partition.replicas.filter {
            cluster.brokers[$0]?.isFenced != false || !cluster.isReachedByClients($0) || !cluster.dirIsOnline(partition, $0)
        }
    }

    /// The name of the topic with that id.
    func topicName(_ id: KafkaUUID) -> String? { cluster.topicName(id) }
}

/// What becomes of a request.
enum Reply<Response> {
    /// The answer.
    case now(Response)
    /// No answer is owed (Produce with acks 0).
    case silent
    /// Ask again later, at that virtual millisecond at the latest.
    case later(until: Int64)
}

/// A request that the lab answers. One file per API.
protocol LabRequest: ServedRequest {
    /// Asks the core.
    func answer(_ asked: Asked) -> Reply<Response>
    /// The answer that says no more than this code.
    func failed(_ code: ErrorCode, _ asked: Asked) -> Response
    /// Whether a broker of a KRaft cluster passes it on to the controller, and waits.
    var isForwarded: Bool { get }
}

extension LabRequest {
    var isForwarded: Bool { false }
}
