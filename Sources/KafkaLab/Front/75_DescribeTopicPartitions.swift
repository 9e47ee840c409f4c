import KafkaMessages
import KafkaWire

extension DescribeTopicPartitionsRequest: LabRequest {
    private typealias Topic = DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponseTopic

    func answer(_ asked: Asked) -> Reply<DescribeTopicPartitionsResponse> {
        var names = topics.isEmpty ? asked.cluster.topicNames : topics.map(\.name).distinctSorted()
        var first: Int32 = 0
        if let cursor {
            guard cursor.partitionIndex >= 0, topics.isEmpty || names.contains(cursor.topicName) else {
                return .now(failed(.invalidRequest, asked))
            }
            names.removeAll { $0 < cursor.topicName }
            if names.first == cursor.topicName { first = cursor.partitionIndex }
        }
        var left = max(1, min(Int(responsePartitionLimit), 2_000))
        var response = DescribeTopicPartitionsResponse()
        for name in names {
            guard left > 0 else {
                response.nextCursor = .init(topicName: name, partitionIndex: 0)
                break
            }
            guard asked.may(.describe, topic: name) else {
                if !topics.isEmpty { response.topics.append(Topic(errorCode: .topicAuthorizationFailed, name: name)) }
                first = 0
                continue
            }
            guard let topic = asked.cluster.topics[name] else {
                response.topics.append(Topic(errorCode: .unknownTopicOrPartition, name: name))
                continue
            }
            let page = topic.partitions.dropFirst(Int(first)).prefix(left)
            response.topics.append(describe(topic, Array(page), asked))
            left -= page.count
            let next = Int(first) + page.count
            if next < topic.partitions.count {
                response.nextCursor = .init(topicName: name, partitionIndex: Int32(next))
                break
            }
            first = 0
        }
        return .now(response)
    }

    func failed(_ code: ErrorCode, _ asked: Asked) -> DescribeTopicPartitionsResponse {
        DescribeTopicPartitionsResponse(topics: topics.map { Topic(errorCode: code, name: $0.name) })
    }

    private func describe(_ topic: LabTopic, _ partitions: [LabPartition], _ asked: Asked) -> Topic {
        var row = Topic(errorCode: .none, name: topic.name, topicId: topic.id, isInternal: topic.isInternal)
        row.topicAuthorizedOperations = asked.operations(topic: topic.name)
        let hasELR = asked.release.keepsEligibleLeaders
        row.partitions = partitions.map { partition in
            .init(
                // Unlike Metadata, no error stands beside a missing leader.
                errorCode: .none, partitionIndex: partition.id, leaderId: asked.cluster.toldLeader(of: partition),
                leaderEpoch: partition.leaderEpoch, replicaNodes: partition.replicas, isrNodes: partition.isr,
                eligibleLeaderReplicas: hasELR ? partition.elr : [], lastKnownElr: hasELR ? partition.lastKnownELR : [],
                offlineReplicas: asked.offlineReplicas(of: partition))
        }
        return row
    }
}
