import KafkaMessages
import KafkaWire

extension ListConfigResourcesRequest: LabRequest {
    func answer(_ asked: Asked) -> Reply<ListConfigResourcesResponse> {
        guard asked.mayOnCluster(.describeConfigs) else { return .now(failed(.clusterAuthorizationFailed, asked)) }
        let known = [
            ConfigResourceType.topic, ConfigResourceType.broker, ConfigResourceType.brokerLogger, ConfigResourceType.clientMetrics,
            ConfigResourceType.group,
        ]
        // Version 0 knows client metrics only.
        var wanted = asked.version == 0 ? [ConfigResourceType.clientMetrics] : resourceTypes
        if wanted.isEmpty { wanted = known }
        guard wanted.allSatisfy({ known.contains($0) }) else {
            return .now(failed(.unsupportedVersion, asked))
        }
        var response = ListConfigResourcesResponse()
        if wanted.contains(ConfigResourceType.topic) {
            response.configResources += asked.cluster.topicNames.map { .init(resourceName: $0, resourceType: ConfigResourceType.topic) }
        }
        for type in [ConfigResourceType.broker, ConfigResourceType.brokerLogger] where wanted.contains(type) {
            response.configResources += asked.cluster.brokerIDs.map { .init(resourceName: "\($0)", resourceType: type) }
        }
        if wanted.contains(ConfigResourceType.clientMetrics) {
            response.configResources += asked.cluster.clientMetrics.keys.sorted().map {
                .init(resourceName: $0, resourceType: ConfigResourceType.clientMetrics)
            }
        }
        if wanted.contains(ConfigResourceType.group) {
            response.configResources += asked.cluster.groupConfigs.keys.sorted().map {
                .init(resourceName: $0, resourceType: ConfigResourceType.group)
            }
        }
        return .now(response)
    }

    func failed(_ code: ErrorCode, _ asked: Asked) -> ListConfigResourcesResponse { ListConfigResourcesResponse(errorCode: code) }
}
