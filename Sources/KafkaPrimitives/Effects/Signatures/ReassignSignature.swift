import Language

extension EffectSignature {
    /// Moves replicas to other brokers (AlterPartitionReassignments, KIP-455).
    package static let reassign = EffectSignature(
        id: "reassign", verb: "reassign",
        phrase: [
            .optional([.slot("target", .query([.partitions, .topics, .moves]))]),
            .optional([
                .choice([
                    [.word("away"), .word("from"), .slot("awayFrom", .sum(.broker))],
                    [.word("to"), .slot("toReplicas", .sum(.int)), .word("replicas")],
                    [.word("onto"), .slot("onto", .sum(.list(.broker)))],
                ])
            ]),
        ],
        options: [.staged, .throttle, .unthrottled, .hold, .within, .into], effectClass: .reversible, gate: .controller,
        itemKey: [.init("topic", .topic), .init("partition", .int)],
        summary: "moves replicas: away from a broker, onto brokers, or to another number of replicas",
        undo: "cancels what still moves; what is settled is reassigned to the replicas before",
        examples: [
            "reassign partitions where replicas contains 2 away from 2 staged 10 throttle 50MB/s within 2h",
            "reassign topics where replicationFactor < 3 to 3 replicas staged 10 throttle 50MB/s",
        ], planColumns: planColumns)

    /// What `plan reassign …` shows of each partition.
    private static let planColumns: [RowType.Field] = [
        .init("topic", .topic), .init("partition", .int), .init("from", .list(.broker)), .init("to", .list(.broker)),
        .init("adding", .list(.broker)), .init("removing", .list(.broker)), .init("bytes", .size), .init("leaderBefore", .broker),
        .init("leaderAfter", .broker), .init("kind", .closedSet(["addOnly", "move", "shrink", "reorder"])),
    ]
}
