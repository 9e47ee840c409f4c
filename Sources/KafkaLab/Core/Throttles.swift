/// Replication throttles: a rate on the broker and a list on the topic, both or nothing (KIP-73).
extension LabCluster {
    /// The two halves of a throttle.
    enum ThrottleSide: String {
        case leader
        case follower

        var listKey: String { "\(rawValue).replication.throttled.replicas" }
        var rateKey: String { "\(rawValue).replication.throttled.rate" }
    }

    /// Whether the topic's list names this replica and its broker has a rate.
    func isThrottled(_ partition: LabPartition, _ broker: Int32, _ side: ThrottleSide) -> Bool {
        guard let list = topics[partition.topic]?.configs[side.listKey], !list.isEmpty else { return false }
        guard throttleRate(of: broker, side) != nil else { return false }
        if list == "*" { return true }
        guard isReadable(throttleList: list) else { return false }
        // As bytes: a law asks this of each copy in each tick.
        let wanted = "\(partition.id):\(broker)".utf8
        return list.utf8.split(separator: UInt8(ascii: ",")).contains { $0.elementsEqual(wanted) }
    }

    /// The broker's rate in bytes a second; nil without one. The cluster's default counts too.
    package func throttleRate(of broker: Int32, _ sideName: String) -> Int64? {
        ThrottleSide(rawValue: sideName).flatMap { throttleRate(of: broker, $0) }
    }

    func throttleRate(of broker: Int32, _ side: ThrottleSide) -> Int64? {
        (brokers[broker]?.dynamicConfigs[side.rateKey] ?? clusterConfigs[side.rateKey]).flatMap { Int64($0) }
    }

    /// Whether any throttle is set anywhere.
    package var hasThrottles: Bool {
        let sides: [ThrottleSide] = [.leader, .follower]
        if sides.contains(where: { clusterConfigs[$0.rateKey] != nil }) { return true }
        if brokers.values.contains(where: { broker in sides.contains { broker.dynamicConfigs[$0.rateKey] != nil } }) { return true }
        return topics.values.contains { topic in sides.contains { topic.configs[$0.listKey].map { !$0.isEmpty } ?? false } }
    }
}
