import KafkaAdmin
import KafkaWire
import Platform
import Testing

@Suite("Brokers that are not listed")
struct UnlistedBrokersTests {
    private func row(_ leader: Int32, _ replicas: [Int32], _ isr: [Int32], _ error: ErrorCode = .none) -> PartitionTable.Row {
        var row = partition(leader: leader, replicas: replicas, isr: isr)
        row.error = error
        return row
    }

    @Test("a leader without our listener, or somebody in sync behind a leader that serves, shows that they may be there")
    func evidence() {
        #expect(UnlistedBrokers(table([row(-1, [2, 1], [1, 2], .listenerNotFound)]), listed: [1, 3])?.brokers == [2])
        #expect(UnlistedBrokers(table([row(1, [1, 2], [1, 2])]), listed: [1, 3])?.brokers == [2])
    }

    @Test("who is out of every ISR, or the last in one that nobody leads, is gone")
    func gone() {
        #expect(UnlistedBrokers(table([row(1, [1, 2], [1])]), listed: [1, 3]) == nil)
        #expect(UnlistedBrokers(table([row(-1, [2], [2], .leaderNotAvailable)]), listed: [1, 3]) == nil)
        #expect(UnlistedBrokers(table([row(1, [1, 2], [1, 2])]), listed: [1, 2]) == nil)
    }

    @Test("errors of a partition: none of these hides a leader, but LISTENER_NOT_FOUND and what Metadata gives of no partition")
    func errors() {
        let rows = table([
            row(1, [1], [1]), row(-1, [1], [1], .leaderNotAvailable), row(1, [1, 2], [1], .replicaNotAvailable),
            row(-1, [2], [2], .listenerNotFound), row(-1, [], [], ErrorCode(-1)),
        ])
        #expect((0..<3).allSatisfy { rows.whyLeaderIsUntold($0) == nil })
        #expect(rows.whyLeaderIsUntold(3)?.text == "its leader has no listener of this name")
        #expect(rows.whyLeaderIsUntold(4)?.error == ErrorCode(-1))
    }
}

@Suite("Disks and the quorum")
struct DiskAndQuorumTests {
    private func dir(_ path: String, _ total: Int, _ usable: Int, _ error: ErrorCode = .none) -> LogDirFacts {
        LogDirFacts(path: path, error: error, total: total, usable: usable, isCordoned: nil, replicas: [])
    }

    /// Directories of which one holds a log of that size more than the other.
    private func systems(_ dirs: [LogDirFacts], more: Int = 1 << 30) -> (paths: [String], isSure: Bool) {
        var dirs = dirs
        dirs[0].replicas = [.init(topic: "t", partition: 0, size: more, offsetLag: 0, isFuture: false)]
        let found = LogDirFacts.fileSystems(dirs)
        return (found.dirs.map(\.path), found.why == nil)
    }

    @Test("directories of one size and one free space are one file system; a failed one tells nothing and stays")
    func fileSystems() {
        let (size, free) = (500_000_000_000, 200_000_000_000)
        #expect(systems([dir("a", size, free), dir("b", size, free)]) == (["a"], true))
        // Somebody writes between a broker's two looks.
        #expect(systems([dir("a", size, free), dir("b", size, free - 1_000_000)]) == (["a"], true))
        #expect(systems([dir("a", size, free), dir("b", size, free - 1_000_000_000)]) == (["a", "b"], true))
        #expect(systems([dir("a", size, free), dir("b", size + 4096, free)]) == (["a", "b"], true))
        let failed = LogDirFacts.fileSystems([
            dir("a", 100, 40), dir("b", -1, -1, .kafkaStorageError), dir("c", -1, -1, .kafkaStorageError),
        ])
        #expect(failed.dirs.map(\.path) == ["a", "b", "c"] && failed.why == nil)
    }

    @Test("two new disks of one size look like one file system: how many there are is not known")
    func newDisks() {
        let (size, free) = (1_000_000_000_000, 999_000_000_000)
        #expect(systems([dir("a", size, free), dir("b", size, free)], more: 0) == (["a"], false))
        #expect(systems([dir("a", size, free), dir("b", size, free)], more: 1_000_000) == (["a"], false))
        // The log of one would be missing in its free space, if the other had none of its own.
        #expect(systems([dir("a", size, free), dir("b", size, free)], more: 100_000_000) == (["a"], true))
        let why = LogDirFacts.fileSystems([dir("a", size, free), dir("b", size, free)]).why?.text
        #expect(why == "a and b look alike: they may be one file system, or two")
    }

    @Test("numbers at the ends of their range end in a number")
    func extremes() {
        let ends = [Int.min, -1, 0, 1, Int.max]
        for size in ends {
            for other in ends {
                var one = dir("a", other, size)
                one.replicas = [size, other, other].map { .init(topic: "t", partition: 0, size: $0, offsetLag: 0, isFuture: false) }
                _ = (one.bytes, one.used, one.usedPercent, LogDirFacts.fileSystems([one, dir("b", other, size), one]).dirs)
                #expect(size.addingClamped(other) == size.subtractingClamped(0).addingClamped(other))
            }
        }
        #expect(Int.max.addingClamped(1) == .max && Int.min.addingClamped(-1) == .min && 2.addingClamped(-3) == -1)
        #expect(Int.min.subtractingClamped(1) == .min && Int.max.subtractingClamped(-1) == .max && 0.subtractingClamped(.min) == .max)
        #expect(Int.max.multipliedClamped(by: 2) == .max && Int.min.multipliedClamped(by: 2) == .min)
        #expect(Int.min.multipliedClamped(by: -1) == .max && 3.multipliedClamped(by: -4) == -12)
    }

    @Test("of two entries that a replaced disk left, the node is the one that fetches")
    func replacedDisk() {
        func node(_ directory: String, _ logEnd: Int, _ fetched: Int, _ caughtUp: Int) -> QuorumFacts.Node {
            .init(id: 2, directory: directory, isVoter: true, logEnd: logEnd, lastFetch: fetched, lastCaughtUp: caughtUp)
        }
        let facts = QuorumFacts(
            leader: 1, epoch: 3, highWatermark: 900,
            nodes: [
                .init(id: 1, directory: "A", isVoter: true, logEnd: 900, lastFetch: 5_000, lastCaughtUp: 5_000),
                node("B", 400, 1_000, 1_000), node("C", 899, 4_990, 4_980),
            ], endpoints: [:], answeredBy: 1, asOf: 0)
        #expect(facts.node(2)?.directory == "C")
        #expect(facts.node(4) == nil)
    }
}
