import KafkaMessages
import KafkaWire

extension ConsumerGroupDescribeRequest: LabRequest {
    /// Classic groups are not found here.
    func answer(_ asked: Asked) -> Reply<ConsumerGroupDescribeResponse> {
        .now(
            ConsumerGroupDescribeResponse(
                groups: groupIds.map { id in
                    guard asked.may(.describe, group: id) else { return row(id, .groupAuthorizationFailed) }
                    let state = asked.cluster.coordinatorState(of: id, at: asked.broker.id)
                    if state == .none, let group = asked.cluster.groups[id], group.isConsumerProtocol { return describe(group, asked) }
                    return row(id, state == .none ? .groupIDNotFound : state, exists: asked.cluster.groups[id] != nil)
                }))
    }

    func failed(_ code: ErrorCode, _ asked: Asked) -> ConsumerGroupDescribeResponse {
        ConsumerGroupDescribeResponse(groups: groupIds.map { row($0, code) })
    }

    private func describe(_ group: LabGroup, _ asked: Asked) -> ConsumerGroupDescribeResponse.DescribedGroup {
        let members = group.members.map { member in
            let byTopic = member.assigned.grouped(byName: \.topic)
            let assignment = ConsumerGroupDescribeResponse.Assignment(
                topicPartitions: byTopic.map { topic, partitions in
                    .init(
                        topicId: asked.cluster.topics[topic]?.id ?? .zero, topicName: topic,
                        partitions: partitions.map(\.partition))
                })
            return ConsumerGroupDescribeResponse.Member(
                memberId: member.id, instanceId: member.instanceID, memberEpoch: member.leftUntil != nil ? -2 : group.generation,
                clientId: member.clientID, clientHost: member.host, subscribedTopicNames: group.topics.sorted(), assignment: assignment,
                targetAssignment: assignment, memberType: asked.version >= 1 ? 1 : -1)
        }
        return .init(
            errorCode: .none, groupId: group.id, groupState: group.stateName, groupEpoch: group.generation,
            assignmentEpoch: group.generation,
            assignorName: "uniform", members: members,
            authorizedOperations: includeAuthorizedOperations ? asked.operations(group: group.id) : .min)
    }

    private func row(_ id: String, _ code: ErrorCode, exists: Bool = false) -> ConsumerGroupDescribeResponse.DescribedGroup {
        let message = exists ? "Group \(id) is not a consumer group." : "Group \(id) not found."
        return .init(errorCode: code, errorMessage: code == .groupIDNotFound ? message : nil, groupId: id)
    }
}
