import Engine
import Journal
import KafkaAdmin
import KafkaClient
import KafkaWire

/// Changes settings and looks at them again.
struct ConfigWork {
    let cluster: KafkaCluster
    let timing: ReadTiming

    /// Asks once for each: the changes of one resource together, which Kafka takes all or none.
    func submit(_ items: [EffectItem]) -> [ItemOutcome] {
        cluster.client.beginEvaluation()
        let changes = items.map { ConfigChange($0) }
        var places: [ConfigResource: Int] = [:]
        var requests: [IncrementalAlterConfigs.Change] = []
        for case let change? in changes {
            if let place = places[change.resource] {
                requests[place].settings.append(change.setting)
            } else {
                places[change.resource] = requests.count
                requests.append(.init(change.resource, [change.setting]))
            }
        }
        let outcomes = IncrementalAlterConfigs.ask(requests, by: cluster.client, timeout: timing.requestTimeout)
        return changes.map { change in
            guard let change, let place = places[change.resource], outcomes.indices.contains(place) else {
                return ItemOutcome(.refused, message: "the item names no setting")
            }
            if outcomes[place] == .done, let intent = change.intent { cluster.noteWritten(intent) }
            if case .unknown = outcomes[place], let intent = change.intent {
                // Until it can no longer come, nobody is freed of what is owed for it.
                cluster.noteDoubt(of: intent, timing: timing)
            }
            return ItemOutcome(asked: outcomes[place])
        }
    }

    /// What stands at these very places now.
    func probe(_ items: [EffectItem]) -> [ProbeAnswer] {
        let changes = items.map { ConfigChange($0) }
        var needs = Needs()
        needs.resources = Set(changes.compactMap { $0?.resource })
        let facts: ClusterFacts
        do throws(ClusterFailure) {
            facts = try cluster.facts(needs, timeout: timing.requestTimeout)
        } catch { return items.map { _ in .unknowable(Cause("the cluster cannot be asked: \(error)")) } }
        return changes.map { change in
            guard let change else { return .unknowable(Cause("the item names no setting")) }
            switch facts.own(change.resource, change.name) {
            case .unknown(let why):
                let isGone = change.resource.kind == .topic && why.error == .unknownTopicOrPartition
                return isGone ? .gone("the topic was deleted") : .unknowable(Cause(why))
            case .known(.hidden): return .unknowable(Cause("the broker does not show its value"))
            case .known(let standing):
                let now = standing.value
                if ConfigChange.stands(now, as: change.target) {
                    if let intent = change.intent {
                        cluster.settleDoubt(of: intent)
                        cluster.noteSeen(intent)
                    }
                    return .applied
                }
                return ConfigChange.stands(now, as: change.before) ? .notApplied : .superseded(now: now ?? "not set")
            }
        }
    }

    /// The plan that gives back what stood before, where ours still stands.
    func inverse(of items: [EffectItem]) throws(EffectFailure) -> EffectPlan {
        var planning = ConfigPlanning(cluster: cluster, timing: timing, effect: "set config", isInverse: true)
        for case let change? in items.map({ ConfigChange($0) }) {
            planning.want(change.resource, change.name, change.before, ours: change.target)
        }
        return try planning.plan()
    }
}
