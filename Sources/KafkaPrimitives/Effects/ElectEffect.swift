import Engine
import Journal
import KafkaAdmin
import KafkaClient
import KafkaWire
import Language

/// `elect`: makes the preferred replica the leader; `elect unclean`: one that may lack records, where no other lives (ElectLeaders, KIP-460).
final class ElectEffect: ControllerEffect {
    let signature = EffectSignature.elect
    unowned let cluster: KafkaCluster

    init(cluster: KafkaCluster) { self.cluster = cluster }

    func plan(_ call: EffectCall, timing: ReadTiming) throws(EffectFailure) -> EffectPlan {
        let rows = try EffectTargets.rows(call.arguments["target"], of: "elect")
        let wanted = try EffectTargets.partitions(rows, of: "elect")
        let isUnclean = if case .word("unclean")? = call.arguments["mode"] { true } else { false }
        var needs = Needs()
        needs.topics = .named(Set(wanted.map(\.topic)))
        needs.brokers = true
        needs.answers = true
        needs.moves = true
        needs.eligible = .ofThinPartitions
        needs.replicaEnds = isUnclean
        let facts = try facts(needs, timing)
        guard let table = facts.partitions.value else {
            throw .cluster(.outOfReach(facts.partitions.why?.description ?? "no broker told the partitions"))
        }
        let view = ElectionView(facts: facts, table: table, isKRaft: cluster.client.view.mode == .kraft)
        var elections: [ElectionView.Election] = []
        var blocked: [BlockedItem] = []
        var already = 0
        for partition in wanted {
            switch isUnclean ? view.unclean(partition) : view.preferred(partition) {
            case .election(let election): elections.append(election)
            case .alreadySo: already += 1
            case .blocked(let why): blocked.append(BlockedItem(partition, why: why))
            }
        }
        return plan(elections, blocked, already: already, isUnclean: isUnclean)
    }

    private func plan(
        _ elections: [ElectionView.Election], _ blocked: [BlockedItem], already: Int, isUnclean: Bool
    ) -> EffectPlan {
        var notices: [String] = []
        if already > 0 { notices.append("\(counted(already, "partition")) left out: \(isUnclean ? "led" : "led as preferred") already") }
        var mustApprove: String?
        if isUnclean, !elections.isEmpty {
            mustApprove = "an unclean election of \(counted(elections.count, "partition")) loses what only absent replicas hold"
            notices += elections.prefix(20).map { "\($0.partition): \($0.loss)" }
            if elections.count > 20 { notices.append("and \(elections.count - 20) more") }
        }
        let stages = Self.stages(of: elections.count, isUnclean: isUnclean)
        if let stages {
            notices.append("in stages of \(stages.size) every \(stages.everyMs / 1_000)s, since so many at once meet cold caches")
        }
        let items = elections.map { election in
            EffectItem(
                election.partition, before: election.before.map { .int(Int($0)) } ?? .null, target: .int(Int(election.winner)))
        }
        let kind = isUnclean ? "unclean" : "preferred"
        return EffectPlan(
            effect: signature.id, items: items, blocked: blocked, parameters: ["kind": .string(kind)], table: Self.table(elections),
            notices: notices, mustApprove: mustApprove,
            requests: items.isEmpty ? [] : ["ElectLeaders (\(kind)) to the controller: \(counted(items.count, "partition")), each named"],
            stages: stages)
    }

    /// Leaders that move back go in stages where they are many; where nobody leads nothing is gained by waiting.
    static func stages(of count: Int, isUnclean: Bool) -> EffectPlan.Stages? {
        isUnclean || count <= 200 ? nil : EffectPlan.Stages(size: 200, everyMs: 15_000)
    }

    private static func table(_ elections: [ElectionView.Election]) -> Table {
        Table(
            columns: [
                Column("topic", .topic, .values(elections.map { .text($0.partition.topic) })),
                Column("partition", .int, .values(elections.map { .int($0.partition.partition) })),
                Column("before", .string, .values(elections.map { .text($0.before.map { "\($0)" } ?? "no leader") })),
                Column("after", .string, .values(elections.map { .text("\($0.winner)") })),
            ], key: ["topic", "partition"], rowCount: elections.count)
    }

    func prepare(_ plan: EffectPlan, timing: ReadTiming) throws(EffectFailure) {}

    func submit(_ items: [EffectItem], of plan: EffectPlan, timing: ReadTiming) -> [ItemOutcome] {
        cluster.client.beginEvaluation()
        let partitions = items.map { $0.partition ?? TopicPartition("", -1) }
        let kind: ElectLeaders.Kind = plan.parameters["kind"]?.string == "unclean" ? .unclean : .preferred
        let outcomes = ElectLeaders.ask(partitions, kind, by: cluster.client, timeout: timing.requestTimeout)
        return outcomes.map { outcome in
            guard case .refused(let error, _) = outcome else { return ItemOutcome(asked: outcome) }
            switch error {
            case .electionNotNeeded: return ItemOutcome(.alreadySo, error: error.name)
            case .preferredLeaderNotAvailable:
                return ItemOutcome(.refused, error: error.name, message: "its preferred leader is not alive or not in sync")
            case .eligibleLeadersNotAvailable:
                return ItemOutcome(.refused, error: error.name, message: "none of its replicas is alive")
            default: return ItemOutcome(asked: outcome)
            }
        }
    }

    func probe(_ items: [EffectItem], of plan: EffectPlan, timing: ReadTiming) -> [ProbeAnswer] {
        cluster.client.beginEvaluation()
        let standings = PartitionStandings.read(
            items.compactMap(\.partition), moves: false, by: cluster.client, timeout: timing.requestTimeout)
        return items.map { item in
            guard let partition = item.partition, let views = standings.views[partition] else {
                return .unknowable(Cause("the item names no partition"))
            }
            switch views {
            case .unknown(let why): return .unknowable(Cause(why))
            case .known(let views):
                guard let view = views.first else { return .gone("its topic was deleted") }
                return Self.judge(item, leader: view.leader.map { Int($0) })
            }
        }
    }

    private static func judge(_ item: EffectItem, leader: Int?) -> ProbeAnswer {
        // Where nobody led, any leader will do: it cannot be told from here whom the controller could take.
        guard let before = item.before.int else { return leader == nil ? .notApplied : .applied }
        if leader == item.target.int { return .applied }
        if leader == before { return .notApplied }
        return .superseded(now: leader.map { "led by broker \($0)" } ?? "without a leader")
    }

    /// Who led before is no better a leader: there is nothing to give back.
    func inverse(of items: [EffectItem], in plan: EffectPlan, timing: ReadTiming) throws(EffectFailure) -> EffectPlan? { nil }
}
