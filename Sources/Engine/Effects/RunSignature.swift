import Language

extension EffectSignature {
    /// Starts a command on this host; done when it ended, or when a condition holds.
    package static let run = EffectSignature(
        id: "run", verb: "run",
        phrase: [
            .slot("command", .postfix(.list(.string))), .optional([.word("done"), .word("when"), .slot("done", .expression(.bool))]),
        ],
        options: [.within, .into], effectClass: .outside, isConvergent: false, gate: .none, itemKey: [.init("command", .string)],
        summary: "runs a command of this host, its words one by one, without a shell", undo: nil,
        examples: [
            "run [\"kubectl\", \"scale\", \"deploy/trips\", \"--replicas=6\"] done when any groups where id == \"trips\" and members >= 6 within 5m",
            "run [\"systemctl\", \"restart\", \"kafka\"] within 2m",
        ])
}
