import Language

extension EffectSignature {
    /// Limits clients (AlterClientQuotas, KIP-546).
    package static let setQuota = EffectSignature(
        id: "set quota", verb: "set",
        phrase: [.word("quota"), .word("of"), .slot("target", .query([.quotas])), .slot("entries", .entries)],
        options: [.giveBack, .forGood, .within, .into], effectClass: .reversible, gate: .controller, itemKey: quotaKey,
        summary: "limits what clients may send, fetch or ask",
        undo: "sets the quotas before",
        examples: [
            "set quota of client default { producer_byte_rate: 10MB/s } give back when no partitions where underReplicated",
            "set quota of client \"replayer\" { consumer_byte_rate: 20MB/s } give back after 1h",
        ], availability: .later)

    /// Lifts quotas of clients.
    package static let unsetQuota = EffectSignature(
        id: "unset quota", verb: "unset",
        phrase: [.word("quota"), .word("of"), .slot("target", .query([.quotas])), .optional([.slot("keys", .keys)])],
        options: [.within, .into], effectClass: .reversible, gate: .controller, itemKey: quotaKey,
        summary: "lifts quotas of clients", undo: "sets the quotas before",
        examples: ["unset quota of client default { producer_byte_rate }", "unset quota of client \"replayer\""], availability: .later)

    private static let quotaKey: [RowType.Field] = [.init("user", .string), .init("client", .string), .init("name", .string)]
}
