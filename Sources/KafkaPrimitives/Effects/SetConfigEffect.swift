import Engine
import KafkaAdmin
import Language

/// `set config`: changes dynamic settings of topics, brokers, or the default of all brokers (IncrementalAlterConfigs, KIP-339).
final class SetConfigEffect: ControllerEffect {
    let signature = EffectSignature.setConfig
    unowned let cluster: KafkaCluster

    init(cluster: KafkaCluster) { self.cluster = cluster }

    func plan(_ call: EffectCall, timing: ReadTiming) throws(EffectFailure) -> EffectPlan {
        let resources = try EffectTargets.configResources(call.arguments["target"], of: signature.id)
        guard case .entries(let entries)? = call.arguments["entries"], !entries.isEmpty else {
            throw .refused("`set config` lacks what to set: `{ retention.ms: 7d }`")
        }
        var planning = ConfigPlanning(cluster: cluster, timing: timing, effect: signature.id)
        for resource in resources {
            for (index, entry) in entries.enumerated() {
                guard !entries[..<index].contains(where: { $0.key == entry.key }) else { throw .refused("\(entry.key) stands there twice") }
                planning.want(resource, entry.key, try ConfigText.text(entry.value, for: entry.key))
            }
        }
        return try planning.plan()
    }

    /// The settings are what it is asked for, and its items: there is nothing to make before.
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
