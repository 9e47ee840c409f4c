/// Leaders report who is in sync; the controller writes it down (7.2 of the cluster model).
extension LabCluster {
    /// Shrinks and expands ISRs. Nothing happens while there is no controller to ask.
    func runInSyncLaw() {
        guard controller != nil else { return }
        let checksShrink = now % max(Self.tick, timing.replicaLag / 2) == 0
        for partition in awake {
            guard partition.leader >= 0, let leader = brokers[partition.leader], reachesController(leader) else { continue }
            guard let index = partition.logIndex(of: partition.leader) else { continue }
            let end = partition.logs[index].end
            if partition.isRecovering { partition.isRecovering = false }
            if checksShrink { shrink(partition, end) }
            if partition.isr.count < partition.replicas.count { expand(partition, end) }
            raiseWatermark(partition)
        }
    }

    private func shrink(_ partition: LabPartition, _ end: Int64) {
        let late = partition.logs.filter {
            $0.broker != partition.leader && partition.isr.contains($0.broker) && $0.end != end && now - $0.caughtUpAt > timing.replicaLag
        }
        guard !late.isEmpty else { return }
        var wanted = PartitionChange()
        wanted.isr = partition.isr.filter { member in !late.contains { $0.broker == member } }
        change(partition, wanted)
    }

    private func expand(_ partition: LabPartition, _ end: Int64) {
        let ready = partition.logs.filter {
            !partition.isr.contains($0.broker) && $0.end == end && $0.end >= partition.highWatermark && follows($0.broker, partition)
                && isActive($0.broker) && dirIsOnline(partition, $0.broker)
        }
        guard !ready.isEmpty else { return }
        var wanted = PartitionChange()
        wanted.isr = partition.isr + ready.map(\.broker)
        change(partition, wanted)
    }
}
