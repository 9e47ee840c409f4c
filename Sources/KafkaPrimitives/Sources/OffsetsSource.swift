import Engine
import KafkaAdmin
import KafkaWire
import Language

/// `offsets`: one row a partition, with its offsets alone.
package enum OffsetsSource {
    package static let schema = SourceSchema(
        name: "offsets", summary: "offsets of partitions: where they start, where they end, and with `at TIME` what stood where then",
        columns: columns + Sources.common, defaultColumns: ["topic", "partition", "earliest", "latest"], key: ["topic", "partition"],
        cost: "offsets: 1 request per leader and kind",
        examples: ["offsets where topic == \"trips\"", "offsets at 2h ago where topic == \"trips\" select topic, partition, at, latest"])

    private static let columns: [ColumnSchema] = [
        ColumnSchema("topic", .topic, .key, "the topic", requests: "Metadata"),
        ColumnSchema("partition", .int, .key, "the partition's number", requests: "Metadata"),
        ColumnSchema("earliest", .int, nullable: true, .counter, "its first offset", requests: "ListOffsets"),
        ColumnSchema("latest", .int, nullable: true, .counter, "its high watermark", requests: "ListOffsets"),
        ColumnSchema("stable", .int, nullable: true, .counter, "how far read_committed readers can see", requests: "ListOffsets v2"),
        ColumnSchema(
            "earliestLocal", .int, nullable: true, .counter, "the first offset on the leader's own disk", requests: "ListOffsets v8"),
        ColumnSchema(
            "latestTiered", .int, nullable: true, .counter, "the last offset in tiered storage; null: none", requests: "ListOffsets v9"),
        ColumnSchema(
            "maxTimestampOffset", .int, nullable: true, .counter, "the record with the newest timestamp; null: empty",
            requests: "ListOffsets v7"),
        ColumnSchema("maxTimestamp", .time, nullable: true, .state, "that timestamp; null: empty", requests: "ListOffsets v7"),
        ColumnSchema(
            "at", .int, nullable: true, .state, "the first offset with a timestamp at or after the time asked for; null: none",
            requests: "ListOffsets"),
        ColumnSchema("leader", .broker, nullable: true, .state, "the partition's leader; null: none", requests: "Metadata"),
        ColumnSchema("leaderEpoch", .int, .state, "its leader epoch", requests: "Metadata v7"),
    ]
}

extension OffsetsSource: Source {
    static func needs(_ request: SourceRequest) -> Needs {
        var needs = Needs()
        needs.topics = request.topics()
        if request.asks("earliest") { needs.offsets.insert(.earliest) }
        if request.asks("latest") { needs.offsets.insert(.latest) }
        if request.asks("stable") { needs.offsets.insert(.stable) }
        if request.asks("earliestLocal") { needs.offsets.insert(.earliestLocal) }
        if request.asks("latestTiered") { needs.offsets.insert(.latestTiered) }
        if request.asks("maxTimestampOffset", "maxTimestamp") { needs.offsets.insert(.maxTimestamp) }
        if let at = request.at { needs.offsets.insert(.at(at)) }
        return needs
    }

    static func table(_ request: SourceRequest, _ facts: ClusterFacts) -> Table {
        guard let table = facts.partitions.value else {
            return TableBuilder.nothing(schema, request, because: facts.partitions.why ?? Unread("not read"))
        }
        // One fetch may have read more topics than these.
        let names = request.texts("topic")
        let rows = (0..<table.count).filter { names?.contains(table.topics[Int(table.topicOf[$0])].name) ?? true }
        func offset(_ kind: OffsetKind, _ row: Int) -> Fact<Int?> {
            facts.offset(kind, rows[row]).map { $0.offset < 0 ? nil : $0.offset }
        }
        var builder = TableBuilder(schema, request, rows: rows.count)
        builder.texts("topic", pool: table.topics.map(\.name)) { table.topicOf[rows[$0]] }
        builder.ints("partition") { .known(Int(table.index[rows[$0]])) }
        builder.ints("earliest") { offset(.earliest, $0) }
        builder.ints("latest") { offset(.latest, $0) }
        builder.ints("stable") { offset(.stable, $0) }
        builder.ints("earliestLocal") { offset(.earliestLocal, $0) }
        builder.ints("latestTiered") { offset(.latestTiered, $0) }
        builder.ints("maxTimestampOffset") { offset(.maxTimestamp, $0) }
        builder.ints("maxTimestamp") { facts.offset(.maxTimestamp, rows[$0]).map { $0.timestamp < 0 ? nil : $0.timestamp } }
        if let at = request.at {
            builder.ints("at") { offset(.at(at), $0) }
        } else {
            builder.add(constant: "at", .unknown("asked without a time: `offsets at TIME`"))
        }
        let health = facts.health(of: table)
        builder.ints("leader") { health.leader(rows[$0]).map { $0.map(Int.init) } }
        builder.ints("leaderEpoch") { .known(Int(table.leaderEpoch[rows[$0]])) }
        builder.add("error") { row in
            let kinds: [OffsetKind] = [.latest, .earliest]
            return kinds.lazy.compactMap { facts.offset($0, rows[row]).why?.error }.first.map { .text($0.name) } ?? .null
        }
        builder.add(constant: "asOf", .time(table.asOf))
        builder.add("answeredBy") { row in table.leader[rows[row]] < 0 ? .null : .int(Int(table.leader[rows[row]])) }
        return builder.table(missing: facts.missingTopics(among: names))
    }
}
