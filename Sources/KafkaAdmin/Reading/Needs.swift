/// What a reading must find out. Made from the columns asked for; only what is in it causes requests.
package struct Needs: Sendable {
    /// Which topics' partitions are needed.
    package enum Topics: Hashable, Sendable {
        case none
        case named(Set<NameKey>)
        case all

        func union(_ other: Topics) -> Topics {
            switch (self, other) {
            case (.all, _), (_, .all): .all
            case (.none, let topics), (let topics, .none): topics
            case (.named(let left), .named(let right)): .named(left.union(right))
            }
        }
    }

    /// Whose ELR is needed.
    package enum EligibleReplicas: Int, Sendable, Comparable {
        case none
        /// Only where it decides something: partitions whose ISR is not all of their replicas.
        case ofThinPartitions
        case all

        package static func < (left: EligibleReplicas, right: EligibleReplicas) -> Bool { left.rawValue < right.rawValue }
    }

    package var topics: Topics = .none
    package var eligible: EligibleReplicas = .none
    /// DescribeCluster, fenced brokers too.
    package var brokers = false
    package var moves = false
    package var quorum = false
    /// When the controller calls a move done, which its own release decides: who it is, and what it speaks where it is a broker.
    package var reassignmentLaw = false
    /// Whether some of it is asked of the controller, through whichever broker.
    package var isForwarded: Bool { moves || quorum || reassignmentLaw }
    /// By their ids, those who gave the answers.
    package var answerers = false
    /// A round trip to each live broker.
    package var answers = false
    /// ApiVersions of each live broker.
    package var versions = false
    /// A round trip and ApiVersions of these live brokers.
    package var answersOf: Set<Int> = []
    /// Settings of the topics in `topics`.
    package var topicConfigs: ConfigKeys?
    /// Whether those that a topic takes from its brokers must be its leaders' own: one more request to each broker, where they can differ.
    package var inheritedConfigs = false
    /// Settings of each live broker.
    package var brokerConfigs: ConfigKeys?
    package var clusterDefaults: ConfigKeys?
    /// Settings of these resources, whatever `topics` is.
    package var resources: Set<ConfigResource> = []
    /// Kinds of which the resources with settings of their own are listed, and their settings read: groups, client metrics, loggers.
    package var listedConfigs: Set<ConfigResource.Kind> = []
    package var documentsConfigs = false
    /// Of each live broker.
    package var logDirs = false
    /// Of these live brokers.
    package var logDirsOf: Set<Int> = []
    package var groups = false
    /// Only these groups are described and asked for commits; nil: all.
    package var groupNames: Set<NameKey>? = []
    package var describesGroups = false
    /// States: listed by brokers from 2.6 on, before that only described.
    package var groupStates = false
    /// Whether brokers clamp min.insync.replicas.
    package var clamp = false
    package var commits = false
    /// Offsets of all partitions of `topics`.
    package var offsets: Set<OffsetKind> = []
    /// Offsets of partitions that a group committed on or is assigned.
    package var lagOffsets: Set<OffsetKind> = []
    /// Log ends, log starts of each replica, from its own broker.
    package var replicaEnds = false
    package var replicaStarts = false

    /// What the identity may do to the cluster, to each topic of `topics`, to each group that is described.
    package var clusterRights = false
    package var topicRights = false
    package var groupRights = false
    /// Whether there may be topics that the identity does not see, even where only some are read.
    package var hiddenTopics = false

    package init() {}

    /// Whether it must be known what the identity does not see.
    var asksHidden: Bool { topics == .all || groups || hiddenTopics }

    /// Which settings of a resource.
    package enum ConfigKeys: Hashable, Sendable {
        case named(Set<NameKey>)
        case all

        /// Both, and all where one is all.
        package func union(_ other: ConfigKeys?) -> ConfigKeys {
            switch (self, other) {
            case (_, nil): self
            case (.named(let left), .named(let right)?): .named(left.union(right))
            default: .all
            }
        }
    }

    /// Adds what another source needs.
    package mutating func formUnion(_ other: Needs) {
        topics = topics.union(other.topics)
        eligible = max(eligible, other.eligible)
        brokers = brokers || other.brokers
        moves = moves || other.moves
        quorum = quorum || other.quorum
        reassignmentLaw = reassignmentLaw || other.reassignmentLaw
        answerers = answerers || other.answerers
        answers = answers || other.answers
        versions = versions || other.versions
        answersOf.formUnion(other.answersOf)
        topicConfigs = other.topicConfigs.map { $0.union(topicConfigs) } ?? topicConfigs
        brokerConfigs = other.brokerConfigs.map { $0.union(brokerConfigs) } ?? brokerConfigs
        clusterDefaults = other.clusterDefaults.map { $0.union(clusterDefaults) } ?? clusterDefaults
        resources.formUnion(other.resources)
        inheritedConfigs = inheritedConfigs || other.inheritedConfigs
        listedConfigs.formUnion(other.listedConfigs)
        documentsConfigs = documentsConfigs || other.documentsConfigs
        logDirs = logDirs || other.logDirs
        logDirsOf.formUnion(other.logDirsOf)
        if other.groups {
            if let names = groupNames, let others = other.groupNames { groupNames = names.union(others) } else { groupNames = nil }
        }
        groups = groups || other.groups
        describesGroups = describesGroups || other.describesGroups
        commits = commits || other.commits
        groupStates = groupStates || other.groupStates
        clamp = clamp || other.clamp
        clusterRights = clusterRights || other.clusterRights
        topicRights = topicRights || other.topicRights
        groupRights = groupRights || other.groupRights
        hiddenTopics = hiddenTopics || other.hiddenTopics
        offsets.formUnion(other.offsets)
        lagOffsets.formUnion(other.lagOffsets)
        replicaEnds = replicaEnds || other.replicaEnds
        replicaStarts = replicaStarts || other.replicaStarts
    }
}
