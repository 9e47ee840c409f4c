import Language

extension EffectSignature {
    /// Aborts transactions that hang (WriteTxnMarkers, KIP-664).
    package static let abort = EffectSignature(
        id: "abort", verb: "abort", phrase: [.slot("target", .query([.transactions]))],
        options: [.within, .into], effectClass: .depends, gate: .coordinator, itemKey: [.init("transactionalId", .string)],
        summary: "aborts transactions that hang, so that readers of committed records go on", undo: nil,
        examples: ["abort transaction \"ledger-7\"", "abort transactions where hanging"], availability: .later)
}
