import Language

/// `throttles`: one row for each throttle of replication that stands somewhere.
package enum ThrottlesSource {
    package static let schema = SourceSchema(
        name: "throttles", summary: "replication throttles that stand: rates of brokers, replica lists of topics, and whom they slow",
        columns: columns + Sources.common, defaultColumns: ["kind", "resource", "value", "paired", "active"],
        key: ["kind", "resource"], cost: "configs: 1 request per 1,000 topics, 1 per broker",
        examples: ["throttles", "throttles where not active", "throttles where starves is not empty"])

    static let kinds = ["leaderRate", "followerRate", "dirRate", "leaderReplicas", "followerReplicas"]

    private static let columns: [ColumnSchema] = [
        ColumnSchema("kind", .closedSet(kinds), .key, "a broker's rate or a topic's list of slowed replicas", requests: "DescribeConfigs"),
        ColumnSchema("resource", .string, .key, "the broker's number, the topic, or `clusterDefault`", requests: "DescribeConfigs"),
        ColumnSchema("value", .string, .state, "bytes a second, or the list `partition:broker,…`", requests: "DescribeConfigs"),
        ColumnSchema(
            "entries", .int, nullable: true, .gauge, "how many replicas the list names; null for a rate or `*`", requests: "DescribeConfigs"
        ),
        ColumnSchema("source", .closedSet(ConfigsSource.sources), .state, "where it is set", requests: "DescribeConfigs"),
        ColumnSchema(
            "paired", .bool, .state, "a rate has a list somewhere, a list a rate; a half alone slows nothing", requests: "DescribeConfigs"),
        ColumnSchema(
            "active", .bool, .state, "a replica that moves or is out of sync is slowed by it now",
            requests: "DescribeConfigs, Metadata, ListPartitionReassignments"),
        ColumnSchema(
            "starves", .partitionSet, .set, "partitions out of sync, part of no move, that it keeps from recovering",
            requests: "DescribeConfigs, Metadata, ListPartitionReassignments"),
        ColumnSchema("owner", .owner, .state, "whether a run of this journal set it; kept by the engine", requests: "the journal").later,
        ColumnSchema("run", .string, nullable: true, .text, "the run that set it").later,
        ColumnSchema("debt", .string, nullable: true, .text, "the debt that will give it back").later,
    ]
}
