extension Scenario {
    /// The readers speak the consumer protocol (KIP-848): removals are by member, and from Kafka 4.0 on.
    static var consumerProtocol: Scenario {
        Scenario(
            name: "consumerProtocol",
            summary: "groups of the consumer protocol: one stalled, one that waits for static members that have left",
            brokers: [1, 2, 3], build: buildConsumerProtocol,
            recovered: { cluster in
                cluster.isWhole
                    && ["idle", "waiting"].allSatisfy { cluster.groups[$0]?.stateName == "Stable" && cluster.readableLag(of: $0) < 1_000 }
            })
    }

    private static func buildConsumerProtocol(_ cluster: LabCluster) {
        cluster.addBrokers([1, 2, 3])
        cluster.addOffsetsTopic(on: [1, 2, 3], copies: 3)
        func topic(_ name: String, _ partitions: Int, rate: Int64) {
            let plans = (0..<partitions).map { index in
                LabCluster.PartitionPlan(replicas: (0..<3).map { Int32((index + $0) % 3 + 1) }, records: 600_000)
            }
            cluster.addTopic(name, plans, writeRate: rate, configs: ["min.insync.replicas": "2"])
        }
        topic("orders", 6, rate: 100)
        topic("clicks", 6, rate: 100)
        // The lines of the protocol are there from 3.7 on; before, these are classic groups.
        let isThere = cluster.release >= KafkaRelease(3, 7)
        let idle = cluster.addGroup("idle", topics: ["orders"], members: 6, memberRate: 2_000, stalled: true)
        idle.isConsumerProtocol = isThere
        cluster.commit(idle, lagging: 900_000)
        let waiting = cluster.addGroup("waiting", topics: ["clicks"], members: 6, memberRate: 2_000)
        waiting.isConsumerProtocol = isThere
        for index in waiting.members.indices { waiting.members[index].instanceID = "clicks-\(index + 1)" }
        if isThere {
            // Three were closed by a deployment that never came to its end. Sessions are long here (`group.consumer.session.timeout.ms`).
            for index in 0..<3 { waiting.members[index].leftUntil = cluster.now + 3_600_000 }
        }
        cluster.commit(waiting, lagging: 1_200_000)
    }
}
