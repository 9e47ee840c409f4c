/// Which partition of `__consumer_offsets` keeps a group, and with it which broker coordinates it (`Utils.abs(groupId.hashCode()) % n`).
/// - Parameters:
///   - group: the group's id.
///   - partitions: how many partitions the topic has; 0 or less gives 0.
package func coordinatorPartition(of group: String, partitions: Int32) -> Int32 {
    var hash: Int32 = 0
    for unit in group.utf16 { hash = 31 &* hash &+ Int32(unit) }
    guard partitions > 0, hash != .min else { return 0 }
    return abs(hash) % partitions
}
