import Language

/// The rows that effects act on, by the columns that name them.
extension TargetKind {
    static let partitions = TargetKind("partitions", columns: ["topic", "partition"])
    static let topics = TargetKind("topics", columns: ["name"])
    static let groups = TargetKind("groups", columns: ["id"])
    static let members = TargetKind("members", columns: ["group", "id"])
    static let brokers = TargetKind("brokers", columns: ["id"])
    static let replicas = TargetKind("replicas", columns: ["topic", "partition", "broker"])
    static let reassignments = TargetKind("reassignments", columns: ["topic", "partition"])
    static let throttles = TargetKind("throttles", columns: ["kind", "resource"])
    static let quotas = TargetKind("quotas", columns: ["user", "client"])
    static let transactions = TargetKind("transactions", columns: ["transactionalId"])
    /// What `plan reassign …` gave.
    static let moves = TargetKind("plan of reassign", columns: ["topic", "partition"], planOf: "reassign")
}
