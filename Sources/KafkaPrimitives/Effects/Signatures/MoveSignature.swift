import Language

extension EffectSignature {
    /// Moves replicas between the disks of their broker (AlterReplicaLogDirs, KIP-113).
    package static let move = EffectSignature(
        id: "move", verb: "move",
        phrase: [.slot("target", .query([.replicas])), .word("to"), .word("dir"), .slot("dir", .sum(.string))],
        options: [.staged, .hold, .within, .into], effectClass: .reversible, gate: .none,
        itemKey: [.init("topic", .topic), .init("partition", .int), .init("broker", .broker)],
        summary: "moves replicas to another disk of their broker", undo: "moves them back",
        examples: [
            "move replicas where broker == 2 and topic == \"trips\" to dir \"/data/2\"",
            "move replicas where broker == 3 to dir \"/data/1\" staged 5",
        ], availability: .later)
}
