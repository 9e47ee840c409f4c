import KafkaMessages
import KafkaWire
import Network

extension DescribeQuorumRequest: LabRequest {
    private typealias Partition = DescribeQuorumResponse.PartitionData

    var isForwarded: Bool { true }

    func answer(_ asked: Asked) -> Reply<DescribeQuorumResponse> {
        guard asked.mayOnCluster(.describe) else { return .now(failed(.clusterAuthorizationFailed, asked)) }
        guard topics.count == 1, topics[0].topicName == "__cluster_metadata", topics[0].partitions.map(\.partitionIndex) == [0] else {
            var response = failed(.unknownTopicOrPartition, asked)
            response.errorCode = .none
            return .now(response)
        }
        let cluster = asked.cluster
        var row = Partition(errorCode: .none, leaderId: cluster.controller ?? -1, leaderEpoch: cluster.controllerEpoch)
        row.highWatermark = end(cluster, cluster.now)
        row.currentVoters = cluster.voters.map { state($0, asked) }
        row.observers = cluster.brokerIDs.filter { !cluster.voters.contains($0) }.map { state($0, asked) }
        var response = DescribeQuorumResponse(topics: [.init(topicName: "__cluster_metadata", partitions: [row])])
        if asked.version >= 2 {
            response.nodes = cluster.voters.map { voter in
                let listener = asked.controllers[voter]
                return .init(nodeId: voter, listeners: listener.map { [.init(name: "CONTROLLER", host: $0.host, port: $0.port)] } ?? [])
            }
        }
        return .now(response)
    }

    func failed(_ code: ErrorCode, _ asked: Asked) -> DescribeQuorumResponse {
        DescribeQuorumResponse(
            errorCode: code, errorMessage: asked.version >= 2 ? code.meaning : nil,
            topics: topics.map { topic in
                .init(
                    topicName: topic.topicName,
                    partitions: topic.partitions.map { Partition(partitionIndex: $0.partitionIndex, errorCode: code) })
            })
    }

    /// Two records a second are written by the quorum itself.
    private func end(_ cluster: LabCluster, _ time: Int64) -> Int64 { cluster.metadataOffset + time / 500 }

    private func state(_ id: Int32, _ asked: Asked) -> DescribeQuorumResponse.ReplicaState {
        let cluster = asked.cluster
        let broker = cluster.brokers[id]
        let seen = broker?.isServing == true ? cluster.now : broker?.lastContact ?? 0
        var state = DescribeQuorumResponse.ReplicaState(replicaId: id, logEndOffset: end(cluster, seen))
        guard asked.version >= 1 else { return state }
        if asked.version >= 2 { state.replicaDirectoryId = broker?.dirs.first?.id ?? .zero }
        state.lastFetchTimestamp = cluster.epoch + seen
        state.lastCaughtUpTimestamp = cluster.epoch + seen
        return state
    }
}
