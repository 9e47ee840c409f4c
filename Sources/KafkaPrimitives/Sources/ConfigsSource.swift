import Engine
import KafkaAdmin
import KafkaWire
import Language

/// `configs`: one row a setting of a topic, a broker, the cluster's default, a group.
package enum ConfigsSource {
    package static let schema = SourceSchema(
        name: "configs",
        summary: "settings and where they come from; without a `where` on type or resource only those that somebody set",
        columns: columns + Sources.common, defaultColumns: ["type", "resource", "name", "value", "source"],
        key: ["type", "resource", "name"], cost: "configs: 1 request per 1,000 topics, 1 per broker",
        examples: [
            "configs where type == \"topic\" and resource == \"trips\"", "configs where source == \"brokerDynamic\"",
            "configs where type == \"broker\" and resource == \"1\" and name startsWith \"log.\"",
        ])

    static let types = ["topic", "broker", "clusterDefault", "brokerLogger", "group", "clientMetrics"]
    static let sources = ["topic", "brokerDynamic", "clusterDynamic", "static", "default", "group", "clientMetrics", "logger"]

    private static let columns: [ColumnSchema] = [
        ColumnSchema("type", .closedSet(types), .key, "what kind of thing it is set on", requests: "DescribeConfigs"),
        ColumnSchema(
            "resource", .string, .key, "the topic, the broker's number, the group; empty for the cluster's default",
            requests: "DescribeConfigs"),
        ColumnSchema("name", .string, .key, "the setting's key", requests: "DescribeConfigs"),
        ColumnSchema("value", .string, nullable: true, .state, "its value; null where it is a secret", requests: "DescribeConfigs"),
        ColumnSchema(
            "typed", .any, .state, "its value as a duration, size, number or truth, where the key says which",
            requests: "DescribeConfigs v3"
        ).later,
        ColumnSchema("source", .closedSet(sources), .state, "where the value that holds is set", requests: "DescribeConfigs v1"),
        ColumnSchema("default", .bool, .state, "nobody set it", requests: "DescribeConfigs"),
        ColumnSchema("readOnly", .bool, .state, "it cannot be changed while the broker runs", requests: "DescribeConfigs"),
        ColumnSchema("sensitive", .bool, .state, "its value is a secret", requests: "DescribeConfigs"),
        ColumnSchema("dynamic", .closedSet(["perBroker", "clusterWide", "readOnly"]), .state, "how it can be changed at run time").later,
        ColumnSchema(
            "synonyms", .list(.string), .list, "all places where it is set, the strongest first: `source key=value`",
            requests: "DescribeConfigs v1"),
        ColumnSchema("documentation", .string, nullable: true, .text, "Kafka's own words about it", requests: "DescribeConfigs v3"),
    ]
}

extension ConfigsSource: Source {
    /// What a reading covers: whole resources that were named, or the overrides of all topics and brokers.
    private enum Scope {
        case resources(Set<ConfigResource>)
        /// The settings of these kinds that somebody made.
        case overrides(Set<ConfigResource.Kind>)
    }

    private static func scope(_ request: SourceRequest) -> Scope {
        let kinds = request.texts("type").map { Set($0.compactMap { ConfigResource.Kind(rawValue: $0.text) }) }
        if let names = request.texts("resource") {
            var resources: Set<ConfigResource> = []
            for kind in kinds ?? [.topic, .broker, .clusterDefault] {
                for name in names.map(\.text) where (kind == .clusterDefault) == name.isEmpty {
                    if (kind == .broker || kind == .brokerLogger) && Int(name) == nil { continue }
                    resources.insert(ConfigResource(kind, name))
                }
            }
            return .resources(resources)
        }
        return .overrides(kinds ?? [.topic, .broker, .clusterDefault])
    }

    static func needs(_ request: SourceRequest) -> Needs {
        var needs = Needs()
        needs.documentsConfigs = request.asks("documentation")
        switch scope(request) {
        case .resources(let resources):
            needs.resources = resources
        case .overrides(let kinds):
            if kinds.contains(.topic) {
                needs.topics = .all
                needs.topicConfigs = .all
            }
            if kinds.contains(.broker) {
                needs.brokers = true
                needs.topics = .all
                needs.brokerConfigs = .all
            }
            if kinds.contains(.clusterDefault) { needs.clusterDefaults = .all }
        }
        return needs
    }

    static func table(_ request: SourceRequest, _ facts: ClusterFacts) -> Table {
        var missing: [Unread] = []
        var rows: [(resource: ConfigResource, setting: ConfigSetting, settings: ConfigSettings)] = []
        func take(_ resource: ConfigResource, where holds: (ConfigSetting) -> Bool) {
            switch facts.configs[resource] {
            case .known(let settings)?:
                for setting in settings.settings.values.sorted(by: { $0.name < $1.name }) where holds(setting) {
                    rows.append((resource, setting, settings))
                }
            // A name that is of no such thing has no settings; only what could not be read is missing.
            case .unknown(let why)? where why.error != .unknownTopicOrPartition && why.error != .invalidTopicException: missing.append(why)
            default: break
            }
        }
        switch scope(request) {
        case .resources(let resources):
            for resource in resources.sorted() { take(resource) { _ in true } }
        case .overrides(let kinds):
            for resource in facts.configs.keys.filter({ kinds.contains($0.kind) }).sorted() {
                take(resource) { $0.source == Self.ownSource(of: resource.kind) }
            }
            for id in facts.mentionedBrokers where kinds.contains(.broker) {
                guard facts.configs[ConfigResource(.broker, "\(id)")] == nil else { continue }
                missing.append(facts.silent[id] ?? Unread(broker: id, "not live"))
            }
            if kinds.contains(.topic) { missing += facts.missingTopics() }
            if kinds.contains(.broker) { missing += facts.missingBrokers }
            missing.append(Unread("static and default values are not read without a where on type and resource"))
        }
        return build(request, rows, missing)
    }

    /// Where a setting of that kind of resource stands when somebody made it there.
    static func ownSource(of kind: ConfigResource.Kind) -> ConfigSetting.Source {
        switch kind {
        case .topic: .topic
        case .broker: .brokerDynamic
        case .clusterDefault: .clusterDynamic
        case .brokerLogger: .logger
        case .group: .group
        case .clientMetrics: .clientMetrics
        }
    }

    private static func build(
        _ request: SourceRequest, _ rows: [(resource: ConfigResource, setting: ConfigSetting, settings: ConfigSettings)],
        _ missing: [Unread]
    ) -> Table {
        var builder = TableBuilder(schema, request, rows: rows.count)
        builder.add("type") { .text(rows[$0].resource.kind.rawValue) }
        builder.add("resource") { .text(rows[$0].resource.name) }
        builder.add("name") { .text(rows[$0].setting.name) }
        builder.add("value") { .text(rows[$0].setting.value) }
        builder.add("source") { row in
            let source = rows[row].setting.source
            return source == .unknown ? .unknown("its source is newer than this version") : .text(source.rawValue)
        }
        builder.add("default") { .bool(rows[$0].setting.source == .default) }
        builder.add("readOnly") { .bool(rows[$0].setting.isReadOnly) }
        builder.add("sensitive") { .bool(rows[$0].setting.isSensitive) }
        builder.add("synonyms") {
            .list(ListValue(rows[$0].setting.synonyms.map { .text("\($0.source.rawValue) \($0.name)=\($0.value ?? "")") }))
        }
        builder.add("documentation") { .text(rows[$0].setting.documentation) }
        builder.add(constant: "error", .null)
        builder.add("asOf") { .time(rows[$0].settings.asOf) }
        builder.add("answeredBy") { .int(rows[$0].settings.answeredBy) }
        return builder.table(missing: missing)
    }
}
