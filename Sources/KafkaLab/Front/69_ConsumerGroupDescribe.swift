import KafkaMessages
import KafkaWire

extension ConsumerGroupDescribeRequest: LabRequest {
    /// Every group of the lab is a classic one, and those are not found here.
    func answer(_ asked: Asked) -> Reply<ConsumerGroupDescribeResponse> {
        .now(
            ConsumerGroupDescribeResponse(
                groups: groupIds.map { id in
                    guard asked.may(.describe, group: id) else { return row(id, .groupAuthorizationFailed) }
                    let state = asked.cluster.coordinatorState(of: id, at: asked.broker.id)
                    return row(id, state == .none ? .groupIDNotFound : state, exists: asked.cluster.groups[id] != nil)
                }))
    }

    func failed(_ code: ErrorCode, _ asked: Asked) -> ConsumerGroupDescribeResponse {
        ConsumerGroupDescribeResponse(groups: groupIds.map { row($0, code) })
    }

    private func row(_ id: String, _ code: ErrorCode, exists: Bool = false) -> ConsumerGroupDescribeResponse.DescribedGroup {
        let message = exists ? "Group \(id) is not a consumer group." : "Group \(id) not found."
        return .init(errorCode: code, errorMessage: code == .groupIDNotFound ? message : nil, groupId: id)
    }
}
