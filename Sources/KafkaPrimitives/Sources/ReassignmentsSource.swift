import Engine
import KafkaAdmin
import Language
import Platform

/// `reassignments`: one row a partition whose replicas are being moved.
package enum ReassignmentsSource {
    package static let schema = SourceSchema(
        name: "reassignments", summary: "moves of replicas under way: from where to where, how much is left, what they wait for",
        columns: shape + progress + later + Sources.common,
        defaultColumns: ["topic", "partition", "replicas", "adding", "removing", "target", "waitsFor"],
        key: ["topic", "partition"],
        cost: "one request; bytes: log dirs; behind: one request a broker",
        examples: ["reassignments", "reassignments where waitsForDead", "reassignments select topic, partition, percent, bytesLeft"])

    private static let shape: [ColumnSchema] = [
        ColumnSchema("topic", .topic, .key, "the topic", requests: "ListPartitionReassignments"),
        ColumnSchema("partition", .int, .key, "the partition's number", requests: "ListPartitionReassignments"),
        ColumnSchema("leader", .broker, nullable: true, .state, "its leader; null: none", requests: "Metadata"),
        ColumnSchema(
            "replicas", .brokerList, .list, "all its replicas, coming and leaving ones too", requests: "ListPartitionReassignments"),
        ColumnSchema("adding", .brokerList, .list, "replicas that come", requests: "ListPartitionReassignments"),
        ColumnSchema("removing", .brokerList, .list, "replicas that leave", requests: "ListPartitionReassignments"),
        ColumnSchema("target", .brokerList, .list, "its replicas when it is done", requests: "ListPartitionReassignments"),
        ColumnSchema(
            "kind", .reassignmentKind, .state, "what the move does to the list of replicas", requests: "ListPartitionReassignments"),
        ColumnSchema(
            "waitsFor", .brokerSet, .set,
            "replicas that must still come into sync, by the release of the controller; unknown: it cannot end, with why",
            requests: "ListPartitionReassignments, Metadata, DescribeQuorum"),
        ColumnSchema(
            "waitsForDead", .bool, .state, "one of those is not alive",
            requests: "ListPartitionReassignments, Metadata, DescribeQuorum, DescribeCluster"),
        ColumnSchema(
            "canEnd", .bool, .state, "false: what it adds it removes, too, and only a `cancel` ends it",
            requests: "ListPartitionReassignments, DescribeQuorum"),
        ColumnSchema(
            "owner", .owner, .state, "whether a run of this journal started it; kept by the engine", requests: "the journal"
        ).later,
    ]

    private static let progress: [ColumnSchema] = [
        ColumnSchema(
            "bytesTotal", .size, nullable: true, .gauge, "bytes to copy: the leader's log for each coming replica",
            requests: "DescribeLogDirs"),
        ColumnSchema("bytesDone", .size, nullable: true, .gauge, "bytes that the coming replicas have", requests: "DescribeLogDirs"),
        ColumnSchema("bytesLeft", .size, nullable: true, .gauge, "bytes still to copy", requests: "DescribeLogDirs"),
        ColumnSchema("percent", .percent, nullable: true, .gauge, "how much is copied", requests: "DescribeLogDirs"),
        ColumnSchema(
            "behind", .int, nullable: true, .gauge, "records that the awaited replicas lack", requests: "ListOffsets to each broker"),
        ColumnSchema("throttled", .bool, .state, "its copying is slowed by a throttle", requests: "DescribeConfigs"),
        ColumnSchema("throttle", .byteRate, nullable: true, .state, "the lowest rate that slows it", requests: "DescribeConfigs"),
    ]

    private static let later: [ColumnSchema] = [
        ColumnSchema("original", .brokerList, nullable: true, .list, "its replicas before the move, from our journal").later,
        ColumnSchema("rate", .byteRate, .gauge, "bytes copied a second").later,
        ColumnSchema("eta", .duration, nullable: true, .gauge, "when it will be done at that speed").later,
        ColumnSchema("stalledFor", .duration, .gauge, "since when nothing has been copied").later,
        ColumnSchema("throttledBelowWrites", .bool, nullable: true, .state, "the throttle is slower than what producers write").later,
        ColumnSchema("run", .string, nullable: true, .text, "the run that started it").later,
        ColumnSchema("startedAt", .time, nullable: true, .state, "when that run started it").later,
    ]
}

extension ReassignmentsSource: Source {
    static func needs(_ request: SourceRequest) -> Needs {
        var needs = Needs()
        needs.moves = true
        if request.asks(
            "leader", "waitsFor", "waitsForDead", "bytesTotal", "bytesDone", "bytesLeft", "percent", "behind", "throttled", "throttle")
        {
            needs.topics = request.topics()
        }
        if request.asks("waitsFor", "waitsForDead", "canEnd", "behind") { needs.reassignmentLaw = true }
        if request.asks("bytesTotal", "bytesDone", "bytesLeft", "percent") { needs.logDirs = true }
        if request.asks("behind") { needs.replicaEnds = true }
        if request.asks("throttled", "throttle") {
            needs.topicConfigs = .named(Set([ThrottledReplicas.leaderList, ThrottledReplicas.followerList]))
            needs.brokerConfigs = .named(Set([ThrottledReplicas.leaderRate, ThrottledReplicas.followerRate]))
        }
        return needs
    }

    /// A move with what is known of its partition.
    private struct Row {
        var name: TopicPartition
        var move: Move
        /// Its row among the partitions.
        var at: Int?
    }

    static func table(_ request: SourceRequest, _ facts: ClusterFacts) -> Table {
        guard let moves = facts.movesByName.value else {
            return TableBuilder.nothing(schema, request, because: facts.movesByName.why ?? Unread("not read"))
        }
        let table = facts.partitions.value ?? PartitionTable()
        let names = request.texts("topic")
        let rows = moves.filter { names?.contains($0.key.topic) ?? true }.sorted { $0.key < $1.key }.map { name, move in
            Row(name: name, move: move, at: table.row(name.topic, Int32(truncatingIfNeeded: name.partition)))
        }
        var builder = TableBuilder(schema, request, rows: rows.count)
        builder.add("topic") { .text(rows[$0].name.topic) }
        builder.add("partition") { .int(rows[$0].name.partition) }
        builder.add("replicas") { .brokers(list: rows[$0].move.replicas) }
        builder.add("adding") { .brokers(list: rows[$0].move.adding) }
        builder.add("removing") { .brokers(list: rows[$0].move.removing) }
        builder.add("target") { .brokers(list: rows[$0].move.target) }
        builder.add("kind") { .text(rows[$0].move.kind.rawValue) }
        func at(_ row: Int, _ cell: (Int) -> Value) -> Value {
            rows[row].at.map(cell) ?? .unknown(facts.whyAbsent(rows[row].name.topic))
        }
        let health = facts.health(of: table)
        builder.add("leader") { at($0) { .fact(health.leader($0)) { .int($0.map(Int.init)) } } }
        let law = facts.reassignmentLaw
        func waitsFor(_ row: Int, _ at: Int) -> Fact<[Int32]> {
            let canEnd = law.canEnd(rows[row].move)
            guard canEnd == true else { return .unknown(Unread(ReassignmentLaw.whyEndless(canEnd))) }
            guard let needed = law.needed(rows[row].move) else {
                return .unknown(Unread("the release of the controller decides, and is not told exactly"))
            }
            return .known(needed.filter { !table.isr[at].contains($0) })
        }
        builder.add("waitsFor") { row in at(row) { .fact(waitsFor(row, $0)) { .brokers(set: $0) } } }
        builder.add("waitsForDead") { row in at(row) { at in .fact(waitsFor(row, at).flatMap { health.isAnyDead($0, at) }) } }
        builder.add("canEnd") { row in
            switch law.canEnd(rows[row].move) {
            case let canEnd?: .bool(canEnd)
            case nil: .unknown(Cause(ReassignmentLaw.whyEndless(nil)))
            }
        }
        builder.add("behind") { row in
            at(row) { partition in
                .fact(waitsFor(row, partition)) { waited in
                    var sum = AtLeast()
                    for broker in waited { sum.add(facts.behind(partition, Int(broker), in: table)) }
                    return .atLeast(sum)
                }
            }
        }
        addBytes(&builder, rows, table, facts)
        addThrottle(&builder, rows, facts)
        builder.add(constant: "error", .null)
        builder.add(constant: "asOf", .time(facts.movesReading.asOf))
        builder.add(constant: "answeredBy", .answerer(facts.movesReading.answeredBy))
        return builder.table()
    }

    private static func addBytes(_ builder: inout TableBuilder, _ rows: [Row], _ table: PartitionTable, _ facts: ClusterFacts) {
        /// Bytes to copy in all, and bytes that are there already.
        func bytes(_ row: Int) -> (total: Fact<Int>, done: Fact<Int>) {
            guard let at = rows[row].at else {
                let why = facts.whyAbsent(rows[row].name.topic)
                return (.unknown(why), .unknown(why))
            }
            let leader = facts.leaderSize(at, in: table)
            let total = leader.map { $0.multipliedClamped(by: rows[row].move.adding.count) }
            let done = rows[row].move.adding.reduce(Fact<Int>.known(0)) { sum, broker in
                let name = rows[row].name
                let own = facts.onDisk(broker: Int(broker), topic: name.topic, partition: name.partition)
                return sum.flatMap { sum in
                    leader.flatMap { leader in own.map { sum.addingClamped(min($0.current?.size ?? 0, leader)) } }
                }
            }
            return (total, done)
        }
        func left(_ row: Int) -> Fact<(total: Int, done: Int)> {
            let both = bytes(row)
            return both.total.flatMap { total in both.done.map { (total, $0) } }
        }
        builder.add("bytesTotal") { .fact(bytes($0).total) { .size($0) } }
        builder.add("bytesDone") { .fact(bytes($0).done) { .size($0) } }
        builder.add("bytesLeft") { .fact(left($0)) { .size(max($0.total.subtractingClamped($0.done), 0)) } }
        builder.add("percent") { .fact(left($0)) { .percent($0.total == 0 ? 100 : Double($0.done) * 100 / Double($0.total)) } }
    }

    private static func addThrottle(_ builder: inout TableBuilder, _ rows: [Row], _ facts: ClusterFacts) {
        /// The lowest rate that slows a source or a destination of the move; nil: none does. `isSlowed`: whether one does, whatever it is.
        func rate(_ row: Int, isSlowed: inout Bool) -> Fact<Int?> {
            let move = rows[row].move
            let sources = move.replicas.filter { !move.adding.contains($0) }
            var lowest: Int?
            var unread: Unread?
            for (list, key, brokers) in [
                (ThrottledReplicas.leaderList, ThrottledReplicas.leaderRate, sources),
                (ThrottledReplicas.followerList, ThrottledReplicas.followerRate, move.adding),
            ] {
                switch facts.topicSetting(rows[row].name.topic, list) {
                case .unknown(let why): unread = unread ?? why
                case .known(let setting):
                    let named = ThrottledReplicas(setting.value ?? "")
                    let partition = Int32(truncatingIfNeeded: rows[row].name.partition)
                    for broker in brokers where named.names(partition: partition, broker: broker) {
                        switch facts.throttleRate(key, of: Int(broker)) {
                        case .known(let rate?): lowest = min(lowest ?? rate, rate)
                        case .known(nil): break
                        case .unknown(let why):
                            isSlowed = isSlowed || facts.hasThrottleRate(key, of: Int(broker)).value == true
                            unread = unread ?? why
                        }
                    }
                }
            }
            isSlowed = isSlowed || lowest != nil
            return unread.map { .unknown($0) } ?? .known(lowest)
        }
        builder.add("throttled") { row in
            var isSlowed = false
            let rate = rate(row, isSlowed: &isSlowed)
            return isSlowed ? .bool(true) : .fact(rate) { _ in .bool(false) }
        }
        builder.add("throttle") { row in
            var isSlowed = false
            return .fact(rate(row, isSlowed: &isSlowed)) { $0.map { .byteRate(Double($0)) } ?? .null }
        }
    }
}
