extension Scenario {
    /// Moves that never end: a throttle below the write rate, and a source that has little to give.
    static var stuckReassignment: Scenario {
        Scenario(
            name: "stuckReassignment",
            summary: "35 moves that add a third copy stand at 65 %: the throttle is below the write rate, broker 3 is overloaded",
            brokers: [1, 2, 3], build: buildStuckReassignment)
    }

    private static func buildStuckReassignment(_ cluster: LabCluster) {
        cluster.addBrokers([1, 2, 3])
        cluster.addOffsetsTopic(on: [1, 2, 3], copies: 3)
        var last = true
        for (name, count, rate) in [("trip-events", 12, 150), ("payment-events", 8, 60), ("user-events", 16, 100)] as [(String, Int, Int64)]
        {
            let plans = (0..<count).map { index in
                let pair: [Int32] = index % 2 == 0 ? [1, 3] : [3, 1]
                let records = 350_000 + cluster.random.below(100_000)
                // One of the 36 has arrived.
                defer { last = false }
                if last { return LabCluster.PartitionPlan(replicas: pair + [2], records: records) }
                return LabCluster.PartitionPlan(replicas: pair + [2], isr: pair, adding: [2], records: records, addedPercent: 65)
            }
            let list = { (side: [Int32]) in (0..<count).flatMap { index in side.map { "\(index):\($0)" } }.joined(separator: ",") }
            cluster.addTopic(
                name, plans, writeRate: rate,
                configs: [
                    "leader.replication.throttled.replicas": list([1, 3]), "follower.replication.throttled.replicas": list([2]),
                ])
        }
        for id in [1, 2, 3] as [Int32] {
            cluster.brokers[id]?.dynamicConfigs["leader.replication.throttled.rate"] = "1000000"
            cluster.brokers[id]?.dynamicConfigs["follower.replication.throttled.rate"] = "1000000"
        }
        cluster.brokers[3]?.copyBandwidth = 12_000_000
        for (id, topic, members) in [
            ("trip-processing", "trip-events", 12), ("payment-processing", "payment-events", 8), ("analytics", "user-events", 4),
        ] {
            let group = cluster.addGroup(id, topics: [topic], members: members, memberRate: 900)
            cluster.commit(group, lagging: 900)
        }
    }
}
