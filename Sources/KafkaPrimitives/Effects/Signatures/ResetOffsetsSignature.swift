import Language

extension EffectSignature {
    /// Sets what a group has committed (OffsetCommit, by a group without members).
    package static let resetOffsets = EffectSignature(
        id: "reset offsets", verb: "reset",
        phrase: [
            .word("offsets"), .word("of"), .slot("target", .query([.groups])),
            .optional([.word("for"), .slot("partitions", .query([.topics, .partitions]))]), .slot("position", .position),
        ],
        options: [.within, .into], effectClass: .depends, gate: .coordinator,
        itemKey: [.init("group", .group), .init("topic", .topic), .init("partition", .int)],
        summary: "sets where groups without members go on reading; what stood before is saved first",
        undo: "commits the saved offsets again, where nobody committed since",
        examples: ["reset offsets of group \"trips\" to 2h ago", "reset offsets of group \"trips\" from saved"],
        planColumns: [
            .init("group", .group), .init("topic", .topic), .init("partition", .int), .init("before", .int), .init("after", .int),
            .init("skips", .int), .init("again", .int),
        ])
}
