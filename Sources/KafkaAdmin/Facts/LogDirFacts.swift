import KafkaWire
import Platform

/// A log directory of a broker.
package struct LogDirFacts: Sendable {
    package struct Replica: Sendable, Hashable {
        package var topic: String
        package var partition: Int32
        package var size: Int
        package var offsetLag: Int
        package var isFuture: Bool

        package init(topic: String, partition: Int32, size: Int, offsetLag: Int, isFuture: Bool) {
            self.topic = topic
            self.partition = partition
            self.size = size
            self.offsetLag = offsetLag
            self.isFuture = isFuture
        }
    }
    package var path: String
    package var error: ErrorCode
    /// −1: not told.
    package var total: Int
    package var usable: Int
    /// nil before version 5.
    package var isCordoned: Bool?
    package var replicas: [Replica]

    package init(path: String, error: ErrorCode, total: Int, usable: Int, isCordoned: Bool?, replicas: [Replica]) {
        self.path = path
        self.error = error
        self.total = total
        self.usable = usable
        self.isCordoned = isCordoned
        self.replicas = replicas
    }

    /// Why a broker tells no size of its file system. A directory that failed tells none in any release; before DescribeLogDirs 4 none does.
    package func whyUnsized(on broker: Int) -> Unread {
        error.isSuccess ? Unread("sizes of disks need Kafka 3.3") : Unread(broker: broker, error)
    }

    /// What may be written to a file system between a broker's looks at two directories of it, bytes.
    private static let written = 16 << 20

    /// One directory of each file system. Brokers do not tell which directories share one: those of one broker with the same size, and the same
    /// free space but for what is written between two looks, are taken to. Where their logs differ in size, that shows it: on two disks the free
    /// space would differ, too. Where they do not, as on two new disks, only likeness speaks for it: `why` says so.
    package static func fileSystems(_ dirs: [LogDirFacts]) -> (dirs: [LogDirFacts], why: Unread?) {
        var found: [LogDirFacts] = []
        var why: Unread?
        for dir in dirs {
            let like = found.first { other in
                dir.total >= 0 && dir.usable >= 0 && other.usable >= 0 && other.total == dir.total
                    && abs(other.usable - dir.usable) <= written
            }
            guard let like else {
                found.append(dir)
                continue
            }
            if abs(max(like.bytes, 0) - max(dir.bytes, 0)) <= written {
                why = why ?? Unread("\(like.path) and \(dir.path) look alike: they may be one file system, or two")
            }
        }
        return (found, why)
    }

    /// Bytes of Kafka's logs in it, copies under way included.
    package var bytes: Int { replicas.reduce(0) { $0.addingClamped($1.size) } }
    /// Used bytes of the file system; nil where not told.
    package var used: Int? { total < 0 || usable < 0 ? nil : Swift.max(total - usable, 0) }
    /// Share of the file system that is used, of 100; nil where not told.
    package var usedPercent: Double? {
        guard let used, total > 0 else { return nil }
        return Double(used) * 100 / Double(total)
    }
}

/// All log directories of a broker.
package struct BrokerLogDirs: Sendable {
    package var dirs: [LogDirFacts]
    package var asOf: Int

    package init(dirs: [LogDirFacts], asOf: Int) {
        self.dirs = dirs
        self.asOf = asOf
    }

    /// A directory that could not be read, such as one that failed (KAFKA_STORAGE_ERROR); nil: all could.
    package var failed: LogDirFacts? { dirs.first { !$0.error.isSuccess } }
}

/// A replica on a disk, as found by partition.
package struct ReplicaOnDisk: Sendable {
    package var path: String
    package var error: ErrorCode
    package var size: Int
    package var offsetLag: Int
}
