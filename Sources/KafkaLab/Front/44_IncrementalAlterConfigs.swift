import KafkaMessages
import KafkaWire

extension IncrementalAlterConfigsRequest: LabRequest {
    var isForwarded: Bool { true }

    func answer(_ asked: Asked) -> Reply<IncrementalAlterConfigsResponse> {
        if asked.cameToController, asked.cluster.controller != asked.broker.id { return .now(failed(.notController, asked)) }
        // A resource that stands there twice is refused both times.
        let times: [NameKey: Int] = Dictionary(resources.map { ("\($0.resourceType) \($0.resourceName)", 1) }, uniquingKeysWith: +)
        let rows = resources.map { resource in
            times["\(resource.resourceType) \(resource.resourceName)"] == 1
                ? row(resource, alter(resource, asked)) : row(resource, .invalidRequest)
        }
        return .now(IncrementalAlterConfigsResponse(responses: rows))
    }

    func failed(_ code: ErrorCode, _ asked: Asked) -> IncrementalAlterConfigsResponse {
        IncrementalAlterConfigsResponse(responses: resources.map { row($0, code) })
    }

    private func row(_ resource: AlterConfigsResource, _ code: ErrorCode) -> IncrementalAlterConfigsResponse.AlterConfigsResourceResponse {
        .init(
            errorCode: code, errorMessage: code.isSuccess ? nil : code.meaning, resourceType: resource.resourceType,
            resourceName: resource.resourceName)
    }

    private func alter(_ resource: AlterConfigsResource, _ asked: Asked) -> ErrorCode {
        if let code = asked.itemFault?.next() { return code }
        switch resource.resourceType {
        case ConfigResourceType.topic where !asked.may(.alterConfigs, topic: resource.resourceName): return .topicAuthorizationFailed
        case ConfigResourceType.group where !asked.may(.alterConfigs, group: resource.resourceName): return .groupAuthorizationFailed
        case ConfigResourceType.topic, ConfigResourceType.group: break
        default: if !asked.mayOnCluster(.alterConfigs) { return .clusterAuthorizationFailed }
        }
        var changes: [ConfigChange] = []
        for config in resource.configs {
            guard let operation = ConfigChange.Operation(rawValue: config.configOperation) else { return .unknownServerError }
            changes.append(ConfigChange(name: config.name, operation: operation, value: config.value))
        }
        let code: ErrorCode
        let changed: Bool
        switch resource.resourceType {
        case ConfigResourceType.topic:
            (code, changed) = asked.cluster.alterTopic(resource.resourceName, changes, validateOnly: validateOnly)
        case ConfigResourceType.broker where resource.resourceName.isEmpty:
            (code, changed) = asked.cluster.alterBroker(nil, changes, validateOnly: validateOnly)
        case ConfigResourceType.broker:
            // Only that very broker takes them, with ZooKeeper too; and the controller at its own listener.
            if let id = Int32(resource.resourceName), asked.cameToController || id == asked.broker.id {
                (code, changed) = asked.cluster.alterBroker(id, changes, validateOnly: validateOnly)
            } else {
                (code, changed) = (.invalidRequest, false)
            }
        default: (code, changed) = (.invalidRequest, false)
        }
        if !validateOnly { record(resource, changes, code, changed, asked) }
        return code
    }

    private func record(_ resource: AlterConfigsResource, _ changes: [ConfigChange], _ code: ErrorCode, _ changed: Bool, _ asked: Asked) {
        let kind = resource.resourceType == ConfigResourceType.topic ? "topic" : "broker"
        let detail = changes.map { change in
            change.operation == .delete ? "delete \(change.name)" : "\(change.operation) \(change.name)=\(change.value ?? "")"
        }
        asked.record(
            Self.apiKey, resource.resourceName.isEmpty ? "brokers" : "\(kind) \(resource.resourceName)", detail.joined(separator: ", "),
            code,
            changed: changed)
    }
}
