import Engine
import KafkaClient
import KafkaLab
import KafkaPrimitives
import Language
import Network
import Platform
import Testing

/// Addresses of which some, or all, are no good. In virtual time: how long it takes is exact.
@Suite("Half-dead clusters")
struct HalfDeadTests {
    private let timeout = 2_000_000_000

    /// A healthy lab of three brokers, and at "strange:9092" something else; `bootstrap` names what the client is told.
    private func world(_ strange: StrangePeer?, _ bootstrap: String...) throws -> (KafkaCluster, SimulatedLoop, LabPeers) {
        let loop = SimulatedLoop(seed: 1)
        let peers = LabPeers(cluster: LabCluster(scenario: try #require(Scenario.named("healthy")), version: .newest))
        peers.join(loop)
        if let strange { loop.add(strange, at: [Endpoint(host: "strange", port: 9092)]) }
        let client = Client(loop: loop, bootstrap: bootstrap.compactMap { Endpoint($0) }, softwareVersion: "test")
        return (KafkaCluster(client: client, identityTimeout: timeout), loop, peers)
    }

    private func partitions(_ cluster: KafkaCluster) throws -> Table {
        let request = SourceRequest(source: "partitions", columns: ["leader", "underReplicated"])
        return try cluster.read([request], timing: ReadTiming(requestTimeout: timeout))[0]
    }

    /// What a look ends with where nobody can be asked.
    private func failure(_ cluster: KafkaCluster) -> ClusterFailure? {
        do {
            _ = try partitions(cluster)
            return nil
        } catch { return error as? ClusterFailure }
    }

    @Test(
        "one bad address beside a good one costs nothing but a moment",
        arguments: [
            [UInt8]?.none, [], Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8), [0, 0, 0, 12] + [UInt8](repeating: 0xEE, count: 12),
        ])
    func oneGood(says: [UInt8]?) throws {
        let (cluster, loop, _) = try world(says.map { StrangePeer(saying: $0) }, "strange:9092", "lab-3:9092")
        let begin = loop.now
        let table = try partitions(cluster)
        #expect(table.missing.isEmpty && table.undecided.isEmpty && table.decided.count > 36)
        #expect(begin.duration(to: loop.now) < .nanoseconds(timeout))
    }

    @Test("all dead: each address with its own reason")
    func allDead() throws {
        let (cluster, loop, peers) = try world(nil, "lab-1:9092", "nowhere:9092")
        loop.perform(peers.apply(.crash(1), now: loop.now), of: peers)
        guard case .outOfReach(let why)? = failure(cluster) else {
            Issue.record("not out of reach")
            return
        }
        #expect(why.hasPrefix("no broker answers (lab-1:9092: connection refused; nowhere:9092: "))
        #expect(loop.now < Instant.zero.advanced(by: .nanoseconds(2 * timeout)))
    }

    @Test("all frozen: each address, within twice the time")
    func allFrozen() throws {
        let (cluster, loop, peers) = try world(nil, "lab-1:9092", "lab-2:9092", "lab-3:9092")
        for broker: Int32 in 1...3 { loop.perform(peers.apply(.freeze(broker), now: loop.now), of: peers) }
        let begin = loop.now
        guard case .outOfReach(let why)? = failure(cluster) else {
            Issue.record("not out of reach")
            return
        }
        #expect(why == "lab-1:9092,lab-2:9092,lab-3:9092: no answer to Metadata in 2s")
        #expect(begin.duration(to: loop.now) <= .nanoseconds(2 * timeout))
    }

    @Test(
        "what is no broker is called so",
        arguments: [
            (Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8), "strange:9092: what it sends is not Kafka's protocol"),
            ([0, 0, 0, 12] + [UInt8](repeating: 0xEE, count: 12), "strange:9092: answered garbage: "),
            ([], "strange:9092: no answer to Metadata in 2s"),
        ])
    func strange(says: [UInt8], words: String) throws {
        let (cluster, loop, _) = try world(StrangePeer(saying: says), "strange:9092")
        let begin = loop.now
        guard case .outOfReach(let why)? = failure(cluster) else {
            Issue.record("not out of reach")
            return
        }
        #expect(why.hasPrefix(words), "\(why)")
        #expect(begin.duration(to: loop.now) <= .nanoseconds(2 * timeout))
    }

    @Test("a TLS port is called one")
    func secured() throws {
        // An alert of TLS 1.2: fatal, internal error.
        let (cluster, _, _) = try world(StrangePeer(saying: [0x15, 3, 3, 0, 2, 2, 80]), "strange:9092")
        guard case .secured(let why)? = failure(cluster) else {
            Issue.record("not secured")
            return
        }
        #expect(why.contains("TLS") && why.contains("strange:9092"))
    }

    @Test("a broker that babbles or hangs takes only its own facts", arguments: [AnswerFault.Kind.garble, .drop, .closeBefore])
    func oneSick(kind: AnswerFault.Kind) throws {
        let (cluster, loop, peers) = try world(nil, "lab-1:9092")
        _ = try partitions(cluster)
        peers.add(AnswerFault(kind, broker: 3, api: 35, times: 50))
        let begin = loop.now
        let dirs = try cluster.read(
            [SourceRequest(source: "logDirs", columns: ["replicas"])], timing: ReadTiming(requestTimeout: timeout))[0]
        #expect(dirs.missing.map(\.broker) == [3])
        #expect(dirs.decided.count == 4)
        #expect(begin.duration(to: loop.now) <= .nanoseconds(2 * timeout))
    }
}
