import Platform

/// Where a group stands on a partition. Pure functions of what was committed and what is there.
package struct Lag: Sendable {
    /// nil: no commit.
    package var committed: Fact<Int?>
    package var earliest: Fact<Int>
    package var latest: Fact<Int>

    package init(committed: Fact<Int?>, earliest: Fact<Int>, latest: Fact<Int>) {
        self.committed = committed
        self.earliest = earliest
        self.latest = latest
    }

    /// Records still to be read: latest − max(committed, earliest), not below zero. nil without a commit, unknown without a leader.
    package var lag: Fact<Int?> { distance(to: latest) }

    /// The same up to another end.
    package func distance(to end: Fact<Int>) -> Fact<Int?> {
        committed.flatMap { committed in
            guard let committed else { return .known(nil) }
            return end.flatMap { end in
                // A commit at or past the end leaves nothing, wherever the log starts.
                if committed >= end { return .known(0) }
                return earliest.map { Swift.max(end.subtractingClamped(Swift.max(committed, $0)), 0) }
            }
        }
    }

    /// latest − committed, as kafka-consumer-groups prints it.
    package var raw: Fact<Int?> {
        committed.flatMap { committed in
            guard let committed else { return .known(nil) }
            return latest.map { $0.subtractingClamped(committed) }
        }
    }

    /// Gone before it was read: max(earliest − committed, 0). nil without a commit.
    package var lost: Fact<Int?> {
        committed.flatMap { committed in
            guard let committed else { return .known(nil) }
            return earliest.map { Swift.max($0.subtractingClamped(committed), 0) }
        }
    }

    /// By how much the commit is past the log's end. nil without a commit.
    package var ahead: Fact<Int?> {
        committed.flatMap { committed in
            guard let committed else { return .known(nil) }
            return latest.map { Swift.max(committed.subtractingClamped($0), 0) }
        }
    }
}
