import KafkaWire

/// AlterPartitionReassignments (45) as the controller judges it (section 2 of the administration facts).
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
        let present = partition.replicas
        let removing = present.filter { !target.contains($0) }.sorted()
        let adding = target.filter { !present.contains($0) }.sorted()
        var change = PartitionChange()
        change.replicas = target + removing
        // As Kafka has it (seen on 4.3.1, the same code in 3.9.2): where nothing new is added, or removed, the old entry stays.
        change.removing = removing.isEmpty ? nil : removing
        change.adding = adding.isEmpty ? nil : adding
        return (.none, self.change(partition, change))
    }

    /// Takes back what was added: the present list minus `adding`. The order stays the one of the target (H12).
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
