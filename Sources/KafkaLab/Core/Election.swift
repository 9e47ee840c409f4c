import KafkaWire

/// ElectLeaders (43), as the controller judges it (`ReplicationControlManager.electLeaders`, with ZooKeeper `KafkaController`).
extension LabCluster {
    /// Elects the first replica, or with `unclean` anybody alive. The code is what the partition's row says.
    package func electLeader(_ topic: String, _ id: Int32, unclean: Bool) -> ErrorCode {
        guard let partition = partition(topic, id) else { return .unknownTopicOrPartition }
        if unclean {
            if partition.leader >= 0 { return .electionNotNeeded }
        } else if let first = partition.replicas.first, partition.leader == first {
            return .electionNotNeeded
        }
        var wanted = PartitionChange()
        wanted.election = unclean ? .unclean : .preferred
        if !unclean, partition.leader >= 0, let first = partition.replicas.first {
            guard partition.isr.contains(first), isAcceptable(first, for: partition) else { return .preferredLeaderNotAvailable }
        }
        guard change(partition, wanted), partition.leader >= 0 else {
            return unclean ? .eligibleLeadersNotAvailable : .preferredLeaderNotAvailable
        }
        return .none
    }

    /// The balancer of the controller: preferred leaders come home every few minutes where they can.
    func runImbalanceLaw() {
        guard timing.imbalanceCheck > 0, now >= nextImbalanceCheck else { return }
        nextImbalanceCheck = now + timing.imbalanceCheck
        guard controller != nil else { return }
        forEachPartition { partition in
            guard let first = partition.replicas.first, partition.leader >= 0, partition.leader != first else { return }
            guard partition.isr.contains(first), isAcceptable(first, for: partition) else { return }
            var wanted = PartitionChange()
            wanted.election = .preferred
            change(partition, wanted)
        }
    }

    /// What turning `unclean.leader.election.enable` on does at once.
    func electUncleanlyWhereAllowed(_ topic: LabTopic) {
        guard allowsUnclean(topic.name) else { return }
        for partition in topic.partitions where partition.leader == -1 { change(partition, PartitionChange()) }
    }
}
