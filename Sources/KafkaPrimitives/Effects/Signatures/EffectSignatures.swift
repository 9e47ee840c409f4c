import Engine
import Language

/// All effects that the language knows, in the order in which `help` lists them.
package enum EffectSignatures {
    /// Those of Kafka, built and to come, and the engine's own: `run`, `notify`.
    package static let all = Catalog(makers)

    private static let makers: [Catalog<EffectSignature>.Maker] = [
        ("elect", { .elect }), ("reassign", { .reassign }), ("cancel", { .cancel }), ("reset offsets", { .resetOffsets }),
        ("remove", { .remove }), ("set config", { .setConfig }), ("unset config", { .unsetConfig }), ("set throttle", { .setThrottle }),
        ("unset throttle", { .unsetThrottle }), ("set quota", { .setQuota }), ("unset quota", { .unsetQuota }),
        ("set partitions", { .setPartitions }), ("create topic", { .createTopic }), ("delete", { .delete }),
        ("delete offsets", { .deleteOffsets }), ("delete records", { .deleteRecords }), ("move", { .move }), ("abort", { .abort }),
        ("unregister", { .unregister }), ("run", { .run }), ("notify", { .notify }),
    ]
}
