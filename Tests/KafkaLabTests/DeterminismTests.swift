import Testing

@testable import KafkaLab

@Suite("Determinism and invariants") struct DeterminismTests {
    /// Random operations of a seed; the text tells what was done.
    private func play(_ cluster: LabCluster, seed: UInt64, steps: Int, stride: Int64 = 1) -> [String] {
        var random = SeededRandom(seed: seed)
        var trace: [String] = []
        for _ in 0..<steps {
            let broker = Int32(random.below(3)) + 1
            let topics = cluster.topicNames
            let topic = topics[Int(random.below(Int64(topics.count)))]
            let count = Int64(cluster.topics[topic]?.partitions.count ?? 1)
            let partition = Int32(random.below(count))
            var order: [Int32] = [1, 2, 3]
            order.swapAt(Int(random.below(3)), 0)
            order.removeLast(Int(random.below(3)))
            switch random.below(12) {
            case 0: cluster.apply(.crash(broker))
            case 1, 2: cluster.apply(.start(broker))
            case 3: cluster.apply(.freeze(broker))
            case 4, 5: cluster.apply(.thaw(broker))
            case 6: trace.append("\(cluster.reassign(topic, partition, to: order))")
            case 7: trace.append("\(cluster.reassign(topic, partition, to: nil))")
            case 8: trace.append("\(cluster.electLeader(topic, partition, unclean: random.below(4) == 0))")
            case 9: cluster.apply(.stop(broker))
            case 10: cluster.apply(random.below(2) == 0 ? .cut(broker, broker % 3 + 1) : .heal(broker, broker % 3 + 1))
            default: cluster.failLogDir(broker: broker, dir: Int(random.below(2)))
            }
            let until = cluster.now + random.below(20_000)
            while cluster.now < until { cluster.advance(to: min(until, cluster.now + stride)) }
            if let broken = cluster.brokenInvariant { trace.append("BROKEN at \(cluster.now): \(broken)") }
        }
        return trace
    }

    @Test("the same seed gives the same story, however time is cut")
    func sameSeed() {
        let one = LabCluster(scenario: .brokerLoss, seed: 5)
        let other = LabCluster(scenario: .brokerLoss, seed: 5)
        #expect(play(one, seed: 9, steps: 30, stride: 37_000) == play(other, seed: 9, steps: 30, stride: 333))
        #expect(one.digest == other.digest)
        #expect(one.digest != LabCluster(scenario: .brokerLoss, seed: 6).digest)
    }

    @Test("random faults and requests keep the invariants", arguments: 1...12)
    func invariants(seed: Int) {
        let release = [KafkaRelease(2, 4), KafkaRelease(3, 9), KafkaRelease(4, 3)][seed % 3]
        let cluster = LabCluster(scenario: seed % 2 == 0 ? .brokerLoss : .healthy, seed: UInt64(seed), version: release)
        var epochs: [String: (Int32, Int32)] = [:]
        for step in 0..<20 {
            let trace = play(cluster, seed: UInt64(seed * 100 + step), steps: 4, stride: 50_000)
            #expect(!trace.contains { $0.hasPrefix("BROKEN") }, "\(trace)")
            for partition in cluster.allPartitions {
                if let (leader, change) = epochs[partition.name] {
                    #expect(partition.leaderEpoch >= leader && partition.partitionEpoch >= change)
                }
                epochs[partition.name] = (partition.leaderEpoch, partition.partitionEpoch)
            }
        }
    }

    @Test("a release is read from its text, and refused where the lab has none")
    func releases() {
        #expect(KafkaRelease("3.9.2") == KafkaRelease(3, 9))
        #expect(KafkaRelease("4.3") == .newest)
        for text in ["", "4", "2.3", "5.0", "4.x", "4.3.1.0", "-4.3"] { #expect(KafkaRelease(text) == nil, "\(text)") }
    }

    @Test("the coordinator's partition is the one that Java's hash gives")
    func coordinator() {
        let cluster = LabCluster(scenario: .healthy)
        #expect(cluster.coordinatorPartition(of: "a")?.id == 47)
        #expect(cluster.coordinatorPartition(of: "")?.id == 0)
    }
}
