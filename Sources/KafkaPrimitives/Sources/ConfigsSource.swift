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
