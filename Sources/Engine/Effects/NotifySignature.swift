import Language

extension EffectSignature {
    /// Tells people, by the command that the profile names.
    package static let notify = EffectSignature(
        id: "notify", verb: "notify", phrase: [.slot("message", .sum(.string))],
        options: [], effectClass: .outside, isConvergent: false, gate: .none, itemKey: [.init("message", .string)],
        summary: "tells people what happens, by the command that the profile names", undo: nil,
        examples: ["notify \"going on without broker 2\"", "notify \"{count(partitions where offline)} offline on {cluster.id}\""])
}
