/// One copy that catches up in this tick.
private struct Copying {
    let partition: LabPartition
    let follower: Int
    let from: Int32
    let to: Int32
    let throttledAtLeader: Bool
    let throttledAtFollower: Bool
}

/// How many copies share a broker's bandwidth and its throttle.
private struct Shares {
    var out: [Int32: Int64] = [:]
    var into: [Int32: Int64] = [:]
    var throttledOut: [Int32: Int64] = [:]
    var throttledInto: [Int32: Int64] = [:]
}

/// Followers fetch: those in sync keep up, the others share bandwidth and throttles (7.9 of the cluster model).
extension LabCluster {
    /// One tick of replication.
    func runReplication() {
        var copies: [Copying] = []
        for partition in awake { collect(partition, into: &copies) }
        guard !copies.isEmpty else { return }
        var shares = Shares()
        for copy in copies {
            shares.out[copy.from, default: 0] += 1
            shares.into[copy.to, default: 0] += 1
            if copy.throttledAtLeader { shares.throttledOut[copy.from, default: 0] += 1 }
            if copy.throttledAtFollower { shares.throttledInto[copy.to, default: 0] += 1 }
        }
        for copy in copies { grant(copy, shares) }
    }

    /// Whether a follower's process reaches its leader's.
    func follows(_ follower: Int32, _ partition: LabPartition) -> Bool {
        guard let leader = brokers[partition.leader], leader.isServing, let own = brokers[follower], own.isServing else { return false }
        return !cutLinks.contains(LabLink(partition.leader, follower)) && dirIsOnline(partition, follower)
    }

    private func collect(_ partition: LabPartition, into copies: inout [Copying]) {
        guard partition.leader >= 0, let leader = partition.logIndex(of: partition.leader) else { return }
        let end = partition.logs[leader].end
        partition.logs[leader].caughtUpAt = now
        for index in partition.logs.indices where index != leader {
            let broker = partition.logs[index].broker
            if partition.logs[index].end == end {
                partition.logs[index].caughtUpAt = now
                continue
            }
            guard follows(broker, partition) else { continue }
            // What the leader never had is cut off.
            if partition.logs[index].end > end || partition.isr.contains(broker) {
                partition.logs[index].end = end
                partition.logs[index].caughtUpAt = now
                continue
            }
            copies.append(
                Copying(
                    partition: partition, follower: index, from: partition.leader, to: broker,
                    throttledAtLeader: isThrottled(partition, partition.leader, .leader),
                    throttledAtFollower: isThrottled(partition, broker, .follower)))
        }
    }

    private func grant(_ copy: Copying, _ shares: Shares) {
        func share(_ bytes: Int64, _ count: Int64?) -> Int64 { bytes / max(1, count ?? 1) }
        var perSecond = min(
            share(brokers[copy.from]?.copyBandwidth ?? 0, shares.out[copy.from]),
            share(brokers[copy.to]?.copyBandwidth ?? 0, shares.into[copy.to]))
        if copy.throttledAtLeader, let rate = throttleRate(of: copy.from, .leader) {
            perSecond = min(perSecond, share(rate, shares.throttledOut[copy.from]))
        }
        if copy.throttledAtFollower, let rate = throttleRate(of: copy.to, .follower) {
            perSecond = min(perSecond, share(rate, shares.throttledInto[copy.to]))
        }
        let partition = copy.partition
        guard let leader = partition.logIndex(of: partition.leader) else { return }
        let granted = perSecond &* Self.tick / 1000 &+ partition.logs[copy.follower].carry
        let missing = partition.logs[leader].end - partition.logs[copy.follower].end
        let records = min(granted / max(1, partition.recordBytes), missing)
        partition.logs[copy.follower].end += records
        if records == missing {
            partition.logs[copy.follower].carry = 0
            partition.logs[copy.follower].caughtUpAt = now
        } else {
            partition.logs[copy.follower].carry = granted - records * max(1, partition.recordBytes)
        }
    }

    /// What a write does at once: every follower in the ISR that can, has it.
    func followInSync(_ partition: LabPartition) {
        guard let leader = partition.logIndex(of: partition.leader) else { return }
        let end = partition.logs[leader].end
        for index in partition.logs.indices where index != leader {
            let broker = partition.logs[index].broker
            guard partition.isr.contains(broker), follows(broker, partition) else { continue }
            partition.logs[index].end = end
            partition.logs[index].caughtUpAt = now
        }
    }

    /// The high watermark: what every member of the ISR has. From 4.0 on it stands still under min.insync.replicas.
    func raiseWatermark(_ partition: LabPartition) {
        var low = Int64.max
        for log in partition.logs where partition.isr.contains(log.broker) { low = min(low, log.end) }
        guard low != .max, low > partition.highWatermark else { return }
        if release.holdsWatermarkBelowMinISR, partition.isr.count < effectiveMinISR(of: partition) { return }
        partition.highWatermark = low
    }
}
