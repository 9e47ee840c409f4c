/// Who is the controller (KRaft: a majority of voters elects one; ZooKeeper: any live broker takes the znode).
extension LabCluster {
    /// Elects a controller when the last one was lost long enough ago and a majority is there.
    func runControllerLaw() {
        if let active = controller, !canControl(active) { loseController() }
        guard controller == nil, !controllerIsHeldBack else { return }
        let lost = controllerLostAt ?? now
        controllerLostAt = lost
        let candidates = release.isKRaft ? voters : brokerIDs
        let serving = candidates.filter(canControl)
        let enough = release.isKRaft ? serving.count > candidates.count / 2 : !serving.isEmpty
        guard enough, now - lost >= timing.controllerElection, let next = serving.first else { return }
        controller = next
        controllerEpoch += 1
        controllerLostAt = nil
        metadataOffset += 1
        // A new controller begins every session anew.
        for broker in brokers.values where !broker.isFenced { broker.lastContact = now }
    }

    /// Whether the controller of that node works: its process runs, registered as a broker or not yet.
    private func canControl(_ id: Int32) -> Bool {
        guard let broker = brokers[id] else { return false }
        return broker.isServing || (release.isKRaft && broker.process == .starting && now >= broker.registersAt)
    }

    func loseController() {
        guard controller != nil else { return }
        controller = nil
        controllerLostAt = now
    }

    /// Whether a broker reaches the active controller.
    func reachesController(_ broker: LabBroker) -> Bool {
        guard let active = controller, broker.isServing else { return false }
        return active == broker.id || !cutLinks.contains(LabLink(active, broker.id))
    }
}
