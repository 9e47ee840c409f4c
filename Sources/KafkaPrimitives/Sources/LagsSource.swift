import Language

/// `lags`: one row for each partition that a group committed on or is assigned.
package enum LagsSource {
    package static let schema = SourceSchema(
        name: "lags", summary: "lag of each group on each partition, clamped to what is still there; what was lost, who reads",
        columns: offsets + owners + later + Sources.common,
        defaultColumns: ["group", "topic", "partition", "committed", "latest", "lag", "member"], key: ["group", "topic", "partition"],
        cost: "groups: coordinators and leaders",
        examples: [
            "lags where lag > 10k sort by lag desc", "lags where group == \"billing\" and member is null",
            "lags where lost > 0 or ahead > 0",
        ])

    private static let offsets: [ColumnSchema] = [
        ColumnSchema("group", .group, .key, "the group", requests: "ListGroups"),
        ColumnSchema("topic", .topic, .key, "the topic", requests: "OffsetFetch, DescribeGroups"),
        ColumnSchema("partition", .int, .key, "the partition's number", requests: "OffsetFetch, DescribeGroups"),
        ColumnSchema(
            "committed", .int, nullable: true, .counter, "the next offset it will read, as committed; null: no commit",
            requests: "OffsetFetch"),
        ColumnSchema(
            "committedLeaderEpoch", .int, nullable: true, .state, "the leader epoch that goes with it", requests: "OffsetFetch v5"),
        ColumnSchema("metadata", .string, nullable: true, .state, "the text that goes with it", requests: "OffsetFetch"),
        ColumnSchema("earliest", .int, nullable: true, .counter, "the partition's first offset", requests: "ListOffsets"),
        ColumnSchema("latest", .int, nullable: true, .counter, "the partition's high watermark", requests: "ListOffsets"),
        ColumnSchema("stable", .int, nullable: true, .counter, "how far read_committed readers can see", requests: "ListOffsets v2"),
        ColumnSchema(
            "lag", .int, nullable: true, .gauge, "records still to be read; null without a commit, unknown without a leader",
            requests: "OffsetFetch, ListOffsets"),
        ColumnSchema(
            "lagRaw", .int, nullable: true, .gauge, "latest minus committed as kafka-consumer-groups prints it, below zero too",
            requests: "OffsetFetch, ListOffsets"),
        ColumnSchema(
            "lagStable", .int, nullable: true, .gauge, "the lag of a read_committed reader", requests: "OffsetFetch, ListOffsets v2"),
        ColumnSchema("lost", .int, nullable: true, .gauge, "records gone before they were read", requests: "OffsetFetch, ListOffsets"),
        ColumnSchema(
            "ahead", .int, nullable: true, .gauge, "records by which the commit is past the log's end: truncated, or a topic made anew",
            requests: "OffsetFetch, ListOffsets"),
        ColumnSchema("epochStale", .bool, .state, "the log was cut under the commit", requests: "OffsetForLeaderEpoch").later,
        ColumnSchema("leader", .broker, nullable: true, .state, "the partition's leader", requests: "Metadata"),
        ColumnSchema("offline", .bool, .state, "the partition has no leader that lives", requests: "Metadata"),
    ]

    private static let owners: [ColumnSchema] = [
        ColumnSchema("member", .string, nullable: true, .state, "the member that has it now; null: nobody", requests: "DescribeGroups"),
        ColumnSchema("instanceId", .string, nullable: true, .state, "that member's group.instance.id", requests: "DescribeGroups"),
        ColumnSchema("host", .string, nullable: true, .state, "where that member runs", requests: "DescribeGroups"),
        ColumnSchema("clientId", .string, nullable: true, .state, "that member's client.id", requests: "DescribeGroups"),
    ]

    private static let later: [ColumnSchema] = [
        ColumnSchema("consumed", .countRate, .gauge, "records read a second").later,
        ColumnSchema("produced", .countRate, .gauge, "records written a second").later,
        ColumnSchema("timeLag", .duration, nullable: true, .gauge, "age of the next record to read").later,
        ColumnSchema("committedAt", .time, nullable: true, .state, "timestamp of the next record to read").later,
        ColumnSchema("verdict", .partitionVerdict, .state, "whether it moves").later,
    ]
}
