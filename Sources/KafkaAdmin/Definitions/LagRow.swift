/// A partition that a group committed on, or is assigned.
package struct LagRow: Sendable {
    package var name: TopicPartition
    /// The partition's row in the table; nil where the cluster has no such partition now.
    package var row: Int?
    /// nil: no commit at all.
    package var commit: CommittedOffset?
    /// Who has it now.
    package var member: GroupMember?
    package var lag: Lag

    /// Whether there is no commit to count from.
    package var hasNoCommit: Bool {
        if case .known(nil) = lag.committed { true } else { false }
    }
}

extension ClusterFacts {
    /// The group's rows: committed ∪ assigned, sorted. Unknown where its commits could not be read.
    package func lagRows(of group: String) -> Fact<[LagRow]> {
        guard let commits = commits[group] else { return .unknown(.notRead) }
        return commits.map { commits in
            var owners: [TopicPartition: GroupMember] = [:]
            for member in descriptions[group]?.value?.members ?? [] {
                for name in member.assigned.value ?? [] { owners[name] = member }
            }
            var rows: [(name: TopicPartition, commit: CommittedOffset?)] = []
            rows.reserveCapacity(commits.count)
            // What was committed with −1 and belongs to nobody says nothing.
            for (name, commit) in commits where !commit.isNone || owners[name] != nil { rows.append((name, commit)) }
            for name in owners.keys where commits[name] == nil { rows.append((name, nil)) }
            rows.sort { $0.name < $1.name }
            return rows.map { lagRow($0.name, $0.commit, owners.isEmpty ? nil : owners[$0.name]) }
        }
    }

    private func lagRow(_ name: TopicPartition, _ commit: CommittedOffset?, _ member: GroupMember?) -> LagRow {
        let row = partitions.value?.row(name.topic, Int32(truncatingIfNeeded: name.partition))
        // Commits on topics that may not be described are left out of answers: that none is told does not mean that there is none.
        let why = row == nil ? whyAbsent(name.topic) : nil
        let none: Fact<Int?> = if let why, why.isNotAuthorised { .unknown(why) } else { .known(nil) }
        let lag = Lag(
            committed: commit?.offset ?? none, earliest: offset(.earliest, of: row, else: why),
            latest: offset(.latest, of: row, else: why))
        return LagRow(name: name, row: row, commit: commit, member: member, lag: lag)
    }

    /// An offset of a partition that may not be there.
    /// - Parameter why: why it is not there.
    package func offset(_ kind: OffsetKind, of row: Int?, else why: Unread? = nil) -> Fact<Int> {
        guard let row else { return .unknown(why ?? partitions.why ?? Unread("no such partition")) }
        return offset(kind, row).flatMap { fact in
            fact.offset < 0 ? .unknown(Unread("no offset")) : .known(fact.offset)
        }
    }
}

/// What a group's rows come to.
package struct GroupLag: Sendable {
    package var lag = AtLeast()
    package var maxLag = AtLeast()
    package var worst: TopicPartition?
    package var unknown = 0
    package var noCommit = 0
    package var lost = AtLeast()
    package var ahead = AtLeast()
    /// Partitions with a commit that no member has.
    package var unassigned = 0
    package var topics: Set<NameKey> = []
    package var partitions = 0

    /// Adds up.
    /// - Parameter hidden: why commits may be missing; nil: all are there.
    package init(_ rows: [LagRow], hidden: Unread? = nil) {
        for sum in [\GroupLag.lag, \.maxLag, \.lost, \.ahead] { self[keyPath: sum].why = hidden }
        partitions = rows.count
        var lastTopic: String?
        for row in rows {
            // Sorted rows of one topic follow each other.
            if row.name.topic != lastTopic { topics.insert(row.name.topic) }
            lastTopic = row.name.topic
            if row.hasNoCommit { noCommit += row.member == nil ? 0 : 1 } else if row.member == nil { unassigned += 1 }
            lost.add(row.lag.lost.map { $0 ?? 0 })
            ahead.add(row.lag.ahead.map { $0 ?? 0 })
            switch row.lag.lag {
            case .known(let lag?):
                self.lag.add(.known(lag))
                if lag > maxLag.amount || worst == nil { worst = row.name }
                maxLag.amount = max(maxLag.amount, lag)
            case .known(nil): break
            case .unknown(let why):
                unknown += 1
                lag.why = lag.why ?? why
                maxLag.why = maxLag.why ?? why
            }
        }
    }
}
