/// What shall change in a partition; nil keeps. Kafka: PartitionChangeBuilder.
struct PartitionChange {
    /// How a leader is chosen.
    enum Election {
        /// Keep the leader while it is valid.
        case online
        /// The first replica if it is valid.
        case preferred
        /// Anybody who is alive, at a loss.
        case unclean
    }

    var isr: [Int32]?
    var replicas: [Int32]?
    var adding: [Int32]?
    var removing: [Int32]?
    var election = Election.online
    /// Brokers whose logs may have lost their tails.
    var uncleanShutdown: [Int32] = []
}

/// A change in the making: the target values, step by step.
private struct TargetState {
    var replicas: [Int32]
    var isr: [Int32]
    var elr: [Int32]
    var adding: [Int32]
    var removing: [Int32]
    var leader: Int32 = -1
    var wasUnclean = false
}

/// The law of elections and of the ISR (7.3 of the cluster model).
extension LabCluster {
    /// Whether a broker may lead this partition as far as its own health goes.
    func isAcceptable(_ id: Int32, for partition: LabPartition) -> Bool {
        isActive(id) && dirIsOnline(partition, id)
    }

    /// Makes the change, completes a reassignment that is done, elects. True if anything is another now.
    @discardableResult
    func change(_ partition: LabPartition, _ change: PartitionChange) -> Bool {
        var target = TargetState(
            replicas: change.replicas ?? partition.replicas, isr: change.isr ?? partition.isr, elr: partition.elr,
            adding: change.adding ?? partition.adding, removing: change.removing ?? partition.removing)
        prepareLogs(of: partition, for: target.replicas)
        completeReassignment(&target)
        chooseEligible(&target, partition, change)
        elect(&target, partition, change.election)
        return commit(target, to: partition)
    }

    /// A move is done when, without what leaves, the ISR holds what the release wants in it.
    private func completeReassignment(_ target: inout TargetState) {
        guard !target.adding.isEmpty || !target.removing.isEmpty else { return }
        let replicas = target.replicas.filter { !target.removing.contains($0) }
        let isr = target.isr.filter { !target.removing.contains($0) }
        guard !isr.isEmpty else { return }
        let addedAreIn = target.adding.allSatisfy { isr.contains($0) }
        let allAreIn = replicas.allSatisfy { isr.contains($0) }
        switch release.completion {
        case .everyTarget: guard allAreIn else { return }
        case .added: guard addedAreIn else { return }
        case .addedUnlessFewer: guard addedAreIn, allAreIn || target.adding.count >= target.removing.count else { return }
        }
        target.replicas = replicas
        target.isr = isr
        target.adding = []
        target.removing = []
    }

    /// KIP-966: members that leave while the ISR is under min.insync.replicas stay eligible.
    private func chooseEligible(_ target: inout TargetState, _ partition: LabPartition, _ change: PartitionChange) {
        target.isr = target.isr.filter { target.replicas.contains($0) }
        guard release.keepsEligibleLeaders else {
            // Without it the last member of the ISR stays there, dead or alive.
            if target.isr.isEmpty { target.isr = partition.isr.filter { target.replicas.contains($0) } }
            return
        }
        if target.isr.count >= min(minISR(of: partition.topic), target.replicas.count) {
            target.elr = []
            return
        }
        var eligible = partition.elr
        for member in partition.isr where !eligible.contains(member) { eligible.append(member) }
        target.elr = eligible.filter {
            !target.isr.contains($0) && !change.uncleanShutdown.contains($0) && target.replicas.contains($0)
        }
    }

    private func elect(_ target: inout TargetState, _ partition: LabPartition, _ election: PartitionChange.Election) {
        let (isr, elr) = (target.isr, target.elr)
        func isValid(_ id: Int32) -> Bool {
            (isr.contains(id) || (isr.isEmpty && elr.contains(id))) && isAcceptable(id, for: partition)
        }
        let present = target.replicas.contains(partition.leader) && isValid(partition.leader) ? partition.leader : nil
        if election == .preferred, let first = target.replicas.first, isValid(first) {
            target.leader = first
        } else if let leader = present ?? target.replicas.first(where: isValid) {
            target.leader = leader
        } else if release.keepsEligibleLeaders, isr.isEmpty, elr.isEmpty, partition.lastKnownELR.count == 1,
            let last = partition.lastKnownELR.first, target.replicas.contains(last), isAcceptable(last, for: partition)
        {
            target.leader = last
            target.wasUnclean = true
        } else if election == .unclean || allowsUnclean(partition.topic),
            let any = target.replicas.first(where: { isAcceptable($0, for: partition) })
        {
            target.leader = any
            target.wasUnclean = true
        }
        guard target.leader >= 0, !target.isr.contains(target.leader) else { return }
        target.isr = [target.leader]
        target.elr = target.wasUnclean ? [] : target.elr.filter { $0 != target.leader }
    }

    private func commit(_ target: TargetState, to partition: LabPartition) -> Bool {
        let lost = partition.replicas.contains { !target.replicas.contains($0) }
        let shrank = partition.isr.contains { !target.isr.contains($0) }
        let newLeader = target.leader != partition.leader
        let bump = newLeader || lost || (shrank && release.bumpsEpochAtShrink)
        let known = lastKnownLeader(target, partition)
        let same =
            !bump && target.replicas == partition.replicas && target.isr == partition.isr && target.elr == partition.elr
            && target.adding == partition.adding && target.removing == partition.removing && known == partition.lastKnownELR
        guard !same else { return false }
        wake(partition)
        if newLeader, target.leader >= 0 { lead(partition, by: target.leader, unclean: target.wasUnclean) }
        partition.lastKnownELR = known
        partition.replicas = target.replicas
        partition.isr = target.isr
        partition.elr = target.elr
        partition.adding = target.adding
        partition.removing = target.removing
        partition.leader = target.leader
        if bump { partition.leaderEpoch &+= 1 }
        partition.partitionEpoch &+= 1
        metadataOffset += 1
        partition.logs.removeAll { log in !target.replicas.contains(log.broker) }
        if partition.leader >= 0 { raiseWatermark(partition) }
        return true
    }

    private func lastKnownLeader(_ target: TargetState, _ partition: LabPartition) -> [Int32] {
        guard release.keepsEligibleLeaders else { return [] }
        if target.leader >= 0 { return [] }
        if target.isr.isEmpty, partition.leader >= 0 { return [partition.leader] }
        return partition.lastKnownELR
    }

    /// What a new leader does to the log: what it lacks is lost when it was not elected clean.
    private func lead(_ partition: LabPartition, by leader: Int32, unclean: Bool) {
        guard let end = partition.logEnd(of: leader) else { return }
        partition.isRecovering = unclean
        if unclean {
            partition.lostRecords += max(0, partition.highWatermark - end)
            partition.highWatermark = min(partition.highWatermark, end)
        }
        partition.batches.removeAll { $0.lastOffset >= end }
        partition.marks.removeAll { $0.offset > end }
        if partition.topic == "__consumer_offsets" { partition.loadedAt = now + timing.coordinatorLoad }
        // Followers have the whole of replica.lag.time.max.ms to reach a new leader.
        for index in partition.logs.indices { partition.logs[index].caughtUpAt = max(partition.logs[index].caughtUpAt, now) }
    }

    /// Gives every new replica an empty log that begins where the leader's does.
    private func prepareLogs(of partition: LabPartition, for replicas: [Int32]) {
        for id in replicas where partition.logIndex(of: id) == nil {
            partition.logs.append(ReplicaLog(broker: id, dir: dirForNewReplica(on: id), end: partition.logStart, caughtUpAt: .min / 2))
        }
    }

    private func dirForNewReplica(on id: Int32) -> Int {
        guard let broker = brokers[id], broker.dirs.count > 1 else { return 0 }
        // Kafka takes the dir with the fewest logs.
        var counts = [Int](repeating: 0, count: broker.dirs.count)
        forEachPartition { partition in
            if let log = partition.logIndex(of: id), counts.indices.contains(partition.logs[log].dir) {
                counts[partition.logs[log].dir] += 1
            }
        }
        let online = broker.dirs.indices.filter { !broker.dirs[$0].isOffline }
        return online.min { counts[$0] < counts[$1] } ?? 0
    }
}
