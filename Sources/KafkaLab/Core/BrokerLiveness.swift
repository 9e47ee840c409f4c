/// Sessions, fencing, starts and crashes of brokers (7.1 of the cluster model: one stale broker is fenced a check, oldest first).
extension LabCluster {
    /// Brokers that count as live, ascending.
    package var liveBrokers: [LabBroker] {
        brokerIDs.compactMap { id in brokers[id].flatMap { $0.isFenced ? nil : $0 } }
    }

    /// Whether a broker can lead or join an ISR: registered, unfenced, not shutting down.
    func isActive(_ id: Int32) -> Bool {
        guard let broker = brokers[id] else { return false }
        return !broker.isFenced && !broker.isShuttingDown
    }

    /// Heartbeats of those that reach the controller; the oldest silent one is fenced.
    func runSessionLaw() {
        guard controller != nil else { return }
        var stalest: LabBroker?
        for id in brokerIDs {
            guard let broker = brokers[id] else { continue }
            if reachesController(broker) {
                broker.lastContact = now
                // A broker that was fenced while it ran asks to come back with its next heartbeat.
                if broker.isFenced, broker.unfencesAt == nil { broker.unfencesAt = now + timing.unfence }
            } else if !broker.isFenced, now - broker.lastContact >= timing.session {
                if stalest == nil || broker.lastContact < (stalest?.lastContact ?? 0) { stalest = broker }
            }
        }
        if let stale = stalest { fence(stale) }
    }

    /// Marks a broker as gone and moves what it led.
    package func fence(_ broker: LabBroker) {
        guard !broker.isFenced else { return }
        broker.isFenced = true
        broker.isShuttingDown = false
        broker.unfencesAt = nil
        metadataOffset += 1
        leaveInSyncSets(broker.id)
    }

    /// Takes a broker out of every ISR and re-elects what it led.
    func leaveInSyncSets(_ id: Int32, unclean: Bool = false) {
        forEachPartition { partition in
            guard partition.isr.contains(id) || partition.leader == id || (unclean && partition.elr.contains(id)) else { return }
            var change = PartitionChange()
            change.isr = partition.isr.filter { $0 != id }
            if unclean { change.uncleanShutdown = [id] }
            self.change(partition, change)
        }
    }

    func unfence(_ broker: LabBroker) {
        broker.isFenced = false
        broker.unfencesAt = nil
        broker.lastContact = now
        metadataOffset += 1
        forEachPartition { partition in
            guard partition.leader == -1, partition.replicas.contains(broker.id) else { return }
            self.change(partition, PartitionChange())
        }
    }

    /// Registers what has started and unfences what has caught up with the metadata.
    func runBrokerStarts() {
        guard controller != nil else { return }
        for id in brokerIDs {
            guard let broker = brokers[id] else { continue }
            // A session of the former life has to end first (DUPLICATE_BROKER_REGISTRATION).
            if broker.process == .starting, now >= broker.registersAt, broker.isFenced { register(broker) }
            if broker.isFenced, broker.isServing, let at = broker.unfencesAt, now >= at { unfence(broker) }
        }
    }

    private func register(_ broker: LabBroker) {
        metadataOffset += 1
        broker.epoch = metadataOffset
        broker.process = .running
        broker.lastContact = now
        broker.unfencesAt = now + timing.unfence
        for index in broker.dirs.indices { broker.dirs[index].isOffline = false }
        // KIP-966: who cannot prove a clean stop may have lost its tail, and is eligible for nothing.
        if release.keepsEligibleLeaders, !broker.stoppedCleanly { leaveInSyncSets(broker.id, unclean: true) }
        broker.stoppedCleanly = false
    }

    /// The process dies; the controller notices when the session ends.
    func crash(_ id: Int32) {
        guard let broker = brokers[id], broker.process != .dead else { return }
        broker.process = .dead
        broker.unfencesAt = nil
        broker.stoppedCleanly = false
    }

    /// A dead process starts.
    func start(_ id: Int32) {
        guard let broker = brokers[id], broker.process == .dead else { return }
        broker.process = .starting
        broker.registersAt = now + timing.start
    }

    func thaw(_ broker: LabBroker) {
        broker.process = .running
        if broker.isFenced { broker.unfencesAt = now + timing.unfence }
    }
}
