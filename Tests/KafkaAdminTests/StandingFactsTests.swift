import KafkaAdmin
import KafkaWire
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

    @Test("directories of one size and one free space are one file system; a failed one tells nothing and stays")
    func fileSystems() {
        let (size, free) = (500_000_000_000, 200_000_000_000)
        #expect(LogDirFacts.fileSystems([dir("a", size, free), dir("b", size, free)]).map(\.path) == ["a"])
        // Somebody writes between a broker's two looks.
        #expect(LogDirFacts.fileSystems([dir("a", size, free), dir("b", size, free - 1_000_000)]).map(\.path) == ["a"])
        #expect(LogDirFacts.fileSystems([dir("a", size, free), dir("b", size, free - 1_000_000_000)]).map(\.path) == ["a", "b"])
        #expect(LogDirFacts.fileSystems([dir("a", size, free), dir("b", size + 4096, free)]).map(\.path) == ["a", "b"])
        let failed = LogDirFacts.fileSystems([
            dir("a", 100, 40), dir("b", -1, -1, .kafkaStorageError), dir("c", -1, -1, .kafkaStorageError),
        ])
        #expect(failed.map(\.path) == ["a", "b", "c"])
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
