import KafkaMessages
import KafkaWire
import Network
import Platform

/// The cluster's map as far as any answer told it: brokers, controller, leaders. Learned from each Metadata, DescribeCluster and
/// FindCoordinator that passes through the client.
package struct ClusterView: Sendable {
    /// Who decides in the cluster.
    package enum Mode: Sendable {
        /// A quorum of controllers; brokers forward to it.
        case kraft
        /// ZooKeeper; one of the brokers is the controller.
        case zookeeper
    }

    /// A broker as the cluster lists it.
    package struct Node: Hashable, Sendable {
        /// Its id.
        package var id: BrokerID
        /// Where it says it is reached.
        package var endpoint: Endpoint
        /// Its rack.
        package var rack: String?
    }

    /// The cluster's id.
    package internal(set) var clusterID: String?
    /// KRaft or ZooKeeper, told by what the last broker offers whose cluster was proved; `nil` before.
    package internal(set) var mode: Mode?
    /// Brokers the last Metadata or DescribeCluster listed, by id.
    package internal(set) var brokers: [BrokerID: Node] = [:]
    /// The broker that Metadata calls controller. **In KRaft that is any live broker** (`KRaftMetadataCache.getRandomAliveBroker`): do not show it.
    package internal(set) var controllerID: BrokerID?
    /// The leaders of the topics that were asked for, by topic and partition; -1: none.
    package internal(set) var leaders: [NameKey: [Int32: BrokerID]] = [:]
    /// When brokers were last listed.
    package internal(set) var learnedAt: Instant?

    /// The ids of the brokers listed last, sorted.
    package var brokerIDs: [BrokerID] { brokers.keys.sorted() }

    mutating func learn(_ nodes: [Node], clusterID: String?, controllerID: BrokerID, at instant: Instant) {
        // What was one cluster is never another.
        if let clusterID, !clusterID.isEmpty {
            guard self.clusterID ?? clusterID == clusterID else { return }
            self.clusterID = clusterID
        }
        guard !nodes.isEmpty else { return }
        self.controllerID = controllerID >= 0 ? controllerID : nil
        brokers = Dictionary(nodes.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        learnedAt = instant
    }

    mutating func learn(_ response: MetadataResponse, at instant: Instant) {
        let nodes = response.brokers.compactMap { Node(id: $0.nodeId, host: $0.host, port: $0.port, rack: $0.rack) }
        learn(nodes, clusterID: response.clusterId, controllerID: response.controllerId, at: instant)
        for topic in response.topics where topic.errorCode.isSuccess {
            guard let name = topic.name else { continue }
            leaders[name] = Dictionary(topic.partitions.map { ($0.partitionIndex, $0.leaderId) }, uniquingKeysWith: { first, _ in first })
        }
    }

    mutating func learn(_ response: DescribeClusterResponse, at instant: Instant) {
        guard response.errorCode.isSuccess, response.endpointType == 1 else { return }
        let listed = response.brokers.filter { !$0.isFenced }
        let nodes = listed.compactMap { Node(id: $0.brokerId, host: $0.host, port: $0.port, rack: $0.rack) }
        learn(nodes, clusterID: response.clusterId, controllerID: response.controllerId, at: instant)
    }
}

extension ClusterView.Node {
    /// A node of an answer's fields; `nil` when they name no place.
    package init?(id: BrokerID, host: String, port: Int32, rack: String? = nil) {
        guard id >= 0, !host.isEmpty, let port = UInt16(exactly: port), port > 0 else { return nil }
        self.init(id: id, endpoint: Endpoint(host: host, port: port), rack: rack)
    }
}
