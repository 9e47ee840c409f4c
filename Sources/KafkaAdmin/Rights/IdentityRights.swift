import KafkaClient
import KafkaWire

/// What the identity that a client comes as may do, as far as the cluster tells: operations on the cluster, what it sees and whether anything
/// is hidden from it, and its rights on a few of the topics and groups that it sees.
package struct IdentityRights: Sendable {
    /// A topic or a group, and what the identity may do to it.
    package struct Sample: Sendable {
        package var name: String
        package var rights: Fact<Set<AclOperation>>
    }

    /// Operations on the cluster. Unknown where it may not describe the cluster, or brokers are too old to tell.
    package var cluster: Fact<Set<AclOperation>>
    /// How many topics it sees.
    package var topicCount: Fact<Int>
    /// Why there may be topics that it does not see; nil: as far as Kafka tells, it sees all.
    package var hiddenTopics: Unread?
    /// Some of those that it sees, Kafka's own last.
    package var topics: [Sample]
    /// How many groups it sees; unknown where a coordinator did not list its own.
    package var groupCount: Fact<Int>
    /// Why there may be groups that it does not see.
    package var hiddenGroups: Unread?
    package var groups: [Sample]

    /// Asks for them, in two readings: what there is, then a few of each by name.
    /// - Parameters:
    ///   - timeout: nanoseconds that one request may take.
    ///   - sample: so many topics, and so many groups.
    package static func read(by client: Client, timeout: Int, sample: Int = 5) -> IdentityRights {
        var needs = Needs()
        needs.clusterRights = true
        needs.topics = .all
        needs.groups = true
        needs.groupNames = nil
        let facts = ClusterReading.read(needs, by: client, timeout: timeout)
        let topics = (facts.partitions.value?.topics ?? []).sorted { ($0.isInternal ? 1 : 0, $0.name) < ($1.isInternal ? 1 : 0, $1.name) }
            .prefix(sample).map(\.name)
        let groups = facts.groups.prefix(sample).map(\.id)
        let known = sampled(topics, groups, by: client, timeout: timeout)
        let untold = facts.missingGroups(among: nil).first { $0 != facts.hiddenGroups }
        return IdentityRights(
            cluster: facts.clusterRights, topicCount: facts.partitions.map(\.topics.count), hiddenTopics: facts.hiddenTopics,
            topics: topics.map { Sample(name: $0, rights: known.topics[$0] ?? .unknown(.notRead)) },
            groupCount: untold.map { .unknown($0) } ?? .known(facts.groups.count), hiddenGroups: facts.hiddenGroups,
            groups: groups.map { Sample(name: $0, rights: known.groups[$0] ?? .unknown(.notRead)) })
    }

    private static func sampled(_ topics: [String], _ groups: [String], by client: Client, timeout: Int) -> KnownRights {
        guard !topics.isEmpty || !groups.isEmpty else { return KnownRights() }
        var needs = Needs()
        needs.topics = .named(Set(topics + ["__consumer_offsets"]))
        needs.topicRights = true
        needs.groups = !groups.isEmpty
        needs.groupNames = Set(groups)
        needs.describesGroups = true
        needs.groupRights = true
        return KnownRights(ClusterReading.read(needs, by: client, timeout: timeout), topics: topics, groups: groups)
    }

    /// The rights on the cluster for want of which it can ask for no effect of that id, whatever it acts on.
    package func lacking(for effect: String) -> [Right] {
        var known = KnownRights()
        known.cluster = cluster
        return known.lacking(RightsTable.rights(of: effect))
    }

    /// `ALTER, DESCRIBE`; `all`; `none`; `unknown (…)`.
    package static func text(_ rights: Fact<Set<AclOperation>>, of all: Set<AclOperation>) -> String {
        switch rights {
        case .unknown(let why): "unknown (\(why))"
        case .known(let operations) where operations.isEmpty: "none"
        case .known(let operations) where operations.isSuperset(of: all): "all"
        case .known(let operations): operations.sorted().map(\.name).joined(separator: ", ")
        }
    }
}
