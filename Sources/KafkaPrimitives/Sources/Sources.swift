import Language

/// The sources that Kafka answers, as the checker, `help` and completion see them.
package enum Sources {
    /// Every source of this module, built ones first. (`debts` and `runs` are the engine's.)
    package static let all: [SourceSchema] = built + LaterSources.schemas

    /// Those that this version can read.
    package static let built: [SourceSchema] = [
        ClusterSource.schema, BrokersSource.schema, TopicsSource.schema, PartitionsSource.schema, ReplicasSource.schema,
        GroupsSource.schema, MembersSource.schema, LagsSource.schema, ReassignmentsSource.schema, LogDirsSource.schema,
        ConfigsSource.schema, ThrottlesSource.schema, QuorumSource.schema, OffsetsSource.schema,
    ]

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
