/// A member of a classic group.
package struct LabMember {
    /// The member id: a dynamic member that comes back has another.
    package var id: String
    /// `group.instance.id` of a static member.
    package var instanceID: String?
    /// The client id.
    package var clientID: String
    /// "/10.0.0.7".
    package var host: String
    /// What it reads.
    package var assigned: [LabTopicPartition] = []
    /// Whether it holds its partitions and reads nothing; ends when it joins anew.
    package var isStalled = false
    /// Of a static member of the consumer protocol that has left for a while (epoch −2): when its session ends. Until then it keeps its
    /// partitions, and nobody reads them.
    package var leftUntil: Int64?
}

/// What was committed for a partition.
package struct CommittedOffset {
    /// The next offset to read.
    package var offset: Int64
    /// The leader epoch beside it, or -1.
    var leaderEpoch: Int32 = -1
    /// The text beside it.
    var metadata = ""
}

/// A consumer group at the level that administrators see: a classic one, or one of the consumer protocol (KIP-848).
package final class LabGroup {
    /// The states of the classic machine, in Kafka's words.
    package enum State: String {
        case empty = "Empty"
        case preparingRebalance = "PreparingRebalance"
        case completingRebalance = "CompletingRebalance"
        case stable = "Stable"
        case dead = "Dead"
    }

    /// A member on its way back.
    struct Rejoin {
        var at: Int64
        var member: LabMember
    }

    /// The group id.
    package let id: String
    /// "consumer", or "" for a group of offsets only.
    package var protocolType: String
    /// The protocol it runs, in Kafka's words: classic, share, …
    package var type = "classic"
    /// Offsets that an open transaction will commit.
    var pendingOffsets: [LabTopicPartition: CommittedOffset] = [:]
    /// The assignor that was chosen.
    var assignor = "range"
    /// Whether its members speak the consumer protocol of KIP-848.
    package var isConsumerProtocol = false
    /// Where the machine stands.
    package var state = State.empty
    /// Rises with each rebalance.
    package var generation: Int32 = 1
    /// The members, in the order in which they joined.
    package var members: [LabMember] = []
    /// What they subscribed to.
    package var topics: [String]
    /// What was committed.
    package var offsets: [LabTopicPartition: CommittedOffset] = [:]
    /// Records a second that one member can read.
    package var memberRate: Int64 = 0
    /// Whether members only keep pace with the writers while one of their partitions has no leader.
    var keepsPaceWhileLeaderless = false
    /// Whether it never gets out of its rebalance.
    var rebalancesForEver = false
    var rejoining: [Rejoin] = []
    /// When the present state of a rebalance ends, in virtual milliseconds.
    var phaseEndsAt: Int64 = 0

    /// Its state in Kafka's words: the consumer protocol has others.
    var stateName: String {
        guard isConsumerProtocol else { return state.rawValue }
        switch state {
        case .empty: return "Empty"
        case .dead: return "Dead"
        case .preparingRebalance, .completingRebalance: return "Reconciling"
        case .stable: return members.contains { $0.leftUntil != nil } ? "Reconciling" : "Stable"
        }
    }

    /// `classic` or `consumer`.
    var typeName: String { isConsumerProtocol ? "consumer" : type }

    init(id: String, protocolType: String = "consumer", topics: [String]) {
        self.id = id
        self.protocolType = protocolType
        self.topics = topics
    }
}
