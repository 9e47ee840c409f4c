import KafkaClient
import KafkaMessages
import KafkaWire
import Network
import Platform
import Testing

@Suite struct ClientTests {
    @Test("the first question connects, negotiates, asks, and learns the cluster's brokers")
    func first() throws {
        let world = World(bootstrap: ["b2"])
        let answer = try world.client.ask(MetadataRequest(topics: [], allowAutoTopicCreation: false), deadline: world.deadline()).get()
        #expect(answer.value.clusterId == "scripted")
        #expect(answer.arrival.version == 13)
        #expect(world.client.view.brokerIDs == [1, 2, 3])
        #expect(world.client.view.mode == .kraft)
        // The bootstrap address is broker 2's own: its connection is broker 2's.
        _ = try world.client.ask(ListGroupsRequest(), to: .broker(2), deadline: world.deadline()).get()
        #expect(world.peer.connectionCount == 1)
        #expect(world.client.health(of: 2).verdict == .yes)
    }

    @Test("who was greeted has shaken hands when the first question comes, on the connection that it takes")
    func greeted() throws {
        let world = World()
        world.client.greet()
        world.client.pause(until: world.deadline(1))
        #expect(world.peer.connectionCount == 1 && world.client.versions(of: 1) == nil)
        world.client.beginEvaluation()
        let answer = try world.client.ask(MetadataRequest(topics: [], allowAutoTopicCreation: false), deadline: world.deadline()).get()
        #expect(answer.value.clusterId == "scripted" && world.client.versions(of: 1) != nil)
        #expect(world.peer.connectionCount == 1 && world.peer.log == ["1:Metadata"])
    }

    @Test("where something will be forwarded, its connection is made as the first question comes; with ZooKeeper to the controller, later")
    func greetedForForwarding() throws {
        let world = World()
        world.client.greet()
        world.client.pause(until: world.deadline(1))
        world.client.beginEvaluation(forwards: true)
        world.client.pause(until: world.deadline(1))
        #expect(world.peer.connectionCount == 2 && world.peer.log.isEmpty)
        _ = try world.client.ask(ListPartitionReassignmentsRequest(), to: .controller, deadline: world.deadline()).get()
        #expect(world.peer.connectionCount == 2 && world.peer.log == ["1:Metadata", "1:ListPartitionReassignments"])
        let old = World()
        old.peer.isZooKeeper = true
        old.client.greet()
        old.client.pause(until: old.deadline(1))
        old.client.beginEvaluation(forwards: true)
        old.client.pause(until: old.deadline(1))
        #expect(old.peer.connectionCount == 1)
    }

    @Test("a greeting in vain changes nothing for the first question", arguments: [SimulatedLink.State.frozen, .cut, .refusing])
    func greetedInVain(state: SimulatedLink.State) throws {
        let world = World()
        world.set(state, 1)
        world.client.greet()
        world.client.beginEvaluation()
        let answer = try world.client.ask(DescribeClusterRequest(), deadline: world.deadline()).get()
        #expect(answer.value.clusterId == "scripted" && world.elapsed < .seconds(1))
        let alone = World(bootstrap: ["b1"])
        alone.set(.refusing, 1)
        alone.client.greet()
        alone.client.beginEvaluation()
        let failure = alone.client.ask(DescribeClusterRequest(), deadline: alone.deadline()).failure
        #expect(failure?.description.contains("connection refused") == true)
    }

    @Test("all brokers are asked at once, a row for each; a dead one fails only its own")
    func fanOut() throws {
        let world = World()
        world.set(.refusing, 2)
        let rows = try world.client.askAllBrokers(deadline: world.deadline()) { _ in ListGroupsRequest() }
        #expect(rows.map(\.broker) == [1, 2, 3])
        #expect(rows[0].result.value?.value.groups.map(\.groupId) == ["group-of-1"])
        #expect(rows[2].result.value?.value.groups.map(\.groupId) == ["group-of-3"])
        #expect(rows[1].result.failure?.mayHaveBeenSent == false)
        #expect(rows[1].result.failure?.description == "broker 2 (b2:9092): ListGroups has no answer: connection refused")
        #expect(world.client.health(of: 2).verdict == .refused)
    }

    @Test("a hanging broker costs its deadline once in an evaluation, and nobody else")
    func hanging() throws {
        let world = World()
        _ = try world.client.refreshMetadata(deadline: world.deadline()).get()
        world.set(.frozen, 3)
        let rows = try world.client.askAllBrokers(deadline: world.deadline()) { _ in ListGroupsRequest() }
        #expect(rows.map { $0.result.failure == nil } == [true, true, false])
        #expect(rows[2].result.failure?.description == "broker 3 (b3:9092): no answer to ListGroups in 5s")
        let before = world.elapsed
        #expect(before >= .seconds(5) && before < .seconds(6))
        let again = world.client.ask(ListGroupsRequest(), to: .broker(3), deadline: world.deadline())
        #expect(again.failure?.isConnectionFailure == true)
        #expect(world.elapsed == before)
        #expect(world.client.health(of: 3).verdict == .no)
        // Later, it is tried again.
        world.set(.up, 3)
        world.client.pause(until: world.deadline(6))
        world.client.beginEvaluation()
        #expect(world.client.ask(ListGroupsRequest(), to: .broker(3), deadline: world.deadline()).failure == nil)
    }

    @Test(
        "a read that any broker can answer does not wait for a bootstrap broker that hangs",
        arguments: [SimulatedLink.State.frozen, .cut, .refusing])
    func bootstrapFallsOver(state: SimulatedLink.State) throws {
        let world = World()
        world.set(state, 1)
        let answer = try world.client.ask(DescribeClusterRequest(), deadline: world.deadline()).get()
        #expect(answer.value.clusterId == "scripted")
        #expect(world.elapsed < .seconds(1))
    }

    @Test("a broker that freezes under an open connection is left after a second")
    func hedge() throws {
        let world = World()
        _ = try world.client.refreshMetadata(deadline: world.deadline()).get()
        world.set(.frozen, 1)
        _ = try world.client.ask(DescribeClusterRequest(), deadline: world.deadline()).get()
        #expect(world.elapsed >= .seconds(1) && world.elapsed < .seconds(2))
        // The next question does not go there first.
        let before = world.elapsed
        _ = try world.client.ask(DescribeClusterRequest(), deadline: world.deadline()).get()
        #expect(world.elapsed - before < .milliseconds(100))
    }

    @Test("when no bootstrap address answers, the failure names each and why, within the deadline")
    func nobody() {
        let world = World(bootstrap: ["b1", "b2", "nowhere"])
        world.set(.refusing, 1)
        world.set(.cut, 2)
        let failure = world.client.ask(DescribeClusterRequest(), deadline: world.deadline(2)).failure
        #expect(
            failure?.description
                == "b1:9092,b2:9092,nowhere:9092: DescribeCluster has no answer: no broker answers (b1:9092: connection refused; "
                + "b2:9092: no answer in 2s; nowhere:9092: connection refused)")
        #expect(world.elapsed == .seconds(2))
    }

    @Test("garbage and TLS alerts are said to be what they are")
    func babble() throws {
        let world = World(bootstrap: ["b1"])
        world.peer.behaviour = [1: .garbage]
        let garbage = world.client.ask(DescribeClusterRequest(), deadline: world.deadline()).failure
        guard case .wireFault = garbage?.reason else {
            Issue.record("not garbage: \(String(describing: garbage))")
            return
        }
        let other = World(bootstrap: ["b1"])
        other.peer.behaviour = [1: .tls]
        let tls = other.client.ask(DescribeClusterRequest(), deadline: other.deadline()).failure
        #expect(tls?.description.contains("this port speaks TLS") == true)
        let third = World(bootstrap: ["b1"])
        third.peer.behaviour = [1: .closesAfterHandshake]
        let sasl = third.client.ask(DescribeClusterRequest(), deadline: third.deadline()).failure
        #expect(sasl?.description.contains("wants SASL") == true)
    }

    @Test("what is forwarded has a connection of its own, and does not hold up the rest")
    func lanes() throws {
        let world = World(bootstrap: ["b1"])
        world.peer.behaviour = [1: .mute(from: 46)]
        let forwarded = world.client.send(ListPartitionReassignmentsRequest(), to: .broker(1), deadline: world.deadline())
        let direct = world.client.send(ListGroupsRequest(), to: .broker(1), deadline: world.deadline())
        #expect(world.client.take(direct).failure == nil)
        #expect(world.elapsed < .seconds(1))
        #expect(world.client.take(forwarded).failure?.reason == .deadline(after: .seconds(5)))
        #expect(world.client.health(of: 1).verdict == .yes)
    }

    @Test("a read is repeated once on a fresh connection, a mutation is not, and says that it may have been sent")
    func losses() throws {
        let world = World(bootstrap: ["b1"])
        _ = try world.client.refreshMetadata(deadline: world.deadline()).get()
        world.peer.behaviour = [1: .closesOnce(at: 16)]
        #expect(world.client.ask(ListGroupsRequest(), to: .broker(1), deadline: world.deadline()).failure == nil)
        world.peer.behaviour = [1: .closesOnce(at: 44)]
        let failure = world.client.ask(IncrementalAlterConfigsRequest(), to: .broker(1), deadline: world.deadline()).failure
        #expect(failure?.mayHaveBeenSent == true)
        #expect(failure?.lastByteLeft != nil)
        #expect(world.peer.log.filter { $0.contains("IncrementalAlterConfigs") }.count == 1)
    }

    @Test("a mutation goes to another broker only where nothing has left")
    func mutationElsewhere() {
        let world = World(bootstrap: ["b1", "b2"])
        world.set(.refusing, 1)
        #expect(world.client.ask(IncrementalAlterConfigsRequest(), to: .controller, deadline: world.deadline()).failure == nil)
        #expect(world.peer.log == ["2:Metadata", "2:IncrementalAlterConfigs"])
    }

    @Test("with ZooKeeper the controller is the broker that Metadata names")
    func zookeeper() throws {
        let world = World(bootstrap: ["b1"])
        world.peer.isZooKeeper = true
        world.peer.controllerID = 3
        _ = try world.client.ask(IncrementalAlterConfigsRequest(), to: .controller, deadline: world.deadline()).get()
        #expect(world.client.view.mode == .zookeeper)
        #expect(world.peer.log.last == "3:IncrementalAlterConfigs")
    }

    @Test("a broker that nobody lists is an unknown broker, not a hang")
    func unknownBroker() {
        let world = World()
        let failure = world.client.ask(ListGroupsRequest(), to: .broker(9), deadline: world.deadline()).failure
        #expect(failure?.reason == .unknownBroker("the cluster lists no broker 9"))
        #expect(world.elapsed < .seconds(1))
    }

    @Test("coordinators are found in one request, or one by one where the broker knows no batches")
    func coordinators() {
        let world = World()
        let found = world.client.findCoordinators(["a", "b"], deadline: world.deadline())
        #expect(found == ["a": .success(3), "b": .success(3)])
        #expect(world.peer.log == ["1:Metadata", "1:FindCoordinator"])
        let old = World()
        old.peer.maxVersions = [10: 3]
        #expect(old.client.findCoordinators(["a", "b"], deadline: old.deadline()) == ["a": .success(3), "b": .success(3)])
        #expect(old.peer.log.count { $0.contains("FindCoordinator") } == 2)
    }

    @Test("a coordinator that is being chosen is asked for again")
    func coordinatorRetry() {
        let world = World()
        world.peer.coordinatorErrors = 2
        #expect(world.client.findCoordinators(["a"], deadline: world.deadline()) == ["a": .success(3)])
        #expect(world.peer.log.count { $0.contains("FindCoordinator") } == 3)
    }

    @Test("retriable errors in a read are asked again as the policy says, until the deadline")
    func retry() throws {
        let world = World()
        world.peer.coordinatorErrors = 3
        let policy = RetryPolicy<FindCoordinatorResponse> { $0.coordinators.first?.errorCode ?? .none }
        let answer = world.client.ask(
            FindCoordinatorRequest(coordinatorKeys: ["a"]), deadline: world.deadline(), versions: 4...6, retry: policy)
        #expect(answer.value?.value.coordinators.first?.nodeId == 3)
        #expect(answer.value?.value.coordinators.first?.errorCode == ErrorCode.none)
        #expect(world.elapsed >= .milliseconds(700))
    }

    @Test("a field that the negotiated version cannot carry is a failure, and nothing is sent")
    func notSendable() {
        let world = World(bootstrap: ["b1"])
        world.peer.maxVersions = [60: 1]
        let failure = world.client.ask(DescribeClusterRequest(includeFencedBrokers: true), deadline: world.deadline()).failure
        guard case .fieldNotSendable = failure?.reason else {
            Issue.record("sent: \(String(describing: failure))")
            return
        }
        #expect(failure?.mayHaveBeenSent == false)
        #expect(world.peer.log == [])
        // What it speaks counts once it is known to be of a cluster.
        #expect(!world.client.supports(60, version: 1))
        #expect(world.client.refreshMetadata(deadline: world.deadline()).failure == nil)
        #expect(world.client.supports(60, version: 1))
        #expect(!world.client.supports(60, version: 2))
    }

    @Test("Ctrl-C fails what hangs, keeps what is there, and the next evaluation works")
    func interrupt() throws {
        let world = World()
        _ = try world.client.refreshMetadata(deadline: world.deadline()).get()
        world.set(.frozen, 3)
        world.loop.schedule(.interrupt, at: world.deadline(2))
        let good = world.client.send(ListGroupsRequest(), to: .broker(2), deadline: world.deadline(30))
        let hanging = world.client.send(ListGroupsRequest(), to: .broker(3), deadline: world.deadline(30))
        #expect(world.client.wait() == .interrupted)
        #expect(world.client.take(good).failure == nil)
        #expect(world.client.take(hanging).failure?.reason == .interrupted)
        #expect(world.elapsed < .seconds(3))
        #expect(world.client.takeUnclaimed() == [.signal(.interrupt)])
        #expect(world.client.ask(ListGroupsRequest(), to: .broker(2), deadline: world.deadline()).failure?.reason == .interrupted)
        world.client.beginEvaluation()
        #expect(world.client.ask(ListGroupsRequest(), to: .broker(2), deadline: world.deadline()).failure == nil)
    }

    @Test("shielded signals break nothing off, and are kept; one more does")
    func shielded() throws {
        let world = World()
        _ = try world.client.refreshMetadata(deadline: world.deadline()).get()
        world.set(.frozen, 3)
        for second in [2, 4] { world.loop.schedule(.interrupt, at: world.deadline(second)) }
        world.client.shieldedSignals = 1
        let hanging = world.client.send(ListGroupsRequest(), to: .broker(3), deadline: world.deadline(30))
        #expect(world.client.take(hanging).failure?.reason == .interrupted)
        #expect(world.elapsed >= .seconds(4) && world.elapsed < .seconds(5))
        #expect(world.client.takeUnclaimed() == [.signal(.interrupt), .signal(.interrupt)])
    }

    @Test("a request to an address goes there and nowhere else; whoever listens there becomes no broker")
    func node() throws {
        let world = World()
        _ = try world.client.refreshMetadata(deadline: world.deadline()).get()
        let before = world.client.knownBrokerIDs
        let place = try #require(world.client.endpoint(of: 2))
        #expect(world.client.ask(ListGroupsRequest(), to: .node(place), deadline: world.deadline()).failure == nil)
        #expect(world.client.knownBrokerIDs == before)
        let nobody = world.client.ask(ListGroupsRequest(), to: .node(Endpoint(host: "nowhere", port: 1)), deadline: world.deadline())
        #expect(nobody.failure?.mayHaveBeenSent == false)
        #expect(world.client.ask(ListGroupsRequest(), deadline: world.deadline()).failure == nil)
    }

    @Test("a decoder of the caller's reads the raw body; what it leaves behind is a fault")
    func rawDecoder() {
        let world = World()
        let ticket = world.client.send(ListGroupsRequest(), to: .broker(1), deadline: world.deadline()) { reader, version in
            ListGroupsResponse(from: &reader, version: version).groups.count
        }
        #expect(world.client.take(ticket).value == 1)
        let lazy = world.client.send(ListGroupsRequest(), to: .broker(1), deadline: world.deadline()) { _, _ in 0 }
        guard case .wireFault = world.client.take(lazy).failure?.reason else {
            Issue.record("bytes were left over, and nobody noticed")
            return
        }
    }

    @Test("a request whose deadline has come already is not sent, and harms no connection")
    func tooLate() throws {
        let world = World(bootstrap: ["b1"])
        _ = try world.client.refreshMetadata(deadline: world.deadline()).get()
        let count = world.loop.sendCount
        let failure = world.client.ask(IncrementalAlterConfigsRequest(), to: .broker(1), deadline: world.loop.now).failure
        #expect(failure?.reason == .deadline(after: .zero))
        #expect(failure?.mayHaveBeenSent == false)
        #expect(world.loop.sendCount == count)
        #expect(world.client.ask(ListGroupsRequest(), to: .broker(1), deadline: world.deadline()).failure == nil)
        #expect(world.peer.connectionCount == 1)
    }

    @Test("brokers that are no longer listed are probed, too, each once in an evaluation")
    func probe() throws {
        let world = World()
        _ = try world.client.refreshMetadata(deadline: world.deadline()).get()
        world.peer.listed = [1, 3]
        world.set(.refusing, 2)
        _ = try world.client.refreshMetadata(deadline: world.deadline()).get()
        #expect(world.client.view.brokerIDs == [1, 3])
        #expect(world.client.knownBrokerIDs == [1, 2, 3])
        world.client.probe(deadline: world.deadline())
        #expect([1, 2, 3].map { world.client.health(of: $0).verdict } == [.yes, .refused, .yes])
        let count = world.loop.sendCount
        world.client.probe(deadline: world.deadline())
        #expect(world.loop.sendCount == count)
    }

    @Test("events that are not the client's reach their owner")
    func foreign() {
        let world = World()
        let timer = world.loop.wake(at: world.deadline(1))
        world.client.pause(until: world.deadline(2))
        #expect(world.client.turn(until: nil) == [.wake(timer)])
    }

    /// Faulty networks: every ticket is settled by its deadline, and the same seed gives the same story.
    @Test("whatever the network does, each ticket is settled in time, and the seed decides the story", arguments: 0..<4)
    func faulty(block: Int) {
        func run(_ seed: UInt64) -> [String] {
            let world = World(
                seed: seed,
                link: SimulatedLink(
                    latency: .milliseconds(1), jitter: .milliseconds(3), fragments: true, closesPerMille: 40, mutesPerMille: 15,
                    delaysPerMille: 60, maximumDelay: .seconds(8)))
            var generator = SeededGenerator(seed: seed)
            for _ in 0..<6 {
                world.client.beginEvaluation()
                let deadline = world.deadline(1 + generator.below(5))
                var tickets: [any PendingTicket] = []
                for _ in 0..<(1 + generator.below(6)) {
                    let id = BrokerID(1 + generator.below(3))
                    switch generator.below(5) {
                    case 0: tickets.append(world.client.send(DescribeClusterRequest(), deadline: deadline))
                    case 1: tickets.append(world.client.send(ListPartitionReassignmentsRequest(), to: .controller, deadline: deadline))
                    case 2: tickets.append(world.client.send(IncrementalAlterConfigsRequest(), to: .broker(id), deadline: deadline))
                    default: tickets.append(world.client.send(ListGroupsRequest(), to: .broker(id), deadline: deadline))
                    }
                }
                world.client.wait()
                #expect(tickets.allSatisfy { $0.isSettled }, "seed \(seed)")
                #expect(world.loop.now <= deadline, "seed \(seed)")
            }
            return world.loop.trace
        }
        for seed in 0..<10 {
            let number = UInt64(block * 100 + seed)
            #expect(run(number) == run(number))
        }
    }
}
