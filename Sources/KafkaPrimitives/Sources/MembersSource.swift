import Language

/// `members`: one row a member of a group.
package enum MembersSource {
    package static let schema = SourceSchema(
        name: "members", summary: "members of groups: where they run, what they read",
        columns: columns + Sources.common,
        defaultColumns: ["group", "id", "clientId", "host", "partitions", "lag"], key: ["group", "id"],
        cost: "groups: coordinators; lag: coordinators and leaders",
        examples: [
            "members where group == \"billing\"", "members where partitions == 0", "members group by host select host, members = count(it)",
        ])

    private static let columns: [ColumnSchema] = [
        ColumnSchema("group", .group, .key, "its group", requests: "ListGroups"),
        ColumnSchema("id", .string, .key, "the id that the coordinator gave it", requests: "DescribeGroups"),
        ColumnSchema(
            "instanceId", .string, nullable: true, .state, "its group.instance.id; null: a dynamic member", requests: "DescribeGroups v4"),
        ColumnSchema("clientId", .string, .state, "its client.id", requests: "DescribeGroups"),
        ColumnSchema("host", .string, .state, "where it connects from", requests: "DescribeGroups"),
        ColumnSchema("rack", .string, nullable: true, .state, "its client.rack", requests: "ConsumerGroupDescribe"),
        ColumnSchema("type", .closedSet(["classic", "consumer"]), .state, "the protocol it speaks", requests: "ConsumerGroupDescribe v1"),
        ColumnSchema("epoch", .int, nullable: true, .state, "its member epoch; null for classic groups", requests: "ConsumerGroupDescribe"),
        ColumnSchema("subscription", .topics, .set, "topics it subscribed", requests: "DescribeGroups"),
        ColumnSchema("subscriptionRegex", .string, nullable: true, .state, "the pattern it subscribed", requests: "ConsumerGroupDescribe"),
        ColumnSchema("partitions", .int, .gauge, "partitions it has", requests: "DescribeGroups"),
        ColumnSchema("assigned", .list(.partition), .list, "the partitions it has", requests: "DescribeGroups"),
        ColumnSchema(
            "target", .list(.partition), nullable: true, .list, "the partitions it should have", requests: "ConsumerGroupDescribe"),
        ColumnSchema(
            "ownedNotTarget", .int, nullable: true, .gauge, "partitions it still has to give up", requests: "ConsumerGroupDescribe"),
        ColumnSchema(
            "lag", .int, .gauge, "records it has not read, over partitions of which that is known", requests: "OffsetFetch, ListOffsets"),
        ColumnSchema("seen", .percent, .gauge, "share of looks in which it was there").later,
    ]
}
