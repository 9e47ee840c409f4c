import Language

/// `logDirs`: one row a log directory of a broker.
package enum LogDirsSource {
    package static let schema = SourceSchema(
        name: "logDirs", summary: "log directories of all brokers: failed ones, how full their disks are, what comes",
        columns: columns + Sources.common,
        defaultColumns: ["broker", "path", "error", "total", "usable", "usedPercent", "replicas"], key: ["broker", "path"],
        cost: "one request a broker",
        examples: [
            "logDirs where error is not null", "logDirs sort by usedPercent desc take 5",
            "logDirs select broker, path, used, bytes, foreign",
        ])

    private static let columns: [ColumnSchema] = [
        ColumnSchema("broker", .broker, .key, "the broker", requests: "DescribeLogDirs"),
        ColumnSchema("path", .string, .key, "the directory", requests: "DescribeLogDirs"),
        ColumnSchema("rack", .string, nullable: true, .state, "the broker's rack", requests: "DescribeCluster"),
        ColumnSchema("cordoned", .bool, nullable: true, .state, "it takes no new replicas", requests: "DescribeLogDirs v5"),
        ColumnSchema("total", .size, nullable: true, .gauge, "size of its file system", requests: "DescribeLogDirs v4"),
        ColumnSchema("usable", .size, nullable: true, .gauge, "free space there", requests: "DescribeLogDirs v4"),
        ColumnSchema("used", .size, nullable: true, .gauge, "total minus usable: other files count too", requests: "DescribeLogDirs v4"),
        ColumnSchema("usedPercent", .percent, nullable: true, .gauge, "how full its file system is", requests: "DescribeLogDirs v4"),
        ColumnSchema("bytes", .size, .gauge, "bytes of Kafka's logs in it", requests: "DescribeLogDirs"),
        ColumnSchema("foreign", .size, nullable: true, .gauge, "used bytes that are not Kafka's logs", requests: "DescribeLogDirs v4"),
        ColumnSchema("replicas", .int, .gauge, "replicas in it", requests: "DescribeLogDirs"),
        ColumnSchema("futureReplicas", .int, .gauge, "copies that are coming from another directory", requests: "DescribeLogDirs"),
        ColumnSchema("largest", .partition, nullable: true, .text, "its largest partition", requests: "DescribeLogDirs"),
        ColumnSchema("incoming", .size, .gauge, "bytes still to come by moves between directories and, with one directory, between brokers")
            .later,
        ColumnSchema("usedAfterMoves", .percent, nullable: true, .gauge, "how full it will be then").later,
        ColumnSchema("fullIn", .duration, nullable: true, .gauge, "when it is full at this speed").later,
    ]
}
