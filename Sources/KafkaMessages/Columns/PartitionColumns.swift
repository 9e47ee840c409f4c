import KafkaWire

/// Topics and partitions as columns, read straight from a Metadata or DescribeTopicPartitions answer: a row a topic, a row a
/// partition. Partitions of a topic lie next to each other; both are in the broker's order.
package struct PartitionColumns: Sendable {
    /// A row a topic.
    package struct Topics: Sendable {
        /// The name; empty where a broker was asked for an id that it does not know.
        package var name: [String] = []
        /// The id; zero where the version has none.
        package var id: [KafkaUUID] = []
        /// Whether it is one of Kafka's own. False where the version cannot tell (Metadata v0).
        package var isInternal: [Bool] = []
        /// The error code of the topic.
        package var error: [Int16] = []
        /// What the caller may do to the topic, a bit field; Int32.min = not told.
        package var authorizedOperations: [Int32] = []

        /// How many topics there are.
        package var count: Int { name.count }
    }

    /// The topics.
    package var topics = Topics()
    /// A partition's topic: a row of `topics`.
    package var topic: [UInt32] = []
    /// A partition's number.
    package var partition: [Int32] = []
    /// The leader's broker id; -1 = none.
    package var leader: [Int32] = []
    /// The leader's epoch; -1 = not told.
    package var leaderEpoch: [Int32] = []
    /// The error code of the partition.
    package var error: [Int16] = []
    /// The assigned brokers, the preferred leader first.
    package var replicas = IntegerLists()
    /// The brokers in sync.
    package var isr = IntegerLists()
    /// The assigned brokers that are not reachable; see `knowsOffline`.
    package var offline = IntegerLists()
    /// Whether the version tells offline replicas (Metadata v5); without that, an empty cell of `offline` says nothing.
    package var knowsOffline = true
    /// Eligible leader replicas (KIP-966); see `knowsEligible`.
    package var eligible = IntegerLists()
    /// The eligible leader replicas before the ISR was last lost (KIP-966); see `knowsEligible`.
    package var lastKnownEligible = IntegerLists()
    /// Per partition: whether the broker told `eligible` and `lastKnownEligible`. False in all rows of a Metadata answer.
    package var knowsEligible: [Bool] = []

    /// No topics, no partitions.
    package init() {}

    /// How many partitions there are.
    package var count: Int { partition.count }

    /// Whether a topic is the last one again: the page before may have ended inside it.
    func continues(_ name: String, id: KafkaUUID) -> Bool { !name.isEmpty && topics.name.last == name && topics.id.last == id }

    /// Adds a topic.
    mutating func openTopic(_ name: String, id: KafkaUUID, isInternal: Bool, error: ErrorCode) {
        topics.name.append(name)
        topics.id.append(id)
        topics.isInternal.append(isInternal)
        topics.error.append(error.rawValue)
        topics.authorizedOperations.append(.min)
    }

    /// Notes what may be done to the topic that was opened last.
    mutating func allow(_ authorizedOperations: Int32) {
        guard !topics.authorizedOperations.isEmpty else { return }
        topics.authorizedOperations[topics.count - 1] = authorizedOperations
    }

    /// The row of the topic that partitions are being added to.
    var openTopic: UInt32 { UInt32(clamping: max(0, topics.count - 1)) }

    /// Ends a row whose lists were appended to their columns.
    mutating func closePartition(knowsEligible known: Bool) {
        replicas.closeCell()
        isr.closeCell()
        offline.closeCell()
        eligible.closeCell()
        lastKnownEligible.closeCell()
        knowsEligible.append(known)
    }
}
