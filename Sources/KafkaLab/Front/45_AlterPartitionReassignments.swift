import KafkaMessages
import KafkaWire

extension AlterPartitionReassignmentsRequest: LabRequest {
    var isForwarded: Bool { true }

    func answer(_ asked: Asked) -> Reply<AlterPartitionReassignmentsResponse> {
        guard asked.mayOnCluster(.alter) else { return .now(failed(.clusterAuthorizationFailed, asked)) }
        guard asked.isAtController else { return .now(failed(.notController, asked)) }
        var response = AlterPartitionReassignmentsResponse(errorMessage: nil)
        if asked.version >= 1 { response.allowReplicationFactorChange = allowReplicationFactorChange }
        response.responses = topics.map { topic in
            .init(name: topic.name, partitions: topic.partitions.map { alter(topic.name, $0, asked) })
        }
        return .now(response)
    }

    func failed(_ code: ErrorCode, _ asked: Asked) -> AlterPartitionReassignmentsResponse {
        var response = AlterPartitionReassignmentsResponse(errorCode: code, errorMessage: code.meaning)
        if asked.version >= 1 { response.allowReplicationFactorChange = allowReplicationFactorChange }
        return response
    }

    private func alter(
        _ topic: String, _ wanted: ReassignablePartition, _ asked: Asked
    ) -> AlterPartitionReassignmentsResponse.ReassignablePartitionResponse {
        if let code = asked.itemFault?.next() {
            return .init(partitionIndex: wanted.partitionIndex, errorCode: code, errorMessage: code.meaning)
        }
        let (code, changed) = asked.cluster.reassign(
            topic, wanted.partitionIndex, to: wanted.replicas, keepsCount: !allowReplicationFactorChange)
        asked.record(
            Self.apiKey, "\(topic)-\(wanted.partitionIndex)", wanted.replicas.map { "to \($0)" } ?? "cancel", code, changed: changed)
        return .init(
            partitionIndex: wanted.partitionIndex, errorCode: code,
            errorMessage: code.isSuccess || code == .noReassignmentInProgress ? nil : code.meaning)
    }
}

extension Asked {
    /// Whether this broker may change metadata: with ZooKeeper only the controller itself, with KRaft everybody passes on.
    var isAtController: Bool { release.isKRaft || cluster.controller == broker.id }

    /// Keeps a change in the effect log.
    func record(_ api: Int16, _ target: String, _ detail: String, _ code: ErrorCode, changed: Bool) {
        cluster.record(api: api, broker: broker.id, target: target, detail: detail, outcome: code, changed: changed)
    }
}
