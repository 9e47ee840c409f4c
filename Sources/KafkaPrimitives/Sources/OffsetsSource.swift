import Language

/// `offsets`: one row a partition, with its offsets alone.
package enum OffsetsSource {
    package static let schema = SourceSchema(
        name: "offsets", summary: "offsets of partitions: where they start, where they end, and with `at TIME` what stood where then",
        columns: columns + Sources.common, defaultColumns: ["topic", "partition", "earliest", "latest"], key: ["topic", "partition"],
        cost: "offsets: 1 request per leader and kind",
        examples: ["offsets where topic == \"trips\"", "offsets at 2h ago where topic == \"trips\" select topic, partition, at, latest"])

    private static let columns: [ColumnSchema] = [
        ColumnSchema("topic", .topic, .key, "the topic", requests: "Metadata"),
        ColumnSchema("partition", .int, .key, "the partition's number", requests: "Metadata"),
        ColumnSchema("earliest", .int, nullable: true, .counter, "its first offset", requests: "ListOffsets"),
        ColumnSchema("latest", .int, nullable: true, .counter, "its high watermark", requests: "ListOffsets"),
        ColumnSchema("stable", .int, nullable: true, .counter, "how far read_committed readers can see", requests: "ListOffsets v2"),
        ColumnSchema(
            "earliestLocal", .int, nullable: true, .counter, "the first offset on the leader's own disk", requests: "ListOffsets v8"),
        ColumnSchema(
            "latestTiered", .int, nullable: true, .counter, "the last offset in tiered storage; null: none", requests: "ListOffsets v9"),
        ColumnSchema(
            "maxTimestampOffset", .int, nullable: true, .counter, "the record with the newest timestamp; null: empty",
            requests: "ListOffsets v7"),
        ColumnSchema("maxTimestamp", .time, nullable: true, .state, "that timestamp; null: empty", requests: "ListOffsets v7"),
        ColumnSchema(
            "at", .int, nullable: true, .state, "the first offset with a timestamp at or after the time asked for; null: none",
            requests: "ListOffsets"),
        ColumnSchema("leader", .broker, nullable: true, .state, "the partition's leader; null: none", requests: "Metadata"),
        ColumnSchema("leaderEpoch", .int, .state, "its leader epoch", requests: "Metadata v7"),
    ]
}
