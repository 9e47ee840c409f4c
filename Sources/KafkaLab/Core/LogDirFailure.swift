/// The loss of a log dir: the broker counts as gone for exactly the partitions that live there (KIP-858).
extension LabCluster {
    /// Fails a dir; with no dir left the broker halts.
    package func failLogDir(broker id: Int32, dir: Int) {
        guard let broker = brokers[id], broker.dirs.indices.contains(dir), !broker.dirs[dir].isOffline else { return }
        broker.dirs[dir].isOffline = true
        guard broker.dirs.contains(where: { !$0.isOffline }) else {
            crash(id)
            return
        }
        forEachPartition { partition in
            guard let log = partition.logIndex(of: id), partition.logs[log].dir == dir else { return }
            guard partition.isr.contains(id) || partition.leader == id else { return }
            var change = PartitionChange()
            change.isr = partition.isr.filter { $0 != id }
            self.change(partition, change)
        }
    }

    /// Whether a replica's disk works.
    func dirIsOnline(_ partition: LabPartition, _ broker: Int32) -> Bool {
        guard let log = partition.logIndex(of: broker), let owner = brokers[broker] else { return false }
        let dir = partition.logs[log].dir
        return owner.dirs.indices.contains(dir) && !owner.dirs[dir].isOffline
    }
}
