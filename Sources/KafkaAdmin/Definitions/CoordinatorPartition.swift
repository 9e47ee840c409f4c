import KafkaMessages

/// The partition of `__consumer_offsets` that keeps a group.
package enum CoordinatorPartition {
    /// nil where the topic has no partitions.
    package static func of(group: String, partitions: Int) -> Int? {
        partitions > 0 ? Int(coordinatorPartition(of: group, partitions: Int32(clamping: partitions))) : nil
    }
}
