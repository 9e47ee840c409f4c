import Language

/// `topics`: one row a topic.
package enum TopicsSource {
    package static let schema = SourceSchema(
        name: "topics", summary: "topics: how many replicas they have, how many they need, and how many of their partitions are unwell",
        columns: shape + configs + counts + contents + later + Sources.common,
        defaultColumns: ["name", "partitions", "replicationFactor", "minIsr", "internal", "offline", "underReplicated"], key: ["name"],
        cost: "metadata; settings: configs; sizes: log dirs; records: offsets",
        examples: [
            "topics where replicationFactor < 3", "topics where underReplicated > 0 sort by underReplicated desc",
            "topics where tolerance <= 0 and not internal", "topic \"trips\"",
        ])

    static let configSources = ["topic", "brokerDynamic", "clusterDynamic", "static", "default"]

    private static let shape: [ColumnSchema] = [
        ColumnSchema("name", .topic, .key, "the topic's name", requests: "Metadata"),
        ColumnSchema(
            "id", .string, .state, "its id; another one under the same name means deleted and made again", requests: "Metadata v10"),
        ColumnSchema("internal", .bool, .state, "Kafka keeps it for itself", requests: "Metadata"),
        ColumnSchema("partitions", .int, .gauge, "its partitions", requests: "Metadata"),
        ColumnSchema(
            "replicationFactor", .int, .gauge, "replicas of its thinnest partition, those just coming left out",
            requests: "Metadata, ListPartitionReassignments"),
        ColumnSchema(
            "replicationFactorMax", .int, .gauge, "replicas of its thickest partition", requests: "Metadata, ListPartitionReassignments"),
        ColumnSchema(
            "mixedReplication", .bool, .state, "its partitions have different numbers of replicas",
            requests: "Metadata, ListPartitionReassignments"),
        ColumnSchema(
            "rackSpread", .int, .gauge, "the smallest number of racks over which one of its partitions spreads", requests: "Metadata"),
    ]

    private static let configs: [ColumnSchema] = [
        ColumnSchema("minIsr", .int, .state, "min.insync.replicas that holds for it", requests: "DescribeConfigs"),
        ColumnSchema("minIsrSource", .closedSet(configSources), .state, "where that value is set", requests: "DescribeConfigs"),
        ColumnSchema(
            "tolerance", .int, .gauge, "brokers that may be lost with acks=all still working; 0 or less: none",
            requests: "Metadata, DescribeConfigs, ListPartitionReassignments"),
        ColumnSchema("unclean", .bool, .state, "unclean.leader.election.enable", requests: "DescribeConfigs"),
        ColumnSchema("cleanupPolicy", .set(.string), .state, "cleanup.policy: delete, compact", requests: "DescribeConfigs"),
        ColumnSchema("retention", .duration, nullable: true, .state, "retention.ms; null: for ever", requests: "DescribeConfigs"),
        ColumnSchema(
            "retentionBytes", .size, nullable: true, .state, "retention.bytes of a partition; null: no limit", requests: "DescribeConfigs"),
        ColumnSchema("segmentBytes", .size, .state, "segment.bytes: only closed segments are deleted", requests: "DescribeConfigs"),
        ColumnSchema("segmentAge", .duration, .state, "segment.ms", requests: "DescribeConfigs"),
        ColumnSchema("maxMessage", .size, .state, "max.message.bytes", requests: "DescribeConfigs"),
        ColumnSchema("remote", .bool, .state, "remote.storage.enable: old segments live in tiered storage", requests: "DescribeConfigs"),
        ColumnSchema("overrides", .int, .gauge, "settings made on the topic itself", requests: "DescribeConfigs"),
        ColumnSchema("config", .openRecord, .state, "any setting by its key: `config[\"retention.ms\"]`", requests: "DescribeConfigs"),
    ]

    private static let counts: [ColumnSchema] = [
        ColumnSchema("offline", .int, .gauge, "its partitions without a leader that lives", requests: "Metadata"),
        ColumnSchema(
            "underReplicated", .int, .gauge, "its partitions with a replica out of the ISR",
            requests: "Metadata, ListPartitionReassignments"),
        ColumnSchema("underMinIsr", .int, .gauge, "its partitions below min.insync.replicas", requests: "Metadata, DescribeConfigs"),
        ColumnSchema("refusesWrites", .int, .gauge, "its partitions on which acks=all fails now", requests: "Metadata, DescribeConfigs"),
        ColumnSchema("atMinIsr", .int, .gauge, "its partitions exactly at min.insync.replicas", requests: "Metadata, DescribeConfigs"),
        ColumnSchema("soleIsr", .int, .gauge, "its partitions with one replica left in sync out of several", requests: "Metadata"),
        ColumnSchema("notPreferred", .int, .gauge, "its partitions that another than their first replica leads", requests: "Metadata"),
        ColumnSchema("reassigning", .int, .gauge, "its partitions whose replicas are being moved", requests: "ListPartitionReassignments"),
    ]

    private static let contents: [ColumnSchema] = [
        ColumnSchema("size", .size, .gauge, "bytes of its leaders' logs", requests: "DescribeLogDirs"),
        ColumnSchema("bytesOnDisk", .size, .gauge, "bytes of all its replicas, copies under way included", requests: "DescribeLogDirs"),
        ColumnSchema(
            "records", .int, .gauge, "latest minus earliest offset of its partitions: at most so many records", requests: "ListOffsets"),
        ColumnSchema("lastWrite", .time, nullable: true, .gauge, "the newest timestamp in it; null: empty", requests: "ListOffsets v7"),
        ColumnSchema("groups", .groups, .set, "groups with a commit or an assignment on it", requests: "OffsetFetch, DescribeGroups"),
        ColumnSchema("consumers", .int, .gauge, "members with an assignment on it", requests: "DescribeGroups"),
        ColumnSchema("lag", .int, .gauge, "sum of all groups' lags on it", requests: "OffsetFetch, ListOffsets"),
        ColumnSchema("skew", .float, .gauge, "its largest partition over the mean", requests: "DescribeLogDirs"),
    ]

    private static let later: [ColumnSchema] = [
        ColumnSchema("recordsIn", .countRate, .gauge, "records written a second").later,
        ColumnSchema("bytesIn", .byteRate, .gauge, "bytes written a second").later,
        ColumnSchema("owner", .string, nullable: true, .text, "the team that the owners file names").later,
        ColumnSchema("rights", .set(.string), .set, "operations on it that we are allowed").later,
    ]
}
