import Language

/// `reassignments`: one row a partition whose replicas are being moved.
package enum ReassignmentsSource {
    package static let schema = SourceSchema(
        name: "reassignments", summary: "moves of replicas under way: from where to where, how much is left, what they wait for",
        columns: shape + progress + later + Sources.common,
        defaultColumns: ["topic", "partition", "replicas", "adding", "removing", "target", "waitsFor"],
        key: ["topic", "partition"],
        cost: "one request; bytes: log dirs; behind: one request a broker",
        examples: ["reassignments", "reassignments where waitsForDead", "reassignments select topic, partition, percent, bytesLeft"])

    private static let shape: [ColumnSchema] = [
        ColumnSchema("topic", .topic, .key, "the topic", requests: "ListPartitionReassignments"),
        ColumnSchema("partition", .int, .key, "the partition's number", requests: "ListPartitionReassignments"),
        ColumnSchema("leader", .broker, nullable: true, .state, "its leader; null: none", requests: "Metadata"),
        ColumnSchema(
            "replicas", .brokerList, .list, "all its replicas, coming and leaving ones too", requests: "ListPartitionReassignments"),
        ColumnSchema("adding", .brokerList, .list, "replicas that come", requests: "ListPartitionReassignments"),
        ColumnSchema("removing", .brokerList, .list, "replicas that leave", requests: "ListPartitionReassignments"),
        ColumnSchema("target", .brokerList, .list, "its replicas when it is done", requests: "ListPartitionReassignments"),
        ColumnSchema(
            "kind", .reassignmentKind, .state, "what the move does to the list of replicas", requests: "ListPartitionReassignments"),
        ColumnSchema(
            "waitsFor", .brokerSet, .set, "replicas of the target that must still come into sync",
            requests: "ListPartitionReassignments, Metadata"),
        ColumnSchema(
            "waitsForDead", .bool, .state, "one of those is not alive", requests: "ListPartitionReassignments, Metadata, DescribeCluster"),
        ColumnSchema(
            "owner", .owner, .state, "whether a run of this journal started it; kept by the engine", requests: "the journal"
        ).later,
    ]

    private static let progress: [ColumnSchema] = [
        ColumnSchema(
            "bytesTotal", .size, nullable: true, .gauge, "bytes to copy: the leader's log for each coming replica",
            requests: "DescribeLogDirs"),
        ColumnSchema("bytesDone", .size, nullable: true, .gauge, "bytes that the coming replicas have", requests: "DescribeLogDirs"),
        ColumnSchema("bytesLeft", .size, nullable: true, .gauge, "bytes still to copy", requests: "DescribeLogDirs"),
        ColumnSchema("percent", .percent, nullable: true, .gauge, "how much is copied", requests: "DescribeLogDirs"),
        ColumnSchema(
            "behind", .int, nullable: true, .gauge, "records that the awaited replicas lack", requests: "ListOffsets to each broker"),
        ColumnSchema("throttled", .bool, .state, "its copying is slowed by a throttle", requests: "DescribeConfigs"),
        ColumnSchema("throttle", .byteRate, nullable: true, .state, "the lowest rate that slows it", requests: "DescribeConfigs"),
    ]

    private static let later: [ColumnSchema] = [
        ColumnSchema("original", .brokerList, nullable: true, .list, "its replicas before the move, from our journal").later,
        ColumnSchema("rate", .byteRate, .gauge, "bytes copied a second").later,
        ColumnSchema("eta", .duration, nullable: true, .gauge, "when it will be done at that speed").later,
        ColumnSchema("stalledFor", .duration, .gauge, "since when nothing has been copied").later,
        ColumnSchema("throttledBelowWrites", .bool, nullable: true, .state, "the throttle is slower than what producers write").later,
        ColumnSchema("run", .string, nullable: true, .text, "the run that started it").later,
        ColumnSchema("startedAt", .time, nullable: true, .state, "when that run started it").later,
    ]
}
