/// What brokers and controllers of clusters with ZooKeeper do otherwise than those of KRaft.
extension KafkaRelease {
    /// Whether adding to a list that is not set, or taking from it, fails on the broker: before 2.6 (KAFKA-9644; seen on 2.4.1).
    var failsOnUnsetLists: Bool { self < KafkaRelease(2, 6) }

    /// Whether adding to a list of which nothing stands leaves an empty entry in front: with ZooKeeper before 3.4 (apache/kafka pull request
    /// 12503; seen on 2.8.2).
    var leavesEmptyEntries: Bool { !isKRaft }

    /// Whether a bad value of a topic's setting is a bad request: with ZooKeeper (`ZkAdminManager.incrementalAlterConfigs`; seen on 2.4.1 and 2.8.2).
    var takesBadValuesForBadRequests: Bool { !isKRaft }

    /// Whether a setting of a topic that does not exist ends in an error without a name (`AdminManager` of 2.4.1).
    var hasNoNameForAbsentTopics: Bool { self < KafkaRelease(2, 5) }
}

extension LabCluster {
    /// Whether brokers can read a list of throttled replicas: with ZooKeeper the reader fails on an empty entry, nobody is told, and what stood
    /// before goes on (`TopicConfigHandler.parseThrottledPartitions`; seen on 2.8.2). Here such a list names nobody.
    func isReadable(throttleList list: String) -> Bool {
        !release.leavesEmptyEntries || !list.split(separator: ",", omittingEmptySubsequences: false).contains("")
    }

    /// Whether a move may name a broker: a controller of ZooKeeper's takes no new replica on one that is not alive
    /// (`KafkaController.validateReplicas`; seen on 2.4.1), one of KRaft's on any that is registered.
    func mayBeTarget(_ id: Int32, of partition: LabPartition) -> Bool {
        guard let broker = brokers[id] else { return false }
        return release.isKRaft || !broker.isFenced || (partition.replicas.contains(id) && !partition.adding.contains(id))
    }
}
