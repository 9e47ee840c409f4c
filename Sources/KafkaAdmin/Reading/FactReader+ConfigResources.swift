import KafkaMessages
import KafkaWire

/// Which groups and client metrics have settings of their own: ListConfigResources tells.
extension FactReader {
    func listConfigResources() {
        if needs.listedConfigs.contains(.group) { listGroups() }
        if needs.listedConfigs.contains(.clientMetrics) { listClientMetrics() }
    }

    /// Groups from version 1 on (4.1, KIP-1142). Before, they can have settings and nobody lists them; where brokers do not know the request at
    /// all (before 3.7) no group has any.
    private func listGroups() {
        let kind = ConfigResource.Kind.group
        questions.ask(ListConfigResourcesRequest(resourceTypes: [kind.number]), of: .any, atLeast: 1) { [self] answer in
            guard case .unknown(let why) = answer, why.isTooOld else { return take(answer, kind) }
            questions.ask(ListConfigResourcesRequest(), of: .any, atMost: 0) { [self] answer in
                let isNone = answer.why?.isTooOld == true
                facts.listedResources[kind] = isNone ? .known([]) : .unknown(Unread("which groups have settings is told from Kafka 4.1 on"))
            }
        }
    }

    /// Version 0 is the older ListClientMetricsResources (3.7, KIP-714); before, there are none.
    private func listClientMetrics() {
        let kind = ConfigResource.Kind.clientMetrics
        questions.ask(ListConfigResourcesRequest(), of: .any, atMost: 0) { [self] answer in
            if answer.why?.isTooOld == true { facts.listedResources[kind] = .known([]) } else { take(answer, kind) }
        }
    }

    private func take(_ answer: Fact<Answer<ListConfigResourcesResponse>>, _ kind: ConfigResource.Kind) {
        facts.listedResources[kind] = answer.flatMap { answer in
            guard answer.response.errorCode.isSuccess else {
                return .unknown(Unread(broker: answer.broker, answer.response.errorCode, lacking: Right(.describeConfigs, .cluster)))
            }
            let isTyped = answer.version >= 1
            return .known(
                answer.response.configResources.filter { !isTyped || $0.resourceType == kind.number }.map(\.resourceName).sorted())
        }
    }

    /// What was listed, as resources to be read.
    var listedResources: Set<ConfigResource> {
        var found: Set<ConfigResource> = []
        for (kind, names) in facts.listedResources { for name in names.value ?? [] { found.insert(ConfigResource(kind, name)) } }
        if needs.listedConfigs.contains(.brokerLogger) {
            for broker in reachable { found.insert(ConfigResource(.brokerLogger, "\(broker)")) }
        }
        return found
    }
}
