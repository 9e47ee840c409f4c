import KafkaMessages
import KafkaWire
import Network
import Platform
import Testing

@testable import KafkaClient

/// Who answers? Addresses that lead to another broker, or to another cluster. The sentence by which a broker says that it is another is
/// Kafka's own (`AdminManager.describeConfigs`, 2.4 to 4.3).
@Suite struct IdentityTests {
    private func listing(_ world: World, _ broker: BrokerID) -> Result<Answered<ListGroupsResponse>, RequestFailure> {
        world.client.ask(ListGroupsRequest(), to: .broker(broker), deadline: world.deadline())
    }

    private func change(_ world: World, _ destination: Destination) -> RequestFailure? {
        world.client.ask(IncrementalAlterConfigsRequest(), to: destination, deadline: world.deadline()).failure
    }

    private func changes(_ world: World) -> [String] { world.peer.log.filter { $0.contains("IncrementalAlterConfigs") } }

    @Test("each connection asks who answers in the flight of its first request; where that is Metadata it tells the cluster itself")
    func asksOnce() throws {
        let world = World(bootstrap: ["b1"])
        _ = try world.client.refreshMetadata(deadline: world.deadline()).get()
        #expect(world.peer.log == ["1:Metadata"] && world.peer.proofs.isEmpty)
        for _ in 0..<3 { for broker: BrokerID in [1, 2, 3] { _ = try listing(world, broker).get() } }
        #expect(world.peer.proofs == ["1:DescribeConfigs", "2:DescribeConfigs", "3:DescribeConfigs"])
        #expect(world.peer.log.filter { $0.contains("Metadata") } == ["1:Metadata", "2:Metadata", "3:Metadata"])
        #expect(try listing(world, 2).get().arrival.broker.id == 2)
    }

    @Test("one address for three brokers: only the one that answers is believed, and no change goes to another")
    func oneForAll() throws {
        let world = World(bootstrap: ["b1"])
        world.peer.misrouted = [2: 1, 3: 1]
        let rows = try world.client.askAllBrokers(deadline: world.deadline()) { _ in ListGroupsRequest() }
        #expect(rows[0].result.value?.value.groups.map(\.groupId) == ["group-of-1"])
        #expect(rows[1].result.failure?.reason == .identity(.otherBroker(wanted: 2, told: 1), at: "b2:9092"))
        #expect(
            rows[2].result.failure?.description
                == "broker 3 (b3:9092): ListGroups has no answer to believe: who answers at b3:9092 is not broker 3, but broker 1")
        #expect(world.client.health(of: 1).verdict == .yes && world.client.health(of: 2).verdict == .unproved)
        let failure = change(world, .broker(2))
        #expect(failure?.reason == .identity(.otherBroker(wanted: 2, told: 1), at: "b2:9092"))
        #expect(failure?.mayHaveBeenSent == false)
        // What any broker may answer is answered there, too; but nobody says that it was broker 2.
        #expect(world.client.ask(DescribeClusterRequest(), deadline: world.deadline()).failure == nil)
        #expect(changes(world).isEmpty)
    }

    @Test("a connection to a misled address that has been open for others sends no change to the wrong broker")
    func firstIsChange() throws {
        let world = World(bootstrap: ["b1"])
        _ = try world.client.refreshMetadata(deadline: world.deadline()).get()
        world.peer.misrouted = [2: 3]
        #expect(change(world, .broker(2))?.mayHaveBeenSent == false)
        #expect(changes(world).isEmpty)
        #expect(change(world, .broker(3)) == nil)
        #expect(changes(world) == ["3:IncrementalAlterConfigs"])
    }

    @Test("a change waits for the proof: where it does not come, nothing has left")
    func changeWaits() throws {
        let world = World(bootstrap: ["b1"])
        _ = try world.client.refreshMetadata(deadline: world.deadline()).get()
        // DescribeConfigs, and all that comes after it.
        world.peer.behaviour = [2: .mute(from: 32)]
        let failure = change(world, .broker(2))
        #expect(failure?.isConnectionFailure == true && failure?.mayHaveBeenSent == false)
        #expect(changes(world).isEmpty)
    }

    @Test("an address of another cluster: its answers are not believed, its list of brokers is not learned, no change goes there")
    func otherCluster() throws {
        let world = World(bootstrap: ["b1"])
        _ = try world.client.refreshMetadata(deadline: world.deadline()).get()
        world.peer.clusters = [2: "elsewhere"]
        world.peer.listed = [1, 2, 3, 9]
        #expect(
            listing(world, 2).failure?.description
                == "broker 2 (b2:9092): ListGroups has no answer to believe: who answers at b2:9092 is of cluster elsewhere, not of scripted"
        )
        #expect(world.client.view.clusterID == "scripted" && world.client.view.brokerIDs == [1, 2, 3])
        #expect(change(world, .broker(2))?.mayHaveBeenSent == false)
        #expect(changes(world).isEmpty)
        #expect(listing(world, 3).failure == nil)
    }

    @Test("bootstrap addresses of two clusters: the one that answers first is meant, the other never asked for anything")
    func twoClusters() throws {
        let world = World(bootstrap: ["b1", "b2"])
        world.peer.clusters = [2: "elsewhere"]
        world.peer.listed = [1]
        for _ in 0..<3 {
            world.client.beginEvaluation()
            #expect(world.client.ask(DescribeClusterRequest(), deadline: world.deadline()).value?.value.clusterId == "scripted")
            #expect(change(world, .controller) == nil)
        }
        #expect(changes(world) == Array(repeating: "1:IncrementalAlterConfigs", count: 3))
        world.set(.refusing, 1)
        world.client.beginEvaluation()
        let failure = change(world, .controller)
        #expect(failure?.mayHaveBeenSent == false)
        #expect(failure?.description.contains("of cluster elsewhere, not of scripted") == true)
        #expect(changes(world).count == 3)
    }

    @Test("a target that changes between connections is found out, and found right again")
    func changedTarget() throws {
        let world = World(bootstrap: ["b1"])
        _ = try world.client.refreshMetadata(deadline: world.deadline()).get()
        #expect(listing(world, 2).value?.value.groups.map(\.groupId) == ["group-of-2"])
        // The connection breaks under the request, which is asked once more, of whoever is there then.
        world.peer.misrouted = [2: 1]
        world.peer.behaviour = [2: .closesOnce(at: 16)]
        #expect(listing(world, 2).failure?.reason == .identity(.otherBroker(wanted: 2, told: 1), at: "b2:9092"))
        #expect(change(world, .broker(2))?.mayHaveBeenSent == false)
        #expect(changes(world).isEmpty)
        world.peer.misrouted = [:]
        world.client.beginEvaluation()
        #expect(listing(world, 2).value?.value.groups.map(\.groupId) == ["group-of-2"])
        #expect(change(world, .broker(2)) == nil)
        #expect(changes(world) == ["2:IncrementalAlterConfigs"])
        #expect(world.client.health(of: 2).verdict == .yes)
    }

    @Test("without the right to ask, what only that broker can tell is unknown, what another would refuse is believed, a list is in doubt")
    func withoutRight() throws {
        let world = World(bootstrap: ["b1"])
        world.peer.describesConfigs = false
        _ = try world.client.refreshMetadata(deadline: world.deadline()).get()
        let probe = world.client.ask(ApiVersionsRequest(), to: .broker(2), deadline: world.deadline()).failure
        #expect(probe?.reason == .identity(.notAuthorised(2), at: "b2:9092"))
        let listed = try listing(world, 2).get()
        #expect(listed.value.groups.map(\.groupId) == ["group-of-2"] && listed.arrival.doubt == .notAuthorised(2))
        // Settings of a broker: it looks itself whether it is the one that is named.
        #expect(change(world, .broker(2)) == nil)
        #expect(world.client.fixControllerRoute() == nil)
        // A right that is given meanwhile is used by the next evaluation, on the same connections.
        world.peer.describesConfigs = true
        world.client.beginEvaluation()
        #expect(world.client.ask(ApiVersionsRequest(), to: .broker(2), deadline: world.deadline()).failure == nil)
        #expect(try listing(world, 2).get().arrival.doubt == nil)
    }

    @Test("at an address that somebody named, a change waits for the cluster's proof as well")
    func controllersListener() throws {
        let world = World(bootstrap: ["b1"])
        _ = try world.client.refreshMetadata(deadline: world.deadline()).get()
        let address = Endpoint(host: "b3", port: 9092)
        world.peer.clusters = [3: "elsewhere"]
        #expect(
            change(world, .node(address))?.reason
                == .identity(.otherCluster(told: "elsewhere", wanted: "scripted"), at: "b3:9092"))
        #expect(changes(world).isEmpty)
        world.peer.clusters = [:]
        world.client.beginEvaluation()
        #expect(change(world, .node(address)) == nil)
        #expect(changes(world) == ["3:IncrementalAlterConfigs"])
    }

    @Test("an address that leads to a controller's own port fails what is asked there, and serves its broker when it leads there again")
    func controllersPort() throws {
        let world = World(bootstrap: ["b1"])
        _ = try world.client.refreshMetadata(deadline: world.deadline()).get()
        world.peer.behaviour = [2: .controller]
        for _ in 0..<2 {
            world.client.beginEvaluation()
            #expect(
                listing(world, 2).failure?.description
                    == "broker 2 (b2:9092): ListGroups has no answer to believe: which cluster it is of who answers at b2:9092 is not known: "
                    + "it does not speak Metadata in a version that tells: a controller's port, or no Kafka at all: give the address of a broker"
            )
        }
        world.peer.behaviour = [:]
        world.client.beginEvaluation()
        #expect(listing(world, 2).value?.value.groups.map(\.groupId) == ["group-of-2"])
        #expect(world.client.health(of: 2).verdict == .yes)
    }

    @Test("the id that a broker tells is read out of Kafka's sentence, and out of no other")
    func toldID() {
        #expect(ProofState.idToldIn("Unexpected broker id, expected 12 or empty string, but received 2") == 12)
        for other in [nil, "", "expected", "expected nothing", "Broker id must be an integer, but it is: a"] {
            #expect(ProofState.idToldIn(other) == nil)
        }
    }
}
