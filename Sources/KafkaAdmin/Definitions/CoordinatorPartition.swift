/// The partition of `__consumer_offsets` that keeps a group.
package enum CoordinatorPartition {
    /// abs(Java's hash of the name) modulo the partitions; nil where there are none.
    package static func of(group: String, partitions: Int) -> Int? {
        guard partitions > 0 else { return nil }
        var hash: Int32 = 0
        for unit in group.utf16 { hash = hash &* 31 &+ Int32(truncatingIfNeeded: unit) }
        // Kafka's abs: the smallest integer, which has no positive twin, counts as 0.
        return (hash == Int32.min ? 0 : Int(hash.magnitude)) % partitions
    }
}
