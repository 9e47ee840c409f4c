import KafkaMessages
import KafkaWire
import Network
import Platform
import Testing

@testable import KafkaLab

@Suite("The front: what goes wrong") struct FaultTests {
    private let move = AlterPartitionReassignmentsRequest(
        topics: [.init(name: "trip-events", partitions: [.init(partitionIndex: 0, replicas: [1])])])

    @Test("a dead broker's port is shut, and open again when it is back")
    func ports() throws {
        let talk = LabConversation()
        let two = try #require(talk.peers.endpoints[2])
        #expect(talk.shut == [two])
        talk.pass(130_000)
        #expect(talk.shut.isEmpty)
        let id = talk.connect(1)
        talk.perform(talk.peers.apply(.crash(1), now: talk.now))
        #expect(talk.closed.contains(id))
        #expect(talk.shut == [try #require(talk.peers.endpoints[1])])
    }

    @Test("a frozen broker takes bytes and says nothing; thawed, it answers all of it in order")
    func frozen() throws {
        let talk = LabConversation(.healthy)
        talk.perform(talk.peers.apply(.freeze(2), now: talk.now))
        #expect(try talk.ask(MetadataRequest(), of: 2) == nil)
        #expect(try talk.ask(ListGroupsRequest(), of: 2) == nil)
        #expect(talk.closed.isEmpty)
        talk.perform(talk.peers.apply(.thaw(2), now: talk.now))
        #expect(talk.arrived.values.map(\.count) == [2])
    }

    @Test("without a controller a forwarded request holds its connection for a minute, then says 7")
    func noController() throws {
        let talk = LabConversation(.healthy)
        talk.perform(talk.peers.apply(.loseController, now: talk.now))
        let id = talk.connect(3)
        talk.send(try talk.frame(ListPartitionReassignmentsRequest(topics: nil)) + talk.frame(MetadataRequest()), on: id)
        #expect(talk.arrived[id] == nil)
        #expect(try talk.ask(MetadataRequest(), of: 3) != nil, "another connection is served")
        talk.pass(59_000)
        #expect(talk.arrived[id] == nil)
        talk.pass(2_000)
        #expect(talk.arrived[id]?.count == 2)
    }

    @Test("what was passed on is done when a controller is back, though nobody waits any more")
    func outlivesItsConnection() throws {
        let talk = LabConversation(.healthy)
        talk.perform(talk.peers.apply(.loseController, now: talk.now))
        let id = talk.connect(1)
        talk.send(try talk.frame(move), on: id)
        talk.close(id)
        #expect(talk.cluster.effectLog.isEmpty)
        talk.pass(15_000)
        talk.perform(talk.peers.apply(.restoreController, now: talk.now))
        talk.pass(5_000)
        #expect(talk.cluster.effectLog.map(\.outcome) == [0])
        #expect(talk.cluster.partition("trip-events", 0)?.replicas == [1])
    }

    @Test("served, and closed without an answer: the effect is there, once")
    func closeAfter() throws {
        let talk = LabConversation(.healthy)
        talk.peers.add(AnswerFault(.closeAfter, api: 45))
        #expect(try talk.ask(move, of: 1) == nil)
        #expect(talk.closed.count == 1)
        #expect(talk.cluster.effectLog.count == 1)
        #expect(talk.cluster.partition("trip-events", 0)?.replicas == [1])
    }

    @Test("closed before, refused, dropped, delayed, garbled: each as planned, only for whom it is meant")
    func planned() throws {
        let talk = LabConversation(.healthy)
        talk.peers.add(AnswerFault(.closeBefore, broker: 2, api: 45))
        #expect(try talk.ask(move, of: 2) == nil)
        #expect(talk.cluster.effectLog.isEmpty)
        talk.peers.add(AnswerFault(.refuse(.clusterAuthorizationFailed), api: 45, skip: 1))
        let first = AlterPartitionReassignmentsRequest(topics: [])
        #expect(try talk.answer(first, of: 1).errorCode == .none)
        #expect(try talk.answer(move, of: 1).errorCode == .clusterAuthorizationFailed)
        #expect(talk.cluster.effectLog.isEmpty)
        talk.peers.add(AnswerFault(.delay(700), broker: 3))
        #expect(try talk.ask(MetadataRequest(), of: 3) == nil)
        talk.pass(600)
        #expect(talk.arrived.values.map(\.count).reduce(0, +) == 2)
        talk.pass(200)
        #expect(talk.arrived.values.map(\.count).reduce(0, +) == 3)
        talk.peers.add(AnswerFault(.garble))
        #expect(throws: WireFault.self) { try talk.ask(MetadataRequest(), of: 1) }
        talk.peers.add(AnswerFault(.drop))
        #expect(try talk.ask(MetadataRequest(), of: 1) == nil)
        #expect(try talk.ask(MetadataRequest(), of: 1) == nil, "the connection is mute")
    }

    @Test("hostile bytes close the connection, and nothing else happens")
    func hostile() {
        let talk = LabConversation(.healthy)
        let samples: [[UInt8]] = [
            [0xFF, 0xFF, 0xFF, 0xFF], [0x7F, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0], [0, 0, 0, 2, 0, 3],
            [0, 0, 0, 8, 0x7F, 0xFF, 0, 0, 0, 0, 0, 1],
            Array("GET / HTTP/1.1\r\n\r\n".utf8), [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00],
            [0, 0, 0, 14, 0, 3, 0, 1, 0, 0, 0, 1, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF],
        ]
        for sample in samples {
            let id = talk.connect(1)
            talk.send(sample, on: id)
            #expect(talk.closed.contains(id), "\(sample)")
        }
        #expect(talk.cluster.effectLog.isEmpty)
    }

    @Test("random bytes behind a valid header never bring a broker down", arguments: 1...4)
    func fuzz(seed: Int) throws {
        let talk = LabConversation(.brokerLoss, seed: UInt64(seed))
        var random = SeededRandom(seed: UInt64(seed))
        for _ in 0..<600 {
            let served = ServedVersion.all[Int(random.below(Int64(ServedVersion.all.count)))]
            let version = Int16(random.below(Int64(served.maximum(in: .newest) ?? 0) + 1))
            var writer = WireWriter()
            writer.int32(0)
            try RequestHeader(requestApiKey: served.apiKey, requestApiVersion: version, correlationId: 1, clientId: nil).encode(
                into: &writer, version: served.type.isFlexible(version) ? 2 : 1)
            for _ in 0..<random.below(60) {
                writer.uint8(random.below(3) == 0 ? UInt8(truncatingIfNeeded: random.next()) : UInt8(random.below(4)))
            }
            writer.patch(int32: Int32(writer.bytes.count - 4), at: 0)
            let id = talk.connect(1)
            talk.send(writer.bytes, on: id)
            talk.close(id)
        }
        #expect(talk.cluster.brokenInvariant == nil)
        #expect(try talk.ask(MetadataRequest(), of: 1) != nil)
    }
}

@Suite("The front: records") struct RecordTests {
    private func batch(_ values: [String]) -> [UInt8] {
        syntheticBatch(baseOffset: 0, leaderEpoch: -1, values.map { SyntheticRecord(timestamp: 1_000, value: $0) })
    }

    private func produce(_ bytes: [UInt8]?, acks: Int16 = -1, _ talk: LabConversation) throws -> ProduceResponse? {
        let topic = try #require(talk.cluster.topics["trip-events"])
        let data = ProduceRequest.TopicProduceData(topicId: topic.id, partitionData: [.init(index: 0, records: bytes)])
        return try talk.ask(ProduceRequest(acks: acks, topicData: [data]), of: topic.partitions[0].leader)
    }

    private func fetch(_ offset: Int64, wait: Int32 = 0, _ talk: LabConversation) throws -> FetchResponse.PartitionData? {
        let topic = try #require(talk.cluster.topics["trip-events"])
        let wanted = FetchRequest.FetchPartition(partition: 0, fetchOffset: offset, partitionMaxBytes: 1_000_000)
        let request = FetchRequest(maxWaitMs: wait, minBytes: 1, topics: [.init(topicId: topic.id, partitions: [wanted])])
        return try talk.ask(request, of: topic.partitions[0].leader)?.responses.first?.partitions.first
    }

    @Test("what is produced is fetched, byte for byte but for what the broker fills in")
    func roundTrip() throws {
        let talk = LabConversation(.healthy)
        let end = try #require(talk.cluster.partition("trip-events", 0)).highWatermark
        let sent = batch(["one", "two"])
        let row = try #require(try produce(sent, talk)?.responses.first?.partitionResponses.first)
        #expect(row.errorCode == .none && row.baseOffset == end)
        let got = try #require(try fetch(end, talk)?.records)
        #expect(got.count == sent.count)
        #expect(got[16...] == sent[16...])
        #expect(BatchHead.read(got, at: 0).head?.recordCount == 2)
        var reader = WireReader(got)
        #expect(reader.int64() == end)
    }

    @Test("the load's records are made up in whole batches, and a fetch can walk through them")
    func synthetic() throws {
        let talk = LabConversation(.healthy)
        let end = try #require(talk.cluster.partition("trip-events", 0)).highWatermark
        var next = end - 5_000
        var fetches = 0
        while next < end, fetches < 100 {
            let bytes = try #require(try fetch(next, talk)?.records)
            var start = 0
            while start < bytes.count {
                let head = try #require(BatchHead.read(bytes, at: start).head)
                var reader = WireReader(bytes, range: start..<bytes.count)
                #expect(reader.int64() == next)
                next += Int64(head.lastOffsetDelta) + 1
                start += head.totalLength
            }
            fetches += 1
        }
        #expect(next == end)
    }

    @Test("a fetch at the end waits for records, and out of range is said so")
    func waits() throws {
        let talk = LabConversation(.healthy)
        let end = try #require(talk.cluster.partition("trip-events", 0)).highWatermark
        #expect(try fetch(end, wait: 5_000, talk) == nil)
        talk.pass(1_000)
        #expect(talk.arrived.values.map(\.count).reduce(0, +) == 1, "the load has written")
        #expect(try fetch(end + 10_000_000, talk)?.errorCode == .offsetOutOfRange)
    }

    @Test("bad batches are refused, acks 0 is not answered, and too few in sync refuse acks=all")
    func refusals() throws {
        let talk = LabConversation(.healthy)
        var broken = batch(["x"])
        broken[broken.count - 1] ^= 1
        for bytes in [broken, Array(batch(["x"]).dropLast()), [1, 2, 3]] {
            #expect(try produce(bytes, talk)?.responses.first?.partitionResponses.first?.errorCode == .corruptMessage)
        }
        #expect(try produce([], talk)?.responses.first?.partitionResponses.first?.errorCode == .invalidRecord)
        #expect(try produce(batch(["x"]), acks: 0, talk) == nil)
        for broker in [2, 3] as [Int32] { talk.perform(talk.peers.apply(.stop(broker), now: talk.now)) }
        #expect(try produce(batch(["x"]), talk)?.responses.first?.partitionResponses.first?.errorCode == .notEnoughReplicas)
        #expect(try produce(batch(["x"]), acks: 1, talk)?.responses.first?.partitionResponses.first?.errorCode == ErrorCode.none)
    }

    @Test("offsets by time: marks are read in both directions")
    func times() throws {
        let talk = LabConversation(.healthy)
        talk.pass(120_000)
        let partition = try #require(talk.cluster.partition("trip-events", 0))
        for offset in stride(from: Int64(0), to: partition.highWatermark, by: 7_919) {
            let time = talk.cluster.timestamp(of: offset, in: partition)
            let back = try #require(talk.cluster.offset(at: time, in: partition))
            #expect(abs(back - offset) <= 2, "\(offset) \(back)")
        }
        let request = ListOffsetsRequest(
            replicaId: -1,
            topics: [.init(name: "trip-events", partitions: [.init(partitionIndex: 0, timestamp: talk.cluster.calendar + 60_000)])])
        #expect(try talk.answer(request, of: partition.leader).topics.first?.partitions.first?.offset == -1)
    }
}

@Suite("The lab in a simulated network") struct SimulatedTests {
    @Test("a client in virtual time sees the broker refuse, and come back")
    func refusesAndReturns() throws {
        let loop = SimulatedLoop(seed: 3)
        let peers = LabPeers(cluster: LabCluster(scenario: .brokerLoss))
        peers.join(loop)
        func attempt() -> LoopEvent? {
            let id = loop.connect(host: "lab-2", port: 9092)
            let deadline = loop.now.advanced(by: .seconds(1))
            while loop.now < deadline {
                for event in loop.poll(until: deadline) {
                    switch event {
                    case .connected(id, _), .closed(id, _): return event
                    default: continue
                    }
                }
            }
            return nil
        }
        guard case .closed(_, .unreachable) = attempt() else {
            Issue.record("broker 2 should refuse")
            return
        }
        while peers.cluster.now < 125_000 { _ = loop.poll(until: loop.now.advanced(by: .seconds(10))) }
        guard case .connected = attempt() else {
            Issue.record("broker 2 should be back")
            return
        }
        #expect(peers.cluster.calendar == loop.wallMilliseconds / 500 * 500 || abs(peers.cluster.calendar - loop.wallMilliseconds) <= 1_000)
    }

    @Test("real sockets: a broker's port answers ApiVersions")
    func sockets() throws {
        let loop = PollLoop()
        let server = try LabServer(cluster: LabCluster(scenario: .healthy), loop: loop)
        let first = try #require(server.peers.sortedEndpoints.first)
        let client = loop.connect(host: first.host, port: first.port)
        loop.send(try Frame.request(ApiVersionsRequest(), version: 0, correlationID: 5, clientID: nil), on: client)
        var assembler = FrameAssembler()
        var payload: [UInt8]?
        let deadline = loop.now.advanced(by: .seconds(20))
        while payload == nil, loop.now < deadline {
            for case .received(client, let bytes) in server.step(until: deadline) {
                assembler.append(bytes)
                payload = try assembler.next()
            }
        }
        let answer = try Frame.response(to: ApiVersionsRequest.self, version: 0, payload: try #require(payload))
        #expect(answer.errorCode == .none && answer.apiKeys.count > 20)
    }
}
