import KafkaClient
import KafkaLab
import KafkaMessages
import KafkaWire
import Network
import Platform
import Testing

/// The client against the lab, in virtual time: two programs that share the wire's definitions and nothing else.
@Suite struct ClientOnLabTests {
    func world(_ name: String, _ release: KafkaRelease = .newest, seed: UInt64 = 1) throws -> (SimulatedLoop, LabPeers, Client) {
        let scenario = try #require(Scenario.named(name))
        let loop = SimulatedLoop(seed: seed)
        let peers = LabPeers(cluster: LabCluster(scenario: scenario, version: release))
        peers.join(loop)
        let client = Client(loop: loop, bootstrap: peers.sortedEndpoints, softwareVersion: "0.1")
        client.beginEvaluation()
        return (loop, peers, client)
    }

    @Test(
        "brokers, groups of each and coordinators are found in every release",
        arguments: ["2.4", "2.8", "3.3", "3.9", "4.0", "4.3"])
    func releases(name: String) throws {
        let release = try #require(KafkaRelease(name))
        let (_, peers, client) = try world("consumerLag", release)
        let deadline = client.deadline(in: .seconds(10))
        let metadata = try client.refreshMetadata(topics: nil, deadline: deadline).get()
        #expect(metadata.brokers.count == peers.cluster.brokerIDs.count)
        #expect(client.view.mode == (release.isKRaft ? .kraft : .zookeeper))
        let rows = try client.askAllBrokers(deadline: deadline) { _ in ListGroupsRequest() }
        let groups = Set(rows.flatMap { $0.result.value?.value.groups.map(\.groupId) ?? [] })
        #expect(rows.allSatisfy { $0.result.failure == nil })
        #expect(!groups.isEmpty)
        let coordinators = client.findCoordinators(groups.sorted(), deadline: deadline)
        #expect(coordinators.values.allSatisfy { $0.failure == nil })
        let moves = client.ask(ListPartitionReassignmentsRequest(topics: nil), to: .controller, deadline: deadline)
        #expect(moves.value?.value.errorCode == ErrorCode.none)
    }

    @Test("with the controller gone only what is forwarded has no answer")
    func controllerLost() throws {
        let (loop, peers, client) = try world("healthy")
        let metadata = client.refreshMetadata(deadline: client.deadline(in: .seconds(5)))
        #expect(metadata.failure == nil)
        loop.perform(peers.apply(.loseController, now: loop.now), of: peers)
        client.pause(until: client.deadline(in: .seconds(20)))
        client.beginEvaluation()
        let start = loop.now
        let deadline = client.deadline(in: .seconds(5))
        let moves = client.send(ListPartitionReassignmentsRequest(topics: nil), to: .controller, deadline: deadline)
        let rows = try client.askAllBrokers(deadline: deadline) { _ in ListGroupsRequest() }
        #expect(rows.allSatisfy { $0.result.failure == nil })
        #expect(start.duration(to: loop.now) < .seconds(1))
        let failure = client.take(moves).failure
        #expect(failure?.reason == .deadline(after: .seconds(5)))
        #expect(start.duration(to: loop.now) == .seconds(5))
        #expect(client.health(of: 1).verdict == .yes)
    }

    @Test("a frozen broker's own facts fail at the deadline, the others' do not")
    func frozen() throws {
        let (loop, peers, client) = try world("healthy")
        _ = client.refreshMetadata(deadline: client.deadline(in: .seconds(5)))
        loop.perform(peers.apply(.freeze(2), now: loop.now), of: peers)
        let rows = try client.askAllBrokers(deadline: client.deadline(in: .seconds(3))) { _ in ListGroupsRequest() }
        #expect(rows.filter { $0.result.failure != nil }.map(\.broker) == [2])
        #expect(client.health(of: 2).verdict == .no)
    }
}

extension Result {
    fileprivate var failure: Failure? { if case .failure(let failure) = self { failure } else { nil } }
    fileprivate var value: Success? { if case .success(let value) = self { value } else { nil } }
}
