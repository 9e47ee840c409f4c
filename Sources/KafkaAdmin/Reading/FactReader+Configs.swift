import KafkaMessages
import KafkaWire

/// Settings: topics a thousand at a time from any broker, each broker's from that broker.
extension FactReader {
    static let topicsPerRequest = 1000

    func askConfigs() {
        var byKeys: [(keys: Needs.ConfigKeys, resources: [ConfigResource], target: Target)] = []
        if let keys = needs.topicConfigs, let table = facts.partitions.value {
            let names = table.topics.map { ConfigResource(.topic, $0.name) }
            for start in stride(from: 0, to: names.count, by: Self.topicsPerRequest) {
                byKeys.append((keys, Array(names[start..<min(start + Self.topicsPerRequest, names.count)]), .any))
            }
        }
        if let keys = needs.brokerConfigs {
            for broker in reachable { byKeys.append((keys, [ConfigResource(.broker, "\(broker)")], .broker(broker))) }
        }
        if let keys = needs.clusterDefaults { byKeys.append((keys, [ConfigResource(.clusterDefault, "")], .any)) }
        // Brokers that do not list such things have none: before 3.7 they leave them out of their answers, or refuse the request.
        let knowsAll = questions.isTaken(ListConfigResourcesRequest.apiKey)
        let named = needs.resources.union(listedResources).filter { knowsAll || ($0.kind != .group && $0.kind != .clientMetrics) }
        let ofBrokers = named.filter { $0.kind == .broker || $0.kind == .brokerLogger }.sorted()
        for resource in ofBrokers {
            guard let broker = Int(resource.name) else { continue }
            if reachable.contains(broker) {
                byKeys.append((.all, [resource], .broker(broker)))
            } else {
                facts.configs[resource] = .unknown(facts.whySilent(broker))
            }
        }
        // Older brokers refuse a whole request for one kind that they do not know: each kind has its own.
        let others = Dictionary(grouping: named.subtracting(ofBrokers)) {
            $0.kind == .group || $0.kind == .clientMetrics ? $0.kind : .topic
        }
        for (_, resources) in others.sorted(by: { $0.key.rawValue < $1.key.rawValue }) { byKeys.append((.all, resources.sorted(), .any)) }
        for question in byKeys { ask(question.resources, question.keys, of: question.target) }
    }

    private func ask(_ resources: [ConfigResource], _ keys: Needs.ConfigKeys, of target: Target) {
        let names: [String]? = if case .named(let names) = keys { names.sorted() } else { nil }
        let asked = resources.map {
            DescribeConfigsRequest.DescribeConfigsResource(
                resourceType: $0.kind.number, resourceName: $0.name, configurationKeys: names)
        }
        let request = DescribeConfigsRequest(
            resources: asked, includeSynonyms: names == nil, includeDocumentation: needs.documentsConfigs)
        questions.ask(request, of: target) { [self] answer in
            switch answer {
            case .unknown(let why):
                if case .broker(let id) = target { note(why, of: id) }
                for resource in resources { facts.configs[resource] = .unknown(why) }
            case .known(let answer):
                take(answer, asked: resources)
            }
        }
    }

    private func take(_ answer: Answer<DescribeConfigsResponse>, asked: [ConfigResource]) {
        for resource in asked where facts.configs[resource] == nil {
            facts.configs[resource] = .unknown(
                Unread(broker: answer.broker, "left \(resource.kind.rawValue) \(resource.name) out of its answer"))
        }
        // Answers name a broker's settings and the cluster's default by the same type: the name tells them apart.
        let byNumber = Dictionary(
            asked.map { (Key(number: $0.kind.number, name: $0.name), $0) }, uniquingKeysWith: { first, _ in first })
        for result in answer.response.results {
            guard let resource = byNumber[Key(number: result.resourceType, name: result.resourceName)] else { continue }
            guard result.errorCode.isSuccess else {
                facts.configs[resource] = .unknown(
                    Unread(broker: answer.broker, result.errorCode, result.errorMessage, lacking: resource.right(.describeConfigs)))
                continue
            }
            let settings = result.configs.map { Self.setting($0) }
            facts.configs[resource] = .known(ConfigSettings(settings, answeredBy: answer.broker, asOf: answer.arrivedMs))
        }
    }

    private struct Key: Hashable {
        var number: Int8
        var name: String
    }

    static func setting(_ entry: DescribeConfigsResponse.DescribeConfigsResourceResult) -> ConfigSetting {
        ConfigSetting(
            name: entry.name, value: entry.isSensitive ? nil : entry.value, source: .init(number: entry.configSource),
            isReadOnly: entry.readOnly, isSensitive: entry.isSensitive,
            synonyms: entry.synonyms.map {
                .init(source: .init(number: $0.source), name: $0.name, value: entry.isSensitive ? nil : $0.value)
            },
            documentation: entry.documentation)
    }
}
