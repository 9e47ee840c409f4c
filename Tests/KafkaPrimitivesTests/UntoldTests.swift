import Engine
import KafkaAdmin
import KafkaClient
import KafkaLab
import KafkaMessages
import KafkaWire
import Language
import Network
import Platform
import Testing

@testable import KafkaPrimitives

private func cause(_ value: Value?) -> String? { if case .unknown(let cause)? = value { cause.text } else { nil } }

/// What somebody did not tell is not known: nothing else takes its place.
@Suite("What is not told")
struct UntoldTests {
    @Test("the min.insync.replicas of what an untold leader leads is not that of the others", arguments: ["2.4", "3.9"])
    func minIsr(release: String) throws {
        let world = try LabWorld("healthy", release: release)
        for topic in world.peers.cluster.topics.values { topic.configs["min.insync.replicas"] = nil }
        world.apply(.dropListener(2))
        for row in try world.rows("partitions", "topic", "leader", "minIsr", "underMinIsr") where row["topic"] == .text("trip-events") {
            if cause(row["leader"]) != nil {
                #expect(cause(row["minIsr"]) == "its leader has no listener of this name" && cause(row["underMinIsr"]) != nil)
            } else {
                #expect(row["minIsr"] == .int(1))
            }
        }
        let topic = try #require(try world.rows("topics", "name", "minIsr", "tolerance").first { $0["name"] == .text("trip-events") })
        #expect(cause(topic["minIsr"]) == "its leader has no listener of this name" && cause(topic["tolerance"]) != nil)
    }

    @Test("a move that waits for a replica without our listener does not wait for a dead one, as far as is known")
    func waitsForDead() throws {
        let world = try EffectWorld(of: .sized(brokers: 5, topics: 2, partitions: 2, groups: 1), release: KafkaRelease(2, 4))
        for broker in world.lab.brokerIDs { world.lab.brokers[broker]?.dynamicConfigs["follower.replication.throttled.rate"] = "1" }
        world.lab.topics["topic-00001"]?.configs["follower.replication.throttled.replicas"] = "*"
        try #require(world.replicas("topic-00001", 0) == [2, 3, 4])
        #expect(world.lab.reassign("topic-00001", 0, to: [2, 3, 5]) == (.none, true))
        let columns: Set<NameKey> = ["waitsFor", "waitsForDead"]
        let before = try #require(try world.read("reassignments", columns).first)
        #expect(before["waitsFor"] == .set(ListValue([.int(5)])) && before["waitsForDead"] == .bool(false))
        // What shows that broker 5 is there: something that it leads, and nobody tells so.
        world.lab.partition("topic-00001", 1).map { ($0.replicas, $0.isr, $0.leader) = ([5, 3], [5, 3], 5) }
        world.apply(.dropListener(5))
        let unlisted = try #require(try world.read("reassignments", columns).first)
        #expect(cause(unlisted["waitsForDead"])?.hasPrefix("not listed here") == true, "\(unlisted)")
        world.apply(.addListener(5))
        world.apply(.crash(5))
        world.pass(60_000)
        #expect(try world.read("reassignments", columns).first?["waitsForDead"] == .bool(true))
    }

    @Test("replicas on a broker without our listener are never taken without a question, however long it is not listed")
    func takenOnlyAsked() throws {
        let world = try EffectWorld(of: .sized(brokers: 5, topics: 20, partitions: 40, groups: 1))
        world.apply(.dropListener(2))
        for _ in 0..<20 {
            world.pass(60_000)
            _ = try world.read("brokers", ["id", "up"])
            _ = try world.read("partitions", ["offline"])
        }
        let held = world.lab.allPartitions.filter { $0.replicas.contains(2) && $0.leader != 2 }.map { ($0.topic, Int($0.id)) }
        #expect(!held.isEmpty)
        let away = try world.plan("reassign", ["target": world.partitions(held), "awayFrom": .value(.int(2))])
        #expect(away.items.isEmpty || away.mustConfirm?.contains("broker 2, of which it is not known whether it is alive") == true)
        #expect(!away.items.isEmpty)
        // Where any one must go it is no worse than the others: it is in sync.
        let fewer = try world.plan("reassign", ["target": world.partitions(held), "toReplicas": .value(.int(2))])
        #expect(fewer.items.allSatisfy { $0.replicasWanted?.contains(2) == true || $0.replicasBefore?.last == 2 })
    }

    @Test("brokers whose sources are not known get no throttle, and that is said")
    func throttle() throws {
        let world = try EffectWorld()
        let led = try #require(world.lab.allPartitions.first { $0.topic == "trip-events" && $0.leader == 2 })
        let partition = try #require(world.lab.partition("trip-events", led.id))
        world.apply(.freeze(3))
        world.pass(60_000)
        #expect(partition.leader == 2 && !partition.isr.contains(3))
        world.apply(.thaw(3))
        world.pass(10_000)
        partition.isr = [1, 2]
        world.apply(.dropListener(2))
        let table = Table(source: "brokers", columns: [Column("id", .broker, .values([.int(3), .int(2)]))], key: ["id"], rowCount: 2)
        let plan = try world.plan("set throttle", ["target": .value(.table(table)), "rate": .value(.byteRate(1_000_000))])
        let whys = plan.blocked.map(\.why)
        #expect(whys.contains { $0.hasPrefix("whether it is up is not known (broker 2: not listed here") }, "\(whys)")
        #expect(whys.contains { $0.hasPrefix("who leads trip-events-") } || plan.blocked.count == 1, "\(whys)")
    }

    @Test("how far the answerer is behind is not known where nobody knows who answered")
    func viewLag() throws {
        let world = try LabWorld("healthy")
        #expect(try world.rows("cluster", "viewLag")[0]["viewLag"] == .int(0))
        let first = Endpoint(host: "lab-1", port: 9092)
        world.loop.perform(world.peers.lead(first, to: 2, now: world.loop.now), of: world.peers)
        let misled = try world.rows("cluster", "viewLag", "answeredBy")[0]
        #expect(cause(misled["viewLag"]) != nil && cause(misled["answeredBy"]) != nil)
    }

    @Test("who answered is not proved: no change while some broker's view is stale, and every change where all are fresh")
    func staleView() throws {
        func quorum(_ behind: Int) -> QuorumFacts {
            func node(_ id: Int, _ caughtUp: Int, _ end: Int) -> QuorumFacts.Node {
                .init(id: id, directory: nil, isVoter: id == 1, logEnd: end, lastFetch: caughtUp, lastCaughtUp: caughtUp)
            }
            return QuorumFacts(
                leader: 1, epoch: 1, highWatermark: 900, nodes: [node(1, 100_000, 900), node(2, 100_000 - behind, 900)], endpoints: [:],
                answeredBy: 1, asOf: 0)
        }
        #expect(ControllerGate.whyStale(1, quorum(9_000)) == nil)
        #expect(ControllerGate.whyStale(2, quorum(5_000)) == nil)
        #expect(ControllerGate.whyStale(2, quorum(9_000)) == "is 9s behind")
        #expect(ControllerGate.whyStale(3, quorum(0)) == "is not known to follow")
        for end in [Int.min, -1, 0, Int.max] {
            let odd = QuorumFacts(
                leader: 1, epoch: 1, highWatermark: .max,
                nodes: [
                    .init(id: 1, directory: nil, isVoter: true, logEnd: 1, lastFetch: 1, lastCaughtUp: .max),
                    .init(id: 2, directory: nil, isVoter: false, logEnd: end, lastFetch: end, lastCaughtUp: end),
                ], endpoints: [:], answeredBy: 1, asOf: 0)
            #expect((ControllerGate.whyStale(2, odd) == nil) == (end == .max))
        }
    }

    @Test("where DescribeCluster fails, who is not listed may be fenced or gone")
    func fenced() throws {
        let world = try LabWorld("healthy")
        world.apply(.crash(3))
        world.pass(.seconds(60))
        #expect(try world.rows("brokers", "id", "state").map { $0["state"] } == [.text("live"), .text("live"), .text("fenced")])
        world.peers.add(AnswerFault(.refuse(.unknownServerError), api: 60, times: 100))
        let rows = try world.rows("brokers", "id", "state")
        #expect(rows[0]["state"] == .text("live") && cause(rows[2]["state"])?.contains("UNKNOWN_SERVER_ERROR") == true)
        let cluster = try world.rows("cluster", "brokersFenced", "brokersAbsent")[0]
        #expect(cause(cluster["brokersFenced"])?.contains("UNKNOWN_SERVER_ERROR") == true)
        #expect(cause(cluster["brokersAbsent"])?.contains("UNKNOWN_SERVER_ERROR") == true)
    }

    @Test("the law of completion is the controller's: a broker's release stands for it only where it is the controller")
    func law() throws {
        let world = try LabWorld("healthy", release: "3.9")
        _ = try world.rows("reassignments", "canEnd")
        let client = world.cluster.client
        let controller = try #require(world.peers.cluster.controller)
        #expect(client.versions(of: controller) != nil)
        #expect(client.reassignmentLaw(controller: controller).rules == [.everyTarget])
        // One that is no broker may run 3.9, which the cluster's features need, or any later release.
        #expect(client.reassignmentLaw(controller: 99).rules == [.everyTarget, .addedUnlessFewer])
        #expect(client.reassignmentLaw(controller: nil).rules == [.everyTarget, .addedUnlessFewer])
        let newest = try LabWorld("healthy", release: "4.3")
        _ = try newest.rows("reassignments", "canEnd")
        #expect(newest.cluster.client.reassignmentLaw(controller: 99).rules == [.addedUnlessFewer])
        let old = try LabWorld("healthy", release: "2.8")
        _ = try old.rows("reassignments", "canEnd")
        #expect(old.cluster.client.reassignmentLaw(controller: nil).rules == [.everyTarget])
    }
}

/// Bytes of brokers that are no answers, asked by everything that reads.
@Suite("Broken answers to whatever is asked")
struct BrokenAnswerTests {
    private static let requests: [SourceRequest] = [
        SourceRequest(source: "cluster", columns: ["offline", "viewLag", "brokersFenced", "rights", "release", "controller"]),
        SourceRequest(source: "brokers", columns: ["id", "up", "bytes", "release", "leaderThrottleRate"]),
        SourceRequest(source: "partitions", columns: ["topic", "elr", "minIsr", "refusesWrites"]),
        SourceRequest(source: "replicas", columns: ["topic", "logEnd", "size"]),
        SourceRequest(source: "groups", columns: ["id", "lag", "members"]),
        SourceRequest(source: "reassignments", columns: ["topic", "waitsFor", "percent"]),
        SourceRequest(source: "configs", columns: ["type", "resource", "value"]),
        SourceRequest(source: "quorum", columns: ["node", "lag"]),
        SourceRequest(source: "offsets", columns: ["topic", "latest"]),
    ]

    @Test(
        "each ends in time, with one address to go to", arguments: [1, 2, 3, 9, 10, 15, 16, 18, 32, 35, 46, 55, 60, 69, 74, 75],
        [AnswerFault.Kind.garble, .drop])
    func each(api: Int16, kind: AnswerFault.Kind) throws {
        let loop = SimulatedLoop(seed: 1)
        let peers = LabPeers(cluster: LabCluster(scenario: .sized(brokers: 1, topics: 3, partitions: 3, groups: 2)))
        peers.join(loop)
        let cluster = KafkaCluster(client: Client(loop: loop, bootstrap: peers.sortedEndpoints, softwareVersion: "test"))
        peers.add(AnswerFault(kind, api: api, times: 1_000))
        // What would never end is broken off, and told by that.
        loop.schedule(.interrupt, at: cluster.client.deadline(in: .seconds(600)))
        do {
            let tables = try cluster.read(Self.requests, timing: ReadTiming(requestTimeout: 5_000_000_000))
            #expect(tables.count == Self.requests.count)
        } catch ClusterFailure.interrupted {
            Issue.record("it never ended")
        } catch {
            #expect([3, 18].contains(api), "\(error)")
        }
        #expect(Instant.zero.duration(to: loop.now) < .seconds(120))
    }
}

/// Brokers whose answers to DescribeTopicPartitions always promise another page.
private final class EndlessPages: Peer {
    let inner: LabPeers
    private let next: (Int) -> DescribeTopicPartitionsResponse.Cursor
    private var asked: [ConnectionID: (frames: FrameAssembler, versions: [Int32: Int16])] = [:]
    private var count = 0

    init(_ inner: LabPeers, _ next: @escaping (Int) -> DescribeTopicPartitionsResponse.Cursor) {
        self.inner = inner
        self.next = next
    }

    func join(_ loop: SimulatedLoop) {
        inner.cluster.epoch = loop.wallMilliseconds - inner.cluster.now
        loop.add(self, at: inner.sortedEndpoints)
        loop.perform(inner.begin(now: loop.now), of: self)
    }

    private func spoil(_ actions: [PeerAction]) -> [PeerAction] {
        actions.map { action in
            guard case .send(let bytes, let wire) = action, let id = Frame.correlationID(ofResponse: Array(bytes.dropFirst(4))),
                let version = asked[wire]?.versions.removeValue(forKey: id),
                var response = try? Frame.response(
                    to: DescribeTopicPartitionsRequest.self, version: version, payload: Array(bytes.dropFirst(4)))
            else { return action }
            count += 1
            response.nextCursor = next(count)
            let spoilt = try? Frame.response(response, to: DescribeTopicPartitionsRequest.self, version: version, correlationID: id)
            return .send(spoilt ?? bytes, on: wire)
        }
    }

    func accepted(_ connection: ConnectionID, at endpoint: Endpoint, now: Instant) -> [PeerAction] {
        asked[connection] = (FrameAssembler(), [:])
        return spoil(inner.accepted(connection, at: endpoint, now: now))
    }

    func received(_ bytes: [UInt8], on connection: ConnectionID, now: Instant) -> [PeerAction] {
        asked[connection]?.frames.append(bytes)
        while let payload = try? asked[connection]?.frames.next(), let header = try? Frame.receivedRequest(payload).header {
            if header.requestApiKey == DescribeTopicPartitionsRequest.apiKey {
                asked[connection]?.versions[header.correlationId] = header.requestApiVersion
            }
        }
        return spoil(inner.received(bytes, on: connection, now: now))
    }

    func closed(_ connection: ConnectionID, now: Instant) -> [PeerAction] { spoil(inner.closed(connection, now: now)) }
    func woken(now: Instant) -> [PeerAction] { spoil(inner.woken(now: now)) }
}

@Suite("Pages without end")
struct EndlessPagesTests {
    private func asked(_ next: @escaping (Int) -> DescribeTopicPartitionsResponse.Cursor) throws -> (pages: Int?, known: Int) {
        let loop = SimulatedLoop(seed: 1)
        let lab = LabPeers(cluster: LabCluster(scenario: .sized(brokers: 1, topics: 3, partitions: 300, groups: 1)))
        let peers = EndlessPages(lab, next)
        peers.join(loop)
        let cluster = KafkaCluster(client: Client(loop: loop, bootstrap: lab.sortedEndpoints, softwareVersion: "test"))
        let table = try cluster.read(
            [SourceRequest(source: "partitions", columns: ["elr"])], timing: ReadTiming(requestTimeout: 5_000_000_000))[0]
        let known = table.decided.count { if case .set? = table.column("elr")?.value(at: $0) { true } else { false } }
        return (lab.requestCounts[75], known)
    }

    @Test("a next page of what nobody asked for, or of partitions that are not there, is not asked for; what was told counts")
    func ofNothing() throws {
        let growing = try asked { .init(topicName: "zz-\(100_000 + $0)", partitionIndex: 0) }
        #expect(growing.pages == 1 && growing.known >= 300)
        let beyond = try asked { .init(topicName: "topic-00001", partitionIndex: Int32(truncatingIfNeeded: 1_000_000 + $0)) }
        #expect(beyond.pages == 1 && beyond.known >= 300)
        let below = try asked { .init(topicName: "topic-00001", partitionIndex: Int32(truncatingIfNeeded: -$0)) }
        #expect(below.pages == 1)
        let same = try asked { _ in .init(topicName: "topic-00001", partitionIndex: 1) }
        #expect(same.pages == 2)
    }

    @Test("pages that advance by one partition each are asked for only so often")
    func small() throws {
        let small = try asked { .init(topicName: "topic-00001", partitionIndex: Int32(truncatingIfNeeded: $0)) }
        #expect((small.pages ?? 0) <= 64 + 400 / 50 + 1)
    }
}
