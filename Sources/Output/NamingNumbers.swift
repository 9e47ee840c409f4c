import Language

/// Columns whose numbers name something and are never rounded: a port is 20091, not 20.1k.
enum NamingNumbers {
    private static let columns: Set<NameKey> = [
        "partition", "port", "coordinatorPartition", "epoch", "leaderEpoch", "committedLeaderEpoch", "controllerEpoch", "assignmentEpoch",
        "finalizedFeaturesEpoch", "generation",
    ]

    /// The type that a number of this column or field is shown by: ids have all their digits.
    static func shownType(_ type: ValueType, of name: String) -> ValueType { type == .int && columns.contains(name) ? .broker : type }
}
