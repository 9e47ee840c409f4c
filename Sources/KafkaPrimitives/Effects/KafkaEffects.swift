import Engine

/// The effects that a Kafka cluster can be asked for in this version.
package enum KafkaEffects {
    /// One of each; they hold the cluster unowned, so that it may hold them.
    package static func all(on cluster: KafkaCluster) -> [any EffectPrimitive] {
        let all: [any EffectPrimitive] = [
            ElectEffect(cluster: cluster), ReassignEffect(cluster: cluster), CancelEffect(cluster: cluster),
            SetThrottleEffect(cluster: cluster), UnsetThrottleEffect(cluster: cluster),
            ResetOffsetsEffect(cluster: cluster), RemoveMembersEffect(cluster: cluster), SetConfigEffect(cluster: cluster),
            UnsetConfigEffect(cluster: cluster),
        ]
        return all.map { AuthorisedEffect($0, on: cluster) }
    }
}
