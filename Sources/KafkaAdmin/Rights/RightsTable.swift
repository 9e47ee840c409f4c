import KafkaWire

/// Which rights each request takes, and which requests each effect sends: the one table behind the gate of effects, `help` and the
/// reference. From Kafka's source (`KafkaApis`, `ControllerApis`, `AuthHelper`, `ConfigHelper`), the same in 2.8, 3.9 and 4.3.
package enum RightsTable {
    /// A right that a request takes on each resource that it names.
    package struct Need: Hashable, Sendable {
        /// What it is a right on.
        package enum Kind: String, Sendable { case cluster, topic, group }
        package var operation: AclOperation
        package var kind: Kind

        init(_ operation: AclOperation, _ kind: Kind) {
            self.operation = operation
            self.kind = kind
        }

        /// `DESCRIBE on the topic`.
        package var text: String { "\(operation) on the \(kind.rawValue)" }
    }

    /// A request.
    package struct Row: Sendable {
        package var request: String
        package var needs: [Need]
        /// The needs as people read them.
        package var phrases: [String]
        /// What the cluster does without them, where it is no plain refusal; what else is to be known.
        package var note: String
        /// Whether it is about settings: then one of the needs holds, that of the thing whose settings they are.
        var isOfSettings = false

        init(_ request: String, _ needs: [Need] = [], _ note: String = "") {
            self.request = request
            self.needs = needs
            self.note = note
            phrases = needs.map(\.text)
        }

        /// A request about settings.
        init(_ request: String, settings operation: AclOperation) {
            self.init(request, [Need(operation, .topic), Need(operation, .group), Need(operation, .cluster)])
            phrases = ["\(operation) on the topic, for settings of brokers on the cluster"]
            isOfSettings = true
        }
    }

    package static let requests: [Row] = [
        Row("ApiVersions"),
        Row("DescribeCluster", [], "rights on the cluster are told to those who may describe it"),
        Row("Metadata", [.init(.describe, .topic)], "topics without it are left out of lists in silence"),
        Row("DescribeTopicPartitions", [.init(.describe, .topic)]),
        Row("ListOffsets", [.init(.describe, .topic)]),
        Row("DescribeConfigs", settings: .describeConfigs),
        Row("DescribeQuorum", [.init(.describe, .cluster)]),
        Row("ListPartitionReassignments", [.init(.describe, .cluster)]),
        Row("DescribeLogDirs", [.init(.describe, .cluster)], "before Kafka 3.2 the answer is empty without it"),
        Row("ListGroups", [.init(.describe, .group)], "or on the cluster; groups without either are left out in silence"),
        Row("FindCoordinator", [.init(.describe, .group)]),
        Row("DescribeGroups", [.init(.describe, .group)]),
        Row("ConsumerGroupDescribe", [.init(.describe, .group), .init(.describe, .topic)]),
        Row(
            "OffsetFetch", [.init(.describe, .group), .init(.describe, .topic)],
            "commits on topics without it are left out in silence where all are asked for"),
        Row("ElectLeaders", [.init(.alter, .cluster)]),
        Row("AlterPartitionReassignments", [.init(.alter, .cluster)]),
        Row("IncrementalAlterConfigs", settings: .alterConfigs),
        Row("OffsetCommit", [.init(.read, .group), .init(.read, .topic)]),
        Row("LeaveGroup", [.init(.read, .group)]),
    ]

    /// What each effect sends, its own looks included, in the order in which it does.
    package static let effects: [(effect: String, requests: [String])] = [
        ("elect", ["DescribeQuorum", "Metadata", "ElectLeaders"]),
        (
            "reassign",
            ["DescribeQuorum", "Metadata", "ListPartitionReassignments", "AlterPartitionReassignments", "IncrementalAlterConfigs"]
        ),
        ("cancel", ["DescribeQuorum", "Metadata", "ListPartitionReassignments", "AlterPartitionReassignments"]),
        ("set throttle", ["DescribeQuorum", "Metadata", "ListPartitionReassignments", "DescribeConfigs", "IncrementalAlterConfigs"]),
        ("unset throttle", ["DescribeQuorum", "DescribeConfigs", "IncrementalAlterConfigs"]),
        ("set config", ["DescribeQuorum", "DescribeConfigs", "IncrementalAlterConfigs"]),
        ("unset config", ["DescribeQuorum", "DescribeConfigs", "IncrementalAlterConfigs"]),
        ("reset offsets", ["FindCoordinator", "DescribeGroups", "OffsetFetch", "ListOffsets", "OffsetCommit"]),
        ("remove", ["FindCoordinator", "DescribeGroups", "LeaveGroup"]),
    ]

    /// The row of a request; nil for one that is not sent.
    package static func row(of request: String) -> Row? { requests.first { $0.request == request } }

    /// The things that an effect acts on.
    package struct Objects: Hashable, Sendable {
        package var topics: Set<NameKey> = []
        package var groups: Set<NameKey> = []
        /// Whose settings it changes.
        package var settings: Set<ConfigResource> = []

        package init(topics: Set<NameKey> = [], groups: Set<NameKey> = [], settings: Set<ConfigResource> = []) {
            self.topics = topics
            self.groups = groups
            self.settings = settings
        }
    }

    /// The rights that an effect takes on these things; those that another of them implies are left out. Without things, what it takes
    /// whatever it acts on.
    package static func rights(of effect: String, on objects: Objects = Objects()) -> Set<Right> {
        var rights: Set<Right> = []
        for request in effects.first(where: { $0.effect == effect })?.requests ?? [] {
            guard let row = row(of: request) else { continue }
            if row.isOfSettings {
                guard let operation = row.needs.first?.operation else { continue }
                for resource in objects.settings { rights.insert(resource.right(operation)) }
                continue
            }
            for need in row.needs {
                switch need.kind {
                case .cluster: rights.insert(Right(need.operation, .cluster))
                case .topic: for topic in objects.topics { rights.insert(Right(need.operation, .topic(topic.text))) }
                case .group: for group in objects.groups { rights.insert(Right(need.operation, .group(group.text))) }
                }
            }
        }
        return rights.filter { right in !rights.contains { $0.resource == right.resource && $0.operation.implied.contains(right.operation) }
        }
    }
}
