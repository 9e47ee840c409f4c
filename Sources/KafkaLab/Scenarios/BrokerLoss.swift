extension Scenario {
    /// The main incident: broker 2 is lost, and comes back after two minutes.
    static var brokerLoss: Scenario {
        Scenario(
            name: "brokerLoss",
            summary: "broker 2 is lost: 17 partitions under-replicated, 6 of them offline; it returns after two minutes",
            brokers: [1, 2, 3], build: buildBrokerLoss, script: [Event(at: 120_000, fault: .start(2))])
    }

    /// The same without the return.
    static var offlinePartitions: Scenario {
        Scenario(
            name: "offlinePartitions", summary: "broker 2 is lost for good: 6 partitions offline, a clean leader for none of them",
            brokers: [1, 2, 3], build: buildBrokerLoss)
    }

    /// What becomes of a partition when broker 2 is gone.
    private enum Fate {
        case whole
        /// Broker 2 was a follower, or led and another took over.
        case thin
        /// Broker 2 was the only one in sync.
        case offline
    }

    /// Two copies of everything on three brokers; the numbers of the incident follow from who was in sync with whom.
    static func buildBrokerLoss(_ cluster: LabCluster) {
        cluster.addBrokers([1, 2, 3])
        cluster.addDeadBroker(2)
        cluster.addOffsetsTopic(on: [1, 3], copies: 2)
        addTopic("trip-events", 12, offline: [1, 4, 7, 10], thin: [2, 8], rate: 150, cluster)
        addTopic("payment-events", 8, offline: [2, 5], thin: [7], rate: 60, cluster)
        addTopic("user-events", 16, offline: [], thin: [0, 2, 4, 6, 8, 10, 12, 14], rate: 100, cluster)
        for (id, topic, members, rate, lag) in [
            ("trip-processing", "trip-events", 12, 900, 2_300_000), ("payment-processing", "payment-events", 8, 500, 456_000),
            ("analytics", "user-events", 4, 410, 890_000),
        ] as [(String, String, Int, Int64, Int64)] {
            let group = cluster.addGroup(id, topics: [topic], members: members, memberRate: rate)
            group.keepsPaceWhileLeaderless = true
            cluster.commit(group, lagging: lag)
        }
    }

    private static func addTopic(_ name: String, _ count: Int, offline: [Int], thin: [Int], rate: Int64, _ cluster: LabCluster) {
        let plans = (0..<count).map { index in
            let fate: Fate = offline.contains(index) ? .offline : thin.contains(index) ? .thin : .whole
            let survivor: Int32 = index % 4 < 2 ? 1 : 3
            let records = 350_000 + cluster.random.below(100_000)
            return switch fate {
            case .whole: LabCluster.PartitionPlan(replicas: survivor == 1 ? [1, 3] : [3, 1], records: records)
            case .thin:
                LabCluster.PartitionPlan(
                    replicas: index % 8 < 4 ? [survivor, 2] : [2, survivor], isr: [survivor], records: records, behind: rate * 60)
            case .offline: LabCluster.PartitionPlan(replicas: [2, survivor], isr: [2], records: records, behind: rate * 200)
            }
        }
        cluster.addTopic(name, plans, writeRate: rate)
    }
}
