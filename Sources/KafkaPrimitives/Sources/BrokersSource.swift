import Language

/// `brokers`: every broker that anybody mentions, dead ones too.
package enum BrokersSource {
    package static let schema = SourceSchema(
        name: "brokers",
        summary: "every broker that anything mentions, dead ones too: is it there, what does it hold, what would its loss cost",
        columns: state + load + disks + later + BrokerMetricsColumns.columns + Sources.common,
        defaultColumns: ["id", "host", "port", "rack", "state", "up", "isController", "leaders", "replicas", "outOfSync"], key: ["id"],
        cost: "metadata; `up` and `answers` try each broker",
        examples: [
            "brokers", "brokers where not up and replicas > 0", "brokers where state != \"live\" select id, leaders, outOfSync",
            "brokers select id, diskUsedPercent, bytes sort by diskUsedPercent desc",
        ])

    static let states = ["live", "fenced", "absent"]
    static let answers = ["yes", "late", "no", "refused", "garbage", "authFailed", "untried"]

    private static let state: [ColumnSchema] = [
        ColumnSchema("id", .broker, .key, "the broker's number", requests: "DescribeCluster, Metadata, ListPartitionReassignments"),
        ColumnSchema("up", .bool, .state, "the cluster counts it as alive and it answers us", requests: "a round trip to each"),
        ColumnSchema(
            "host", .string, nullable: true, .state, "the address it gives to clients; null where it is only mentioned",
            requests: "DescribeCluster"),
        ColumnSchema("port", .int, nullable: true, .state, "the port it gives to clients", requests: "DescribeCluster"),
        ColumnSchema("rack", .string, nullable: true, .state, "its broker.rack", requests: "DescribeCluster"),
        ColumnSchema(
            "state", .closedSet(states), .state,
            "live: listed and allowed to serve · fenced: registered, not allowed to serve · absent: only mentioned (before 4.0 fenced or gone)",
            requests: "DescribeCluster v2"),
        ColumnSchema("answers", .closedSet(answers), .state, "how our own connection to it fares", requests: "a round trip to each"),
        ColumnSchema("rtt", .duration, .gauge, "the last round trip to it", requests: "a round trip to each"),
        ColumnSchema("rttP99", .duration, .gauge, "the 99th percentile of the last 100 round trips").later,
        ColumnSchema("isController", .bool, .state, "it is the active controller", requests: "DescribeQuorum, ZooKeeper: Metadata"),
        ColumnSchema("isVoter", .bool, .state, "it votes in the metadata quorum", requests: "DescribeQuorum"),
        ColumnSchema("release", .string, .state, "the Kafka release that its requests fit", requests: "ApiVersions of it"),
        ColumnSchema("apiVersions", .string, .state, "each request it knows with its versions: `3:0-12`", requests: "ApiVersions of it"),
    ]

    private static let load: [ColumnSchema] = [
        ColumnSchema("leaders", .int, .gauge, "partitions it leads", requests: "Metadata"),
        ColumnSchema("preferredLeaders", .int, .gauge, "partitions whose first replica it is", requests: "Metadata"),
        ColumnSchema(
            "leadersAway", .int, .gauge, "partitions whose first replica it is and that another leads, or nobody", requests: "Metadata"),
        ColumnSchema("replicas", .int, .gauge, "replicas it should hold", requests: "Metadata"),
        ColumnSchema(
            "outOfSync", .int, .gauge, "its replicas out of the ISR, those just coming to it left out",
            requests: "Metadata, ListPartitionReassignments"),
        ColumnSchema("followersBehind", .int, .gauge, "replicas of others out of the ISR of partitions it leads", requests: "Metadata"),
        ColumnSchema("soleIsr", .int, .gauge, "partitions whose only in-sync replica it is", requests: "Metadata"),
        ColumnSchema("adding", .int, .gauge, "replicas coming to it", requests: "ListPartitionReassignments"),
        ColumnSchema("removing", .int, .gauge, "replicas leaving it", requests: "ListPartitionReassignments"),
        ColumnSchema(
            "stopWouldOffline", .int, .gauge, "partitions that would lose their last live in-sync replica if it stopped",
            requests: "Metadata"),
        ColumnSchema(
            "stopWouldRefuse", .int, .gauge, "partitions that would begin to refuse acks=all if it stopped",
            requests: "Metadata, DescribeConfigs"),
        ColumnSchema("groupCoordinatorOf", .int, .gauge, "partitions of __consumer_offsets it leads", requests: "Metadata"),
        ColumnSchema("txnCoordinatorOf", .int, .gauge, "partitions of __transaction_state it leads", requests: "Metadata"),
    ]

    private static let disks: [ColumnSchema] = [
        ColumnSchema("dirs", .int, .gauge, "its log directories", requests: "DescribeLogDirs"),
        ColumnSchema("offlineDirs", .int, .gauge, "its log directories that failed", requests: "DescribeLogDirs"),
        ColumnSchema(
            "diskTotal", .size, nullable: true, .gauge, "size of the file systems under its log directories", requests: "DescribeLogDirs v4"
        ),
        ColumnSchema("diskUsable", .size, nullable: true, .gauge, "free space there", requests: "DescribeLogDirs v4"),
        ColumnSchema(
            "diskUsedPercent", .percent, nullable: true, .gauge, "how full its fullest directory's disk is", requests: "DescribeLogDirs v4"),
        ColumnSchema("bytes", .size, .gauge, "bytes of its logs, copies under way included", requests: "DescribeLogDirs"),
        ColumnSchema("metadataLag", .int, nullable: true, .gauge, "metadata records it has not read yet", requests: "DescribeQuorum"),
        ColumnSchema(
            "metadataCaughtUpAge", .duration, nullable: true, .gauge, "how long ago it had read all metadata, by the quorum leader's clock",
            requests: "DescribeQuorum v1"),
        ColumnSchema(
            "leaderThrottleRate", .byteRate, nullable: true, .state, "dynamic leader.replication.throttled.rate",
            requests: "DescribeConfigs of it"),
        ColumnSchema(
            "followerThrottleRate", .byteRate, nullable: true, .state, "dynamic follower.replication.throttled.rate",
            requests: "DescribeConfigs of it"),
        ColumnSchema(
            "dirThrottleRate", .byteRate, nullable: true, .state, "dynamic replica.alter.log.dirs.io.max.bytes.per.second",
            requests: "DescribeConfigs of it"),
    ]

    private static let later: [ColumnSchema] = [
        ColumnSchema("bytesInLed", .byteRate, .gauge, "growth of the partitions it leads, in bytes").later,
        ColumnSchema("recordsInLed", .countRate, .gauge, "growth of the partitions it leads, in records").later,
        ColumnSchema("answersLate", .int, .gauge, "answers of it that came late").later,
    ]
}
