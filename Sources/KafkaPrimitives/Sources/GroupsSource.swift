import Language

/// `groups`: one row a group of consumers.
package enum GroupsSource {
    package static let schema = SourceSchema(
        name: "groups", summary: "groups of consumers: their state, their members, how far they are behind",
        columns: state + members + lags + later + Sources.common,
        defaultColumns: ["id", "type", "state", "members", "lag", "lagUnknown", "coordinator"], key: ["id"],
        cost: "ListGroups to each broker; lag: coordinators and leaders",
        examples: [
            "groups where lag > 100k sort by lag desc", "groups where memberless and lag > 0", "groups where rebalancing",
            "group \"billing\"",
        ])

    /// Kafka's words, of all types of groups.
    static let states = [
        "Empty", "PreparingRebalance", "CompletingRebalance", "Stable", "Dead", "Assigning", "Reconciling", "NotReady", "Unknown", "absent",
    ]
    static let types = ["classic", "consumer", "share", "streams"]

    private static let state: [ColumnSchema] = [
        ColumnSchema("id", .group, .key, "the group's name", requests: "ListGroups"),
        ColumnSchema("type", .closedSet(types), .state, "the protocol it runs", requests: "ListGroups v5"),
        ColumnSchema(
            "protocolType", .string, .state, "`consumer`, `connect`, …; empty where it only commits offsets", requests: "ListGroups"),
        ColumnSchema(
            "state", .closedSet(states), .state, "Kafka's word for its state: Stable, Empty, PreparingRebalance, …",
            requests: "ListGroups v4"),
        ColumnSchema("rebalancing", .bool, .state, "partitions are being handed out anew", requests: "ListGroups v4"),
        ColumnSchema(
            "coordinator", .broker, nullable: true, .state, "the broker that keeps its state; null: none now", requests: "FindCoordinator"),
        ColumnSchema(
            "coordinatorPartition", .int, .state, "the partition of __consumer_offsets that keeps its state", requests: "Metadata"),
        ColumnSchema("assignor", .string, nullable: true, .state, "how it hands out partitions", requests: "DescribeGroups"),
        ColumnSchema(
            "epoch", .int, nullable: true, .counter, "grows with each change of its members or topics; null for classic groups",
            requests: "ConsumerGroupDescribe"),
        ColumnSchema(
            "assignmentEpoch", .int, nullable: true, .counter, "the epoch that its assignment was made for",
            requests: "ConsumerGroupDescribe"),
    ]

    private static let members: [ColumnSchema] = [
        ColumnSchema("members", .int, .gauge, "its members", requests: "DescribeGroups"),
        ColumnSchema("staticMembers", .int, .gauge, "members with a group.instance.id", requests: "DescribeGroups"),
        ColumnSchema("hosts", .int, .gauge, "hosts its members run on", requests: "DescribeGroups"),
        ColumnSchema("memberless", .bool, .state, "nobody reads", requests: "DescribeGroups"),
        ColumnSchema("idleMembers", .int, .gauge, "members without a partition", requests: "DescribeGroups"),
        ColumnSchema("topics", .topics, .set, "topics it committed on or is assigned", requests: "OffsetFetch, DescribeGroups"),
        ColumnSchema("partitions", .int, .gauge, "partitions it committed on or is assigned", requests: "OffsetFetch, DescribeGroups"),
        ColumnSchema("unassigned", .int, .gauge, "partitions it committed on that no member has", requests: "OffsetFetch, DescribeGroups"),
        ColumnSchema("simple", .bool, .state, "it commits and has never had members", requests: "ListGroups, DescribeGroups"),
    ]

    private static let lags: [ColumnSchema] = [
        ColumnSchema(
            "lag", .int, .gauge, "records it has not read, over partitions of which that is known", requests: "OffsetFetch, ListOffsets"),
        ColumnSchema("lagUnknown", .int, .gauge, "partitions whose lag is unknown (no leader)", requests: "OffsetFetch, ListOffsets"),
        ColumnSchema("noCommit", .int, .gauge, "assigned partitions without a commit", requests: "OffsetFetch, DescribeGroups"),
        ColumnSchema("maxLag", .int, .gauge, "the largest lag on one partition", requests: "OffsetFetch, ListOffsets"),
        ColumnSchema(
            "worst", .partition, nullable: true, .text, "the partition with the largest lag", requests: "OffsetFetch, ListOffsets"),
        ColumnSchema("lost", .int, .gauge, "records that were gone before it read them", requests: "OffsetFetch, ListOffsets"),
        ColumnSchema("ahead", .int, .gauge, "records by which its commits are past the log's end", requests: "OffsetFetch, ListOffsets"),
    ]

    private static let later: [ColumnSchema] = [
        ColumnSchema("stateFor", .duration, .gauge, "since when we have seen it in this state").later,
        ColumnSchema("generation", .int, nullable: true, .counter, "a classic group's generation").later,
        ColumnSchema("stateChanges", .int, .counter, "changes of state that we saw").later,
        ColumnSchema("joined", .int, .counter, "members that appeared").later,
        ColumnSchema("left", .int, .counter, "members that vanished").later,
        ColumnSchema("consumed", .countRate, .gauge, "records it reads a second").later,
        ColumnSchema("produced", .countRate, .gauge, "records written for it a second").later,
        ColumnSchema("drainEta", .duration, nullable: true, .gauge, "when its lag will be gone at this speed").later,
        ColumnSchema("verdict", .partitionVerdict, .state, "the worst verdict over its partitions").later,
        ColumnSchema("rights", .set(.string), .set, "operations on it that we are allowed").later,
    ]
}
