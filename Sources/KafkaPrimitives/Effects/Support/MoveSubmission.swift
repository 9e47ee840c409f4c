import Engine
import KafkaAdmin
import KafkaClient
import KafkaWire

/// Asks for other replicas, or for the end of moves; looks just before, so that nothing of somebody else is overwritten (H33).
struct MoveSubmission {
    let cluster: KafkaCluster
    let timing: ReadTiming
    let mode: Mode
    let topicIDs: [NameKey: String]

    enum Mode {
        /// To the target, from the state before.
        case move
        /// Back to a state before: what still moves is cancelled, what has settled is moved.
        case giveBack
        /// Only what still moves.
        case cancel
    }

    /// What is to be asked for an item.
    private enum Step {
        case over(ItemOutcome)
        case assign
        /// Cancel, then the order of the target where that is another.
        case cancel(after: [Int32])
    }

    func submit(_ items: [EffectItem]) -> [ItemOutcome] {
        var needs = Needs()
        needs.topics = .named(Set(items.compactMap(\.partition?.topic)))
        needs.brokers = true
        needs.moves = true
        let facts: ClusterFacts
        do throws(ClusterFailure) {
            facts = try cluster.facts(needs, timeout: timing.requestTimeout)
        } catch { return items.map { _ in ItemOutcome(.unknown, message: "nothing sent: \(error)") } }
        let steps = items.map { step($0, facts) }
        var outcomes: [Int: ItemOutcome] = [:]
        for (index, step) in steps.enumerated() { if case .over(let outcome) = step { outcomes[index] = outcome } }
        cancel(items, steps, &outcomes)
        let assigned = steps.indices.filter { if case .assign = steps[$0] { true } else { false } }
        for (index, outcome) in zip(assigned, ask(assigned.map { (items[$0], items[$0].replicasWanted) })) {
            outcomes[index] = ItemOutcome(asked: outcome)
        }
        return items.indices.map { outcomes[$0] ?? ItemOutcome(.unknown, message: "not asked") }
    }

    private func ask(_ changes: [(item: EffectItem, replicas: [Int32]?)]) -> [ChangeOutcome] {
        guard !changes.isEmpty else { return [] }
        return AlterPartitionReassignments.ask(
            changes.map { .init($0.item.partition ?? TopicPartition("", -1), to: $0.replicas) }, by: cluster.client,
            timeout: timing.requestTimeout)
    }

    /// Cancels, and restores the order that Kafka forgets (H12).
    private func cancel(_ items: [EffectItem], _ steps: [Step], _ outcomes: inout [Int: ItemOutcome]) {
        var cancelled: [(index: Int, after: [Int32])] = []
        for (index, step) in steps.enumerated() { if case .cancel(let after) = step { cancelled.append((index, after)) } }
        var reordered: [Int] = []
        for (entry, outcome) in zip(cancelled, ask(cancelled.map { (items[$0.index], nil) })) {
            switch outcome {
            case .refused(.noReassignmentInProgress, _):
                outcomes[entry.index] = ItemOutcome(.alreadySo, error: ErrorCode.noReassignmentInProgress.name)
            case .done where items[entry.index].replicasWanted != entry.after: reordered.append(entry.index)
            default: outcomes[entry.index] = ItemOutcome(asked: outcome)
            }
        }
        for (index, outcome) in zip(reordered, ask(reordered.map { (items[$0], items[$0].replicasWanted) })) {
            if case .refused(let error, let message) = outcome {
                outcomes[index] = ItemOutcome(
                    .refused, error: error.name,
                    message: "cancelled, but the order before could not be restored: \(message ?? error.meaning)")
            } else {
                outcomes[index] = ItemOutcome(asked: outcome)
            }
        }
    }

    private func refused(_ why: String) -> Step { .over(ItemOutcome(.refused, message: why)) }
    private func later(_ why: String) -> Step { .over(ItemOutcome(.unknown, message: "nothing sent: \(why)")) }

    private func step(_ item: EffectItem, _ facts: ClusterFacts) -> Step {
        guard let partition = item.partition, let wanted = item.replicasWanted, let before = item.replicasBefore else {
            return refused("the item names no partition and replicas")
        }
        guard let table = facts.partitions.value else { return later("\(facts.partitions.why ?? Unread("no partitions told"))") }
        guard let row = Int32(exactly: partition.partition).flatMap({ table.row(partition.topic, $0) }) else {
            let why = facts.whyAbsent(partition.topic)
            return why.isNotAuthorised ? later("\(why)") : refused("\(partition) does not exist any more")
        }
        let id = table.topics[Int(table.topicOf[row])].id
        if let planned = topicIDs[partition.topic], !id.isZero, planned != id.description {
            return refused("topic \(partition.topic) was deleted and made anew since it was planned")
        }
        let moves: [TopicPartition: Move]
        switch facts.movesByName {
        case .unknown(let why): return later("which partitions move could not be read (\(why))")
        case .known(let known): moves = known
        }
        if let move = moves[partition] { return step(moving: move, wanted, before) }
        let now = Array(table.replicas[row])
        if now == wanted { return .over(ItemOutcome(.alreadySo)) }
        let isReorder = Set(now) == Set(wanted)
        switch mode {
        case .cancel:
            // An earlier request cancelled it and did not come to the order.
            return isReorder ? .assign : refused("its move has ended: its replicas are \(now)")
        case .giveBack where isReorder: return .assign
        case .giveBack, .move:
            guard now == before else { return refused("its replicas are \(now) now, not \(before) as planned") }
            let gone = wanted.filter { !now.contains($0) && !facts.live.contains($0) }
            guard gone.isEmpty else { return refused("it would wait for \(brokerList(gone)): not alive any more") }
            return .assign
        }
    }

    private func step(moving move: Move, _ wanted: [Int32], _ before: [Int32]) -> Step {
        let after = move.replicas.filter { !move.adding.contains($0) }
        switch mode {
        case .move:
            // Asked for before, by a request whose answer was lost: it is watched, not asked again.
            if move.target == wanted { return .over(ItemOutcome(.done, message: "on its way already")) }
            return refused("somebody moves it to \(move.target)")
        case .giveBack, .cancel:
            if move.target == wanted { return .over(ItemOutcome(.done, message: "on its way already")) }
            guard move.target == before else { return refused("somebody moves it to \(move.target)") }
            // Where an earlier move was superseded, a cancel would keep what that one added: the state before is asked for as a target.
            return Set(after) == Set(wanted) ? .cancel(after: after) : .assign
        }
    }
}
