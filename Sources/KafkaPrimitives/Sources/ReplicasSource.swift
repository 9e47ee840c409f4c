import Language

/// `replicas`: one row for each broker that should hold a partition.
package enum ReplicasSource {
    package static let schema = SourceSchema(
        name: "replicas", summary: "replicas: one row for each broker of each partition, where it stands and how far it is behind",
        columns: state + disk + progress + later + Sources.common,
        defaultColumns: ["topic", "partition", "broker", "isLeader", "inSync", "live"], key: ["topic", "partition", "broker"],
        cost: "metadata; sizes: log dirs; log ends: one request a broker",
        examples: [
            "replicas where not inSync", "replicas where not live group by broker select broker, missing = count(it)",
            "replicas where not inSync and live select topic, partition, broker, behind",
        ])

    private static let state: [ColumnSchema] = [
        ColumnSchema("topic", .topic, .key, "its topic", requests: "Metadata"),
        ColumnSchema("partition", .int, .key, "its partition's number", requests: "Metadata"),
        ColumnSchema("broker", .broker, .key, "the broker that holds it, or should", requests: "Metadata"),
        ColumnSchema("position", .int, .state, "its place in the list of replicas; 0: the preferred leader", requests: "Metadata"),
        ColumnSchema("isLeader", .bool, .state, "it leads", requests: "Metadata"),
        ColumnSchema("inSync", .bool, .state, "it is in the ISR", requests: "Metadata"),
        ColumnSchema(
            "eligible", .bool, .state, "it is out of the ISR and may lead without loss (ELR)", requests: "DescribeTopicPartitions (4.0)"),
        ColumnSchema("live", .bool, .state, "its broker is alive", requests: "DescribeCluster"),
        ColumnSchema("offline", .bool, .state, "its broker or log directory is down", requests: "Metadata v5, DescribeLogDirs"),
        ColumnSchema("adding", .bool, .state, "a reassignment adds it", requests: "ListPartitionReassignments"),
        ColumnSchema("removing", .bool, .state, "a reassignment takes it away", requests: "ListPartitionReassignments"),
        ColumnSchema("leader", .broker, nullable: true, .state, "its partition's leader; null: none", requests: "Metadata"),
        ColumnSchema("leaderEpoch", .int, .state, "its partition's leader epoch", requests: "Metadata v7"),
        ColumnSchema("rack", .string, nullable: true, .state, "its broker's rack", requests: "DescribeCluster"),
    ]

    private static let disk: [ColumnSchema] = [
        ColumnSchema(
            "dir", .string, nullable: true, .state, "the log directory that holds it; null: its broker holds none",
            requests: "DescribeLogDirs"),
        ColumnSchema("dirError", .string, nullable: true, .state, "what is wrong with that directory", requests: "DescribeLogDirs"),
        ColumnSchema("size", .size, nullable: true, .gauge, "bytes of its log", requests: "DescribeLogDirs"),
        ColumnSchema(
            "futureDir", .string, nullable: true, .state, "the directory it is being moved to on its broker", requests: "DescribeLogDirs"),
        ColumnSchema("futureSize", .size, nullable: true, .gauge, "bytes copied there", requests: "DescribeLogDirs"),
        ColumnSchema("futureLag", .int, nullable: true, .gauge, "records that this copy is behind", requests: "DescribeLogDirs"),
    ]

    private static let progress: [ColumnSchema] = [
        ColumnSchema("logEnd", .int, nullable: true, .counter, "where its own log ends", requests: "ListOffsets to that broker"),
        ColumnSchema("logStart", .int, nullable: true, .counter, "where its own log starts", requests: "ListOffsets to that broker"),
        ColumnSchema(
            "behind", .int, nullable: true, .gauge, "records between its log's end and the leader's; null for the leader",
            requests: "ListOffsets to that broker and the leader"),
        ColumnSchema(
            "behindBytes", .size, nullable: true, .gauge, "bytes it lacks beside the leader: an estimate", requests: "DescribeLogDirs"),
        ColumnSchema(
            "throttledLeader", .bool, .state, "what it sends as a leader is slowed: its topic names it and its broker has a rate",
            requests: "DescribeConfigs"),
        ColumnSchema(
            "throttledFollower", .bool, .state, "what it copies as a follower is slowed: its topic names it and its broker has a rate",
            requests: "DescribeConfigs"),
    ]

    private static let later: [ColumnSchema] = [
        ColumnSchema("catchUp", .countRate, .gauge, "records a second by which it catches up").later,
        ColumnSchema("catchUpEta", .duration, nullable: true, .gauge, "when it will be in sync at that speed").later,
        ColumnSchema("isrChanges", .int, .counter, "times it entered or left the ISR").later,
    ]
}
