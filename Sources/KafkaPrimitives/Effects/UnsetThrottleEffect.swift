import Engine
import Journal
import KafkaAdmin
import KafkaClient
import Language

/// `unset throttle`: lifts throttles that stand, or what a plan set.
final class UnsetThrottleEffect: ControllerEffect {
    let signature = EffectSignature.unsetThrottle
    unowned let cluster: KafkaCluster

    init(cluster: KafkaCluster) { self.cluster = cluster }

    func plan(_ call: EffectCall, timing: ReadTiming) throws(EffectFailure) -> EffectPlan {
        if case .plan(let made)? = call.arguments["target"] {
            var needs = Needs()
            needs.resources = Set(made.debts.compactMap(\.configResource))
            return plan(ThrottleItems(givingBack: made.debts, try facts(needs, timing)), notices: [])
        }
        let rows = try EffectTargets.rows(call.arguments["target"], of: signature.id)
        var wanted: [(kind: ThrottleKind, resource: String)] = []
        for row in rows {
            guard case .text(let word)? = row["kind"], let kind = ThrottleKind(rawValue: word), case .text(let resource)? = row["resource"]
            else { throw .refused("`unset throttle` needs rows with kind and resource; \(row.label) lacks them") }
            wanted.append((kind, resource))
        }
        var needs = Needs()
        needs.resources = Set(wanted.map { $0.kind.resource($0.resource) })
        needs.moves = true
        let facts = try facts(needs, timing)
        var items = ThrottleItems()
        var hidden: [String] = []
        for (kind, resource) in wanted {
            switch facts.own(kind.resource(resource), kind.setting) {
            case .unknown(let why): items.block(kind, resource, why: "it could not be read, and who cannot be read takes nothing (\(why))")
            case .known(.nothing): continue
            case .known(let standing):
                if standing == .hidden { hidden.append("\(kind.setting) of \(resource)") }
                items.add(kind, resource, before: standing, target: .null)
            }
        }
        var notices: [String] = []
        if let moves = facts.movesByName.value, !moves.isEmpty, !items.items.isEmpty {
            notices.append("\(counted(moves.count, "partition")) are moving: what these throttles slow goes on at full speed")
        }
        guard !hidden.isEmpty else { return plan(items, notices: notices) }
        let grave = "\(hidden.joined(separator: ", ")): brokers do not show the value, so it cannot be set again"
        return plan(items, notices: [grave] + notices, mustApprove: grave)
    }

    private func plan(_ items: ThrottleItems, notices: [String], mustApprove: String? = nil) -> EffectPlan {
        EffectPlan(
            effect: signature.id, items: items.items, blocked: items.blocked, table: items.table, notices: notices,
            mustApprove: mustApprove, requests: items.requests)
    }

    func prepare(_ plan: EffectPlan, timing: ReadTiming) throws(EffectFailure) {}

    func submit(_ items: [EffectItem], of plan: EffectPlan, timing: ReadTiming) -> [ItemOutcome] {
        ThrottleWork(cluster: cluster, timing: timing).submit(items)
    }

    func probe(_ items: [EffectItem], of plan: EffectPlan, timing: ReadTiming) -> [ProbeAnswer] {
        ThrottleWork(cluster: cluster, timing: timing).probe(items)
    }

    func inverse(of items: [EffectItem], in plan: EffectPlan, timing: ReadTiming) throws(EffectFailure) -> EffectPlan? {
        try ThrottleWork(cluster: cluster, timing: timing).inverse(of: items, in: plan)
    }
}
