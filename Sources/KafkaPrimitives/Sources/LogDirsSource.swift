import Engine
import KafkaAdmin
import KafkaWire
import Language
import Platform

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

extension LogDirsSource: Source {
    static func needs(_ request: SourceRequest) -> Needs {
        var needs = Needs()
        needs.brokers = true
        // A dead broker that only replicas name has directories too: that they are not seen must be said.
        needs.topics = .all
        if let wanted = request.brokers("broker") { needs.logDirsOf = wanted } else { needs.logDirs = true }
        return needs
    }

    static func table(_ request: SourceRequest, _ facts: ClusterFacts) -> Table {
        guard let brokers = facts.brokers.value else {
            return TableBuilder.nothing(schema, request, because: facts.brokers.why ?? Unread("not read"))
        }
        var missing: [Unread] = []
        var rows: [(broker: BrokerListing, dir: LogDirFacts, asOf: Int)] = []
        let wanted = request.brokers("broker")
        for id in facts.mentionedBrokers where wanted?.contains(id) ?? true {
            switch (facts.logDirs[id], brokers.broker(id)) {
            case (.known(let dirs)?, let broker?): rows += dirs.dirs.map { (broker, $0, dirs.asOf) }
            case (.unknown(let why)?, _): missing.append(why)
            default: missing.append(facts.whySilent(id))
            }
        }
        if wanted?.isSubset(of: facts.mentionedBrokers) != true { missing += facts.missingBrokers }
        var builder = TableBuilder(schema, request, rows: rows.count)
        builder.add("broker") { .int(rows[$0].broker.id) }
        builder.add("path") { .text(rows[$0].dir.path) }
        builder.add("rack") { .text(rows[$0].broker.rack) }
        func unsaid(_ row: Int) -> Value { .unknown(rows[row].dir.whyUnsized(on: rows[row].broker.id)) }
        builder.add("cordoned") { row in
            guard rows[row].dir.error.isSuccess else { return unsaid(row) }
            return rows[row].dir.isCordoned.map { .bool($0) } ?? .unknown("cordoned needs Kafka 4.3")
        }
        func said(_ row: Int, _ bytes: Int?) -> Value { bytes.flatMap { $0 < 0 ? nil : .size($0) } ?? unsaid(row) }
        builder.add("total") { said($0, rows[$0].dir.total) }
        builder.add("usable") { said($0, rows[$0].dir.usable) }
        builder.add("used") { said($0, rows[$0].dir.used) }
        builder.add("usedPercent") { rows[$0].dir.usedPercent.map { .percent($0) } ?? unsaid($0) }
        // A failed directory lists no replicas: nothing is known of them.
        func listed(_ row: Int, _ cell: (LogDirFacts) -> Value) -> Value {
            let dir = rows[row].dir
            return dir.error.isSuccess ? cell(dir) : .unknown(Unread(broker: rows[row].broker.id, dir.error))
        }
        builder.add("bytes") { listed($0) { .size($0.bytes) } }
        builder.add("foreign") { row in
            listed(row) { dir in dir.used.map { .size(max($0.subtractingClamped(dir.bytes), 0)) } ?? unsaid(row) }
        }
        builder.add("replicas") { listed($0) { .int($0.replicas.count { !$0.isFuture }) } }
        builder.add("futureReplicas") { listed($0) { .int($0.replicas.count { $0.isFuture }) } }
        builder.add("largest") {
            listed($0) { dir in
                dir.replicas.max { $0.size < $1.size }.map { .partition(topic: $0.topic, index: Int($0.partition)) } ?? .null
            }
        }
        builder.add("error") { rows[$0].dir.error.isSuccess ? .null : .text(rows[$0].dir.error.name) }
        builder.add("asOf") { .time(rows[$0].asOf) }
        builder.add("answeredBy") { .int(rows[$0].broker.id) }
        return builder.table(missing: missing)
    }
}
