import KafkaClient
import KafkaPrimitives
import Network
import Testing

@testable import KafkaLab

/// The lab in virtual time: three brokers, no topics but Kafka's own.
@MainActor
final class LabUnderTest: ClusterUnderTest {
    let mend: KafkaCluster
    let peers: LabPeers
    private let loop: SimulatedLoop

    var release: KafkaRelease { peers.cluster.release }

    init(release: String) throws {
        let bare = Scenario(name: "bare", summary: "three brokers, nothing on them", brokers: [1, 2, 3]) { cluster in
            cluster.addBrokers([1, 2, 3])
            cluster.addOffsetsTopic(on: [1, 2, 3], copies: 2)
        }
        loop = SimulatedLoop(seed: 1)
        peers = LabPeers(cluster: LabCluster(scenario: bare, version: try #require(KafkaRelease(release))))
        peers.join(loop)
        mend = KafkaCluster(client: Client(loop: loop, bootstrap: peers.sortedEndpoints, softwareVersion: "test"))
        mend.register { KafkaEffects.all(on: $0) }
        _ = try mend.identity()
    }

    private func apply(_ fault: LabFault) { loop.perform(peers.apply(fault, now: loop.now), of: peers) }

    func kill(_ broker: Int32) { apply(.crash(broker)) }
    func start(_ broker: Int32) { apply(.start(broker)) }
    func freeze(_ broker: Int32) { apply(.freeze(broker)) }
    func thaw(_ broker: Int32) { apply(.thaw(broker)) }

    func createTopic(_ name: String, _ assignment: [[Int32]], configs: [NameKey: String]) {
        peers.cluster.addTopic(name, assignment.map { LabCluster.PartitionPlan(replicas: $0, records: 0) }, configs: configs)
    }

    func startConsumer(group: String, topic: String) {
        peers.cluster.addGroup(group, topics: [topic], members: 1, memberRate: 100)
    }

    func stopConsumers() {}
}
