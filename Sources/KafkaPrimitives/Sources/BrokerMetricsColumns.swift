import Language

/// The columns of `brokers` that only a metrics endpoint could fill: known by name, refused in this version.
enum BrokerMetricsColumns {
    static let columns: [ColumnSchema] = descriptions.map { name, type, summary in
        ColumnSchema(name, type, .gauge, summary, requests: "a metrics endpoint", availability: .later)
    }

    private static let descriptions: [(String, ValueType, String)] = [
        ("uptime", .duration, "time since its process started"),
        ("startedAt", .time, "when its process started"),
        ("bytesIn", .byteRate, "bytes that producers send"),
        ("bytesOut", .byteRate, "bytes that consumers take"),
        ("messagesIn", .countRate, "records that producers send"),
        ("replicationBytesIn", .byteRate, "bytes it copies from other brokers"),
        ("replicationBytesOut", .byteRate, "bytes other brokers copy from it"),
        ("failedProduce", .countRate, "produce requests that failed"),
        ("failedFetch", .countRate, "fetch requests that failed"),
        ("handlerIdle", .percent, "idle share of its request handlers"),
        ("networkIdle", .percent, "idle share of its network threads"),
        ("requestQueue", .int, "requests waiting for a handler"),
        ("responseQueue", .int, "answers waiting to leave"),
        ("produceP99", .duration, "99th percentile of produce requests"),
        ("fetchConsumerP99", .duration, "99th percentile of consumers' fetches"),
        ("fetchFollowerP99", .duration, "99th percentile of followers' fetches"),
        ("remoteTimeP99", .duration, "99th percentile of the wait for other replicas"),
        ("producePurgatory", .int, "produce requests that wait for replicas"),
        ("fetchPurgatory", .int, "fetch requests that wait for data"),
        ("isrShrinks", .countRate, "replicas that leave ISRs it leads"),
        ("isrExpands", .countRate, "replicas that join ISRs it leads"),
        ("failedIsrUpdates", .countRate, "ISR changes that the controller refused"),
        ("failedFetchers", .int, "partitions whose copying failed"),
        ("fetcherMaxLag", .int, "the largest lag of a replica it copies"),
        ("leaderElections", .countRate, "elections (ZooKeeper's controller)"),
        ("uncleanElections", .countRate, "unclean elections"),
        ("activeController", .int, "1 where it thinks it is the controller"),
        ("flushP99", .duration, "99th percentile of log flushes"),
        ("heapUsed", .size, "heap in use"),
        ("heapMax", .size, "the heap's limit"),
        ("directUsed", .size, "direct memory in use"),
        ("gcPause", .duration, "garbage collection a second"),
        ("gcPercent", .percent, "share of time in garbage collection"),
        ("cpu", .percent, "processor use of its process"),
        ("load", .float, "its host's load"),
        ("openFiles", .int, "open file descriptors"),
        ("maxFiles", .int, "limit of open file descriptors"),
        ("connections", .int, "client connections"),
        ("connectionRate", .countRate, "new connections"),
        ("metadataErrors", .int, "metadata records it could not load or apply"),
        ("zkDisconnects", .countRate, "disconnects from ZooKeeper"),
        ("zkExpires", .countRate, "expired ZooKeeper sessions"),
        ("zkLatency", .duration, "latency of ZooKeeper requests"),
        ("rebalances", .countRate, "rebalances of the groups it coordinates"),
        ("diskBusy", .percent, "busy share of its disks"),
        ("diskFree", .size, "free space as its host sees it"),
        ("netRetransmits", .countRate, "retransmitted TCP segments of its host"),
    ]
}
