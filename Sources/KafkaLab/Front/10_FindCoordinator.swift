import KafkaMessages
import KafkaWire

extension FindCoordinatorRequest: LabRequest {
    func answer(_ asked: Asked) -> Reply<FindCoordinatorResponse> {
        if asked.version >= 4 {
            return .now(FindCoordinatorResponse(coordinators: coordinatorKeys.map { find($0, asked) }))
        }
        let found = find(key, asked)
        return .now(
            FindCoordinatorResponse(
                errorCode: found.errorCode, errorMessage: asked.version >= 1 ? found.errorMessage : nil, nodeId: found.nodeId,
                host: found.host, port: found.port))
    }

    func failed(_ code: ErrorCode, _ asked: Asked) -> FindCoordinatorResponse {
        if asked.version >= 4 { return FindCoordinatorResponse(coordinators: coordinatorKeys.map { refusal($0, code) }) }
        return FindCoordinatorResponse(errorCode: code, nodeId: -1, host: "", port: -1)
    }

    private func refusal(_ key: String, _ code: ErrorCode) -> FindCoordinatorResponse.Coordinator {
        .init(key: key, nodeId: -1, host: "", port: -1, errorCode: code, errorMessage: code.meaning)
    }

    private func find(_ key: String, _ asked: Asked) -> FindCoordinatorResponse.Coordinator {
        if asked.version == 0 || keyType == 0, !asked.may(.describe, group: key) { return refusal(key, .groupAuthorizationFailed) }
        // There are no transactions and no share groups here: nobody coordinates them.
        guard asked.version == 0 || keyType == 0 else {
            return refusal(key, keyType == 1 ? .coordinatorNotAvailable : .invalidRequest)
        }
        guard let partition = asked.cluster.coordinatorPartition(of: key), asked.cluster.toldLeader(of: partition) >= 0 else {
            return refusal(key, .coordinatorNotAvailable)
        }
        let address = asked.address(partition.leader)
        return .init(key: key, nodeId: partition.leader, host: address.host, port: address.port, errorCode: .none)
    }
}
