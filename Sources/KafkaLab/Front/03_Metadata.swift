import KafkaMessages
import KafkaWire

extension MetadataRequest: LabRequest {
    func answer(_ asked: Asked) -> Reply<MetadataResponse> {
        var response = failed(.none, asked)
        if let topics, asked.version > 0 || !topics.isEmpty {
            response.topics = topics.map { describe($0, asked) }
        } else {
            // Topics that may not be described are left out in silence.
            response.topics = asked.cluster.topicNames.filter { asked.may(.describe, topic: $0) }
                .compactMap { asked.cluster.topics[$0] }.map { describe($0, asked) }
        }
        return .now(response)
    }

    func failed(_ code: ErrorCode, _ asked: Asked) -> MetadataResponse {
        var response = MetadataResponse()
        response.brokers = asked.cluster.listedBrokers.map { broker in
            let address = asked.address(broker.id)
            return .init(nodeId: broker.id, host: address.host, port: address.port, rack: broker.rack)
        }
        response.clusterId = asked.cluster.id
        response.controllerId = asked.advertisedController
        if includeClusterAuthorizedOperations { response.clusterAuthorizedOperations = asked.clusterOperations }
        response.errorCode = code
        if code != .none {
            response.topics = (topics ?? []).map { .init(errorCode: code, name: $0.name ?? "", topicId: $0.topicId) }
        }
        return response
    }

    private func describe(_ wanted: MetadataRequestTopic, _ asked: Asked) -> MetadataResponse.MetadataResponseTopic {
        if !wanted.topicId.isZero, asked.version >= 12 || wanted.name == nil {
            guard let name = asked.topicName(wanted.topicId), let topic = asked.cluster.topics[name] else {
                return .init(errorCode: .unknownTopicID, name: asked.version >= 12 ? nil : "", topicId: wanted.topicId)
            }
            guard asked.may(.describe, topic: name) else {
                return .init(errorCode: .topicAuthorizationFailed, name: asked.version >= 12 ? nil : "", topicId: wanted.topicId)
            }
            return describe(topic, asked)
        }
        // Whether it exists is not disclosed.
        if let name = wanted.name, !asked.may(.describe, topic: name) { return .init(errorCode: .topicAuthorizationFailed, name: name) }
        guard let name = wanted.name, let topic = asked.cluster.topics[name] else {
            return .init(errorCode: .unknownTopicOrPartition, name: wanted.name ?? "")
        }
        return describe(topic, asked)
    }

    private func describe(_ topic: LabTopic, _ asked: Asked) -> MetadataResponse.MetadataResponseTopic {
        var row = MetadataResponse.MetadataResponseTopic(
            errorCode: .none, name: topic.name, topicId: topic.id, isInternal: topic.isInternal)
        if includeTopicAuthorizedOperations { row.topicAuthorizedOperations = asked.operations(topic: topic.name) }
        row.partitions = topic.partitions.map { partition in
            let leader = asked.cluster.toldLeader(of: partition)
            var error = leader < 0 ? ErrorCode.leaderNotAvailable : .none
            // Versions before have no word for it.
            if leader < 0, partition.leader >= 0, asked.version >= 6 { error = .listenerNotFound }
            return .init(
                errorCode: error, partitionIndex: partition.id, leaderId: leader,
                leaderEpoch: partition.leaderEpoch, replicaNodes: partition.replicas, isrNodes: partition.isr,
                offlineReplicas: asked.offlineReplicas(of: partition))
        }
        return row
    }
}
