import KafkaMessages
import KafkaWire

extension OffsetCommitRequest: LabRequest {
    func answer(_ asked: Asked) -> Reply<OffsetCommitResponse> {
        guard asked.may(.read, group: groupId) else { return .now(failed(.groupAuthorizationFailed, asked)) }
        let state = asked.cluster.coordinatorState(of: groupId, at: asked.broker.id)
        var code = state
        if code == .none { code = asked.cluster.mayCommit(group: groupId, generation: generationIdOrMemberEpoch, member: memberId) }
        if code == .none, let partition = asked.cluster.coordinatorPartition(of: groupId),
            asked.cluster.accepts(partition, acksAll: true) != .none
        {
            // A group coordinator that cannot write says so with this code.
            code = .coordinatorNotAvailable
        }
        guard code == .none else {
            for topic in topics {
                for row in topic.partitions {
                    asked.record(Self.apiKey, target(topic, row, asked), "to \(row.committedOffset)", code, changed: false)
                }
            }
            return .now(failed(code, asked))
        }
        var response = OffsetCommitResponse()
        response.topics = topics.map { topic in
            .init(name: topic.name, topicId: topic.topicId, partitions: topic.partitions.map { commit(topic, $0, asked) })
        }
        return .now(response)
    }

    func failed(_ code: ErrorCode, _ asked: Asked) -> OffsetCommitResponse {
        OffsetCommitResponse(
            topics: topics.map { topic in
                .init(
                    name: topic.name, topicId: topic.topicId,
                    partitions: topic.partitions.map { .init(partitionIndex: $0.partitionIndex, errorCode: code) })
            })
    }

    private func name(_ topic: OffsetCommitRequestTopic, _ asked: Asked) -> String? {
        asked.version >= 10 ? asked.topicName(topic.topicId) : topic.name
    }

    private func target(_ topic: OffsetCommitRequestTopic, _ row: OffsetCommitRequestPartition, _ asked: Asked) -> String {
        "group \(groupId) \(name(topic, asked) ?? topic.topicId.description)-\(row.partitionIndex)"
    }

    private func commit(
        _ topic: OffsetCommitRequestTopic, _ row: OffsetCommitRequestPartition, _ asked: Asked
    ) -> OffsetCommitResponse.OffsetCommitResponsePartition {
        if let code = asked.itemFault?.next() { return .init(partitionIndex: row.partitionIndex, errorCode: code) }
        guard let name = name(topic, asked) else { return .init(partitionIndex: row.partitionIndex, errorCode: .unknownTopicID) }
        guard asked.may(.read, topic: name) else {
            return .init(partitionIndex: row.partitionIndex, errorCode: .topicAuthorizationFailed)
        }
        let offset = CommittedOffset(
            offset: row.committedOffset, leaderEpoch: row.committedLeaderEpoch, metadata: row.committedMetadata ?? "")
        let (code, changed) = asked.cluster.commit(group: groupId, LabTopicPartition(name, row.partitionIndex), offset)
        asked.record(Self.apiKey, target(topic, row, asked), "to \(row.committedOffset)", code, changed: changed)
        return .init(partitionIndex: row.partitionIndex, errorCode: code)
    }
}
