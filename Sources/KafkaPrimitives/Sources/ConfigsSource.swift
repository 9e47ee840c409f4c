import Engine
import KafkaAdmin
import KafkaWire
import Language

/// `configs`: one row a setting of a topic, a broker, the cluster's default, a group.
package enum ConfigsSource {
    package static let schema = SourceSchema(
        name: "configs",
        summary: "settings and where they come from; without a `where` on type or resource only those that somebody set, loggers left out",
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
        ColumnSchema(
            "value", .string, nullable: true, .state,
            "its value; null where it is a secret; what a topic takes from its brokers is as the answering one has it",
            requests: "DescribeConfigs"),
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
        /// `ownOnly`: kinds that were not named, of which only what somebody set counts, since any name has their defaults.
        case resources(Set<ConfigResource>, ownOnly: Set<ConfigResource.Kind>)
        /// The settings of these kinds that somebody made.
        case overrides(Set<ConfigResource.Kind>)
    }

    private static func scope(_ request: SourceRequest) -> Scope {
        let kinds = request.texts("type").map { Set($0.compactMap { ConfigResource.Kind(rawValue: $0.text) }) }
        if let names = request.texts("resource") {
            var resources: Set<ConfigResource> = []
            for kind in kinds ?? Set(ConfigResource.Kind.allCases) {
                for name in names.map(\.text) where (kind == .clusterDefault) == name.isEmpty {
                    if (kind == .broker || kind == .brokerLogger) && Int(name) == nil { continue }
                    resources.insert(ConfigResource(kind, name))
                }
            }
            return .resources(resources, ownOnly: kinds == nil ? [.group, .clientMetrics] : [])
        }
        // Every logger of every broker has a level: they are read where somebody asks for them.
        return .overrides(kinds ?? Set(ConfigResource.Kind.allCases).subtracting([.brokerLogger]))
    }

    static func needs(_ request: SourceRequest) -> Needs {
        var needs = Needs()
        needs.documentsConfigs = request.asks("documentation")
        switch scope(request) {
        case .resources(let resources, _):
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
            needs.listedConfigs = kinds.intersection([.group, .clientMetrics, .brokerLogger])
            if kinds.contains(.brokerLogger) {
                needs.brokers = true
                needs.topics = .all
            }
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
            case .unknown(let why)? where !isNoSuchThing(why.error, resource.kind): missing.append(why)
            default: break
            }
        }
        switch scope(request) {
        case .resources(let resources, let ownOnly):
            for resource in resources.sorted() {
                take(resource) { !ownOnly.contains(resource.kind) || $0.source == Self.ownSource(of: resource.kind) }
            }
        case .overrides(let kinds):
            for resource in facts.configs.keys.filter({ kinds.contains($0.kind) }).sorted() {
                take(resource) { $0.source == Self.ownSource(of: resource.kind) }
            }
            for kind in [ConfigResource.Kind.broker, .brokerLogger] where kinds.contains(kind) {
                for id in facts.mentionedBrokers where facts.configs[ConfigResource(kind, "\(id)")] == nil {
                    missing.append(facts.whySilent(id))
                }
            }
            if kinds.contains(.topic) { missing += facts.missingTopics() }
            if kinds.contains(.broker) || kinds.contains(.brokerLogger) { missing += facts.missingBrokers }
            for kind in ConfigResource.Kind.allCases where kinds.contains(kind) {
                if let why = facts.listedResources[kind]?.why { missing.append(why) }
            }
            if request.texts("type") == nil { missing.append(Unread("levels of loggers are not read without a where on type")) }
            // A logger's level is read whatever set it.
            if kinds != [.brokerLogger] {
                missing.append(Unread("static and default values are not read without a where on type and resource"))
            }
        }
        return build(request, rows, missing)
    }

    /// Whether an error says that there is nothing of that name: then it has no settings.
    private static func isNoSuchThing(_ error: ErrorCode?, _ kind: ConfigResource.Kind) -> Bool {
        switch (error, kind) {
        case (.unknownTopicOrPartition?, _), (.invalidTopicException?, _): true
        // Brokers that do not know the kind say INVALID_REQUEST, later ones RESOURCE_NOT_FOUND of a name that nobody set.
        case (.invalidRequest?, .group), (.invalidRequest?, .clientMetrics), (.resourceNotFound?, _): true
        default: false
        }
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
        builder.add("value") { row in
            rows[row].setting.whyHidden(by: rows[row].settings.answeredBy).map { .unknown($0) } ?? .text(rows[row].setting.value)
        }
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
        builder.add("answeredBy") { .answerer(rows[$0].settings.answeredBy) }
        return builder.table(missing: missing)
    }
}
