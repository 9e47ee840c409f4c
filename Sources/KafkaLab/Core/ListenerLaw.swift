/// Brokers that lack the listener by which clients come: they serve each other, and clients of other listeners, and nobody here is told
/// where they are (`KRaftMetadataCache.getAliveEndpoint`, `getAliveBrokerNodes`).
extension LabCluster {
    /// Whether a broker has the listener of those who ask.
    func isReachedByClients(_ id: Int32) -> Bool { brokers[id]?.lacksListener == false }

    /// The brokers that a client is told of: live ones with its listener, ascending.
    var listedBrokers: [LabBroker] { liveBrokers.filter { !$0.lacksListener } }

    /// The leader as a client is told: -1 where there is none, and where it lacks the listener.
    func toldLeader(of partition: LabPartition) -> Int32 { isReachedByClients(partition.leader) ? partition.leader : -1 }
}
