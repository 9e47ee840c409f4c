extension Scenario {
    /// Nothing is wrong: three brokers, three copies of everything, groups that keep up.
    static var healthy: Scenario {
        Scenario(
            name: "healthy", summary: "three brokers, nothing wrong", brokers: [1, 2, 3],
            build: { cluster in
                cluster.addBrokers([1, 2, 3])
                cluster.addOffsetsTopic(on: [1, 2, 3], copies: 3)
                for (name, count) in [("trip-events", 12), ("payment-events", 8), ("user-events", 16)] {
                    let plans = (0..<count).map { index in
                        LabCluster.PartitionPlan(
                            replicas: (0..<3).map { Int32((index + $0) % 3 + 1) }, records: 300_000 + cluster.random.below(200_000))
                    }
                    cluster.addTopic(name, plans, writeRate: 100, configs: ["min.insync.replicas": "2"])
                }
                for (id, topic, members) in [
                    ("trip-processing", "trip-events", 12), ("payment-processing", "payment-events", 8), ("analytics", "user-events", 4),
                ] {
                    let group = cluster.addGroup(id, topics: [topic], members: members, memberRate: 2_000)
                    cluster.commit(group, lagging: 400)
                }
            })
    }
}
