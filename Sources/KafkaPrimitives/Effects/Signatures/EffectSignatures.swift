import Engine
import Language

/// All effects that the language knows, in the order in which `help` lists them.
package enum EffectSignatures {
    /// Those of Kafka, built and to come.
    package static let kafka: [EffectSignature] = [
        .elect, .reassign, .cancel, .resetOffsets, .remove, .setConfig, .unsetConfig, .setThrottle, .unsetThrottle, .setQuota, .unsetQuota,
        .setPartitions, .createTopic, .delete, .deleteOffsets, .deleteRecords, .move, .abort, .unregister,
    ]
    /// With the engine's own: `run`, `notify`.
    package static let all: [EffectSignature] = kafka + [.run, .notify]
}
