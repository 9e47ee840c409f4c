import KafkaLab

/// What a cluster has come to, as lines that can be compared.
package enum EndState {
    /// Dynamic settings of topics, brokers and the cluster: `topic trips retention.ms` to its value.
    package static func settings(of lab: LabCluster) -> [String: String] {
        var settings: [String: String] = [:]
        for name in lab.topicNames {
            for (key, value) in lab.topics[name]?.configs ?? [:] { settings["topic \(name) \(key)"] = value }
        }
        for (id, broker) in lab.brokers {
            for (key, value) in broker.dynamicConfigs { settings["broker \(id) \(key)"] = value }
        }
        for (key, value) in lab.clusterConfigs { settings["broker  \(key)"] = value }
        return settings
    }

    /// Everything that must be as in the run that was not disturbed.
    /// - Parameter movingOffsets: topics whose readers go on by themselves: what they have read depends on the hour.
    package static func lines(of lab: LabCluster, offsetsOf groups: [String]) -> [String] {
        var lines = settings(of: lab).map { "\($0.key) = \($0.value)" }.sorted()
        for partition in lab.allPartitions {
            let moves = partition.isReassigning ? " adding \(partition.adding) removing \(partition.removing)" : ""
            lines.append("\(partition.name) \(partition.replicas)\(moves) led by \(partition.leader), in sync \(partition.isr.sorted())")
        }
        for (name, group) in lab.groups.sorted(by: { $0.key < $1.key }) {
            let id = name.text
            lines.append("group \(id): \(group.members.count) members")
            guard groups.contains(id) else { continue }
            for (place, committed) in group.offsets.sorted(by: { $0.key < $1.key }) {
                lines.append("group \(id) \(place.topic)-\(place.partition): \(committed.offset)")
            }
        }
        return lines
    }
}
