/// What an access rule allows or denies, with the codes of Kafka's `AclOperation`.
package enum AclOperation: Int8, Sendable, Hashable, CaseIterable, Comparable, CustomStringConvertible {
    case read = 3
    case write, create, delete, alter, describe, clusterAction, describeConfigs, alterConfigs, idempotentWrite, createTokens, describeTokens
    case twoPhaseCommit

    /// Kafka's name: `DESCRIBE_CONFIGS`.
    package var name: String {
        switch self {
        case .read: "READ"
        case .write: "WRITE"
        case .create: "CREATE"
        case .delete: "DELETE"
        case .alter: "ALTER"
        case .describe: "DESCRIBE"
        case .clusterAction: "CLUSTER_ACTION"
        case .describeConfigs: "DESCRIBE_CONFIGS"
        case .alterConfigs: "ALTER_CONFIGS"
        case .idempotentWrite: "IDEMPOTENT_WRITE"
        case .createTokens: "CREATE_TOKENS"
        case .describeTokens: "DESCRIBE_TOKENS"
        case .twoPhaseCommit: "TWO_PHASE_COMMIT"
        }
    }

    /// The name as `kafka-acls.sh --operation` takes it: `DescribeConfigs`.
    package var toolName: String {
        name.split(separator: "_").map { $0.prefix(1) + $0.dropFirst().lowercased() }.joined()
    }

    /// Kafka's name.
    package var description: String { name }

    /// The operations that a rule for this one allows as well (`AclEntry` and the authorizers' `matchesOperation`).
    package var implied: [AclOperation] {
        switch self {
        case .read, .write, .delete, .alter: [.describe]
        case .alterConfigs: [.describeConfigs]
        default: []
        }
    }

    /// By code.
    package static func < (left: AclOperation, right: AclOperation) -> Bool { left.rawValue < right.rawValue }

    // MARK: What resources take (`AclEntry.supportedOperations`)

    /// Operations on the cluster.
    package static let ofCluster: Set<AclOperation> = [
        .create, .alter, .describe, .clusterAction, .describeConfigs, .alterConfigs, .idempotentWrite,
    ]
    /// Operations on a topic.
    package static let ofTopic: Set<AclOperation> = [.read, .write, .create, .delete, .alter, .describe, .describeConfigs, .alterConfigs]
    /// Operations on a group. Settings of groups came with 3.8.
    package static let ofGroup: Set<AclOperation> = [.read, .delete, .describe, .describeConfigs, .alterConfigs]

    // MARK: As brokers tell them

    /// The operations of a bit field `…AuthorizedOperations`; nil where it was not told. Operations that are newer than the table are left out.
    package static func set(ofBits bits: Int32) -> Set<AclOperation>? {
        bits == .min ? nil : Set(allCases.filter { bits & (1 << Int32($0.rawValue)) != 0 })
    }

    /// The bit field of some operations.
    package static func bits(of operations: some Sequence<AclOperation>) -> Int32 {
        operations.reduce(0) { $0 | (1 << Int32($1.rawValue)) }
    }
}
