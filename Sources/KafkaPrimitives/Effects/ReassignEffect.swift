import Engine
import Journal
import KafkaAdmin
import KafkaClient
import KafkaWire
import Language

/// `reassign`: moves replicas away from a broker, onto brokers, or to another number of replicas (AlterPartitionReassignments, KIP-455).
final class ReassignEffect: ControllerEffect {
    let signature = EffectSignature.reassign
    unowned let cluster: KafkaCluster

    init(cluster: KafkaCluster) { self.cluster = cluster }

    // MARK: Plan

    func plan(_ call: EffectCall, timing: ReadTiming) throws(EffectFailure) -> EffectPlan {
        let goal = try Self.goal(call)
        let throttle = try Self.throttle(call.options)
        if case .plan(let made)? = call.arguments["target"] {
            guard made.effect == signature.id else { throw .refused("`reassign` takes up plans of `reassign`, not of `\(made.effect)`") }
            guard goal == nil else { throw .refused("the plan says already where its replicas go: leave the goal out, or plan anew") }
            return try takeUp(made, throttle, call.options, timing)
        }
        guard let goal else { throw .refused("say where: `away from B`, `to N replicas` or `onto [B, …]`") }
        let rows = try EffectTargets.rows(call.arguments["target"], of: "reassign")
        let facts = try facts(ReassignmentPlanning.needs(isThrottled: throttle != nil), timing)
        var planning = try ReassignmentPlanning(facts, cluster: cluster, throttle: throttle, isUnthrottled: call.options.isUnthrottled)
        planning.staged = call.options.staged
        return try planning.plan(try planning.partitions(of: rows), goal: goal)
    }

    /// A plan made earlier: the same targets, held against what is there now.
    private func takeUp(
        _ made: EffectPlan, _ throttle: Int?, _ options: EffectCall.Options, _ timing: ReadTiming
    ) throws(EffectFailure) -> EffectPlan {
        let facts = try facts(ReassignmentPlanning.needs(isThrottled: throttle != nil), timing)
        var planning = try ReassignmentPlanning(facts, cluster: cluster, throttle: throttle, isUnthrottled: options.isUnthrottled)
        planning.staged = options.staged
        var targets: [ReassignmentPlan.Place: [Int32]] = [:]
        var changed: [BlockedItem] = []
        for item in made.items {
            guard let partition = item.partition, let wanted = item.replicasWanted, let before = item.replicasBefore else {
                throw .refused("the plan's item \(item.label) names no partition and replicas")
            }
            let now = planning.replicas(of: partition)
            if let now, now != before, now != wanted {
                changed.append(BlockedItem(partition, why: "its replicas are \(now) now; the plan found \(before)"))
            } else {
                targets[ReassignmentPlan.Place(partition)] = wanted
            }
        }
        let partitions = made.items.compactMap(\.partition).filter { targets[ReassignmentPlan.Place($0)] != nil }
        var plan = try planning.plan(partitions, goal: .exactly(targets))
        plan.blocked += changed + made.blocked
        return plan
    }

    private static func goal(_ call: EffectCall) throws(EffectFailure) -> ReassignmentGoal? {
        if let brokers = try EffectTargets.brokers(call.arguments["awayFrom"]) { return .awayFrom(brokers) }
        if let brokers = try EffectTargets.brokers(call.arguments["onto"]) { return .onto(brokers) }
        guard case .value(let value)? = call.arguments["toReplicas"] else { return nil }
        guard case .int(let count) = value, count > 0, count <= Int(Int16.max) else {
            throw .refused("a partition cannot have \(DisplayForm.text(value)) replicas")
        }
        return .replicas(count)
    }

    private static func throttle(_ options: EffectCall.Options) throws(EffectFailure) -> Int? {
        guard let rate = options.throttle else { return nil }
        guard rate > 0 else { throw .refused("a throttle of \(rate) bytes a second would never end") }
        return rate
    }

    // MARK: Prepare, submit, probe

    func settings(of plan: EffectPlan, owed: [DebtIntent], timing: ReadTiming) throws(EffectFailure) -> [DebtIntent] {
        try SettingsWork(cluster: cluster, timing: timing).refreshed(plan.debts, owed: owed)
    }

    func prepare(_ plan: EffectPlan, timing: ReadTiming) throws(EffectFailure) {
        guard !plan.debts.isEmpty else { return }
        try SettingsWork(cluster: cluster, timing: timing).make(plan.debts)
    }

    func submit(_ items: [EffectItem], of plan: EffectPlan, timing: ReadTiming) -> [ItemOutcome] {
        let mode: MoveSubmission.Mode = plan.parameters["givesBack"]?.bool == true ? .giveBack : .move
        return MoveSubmission(cluster: cluster, timing: timing, mode: mode, plan: plan).submit(items)
    }

    func probe(_ items: [EffectItem], of plan: EffectPlan, timing: ReadTiming) -> [ProbeAnswer] {
        let givesBack = plan.parameters["givesBack"]?.bool == true
        return MoveProbe(cluster: cluster, timing: timing, mode: givesBack ? .giveBack : .move, plan: plan).probe(items)
    }

    // MARK: Inverse

    func inverse(of items: [EffectItem], in plan: EffectPlan, timing: ReadTiming) throws(EffectFailure) -> EffectPlan? {
        let throttle = plan.parameters["throttle"]?.int
        let facts = try facts(ReassignmentPlanning.needs(isThrottled: throttle != nil), timing)
        let planning = try ReassignmentPlanning(facts, cluster: cluster, throttle: throttle, isUnthrottled: throttle == nil)
        return try planning.giveBack(items, topicIDs: plan.topicIDs)
    }
}

extension ReassignmentPlan.Place {
    init(_ partition: TopicPartition) {
        self.init(topic: partition.topic, index: Int32(truncatingIfNeeded: partition.partition))
    }

    var partition: TopicPartition { TopicPartition(topic, Int(index)) }
}

extension EffectPlan {
    /// Ids of the topics that it touches: a topic of the same name that was made since is another one.
    var topicIDs: [NameKey: String] {
        guard case .object(let members)? = parameters["topics"] else { return [:] }
        return Dictionary(
            members.compactMap { member in member.value.string.map { (member.name, $0) } }, uniquingKeysWith: { first, _ in first })
    }
}
