import Engine
import KafkaAdmin
import KafkaWire
import Language
import Platform

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
        ColumnSchema("offline", .bool, .state, "its broker or log directory is down", requests: "Metadata v5"),
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

extension ReplicasSource: Source {
    private static let throttleKeys: Set<NameKey> = Set([ThrottledReplicas.leaderList, ThrottledReplicas.followerList])
    private static let rateKeys: Set<NameKey> = Set([ThrottledReplicas.leaderRate, ThrottledReplicas.followerRate])

    static func needs(_ request: SourceRequest) -> Needs {
        var needs = Needs()
        needs.topics = request.topics()
        needs.addPartitionColumns(request.columns.intersection(["eligible", "adding", "removing"]))
        if request.asks("dir", "dirError", "size", "futureDir", "futureSize", "futureLag", "behindBytes") { needs.logDirs = true }
        if request.asks("logEnd", "behind") { needs.replicaEnds = true }
        if request.asks("logStart") { needs.replicaStarts = true }
        if request.asks("throttledLeader", "throttledFollower") {
            needs.topicConfigs = .named(throttleKeys)
            needs.brokerConfigs = .named(rateKeys)
        }
        return needs
    }

    static func table(_ request: SourceRequest, _ facts: ClusterFacts) -> Table {
        guard let table = facts.partitions.value else {
            return TableBuilder.nothing(schema, request, because: facts.partitions.why ?? Unread("not read"))
        }
        let health = facts.health(of: table)
        // Entry i of the lists of replicas is row i: its broker is there, its partition's row here.
        let brokers = table.replicas.items
        var rowOf: [Int] = []
        rowOf.reserveCapacity(brokers.count)
        for row in 0..<table.count { for _ in table.replicas[row] { rowOf.append(row) } }
        var builder = TableBuilder(schema, request, rows: brokers.count)
        builder.texts("topic", pool: table.topics.map(\.name)) { table.topicOf[rowOf[$0]] }
        builder.ints("partition") { .known(Int(table.index[rowOf[$0]])) }
        builder.ints("broker") { .known(Int(brokers[$0])) }
        builder.ints("position") { .known($0 - Int(table.replicas.bounds[rowOf[$0]])) }
        builder.bools("isLeader") { health.leads(brokers[$0], rowOf[$0]) }
        builder.bools("inSync") { .known(table.isr[rowOf[$0]].contains(brokers[$0])) }
        builder.bools("eligible") { health.isEligible(brokers[$0], rowOf[$0]) }
        builder.bools("live") { health.isBrokerAlive(brokers[$0]) }
        builder.bools("offline") { health.isAlive(brokers[$0], rowOf[$0]).map { !$0 } }
        builder.bools("adding") { entry in health.move(rowOf[entry]).map { $0?.adding.contains(brokers[entry]) ?? false } }
        builder.bools("removing") { entry in health.move(rowOf[entry]).map { $0?.removing.contains(brokers[entry]) ?? false } }
        builder.ints("leader") { health.leader(rowOf[$0]).map { $0.map(Int.init) } }
        builder.ints("leaderEpoch") { .known(Int(table.leaderEpoch[rowOf[$0]])) }
        builder.add("rack") { entry in
            facts.brokers.value?.broker(Int(brokers[entry])).map { .text($0.rack) } ?? .unknown("the cluster does not list its broker")
        }
        addDisk(&builder, table, facts, brokers, rowOf)
        addProgress(&builder, table, facts, brokers, rowOf)
        addThrottles(&builder, table, facts, brokers, rowOf)
        builder.add(constant: "error", .null)
        builder.add(constant: "asOf", .time(table.asOf))
        builder.add(constant: "answeredBy", .answerer(table.answeredBy))
        return builder.table(missing: facts.missingTopics(among: request.texts("topic")))
    }

    private static func addDisk(
        _ builder: inout TableBuilder, _ table: PartitionTable, _ facts: ClusterFacts, _ brokers: [Int32], _ rowOf: [Int]
    ) {
        func both(_ entry: Int) -> Fact<(current: ReplicaOnDisk?, future: ReplicaOnDisk?)> {
            let name = table.name(rowOf[entry])
            return facts.onDisk(broker: Int(brokers[entry]), topic: name.topic, partition: name.partition)
        }
        builder.add("dir") { .fact(both($0)) { .text($0.current?.path) } }
        builder.add("dirError") { .fact(both($0)) { $0.current.map { $0.error.isSuccess ? .null : .text($0.error.name) } ?? .null } }
        builder.ints("size") { both($0).map { $0.current?.size } }
        builder.add("futureDir") { .fact(both($0)) { .text($0.future?.path) } }
        builder.ints("futureSize") { both($0).map { $0.future?.size } }
        builder.ints("futureLag") { both($0).map { $0.future?.offsetLag } }
        builder.ints("behindBytes") { entry in
            let row = rowOf[entry]
            guard table.leader[row] != brokers[entry] else { return .known(nil) }
            return facts.leaderSize(row, in: table).flatMap { leader in
                both(entry).map { max(leader.subtractingClamped($0.current?.size ?? 0), 0) }
            }
        }
    }

    private static func addProgress(
        _ builder: inout TableBuilder, _ table: PartitionTable, _ facts: ClusterFacts, _ brokers: [Int32], _ rowOf: [Int]
    ) {
        builder.ints("logEnd") { facts.replicaEnd(of: Int(brokers[$0]), rowOf[$0]).map { $0 } }
        builder.ints("logStart") { entry in
            let broker = Int(brokers[entry])
            return (facts.replicaStarts[broker]?[rowOf[entry]] ?? .unknown(facts.whySilent(broker))).map { $0 }
        }
        builder.ints("behind") { entry in
            let row = rowOf[entry]
            return table.leader[row] == brokers[entry] ? .known(nil) : facts.behind(row, Int(brokers[entry]), in: table).map { $0 }
        }
    }

    private static func addThrottles(
        _ builder: inout TableBuilder, _ table: PartitionTable, _ facts: ClusterFacts, _ brokers: [Int32], _ rowOf: [Int]
    ) {
        for (column, list, rate) in [
            ("throttledLeader", ThrottledReplicas.leaderList, ThrottledReplicas.leaderRate),
            ("throttledFollower", ThrottledReplicas.followerList, ThrottledReplicas.followerRate),
        ] where builder.wants(column) {
            let lists = table.topics.map { topic in
                facts.topicSetting(topic.name, list).map { ThrottledReplicas($0.value ?? "") }
            }
            builder.bools(column) { entry in
                let row = rowOf[entry]
                return lists[Int(table.topicOf[row])].flatMap { list in
                    guard list.names(partition: table.index[row], broker: brokers[entry]) else { return .known(false) }
                    return facts.hasThrottleRate(rate, of: Int(brokers[entry]))
                }
            }
        }
    }
}

extension ClusterFacts {
    /// Where a broker's own log of a row ends.
    func replicaEnd(of broker: Int, _ row: Int) -> Fact<Int> {
        replicaEnds[broker]?[row] ?? .unknown(whySilent(broker))
    }

    /// Records between a replica's log end and the leader's.
    func behind(_ row: Int, _ broker: Int, in table: PartitionTable) -> Fact<Int> {
        guard table.leader[row] >= 0 else { return .unknown(table.whyNoLeader(row)) }
        return replicaEnd(of: Int(table.leader[row]), row).flatMap { leader in
            replicaEnd(of: broker, row).map { max(leader.subtractingClamped($0), 0) }
        }
    }

    /// A broker's dynamic rate: its own or the cluster's default; nil: none.
    func throttleRate(_ key: String, of broker: Int) -> Fact<Int?> {
        guard let settings = configs[ConfigResource(.broker, "\(broker)")] else {
            return .unknown(whySilent(broker))
        }
        return settings.flatMap { settings in
            guard let setting = settings[key], setting.source == .brokerDynamic || setting.source == .clusterDynamic else {
                return .known(nil)
            }
            return setting.whyHidden(by: broker).map { .unknown($0) } ?? .known(setting.value.flatMap { Int($0) })
        }
    }

    /// Whether a broker has such a rate, whatever it is: that is told even where the value is hidden.
    func hasThrottleRate(_ key: String, of broker: Int) -> Fact<Bool> {
        if let settings = configs[ConfigResource(.broker, "\(broker)")]?.value, settings[key]?.whyHidden(by: broker) != nil {
            return .known(true)
        }
        return throttleRate(key, of: broker).map { $0 != nil }
    }
}
