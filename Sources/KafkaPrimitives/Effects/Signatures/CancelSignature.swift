import Language

extension EffectSignature {
    /// Takes back moves under way (AlterPartitionReassignments with null replicas, KIP-455).
    package static let cancel = EffectSignature(
        id: "cancel", verb: "cancel", phrase: [.slot("target", .query([.reassignments, .moves]))],
        options: [.within, .into], effectClass: .reversible, gate: .controller,
        itemKey: [.init("topic", .topic), .init("partition", .int)],
        summary: "takes back moves that are under way, all of them where nothing narrows it; the replicas before stand again",
        undo: "plans the same moves again",
        examples: ["cancel reassignments", "cancel reassignments where topic == \"trips\"", "cancel moves"])
}
