import KafkaWire

/// What producers write by themselves, and the marks that give old offsets their times.
extension LabCluster {
    /// Writes one tick of load wherever a leader takes it.
    func runLoad() {
        for partition in awake {
            guard partition.writeRate > 0, accepts(partition, acksAll: true) == .none else { continue }
            let milli = partition.writeRate &* Self.tick &+ partition.writeCarry
            partition.writeCarry = milli % 1000
            append(milli / 1000, to: partition)
        }
        if now % 10_000 == 0 { for partition in awake { mark(partition) } }
    }

    /// Whether the leader would take a write now.
    func accepts(_ partition: LabPartition, acksAll: Bool) -> ErrorCode {
        guard partition.leader >= 0 else { return .leaderNotAvailable }
        guard let leader = brokers[partition.leader], leader.isServing else { return .notLeaderOrFollower }
        guard dirIsOnline(partition, partition.leader) else { return .kafkaStorageError }
        if acksAll, partition.isr.count < effectiveMinISR(of: partition) { return .notEnoughReplicas }
        return .none
    }

    /// Appends records to the leader's log; those in sync follow at once.
    func append(_ count: Int64, to partition: LabPartition) {
        guard count > 0, let leader = partition.logIndex(of: partition.leader) else { return }
        wake(partition)
        partition.logs[leader].end += count
        followInSync(partition)
        raiseWatermark(partition)
    }

    /// Keeps offset and time of now, thinned out when there are many.
    func mark(_ partition: LabPartition) {
        guard partition.leader >= 0, let end = partition.logEnd(of: partition.leader) else { return }
        if partition.marks.last?.offset == end { return }
        partition.marks.append(OffsetMark(offset: end, time: now))
        guard partition.marks.count > 1_000 else { return }
        partition.marks = partition.marks.enumerated().filter { $0.offset % 2 == 0 || $0.offset == partition.marks.count - 1 }.map {
            $0.element
        }
    }
}
