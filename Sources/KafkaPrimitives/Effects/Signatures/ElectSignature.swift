import Language

extension EffectSignature {
    /// Makes a replica the leader: the preferred one, or one that is out of sync (ElectLeaders, KIP-460).
    package static let elect = EffectSignature(
        id: "elect", verb: "elect",
        phrase: [
            .keyword("mode", ["preferred", "unclean"], default: "preferred"),
            .optional([.word("for"), .slot("target", .query([.partitions]))]),
        ],
        options: [.staged, .hold, .within, .into], effectClass: .depends, gate: .controller,
        itemKey: [.init("topic", .topic), .init("partition", .int)],
        summary: "makes a replica the leader: the first of the list, or (unclean) one that may lack records",
        undo: nil,
        examples: [
            "elect preferred for partitions where offline and cleanElectable",
            "elect preferred for partitions where leader != preferredLeader staged 50 every 10s",
        ], irreversibleWords: ["unclean"])
}
