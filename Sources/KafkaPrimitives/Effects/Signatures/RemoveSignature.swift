import Language

extension EffectSignature {
    /// Takes members out of their groups, so that they join again (LeaveGroup v3, KIP-345).
    package static let remove = EffectSignature(
        id: "remove", verb: "remove", phrase: [.slot("target", .query([.members]))],
        options: [.within, .into], effectClass: .reversible, gate: .coordinator,
        itemKey: [.init("group", .group), .init("id", .string)],
        summary: "takes members out of their groups; clients that live join again",
        undo: nil,
        examples: ["remove members where group == \"trips\" and host ~ \"10.2.*\"", "remove members where group == \"stalled\""])
}
