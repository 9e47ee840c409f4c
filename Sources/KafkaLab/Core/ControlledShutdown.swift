/// A broker that leaves in order: it is taken out of ISRs and leaderships first.
extension LabCluster {
    /// Grants the shutdown, moves what can be moved, and ends the process. Partitions that live on it alone go offline.
    func controlledShutdown(_ id: Int32) {
        guard let broker = brokers[id], broker.isServing else { return }
        guard controller != nil else {
            // Nobody grants it: after its deadline a broker stops anyway.
            crash(id)
            return
        }
        broker.isShuttingDown = true
        leaveInSyncSets(id)
        broker.process = .dead
        broker.stoppedCleanly = true
        fence(broker)
    }
}
