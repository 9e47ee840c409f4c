import KafkaClient
import KafkaWire

/// What is known of the rights of the identity that a client comes as.
package struct KnownRights: Sendable {
    /// On the cluster. Unknown where it may not describe it, or brokers do not tell.
    package internal(set) var cluster: Fact<Set<AclOperation>> = .unknown(.notRead)
    /// On topics and on groups, those that were asked for.
    package internal(set) var topics: [NameKey: Fact<Set<AclOperation>>] = [:]
    package internal(set) var groups: [NameKey: Fact<Set<AclOperation>>] = [:]

    package init() {}

    /// What facts tell of the cluster, and of these topics and groups.
    package init(_ facts: ClusterFacts, topics: some Sequence<String> = [String](), groups: some Sequence<String> = [String]()) {
        cluster = facts.clusterRights
        for name in topics {
            if let topic = facts.partitions.value?.topic(name) {
                self.topics[name] = topic.rights.map { .known($0) } ?? .unknown(Unread("its brokers do not tell rights"))
            } else {
                self.topics[name] = .unknown(facts.whyAbsent(name))
            }
        }
        for id in groups {
            let described = facts.descriptions[id] ?? .unknown(facts.hiddenGroupNames[id] ?? Unread("not described"))
            self.groups[id] = described.flatMap { $0.rights.map { .known($0) } ?? .unknown(Unread("its brokers do not tell rights")) }
        }
    }

    /// Whether a right is known to be lacking: an unknown one does not count, the cluster's own answer then does.
    package func lacks(_ right: Right) -> Bool {
        let known: Fact<Set<AclOperation>>? =
            switch right.resource {
            case .cluster: cluster
            case .topic(let name): topics[name]
            case .group(let id): groups[id]
            case .everyTopic, .everyGroup: nil
            }
        switch known {
        case .known(let operations)?: return !operations.contains(right.operation)
        // Who may not describe it has nothing that implies that it may.
        case .unknown(let why)? where why.isNotAuthorised:
            return right.operation == .describe || right.operation.implied.contains(.describe)
        case .unknown?, nil: return false
        }
    }

    /// Those of some rights that are known to be lacking, in order.
    package func lacking(_ rights: Set<Right>) -> [Right] { rights.filter { lacks($0) }.sorted() }
}

/// How lacking rights are given.
package enum RightsGrant {
    /// So many commands are written out.
    private static let most = 3

    /// The commands, each with all the things that take the same operations. The cluster does not tell who we are: the name is left open.
    package static func commands(for rights: [Right], bootstrap: String) -> [String] {
        var operations: [NameKey: [String]] = [:]
        for right in rights.sorted() { operations[right.grantedOn, default: []].append("--operation \(right.operation.toolName)") }
        var things: [NameKey: [String]] = [:]
        for (thing, words) in operations { things[words.joined(separator: " "), default: []].append(thing.text) }
        let commands = things.sorted { $0.key < $1.key }.map { words, things in
            "kafka-acls.sh --bootstrap-server \(bootstrap) --add --allow-principal User:NAME \(words) \(things.sorted().joined(separator: " "))"
        }
        return commands.count <= most ? commands : commands.prefix(most) + ["and \(commands.count - most) more"]
    }
}
