import Engine
import Journal
import KafkaAdmin
import KafkaWire
import Language
import Platform

/// Turns positions into offsets, partition by partition, and says what that skips or repeats.
struct ResetPlanning {
    let position: ResetPosition
    let facts: ClusterFacts
    let table: PartitionTable
    private(set) var blocked: [BlockedItem] = []
    private var moves: [Move] = []
    private var already = 0
    /// Whether all that a group has committed is meant.
    private var scopesAll = false
    private var told = Told()

    /// One partition's reset.
    private struct Move {
        var place: GroupPartition
        var before: ResetOffset?
        var target: ResetOffset
        /// Records that nobody of the group will read; nil: where it would have begun is not known.
        var skips: Int?
        /// Records that are read again.
        var again: Int?
    }

    /// Lists for the notices.
    private struct Told {
        var clamped: [String] = []
        var noRecord: [String] = []
        var noCommit: [String] = []
    }

    init(position: ResetPosition, facts: ClusterFacts) throws(EffectFailure) {
        self.position = position
        self.facts = facts
        guard let table = facts.partitions.value else {
            throw .cluster(.outOfReach(facts.partitions.why?.description ?? "no broker told the partitions"))
        }
        self.table = table
    }

    /// Adds a group that may be reset.
    mutating func add(_ group: String, _ scope: ResetScope, _ commits: [TopicPartition: CommittedOffset]) {
        if scope.isCommitted, case .each = position {} else { scopesAll = scopesAll || scope.isCommitted }
        let partitions = self.partitions(group, scope, commits)
        if partitions.isEmpty { block(group, emptyReason(scope)) }
        for partition in partitions { add(GroupPartition(group, partition), commits[partition]) }
    }

    /// Leaves a whole group alone.
    mutating func block(_ group: String, _ why: String) {
        blocked.append(BlockedItem(key: [.string(group), .null, .null], label: "group \(group)", why: why))
    }

    private func emptyReason(_ scope: ResetScope) -> String {
        if case .each = position { return "no reset of it is kept here\(scope.isCommitted ? "" : ", for these partitions")" }
        return scope.isCommitted
            ? "it has committed nothing: nothing to reset; `for topic \"…\"` would give it a position" : "none of these partitions exists"
    }

    private func partitions(
        _ group: String, _ scope: ResetScope, _ commits: [TopicPartition: CommittedOffset]
    ) -> [TopicPartition] {
        var found: Set<TopicPartition>
        if case .each(let offsets, _) = position {
            found = Set(offsets.keys.filter { $0.group == group }.map(\.partition))
            switch scope {
            case .committed: break
            case .topics(let topics): found = found.filter { topics.contains($0.topic) }
            case .partitions(let partitions): found.formIntersection(partitions)
            }
            return found.sorted()
        }
        switch scope {
        case .committed: found = Set(commits.filter { $0.value.offset != .known(nil) }.keys)
        case .topics(let topics):
            found = Set(topics.compactMap { table.topic($0.text)?.rows }.flatMap { $0.map { table.name($0) } })
            found.formUnion(commits.keys.filter { topics.contains($0.topic) })
        case .partitions(let partitions): found = partitions
        }
        return found.sorted()
    }

    private mutating func add(_ place: GroupPartition, _ commit: CommittedOffset?) {
        func no(_ why: String) -> BlockedItem { BlockedItem(key: place.key, label: place.label, why: why) }
        guard let row = Int32(exactly: place.partition.partition).flatMap({ table.row(place.partition.topic, $0) }) else {
            return blocked.append(no(facts.absence(place.partition.topic, orElse: "the partition does not exist")))
        }
        if let why = commit?.offset.why { return blocked.append(no("what stands now could not be read, and so not be saved (\(why))")) }
        guard case .known(let earliest) = facts.offset(.earliest, of: row), case .known(let latest) = facts.offset(.latest, of: row) else {
            let why = facts.offset(.latest, of: row).why ?? facts.offset(.earliest, of: row).why
            return blocked.append(no(why.map { "where its log begins and ends is not known (\($0))" } ?? "it has no leader"))
        }
        let before = commit.flatMap { ResetOffset($0) }
        let wanted: ResetOffset
        switch resolve(place, row, before, earliest: earliest, latest: latest) {
        case .success(let offset): wanted = offset
        case .failure(let refusal): return blocked.append(no(refusal.why))
        }
        let clamped = min(max(wanted.offset, earliest), latest)
        var target = wanted
        if clamped != wanted.offset {
            told.clamped.append("\(place.label) \(wanted.offset) → \(clamped)")
            target = ResetOffset(clamped, metadata: wanted.metadata)
        }
        if let before, before.offset == target.offset {
            already += 1
            return
        }
        if before == nil { told.noCommit.append(place.label) }
        moves.append(
            Move(
                place: place, before: before, target: target,
                skips: before.map { max(0, target.offset.subtractingClamped(max($0.offset, earliest))) },
                again: before.map { max(0, min($0.offset, latest).subtractingClamped(target.offset)) }))
    }

    private struct Refusal: Error { var why: String }

    /// Where a partition goes, not yet within its log.
    private mutating func resolve(
        _ place: GroupPartition, _ row: Int, _ before: ResetOffset?, earliest: Int, latest: Int
    ) -> Result<ResetOffset, Refusal> {
        switch position {
        case .latest: return .success(ResetOffset(latest))
        case .earliest: return .success(ResetOffset(earliest))
        case .offset(let offset): return .success(ResetOffset(offset))
        case .by(let step):
            guard let before else { return .failure(Refusal(why: "it has no commit to count from")) }
            let (sum, overflow) = before.offset.addingReportingOverflow(step)
            return .success(ResetOffset(overflow ? (step < 0 ? earliest : latest) : sum))
        case .time(let time):
            switch facts.offset(.at(time), row) {
            case .unknown(let why): return .failure(Refusal(why: "its leader does not tell the offset of that time (\(why))"))
            case .known(let fact) where fact.offset >= 0: return .success(ResetOffset(fact.offset))
            case .known:
                told.noRecord.append(place.label)
                return .success(ResetOffset(latest))
            }
        case .each(let offsets, _):
            guard case .some(.some(let offset)) = offsets[place] else {
                return .failure(Refusal(why: "it had no commit before, and a commit cannot be taken away in this version"))
            }
            return .success(offset)
        }
    }

    // MARK: - The plan

    /// The plan of all that was added. Throws where nothing of what was asked for can be done.
    func plan(_ groups: [String]) throws(EffectFailure) -> EffectPlan {
        if moves.isEmpty, already == 0, !blocked.isEmpty {
            let whys = blocked.prefix(5).map { "\($0.label): \($0.why)" }.joined(separator: "; ")
            throw .refused("nothing can be reset: \(whys)\(blocked.count > 5 ? "; and \(blocked.count - 5) more" : "")")
        }
        let sorted = moves.sorted { $0.place < $1.place }
        let items = sorted.map { move in
            EffectItem(key: move.place.key, label: move.place.label, before: move.before?.json ?? .null, target: move.target.json)
        }
        let skipped = skips(sorted)
        return EffectPlan(
            effect: EffectSignature.resetOffsets.id, items: items, blocked: blocked, parameters: parameters(sorted),
            table: Self.table(sorted),
            notices: notices(sorted, skipped), mustApprove: skipped.isEmpty ? nil : skipped.map(\.text).joined(separator: "; "),
            requests: requests(sorted))
    }

    /// What goes unread, by group: only where a person has not said so by `from saved`, `earliest` or an undo.
    private func skips(_ moves: [Move]) -> [(group: String, text: String)] {
        switch position {
        case .earliest, .each: return []
        case .latest, .offset, .time, .by: break
        }
        return Self.sums(moves, \.skips).map { group, sum, partitions in
            (group, "group \(group) will never read \(counted(sum, "record")) of \(counted(partitions, "partition"))")
        }
    }

    private static func sums(_ moves: [Move], _ part: (Move) -> Int?) -> [(group: String, sum: Int, partitions: Int)] {
        var sums: [NameKey: (sum: Int, partitions: Int)] = [:]
        for move in moves {
            guard let count = part(move), count > 0 else { continue }
            sums[move.place.group, default: (0, 0)].sum = sums[move.place.group, default: (0, 0)].sum.addingClamped(count)
            sums[move.place.group, default: (0, 0)].partitions += 1
        }
        return sums.sorted { $0.key < $1.key }.map { ($0.key.text, $0.value.sum, $0.value.partitions) }
    }

    private func notices(_ moves: [Move], _ skipped: [(group: String, text: String)]) -> [String] {
        var lines = skipped.map(\.text)
        if skipped.isEmpty {
            lines += Self.sums(moves, \.skips).map {
                "group \($0): \(counted($1, "record")) of \(counted($2, "partition")) are passed over"
            }
        }
        lines += Self.sums(moves, \.again).map {
            "group \($0): \(counted($1, "record")) of \(counted($2, "partition")) \($1 == 1 ? "is" : "are") read again"
        }
        if case .time(let time) = position, !told.noRecord.isEmpty {
            lines.append("no record at or after \(TimeText.rfc3339(ms: time)), so the end of the log: \(Self.list(told.noRecord))")
        }
        if !told.clamped.isEmpty { lines.append("out of the log's range, so its nearest end: \(Self.list(told.clamped))") }
        if !told.noCommit.isEmpty {
            lines.append("without a commit before, which undo cannot give back: \(Self.list(told.noCommit))")
        }
        if scopesAll, let hidden = facts.hiddenTopics { lines.append("commits on topics that are not seen stay as they are: \(hidden)") }
        if already > 0 { lines.append("\(counted(already, "partition")) left out: there already") }
        return lines
    }

    private static func list(_ labels: [String]) -> String {
        labels.prefix(20).joined(separator: ", ") + (labels.count > 20 ? " and \(labels.count - 20) more" : "")
    }

    private func parameters(_ moves: [Move]) -> JSONValue {
        let topics = moves.map(\.place.partition.topic).distinctSorted().compactMap { topic -> JSONValue.Member? in
            guard let id = table.topic(topic)?.id, !id.isZero else { return nil }
            return JSONValue.Member(topic, .string(id.description))
        }
        return ["position": .string(position.name), "topics": .object(topics)]
    }

    private static func table(_ moves: [Move]) -> Table {
        let columns = EffectSignature.resetOffsets.planRow.fields.map { field in
            let values: [Value] = moves.map { move in
                switch field.name {
                case "group": .text(move.place.group)
                case "topic": .text(move.place.partition.topic)
                case "partition": .int(move.place.partition.partition)
                case "before": .int(move.before?.offset)
                case "after": .int(move.target.offset)
                case "skips": move.skips.map { .int($0) } ?? .unknown("where it would begin without a commit is the client's to say")
                default: move.again.map { .int($0) } ?? .unknown("where it would begin without a commit is the client's to say")
                }
            }
            // Offsets are places in a log; what lies between two is an amount.
            return Column(
                field.name, field.type, .values(values), isSigned: false, isExact: ["before", "after"].contains(field.name))
        }
        return Table(columns: columns, key: ["group", "topic", "partition"], rowCount: moves.count)
    }

    private func requests(_ moves: [Move]) -> [String] {
        moves.grouped(byName: \.place.group).map { group, moves in
            let count = (moves.count + OffsetCommit.batch - 1) / OffsetCommit.batch
            return "OffsetCommit to the coordinator of \(group): \(counted(moves.count, "partition")), \(counted(count, "request")), "
                + "generation -1, no member"
        }
    }
}

extension ResetScope {
    var isCommitted: Bool { if case .committed = self { true } else { false } }
}
