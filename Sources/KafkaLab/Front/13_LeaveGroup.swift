import KafkaMessages
import KafkaWire

extension LeaveGroupRequest: LabRequest {
    func answer(_ asked: Asked) -> Reply<LeaveGroupResponse> {
        guard asked.may(.read, group: groupId) else { return .now(failed(.groupAuthorizationFailed, asked)) }
        let state = asked.cluster.coordinatorState(of: groupId, at: asked.broker.id)
        guard state == .none else { return .now(failed(state, asked)) }
        guard let group = asked.cluster.groups[groupId] else {
            guard asked.release >= KafkaRelease(4, 0), asked.version >= 3 else { return .now(failed(.unknownMemberID, asked)) }
            // The coordinator of 4.0 says it of each member.
            return .now(
                LeaveGroupResponse(
                    members: members.map { .init(memberId: $0.memberId, groupInstanceId: $0.groupInstanceId, errorCode: .unknownMemberID) })
            )
        }
        if asked.version < 3 { return .now(LeaveGroupResponse(errorCode: remove(memberId, nil, group, asked))) }
        let rows = members.map { member in
            LeaveGroupResponse.MemberResponse(
                memberId: member.memberId, groupInstanceId: member.groupInstanceId,
                errorCode: remove(member.memberId, member.groupInstanceId, group, asked))
        }
        return .now(LeaveGroupResponse(errorCode: .none, members: rows))
    }

    func failed(_ code: ErrorCode, _ asked: Asked) -> LeaveGroupResponse { LeaveGroupResponse(errorCode: code) }

    private func remove(_ id: String, _ instanceID: String?, _ group: LabGroup, _ asked: Asked) -> ErrorCode {
        if let code = asked.itemFault?.next() { return code }
        let code = asked.cluster.removeMember(of: group, id: id, instanceID: instanceID)
        asked.record(Self.apiKey, "group \(groupId)", "remove \(instanceID ?? id)", code, changed: code.isSuccess)
        return code
    }
}
