import KafkaMessages
import KafkaWire

/// Kafka's numbers of config resources.
enum ConfigResourceType {
    static let topic: Int8 = 2
    static let broker: Int8 = 4
    static let brokerLogger: Int8 = 8
    static let clientMetrics: Int8 = 16
    static let group: Int8 = 32
}

extension DescribeConfigsRequest: LabRequest {
    func answer(_ asked: Asked) -> Reply<DescribeConfigsResponse> {
        .now(DescribeConfigsResponse(results: resources.map { describe($0, asked) }))
    }

    func failed(_ code: ErrorCode, _ asked: Asked) -> DescribeConfigsResponse {
        DescribeConfigsResponse(results: resources.map { refusal($0, code, code.meaning) })
    }

    private func refusal(
        _ resource: DescribeConfigsResource, _ code: ErrorCode, _ message: String?
    ) -> DescribeConfigsResponse.DescribeConfigsResult {
        .init(errorCode: code, errorMessage: message, resourceType: resource.resourceType, resourceName: resource.resourceName)
    }

    private func describe(_ resource: DescribeConfigsResource, _ asked: Asked) -> DescribeConfigsResponse.DescribeConfigsResult {
        switch resource.resourceType {
        case ConfigResourceType.topic where !asked.may(.describeConfigs, topic: resource.resourceName):
            return refusal(resource, .topicAuthorizationFailed, nil)
        case ConfigResourceType.group where !asked.may(.describeConfigs, group: resource.resourceName):
            return refusal(resource, .groupAuthorizationFailed, nil)
        case ConfigResourceType.topic, ConfigResourceType.group: break
        default: if !asked.mayOnCluster(.describeConfigs) { return refusal(resource, .clusterAuthorizationFailed, nil) }
        }
        // No keys, like null, means all of them.
        let wanted = Set<NameKey>(resource.configurationKeys ?? [])
        func isWanted(_ key: ConfigKey) -> Bool { wanted.isEmpty || wanted.contains(key.name) }
        var result = DescribeConfigsResponse.DescribeConfigsResult(
            errorCode: .none, resourceType: resource.resourceType, resourceName: resource.resourceName)
        switch resource.resourceType {
        case ConfigResourceType.topic:
            guard let topic = asked.cluster.topics[resource.resourceName] else {
                return refusal(resource, .unknownTopicOrPartition, ErrorCode.unknownTopicOrPartition.meaning)
            }
            result.configs = ConfigCatalog.topic.filter(isWanted).map {
                row(asked.cluster.topicConfig($0, of: topic, seenBy: asked.broker.id), isReadOnly: false)
            }
        case ConfigResourceType.broker where resource.resourceName.isEmpty:
            result.configs = ConfigCatalog.broker.filter(isWanted).map { asked.cluster.brokerConfig($0, on: nil) }
                .filter { $0.source == .clusterDynamic }
                .map { row($0, isReadOnly: false, isHidden: $0.key.isOnlyDynamic && asked.release.hidesUndefinedConfigs) }
        case ConfigResourceType.broker:
            guard Int32(resource.resourceName) == asked.broker.id else {
                return refusal(
                    resource, .invalidRequest,
                    "Unexpected broker id, expected \(asked.broker.id) or empty string, but received \(resource.resourceName)")
            }
            result.configs = ConfigCatalog.broker.filter(isWanted).map { asked.cluster.brokerConfig($0, on: asked.broker.id) }
                // A throttle that nobody set is no row.
                .filter { !$0.key.isOnlyDynamic || $0.source != .builtIn }
                .filter { $0.key.name != LabBroker.cordonedDirs || asked.release.cordonsLogDirs }
                .map { row($0, isReadOnly: !$0.key.isDynamic, isHidden: $0.key.isOnlyDynamic && asked.release.hidesUndefinedConfigs) }
        case ConfigResourceType.group where asked.release.hasGroupConfigs:
            result.configs = LabCluster.groupKeys.filter(isWanted).map { key in
                let found = asked.cluster.groupConfig(key, of: resource.resourceName)
                var row = DescribeConfigsResponse.DescribeConfigsResourceResult(name: key.name, value: found.value)
                row.configSource = found.isOwn ? 8 : ConfigValue.Source.builtIn.rawValue
                row.configType = key.kind.rawValue
                return row
            }
        case ConfigResourceType.clientMetrics where ServedVersion.of(ListConfigResourcesRequest.apiKey)?.maximum(in: asked.release) != nil:
            result.configs = (asked.cluster.clientMetrics[resource.resourceName] ?? [:]).sorted { $0.key < $1.key }.map {
                var row = DescribeConfigsResponse.DescribeConfigsResourceResult(name: $0.key.text, value: $0.value)
                row.configSource = 7
                return row
            }
        case ConfigResourceType.brokerLogger: break
        default: return refusal(resource, .invalidRequest, "resource type \(resource.resourceType) has no configs")
        }
        return result
    }

    private func row(_ config: ConfigValue, isReadOnly: Bool, isHidden: Bool = false)
        -> DescribeConfigsResponse.DescribeConfigsResourceResult
    {
        var row = DescribeConfigsResponse.DescribeConfigsResourceResult(
            name: config.key.name, value: config.value, readOnly: isReadOnly, configSource: config.source.rawValue)
        if isHidden {
            row.value = nil
            row.isSensitive = true
        }
        row.configType = config.key.kind.rawValue
        if includeSynonyms {
            row.synonyms = config.synonyms.map { .init(name: $0.name, value: isHidden ? nil : $0.value, source: $0.source.rawValue) }
        }
        return row
    }
}
