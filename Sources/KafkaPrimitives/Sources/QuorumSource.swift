import Engine
import KafkaAdmin
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
            "margin", .int, signed: true, .gauge, "caught-up voters beyond the majority: how many may still be lost",
            requests: "DescribeQuorum v1"),
        ColumnSchema("endpoints", .list(.string), .list, "its addresses: `CONTROLLER host:port`", requests: "DescribeQuorum v2"),
    ]
}

extension QuorumSource: Source {
    static func needs(_ request: SourceRequest) -> Needs {
        var needs = Needs()
        needs.quorum = true
        return needs
    }

    static func table(_ request: SourceRequest, _ facts: ClusterFacts) -> Table {
        guard let quorum = facts.quorum.value else {
            return TableBuilder.nothing(schema, request, because: facts.quorum.why ?? Unread("not read"))
        }
        let nodes = quorum.nodes
        var builder = TableBuilder(schema, request, rows: nodes.count)
        builder.add("node") { .int(nodes[$0].id) }
        builder.add("directory") { .text(nodes[$0].directory) }
        builder.add("role") { .text(nodes[$0].id == quorum.leader ? "leader" : nodes[$0].isVoter ? "follower" : "observer") }
        builder.add("voter") { .bool(nodes[$0].isVoter) }
        let noLeader = Value.unknown("the quorum has no leader")
        let untold = Value.unknown("needs Kafka 3.3, or its leader does not know")
        builder.add("logEnd") { nodes[$0].logEnd < 0 ? .unknown("its leader does not know") : .int(nodes[$0].logEnd) }
        builder.add("lag") {
            nodes[$0].logEnd < 0 ? .unknown("its leader does not know") : quorum.lag(of: nodes[$0]).map { .int($0) } ?? noLeader
        }
        func ago(_ timestamp: Int) -> Value { quorum.age(ofTimestamp: timestamp).map { .duration(milliseconds: $0) } ?? untold }
        builder.add("lastFetch") { ago(nodes[$0].lastFetch) }
        builder.add("lastCaughtUp") { ago(nodes[$0].lastCaughtUp) }
        builder.add("caughtUp") { quorum.isCaughtUp(nodes[$0]).map { .bool($0) } ?? untold }
        builder.add(constant: "leader", .int(quorum.leader))
        builder.add(constant: "leaderEpoch", .int(quorum.epoch))
        builder.add(constant: "highWatermark", .int(quorum.highWatermark))
        builder.add(constant: "majority", .int(quorum.majority))
        let voters = nodes.filter(\.isVoter).map { quorum.isCaughtUp($0) }
        let caughtUp: Int? = voters.contains { $0 == nil } ? nil : voters.count { $0 == true }
        builder.add(constant: "liveVoters", caughtUp.map { .int($0) } ?? untold)
        builder.add(constant: "margin", caughtUp.map { .int($0 - quorum.majority) } ?? untold)
        builder.add("endpoints") { row in
            quorum.endpoints.isEmpty
                ? .unknown("needs Kafka 3.9") : .list(ListValue((quorum.endpoints[nodes[row].id] ?? []).map { .text($0) }))
        }
        builder.add(constant: "error", .null)
        builder.add(constant: "asOf", .time(quorum.asOf))
        builder.add(constant: "answeredBy", .answerer(quorum.answeredBy))
        return builder.table()
    }
}

extension QuorumFacts {
    /// Little behind, and caught up within 5 s of the leader's clock; the leader is. nil where its leader does not tell.
    func isCaughtUp(_ node: Node) -> Bool? {
        if node.id == leader { return true }
        guard let age = age(ofTimestamp: node.lastCaughtUp), let lag = lag(of: node) else { return nil }
        // The metadata log grows by two records a second when nothing happens.
        return age < 5000 && lag < 100
    }
}
