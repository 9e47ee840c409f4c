import Language

extension EffectSignature {
    /// Changes dynamic configuration (IncrementalAlterConfigs, KIP-339).
    package static let setConfig = EffectSignature(
        id: "set config", verb: "set",
        phrase: [.word("config"), .word("of"), .slot("target", .query([.topics, .brokers])), .slot("entries", .entries)],
        options: [.giveBack, .forGood, .within, .into], effectClass: .depends, gate: .controller, itemKey: configKey,
        summary: "sets configuration of topics or brokers; keys that make data go need `approve`",
        undo: "sets the values before, where the value that stands is still ours",
        examples: [
            "set config of topic \"trips\" { retention.ms: 7d } give back at end",
            "set config of topics where name ~ \"logs-*\" { max.message.bytes: 2MB } for good",
        ])

    /// Takes dynamic configuration back to its default (IncrementalAlterConfigs, DELETE).
    package static let unsetConfig = EffectSignature(
        id: "unset config", verb: "unset",
        phrase: [
            .word("config"), .word("of"), .slot("target", .query([.topics, .brokers])), .optional([.slot("keys", .keys)]),
        ],
        options: [.within, .into], effectClass: .depends, gate: .controller, itemKey: configKey,
        summary: "takes configuration of topics or brokers back to its default",
        undo: "sets the values before",
        examples: ["unset config of topic \"trips\" { retention.ms }", "unset config of broker 2 { log.cleaner.threads, num.io.threads }"])

    private static let configKey: [RowType.Field] = [.init("type", .string), .init("resource", .string), .init("name", .string)]
}
