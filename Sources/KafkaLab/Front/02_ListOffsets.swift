import KafkaMessages
import KafkaWire

extension ListOffsetsRequest: LabRequest {
    private typealias Row = ListOffsetsResponse.ListOffsetsPartitionResponse

    func answer(_ asked: Asked) -> Reply<ListOffsetsResponse> {
        .now(
            ListOffsetsResponse(
                topics: topics.map { topic in
                    .init(name: topic.name, partitions: topic.partitions.map { find(topic.name, $0, asked) })
                }))
    }

    func failed(_ code: ErrorCode, _ asked: Asked) -> ListOffsetsResponse {
        ListOffsetsResponse(
            topics: topics.map { topic in
                .init(
                    name: topic.name,
                    partitions: topic.partitions.map { Row(partitionIndex: $0.partitionIndex, errorCode: code, timestamp: -1, offset: -1) })
            })
    }

    private func find(_ topic: String, _ wanted: ListOffsetsPartition, _ asked: Asked) -> Row {
        func refusal(_ code: ErrorCode) -> Row { Row(partitionIndex: wanted.partitionIndex, errorCode: code, timestamp: -1, offset: -1) }
        guard asked.may(.describe, topic: topic) else { return refusal(.topicAuthorizationFailed) }
        guard let partition = asked.cluster.partition(topic, wanted.partitionIndex) else { return refusal(.unknownTopicOrPartition) }
        let own = asked.broker.id
        guard let index = partition.logIndex(of: own) else {
            return refusal(.notLeaderOrFollower)
        }
        // The debugging read: any replica, and "latest" is its own log end.
        let isDebugging = replicaId == -2
        if !isDebugging {
            guard partition.leader == own else { return refusal(.notLeaderOrFollower) }
            if wanted.currentLeaderEpoch >= 0 {
                if wanted.currentLeaderEpoch < partition.leaderEpoch { return refusal(.fencedLeaderEpoch) }
                if wanted.currentLeaderEpoch > partition.leaderEpoch { return refusal(.unknownLeaderEpoch) }
            }
        }
        guard asked.cluster.dirIsOnline(partition, own) else { return refusal(.kafkaStorageError) }
        let end = isDebugging ? partition.logs[index].end : partition.highWatermark
        var row = Row(partitionIndex: wanted.partitionIndex, errorCode: .none, timestamp: -1, offset: -1)
        switch wanted.timestamp {
        case -1: row.offset = end
        case -2, -4: row.offset = partition.logStart
        case -3:
            row.offset = end > partition.logStart ? end - 1 : -1
            if row.offset >= 0 { row.timestamp = asked.cluster.timestamp(of: row.offset, in: partition) }
        case -6 ... -5: row.offset = -1
        case 0...:
            if let offset = asked.cluster.offset(at: wanted.timestamp, in: partition), offset < end {
                row.offset = offset
                row.timestamp = max(wanted.timestamp, asked.cluster.timestamp(of: offset, in: partition))
            }
        default: return refusal(.unsupportedVersion)
        }
        if asked.version >= 4, row.offset >= 0 { row.leaderEpoch = partition.leaderEpoch }
        return row
    }
}
