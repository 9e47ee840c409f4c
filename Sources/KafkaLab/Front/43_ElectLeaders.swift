import KafkaMessages
import KafkaWire

extension ElectLeadersRequest: LabRequest {
    var isForwarded: Bool { true }

    func answer(_ asked: Asked) -> Reply<ElectLeadersResponse> {
        guard asked.mayOnCluster(.alter) else { return .now(failed(.clusterAuthorizationFailed, asked)) }
        guard asked.isAtController else { return .now(failed(.notController, asked)) }
        guard electionType == 0 || electionType == 1 else { return .now(failed(.invalidRequest, asked)) }
        var response = ElectLeadersResponse()
        if let topicPartitions {
            response.replicaElectionResults = topicPartitions.map { topic in
                .init(topic: topic.topic, partitionResult: topic.partitions.map { elect(topic.topic, $0, asked) })
            }
        } else {
            // All: what needs no election is left out of the answer.
            for name in asked.cluster.topicNames {
                let rows = (asked.cluster.topics[name]?.partitions ?? []).map { elect(name, $0.id, asked) }
                    .filter { $0.errorCode != .electionNotNeeded }
                if !rows.isEmpty { response.replicaElectionResults.append(.init(topic: name, partitionResult: rows)) }
            }
        }
        return .now(response)
    }

    func failed(_ code: ErrorCode, _ asked: Asked) -> ElectLeadersResponse {
        var response = ElectLeadersResponse()
        if asked.version >= 1 { response.errorCode = code }
        response.replicaElectionResults = (topicPartitions ?? []).map { topic in
            .init(
                topic: topic.topic,
                partitionResult: topic.partitions.map { .init(partitionId: $0, errorCode: code, errorMessage: code.meaning) })
        }
        return response
    }

    private func elect(_ topic: String, _ partition: Int32, _ asked: Asked) -> ElectLeadersResponse.PartitionResult {
        if let code = asked.itemFault?.next() { return .init(partitionId: partition, errorCode: code, errorMessage: code.meaning) }
        let code = asked.cluster.electLeader(topic, partition, unclean: electionType == 1)
        asked.record(
            Self.apiKey, "\(topic)-\(partition)", electionType == 1 ? "elect unclean" : "elect preferred", code, changed: code.isSuccess)
        return .init(partitionId: partition, errorCode: code, errorMessage: code.isSuccess ? nil : code.meaning)
    }
}
