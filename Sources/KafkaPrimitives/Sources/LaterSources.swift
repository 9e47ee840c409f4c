import Language

/// Sources whose names and columns stand, and which this version refuses by name.
enum LaterSources {
    static let schemas: [SourceSchema] = [
        source(
            "quotas", "client quotas by user, client and address", key: ["user", "client", "ip"],
            [
                ("user", .string), ("client", .string), ("ip", .string), ("producerByteRate", .byteRate), ("consumerByteRate", .byteRate),
                ("requestPercentage", .percent), ("controllerMutationRate", .float), ("connectionCreationRate", .countRate),
                ("precedence", .int), ("owner", .owner), ("debt", .string),
            ]),
        source(
            "transactions", "transactions by transactional id", key: ["transactionalId"],
            [
                ("transactionalId", .string), ("producerId", .int), ("producerEpoch", .int), ("state", .string), ("startedAt", .time),
                ("runningFor", .duration), ("timeout", .duration), ("partitions", .partitionSet), ("coordinator", .broker),
                ("overdue", .bool),
            ]),
        source(
            "producers", "idempotent and transactional producers of a partition", key: ["topic", "partition", "producerId"],
            [
                ("topic", .topic), ("partition", .int), ("producerId", .int), ("producerEpoch", .int), ("lastSequence", .int),
                ("lastTimestamp", .time), ("coordinatorEpoch", .int), ("txnStartOffset", .int), ("openTxnFor", .duration),
                ("transactionalId", .string), ("hanging", .bool), ("idle", .duration),
            ]),
        source(
            "acls", "access rules", key: ["resourceType", "resourceName", "patternType", "principal", "host", "operation", "permission"],
            [
                ("resourceType", .string), ("resourceName", .string), ("patternType", .string), ("principal", .string), ("host", .string),
                ("operation", .string), ("permission", .string),
            ]),
        source(
            "features", "features of the cluster and the levels that nodes support", key: ["name"],
            [
                ("name", .string), ("finalizedMin", .int), ("finalizedMax", .int), ("supportedMin", .int), ("supportedMax", .int),
                ("level", .string), ("blockedBy", .brokerSet), ("finalizedEpoch", .int),
            ]),
        source(
            "apiVersions", "requests that each broker knows", key: ["broker", "api"],
            [("broker", .broker), ("api", .int), ("name", .string), ("min", .int), ("max", .int)]),
        source(
            "assignments", "which member has which partition", key: ["group", "topic", "partition", "member"],
            [
                ("group", .group), ("topic", .topic), ("partition", .int), ("member", .string), ("instanceId", .string), ("host", .string),
                ("clientId", .string), ("current", .bool), ("target", .bool),
            ]),
        source(
            "controllers", "nodes of the quorum, asked at their own listeners", key: ["node"],
            [
                ("node", .broker), ("host", .string), ("port", .int), ("answers", .closedSet(BrokersSource.answers)), ("rtt", .duration),
                ("isActive", .bool), ("release", .string), ("kraftVersion", .int),
            ]),
        source(
            "messages", "records of a topic", key: ["partition", "offset"],
            [
                ("partition", .int), ("offset", .int), ("timestamp", .time), ("timestampType", .string), ("key", .string),
                ("value", .string),
                ("keySize", .size), ("valueSize", .size), ("headers", .openRecord), ("leaderEpoch", .int), ("producerId", .int),
                ("control", .bool),
            ]),
        source(
            "changes", "what changed in the cluster", key: [],
            [
                ("at", .time), ("kind", .closedSet(["leader", "isr", "broker", "config", "quota", "topic"])), ("object", .string),
                ("before", .string), ("after", .string), ("offset", .int), ("exact", .bool),
            ]),
        source(
            "snapshots", "states of the cluster that were kept", key: ["name"],
            [("name", .string), ("at", .time), ("cluster", .string), ("by", .string)]),
        source(
            "metrics", "metrics of brokers, from their endpoint", key: [],
            [
                ("broker", .broker), ("name", .string), ("labels", .openRecord), ("value", .float),
                ("kind", .closedSet(["counter", "gauge"])),
                ("at", .time),
            ]),
        source(
            "zookeeper", "the ZooKeeper ensemble", key: ["host"],
            [
                ("host", .string), ("answers", .closedSet(BrokersSource.answers)), ("ruok", .bool),
                ("role", .closedSet(["leader", "follower", "observer", "standalone"])), ("version", .string), ("zxid", .string),
                ("sessions", .int), ("outstanding", .int), ("avgLatency", .duration), ("maxLatency", .duration), ("znodes", .int),
                ("watches", .int), ("ephemerals", .int), ("followers", .int), ("syncedFollowers", .int), ("pendingSyncs", .int),
                ("openFiles", .int), ("uptime", .duration), ("allowed", .set(.string)),
            ]),
        source(
            "owners", "teams and what is theirs, from a file", key: ["pattern"],
            [("pattern", .string), ("kind", .closedSet(["topic", "group"])), ("team", .string), ("channel", .string), ("tier", .int)]),
    ]

    private static func source(_ name: String, _ summary: String, key: [String], _ columns: [(String, ValueType)]) -> SourceSchema {
        SourceSchema(
            name: name, summary: summary,
            columns: columns.map {
                ColumnSchema($0.0, $0.1, nullable: true, key.contains($0.0) ? .key : .state, "", availability: .later)
            }, defaultColumns: columns.map(\.0), key: key, cost: "", availability: .later)
    }
}
