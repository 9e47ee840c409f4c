import Engine
import KafkaAdmin
import KafkaClient
import KafkaWire

/// Asks for other replicas, or for the end of moves; looks just before, so that nothing of somebody else is overwritten:
/// the controller takes a new target over any running move.
struct MoveSubmission {
    let cluster: KafkaCluster
    let timing: ReadTiming
    let mode: Mode
    private let topicIDs: [NameKey: String]
    /// What the plan found moving.
    private let cancelled: CancelledMoves

    init(cluster: KafkaCluster, timing: ReadTiming, mode: Mode, plan: EffectPlan) {
        self.cluster = cluster
        self.timing = timing
        self.mode = mode
        topicIDs = plan.topicIDs
        cancelled = CancelledMoves(plan)
    }

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
        /// Cancel, then the target where that is another than what stands then.
        case cancel(after: [Int32])
    }

    func submit(_ items: [EffectItem]) -> [ItemOutcome] {
        var needs = Needs()
        needs.topics = .named(Set(items.compactMap(\.partition?.topic)))
        needs.brokers = true
        needs.moves = true
        needs.reassignmentLaw = true
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

    /// Cancels, and then restores what Kafka forgets: the order, and what was there before a move was overridden. Never the replicas before as a
    /// target over the running move: that leaves it standing for ever, from 4.3 on (`ReassignmentLaw.canEnd`).
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
                    message: "cancelled, but the replicas before could not be restored: \(message ?? error.meaning)")
            } else {
                outcomes[index] = ItemOutcome(asked: outcome)
            }
        }
    }

    private func refused(_ why: String) -> Step { .over(ItemOutcome(.refused, message: why)) }
    private func gone(_ why: String) -> Step { .over(.gone(why)) }
    private func later(_ why: String) -> Step { .over(ItemOutcome(.unknown, message: "nothing sent: \(why)")) }

    private func step(_ item: EffectItem, _ facts: ClusterFacts) -> Step {
        guard let partition = item.partition, let wanted = item.replicasWanted, let before = item.replicasBefore else {
            return refused("the item names no partition and replicas")
        }
        guard let table = facts.partitions.value else { return later("\(facts.partitions.why ?? Unread("no partitions told"))") }
        guard let row = Int32(exactly: partition.partition).flatMap({ table.row(partition.topic, $0) }) else {
            let why = facts.whyAbsent(partition.topic)
            return why.isNotAuthorised ? later("\(why)") : gone("its topic was deleted")
        }
        let id = table.topics[Int(table.topicOf[row])].id
        if let planned = topicIDs[partition.topic], !id.isZero, planned != id.description {
            return gone("its topic was deleted, and made anew")
        }
        let moves: [TopicPartition: Move]
        switch facts.movesByName {
        case .unknown(let why): return later("which partitions move could not be read (\(why))")
        case .known(let known): moves = known
        }
        if let move = moves[partition] { return step(partition, moving: move, wanted, before, facts.reassignmentLaw) }
        let now = Array(table.replicas[row])
        if now == wanted { return .over(ItemOutcome(.alreadySo)) }
        let isReorder = Set(now) == Set(wanted)
        switch mode {
        // An earlier request cancelled it and did not come to the assignment.
        case .cancel where isReorder || now == cancelled[partition]?.after: return .assign
        case .cancel: return refused("its move has ended: its replicas are \(now)")
        case .giveBack where isReorder || now == cancelled[partition]?.after: return .assign
        case .giveBack, .move:
            guard now == before else { return refused("its replicas are \(now) now, not \(before) as planned") }
            let gone = wanted.filter { !now.contains($0) && !facts.live.contains($0) }
            if let why = gone.lazy.compactMap({ facts.unlisted?.why($0) }).first { return refused("it would wait for \(why)") }
            guard gone.isEmpty else { return refused("it would wait for \(brokerList(gone)): not alive any more") }
            return .assign
        }
    }

    private func step(
        _ partition: TopicPartition, moving move: Move, _ wanted: [Int32], _ before: [Int32], _ law: ReassignmentLaw
    ) -> Step {
        switch mode {
        case .move:
            guard move.target == wanted else { return refused("somebody moves it to \(move.target)") }
            let canEnd = law.canEnd(move)
            // Asked for before, by a request whose answer was lost: it is watched, not asked again.
            return canEnd == true
                ? .over(ItemOutcome(.done, message: "on its way already"))
                : refused("it is being moved there, and \(ReassignmentLaw.whyEndless(canEnd))")
        case .giveBack, .cancel:
            if move.target == wanted, !move.addsWhatItRemoves { return .over(ItemOutcome(.done, message: "on its way already")) }
            // One that cannot end stays where it is, whoever asked for its target.
            guard move.target == before || (move.target == wanted && move.addsWhatItRemoves) else {
                return refused("somebody moves it to \(move.target)")
            }
            if let planned = cancelled[partition], planned.after != move.cancelled {
                return refused("a cancel would leave \(move.cancelled) now, not \(planned.after) as planned: somebody moved it since")
            }
            return .cancel(after: move.cancelled)
        }
    }
}

extension ItemOutcome {
    /// What there was to move is not there any more: there is nothing left to do, and nothing to give back.
    static func gone(_ why: String) -> ItemOutcome { ItemOutcome(.alreadySo, message: "gone: \(why)") }
}
