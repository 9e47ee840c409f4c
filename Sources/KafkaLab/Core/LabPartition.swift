import KafkaWire

/// The log of one replica.
struct ReplicaLog {
    /// Where it lives.
    let broker: Int32
    /// The index of its log dir on that broker.
    var dir: Int
    /// Its log end offset.
    var end: Int64
    /// When it last had all that its leader had, in virtual milliseconds.
    var caughtUpAt: Int64
    /// Bytes that were granted and are less than a record.
    var carry: Int64 = 0
}

/// A record batch that a client produced, as its bytes.
struct StoredBatch {
    var baseOffset: Int64
    var lastOffset: Int64
    var maxTimestamp: Int64
    var bytes: [UInt8]
}

/// "At this time the log had come so far": for timestamps of records that were never made.
struct OffsetMark {
    var offset: Int64
    /// Virtual milliseconds since the story began; negative before.
    var time: Int64
}

/// A partition as the controller and its replicas know it.
package final class LabPartition {
    /// The name of its topic.
    package let topic: String
    /// Its number.
    package let id: Int32
    /// The assignment, in order; while it moves, the target followed by what is removed.
    package var replicas: [Int32]
    /// In-sync replicas.
    package var isr: [Int32]
    /// Eligible leader replicas; always empty before 4.1.
    package var elr: [Int32] = []
    /// The last known leader, while there is nobody in ISR and ELR.
    package var lastKnownELR: [Int32] = []
    /// Replicas that a reassignment adds.
    package var adding: [Int32] = []
    /// Replicas that a reassignment removes.
    package var removing: [Int32] = []
    /// The leader, or -1.
    package var leader: Int32
    /// Rises at each election.
    package var leaderEpoch: Int32
    /// Rises at each change.
    package var partitionEpoch: Int32
    /// Whether the leader came of an unclean election and has not recovered yet.
    var isRecovering = false
    /// The first offset that is kept.
    package var logStart: Int64 = 0
    /// What consumers can see ends here.
    package var highWatermark: Int64 = 0
    /// Records a second that are written by the load.
    package var writeRate: Int64 = 0
    /// The size of a record in bytes.
    var recordBytes: Int64 = 1000
    /// When a coordinator that was just elected here has loaded its groups, in virtual milliseconds.
    var loadedAt: Int64 = 0
    var logs: [ReplicaLog] = []
    var batches: [StoredBatch] = []
    var marks: [OffsetMark] = []
    var writeCarry: Int64 = 0
    private var storedBytes = 0
    /// How many committed records unclean elections have thrown away.
    package internal(set) var lostRecords: Int64 = 0
    /// Whether the laws look at it each tick.
    var isAwake = false

    init(topic: String, id: Int32, replicas: [Int32], leader: Int32, isr: [Int32]) {
        self.topic = topic
        self.id = id
        self.replicas = replicas
        self.isr = isr
        self.leader = leader
        leaderEpoch = 0
        partitionEpoch = 0
    }

    /// "trips-3".
    package var name: String { "\(topic)-\(id)" }

    /// Whether a reassignment runs.
    package var isReassigning: Bool { !adding.isEmpty || !removing.isEmpty }

    /// Where a reassignment goes; else the assignment itself.
    package var target: [Int32] { replicas.filter { !removing.contains($0) } }

    /// The index of a replica's log.
    func logIndex(of broker: Int32) -> Int? { logs.firstIndex { $0.broker == broker } }

    /// Whether nothing happens here by itself.
    var isQuiet: Bool {
        guard writeRate == 0, !isReassigning, !isRecovering, leader >= 0, isr.count == replicas.count else { return false }
        return logs.allSatisfy { $0.end == highWatermark }
    }

    /// The index of the first batch that ends at an offset or after it.
    func firstBatch(endingAtOrAfter offset: Int64) -> Int {
        var (low, high) = (0, batches.count)
        while low < high {
            let middle = (low + high) / 2
            if batches[middle].lastOffset < offset { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Keeps a batch that was produced. Old ones are given up when there are many: their records are made up from then on.
    func store(_ batch: StoredBatch) {
        batches.append(batch)
        storedBytes += batch.bytes.count
        guard batches.count > 20_000 || storedBytes > 64_000_000 else { return }
        batches.removeFirst(max(1, batches.count / 2))
        storedBytes = batches.reduce(0) { $0 + $1.bytes.count }
    }

    /// The log end offset of a replica; nil where there is none.
    package func logEnd(of broker: Int32) -> Int64? { logIndex(of: broker).map { logs[$0].end } }

    /// Bytes that a log of this end takes.
    func size(end: Int64) -> Int64 { max(0, end &- logStart) &* recordBytes }

    /// The size of a replica in bytes; 0 where there is none.
    package func size(of broker: Int32) -> Int64 { logEnd(of: broker).map { size(end: $0) } ?? 0 }
}

/// A topic.
package final class LabTopic {
    /// The name.
    package let name: String
    /// The topic id, random.
    package let id: KafkaUUID
    /// Whether it is one of Kafka's own.
    package let isInternal: Bool
    /// Its partitions, by number.
    package var partitions: [LabPartition]
    /// Its dynamic configs.
    package var configs: [NameKey: String]

    init(name: String, id: KafkaUUID, partitions: [LabPartition], configs: [NameKey: String]) {
        self.name = name
        self.id = id
        isInternal = name == "__consumer_offsets" || name == "__transaction_state"
        self.partitions = partitions
        self.configs = configs
    }
}

/// A topic and a partition of it.
package struct LabTopicPartition: Hashable, Comparable {
    /// The topic.
    package var topic: String
    /// The partition.
    package var partition: Int32

    /// That partition of that topic.
    package init(_ topic: String, _ partition: Int32) {
        self.topic = topic
        self.partition = partition
    }

    /// By topic, then by number.
    package static func < (left: LabTopicPartition, right: LabTopicPartition) -> Bool {
        (left.topic, left.partition) < (right.topic, right.partition)
    }
}
