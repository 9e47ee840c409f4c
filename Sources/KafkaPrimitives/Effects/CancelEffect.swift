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
            guard let move = moves[partition], let row = Int32(exactly: partition.partition).flatMap({ table.row(partition.topic, $0) })
            else {
                still += 1
                continue
            }
            let original = originals[partition]
            if let ours = original?.replicasWanted, ours != move.target {
                blocked.append(BlockedItem(partition, why: "somebody moves it to \(move.target), not as the plan says"))
            } else if let why = CancelView(facts: facts, table: table).obstacle(row, move) {
                blocked.append(BlockedItem(partition, why: why))
            } else {
                cancelled.append(
                    Self.cancelled(partition, move, original?.replicasBefore, table.isr[row].filter { facts.live.contains($0) }))
            }
        }
        return plan(cancelled, blocked, still: still, knowsOrder: !originals.isEmpty, table)
    }

    private static func cancelled(_ partition: TopicPartition, _ move: Move, _ original: [Int32]?, _ inSync: [Int32]) -> Cancelled {
        let kept = CancelView.after(move)
        let after = original.flatMap { Set($0) == Set(kept) ? $0 : nil } ?? kept
        return Cancelled(
            partition: partition, target: move.target, after: after, liveNow: inSync.count, liveAfter: inSync.count { after.contains($0) })
    }

    private func plan(
        _ cancelled: [Cancelled], _ blocked: [BlockedItem], still: Int, knowsOrder: Bool, _ table: PartitionTable
    ) -> EffectPlan {
        var notices: [String] = []
        if still > 0 { notices.append("\(counted(still, "partition")) left out: not moving") }
        if !knowsOrder, !cancelled.isEmpty {
            notices.append(
                "the order of the replicas before is not in Kafka: what leaves was sorted to the end, so preferred leaders may differ")
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
            if knowsOrder { requests.append("AlterPartitionReassignments to the controller: the order before, where Kafka forgets it") }
        }
        return EffectPlan(
            effect: signature.id, items: items, blocked: blocked, parameters: ["topics": .object(topics)], table: shown, notices: notices,
            requests: requests)
    }

    func prepare(_ plan: EffectPlan, timing: ReadTiming) throws(EffectFailure) {}

    func submit(_ items: [EffectItem], of plan: EffectPlan, timing: ReadTiming) -> [ItemOutcome] {
        MoveSubmission(cluster: cluster, timing: timing, mode: .cancel, topicIDs: plan.topicIDs).submit(items)
    }

    func probe(_ items: [EffectItem], of plan: EffectPlan, timing: ReadTiming) -> [ProbeAnswer] {
        MoveProbe(cluster: cluster, timing: timing, mode: .cancel, topicIDs: plan.topicIDs).probe(items)
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
