extension LabCluster {
    /// The cluster as brokers see it now: what they go on telling while they lag behind the controller. It stands still.
    func copy() -> LabCluster {
        let copy = LabCluster(release: release, seed: seed, epoch: epoch)
        copy.id = id
        copy.now = now
        copy.brokers = brokers.mapValues { $0.copy() }
        for topic in topics.values { copy.add(topic.copy()) }
        copy.groups = groups
        copy.clusterConfigs = clusterConfigs
        copy.voters = voters
        copy.controller = controller
        copy.controllerEpoch = controllerEpoch
        copy.metadataOffset = metadataOffset
        copy.access = access
        copy.timing = timing
        return copy
    }
}

extension LabBroker {
    fileprivate func copy() -> LabBroker {
        let copy = LabBroker(id: id, rack: rack, dirs: dirs, epoch: epoch)
        copy.process = process
        copy.isFenced = isFenced
        copy.isShuttingDown = isShuttingDown
        copy.staticConfigs = staticConfigs
        copy.dynamicConfigs = dynamicConfigs
        return copy
    }
}

extension LabTopic {
    fileprivate func copy() -> LabTopic { LabTopic(name: name, id: id, partitions: partitions.map { $0.copy() }, configs: configs) }
}

extension LabPartition {
    fileprivate func copy() -> LabPartition {
        let copy = LabPartition(topic: topic, id: id, replicas: replicas, leader: leader, isr: isr)
        copy.elr = elr
        copy.lastKnownELR = lastKnownELR
        copy.adding = adding
        copy.removing = removing
        copy.leaderEpoch = leaderEpoch
        copy.partitionEpoch = partitionEpoch
        copy.logStart = logStart
        copy.highWatermark = highWatermark
        copy.recordBytes = recordBytes
        copy.logs = logs
        return copy
    }
}
