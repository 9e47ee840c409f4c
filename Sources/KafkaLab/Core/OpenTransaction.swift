/// Offsets that a transaction has written to a group and not committed: the ones committed before hold until it ends.
extension LabCluster {
    /// A producer sends an offset to its transaction, which stays open.
    package func sendOffset(_ offset: Int64, of partition: LabTopicPartition, to group: String) {
        groups[group]?.pendingOffsets[partition] = CommittedOffset(offset: offset)
    }

    /// Whether the offset that a group committed on a partition may be another as soon as a transaction ends.
    func isUnstable(_ partition: LabTopicPartition, of group: String) -> Bool { groups[group]?.pendingOffsets[partition] != nil }
}
