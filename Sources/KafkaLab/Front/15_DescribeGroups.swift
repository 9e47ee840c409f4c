import KafkaMessages
import KafkaWire

extension DescribeGroupsRequest: LabRequest {
    func answer(_ asked: Asked) -> Reply<DescribeGroupsResponse> {
        .now(DescribeGroupsResponse(groups: groups.map { describe($0, asked) }))
    }

    func failed(_ code: ErrorCode, _ asked: Asked) -> DescribeGroupsResponse {
        DescribeGroupsResponse(groups: groups.map { .init(errorCode: code, groupId: $0) })
    }

    private func describe(_ id: String, _ asked: Asked) -> DescribeGroupsResponse.DescribedGroup {
        guard asked.may(.describe, group: id) else { return .init(errorCode: .groupAuthorizationFailed, groupId: id) }
        let state = asked.cluster.coordinatorState(of: id, at: asked.broker.id)
        guard state == .none else { return .init(errorCode: state, groupId: id) }
        let found = asked.cluster.groups[id]
        guard let group = found, !group.isConsumerProtocol else {
            // KIP-1043: from v6 on a group that is unknown, or no classic one, is an error, before it is a dead one.
            let message = "Group \(id) " + (found == nil ? "not found." : "is not a classic group.")
            return asked.version >= 6
                ? .init(errorCode: .groupIDNotFound, errorMessage: message, groupId: id, groupState: "Dead")
                : .init(errorCode: .none, groupId: id, groupState: "Dead")
        }
        var row = DescribeGroupsResponse.DescribedGroup(errorCode: .none, groupId: id, groupState: group.state.rawValue)
        row.protocolType = group.protocolType
        if includeAuthorizedOperations { row.authorizedOperations = asked.operations(group: id) }
        let isStable = group.state == .stable
        if isStable { row.protocolData = group.assignor }
        row.members = group.members.map { member in
            .init(
                memberId: member.id, groupInstanceId: asked.version >= 4 ? member.instanceID : nil, clientId: member.clientID,
                clientHost: member.host, memberMetadata: isStable ? subscription(of: group) : [],
                memberAssignment: isStable ? assignment(of: member) : [])
        }
        return row
    }

    private func subscription(of group: LabGroup) -> [UInt8] {
        blob(ConsumerProtocolSubscription(topics: group.topics), version: 1)
    }

    private func assignment(of member: LabMember) -> [UInt8] {
        let byTopic = Dictionary(grouping: member.assigned, by: { NameKey($0.topic) })
        let parts = byTopic.keys.sorted().map { topic in
            ConsumerProtocolAssignment.TopicPartition(topic: topic, partitions: byTopic[topic]?.map(\.partition) ?? [])
        }
        return blob(ConsumerProtocolAssignment(assignedPartitions: parts), version: 1)
    }

    /// A structure as consumers put it into opaque bytes: its version, then itself.
    private func blob(_ value: some KafkaData, version: Int16) -> [UInt8] {
        var writer = WireWriter()
        writer.int16(version)
        do { try value.encode(into: &writer, version: version) } catch { return [] }
        return writer.bytes
    }
}
