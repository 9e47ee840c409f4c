import Language

extension EffectSignature {
    /// Removes a dead broker from the controller's list (UnregisterBroker, KIP-500).
    package static let unregister = EffectSignature(
        id: "unregister", verb: "unregister", phrase: [.slot("target", .query([.brokers]))],
        options: [.within, .into], effectClass: .irreversible, gate: .controller, itemKey: [.init("broker", .broker)],
        summary: "takes brokers that are gone for good off the controller's list", undo: nil,
        examples: ["unregister broker 2", "unregister brokers where state == \"absent\" and replicas == 0"], availability: .later)
}
