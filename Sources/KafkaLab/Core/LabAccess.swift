import KafkaWire

/// What an authorizer with these rules lets everybody who asks do. A lab without one lets them do everything.
package struct LabAccess: Equatable {
    /// Operations on the cluster.
    package var cluster: Set<AclOperation>
    /// Operations on topics by name; `*` stands for any topic.
    package var topics: [NameKey: Set<AclOperation>]
    /// Operations on groups by name; `*` stands for any group.
    package var groups: [NameKey: Set<AclOperation>]

    /// Rules; without arguments none, so that everything is refused.
    package init(
        cluster: Set<AclOperation> = [], topics: [NameKey: Set<AclOperation>] = [:], groups: [NameKey: Set<AclOperation>] = [:]
    ) {
        self.cluster = cluster
        self.topics = topics
        self.groups = groups
    }

    /// Nothing at all.
    package static let nothing = LabAccess()
    /// Everything, by rules: what a super user has.
    package static let everything = LabAccess(
        cluster: AclOperation.ofCluster, topics: [any: AclOperation.ofTopic], groups: [any: AclOperation.ofGroup])

    /// The name of a rule for all of a kind.
    package static let any: NameKey = "*"

    func allowsOnCluster(_ operation: AclOperation) -> Bool { Self.allows(operation, cluster) }
    func allows(_ operation: AclOperation, topic: String) -> Bool { Self.allows(operation, topics[topic], topics[Self.any]) }
    func allows(_ operation: AclOperation, group: String) -> Bool { Self.allows(operation, groups[group], groups[Self.any]) }

    private static func allows(_ operation: AclOperation, _ rules: Set<AclOperation>?...) -> Bool {
        rules.contains { rule in rule?.contains { $0 == operation || $0.implied.contains(operation) } ?? false }
    }
}
