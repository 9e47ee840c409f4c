/// What the planner must know of the cluster. It is all given: the planner reads nothing.
package struct PlacementView: Sendable {
    package var brokers: [Broker]
    package var partitions: [Partition]
    /// When the controller calls a move done.
    package var law: ReassignmentLaw
    /// Brokers that are not listed to us and may be alive.
    package var unlisted: UnlistedBrokers?

    package init(brokers: [Broker], partitions: [Partition], law: ReassignmentLaw, unlisted: UnlistedBrokers? = nil) {
        self.brokers = brokers
        self.partitions = partitions
        self.law = law
        self.unlisted = unlisted
    }

    package struct Broker: Sendable {
        package var id: Int32
        package var rack: String?
        /// It counts as live and it answers us.
        package var isUp: Bool
        /// Free bytes on its fullest usable log dir's file system; nil where it does not tell.
        package var usableBytes: Int?
        /// Replicas that it holds, in the whole cluster.
        package var replicas: Int
        /// Partitions of which it is the preferred leader, in the whole cluster.
        package var preferredLeaders: Int
        /// All its log dirs that work are cordoned (KIP-1066): it takes no new replica. 4.3.1 puts one there all the same, where a placement
        /// names it; 4.4.0 refuses that.
        package var isCordoned: Bool

        package init(
            id: Int32, rack: String?, isUp: Bool, usableBytes: Int?, replicas: Int, preferredLeaders: Int, isCordoned: Bool = false
        ) {
            self.id = id
            self.rack = rack
            self.isUp = isUp
            self.usableBytes = usableBytes
            self.replicas = replicas
            self.preferredLeaders = preferredLeaders
            self.isCordoned = isCordoned
        }
    }

    /// A partition that the move is asked for.
    package struct Partition: Sendable {
        package var topic: String
        package var index: Int32
        /// In order, the first is preferred; with those that are being added.
        package var replicas: [Int32]
        package var inSyncReplicas: [Int32]
        /// nil: it has none, or `whyLeaderIsUntold` says why nobody told it.
        package var leader: Int32?
        package var whyLeaderIsUntold: Unread?
        /// nil where it could not be read whether the partition is moving.
        package var isMoving: Bool?
        /// min.insync.replicas that its leader holds it to.
        package var minInSyncReplicas: Fact<Int>
        /// Bytes of the leader's log; nil where they could not be read.
        package var bytes: Int?
        /// Replicas that cannot be read, also on a broker that is up: its log dir failed.
        package var offlineReplicas: [Int32]

        package init(
            topic: String, index: Int32, replicas: [Int32], inSyncReplicas: [Int32], leader: Int32?, isMoving: Bool?,
            minInSyncReplicas: Fact<Int>, bytes: Int?, offlineReplicas: [Int32] = [], whyLeaderIsUntold: Unread? = nil
        ) {
            self.topic = topic
            self.index = index
            self.replicas = replicas
            self.inSyncReplicas = inSyncReplicas
            self.leader = leader
            self.isMoving = isMoving
            self.minInSyncReplicas = minInSyncReplicas
            self.bytes = bytes
            self.offlineReplicas = offlineReplicas
            self.whyLeaderIsUntold = whyLeaderIsUntold
        }
    }
}
