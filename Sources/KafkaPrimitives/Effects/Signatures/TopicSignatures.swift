import Language

extension EffectSignature {
    /// Creates a topic (CreateTopics).
    package static let createTopic = EffectSignature(
        id: "create topic", verb: "create",
        phrase: [.word("topic"), .slot("name", .postfix(.string)), .slot("entries", .entries)],
        options: [.within, .into], effectClass: .reversible, gate: .controller, itemKey: [.init("topic", .topic)],
        summary: "creates a topic", undo: nil,
        examples: [
            "create topic \"trips\" { partitions: 12, replicas: 3 }",
            "create topic \"audit\" { partitions: 1, replicas: 3, cleanup.policy: \"compact\" }",
        ], availability: .later)

    /// Raises the number of partitions (CreatePartitions, KIP-195).
    package static let setPartitions = EffectSignature(
        id: "set partitions", verb: "set",
        phrase: [.word("partitions"), .word("of"), .slot("target", .query([.topics])), .word("to"), .slot("count", .sum(.int))],
        options: [.within, .into], effectClass: .irreversible, gate: .controller, itemKey: [.init("topic", .topic)],
        summary: "raises the number of partitions; keys move, and it cannot be taken back", undo: nil,
        examples: ["set partitions of topic \"trips\" to 12", "set partitions of topics where name ~ \"hot-*\" to 24"],
        availability: .later)
}
