import KafkaWire
import Testing

@testable import KafkaLab

@Suite("Scenarios") struct ScenarioTests {
    static let releases = [KafkaRelease(2, 4), KafkaRelease(3, 9), KafkaRelease(4, 0), KafkaRelease(4, 3)]

    private func counts(_ cluster: LabCluster, _ topic: String) -> [Int] {
        [
            cluster.topics[topic]?.partitions.count ?? 0, cluster.offlinePartitions.filter { $0.topic == topic }.count,
            cluster.underReplicatedPartitions.filter { $0.topic == topic }.count,
        ]
    }

    @Test("brokerLoss has the numbers of the incident in every release", arguments: releases)
    func brokerLossCounts(release: KafkaRelease) {
        let cluster = LabCluster(scenario: .brokerLoss, seed: 7, version: release)
        #expect(counts(cluster, "trip-events") == [12, 4, 6])
        #expect(counts(cluster, "payment-events") == [8, 2, 3])
        #expect(counts(cluster, "user-events") == [16, 0, 8])
        #expect(cluster.offlinePartitions.count == 6)
        #expect(cluster.underReplicatedPartitions.count == 17)
        #expect(cluster.brokers[2]?.isFenced == true)
        #expect(cluster.groups.mapValues { $0.members.count } == ["trip-processing": 12, "payment-processing": 8, "analytics": 4])
        #expect(cluster.readableLag(of: "trip-processing") == 2_300_000)
        #expect(cluster.readableLag(of: "payment-processing") == 456_000)
        #expect(cluster.readableLag(of: "analytics") == 890_000)
        #expect(cluster.topics["__transaction_state"] == nil)
        #expect(cluster.topics["__consumer_offsets"]?.partitions.allSatisfy { !$0.replicas.contains(2) } == true)
        #expect(cluster.brokenInvariant == nil)
    }

    @Test("offline rows show ISR [2] before 4.1, and ISR [] with ELR [2] from then on")
    func eligibleLeaders() {
        let old = LabCluster(scenario: .brokerLoss, version: KafkaRelease(4, 0)).offlinePartitions
        #expect(old.allSatisfy { $0.isr == [2] && $0.elr.isEmpty })
        let new = LabCluster(scenario: .brokerLoss, version: KafkaRelease(4, 1)).offlinePartitions
        #expect(new.allSatisfy { $0.isr.isEmpty && $0.elr == [2] })
    }

    @Test("broker 2 comes back after two minutes and brings its partitions along", arguments: releases)
    func brokerLossReturns(release: KafkaRelease) {
        let cluster = LabCluster(scenario: .brokerLoss, version: release)
        cluster.advance(to: 119_000)
        #expect(cluster.offlinePartitions.count == 6)
        #expect(cluster.underReplicatedPartitions.count == 17)
        cluster.advance(to: 240_000)
        #expect(cluster.offlinePartitions.isEmpty)
        #expect(cluster.underReplicatedPartitions.isEmpty)
        #expect(cluster.isRecovered)
        #expect(cluster.brokenInvariant == nil)
    }

    @Test("offlinePartitions stays as it is")
    func offlineStays() {
        let cluster = LabCluster(scenario: .offlinePartitions)
        cluster.advance(to: 900_000)
        #expect(cluster.offlinePartitions.count == 6)
        #expect(cluster.underReplicatedPartitions.count == 17)
    }

    @Test("three copies at 50 MB/s are there within minutes")
    func threeCopies() {
        let cluster = LabCluster(scenario: .brokerLoss)
        cluster.advance(to: 240_000)
        for topic in ["trip-events", "payment-events", "user-events"] {
            var leaders: [String] = []
            var followers: [String] = []
            for partition in cluster.topics[topic]?.partitions ?? [] {
                let added: [Int32] = [1, 2, 3].filter { !partition.replicas.contains($0) }
                leaders += partition.replicas.map { "\(partition.id):\($0)" }
                followers += added.map { "\(partition.id):\($0)" }
                #expect(cluster.reassign(topic, partition.id, to: partition.replicas + added) == (.none, true))
            }
            cluster.topics[topic]?.configs["leader.replication.throttled.replicas"] = leaders.joined(separator: ",")
            cluster.topics[topic]?.configs["follower.replication.throttled.replicas"] = followers.joined(separator: ",")
        }
        for broker in cluster.brokers.values {
            broker.dynamicConfigs["leader.replication.throttled.rate"] = "50000000"
            broker.dynamicConfigs["follower.replication.throttled.rate"] = "50000000"
        }
        #expect(cluster.reassigningPartitions.count == 36)
        cluster.advance(to: 300_000)
        #expect(!cluster.reassigningPartitions.isEmpty)
        cluster.advance(to: 240_000 + 600_000)
        #expect(cluster.reassigningPartitions.isEmpty)
        #expect(!cluster.isRecovered, "a throttle that is left behind is no recovery")
    }

    @Test("stuckReassignment stands until the throttle is raised")
    func stuck() {
        let cluster = LabCluster(scenario: .stuckReassignment)
        #expect(cluster.reassigningPartitions.count == 35)
        #expect(cluster.underReplicatedPartitions.isEmpty)
        cluster.advance(to: 1_200_000)
        #expect(cluster.reassigningPartitions.count == 35)
        for broker in cluster.brokers.values {
            broker.dynamicConfigs["leader.replication.throttled.rate"] = "50000000"
            broker.dynamicConfigs["follower.replication.throttled.rate"] = "50000000"
        }
        cluster.advance(to: 3_000_000)
        #expect(cluster.reassigningPartitions.isEmpty)
        for topic in cluster.topics.values { topic.configs = [:] }
        for broker in cluster.brokers.values { broker.dynamicConfigs = [:] }
        #expect(cluster.isRecovered)
    }

    @Test("consumerLag: draining drains, stalled waits for a rejoin, short falls behind, nobody reads the abandoned one")
    func consumerLag() {
        let cluster = LabCluster(scenario: .consumerLag)
        let start = Dictionary(uniqueKeysWithValues: cluster.groups.keys.map { ($0, cluster.readableLag(of: $0.text)) })
        #expect(cluster.groups["abandoned"]?.state == .empty)
        for (id, group) in cluster.groups where id != "rebalancing" {
            let worst = group.offsets.map { (cluster.partition($0.key.topic, $0.key.partition)?.highWatermark ?? 0) - $0.value.offset }
                .max()
            #expect((worst ?? 0) > 100_000, "\(id)")
        }
        cluster.advance(to: 60_000)
        #expect(cluster.readableLag(of: "draining") < (start["draining"] ?? 0))
        #expect(cluster.readableLag(of: "stalled") > (start["stalled"] ?? 0))
        #expect(cluster.readableLag(of: "short") > (start["short"] ?? 0))
        #expect(cluster.readableLag(of: "abandoned") == start["abandoned"])
        #expect([.preparingRebalance, .completingRebalance].contains(cluster.groups["rebalancing"]?.state))
        let members = cluster.groups["stalled"]?.members ?? []
        for member in members {
            if let group = cluster.groups["stalled"] {
                #expect(cluster.removeMember(of: group, id: member.id, instanceID: nil) == .none)
            }
        }
        #expect(cluster.groups["stalled"]?.members.isEmpty == true)
        cluster.advance(to: 70_000)
        #expect(cluster.groups["stalled"]?.members.count == 6)
        let rejoined = Set(cluster.groups["stalled"]?.members.map(\.id) ?? [])
        #expect(rejoined.intersection(members.map(\.id)).isEmpty)
        cluster.advance(to: 60_000 + 600_000)
        #expect(cluster.readableLag(of: "stalled") < 1_000)
        #expect(cluster.readableLag(of: "draining") < 1_000)
        #expect(cluster.isRecovered)
    }

    @Test("every scenario begins whole in itself and is found by its name", arguments: Scenario.all.map(\.name))
    func beginsConsistent(name: String) throws {
        let scenario = try #require(Scenario.named(name))
        for release in Self.releases {
            let cluster = LabCluster(scenario: scenario, version: release)
            #expect(cluster.brokenInvariant == nil)
            cluster.advance(to: 30_000)
            #expect(cluster.brokenInvariant == nil)
        }
        #expect(Scenario.named("nothing") == nil)
    }

    @Test("healthy stays healthy and its readers keep up")
    func healthy() {
        let cluster = LabCluster(scenario: .healthy)
        cluster.advance(to: 300_000)
        #expect(cluster.isRecovered)
        #expect(cluster.groups.keys.allSatisfy { cluster.readableLag(of: $0.text) < 1_000 })
    }
}

@Suite("Clusters of any size") struct SizedTests {
    @Test("a sized cluster has what was asked for, and sleeps when nothing happens")
    func sizes() {
        let cluster = LabCluster(scenario: .sized(brokers: 5, topics: 7, partitions: 100, groups: 20))
        #expect(cluster.allPartitions.count == 150)
        #expect(cluster.topicNames.count == 8 && cluster.topicNames == cluster.topicNames.sorted())
        #expect(cluster.groups.count == 20)
        #expect(cluster.brokenInvariant == nil)
        cluster.advance(to: 5_000)
        #expect(cluster.awake.isEmpty)
        cluster.apply(.crash(2))
        cluster.advance(to: 30_000)
        #expect(!cluster.awake.isEmpty && !cluster.underReplicatedPartitions.isEmpty)
        cluster.apply(.start(2))
        cluster.advance(to: 60_000)
        #expect(cluster.underReplicatedPartitions.isEmpty)
        #expect(cluster.awake.isEmpty)
        #expect(cluster.brokenInvariant == nil)
    }
}
