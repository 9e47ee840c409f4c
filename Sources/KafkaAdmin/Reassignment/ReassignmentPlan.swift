/// What `reassign` was asked for.
package enum ReassignmentGoal: Sendable, Hashable {
    /// So many replicas each.
    case replicas(Int)
    /// No replica on these brokers.
    case awayFrom(Set<Int32>)
    /// Replicas on these brokers only.
    case onto(Set<Int32>)
    /// Exactly these replicas, in order: a plan made before, or the state before a move. Others are left.
    case exactly([ReassignmentPlan.Place: [Int32]])
}

/// What would be moved, what cannot be, and what is as wanted already; each in the order topic, partition.
package struct ReassignmentPlan: Sendable, Hashable {
    package var moves: [ReassignmentMove]
    package var blocked: [Blocked]
    /// Partitions that are as wanted.
    package var alreadySo: [Place]

    package struct Place: Sendable, Hashable {
        package var topic: String
        package var index: Int32

        package init(topic: String, index: Int32) {
            self.topic = topic
            self.index = index
        }
    }

    package struct Blocked: Sendable, Hashable {
        package var place: Place
        /// A clause: `it has no leader, so nothing can be copied`.
        package var why: String

        package init(place: Place, why: String) {
            self.place = place
            self.why = why
        }
    }
}

/// One partition's move.
package struct ReassignmentMove: Sendable, Hashable {
    package var place: ReassignmentPlan.Place
    /// The replicas before, in order.
    package var from: [Int32]
    /// The replicas wanted, in order.
    package var to: [Int32]
    package var leaderBefore: Int32
    /// Who leads when it is done: the present leader, if it stays; else the first of `to`.
    package var leaderAfter: Int32
    /// Bytes to copy in all: the leader's log for each replica that comes; nil where the size is unknown.
    package var bytes: Int?

    package init(place: ReassignmentPlan.Place, from: [Int32], to: [Int32], leaderBefore: Int32, leaderAfter: Int32, bytes: Int?) {
        self.place = place
        self.from = from
        self.to = to
        self.leaderBefore = leaderBefore
        self.leaderAfter = leaderAfter
        self.bytes = bytes
    }

    package var adding: [Int32] { to.filter { !from.contains($0) } }
    package var removing: [Int32] { from.filter { !to.contains($0) } }

    package enum Kind: String, Sendable { case addOnly, move, shrink, reorder }

    package var kind: Kind {
        switch (adding.isEmpty, removing.isEmpty) {
        case (true, true): .reorder
        case (false, true): .addOnly
        case (true, false): .shrink
        case (false, false): .move
        }
    }
}
