import KafkaWire
import Testing

@testable import KafkaAdmin

/// A table of one topic `t`, a row for each of the given partitions.
func table(_ rows: [PartitionTable.Row]) -> PartitionTable {
    var table = PartitionTable()
    table.append(topic: "t", id: .zero, isInternal: false, error: .none)
    for (index, row) in rows.enumerated() {
        var row = row
        row.index = Int32(index)
        table.append(row)
    }
    table.finish()
    return table
}

func partition(
    leader: Int32, replicas: [Int32], isr: [Int32], offline: [Int32] = [], elr: [Int32]? = nil
) -> PartitionTable.Row {
    var row = PartitionTable.Row()
    row.leader = leader
    row.replicas = replicas
    row.isr = isr
    row.offline = offline
    row.elr = elr
    return row
}

/// The definitions over one partition.
func health(
    _ row: PartitionTable.Row, live: Set<Int32> = [1, 2, 3, 4, 5], move: Move? = nil, moves: Fact<[Int: Move]>? = nil, minIsr: Int = 2,
    clamps: Fact<Bool> = .known(true)
) -> PartitionHealth {
    PartitionHealth(
        table: table([row]), live: live, moves: moves ?? .known(move.map { [0: $0] } ?? [:]),
        minIsr: MinInSyncReplicas(ofTopics: [.known(minIsr)]), clampsMinIsr: clamps
    )
}

let unread = Unread(broker: 3, "no answer in 5s")

@Suite("What a partition's replicas mean")
struct PartitionHealthTests {
    @Test("a partition with all replicas in sync is well")
    func well() {
        let one = health(partition(leader: 1, replicas: [1, 2, 3], isr: [3, 1, 2]))
        #expect(one.isUnderReplicated(0) == .known(false))
        #expect(one.isOffline(0) == .known(false))
        #expect(one.isUnderMinIsr(0) == .known(false))
        #expect(one.refusesWrites(0) == .known(false))
        #expect(one.spare(0) == .known(1))
        #expect(one.isSoleIsr(0) == .known(false))
        #expect(one.leaderIsPreferred(0) == .known(true))
    }

    @Test("a replica that is coming makes up for none that is lost, though a count would say so")
    func addingDoesNotHide() {
        // [1,2,3] moves to [1,4,5]: 5 is dead, 4 has joined, 3 was killed.
        let move = Move(replicas: [1, 4, 5, 2, 3], adding: [4, 5], removing: [2, 3])
        let one = health(partition(leader: 1, replicas: [1, 4, 5, 2, 3], isr: [1, 2, 4], offline: [3, 5]), live: [1, 2, 4], move: move)
        #expect(one.missing(0) == .known([3]))
        #expect(one.isUnderReplicated(0) == .known(true))
        #expect(one.isUnderReplicatedByCount(0) == .known(false))
        #expect(one.replicationFactor(0) == .known(3))
        #expect(one.target(0) == .known([1, 4, 5]))
        #expect(one.deadReplicas(0) == .known([5, 3]))
    }

    @Test("replicas that are coming are not missing")
    func addingIsNotMissing() {
        let move = Move(replicas: [1, 2, 3], adding: [3], removing: [])
        let one = health(partition(leader: 1, replicas: [1, 2, 3], isr: [1, 2]), move: move)
        #expect(one.isUnderReplicated(0) == .known(false))
        #expect(one.replicationFactor(0) == .known(2))
        #expect(one.isReassigning(0) == .known(true))
        #expect(move.kind == .addOnly)
    }

    @Test("without the moves what is all in sync is known to be well, the rest is unknown")
    func movesUnknown() {
        let well = health(partition(leader: 1, replicas: [1, 2], isr: [1, 2]), moves: .unknown(unread))
        #expect(well.isUnderReplicated(0) == .known(false))
        #expect(well.missing(0) == .known([]))
        #expect(well.isReassigning(0) == .unknown(unread))
        let thin = health(partition(leader: 1, replicas: [1, 2], isr: [1]), moves: .unknown(unread))
        #expect(thin.isUnderReplicated(0) == .unknown(unread))
        #expect(thin.isSoleIsr(0) == .unknown(unread))
        let single = health(partition(leader: 1, replicas: [1], isr: [1]), moves: .unknown(unread))
        #expect(single.isSoleIsr(0) == .known(false))
        #expect(single.replicationFactor(0) == .known(1))
    }

    @Test("no leader, and a leader that is not alive, are both offline")
    func offline() {
        #expect(health(partition(leader: -1, replicas: [2], isr: [2])).isOffline(0) == .known(true))
        #expect(health(partition(leader: 2, replicas: [2], isr: [2]), live: [1, 3]).isOffline(0) == .known(true))
        #expect(health(partition(leader: 2, replicas: [2], isr: [2]), live: [1, 2]).isOffline(0) == .known(false))
    }

    @Test("a partition that is offline is under-replicated only if a replica is out of the ISR")
    func offlineAndWhole() {
        let one = health(partition(leader: -1, replicas: [2], isr: [2]), live: [1])
        #expect(one.isUnderReplicated(0) == .known(false))
        #expect(one.isUnderMinIsr(0) == .known(true))
        #expect(one.refusesWrites(0) == .known(true))
        #expect(one.leaderIsPreferred(0) == .known(false))
    }

    @Test("min.insync.replicas is clamped to the replicas where brokers do that, and only there")
    func clamp() {
        let single = partition(leader: 1, replicas: [1], isr: [1])
        #expect(health(single, clamps: .known(true)).refusesWrites(0) == .known(false))
        #expect(health(single, clamps: .known(false)).refusesWrites(0) == .known(true))
        #expect(health(single, clamps: .unknown(unread)).refusesWrites(0) == .unknown(unread))
        #expect(health(single).isUnderMinIsr(0) == .known(true))
        #expect(health(single).spare(0) == .known(0))
        let wide = partition(leader: 1, replicas: [1, 2], isr: [1])
        #expect(health(wide, clamps: .unknown(unread)).refusesWrites(0) == .known(true))
    }

    @Test("at min ISR is said of the count alone, the leader does not matter")
    func atMinIsr() {
        #expect(health(partition(leader: -1, replicas: [1, 2], isr: [1, 2])).isAtMinIsr(0) == .known(true))
        #expect(health(partition(leader: 1, replicas: [1, 2, 3], isr: [1, 2, 3])).isAtMinIsr(0) == .known(false))
    }

    @Test("who may lead without loss: live members of the ISR, of the ELR where the ISR is empty")
    func cleanElectable() {
        let dead = health(partition(leader: -1, replicas: [2, 3], isr: [2], offline: [2]), live: [1, 3])
        #expect(dead.isCleanElectable(0) == .known(false))
        #expect(dead.uncleanCandidates(0) == .known([3]))
        let stuck = health(partition(leader: -1, replicas: [2, 3], isr: [3]), live: [1, 3])
        #expect(stuck.isCleanElectable(0) == .known(true))
        let eligible = health(partition(leader: -1, replicas: [2, 3], isr: [], offline: [2], elr: [3]), live: [1, 3])
        #expect(eligible.isCleanElectable(0) == .known(true))
        #expect(eligible.uncleanCandidates(0) == .known([]))
        let failedDisk = health(partition(leader: -1, replicas: [2, 3], isr: [3], offline: [3]), live: [1, 2, 3])
        #expect(failedDisk.isCleanElectable(0) == .known(false))
        let untold = health(partition(leader: -1, replicas: [2, 3], isr: []), live: [1, 3])
        #expect(untold.isCleanElectable(0).why != nil)
    }

    @Test("while it moves the preferred leader is the first of the target")
    func preferred() {
        let move = Move(replicas: [4, 1, 2], adding: [4], removing: [1])
        let one = health(partition(leader: 1, replicas: [4, 1, 2], isr: [1, 2]), move: move)
        #expect(one.preferredLeader(0) == .known(4))
        #expect(one.leaderIsPreferred(0) == .known(false))
    }

    @Test("what the loss of a broker would do")
    func stop() {
        let pair = health(partition(leader: 1, replicas: [1, 2], isr: [1, 2]))
        #expect(pair.wouldGoOffline(0, without: 1) == .known(false))
        #expect(pair.wouldRefuse(0, without: 1) == .known(true))
        let sole = health(partition(leader: 1, replicas: [1, 2], isr: [1]), minIsr: 1)
        #expect(sole.wouldGoOffline(0, without: 1) == .known(true))
        #expect(sole.wouldGoOffline(0, without: 2) == .known(false))
        #expect(sole.wouldRefuse(0, without: 1) == .known(true))
        let refusing = health(partition(leader: 1, replicas: [1, 2], isr: [1]), minIsr: 2)
        #expect(refusing.wouldRefuse(0, without: 1) == .known(false))
    }

    @Test("a min.insync.replicas at the end of its range ends in a number", arguments: [Int.min, -1, 0, Int.max])
    func extremes(minIsr: Int) {
        for clamps in [Fact.known(true), .known(false), .unknown(unread)] {
            let one = health(partition(leader: 1, replicas: [1, 2], isr: [1]), minIsr: minIsr, clamps: clamps)
            _ = (one.refusesWrites(0), one.isAtMinIsr(0), one.wouldRefuse(0, without: 1))
            if let spare = one.spare(0).value { #expect((spare > 0) == (minIsr <= 0)) }
        }
    }

    /// Two topics of which brokers decide the min.insync.replicas.
    private func inherited(_ row: PartitionTable.Row, live: Set<Int32>, _ given: [Int32: Int], unlisted: Set<Int32>? = nil) -> Fact<Int> {
        var minIsr = MinInSyncReplicas(ofTopics: [.known(1)])
        minIsr.inherits = [true]
        minIsr.ofBrokers = given.mapValues { .known($0) }
        let table = table([row])
        return PartitionHealth(
            table: table, live: live, unlisted: unlisted.flatMap { UnlistedBrokers(table, listed: Set(row.replicas).subtracting($0)) },
            moves: .known([:]), minIsr: minIsr
        ).minIsr(0)
    }

    @Test("the min.insync.replicas of what nobody leads is what those agree on that could; of an untold leader it is unknown")
    func minIsrWithoutLeader() {
        let all: [Int32: Int] = [1: 1, 2: 2, 3: 2]
        #expect(inherited(partition(leader: 1, replicas: [1, 2, 3], isr: [1]), live: [1, 2, 3], all) == .known(1))
        #expect(inherited(partition(leader: -1, replicas: [2, 3], isr: [2]), live: [1, 2, 3], all) == .known(2))
        let differing = inherited(partition(leader: -1, replicas: [1, 2], isr: [2]), live: [1, 2, 3], all)
        #expect(differing.why?.text == "min.insync.replicas differs: broker 1 has 1, broker 2 has 2")
        // Broker 1 is dead: what it would give does not count. Where nobody is left kafka-topics.sh takes what a broker that lives gives.
        #expect(inherited(partition(leader: -1, replicas: [1, 2], isr: [2]), live: [2, 3], all) == .known(2))
        #expect(inherited(partition(leader: -1, replicas: [1], isr: [1]), live: [2, 3], all) == .known(2))
        let others = inherited(partition(leader: -1, replicas: [1], isr: [1]), live: [2, 3], [1: 1, 2: 2, 3: 3])
        #expect(others.why?.text == "min.insync.replicas differs: broker 2 has 2, broker 3 has 3")
        var untold = partition(leader: -1, replicas: [1, 2], isr: [1, 2])
        untold.error = .listenerNotFound
        #expect(inherited(untold, live: [2, 3], all, unlisted: [1]).why?.text == "its leader has no listener of this name")
    }

    @Test("where eligible replicas could not be read nobody is known to lead only with loss; where none are kept they are nobody")
    func unreadEligible() {
        var read = table([partition(leader: -1, replicas: [1, 2], isr: [], elr: [2])])
        func candidates(_ table: PartitionTable) -> Fact<[Int32]> {
            PartitionHealth(table: table, live: [1, 2], moves: .known([:])).uncleanCandidates(0)
        }
        #expect(candidates(read) == .known([1]))
        read = table([partition(leader: -1, replicas: [1, 2], isr: [])])
        #expect(candidates(read) == .known([1, 2]))
        read.whyNoELR = unread
        #expect(candidates(read) == .unknown(unread))
        let led = PartitionHealth(table: read, live: [1, 2], moves: .known([:]))
        #expect(led.isCleanElectable(0) == .unknown(unread))
    }

    @Test("whether a replica of several is dead, one of which may be alive")
    func anyDead() {
        let table = table([partition(leader: 1, replicas: [1, 2, 3], isr: [1, 2])])
        let one = PartitionHealth(
            table: table, live: [1], unlisted: UnlistedBrokers(table, listed: [1, 3]), moves: .known([:]))
        #expect(one.isAnyDead([1], 0) == .known(false))
        #expect(one.isAnyDead([1, 2], 0).why?.error == .listenerNotFound)
        #expect(one.isAnyDead([2, 3], 0) == .known(true))
    }
}
