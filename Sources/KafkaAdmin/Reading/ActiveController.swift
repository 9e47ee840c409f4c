import KafkaClient
import KafkaMessages
import KafkaWire
import Network

/// The active controller at a listener of its own (KIP-919): it takes settings of a dead broker, which nobody
/// else takes: brokers take their own alone (`ControllerApis`, `KafkaApis.processIncrementalAlterConfigsRequest`).
package enum ActiveController {
    /// Where it listens; nil with the reason in words. Nobody is believed to be of this cluster who does not tell its id.
    /// - Parameters:
    ///   - named: a controller that somebody named; nil: the quorum tells where its leader listens (DescribeQuorum 2, Kafka 3.9).
    ///   - clusterID: the cluster that it must belong to.
    ///   - timeout: nanoseconds that one request may take.
    package static func find(_ named: Endpoint?, of clusterID: String, by client: Client, timeout: Int) -> Result<Endpoint, Unread> {
        let addresses: [Endpoint]
        if let named {
            addresses = [named]
        } else {
            switch listeners(client, timeout) {
            case .success(let found): addresses = found
            case .failure(let why): return .failure(why)
            }
        }
        var why = Unread("the quorum tells no listener of its leader")
        for address in addresses {
            switch active(at: address, of: clusterID, client, timeout) {
            case .success(let endpoint): return .success(endpoint)
            case .failure(let failure): why = failure
            }
        }
        return .failure(why)
    }

    /// The listeners of the quorum's leader, as a broker tells them.
    private static func listeners(_ client: Client, _ timeout: Int) -> Result<[Endpoint], Unread> {
        let request = DescribeQuorumRequest(topics: [.init(topicName: "__cluster_metadata", partitions: [.init(partitionIndex: 0)])])
        let answer = client.ask(
            request, to: .controller, deadline: client.deadline(in: .nanoseconds(timeout)),
            versions: 2...DescribeQuorumRequest.versions.upperBound)
        switch answer {
        case .failure(let failure):
            var why = Unread(failure, .controller, release: "3.9")
            if why.isTooOld { why.text = "where the controllers listen is told from Kafka 3.9 on" }
            return .failure(why)
        case .success(let answered):
            let response = answered.value
            guard let partition = response.topics.first?.partitions.first, response.errorCode.isSuccess, partition.errorCode.isSuccess
            else {
                return .failure(Unread("no controller tells of the quorum"))
            }
            let leader = response.nodes.first { $0.nodeId == partition.leaderId }
            let endpoints = (leader?.listeners ?? []).compactMap { listener -> Endpoint? in
                listener.host.isEmpty || listener.port == 0 ? nil : Endpoint(host: listener.host, port: listener.port)
            }
            return endpoints.isEmpty ? .failure(Unread("the quorum tells no listener of its leader")) : .success(endpoints)
        }
    }

    /// The active one of the controllers that one of them knows.
    private static func active(at address: Endpoint, of clusterID: String, _ client: Client, _ timeout: Int) -> Result<Endpoint, Unread> {
        let answer = client.ask(
            DescribeClusterRequest(endpointType: 2), to: .node(address), deadline: client.deadline(in: .nanoseconds(timeout)),
            versions: 1...DescribeClusterRequest.versions.upperBound)
        switch answer {
        case .failure(let failure):
            var why = Unread(failure, .any, release: "3.7")
            if why.isTooOld { why.text = "\(address): whose controller it is is told from Kafka 3.7 on" }
            return .failure(why)
        case .success(let answered):
            let response = answered.value
            guard response.errorCode.isSuccess else {
                return .failure(Unread("\(address) is no controller's listener (\(response.errorCode.name))"))
            }
            guard response.clusterId == clusterID else {
                return .failure(Unread("\(address) is a controller of cluster \(response.clusterId), not of \(clusterID)"))
            }
            guard let node = response.brokers.first(where: { $0.brokerId == response.controllerId }),
                let place = ClusterView.Node(id: node.brokerId, host: node.host, port: node.port)
            else { return .failure(Unread("\(address) knows no active controller")) }
            return .success(place.endpoint)
        }
    }
}
