extension Scenario {
    /// A healthy cluster of any size, for performance work: `partitions` in all over `topics` topics, three copies of each (fewer on fewer
    /// brokers), and `groups` groups that read a topic each and lag a little. Nobody writes, so that time costs nothing.
    package static func sized(brokers: Int = 3, topics: Int = 100, partitions: Int = 1_000, groups: Int = 100) -> Scenario {
        let ids = (1...Int32(clamping: max(1, min(brokers, 1_000)))).map { $0 }
        let topics = max(1, min(topics, 100_000))
        return Scenario(
            name: "sized", summary: "\(ids.count) brokers, \(topics) topics, \(partitions) partitions, \(groups) groups", brokers: ids,
            build: { cluster in
                cluster.addBrokers(ids)
                let copies = min(3, ids.count)
                cluster.addOffsetsTopic(on: ids, copies: copies)
                for index in 0..<topics {
                    let count = max(1, partitions / topics + (index < partitions % topics ? 1 : 0))
                    let plans = (0..<count).map { number in
                        LabCluster.PartitionPlan(
                            replicas: (0..<copies).map { ids[(index + number + $0) % ids.count] },
                            records: 1_000 + cluster.random.below(1_000))
                    }
                    cluster.addTopic("topic-\(padded(index))", plans)
                }
                for index in 0..<max(0, groups) {
                    let group = cluster.addGroup(
                        "group-\(padded(index))", topics: ["topic-\(padded(index % topics))"], members: 1 + index % 3, memberRate: 0)
                    cluster.commit(group, lagging: index % 7 == 0 ? 0 : 10 * Int64(index % 100))
                }
            })
    }

    private static func padded(_ number: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, 5 - text.count)) + text
    }
}
