extension Scenario {
    /// The cluster is well, its readers are not.
    static var consumerLag: Scenario {
        Scenario(
            name: "consumerLag", summary: "five groups in trouble: stalled, short, abandoned, draining, rebalancing",
            brokers: [1, 2, 3], build: buildConsumerLag,
            recovered: { cluster in
                cluster.isWhole
                    && ["stalled", "draining"].allSatisfy { cluster.groups[$0]?.state == .stable && cluster.readableLag(of: $0) < 1_000 }
            })
    }

    private static func buildConsumerLag(_ cluster: LabCluster) {
        cluster.addBrokers([1, 2, 3])
        cluster.addOffsetsTopic(on: [1, 2, 3], copies: 3)
        func topic(_ name: String, _ partitions: Int, rate: Int64) {
            let plans = (0..<partitions).map { index in
                LabCluster.PartitionPlan(
                    replicas: (0..<3).map { Int32((index + $0) % 3 + 1) }, records: 600_000 + cluster.random.below(200_000))
            }
            cluster.addTopic(name, plans, writeRate: rate, configs: ["min.insync.replicas": "2"])
        }
        topic("orders", 6, rate: 100)
        topic("clicks", 12, rate: 200)
        topic("audit", 4, rate: 0)
        topic("metrics", 8, rate: 150)
        topic("sessions", 6, rate: 50)
        // Holds its partitions and reads nothing until its members join anew.
        cluster.commit(cluster.addGroup("stalled", topics: ["orders"], members: 6, memberRate: 2_000, stalled: true), lagging: 900_000)
        // Two members cannot read what is written; twelve could.
        cluster.commit(cluster.addGroup("short", topics: ["clicks"], members: 2, memberRate: 800), lagging: 1_800_000)
        cluster.commit(cluster.addGroup("abandoned", topics: ["audit"], members: 0, memberRate: 0), lagging: 640_000)
        // Reads three times what is written.
        cluster.commit(cluster.addGroup("draining", topics: ["metrics"], members: 8, memberRate: 2_200), lagging: 1_200_000)
        let flapping = cluster.addGroup("rebalancing", topics: ["sessions"], members: 3, memberRate: 500)
        cluster.commit(flapping, lagging: 120_000)
        flapping.rebalancesForEver = true
        cluster.beginRebalance(flapping)
    }
}
