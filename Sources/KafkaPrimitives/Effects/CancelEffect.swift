import Engine
import Journal
import KafkaAdmin
import KafkaClient
import KafkaWire
import Language

/// `cancel`: takes moves under way back, and gives the order before back where it is known (AlterPartitionReassignments without replicas).
final class CancelEffect: ControllerEffect {
    let signature = EffectSignature.cancel
    unowned let cluster: KafkaCluster

    init(cluster: KafkaCluster) { self.cluster = cluster }

    private struct Cancelled {
        var partition: TopicPartition
        /// Where it is going.
        var target: [Int32]
        /// What stands after.
        var after: [Int32]
        var move: Move
        var liveNow: Int
        var liveAfter: Int
    }

    func plan(_ call: EffectCall, timing: ReadTiming) throws(EffectFailure) -> EffectPlan {
        var originals: [TopicPartition: EffectItem] = [:]
        let wanted: [TopicPartition]
        if case .plan(let made)? = call.arguments["target"] {
            guard made.effect == EffectSignature.reassign.id else {
                throw .refused("`cancel` takes plans of `reassign`, not of `\(made.effect)`")
            }
            wanted = made.items.compactMap(\.partition)
            for item in made.items { if let partition = item.partition { originals[partition] = item } }
        } else {
            wanted = try EffectTargets.partitions(try EffectTargets.rows(call.arguments["target"], of: "cancel"), of: "cancel")
        }
        var needs = Needs()
        needs.topics = .named(Set(wanted.map(\.topic)))
        needs.brokers = true
        needs.moves = true
        needs.reassignmentLaw = true
        let facts = try facts(needs, timing)
        guard let table = facts.partitions.value else {
            throw .cluster(.outOfReach(facts.partitions.why?.description ?? "no broker told the partitions"))
        }
        guard let moves = facts.movesByName.value else {
            throw .gate("which partitions move could not be read (\(facts.movesByName.why ?? Unread("not told")))")
        }
        var cancelled: [Cancelled] = []
        var blocked: [BlockedItem] = []
        var still = 0
        for partition in wanted {
            guard let move = moves[partition] else {
                still += 1
                continue
            }
            guard let row = Int32(exactly: partition.partition).flatMap({ table.row(partition.topic, $0) }) else {
                blocked.append(BlockedItem(partition, why: facts.absence(partition.topic, orElse: "it does not exist")))
                continue
            }
            let original = originals[partition]
            // Also where somebody asked for the replicas before over our move, and it stands there for ever.
            let isStuck = move.addsWhatItRemoves && move.target == original?.replicasBefore
            if let ours = original?.replicasWanted, ours != move.target, !isStuck {
                blocked.append(BlockedItem(partition, why: "somebody moves it to \(move.target), not as the plan says"))
            } else if let why = CancelView(facts: facts, table: table).obstacle(row, move) {
                blocked.append(BlockedItem(partition, why: why))
            } else {
                let inSync = CancelView(facts: facts, table: table).alive(inSyncAt: row)
                cancelled.append(Self.cancelled(partition, move, original?.replicasBefore, inSync))
            }
        }
        var plan = plan(cancelled, blocked, still: still, knowsOrder: !originals.isEmpty, facts.reassignmentLaw, table)
        // What a plan of this run names is its own.
        let foreign = originals.isEmpty ? cancelled.map(\.partition).filter { !call.ours.contains($0.key) } : []
        if !foreign.isEmpty {
            plan.mustConfirm =
                "cancel takes back \(counted(foreign.count, "move")) that this run did not start (\(PartitionNames.text(foreign))). Go on?"
        }
        return plan
    }

    private static func cancelled(_ partition: TopicPartition, _ move: Move, _ original: [Int32]?, _ inSync: [Int32]) -> Cancelled {
        let kept = move.cancelled
        // Where our move was overridden and asked for again, a cancel keeps what the other one added, and more is to be taken off.
        let after = original.flatMap { !$0.isEmpty && Set($0).isSubset(of: kept) ? $0 : nil } ?? kept
        return Cancelled(
            partition: partition, target: move.target, after: after, move: move, liveNow: inSync.count,
            liveAfter: inSync.count { after.contains($0) })
    }

    private func plan(
        _ cancelled: [Cancelled], _ blocked: [BlockedItem], still: Int, knowsOrder: Bool, _ law: ReassignmentLaw, _ table: PartitionTable
    ) -> EffectPlan {
        var notices: [String] = []
        if still > 0 { notices.append("\(counted(still, "partition")) left out: not moving") }
        if !knowsOrder, !cancelled.isEmpty {
            notices.append(
                "the order of the replicas before is not in Kafka: what leaves was sorted to the end, so preferred leaders may differ")
        }
        let endless = cancelled.filter { law.canEnd($0.move) != true }
        if !endless.isEmpty {
            notices.append("\(PartitionNames.text(endless.map(\.partition))): \(ReassignmentLaw.whyEndless(law.canEnd(endless[0].move)))")
        }
        let items = cancelled.map { EffectItem($0.partition, before: .brokers($0.target), target: .brokers($0.after)) }
        let shown = Table(
            columns: [
                Column("topic", .topic, .values(cancelled.map { .text($0.partition.topic) })),
                Column("partition", .int, .values(cancelled.map { .int($0.partition.partition) })),
                Column("before", .string, .values(cancelled.map { .text("moving to \($0.target), \($0.liveNow) live in sync") })),
                Column("after", .string, .values(cancelled.map { .text("\($0.after), \($0.liveAfter) live in sync") })),
            ], key: ["topic", "partition"], rowCount: cancelled.count)
        let topics = cancelled.map(\.partition.topic).distinctSorted().compactMap { topic -> JSONValue.Member? in
            guard let id = table.topic(topic)?.id, !id.isZero else { return nil }
            return JSONValue.Member(topic, .string(id.description))
        }
        var requests: [String] = []
        if !items.isEmpty {
            requests = ["AlterPartitionReassignments to the controller: cancel \(counted(items.count, "partition"))"]
            let ordered = cancelled.count { $0.after != $0.move.cancelled }
            if ordered > 0 {
                requests.append("AlterPartitionReassignments to the controller: the replicas before, of \(counted(ordered, "partition"))")
            }
        }
        var moves = CancelledMoves()
        for entry in cancelled { moves[entry.partition] = .init(entry.move) }
        return EffectPlan(
            effect: signature.id, items: items, blocked: blocked, parameters: ["topics": .object(topics), "moves": moves.json],
            table: shown, notices: notices, requests: requests)
    }

    func prepare(_ plan: EffectPlan, timing: ReadTiming) throws(EffectFailure) {}

    func submit(_ items: [EffectItem], of plan: EffectPlan, timing: ReadTiming) -> [ItemOutcome] {
        MoveSubmission(cluster: cluster, timing: timing, mode: .cancel, plan: plan).submit(items)
    }

    func probe(_ items: [EffectItem], of plan: EffectPlan, timing: ReadTiming) -> [ProbeAnswer] {
        MoveProbe(cluster: cluster, timing: timing, mode: .cancel, plan: plan).probe(items)
    }

    /// The same moves again, where nobody changed anything since.
    func inverse(of items: [EffectItem], in plan: EffectPlan, timing: ReadTiming) throws(EffectFailure) -> EffectPlan? {
        let facts = try facts(ReassignmentPlanning.needs(isThrottled: false), timing)
        let planning = try ReassignmentPlanning(facts, cluster: cluster, throttle: nil, isUnthrottled: false)
        var targets: [ReassignmentPlan.Place: [Int32]] = [:]
        var changed: [BlockedItem] = []
        for item in items {
            guard let partition = item.partition, let before = item.replicasBefore, let ours = item.replicasWanted else { continue }
            if let now = planning.replicas(of: partition), now != ours {
                changed.append(BlockedItem(partition, why: "its replicas are \(now) now: somebody changed them since"))
            } else {
                targets[ReassignmentPlan.Place(partition)] = before
            }
        }
        var again = try planning.plan(targets.keys.map(\.partition).sorted(), goal: .exactly(targets))
        again.blocked += changed
        return again
    }
}
