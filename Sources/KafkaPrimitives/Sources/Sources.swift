import Language

/// The sources that Kafka answers, as the checker, `help` and completion see them.
package enum Sources {
    /// Those that this version can read, by the names of their schemas.
    static let readers: [(name: String, source: any Source.Type)] = [
        ("cluster", ClusterSource.self), ("brokers", BrokersSource.self), ("topics", TopicsSource.self),
        ("partitions", PartitionsSource.self), ("replicas", ReplicasSource.self), ("groups", GroupsSource.self),
        ("members", MembersSource.self), ("lags", LagsSource.self), ("reassignments", ReassignmentsSource.self),
        ("logDirs", LogDirsSource.self), ("configs", ConfigsSource.self), ("throttles", ThrottlesSource.self),
        ("quorum", QuorumSource.self), ("offsets", OffsetsSource.self),
    ]

    /// What makes the schema of each, for a catalogue.
    package static var makers: [Catalog<SourceSchema>.Maker] {
        readers.map { reader in (reader.name, { reader.source.schema }) }
    }

    /// Those that are known by name only.
    package static var later: [SourceSchema] { LaterSources.schemas }

    /// The schemas of those that this version can read.
    package static var built: [SourceSchema] { readers.map { $0.source.schema } }

    /// Every source of this module, built ones first. (`debts` and `runs` are the engine's.)
    package static var all: [SourceSchema] { built + later }

    /// What reads the source of that name; nil where this version cannot.
    static func reader(of name: String) -> (any Source.Type)? { readers.first { $0.name == name }?.source }

    /// The columns that every source of Kafka's ends with: what its row failed of, when its answer arrived, and who gave it.
    package static let common: [ColumnSchema] = [
        ColumnSchema(
            "error", .string, nullable: true, .text, "Kafka's name of the error that stands for this row; null where there is none"),
        ColumnSchema("asOf", .time, .state, "when the answer behind this row arrived"),
        ColumnSchema("answeredBy", .broker, nullable: true, .state, "the broker whose answer this is"),
    ]
}

extension ColumnSchema {
    /// The same column, known by name and refused for now.
    var later: ColumnSchema {
        var column = self
        column.availability = .later
        return column
    }
}

extension ValueType {
    static let topics = ValueType.set(.topic)
    static let groups = ValueType.set(.group)
    static let brokerList = ValueType.list(.broker)
    static let brokerSet = ValueType.set(.broker)
    static let partitionSet = ValueType.set(.partition)
    /// A record whose fields are not known beforehand: `config["retention.ms"]`.
    static let openRecord = ValueType.record(RowType(fields: []))
    static let reassignmentKind = ValueType.closedSet(["addOnly", "move", "shrink", "reorder"])
    static let owner = ValueType.closedSet(["ours", "foreign"])
    static let partitionVerdict = ValueType.closedSet(["stopped", "stalled", "rewound", "lagging", "draining", "ok", "orphan"])
}
