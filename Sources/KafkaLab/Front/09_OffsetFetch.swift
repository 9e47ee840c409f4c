import KafkaMessages
import KafkaWire

extension OffsetFetchRequest: LabRequest {
    private typealias Group = OffsetFetchResponse.OffsetFetchResponseGroup

    func answer(_ asked: Asked) -> Reply<OffsetFetchResponse> {
        if asked.version >= 8 { return .now(OffsetFetchResponse(groups: groups.map { fetch($0, asked) })) }
        guard asked.may(.describe, group: groupId) else { return .now(failed(.groupAuthorizationFailed, asked)) }
        let state = asked.cluster.coordinatorState(of: groupId, at: asked.broker.id)
        guard state == .none else { return .now(failed(state, asked)) }
        let wanted = topics.map { $0.map { (name: $0.name, partitions: $0.partitionIndexes) } } ?? committed(groupId, asked)
        return .now(
            OffsetFetchResponse(
                topics: wanted.map { topic in
                    .init(
                        name: topic.name,
                        partitions: topic.partitions.map { index in
                            let isAllowed = asked.may(.describe, topic: topic.name)
                            let isPending = isAllowed && isPending(groupId, topic.name, index, asked)
                            let offset = isAllowed && !isPending ? offset(groupId, topic.name, index, asked) : nil
                            return .init(
                                partitionIndex: index, committedOffset: offset?.offset ?? -1,
                                committedLeaderEpoch: asked.version >= 5 ? offset?.leaderEpoch ?? -1 : -1, metadata: offset?.metadata ?? "",
                                errorCode: isPending ? .unstableOffsetCommit : isAllowed ? .none : .topicAuthorizationFailed)
                        })
                }))
    }

    func failed(_ code: ErrorCode, _ asked: Asked) -> OffsetFetchResponse {
        if asked.version >= 8 { return OffsetFetchResponse(groups: groups.map { Group(groupId: $0.groupId, errorCode: code) }) }
        var response = OffsetFetchResponse()
        if asked.version >= 2 { response.errorCode = code }
        response.topics = (topics ?? []).map { topic in
            .init(
                name: topic.name,
                partitions: topic.partitionIndexes.map {
                    .init(partitionIndex: $0, committedOffset: -1, committedLeaderEpoch: -1, metadata: "", errorCode: code)
                })
        }
        return response
    }

    private func committed(_ group: String, _ asked: Asked) -> [(name: String, partitions: [Int32])] {
        let all = asked.cluster.groups[group]?.offsets.keys.sorted() ?? []
        let byTopic = Dictionary(grouping: all, by: { NameKey($0.topic) })
        // Commits on topics that may not be described are left out in silence.
        return byTopic.keys.sorted().filter { asked.may(.describe, topic: $0) }.map { ($0, byTopic[$0]?.map(\.partition) ?? []) }
    }

    private func offset(_ group: String, _ topic: String, _ partition: Int32, _ asked: Asked) -> CommittedOffset? {
        asked.cluster.groups[group]?.offsets[LabTopicPartition(topic, partition)]
    }

    /// Whether the offset is kept back because a transaction is open over it and only stable ones were asked for (KIP-447).
    private func isPending(_ group: String, _ topic: String, _ partition: Int32, _ asked: Asked) -> Bool {
        requireStable && asked.version >= 7 && asked.cluster.isUnstable(LabTopicPartition(topic, partition), of: group)
    }

    private func fetch(_ wanted: OffsetFetchRequestGroup, _ asked: Asked) -> Group {
        guard asked.may(.describe, group: wanted.groupId) else {
            return Group(groupId: wanted.groupId, errorCode: .groupAuthorizationFailed)
        }
        let state = asked.cluster.coordinatorState(of: wanted.groupId, at: asked.broker.id)
        guard state == .none else { return Group(groupId: wanted.groupId, errorCode: state) }
        let byID = asked.version >= 10
        var group = Group(groupId: wanted.groupId, errorCode: .none)
        if let topics = wanted.topics {
            group.topics = topics.map { topic in
                guard !byID || asked.topicName(topic.topicId) != nil else {
                    return .init(topicId: topic.topicId, partitions: topic.partitionIndexes.map { row($0, nil, .unknownTopicID) })
                }
                let name = byID ? asked.topicName(topic.topicId) ?? "" : topic.name
                return rows(wanted.groupId, name, topic.partitionIndexes, asked)
            }
        } else {
            group.topics = committed(wanted.groupId, asked).map { rows(wanted.groupId, $0.name, $0.partitions, asked) }
        }
        return group
    }

    private func rows(_ group: String, _ name: String, _ partitions: [Int32], _ asked: Asked)
        -> OffsetFetchResponse.OffsetFetchResponseTopics
    {
        .init(
            name: asked.version >= 10 ? "" : name, topicId: asked.version >= 10 ? asked.cluster.topics[name]?.id ?? .zero : .zero,
            partitions: partitions.map { index in
                guard asked.may(.describe, topic: name) else { return row(index, nil, .topicAuthorizationFailed) }
                if isPending(group, name, index, asked) { return row(index, nil, .unstableOffsetCommit) }
                return row(index, offset(group, name, index, asked), .none)
            })
    }

    private func row(_ index: Int32, _ offset: CommittedOffset?, _ code: ErrorCode) -> OffsetFetchResponse.OffsetFetchResponsePartitions {
        .init(
            partitionIndex: index, committedOffset: offset?.offset ?? -1, committedLeaderEpoch: offset?.leaderEpoch ?? -1,
            metadata: offset?.metadata ?? "", errorCode: code)
    }
}
