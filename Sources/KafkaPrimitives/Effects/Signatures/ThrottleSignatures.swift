import Language

extension EffectSignature {
    /// Limits what replication may take (dynamic configs `*.replication.throttled.*`, KIP-73).
    package static let setThrottle = EffectSignature(
        id: "set throttle", verb: "set",
        phrase: [
            .word("throttle"), .word("of"), .slot("target", .query([.reassignments, .brokers, .moves])), .word("to"),
            .slot("rate", .sum(.byteRate)),
        ],
        options: [.giveBack, .forGood, .within, .into], effectClass: .reversible, gate: .controller, itemKey: throttleKey,
        summary: "limits the replication of what moves, or of brokers that catch up: rates and lists, both halves",
        undo: "sets the rates and lists before, where ours still stand",
        examples: [
            "set throttle of reassignments to 60MB/s give back at end",
            "set throttle of brokers where outOfSync > 0 to 50MB/s give back when no partitions where underReplicated",
        ])

    /// Lifts replication throttles.
    package static let unsetThrottle = EffectSignature(
        id: "unset throttle", verb: "unset", phrase: [.word("throttle"), .word("of"), .slot("target", .query([.throttles, .moves]))],
        options: [.within, .into], effectClass: .reversible, gate: .controller, itemKey: throttleKey,
        summary: "lifts replication throttles",
        undo: "sets the rates and lists before",
        examples: ["unset throttle of throttles where not active", "unset throttle of moves"])

    private static let throttleKey: [RowType.Field] = [.init("kind", .string), .init("resource", .string)]
}
