/// A `*.replication.throttled.replicas` list: which replicas of a topic it names.
package struct ThrottledReplicas: Hashable, Sendable {
    /// True for `*`.
    package var isAll: Bool
    package var entries: Set<Entry>

    package struct Entry: Hashable, Sendable {
        package var partition: Int32
        package var broker: Int32

        package init(partition: Int32, broker: Int32) {
            self.partition = partition
            self.broker = broker
        }
    }

    /// Reads `0:1,0:2` or `*`; what is neither is passed over.
    package init(_ text: String) {
        var entries: Set<Entry> = []
        isAll = false
        for part in text.split(separator: ",") {
            let words = part.split(separator: ":")
            if part == "*" {
                isAll = true
            } else if words.count == 2, let partition = Int32(words[0]), let broker = Int32(words[1]) {
                entries.insert(Entry(partition: partition, broker: broker))
            }
        }
        self.entries = entries
    }

    /// Whether it names nothing.
    package var isEmpty: Bool { !isAll && entries.isEmpty }

    /// Whether it names that replica.
    package func names(partition: Int32, broker: Int32) -> Bool {
        isAll || entries.contains(Entry(partition: partition, broker: broker))
    }

    /// Names of the settings.
    package static let leaderList = "leader.replication.throttled.replicas"
    package static let followerList = "follower.replication.throttled.replicas"
    package static let leaderRate = "leader.replication.throttled.rate"
    package static let followerRate = "follower.replication.throttled.rate"
    package static let dirRate = "replica.alter.log.dirs.io.max.bytes.per.second"
}
