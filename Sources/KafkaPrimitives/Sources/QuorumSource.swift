import Language

/// `quorum`: one row a node that keeps or follows the metadata log.
package enum QuorumSource {
    package static let schema = SourceSchema(
        name: "quorum", summary: "the KRaft quorum: who leads, who votes, who follows, how far each has read",
        columns: columns + Sources.common, defaultColumns: ["node", "role", "lag", "lastCaughtUp"], key: ["node", "directory"],
        cost: "one request", examples: ["quorum", "quorum where voter and not caughtUp", "any quorum where role == \"leader\""])

    private static let columns: [ColumnSchema] = [
        ColumnSchema("node", .broker, .key, "the node's number", requests: "DescribeQuorum"),
        ColumnSchema(
            "directory", .string, nullable: true, .key, "the id of its metadata directory; null before version 2",
            requests: "DescribeQuorum v2"),
        ColumnSchema("role", .closedSet(["leader", "follower", "observer"]), .state, "its part in the quorum", requests: "DescribeQuorum"),
        ColumnSchema("voter", .bool, .state, "it votes", requests: "DescribeQuorum"),
        ColumnSchema("logEnd", .int, nullable: true, .counter, "where its metadata log ends", requests: "DescribeQuorum"),
        ColumnSchema("lag", .int, nullable: true, .gauge, "records it is behind the leader", requests: "DescribeQuorum"),
        ColumnSchema(
            "lastFetch", .duration, nullable: true, .gauge, "how long ago it asked the leader, by the leader's clock",
            requests: "DescribeQuorum v1"),
        ColumnSchema(
            "lastCaughtUp", .duration, nullable: true, .gauge, "how long ago it had all of the leader's log, by the leader's clock",
            requests: "DescribeQuorum v1"),
        ColumnSchema("caughtUp", .bool, .state, "little behind, and caught up within 5 s", requests: "DescribeQuorum v1"),
        ColumnSchema("leader", .broker, nullable: true, .state, "who leads; the same in every row", requests: "DescribeQuorum"),
        ColumnSchema("leaderEpoch", .int, .counter, "grows with each election of a controller", requests: "DescribeQuorum"),
        ColumnSchema("highWatermark", .int, .counter, "where the committed metadata ends", requests: "DescribeQuorum"),
        ColumnSchema("majority", .int, .gauge, "voters that must agree", requests: "DescribeQuorum"),
        ColumnSchema("liveVoters", .int, .gauge, "voters that are caught up", requests: "DescribeQuorum v1"),
        ColumnSchema(
            "margin", .int, .gauge, "caught-up voters beyond the majority: how many may still be lost", requests: "DescribeQuorum v1"),
        ColumnSchema("endpoints", .list(.string), .list, "its addresses: `CONTROLLER host:port`", requests: "DescribeQuorum v2"),
    ]
}
