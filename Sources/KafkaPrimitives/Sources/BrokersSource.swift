import Engine
import KafkaAdmin
import KafkaWire
import Language
import Platform

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
        ColumnSchema(
            "up", .bool, .state,
            "the cluster counts it as alive and it answers us; unknown where one try, or another broker, was all that answered",
            requests: "a round trip to each"),
        ColumnSchema(
            "host", .string, nullable: true, .state, "the address it gives to clients; null where it is only mentioned",
            requests: "DescribeCluster"),
        ColumnSchema("port", .int, nullable: true, .state, "the port it gives to clients", requests: "DescribeCluster"),
        ColumnSchema("rack", .string, nullable: true, .state, "its broker.rack", requests: "DescribeCluster"),
        ColumnSchema(
            "state", .closedSet(states), .state,
            "live: listed and allowed to serve · fenced: registered, not allowed to serve · absent: only mentioned (before 4.0 fenced or gone)",
            requests: "DescribeCluster v2"),
        ColumnSchema(
            "answers", .closedSet(answers), .state, "how our own connection to it fares; unknown where another answers at its address",
            requests: "a round trip to each"),
        ColumnSchema("rtt", .duration, .gauge, "the last round trip to it", requests: "a round trip to each"),
        ColumnSchema("rttP99", .duration, .gauge, "the 99th percentile of the last 100 round trips", requests: "a round trip to each"),
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
            "diskTotal", .size, nullable: true, .gauge,
            "size of the file systems under its log directories; those equal in size and, to 16 MiB, in free space count as one",
            requests: "DescribeLogDirs v4"),
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

extension BrokersSource: Source {
    private static let rates: [(column: String, key: String)] = [
        ("leaderThrottleRate", ThrottledReplicas.leaderRate), ("followerThrottleRate", ThrottledReplicas.followerRate),
        ("dirThrottleRate", ThrottledReplicas.dirRate),
    ]

    static func needs(_ request: SourceRequest) -> Needs {
        var needs = Needs()
        // Who is mentioned shows only in all topics' replicas.
        needs.topics = .all
        needs.brokers = true
        needs.addPartitionColumns(request.columns)
        if request.asks("adding", "removing") { needs.moves = true }
        // What each broker tells of itself is asked of those that are wanted only.
        let wanted = request.brokers("id")
        if request.asks("up", "answers", "rtt", "rttP99") {
            if let wanted { needs.answersOf = wanted } else { needs.answers = true }
        }
        if request.asks("release", "apiVersions") {
            if let wanted { needs.answersOf.formUnion(wanted) } else { needs.versions = true }
        }
        if request.asks("isController", "isVoter", "metadataLag", "metadataCaughtUpAge") { needs.quorum = true }
        if request.asks("dirs", "offlineDirs", "diskTotal", "diskUsable", "diskUsedPercent", "bytes") {
            if let wanted { needs.logDirsOf = wanted } else { needs.logDirs = true }
        }
        let keys = Set<NameKey>(rates.filter { request.columns.contains($0.column) }.map(\.key))
        if !keys.isEmpty { needs.brokerConfigs = .named(keys) }
        return needs
    }

    static func table(_ request: SourceRequest, _ facts: ClusterFacts) -> Table {
        guard let brokers = facts.brokers.value else {
            return TableBuilder.nothing(schema, request, because: facts.brokers.why ?? Unread("not read"))
        }
        let sorted = facts.mentionedBrokers
        let listed = sorted.map { brokers.broker($0) }
        var builder = TableBuilder(schema, request, rows: sorted.count)
        builder.add("id") { .int(sorted[$0]) }
        func unlisted(_ row: Int) -> Value? { facts.unlisted?.why(Int32(truncatingIfNeeded: sorted[row])).map { .unknown($0) } }
        // One that is not listed may be fenced, or gone.
        func untold(_ row: Int) -> Value? {
            unlisted(row) ?? (listed[row] == nil ? brokers.whyFencedIsUntold.map { .unknown($0) } : nil)
        }
        builder.add("host") { untold($0) ?? .text(listed[$0]?.host) }
        builder.add("port") { untold($0) ?? .int(listed[$0]?.port) }
        builder.add("rack") {
            untold($0) ?? listed[$0].map { .text($0.rack) } ?? .unknown(Cause(broker: sorted[$0], "the cluster does not list it"))
        }
        builder.add("state") { untold($0) ?? .text(listed[$0].map { $0.isFenced ? "fenced" : "live" } ?? "absent") }
        addAnswers(&builder, facts, sorted, listed)
        addQuorum(&builder, facts, sorted)
        addLoad(&builder, facts, sorted)
        addDisks(&builder, facts, sorted)
        for (column, key) in rates {
            builder.add(column) { .fact(facts.throttleRate(key, of: sorted[$0])) { $0.map { .byteRate(Double($0)) } ?? .null } }
        }
        builder.add("error") { facts.silent[sorted[$0]]?.error.map { .text($0.name) } ?? .null }
        builder.add(constant: "asOf", .time(brokers.asOf))
        builder.add(constant: "answeredBy", .answerer(brokers.answeredBy))
        return builder.table(missing: facts.missingBrokers)
    }

    private static func addAnswers(
        _ builder: inout TableBuilder, _ facts: ClusterFacts, _ ids: [Int], _ listed: [BrokerListing?]
    ) {
        builder.add("up") { row in
            // Whom the cluster does not count as alive is not up, whether it answers or not.
            guard let broker = listed[row], !broker.isFenced else {
                return facts.unlisted?.why(Int32(truncatingIfNeeded: ids[row])).map { .unknown($0) } ?? .bool(false)
            }
            return .fact(facts.answers[broker.id]?.isUp ?? .unknown(.notRead(of: broker.id))) { .bool($0) }
        }
        builder.add("answers") { row in
            guard let answer = facts.answers[ids[row]] else { return .text(BrokerAnswer.Kind.untried.rawValue) }
            return answer.kind == .unproved ? .unknown(answer.why ?? .notRead(of: ids[row])) : .text(answer.kind.rawValue)
        }
        builder.add("rtt") { row in
            let answer = facts.answers[ids[row]]
            return answer?.roundTrip.map { .duration($0) } ?? .unknown(answer?.why ?? Unread(broker: ids[row], "not tried"))
        }
        builder.add("rttP99") { row in
            facts.answers[ids[row]]?.roundTripP99.map { .duration($0) } ?? .unknown(Unread(broker: ids[row], "no round trips yet"))
        }
        func versions(_ row: Int, _ cell: (NodeVersions) -> Value) -> Value {
            facts.versions[ids[row]].map(cell) ?? .unknown(facts.whySilent(ids[row]))
        }
        builder.add("release") { versions($0) { .text(Release.of($0)) } }
        builder.add("apiVersions") {
            versions($0) { versions in
                let ranges = versions.ranges.sorted { $0.key < $1.key }
                return .text(ranges.map { "\($0.key):\($0.value.lowerBound)-\($0.value.upperBound)" }.joined(separator: " "))
            }
        }
    }

    private static func addQuorum(_ builder: inout TableBuilder, _ facts: ClusterFacts, _ ids: [Int]) {
        builder.add("isController") { row in .fact(facts.controller) { .bool($0 == ids[row]) } }
        builder.add("isVoter") { row in .fact(facts.quorum) { quorum in .bool(quorum.nodes.contains { $0.id == ids[row] && $0.isVoter }) } }
        func node(_ row: Int, _ cell: (QuorumFacts, QuorumFacts.Node) -> Value) -> Value {
            .fact(facts.quorum) { quorum in quorum.node(ids[row]).map { cell(quorum, $0) } ?? .null }
        }
        builder.add("metadataLag") {
            node($0) { quorum, node in quorum.lag(of: node).map { .int($0) } ?? .unknown("the quorum has no leader") }
        }
        builder.add("metadataCaughtUpAge") {
            node($0) { quorum, node in
                quorum.age(ofTimestamp: node.lastCaughtUp).map { .duration(milliseconds: $0) } ?? .unknown("its quorum does not tell")
            }
        }
    }

    private static func addLoad(_ builder: inout TableBuilder, _ facts: ClusterFacts, _ ids: [Int]) {
        guard let table = facts.partitions.value else { return }
        let health = facts.health(of: table)
        func count(_ name: String, _ test: @escaping (Int, Int32) -> Fact<Bool>) {
            builder.sums(name) { index in
                let id = Int32(truncatingIfNeeded: ids[index])
                var sum = AtLeast(why: facts.hiddenTopics)
                for row in 0..<table.count { sum.count(test(row, id)) }
                return sum
            }
        }
        count("leaders") { health.leads($1, $0) }
        count("preferredLeaders") { .known(table.replicas[$0].first == $1) }
        count("leadersAway") { row, id in table.replicas[row].first == id ? health.leads(id, row).map { !$0 } : .known(false) }
        count("replicas") { .known(table.replicas[$0].contains($1)) }
        count("outOfSync") { row, id in
            guard table.replicas[row].contains(id), !table.isr[row].contains(id) else { return .known(false) }
            return health.missing(row).map { $0.contains(id) }
        }
        builder.sums("followersBehind") { index in
            let id = Int32(truncatingIfNeeded: ids[index])
            var sum = AtLeast(why: facts.hiddenTopics)
            for row in 0..<table.count where table.leader[row] == id || table.errors[row] != 0 {
                let behind = table.replicas[row].count { $0 != id && !table.isr[row].contains($0) }
                if behind > 0 { sum.add(health.leads(id, row).map { $0 ? behind : 0 }) }
            }
            return sum
        }
        count("soleIsr") { .known(table.isr[$0].count == 1 && table.isr[$0].first == $1) }
        count("adding") { row, id in health.move(row).map { $0?.adding.contains(id) ?? false } }
        count("removing") { row, id in health.move(row).map { $0?.removing.contains(id) ?? false } }
        count("stopWouldOffline") { health.wouldGoOffline($0, without: $1) }
        count("stopWouldRefuse") { health.wouldRefuse($0, without: $1) }
        for (name, topic) in [("groupCoordinatorOf", "__consumer_offsets"), ("txnCoordinatorOf", "__transaction_state")] {
            let rows = table.topic(topic)?.rows
            let why = facts.whyAbsent(topic)
            builder.add(name) { index in
                if rows == nil, why.isNotAuthorised { return .unknown(why) }
                var sum = AtLeast()
                for row in rows ?? 0..<0 { sum.count(health.leads(Int32(truncatingIfNeeded: ids[index]), row)) }
                return .atLeast(sum)
            }
        }
    }

    private static func addDisks(_ builder: inout TableBuilder, _ facts: ClusterFacts, _ ids: [Int]) {
        func dirs(_ row: Int, _ cell: ([LogDirFacts]) -> Value) -> Value {
            .fact(facts.dirs(of: ids[row]), cell)
        }
        /// A sum over directories or file systems; at least that where one failed, which tells nothing of itself.
        func sum(
            _ row: Int, of parts: ([LogDirFacts]) -> (dirs: [LogDirFacts], why: Unread?) = { ($0, nil) }, _ bytes: (LogDirFacts) -> Int?
        ) -> Value {
            dirs(row) { all in
                let (dirs, why) = parts(all)
                var sum = AtLeast(why: why)
                for dir in dirs {
                    sum.add(bytes(dir).map { .known($0) } ?? .unknown(dir.whyUnsized(on: ids[row])))
                }
                let isUntold = sum.why != nil && !dirs.contains { bytes($0) != nil }
                return isUntold ? sum.why.map { .unknown($0) } ?? .null : .atLeast(sum) { .size($0) }
            }
        }
        builder.add("dirs") { dirs($0) { .int($0.count) } }
        builder.add("offlineDirs") { dirs($0) { .int($0.count { $0.error == .kafkaStorageError }) } }
        builder.add("diskTotal") { row in sum(row, of: { LogDirFacts.fileSystems($0) }) { $0.total < 0 ? nil : $0.total } }
        builder.add("diskUsable") { row in sum(row, of: { LogDirFacts.fileSystems($0) }) { $0.usable < 0 ? nil : $0.usable } }
        builder.add("diskUsedPercent") { row in
            dirs(row) { dirs in
                let why = dirs.first { $0.usedPercent == nil }?.whyUnsized(on: ids[row])
                guard let fullest = dirs.compactMap(\.usedPercent).max() else { return why.map { .unknown($0) } ?? .null }
                // A disk that tells nothing may be the fullest.
                return why == nil ? .percent(fullest) : .bound(.atLeast, .percent(fullest))
            }
        }
        builder.add("bytes") { sum($0) { $0.error.isSuccess ? $0.bytes : nil } }
    }
}

extension ClusterFacts {
    /// Why brokers may be missing: those that only replicas name are not seen where their topics are not.
    var missingBrokers: [Unread] { [partitions.why, hiddenTopics].compactMap { $0 } }

    /// A broker's log directories.
    func dirs(of broker: Int) -> Fact<[LogDirFacts]> {
        (logDirs[broker] ?? .unknown(whySilent(broker))).map(\.dirs)
    }
}

extension QuorumFacts {
    /// Records a node is behind the leader; nil without a leader.
    func lag(of node: Node) -> Int? { leaderNode.map { max($0.logEnd.subtractingClamped(node.logEnd), 0) } }

    /// How long ago something was, by the leader's clock, milliseconds; nil where unknown.
    func age(ofTimestamp timestamp: Int) -> Int? {
        guard timestamp >= 0 else { return nil }
        // The leader's own times are its clock's reading at the answer.
        guard let now = nodes.compactMap({ $0.id == leader ? max($0.lastFetch, $0.lastCaughtUp) : nil }).max(), now >= 0 else { return nil }
        return max(now - timestamp, 0)
    }
}
