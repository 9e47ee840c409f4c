import KafkaClient
import KafkaMessages
import KafkaWire
import Network
import Platform
import Testing

/// Scripted brokers on real sockets, served by a task of their own until `stop`.
struct SocketBrokers {
    let ports: [UInt16]
    private let stopEnd: FileDescriptor

    /// Starts one broker for each behaviour, with ids from 1.
    init(_ behaviours: [ScriptedBrokers.Behaviour]) throws {
        let ports = try FileDescriptor.pipe()
        let stop = try FileDescriptor.pipe()
        Task.detached { Self.serve(behaviours, ports.writeEnd, stop.readEnd) }
        var bytes: [UInt8] = []
        while bytes.count < 2 * behaviours.count, let more = try ports.readEnd.read(), !more.isEmpty { bytes += more }
        ports.readEnd.close()
        self.ports = stride(from: 0, to: bytes.count - 1, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
        stopEnd = stop.writeEnd
    }

    func stop() { stopEnd.close() }

    func client(_ loop: any Loop = PollLoop(), dead: [UInt16] = []) -> Client {
        let bootstrap = (dead + ports).map { Endpoint(host: "127.0.0.1", port: $0) }
        let client = Client(loop: loop, bootstrap: bootstrap, softwareVersion: "0.1")
        client.beginEvaluation()
        return client
    }

    private static func serve(_ behaviours: [ScriptedBrokers.Behaviour], _ ports: FileDescriptor, _ stop: FileDescriptor) {
        let loop = PollLoop()
        let peer = ScriptedBrokers([:])
        let server = PeerServer(peer, loop: loop)
        var bytes: [UInt8] = []
        for (index, behaviour) in behaviours.enumerated() {
            guard let endpoint = try? server.listen(port: 0) else { continue }
            peer.endpoints[BrokerID(index + 1)] = endpoint
            peer.behaviour[BrokerID(index + 1)] = behaviour
            bytes += [UInt8(endpoint.port >> 8), UInt8(endpoint.port & 255)]
        }
        peer.listed = peer.endpoints.keys.sorted()
        try? ports.writeAll(bytes)
        ports.close()
        loop.watch(stop)
        while !server.turn(until: nil).contains(.readable(stop)) {}
        stop.close()
    }
}

@Suite(.serialized) struct SocketClientTests {
    @Test("over real sockets: handshake, brokers, a row from each")
    func good() throws {
        let brokers = try SocketBrokers([.good, .oldHandshake, .good])
        defer { brokers.stop() }
        let client = brokers.client()
        let rows = try client.askAllBrokers(deadline: client.deadline(in: .seconds(10))) { _ in ListGroupsRequest() }
        #expect(rows.map { $0.result.value?.value.groups.first?.groupId } == ["group-of-1", "group-of-2", "group-of-3"])
        #expect(client.health(of: 1).median != nil)
    }

    @Test("over real sockets: a hanging, a babbling and a dead broker fail alone, within the deadline")
    func bad() throws {
        let brokers = try SocketBrokers([.good, .mute(from: 18), .garbage, .tls])
        defer { brokers.stop() }
        let probe = try Socket.listen(port: 0)
        probe.descriptor.close()
        let client = brokers.client(dead: [probe.port])
        _ = try client.refreshMetadata(deadline: client.deadline(in: .seconds(5))).get()
        let start = client.loop.now
        let rows = try client.askAllBrokers(deadline: start.advanced(by: .milliseconds(700))) { _ in ListGroupsRequest() }
        #expect(start.duration(to: client.loop.now) < .seconds(5))
        #expect(rows.first?.result.failure == nil)
        #expect(rows.dropFirst().first?.result.failure?.description.hasSuffix("no answer to ListGroups in 700ms") == true)
        #expect(rows.dropFirst(2).first?.result.failure?.description.contains("not what Kafka's protocol says") == true)
        #expect(rows.last?.result.failure?.description.contains("speaks TLS") == true)
    }

    @Test("a name that cannot be looked up is said, with the name")
    func unresolved() {
        let client = Client(loop: PollLoop(), bootstrap: [Endpoint(host: "no-such-host.invalid", port: 9092)], softwareVersion: "0.1")
        let failure = client.ask(DescribeClusterRequest(), deadline: client.deadline(in: .seconds(8))).failure
        #expect(failure?.description.contains("no-such-host.invalid") == true)
    }
}

@Suite(.serialized, .enabled(if: SystemProcess.environment("KAFKA_BOOTSTRAP") != nil, "KAFKA_BOOTSTRAP is not set"))
struct RealClusterTests {
    func client() -> Client {
        let text = SystemProcess.environment("KAFKA_BOOTSTRAP") ?? ""
        let client = Client(
            loop: PollLoop(), bootstrap: text.split(separator: ",").compactMap { Endpoint(String($0)) }, softwareVersion: "0.1")
        client.beginEvaluation()
        return client
    }

    @Test("a real cluster: brokers, groups of each, coordinators, what is forwarded")
    func real() throws {
        let client = client()
        let deadline = client.deadline(in: .seconds(20))
        let metadata = try client.refreshMetadata(topics: nil, deadline: deadline).get()
        #expect(!metadata.brokers.isEmpty)
        let rows = try client.askAllBrokers(deadline: deadline) { _ in ListGroupsRequest() }
        #expect(rows.count == metadata.brokers.count)
        #expect(rows.allSatisfy { $0.result.failure == nil })
        let moves = client.ask(ListPartitionReassignmentsRequest(topics: nil), to: .controller, deadline: deadline)
        #expect(moves.value?.value.errorCode == ErrorCode.none)
        let coordinators = client.findCoordinators(["a", "b", "c"], deadline: deadline, patience: .seconds(15))
        #expect(coordinators.values.allSatisfy { $0.failure == nil })
        #expect(client.view.clusterID?.isEmpty == false)
    }
}
