import KafkaMessages
import KafkaWire

/// A partition's name.
package struct TopicPartition: Hashable, Sendable, Comparable, CustomStringConvertible {
    package var topic: String
    package var partition: Int

    package init(_ topic: String, _ partition: Int) {
        self.topic = topic
        self.partition = partition
    }

    package var description: String { "\(topic)-\(partition)" }

    package static func < (left: TopicPartition, right: TopicPartition) -> Bool {
        (left.topic, left.partition) < (right.topic, right.partition)
    }
}

/// All partitions of one answer, as columns: sorted by topic and number.
package struct PartitionTable: Sendable {
    /// A topic of the table.
    package struct Topic: Sendable, Hashable {
        package var name: String
        /// `KafkaUUID.zero` where the answer's version carries none.
        package var id: KafkaUUID
        package var isInternal: Bool
        /// What the broker said of the topic: its partitions are then not all there.
        package var error: ErrorCode
        /// Its rows.
        package var rows: Range<Int>
        /// What the identity may do to it, as a bit field; Int32.min where nobody asked.
        var authorizedOperations = Int32.min

        /// What the identity may do to it; nil where nobody asked, or brokers are too old to tell.
        package var rights: Set<AclOperation>? { AclOperation.set(ofBits: authorizedOperations) }

        /// Asked for by name, and not there, or not to be seen.
        var isAbsent: Bool {
            rows.isEmpty
                && (error.isNotAuthorised || error == .unknownTopicOrPartition || error == .invalidTopicException
                    || error == .unknownTopicID || name.isEmpty)
        }
    }

    package private(set) var topics: [Topic] = []
    /// Of each row, the index of its topic.
    package private(set) var topicOf: [UInt32] = []
    package private(set) var index: [Int32] = []
    /// The leader, −1 where there is none.
    package private(set) var leader: [Int32] = []
    package private(set) var leaderEpoch: [Int32] = []
    package private(set) var errors: [Int16] = []
    package private(set) var replicas = IntLists()
    package private(set) var isr = IntLists()
    package private(set) var offline = IntLists()
    package private(set) var elr = IntLists()
    package private(set) var lastKnownElr = IntLists()
    /// Rows whose ELR the broker told; all of them, or none where it does not keep one.
    package private(set) var elrKnown: [Bool] = []
    private var topicIndex: [NameKey: Int] = [:]
    /// Topics that were asked for by name and may not be described, whether they exist or not.
    package private(set) var refusedTopics: Set<NameKey> = []

    /// Why no ELR is told of rows of which it is not.
    package internal(set) var whyNoELR: Unread = {
        var why = Unread("needs Kafka 4.0 with eligible leader replicas")
        why.kind = .tooOld
        return why
    }()

    /// The broker that answered; nil where that is not known.
    package var answeredBy: Int?
    /// When the answer arrived, milliseconds since 1970.
    package var asOf = 0

    package init() {}

    /// How many partitions there are.
    package var count: Int { index.count }

    /// One partition as an answer tells it.
    package struct Row: Sendable {
        package var index: Int32 = 0
        package var leader: Int32 = -1
        package var leaderEpoch: Int32 = -1
        package var error: ErrorCode = .none
        package var replicas: [Int32] = []
        package var isr: [Int32] = []
        package var offline: [Int32] = []
        /// nil: not told.
        package var elr: [Int32]?
        package var lastKnownElr: [Int32]?

        package init() {}
    }

    /// Takes the columns over as they are.
    private mutating func adopt(_ columns: PartitionColumns) {
        topicOf = columns.topic
        index = columns.partition
        leader = columns.leader
        leaderEpoch = columns.leaderEpoch
        errors = columns.error
        replicas = IntLists(bounds: columns.replicas.bounds, items: columns.replicas.items)
        isr = IntLists(bounds: columns.isr.bounds, items: columns.isr.items)
        offline = IntLists(bounds: columns.offline.bounds, items: columns.offline.items)
        elr = IntLists(bounds: columns.eligible.bounds, items: columns.eligible.items)
        lastKnownElr = IntLists(bounds: columns.lastKnownEligible.bounds, items: columns.lastKnownEligible.items)
        elrKnown = columns.knowsEligible
    }

    /// Begins a topic; the rows that follow are its.
    package mutating func append(topic name: String, id: KafkaUUID, isInternal: Bool, error: ErrorCode) {
        // Pages of one topic follow each other: the second continues the first.
        if let last = topics.last, last.name == name { return }
        topics.append(Topic(name: name, id: id, isInternal: isInternal, error: error, rows: count..<count))
    }

    /// Adds a partition to the topic that was begun last.
    package mutating func append(_ row: Row) {
        guard !topics.isEmpty else { return }
        topicOf.append(UInt32(topics.count - 1))
        index.append(row.index)
        leader.append(row.leader)
        leaderEpoch.append(row.leaderEpoch)
        errors.append(row.error.rawValue)
        replicas.append(row.replicas)
        isr.append(row.isr)
        offline.append(row.offline)
        elr.append(row.elr ?? [])
        lastKnownElr.append(row.lastKnownElr ?? [])
        elrKnown.append(row.elr != nil)
        topics[topics.count - 1].rows = topics[topics.count - 1].rows.lowerBound..<count
    }

    /// Sorts by topic and number and makes rows findable; called once, after the last row.
    package mutating func finish() {
        if topics.contains(where: \.isAbsent) || !isSorted { sort() }
        topicIndex = Dictionary(topics.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    private var isSorted: Bool {
        for next in topics.indices.dropFirst() where topics[next - 1].name >= topics[next].name { return false }
        for row in index.indices.dropFirst() where topicOf[row - 1] == topicOf[row] && index[row - 1] >= index[row] { return false }
        return true
    }

    private mutating func sort() {
        let old = topics
        refusedTopics.formUnion(old.lazy.filter(\.error.isNotAuthorised).map(\.name))
        let names = old.indices.filter { !old[$0].isAbsent }.sorted { old[$0].name < old[$1].name }
        // Brokers list topics in any order, and the partitions of one mostly in theirs: whole topics move.
        var stretches: [Range<Int>] = []
        topics = []
        var start = 0
        for from in names {
            var topic = old[from]
            let rows = topic.rows
            if rows.dropFirst().allSatisfy({ index[$0 - 1] < index[$0] }) {
                stretches.append(rows)
            } else {
                stretches += rows.sorted { index[$0] < index[$1] }.map { $0..<$0 + 1 }
            }
            topic.rows = start..<start + rows.count
            start += rows.count
            topics.append(topic)
        }
        topicOf = []
        topicOf.reserveCapacity(start)
        for topic in topics.indices { topicOf.append(contentsOf: repeatElement(UInt32(topic), count: topics[topic].rows.count)) }
        index = Self.reordered(index, stretches)
        leader = Self.reordered(leader, stretches)
        leaderEpoch = Self.reordered(leaderEpoch, stretches)
        errors = Self.reordered(errors, stretches)
        elrKnown = Self.reordered(elrKnown, stretches)
        replicas = replicas.reordered(stretches)
        isr = isr.reordered(stretches)
        offline = offline.reordered(stretches)
        elr = elr.reordered(stretches)
        lastKnownElr = lastKnownElr.reordered(stretches)
    }

    private static func reordered<Item>(_ column: [Item], _ stretches: [Range<Int>]) -> [Item] {
        var result: [Item] = []
        result.reserveCapacity(column.count)
        for stretch in stretches { result.append(contentsOf: column[stretch]) }
        return result
    }

    /// The topic of that name; nil where the table has none.
    package func topic(_ name: String) -> Topic? { topicIndex[name].map { topics[$0] } }

    /// The row of a partition; nil where the table has none.
    package func row(_ topic: String, _ partition: Int32) -> Int? { self.topic(topic).flatMap { row(of: partition, in: $0) } }

    /// The row of a partition of a topic of the table; nil where it has none.
    package func row(of partition: Int32, in topic: Topic) -> Int? {
        let rows = topic.rows
        guard !rows.isEmpty else { return nil }
        // Numbers are nearly always 0, 1, 2, …
        if partition >= 0 {
            let guess = rows.lowerBound + Int(partition)
            if rows.contains(guess), index[guess] == partition { return guess }
        }
        return rows.first { index[$0] == partition }
    }

    /// Why the answer does not tell who leads a row, which may be led and serve all the same; nil: it tells, also that nobody does.
    ///
    /// What errors of a partition mean is Kafka's `KRaftMetadataCache` and `ZkMetadataCache`, alike from 2.4 to 4.x: LISTENER_NOT_FOUND is a
    /// leader that is registered and has no listener of the name by which we came; LEADER_NOT_AVAILABLE is a leader that is not registered, or
    /// none; REPLICA_NOT_AVAILABLE is said beside a leader that serves. Any other error says that the row itself is not to be believed.
    package func whyLeaderIsUntold(_ row: Int) -> Unread? {
        guard errors[row] != 0 else { return nil }
        let error = ErrorCode(errors[row])
        switch error {
        case .leaderNotAvailable, .replicaNotAvailable: return nil
        case .listenerNotFound: return Unread("its leader has no listener of this name", error: error)
        default: return Unread(broker: answeredBy, error)
        }
    }

    /// With ZooKeeper a leader that has died is told as one without a listener of the name, too (seen on 2.4.1: LISTENER_NOT_FOUND for the
    /// partitions of a broker that was killed). A broker that lives without that listener stays in the ISR of what others lead, and one that died
    /// is taken out of it by the controller at once: where no ISR shows one, these rows have no leader.
    /// - Parameter listed: the brokers that the answer lists.
    mutating func doubtListenerErrors(listed: Set<Int32>) {
        let told = ErrorCode.listenerNotFound.rawValue
        guard errors.contains(told) else { return }
        let isShown = (0..<count).contains { row in
            listed.contains(leader[row]) && isr[row].contains { !listed.contains($0) }
        }
        guard !isShown else { return }
        for row in errors.indices where errors[row] == told { errors[row] = ErrorCode.leaderNotAvailable.rawValue }
    }

    /// Why a row has no leader that could be asked; for rows without one.
    package func whyNoLeader(_ row: Int) -> Unread { whyLeaderIsUntold(row) ?? Unread("no leader") }

    /// The name of a row's partition.
    package func name(_ row: Int) -> TopicPartition { TopicPartition(topics[Int(topicOf[row])].name, Int(index[row])) }
}

extension PartitionTable {
    /// The rows of an answer that was read straight into columns. Topics that are not there have no row.
    package init(_ columns: PartitionColumns) {
        self.init()
        let names = columns.topics
        var starts: [Int] = Array(repeating: columns.count, count: names.count + 1)
        for row in columns.topic.indices.reversed() { starts[Int(columns.topic[row])] = row }
        // A topic without partitions begins where the next one does.
        for topic in names.name.indices.reversed() where starts[topic] > starts[topic + 1] { starts[topic] = starts[topic + 1] }
        adopt(columns)
        for topic in names.name.indices {
            topics.append(
                Topic(
                    name: names.name[topic], id: names.id[topic], isInternal: names.isInternal[topic], error: ErrorCode(names.error[topic]),
                    rows: starts[topic]..<starts[topic + 1], authorizedOperations: names.authorizedOperations[topic]))
        }
        finish()
    }

    /// One row as a value.
    package func rowValue(_ row: Int) -> Row {
        var value = Row()
        value.index = index[row]
        value.leader = leader[row]
        value.leaderEpoch = leaderEpoch[row]
        value.error = ErrorCode(errors[row])
        value.replicas = Array(replicas[row])
        value.isr = Array(isr[row])
        value.offline = Array(offline[row])
        value.elr = elrKnown[row] ? Array(elr[row]) : nil
        value.lastKnownElr = elrKnown[row] ? Array(lastKnownElr[row]) : nil
        return value
    }

    /// Takes from `newer` the topics that both have with the same partitions.
    mutating func replaceTopics(with newer: PartitionTable) {
        var merged = PartitionTable()
        merged.answeredBy = answeredBy
        merged.asOf = asOf
        merged.refusedTopics = refusedTopics
        merged.whyNoELR = whyNoELR
        for topic in topics {
            merged.append(topic: topic.name, id: topic.id, isInternal: topic.isInternal, error: topic.error)
            merged.topics[merged.topics.count - 1].authorizedOperations = topic.authorizedOperations
            if let other = newer.topic(topic.name), other.rows.count >= topic.rows.count {
                for row in other.rows {
                    var value = newer.rowValue(row)
                    // DescribeTopicPartitions leaves errors of partitions out (seen on 4.3.1): why it names no leader only Metadata tells.
                    if value.leader < 0, value.error.isSuccess, let old = self.row(of: value.index, in: topic), leader[old] < 0 {
                        value.error = ErrorCode(errors[old])
                    }
                    merged.append(value)
                }
            } else {
                for row in topic.rows { merged.append(rowValue(row)) }
            }
        }
        merged.finish()
        self = merged
    }
}
