import KafkaMessages
import KafkaWire

extension ListPartitionReassignmentsRequest: LabRequest {
    var isForwarded: Bool { true }

    func answer(_ asked: Asked) -> Reply<ListPartitionReassignmentsResponse> {
        guard asked.mayOnCluster(.describe) else { return .now(failed(.clusterAuthorizationFailed, asked)) }
        guard asked.isAtController else { return .now(failed(.notController, asked)) }
        var response = ListPartitionReassignmentsResponse(errorMessage: nil)
        for name in asked.cluster.topicNames {
            var wanted: Set<Int32>?
            if let topics {
                guard let topic = topics.first(where: { $0.name == name }) else { continue }
                wanted = Set(topic.partitionIndexes)
            }
            let moving = (asked.cluster.topics[name]?.partitions ?? []).filter { $0.isReassigning && wanted?.contains($0.id) != false }
            guard !moving.isEmpty else { continue }
            response.topics.append(
                .init(
                    name: name,
                    partitions: moving.map {
                        .init(partitionIndex: $0.id, replicas: $0.replicas, addingReplicas: $0.adding, removingReplicas: $0.removing)
                    }))
        }
        return .now(response)
    }

    func failed(_ code: ErrorCode, _ asked: Asked) -> ListPartitionReassignmentsResponse {
        ListPartitionReassignmentsResponse(errorCode: code, errorMessage: code.meaning)
    }
}
