import KafkaWire
import Testing

@testable import KafkaLab

/// A cluster of five brokers with one topic "t" of one partition on the given replicas.
func oneTopic(_ replicas: [Int32], release: KafkaRelease = .newest, brokers: [Int32] = [1, 2, 3, 4, 5], configs: [NameKey: String] = [:])
    -> LabCluster
{
    let cluster = LabCluster(release: release)
    cluster.addBrokers(brokers)
    cluster.timing.imbalanceCheck = 0
    cluster.addTopic("t", [LabCluster.PartitionPlan(replicas: replicas, records: 50_000)], writeRate: 10, configs: configs)
    return cluster
}

@Suite("Laws of reassignment") struct ReassignmentLawTests {
    private func accepted(_ result: (ErrorCode, Bool)) -> Bool { result == (.none, true) }

    @Test("a move stores the target followed by what is removed, and ends in the order of the target")
    func acceptsAndCompletes() throws {
        let cluster = oneTopic([1, 2, 3])
        let partition = try #require(cluster.partition("t", 0))
        #expect(accepted(cluster.reassign("t", 0, to: [4, 2, 3])))
        #expect(partition.replicas == [4, 2, 3, 1])
        #expect(partition.adding == [4])
        #expect(partition.removing == [1])
        #expect(partition.leader == 1)
        let epoch = partition.leaderEpoch
        cluster.advance(to: 60_000)
        #expect(partition.replicas == [4, 2, 3])
        #expect(!partition.isReassigning)
        #expect(partition.leader == 4)
        #expect(partition.leaderEpoch > epoch)
        #expect(partition.logEnd(of: 1) == nil)
    }

    @Test("a cancel keeps the order of the target")
    func cancelLosesOrder() throws {
        let cluster = oneTopic([1, 2, 3])
        let partition = try #require(cluster.partition("t", 0))
        #expect(accepted(cluster.reassign("t", 0, to: [4, 2, 3])))
        #expect(accepted(cluster.reassign("t", 0, to: nil)))
        #expect(partition.replicas == [2, 3, 1])
        #expect(partition.leader == 1)
        #expect(cluster.reassign("t", 0, to: nil) == (.noReassignmentInProgress, false))
        #expect(accepted(cluster.reassign("t", 0, to: [1, 2, 3])))
        #expect(partition.replicas == [1, 2, 3])
    }

    @Test("a second target replaces the first, and what the first had is removed")
    func supersedes() throws {
        let cluster = oneTopic([1, 2], brokers: [1, 2, 3, 4, 5])
        let partition = try #require(cluster.partition("t", 0))
        #expect(accepted(cluster.reassign("t", 0, to: [3, 4])))
        #expect(accepted(cluster.reassign("t", 0, to: [3, 5])))
        #expect(partition.replicas == [3, 5, 1, 2, 4])
        #expect(partition.adding == [5])
        #expect(partition.removing == [1, 2, 4])
    }

    @Test("a second target that adds nothing keeps what was being added")
    func supersedesWithoutAdding() throws {
        let cluster = oneTopic([1, 2, 3])
        let partition = try #require(cluster.partition("t", 0))
        #expect(accepted(cluster.reassign("t", 0, to: [1, 2, 3, 4])))
        #expect(accepted(cluster.reassign("t", 0, to: [4, 2])))
        #expect(partition.replicas == [4, 2, 1, 3])
        #expect(partition.adding == [4] && partition.removing == [1, 3])
    }

    /// Seen on 4.3.1 (it stands) and 3.9.2 (it ends); 2.4 to 3.2 have ZooKeeper; what 3.7 does follows from its PartitionReassignmentReplicas.
    @Test(
        "the replicas before, asked for over a running move: it stands for ever where what comes must be in sync",
        arguments: [("2.4", true), ("3.7", false), ("3.9", true), ("4.0", true), ("4.3", false)])
    func supersededByItsOrigin(version: String, ends: Bool) throws {
        let cluster = oneTopic([1, 2], release: try #require(KafkaRelease(version)))
        let partition = try #require(cluster.partition("t", 0))
        #expect(accepted(cluster.reassign("t", 0, to: [3, 1])))
        #expect(accepted(cluster.reassign("t", 0, to: [1, 2])))
        cluster.advance(to: 600_000)
        #expect(partition.isReassigning == !ends)
        guard !ends else { return #expect(partition.replicas == [1, 2]) }
        #expect(partition.replicas == [1, 2, 3] && partition.adding == [3] && partition.removing == [3])
        #expect(cluster.reassign("t", 0, to: nil) == (.none, true))
        #expect(partition.replicas == [1, 2] && !partition.isReassigning)
    }

    @Test("with ZooKeeper a second target counts from the replicas before the first move (ReplicaAssignment.reassignTo)")
    func supersedesFromOrigin() throws {
        let cluster = oneTopic([1, 2], release: KafkaRelease(2, 8))
        let partition = try #require(cluster.partition("t", 0))
        #expect(accepted(cluster.reassign("t", 0, to: [3, 4])))
        #expect(accepted(cluster.reassign("t", 0, to: [3, 5])))
        #expect(partition.replicas == [3, 5, 1, 2] && partition.adding == [3, 5] && partition.removing == [1, 2])
    }

    /// KafkaController.isReassignmentComplete; PartitionReassignmentReplicas by release: KAFKA-15665 in 3.8, KAFKA-19975 in 4.3.
    @Test(
        "whether a move ends beside a dead replica that stays, by release",
        arguments: [("2.8", false), ("3.7", true), ("3.8", false), ("3.9", false), ("4.1", false), ("4.3", true)])
    func besideDeadKeeper(version: String, ends: Bool) throws {
        let cluster = oneTopic([1, 2], release: try #require(KafkaRelease(version)))
        cluster.apply(.crash(2))
        cluster.advance(to: 60_000)
        #expect(accepted(cluster.reassign("t", 0, to: [1, 2, 3])))
        cluster.advance(to: 600_000)
        #expect(try #require(cluster.partition("t", 0)).isReassigning == !ends)
    }

    @Test("fewer come than leave: all of the target must be in sync on 4.3, too")
    func fewerWithDeadKeeper() throws {
        let cluster = oneTopic([1, 2, 3])
        cluster.apply(.crash(2))
        cluster.advance(to: 60_000)
        #expect(accepted(cluster.reassign("t", 0, to: [1, 2])))
        cluster.advance(to: 600_000)
        #expect(try #require(cluster.partition("t", 0)).isReassigning)
    }

    /// Seen on 4.3.1, which fills it, and 4.4.0, which answers 39.
    @Test("a broker whose log dirs are all cordoned is taken by name up to 4.3, and refused from 4.4 on")
    func cordoned() {
        for (release, code) in [(KafkaRelease(4, 3), ErrorCode.none), (KafkaRelease(4, 4), .invalidReplicaAssignment)] {
            let cluster = oneTopic([1, 2], release: release)
            cluster.brokers[3]?.dynamicConfigs["cordoned.log.dirs"] = "*"
            #expect(cluster.reassign("t", 0, to: [1, 3]).0 == code)
        }
    }

    @Test("a move of a partition without ISR cannot be cancelled, though an eligible leader waits")
    func cancelWithoutISR() throws {
        let cluster = LabCluster(scenario: .offlinePartitions)
        let partition = try #require(cluster.offlinePartitions.first)
        let added: Int32 = partition.replicas.contains(1) ? 3 : 1
        #expect(accepted(cluster.reassign(partition.topic, partition.id, to: partition.replicas + [added])))
        #expect(cluster.reassign(partition.topic, partition.id, to: nil) == (.invalidReplicaAssignment, false))
        #expect(partition.isReassigning)
    }

    @Test("asking for the running or the reached target changes nothing")
    func repeats() {
        let cluster = oneTopic([1, 2, 3])
        #expect(accepted(cluster.reassign("t", 0, to: [1, 2, 4])))
        #expect(cluster.reassign("t", 0, to: [1, 2, 4]) == (.none, false))
        cluster.advance(to: 60_000)
        #expect(cluster.reassign("t", 0, to: [1, 2, 4]) == (.none, false))
    }

    @Test("another order, and a shrink to replicas in sync, are done at once")
    func immediate() throws {
        let cluster = oneTopic([1, 2, 3])
        let partition = try #require(cluster.partition("t", 0))
        #expect(accepted(cluster.reassign("t", 0, to: [3, 1, 2])))
        #expect(partition.replicas == [3, 1, 2] && !partition.isReassigning && partition.leader == 1)
        #expect(accepted(cluster.reassign("t", 0, to: [3, 2])))
        #expect(partition.replicas == [3, 2] && !partition.isReassigning && partition.leader == 3)
    }

    @Test("a target must be unique, registered and not empty; a fenced broker is registered")
    func refuses() throws {
        let cluster = oneTopic([1, 2, 3])
        #expect(cluster.reassign("t", 0, to: []) == (.invalidReplicaAssignment, false))
        #expect(cluster.reassign("t", 0, to: [1, 1]) == (.invalidReplicaAssignment, false))
        #expect(cluster.reassign("t", 0, to: [1, 9]) == (.invalidReplicaAssignment, false))
        #expect(cluster.reassign("t", 7, to: [1]) == (.unknownTopicOrPartition, false))
        #expect(cluster.reassign("t", 0, to: [1, 2], keepsCount: true) == (.invalidReplicationFactor, false))
        cluster.apply(.crash(4))
        cluster.advance(to: 20_000)
        #expect(cluster.brokers[4]?.isFenced == true)
        #expect(accepted(cluster.reassign("t", 0, to: [1, 2, 4])))
        cluster.advance(to: 600_000)
        #expect(cluster.partition("t", 0)?.adding == [4], "it waits for ever")
    }

    @Test("a kept replica that is out of sync holds the move, from 3.8 to 4.1")
    func keptReplicaBlocks() throws {
        let cluster = oneTopic([1, 2, 3], release: KafkaRelease(4, 0))
        let partition = try #require(cluster.partition("t", 0))
        cluster.apply(.crash(3))
        cluster.advance(to: 20_000)
        #expect(accepted(cluster.reassign("t", 0, to: [4, 3])))
        cluster.advance(to: 120_000)
        #expect(partition.isReassigning && partition.isr.contains(4))
        cluster.apply(.start(3))
        cluster.advance(to: 180_000)
        #expect(partition.replicas == [4, 3] && !partition.isReassigning)
    }

    @Test("a cancel that would need an unclean election is refused unless the topic allows it")
    func uncleanCancel() throws {
        for allowed in [false, true] {
            let configs: [NameKey: String] = allowed ? ["unclean.leader.election.enable": "true"] : [:]
            let cluster = oneTopic([1], release: KafkaRelease(4, 0), configs: configs)
            let partition = try #require(cluster.partition("t", 0))
            #expect(accepted(cluster.reassign("t", 0, to: [3, 4])))
            // Hold the move: 4 is gone, 3 joins, then the original is lost.
            cluster.apply(.crash(4))
            cluster.advance(to: 5_000)
            cluster.apply(.crash(1))
            cluster.advance(to: 30_000)
            try #require(partition.leader == 3)
            #expect(cluster.reassign("t", 0, to: nil).0 == (allowed ? .none : .invalidReplicaAssignment))
        }
    }

    @Test("a throttle slows what is not in sync, and needs both halves")
    func throttles() throws {
        func finished(rate: String?, list: String?) throws -> Bool {
            let cluster = oneTopic([1, 2])
            cluster.brokers[3]?.dynamicConfigs["follower.replication.throttled.rate"] = rate
            cluster.topics["t"]?.configs["follower.replication.throttled.replicas"] = list
            #expect(accepted(cluster.reassign("t", 0, to: [1, 2, 3])))
            cluster.advance(to: 10_000)
            return try !#require(cluster.partition("t", 0)).isReassigning
        }
        #expect(try finished(rate: "1000000", list: nil))
        #expect(try finished(rate: nil, list: "0:3"))
        #expect(try !finished(rate: "1000000", list: "0:3"))
        #expect(try !finished(rate: "1000000", list: "*"))
        #expect(try finished(rate: "1000000", list: "0:2"))
    }

    @Test("a throttle below the write rate never finishes")
    func tooSlow() throws {
        let cluster = oneTopic([1, 2])
        cluster.brokers[3]?.dynamicConfigs["follower.replication.throttled.rate"] = "5000"
        cluster.topics["t"]?.configs["follower.replication.throttled.replicas"] = "*"
        #expect(accepted(cluster.reassign("t", 0, to: [1, 2, 3])))
        cluster.advance(to: 3_600_000)
        #expect(try #require(cluster.partition("t", 0)).isReassigning)
    }
}

@Suite("Laws of election and liveness") struct ElectionLawTests {
    @Test("preferred: 84 where it leads, 80 where it cannot, done where it is in sync")
    func preferred() throws {
        let cluster = oneTopic([1, 2, 3])
        let partition = try #require(cluster.partition("t", 0))
        #expect(cluster.electLeader("t", 0, unclean: false) == .electionNotNeeded)
        #expect(cluster.electLeader("t", 4, unclean: false) == .unknownTopicOrPartition)
        cluster.apply(.crash(1))
        cluster.advance(to: 20_000)
        #expect(partition.leader == 2)
        #expect(cluster.electLeader("t", 0, unclean: false) == .preferredLeaderNotAvailable)
        cluster.apply(.start(1))
        cluster.advance(to: 40_000)
        #expect(partition.leader == 2, "leadership does not come home by itself")
        let epoch = partition.leaderEpoch
        #expect(cluster.electLeader("t", 0, unclean: false) == .none)
        #expect(partition.leader == 1 && partition.leaderEpoch == epoch + 1)
    }

    @Test("unclean: 84 with a leader; else the first live replica in order, and what it lacks is lost")
    func unclean() throws {
        let cluster = oneTopic([1, 2, 3], release: KafkaRelease(4, 0))
        let partition = try #require(cluster.partition("t", 0))
        #expect(cluster.electLeader("t", 0, unclean: true) == .electionNotNeeded)
        partition.isr = [1]
        partition.logs[1].end = 40_000
        partition.logs[2].end = 45_000
        cluster.timing.replicaLag = 1
        cluster.apply(.crash(1))
        cluster.advance(to: 20_000)
        #expect(partition.leader == -1 && partition.isr == [1])
        #expect(cluster.electLeader("t", 0, unclean: true) == .none)
        #expect(partition.leader == 2 && partition.isr == [2])
        #expect(partition.highWatermark < 50_000)
        cluster.apply(.start(1))
        cluster.advance(to: 60_000)
        #expect(partition.logEnd(of: 1) == partition.logEnd(of: 2), "the old leader cuts its tail off")
        #expect(Set(partition.isr) == [1, 2, 3])
    }

    @Test("nobody alive: 83")
    func nobody() {
        let cluster = oneTopic([4], release: KafkaRelease(4, 0))
        cluster.apply(.crash(4))
        cluster.advance(to: 20_000)
        #expect(cluster.electLeader("t", 0, unclean: true) == .eligibleLeadersNotAvailable)
    }

    @Test("turning unclean election on elects at once")
    func sweep() {
        let cluster = oneTopic([4, 5], release: KafkaRelease(4, 0))
        cluster.partition("t", 0)?.isr = [4]
        cluster.apply(.crash(4))
        cluster.advance(to: 20_000)
        #expect(cluster.partition("t", 0)?.leader == -1)
        let change = ConfigChange(name: "unclean.leader.election.enable", operation: .set, value: "true")
        #expect(cluster.alterTopic("t", [change], validateOnly: false) == (.none, true))
        #expect(cluster.partition("t", 0)?.leader == 5)
    }

    @Test("a silent broker is fenced when its session ends, one a check, and its leaderships move in replica order")
    func fencing() {
        let cluster = oneTopic([1, 3, 2])
        cluster.advance(to: 1_000)
        cluster.apply(.freeze(1))
        cluster.advance(to: 9_000)
        #expect(cluster.brokers[1]?.isFenced == false && cluster.partition("t", 0)?.leader == 1)
        cluster.advance(to: 20_000)
        #expect(cluster.brokers[1]?.isFenced == true && cluster.partition("t", 0)?.leader == 3)
        #expect(cluster.partition("t", 0)?.isr == [3, 2])
        cluster.apply(.thaw(1))
        cluster.advance(to: 40_000)
        #expect(cluster.brokers[1]?.isFenced == false)
        #expect(cluster.partition("t", 0)?.isr == [3, 2, 1])
    }

    @Test("the broker epoch rises when a broker registers anew")
    func brokerEpoch() throws {
        let cluster = oneTopic([1, 2])
        let before = try #require(cluster.brokers[5]).epoch
        cluster.apply(.crash(5))
        cluster.apply(.start(5))
        cluster.advance(to: 5_000)
        #expect(cluster.brokers[5]?.process == .starting, "the old session has to end first")
        cluster.advance(to: 30_000)
        #expect(cluster.brokers[5]?.process == .running)
        #expect(try #require(cluster.brokers[5]).epoch > before)
    }

    @Test("a follower that cannot fetch leaves the ISR after replica.lag.time.max.ms and comes back when it has caught up")
    func shrinkAndExpand() {
        let cluster = oneTopic([2, 3, 4])
        cluster.apply(.cut(2, 4))
        cluster.advance(to: 29_000)
        #expect(cluster.partition("t", 0)?.isr == [2, 3, 4])
        cluster.advance(to: 60_000)
        #expect(cluster.partition("t", 0)?.isr == [2, 3])
        cluster.apply(.heal(2, 4))
        cluster.advance(to: 62_000)
        #expect(cluster.partition("t", 0)?.isr == [2, 3, 4])
    }

    @Test("a controlled shutdown moves leaders at once; what lives on it alone goes offline")
    func controlledShutdown() {
        let cluster = oneTopic([1, 2, 3], release: KafkaRelease(4, 0))
        cluster.addTopic("alone", [LabCluster.PartitionPlan(replicas: [1], records: 10)])
        cluster.apply(.stop(1))
        #expect(cluster.partition("t", 0)?.leader == 2)
        #expect(cluster.partition("alone", 0)?.leader == -1)
        #expect(cluster.partition("alone", 0)?.isr == [1])
    }

    @Test("a failed log dir takes its partitions along; the broker stays")
    func logDir() {
        let cluster = oneTopic([1, 2])
        cluster.failLogDir(broker: 1, dir: 0)
        #expect(cluster.partition("t", 0)?.leader == 2)
        #expect(cluster.partition("t", 0)?.isr == [2])
        #expect(cluster.brokers[1]?.isServing == true)
        cluster.failLogDir(broker: 1, dir: 1)
        #expect(cluster.brokers[1]?.process == .dead)
    }

    @Test("members that leave under min.insync.replicas stay eligible; after a crash only the last leader may lead")
    func eligible() {
        let cluster = oneTopic([4, 5], configs: ["min.insync.replicas": "2"])
        cluster.apply(.crash(4))
        cluster.advance(to: 20_000)
        #expect(cluster.partition("t", 0)?.isr == [5])
        #expect(cluster.partition("t", 0)?.elr == [4])
        cluster.apply(.crash(5))
        cluster.advance(to: 40_000)
        #expect(cluster.partition("t", 0)?.isr == [])
        #expect(Set(cluster.partition("t", 0)?.elr ?? []) == [4, 5])
        #expect(cluster.partition("t", 0)?.lastKnownELR == [5])
        cluster.apply(.start(4))
        cluster.advance(to: 60_000)
        #expect(cluster.partition("t", 0)?.leader == -1, "a crash is no proof that the tail is there")
        cluster.apply(.start(5))
        cluster.advance(to: 80_000)
        #expect(cluster.partition("t", 0)?.leader == 5)
        #expect(cluster.partition("t", 0)?.isr == [5, 4])
    }

    @Test("below min.insync.replicas acks=all is refused")
    func minISR() {
        let cluster = oneTopic([1, 2], configs: ["min.insync.replicas": "2"])
        cluster.apply(.crash(2))
        cluster.advance(to: 20_000)
        guard let partition = cluster.partition("t", 0) else { return }
        #expect(cluster.accepts(partition, acksAll: true) == .notEnoughReplicas)
        #expect(cluster.accepts(partition, acksAll: false) == .none)
    }

    @Test("without a majority of voters there is no controller, and nothing is fenced or elected")
    func noQuorum() {
        let cluster = oneTopic([1, 4])
        cluster.apply(.crash(1))
        cluster.apply(.crash(2))
        cluster.advance(to: 60_000)
        #expect(cluster.controller == nil)
        #expect(cluster.partition("t", 0)?.leader == 1)
        cluster.apply(.start(2))
        cluster.advance(to: 90_000)
        #expect(cluster.controller != nil)
        #expect(cluster.partition("t", 0)?.leader == 4)
    }
}
