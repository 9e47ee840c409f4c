import Engine
import KafkaAdmin
import Language

/// `unset config`: takes dynamic settings away, so that what they inherit holds again (IncrementalAlterConfigs, DELETE).
final class UnsetConfigEffect: ControllerEffect {
    let signature = EffectSignature.unsetConfig
    unowned let cluster: KafkaCluster

    init(cluster: KafkaCluster) { self.cluster = cluster }

    func plan(_ call: EffectCall, timing: ReadTiming) throws(EffectFailure) -> EffectPlan {
        let resources = try EffectTargets.configResources(call.arguments["target"], of: signature.id)
        var planning = ConfigPlanning(cluster: cluster, timing: timing, effect: signature.id)
        for resource in resources {
            if case .keys(let keys)? = call.arguments["keys"], !keys.isEmpty {
                for (index, key) in keys.enumerated() where !keys[..<index].contains(key) { planning.want(resource, key, nil) }
            } else {
                planning.clear(resource)
            }
        }
        return try planning.plan()
    }

    func prepare(_ plan: EffectPlan, timing: ReadTiming) throws(EffectFailure) {}

    func submit(_ items: [EffectItem], of plan: EffectPlan, timing: ReadTiming) -> [ItemOutcome] {
        ConfigWork(cluster: cluster, timing: timing).submit(items)
    }

    func probe(_ items: [EffectItem], of plan: EffectPlan, timing: ReadTiming) -> [ProbeAnswer] {
        ConfigWork(cluster: cluster, timing: timing).probe(items)
    }

    func inverse(of items: [EffectItem], in plan: EffectPlan, timing: ReadTiming) throws(EffectFailure) -> EffectPlan? {
        try ConfigWork(cluster: cluster, timing: timing).inverse(of: items)
    }
}
