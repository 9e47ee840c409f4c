import Engine
import KafkaAdmin
import KafkaWire
import Language
import Platform

/// `partitions`: one row a partition, with what its leader, replicas and ISR mean.
package enum PartitionsSource {
    package static let schema = SourceSchema(
        name: "partitions", summary: "partitions: who leads, who is in sync, what is lost, what the next loss would do",
        columns: placement + health + offsets + later + Sources.common,
        defaultColumns: ["topic", "partition", "leader", "replicas", "isr", "offline", "underReplicated"], key: ["topic", "partition"],
        cost: "metadata; min ISR: configs; offsets: one request a leader; size: log dirs",
        examples: [
            "partitions where offline", "partitions where underReplicated select topic, partition, missing, leader",
            "partitions where underMinIsr or soleIsr", "count(partitions where offline and cleanElectable)",
        ])

    private static let placement: [ColumnSchema] = [
        ColumnSchema("topic", .topic, .key, "its topic", requests: "Metadata"),
        ColumnSchema("partition", .int, .key, "its number", requests: "Metadata"),
        ColumnSchema("topicId", .string, .state, "its topic's id", requests: "Metadata v10"),
        ColumnSchema(
            "leader", .broker, nullable: true, .state,
            "the broker that leads it; null: none; unknown: one without the listener that is used",
            requests: "Metadata"),
        ColumnSchema("leaderEpoch", .int, .counter, "grows with each election", requests: "Metadata v7"),
        ColumnSchema(
            "replicas", .brokerList, .list, "brokers that should hold it, the preferred leader first, coming ones included",
            requests: "Metadata"),
        ColumnSchema("isr", .brokerSet, .set, "replicas in sync with the leader", requests: "Metadata"),
        ColumnSchema(
            "elr", .brokerSet, nullable: true, .set, "replicas out of the ISR that may still lead without loss",
            requests: "DescribeTopicPartitions (4.0)"),
        ColumnSchema(
            "lastKnownElr", .brokerSet, nullable: true, .set, "who was eligible before ISR and ELR ran empty",
            requests: "DescribeTopicPartitions (4.0)"),
        ColumnSchema("offlineReplicas", .brokerSet, .set, "replicas whose broker or log directory is down", requests: "Metadata v5"),
        ColumnSchema("adding", .brokerList, .list, "replicas that a reassignment adds", requests: "ListPartitionReassignments"),
        ColumnSchema("removing", .brokerList, .list, "replicas that a reassignment takes away", requests: "ListPartitionReassignments"),
        ColumnSchema("reassigning", .bool, .state, "its replicas are being moved", requests: "ListPartitionReassignments"),
        ColumnSchema("target", .brokerList, .list, "its replicas when the move is done", requests: "Metadata, ListPartitionReassignments"),
        ColumnSchema(
            "preferredLeader", .broker, .state, "the first replica (of the target, while it moves)",
            requests: "Metadata, ListPartitionReassignments"),
        ColumnSchema("leaderIsPreferred", .bool, .state, "the preferred leader leads", requests: "Metadata, ListPartitionReassignments"),
        ColumnSchema(
            "replicationFactor", .int, .gauge, "its replicas, those just coming left out", requests: "Metadata, ListPartitionReassignments"),
        ColumnSchema(
            "minIsr", .int, .state, "min.insync.replicas that holds for it: its topic's, else its leader's own",
            requests: "DescribeConfigs, of each leader where brokers can differ"),
        ColumnSchema("effectiveMinIsr", .int, .gauge, "the same, no more than it has replicas", requests: "Metadata, DescribeConfigs"),
    ]

    private static let health: [ColumnSchema] = [
        ColumnSchema(
            "missing", .brokerSet, .set, "replicas out of the ISR, those just coming left out",
            requests: "Metadata, ListPartitionReassignments"),
        ColumnSchema(
            "deadReplicas", .brokerSet, .set, "replicas on brokers that are not alive, or on failed disks",
            requests: "Metadata, DescribeCluster"),
        ColumnSchema(
            "underReplicated", .bool, .state,
            "a replica is out of the ISR, whether it is offline or not; a coming replica makes up for none",
            requests: "Metadata, ListPartitionReassignments"),
        ColumnSchema(
            "underReplicatedByCount", .bool, .state, "what kafka-topics prints: fewer in sync than replicas; only to compare",
            requests: "Metadata, ListPartitionReassignments"),
        ColumnSchema("offline", .bool, .state, "no leader, or a leader that is not alive", requests: "Metadata, DescribeCluster"),
        ColumnSchema(
            "underMinIsr", .bool, .state, "offline, or fewer in sync than min.insync.replicas", requests: "Metadata, DescribeConfigs"),
        ColumnSchema("refusesWrites", .bool, .state, "acks=all fails now", requests: "Metadata, DescribeConfigs"),
        ColumnSchema("atMinIsr", .bool, .state, "as many in sync as min.insync.replicas", requests: "Metadata, DescribeConfigs"),
        ColumnSchema(
            "spare", .int, signed: true, .gauge, "in-sync replicas that may still be lost before acks=all fails",
            requests: "Metadata, DescribeConfigs"),
        ColumnSchema("soleIsr", .bool, .state, "one replica is left in sync, of several", requests: "Metadata, ListPartitionReassignments"),
        ColumnSchema("rf1", .bool, .state, "it has one replica only", requests: "Metadata, ListPartitionReassignments"),
        ColumnSchema(
            "cleanElectable", .bool, .state, "a replica lives that may lead without loss; offline all the same: the controller is stuck",
            requests: "Metadata, DescribeCluster, DescribeTopicPartitions"),
        ColumnSchema(
            "uncleanCandidates", .brokerList, .list, "live replicas that could lead only with loss, in the order Kafka would take them",
            requests: "Metadata, DescribeCluster, DescribeTopicPartitions"),
        ColumnSchema("racks", .int, .gauge, "racks of its live in-sync replicas", requests: "Metadata, DescribeCluster"),
    ]

    private static let offsets: [ColumnSchema] = [
        ColumnSchema("earliest", .int, nullable: true, .counter, "its first offset", requests: "ListOffsets"),
        ColumnSchema("latest", .int, nullable: true, .counter, "its high watermark", requests: "ListOffsets"),
        ColumnSchema("stable", .int, nullable: true, .counter, "how far read_committed readers can see", requests: "ListOffsets v2"),
        ColumnSchema(
            "unstable", .int, nullable: true, .gauge, "latest minus stable: held back by open transactions", requests: "ListOffsets v2"),
        ColumnSchema(
            "earliestLocal", .int, nullable: true, .counter, "the first offset on the leader's own disk", requests: "ListOffsets v8"),
        ColumnSchema(
            "latestTiered", .int, nullable: true, .counter, "the last offset in tiered storage; null: none", requests: "ListOffsets v9"),
        ColumnSchema("records", .int, nullable: true, .gauge, "latest minus earliest", requests: "ListOffsets"),
        ColumnSchema("size", .size, nullable: true, .gauge, "bytes of the leader's log", requests: "DescribeLogDirs"),
        ColumnSchema("lastWrite", .time, nullable: true, .gauge, "the newest timestamp in it; null: empty", requests: "ListOffsets v7"),
    ]

    private static let later: [ColumnSchema] = [
        ColumnSchema("offlineFor", .duration, nullable: true, .gauge, "since when we have seen it offline").later,
        ColumnSchema("recordsIn", .countRate, .gauge, "records written a second").later,
        ColumnSchema("bytesIn", .byteRate, .gauge, "bytes written a second").later,
        ColumnSchema("isrTrend", .closedSet(["steady", "shrinking", "expanding", "flapping"]), .state, "where its ISR is going").later,
        ColumnSchema("heat", .closedSet(["hot", "normal", "cold"]), .state, "how busy it is beside the others").later,
        ColumnSchema("lossBound", .int, nullable: true, .gauge, "records that an unclean election would lose, at most").later,
    ]
}

extension PartitionsSource: Source {
    static func needs(_ request: SourceRequest) -> Needs {
        var needs = Needs()
        needs.topics = request.topics()
        needs.addPartitionColumns(request.columns)
        if request.asks("earliest", "records") { needs.offsets.insert(.earliest) }
        if request.asks("latest", "records", "unstable") { needs.offsets.insert(.latest) }
        if request.asks("stable", "unstable") { needs.offsets.insert(.stable) }
        if request.asks("earliestLocal") { needs.offsets.insert(.earliestLocal) }
        if request.asks("latestTiered") { needs.offsets.insert(.latestTiered) }
        if request.asks("lastWrite") { needs.offsets.insert(.maxTimestamp) }
        if request.asks("size") { needs.logDirs = true }
        if request.asks("elr", "lastKnownElr") { needs.eligible = .all }
        return needs
    }

    static func table(_ request: SourceRequest, _ facts: ClusterFacts) -> Table {
        guard let table = facts.partitions.value else {
            return TableBuilder.nothing(schema, request, because: facts.partitions.why ?? Unread("not read"))
        }
        let health = facts.health(of: table)
        var builder = TableBuilder(schema, request, rows: table.count)
        builder.texts("topic", pool: table.topics.map(\.name), of: table.topicOf)
        builder.ints("partition", of: table.index)
        builder.texts("topicId", pool: table.topics.map(\.id.description), of: table.topicOf)
        placement(&builder, table, health)
        addHealth(&builder, table, health)
        addOffsets(&builder, table, facts)
        builder.add("error") { row in table.errors[row] == 0 ? .null : .text(ErrorCode(table.errors[row]).name) }
        builder.add(constant: "asOf", .time(table.asOf))
        builder.add(constant: "answeredBy", .answerer(table.answeredBy))
        return builder.table(missing: facts.missingTopics(among: request.texts("topic")))
    }

    private static func placement(_ builder: inout TableBuilder, _ table: PartitionTable, _ health: PartitionHealth) {
        if table.errors.contains(where: { $0 != 0 }) {
            builder.ints("leader") { health.leader($0).map { $0.map(Int.init) } }
        } else {
            builder.brokers("leader", of: table.leader)
        }
        builder.ints("leaderEpoch", of: table.leaderEpoch)
        builder.lists("replicas", of: table.replicas)
        builder.lists("isr", of: table.isr)
        builder.lists("elr") { health.eligible($0) }
        builder.lists("lastKnownElr") { row in health.eligible(row).map { _ in table.lastKnownElr[row] } }
        if health.unlisted == nil {
            builder.lists("offlineReplicas", of: table.offline)
        } else {
            builder.lists("offlineReplicas") { health.offlineReplicas($0) }
        }
        builder.lists("adding") { health.move($0).map { ($0?.adding ?? [])[...] } }
        builder.lists("removing") { health.move($0).map { ($0?.removing ?? [])[...] } }
        builder.bools("reassigning") { health.isReassigning($0) }
        builder.lists("target") { health.target($0).map { $0[...] } }
        builder.ints("preferredLeader") { health.preferredLeader($0).map { $0.map(Int.init) } }
        builder.bools("leaderIsPreferred") { health.leaderIsPreferred($0) }
        builder.ints("replicationFactor") { health.replicationFactor($0).map { $0 } }
        builder.ints("minIsr") { health.minIsr($0).map { $0 } }
        builder.ints("effectiveMinIsr") { health.effectiveMinIsr($0).map { $0 } }
    }

    private static func addHealth(_ builder: inout TableBuilder, _ table: PartitionTable, _ health: PartitionHealth) {
        builder.lists("missing") { health.missing($0).map { $0[...] } }
        builder.lists("deadReplicas") { health.deadReplicas($0).map { $0[...] } }
        builder.bools("underReplicated") { health.isUnderReplicated($0) }
        builder.bools("underReplicatedByCount") { health.isUnderReplicatedByCount($0) }
        builder.bools("offline") { health.isOffline($0) }
        builder.bools("underMinIsr") { health.isUnderMinIsr($0) }
        builder.bools("refusesWrites") { health.refusesWrites($0) }
        builder.bools("atMinIsr") { health.isAtMinIsr($0) }
        builder.ints("spare") { health.spare($0).map { $0 } }
        builder.bools("soleIsr") { health.isSoleIsr($0) }
        builder.bools("rf1") { health.replicationFactor($0).map { $0 == 1 } }
        builder.bools("cleanElectable") { health.isCleanElectable($0) }
        builder.lists("uncleanCandidates") { health.uncleanCandidates($0).map { $0[...] } }
        builder.ints("racks") { health.rackCount($0).map { $0 } }
    }

    private static func addOffsets(_ builder: inout TableBuilder, _ table: PartitionTable, _ facts: ClusterFacts) {
        func offset(_ kind: OffsetKind, _ row: Int) -> Fact<Int?> { facts.offset(kind, row).map { $0.offset < 0 ? nil : $0.offset } }
        func difference(_ high: OffsetKind, _ low: OffsetKind, _ row: Int) -> Fact<Int?> {
            facts.offset(high, of: row).flatMap { high in facts.offset(low, of: row).map { max(high.subtractingClamped($0), 0) } }
        }
        builder.ints("earliest") { offset(.earliest, $0) }
        builder.ints("latest") { offset(.latest, $0) }
        builder.ints("stable") { offset(.stable, $0) }
        builder.ints("unstable") { difference(.latest, .stable, $0) }
        builder.ints("earliestLocal") { offset(.earliestLocal, $0) }
        builder.ints("latestTiered") { offset(.latestTiered, $0) }
        builder.ints("records") { difference(.latest, .earliest, $0) }
        builder.ints("size") { facts.leaderSize($0, in: table).map { $0 } }
        builder.ints("lastWrite") { facts.offset(.maxTimestamp, $0).map { $0.timestamp < 0 ? nil : $0.timestamp } }
    }
}

extension Needs {
    /// What columns about a partition's health need, whichever source counts them.
    mutating func addPartitionColumns(_ columns: Set<NameKey>) {
        let byMoves: Set<NameKey> = [
            "adding", "removing", "reassigning", "target", "preferredLeader", "leaderIsPreferred", "notPreferred", "replicationFactor",
            "replicationFactorMax", "mixedReplication", "tolerance", "missing", "underReplicated", "underReplicatedByCount", "soleIsr",
            "rf1",
            "outOfSync",
        ]
        let byMinIsr: Set<NameKey> = ["minIsr", "minIsrSource", "tolerance", "underMinIsr", "atMinIsr"]
        let byEffectiveMinIsr: Set<NameKey> = ["effectiveMinIsr", "refusesWrites", "spare", "stopWouldRefuse"]
        if !columns.isDisjoint(with: byMoves) { moves = true }
        if !columns.isDisjoint(with: byMinIsr.union(byEffectiveMinIsr)) {
            topicConfigs = ConfigKeys.named(["min.insync.replicas"]).union(topicConfigs)
            inheritedConfigs = true
        }
        if !columns.isDisjoint(with: byEffectiveMinIsr) { clamp = true }
        if !columns.isDisjoint(with: ["cleanElectable", "uncleanCandidates", "eligible", "stopWouldOffline"]) {
            eligible = max(eligible, .ofThinPartitions)
        }
    }
}
