import KafkaWire

/// AlterPartitionReassignments (45) as the controller judges it (`ReplicationControlManager`, with ZooKeeper
/// `KafkaController`).
extension LabCluster {
    /// Gives a partition another assignment, or with nil cancels what runs. `keepsCount` is KIP-860's
    /// AllowReplicationFactorChange = false. The second value says whether anything is another now.
    package func reassign(_ topic: String, _ id: Int32, to target: [Int32]?, keepsCount: Bool = false) -> (ErrorCode, Bool) {
        guard let partition = partition(topic, id) else { return (.unknownTopicOrPartition, false) }
        guard let target else { return cancelReassignment(of: partition) }
        guard !target.isEmpty, Set(target).count == target.count, target.allSatisfy({ mayBeTarget($0, of: partition) }) else {
            return (.invalidReplicaAssignment, false)
        }
        if keepsCount, target.count != partition.replicas.filter({ !partition.adding.contains($0) }).count {
            return (.invalidReplicationFactor, false)
        }
        guard takesNewReplicas(target.filter { !partition.replicas.contains($0) }) else { return (.invalidReplicaAssignment, false) }
        guard release.isKRaft else { return (.none, reassignFromOrigin(partition, to: target)) }
        let present = partition.replicas
        let removing = present.filter { !target.contains($0) }.sorted()
        let adding = target.filter { !present.contains($0) }.sorted()
        var change = PartitionChange()
        change.replicas = target + removing
        // ReplicationControlManager.changePartitionReassignment, 3.3 to 4.3: where nothing new is added, or removed, the old list stays. What
        // comes of a target that adds nothing over a running move is then up to the law of completion.
        change.removing = removing.isEmpty ? nil : removing
        change.adding = adding.isEmpty ? nil : adding
        return (.none, self.change(partition, change))
    }

    /// With ZooKeeper (`ReplicaAssignment.reassignTo`) a target counts from the replicas before the first move, whatever was asked for since: what
    /// an overridden move added is dropped.
    private func reassignFromOrigin(_ partition: LabPartition, to target: [Int32]) -> Bool {
        let origin = partition.replicas.filter { !partition.adding.contains($0) }
        var change = PartitionChange()
        change.replicas = target + origin.filter { !target.contains($0) }
        change.adding = target.filter { !origin.contains($0) }
        change.removing = origin.filter { !target.contains($0) }
        return self.change(partition, change)
    }

    /// From 4.4 on nothing is placed by name on a broker whose log dirs are all cordoned (KIP-1066); 4.3 fills them.
    private func takesNewReplicas(_ added: [Int32]) -> Bool {
        !release.refusesCordonedTargets || added.allSatisfy { brokers[$0].map { !$0.isCordoned } ?? true }
    }

    /// Takes back what was added: the present list minus `adding`. The order stays the one of the target.
    private func cancelReassignment(of partition: LabPartition) -> (ErrorCode, Bool) {
        guard partition.isReassigning else { return (.noReassignmentInProgress, false) }
        let isr = partition.isr.filter { !partition.adding.contains($0) }
        // Also where the ISR was empty before and an eligible leader waits outside of it: so does Kafka 4.3.
        if isr.isEmpty, !allowsUnclean(partition.topic) { return (.invalidReplicaAssignment, false) }
        var change = PartitionChange()
        change.replicas = partition.replicas.filter { !partition.adding.contains($0) }
        change.isr = isr
        change.adding = []
        change.removing = []
        return (.none, self.change(partition, change))
    }
}
