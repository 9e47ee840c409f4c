import KafkaWire

/// A group as its coordinator lists it.
package struct GroupListing: Hashable, Sendable {
    package var id: String
    package var protocolType: String
    /// Empty before version 4.
    package var state: String
    /// `classic`, `consumer`, `share`, `streams`; empty before version 5.
    package var type: String
    package var coordinator: Int
    package var asOf: Int

    package init(id: String, protocolType: String, state: String, type: String, coordinator: Int, asOf: Int) {
        self.id = id
        self.protocolType = protocolType
        self.state = state
        self.type = type
        self.coordinator = coordinator
        self.asOf = asOf
    }
}

/// A group as its coordinator describes it.
package struct GroupDescription: Sendable {
    package var state: String
    package var type: String
    package var protocolType: String
    package var assignor: String?
    /// nil for classic groups.
    package var epoch: Int?
    package var assignmentEpoch: Int?
    package var members: [GroupMember]
    /// What the identity may do to it; nil where nobody asked, or brokers are too old to tell.
    package var rights: Set<AclOperation>?

    package init(
        state: String, type: String, protocolType: String, assignor: String?, epoch: Int? = nil, assignmentEpoch: Int? = nil,
        members: [GroupMember], rights: Set<AclOperation>? = nil
    ) {
        self.state = state
        self.type = type
        self.protocolType = protocolType
        self.assignor = assignor
        self.epoch = epoch
        self.assignmentEpoch = assignmentEpoch
        self.members = members
        self.rights = rights
    }

    /// Whether partitions are being handed out anew.
    package var isRebalancing: Bool { GroupDescription.isRebalancing(state) }

    /// Whether a state of that name means that partitions are being handed out anew.
    package static func isRebalancing(_ state: String) -> Bool {
        ["PreparingRebalance", "CompletingRebalance", "Assigning", "Reconciling", "NotReady"].contains(state)
    }
}

/// A member of a group.
package struct GroupMember: Sendable {
    package var id: String
    package var instanceID: String?
    package var clientID: String
    package var host: String
    package var rack: Fact<String?>
    /// `classic` or `consumer`.
    package var type: Fact<String>
    package var epoch: Int?
    package var subscription: Fact<[String]>
    package var subscriptionRegex: String?
    package var assigned: Fact<[TopicPartition]>
    /// nil for classic members.
    package var target: [TopicPartition]?

    package init(
        id: String, instanceID: String?, clientID: String, host: String, rack: Fact<String?>, type: Fact<String>, epoch: Int? = nil,
        subscription: Fact<[String]>, subscriptionRegex: String? = nil, assigned: Fact<[TopicPartition]>, target: [TopicPartition]? = nil
    ) {
        self.id = id
        self.instanceID = instanceID
        self.clientID = clientID
        self.host = host
        self.rack = rack
        self.type = type
        self.epoch = epoch
        self.subscription = subscription
        self.subscriptionRegex = subscriptionRegex
        self.assigned = assigned
        self.target = target
    }
}

/// What a group committed on a partition.
package struct CommittedOffset: Sendable {
    /// nil: no commit.
    package var offset: Fact<Int?>
    /// −1: not told.
    package var leaderEpoch: Int
    package var metadata: String?

    package init(offset: Fact<Int?>, leaderEpoch: Int, metadata: String?) {
        self.offset = offset
        self.leaderEpoch = leaderEpoch
        self.metadata = metadata
    }

    /// Committed with −1: there is no commit.
    var isNone: Bool { if case .known(nil) = offset { true } else { false } }
}

/// Which offset of a partition.
package enum OffsetKind: Hashable, Sendable {
    case earliest, latest, stable, earliestLocal, latestTiered, maxTimestamp
    /// The first offset with a timestamp at or after this, milliseconds since 1970.
    case at(Int)

    /// What the request asks for.
    package var timestamp: Int64 {
        switch self {
        case .earliest: -2
        case .latest, .stable: -1
        case .maxTimestamp: -3
        case .earliestLocal: -4
        case .latestTiered: -5
        // Kafka's words for the ends of a log are numbers below zero, and no record is from before 1970.
        case .at(let time): Int64(max(0, time))
        }
    }

    /// The lowest version of ListOffsets that answers it, and the release that brought it.
    package var needs: (version: Int16, release: String) {
        switch self {
        case .earliest, .latest, .at: (1, "0.10.1")
        case .stable: (2, "0.11")
        case .maxTimestamp: (7, "3.0")
        case .earliestLocal: (8, "3.5")
        case .latestTiered: (9, "3.9")
        }
    }
}

/// An answer of ListOffsets for a partition.
package struct OffsetFact: Sendable, Hashable {
    /// −1: none.
    package var offset: Int
    /// −1: none.
    package var timestamp: Int

    package init(offset: Int, timestamp: Int) {
        self.offset = offset
        self.timestamp = timestamp
    }
}
