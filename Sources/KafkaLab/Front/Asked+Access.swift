import KafkaWire

/// Whether the one who asks may: always, where the lab has no authorizer.
extension Asked {
    func mayOnCluster(_ operation: AclOperation) -> Bool { cluster.access?.allowsOnCluster(operation) ?? true }
    func may(_ operation: AclOperation, topic: String) -> Bool { cluster.access?.allows(operation, topic: topic) ?? true }
    func may(_ operation: AclOperation, group: String) -> Bool { cluster.access?.allows(operation, group: group) ?? true }

    /// Operations on the cluster as a bit field; none where the cluster may not be described.
    var clusterOperations: Int32 {
        mayOnCluster(.describe) ? AclOperation.bits(of: AclOperation.ofCluster.filter { mayOnCluster($0) }) : 0
    }

    /// Operations on a topic as a bit field.
    func operations(topic: String) -> Int32 { AclOperation.bits(of: AclOperation.ofTopic.filter { may($0, topic: topic) }) }

    /// Operations on a group as a bit field.
    func operations(group: String) -> Int32 {
        // Groups have settings from 3.8 on; the rights to them came with the new coordinator of 4.0.
        let known = release >= KafkaRelease(4, 0) ? AclOperation.ofGroup : [.read, .delete, .describe]
        return AclOperation.bits(of: known.filter { may($0, group: group) })
    }
}
