import KafkaClient
import KafkaMessages
import KafkaWire
import Network
import Platform
import Testing

@Suite struct ConnectionTests {
    let start = Instant.zero
    func later(_ seconds: Int) -> Instant { start.advanced(by: .seconds(seconds)) }

    func request(_ number: Int, deadline: Int = 5, versions: ClosedRange<Int16>? = nil) -> OutgoingRequest {
        OutgoingRequest(ListGroupsRequest(), id: RequestID(number: number), versions: versions, deadline: later(deadline))
    }

    /// The broker's answers to all frames in `actions`.
    func answers(_ actions: [Connection.Action], offers: [ApiVersionsResponse.ApiVersion]? = nil) throws -> [UInt8] {
        var bytes: [UInt8] = []
        for case .send(let frame) in actions {
            let received = try Frame.receivedRequest(Array(frame.dropFirst(4)))
            let (version, id) = (received.header.requestApiVersion, received.header.correlationId)
            if received.header.requestApiKey == 18 {
                let keys = offers ?? [.init(apiKey: 16, minVersion: 0, maxVersion: 4), .init(apiKey: 18, minVersion: 0, maxVersion: 4)]
                bytes += try Frame.response(
                    ApiVersionsResponse(apiKeys: keys), to: ApiVersionsRequest.self, version: version, correlationID: id)
            } else {
                bytes += try Frame.response(ListGroupsResponse(), to: ListGroupsRequest.self, version: version, correlationID: id)
            }
        }
        return bytes
    }

    func open(_ settings: Connection.Settings = .init()) throws -> Connection {
        var connection = Connection(settings)
        let hello = connection.connected(now: start)
        _ = connection.received(try answers(hello), now: start)
        #expect((connection.phase == .open) == true)
        return connection
    }

    @Test("what is submitted before the handshake waits for it, and is sent in the version both speak")
    func handshake() throws {
        var connection = Connection(.init())
        #expect(connection.submit(request(1), now: start) == [])
        let hello = connection.connected(now: start)
        #expect(hello.count == 1)
        let actions = connection.received(try answers(hello), now: start)
        guard actions.count == 2, case .send(let frame) = actions[0] else {
            Issue.record("no request: \(actions)")
            return
        }
        #expect(actions[1] == .opened)
        #expect(try Frame.receivedRequest(Array(frame.dropFirst(4))).header.requestApiVersion == 4)
        let done = connection.received(try answers(actions), now: later(1))
        guard case .answered(RequestID(number: 1), let answer)? = done.first else {
            Issue.record("no answer: \(done)")
            return
        }
        #expect(answer.version == 4)
        #expect(answer.arrivedAt == later(1))
    }

    @Test("a broker that does not know our ApiVersions is asked again in its own")
    func downgrade() throws {
        var connection = Connection(.init())
        _ = connection.connected(now: start)
        let refusal = try Frame.response(
            ApiVersionsResponse(errorCode: .unsupportedVersion, apiKeys: [.init(apiKey: 18, minVersion: 0, maxVersion: 2)]),
            to: ApiVersionsRequest.self, version: 0, correlationID: 1)
        let again = connection.received(refusal, now: start)
        guard case .send(let frame)? = again.first else {
            Issue.record("not asked again: \(again)")
            return
        }
        #expect(try Frame.receivedRequest(Array(frame.dropFirst(4))).header.requestApiVersion == 2)
        #expect(connection.received(try answers(again), now: start) == [.opened])
    }

    @Test(
        "a refusal of ApiVersions counts whatever follows its code: version 0 is asked for (librdkafka's mock cluster goes on in the new form)"
    )
    func oddRefusal() throws {
        var connection = Connection(.init())
        _ = connection.connected(now: start)
        let odd: [UInt8] = [0, 0, 0, 1, 0, 35, 1, 0, 0, 0, 0, 0]
        let again = connection.received([0, 0, 0, UInt8(odd.count)] + odd, now: start)
        guard case .send(let frame)? = again.first else {
            Issue.record("not asked again: \(again)")
            return
        }
        #expect(try Frame.receivedRequest(Array(frame.dropFirst(4))).header.requestApiVersion == 0)
        #expect(connection.received(try answers(again), now: start) == [.opened])
    }

    @Test("what the broker said on another connection is not asked again; closed at the first request it may want SASL as well")
    func knownVersions() throws {
        var connection = Connection(.init(), versions: try open().versions)
        _ = connection.submit(request(1), now: start)
        let actions = connection.connected(now: start)
        guard actions.count == 2, case .send(let frame) = actions[0] else {
            Issue.record("no request: \(actions)")
            return
        }
        #expect(actions[1] == .opened)
        let header = try Frame.receivedRequest(Array(frame.dropFirst(4))).header
        #expect(header.requestApiKey == 16 && header.requestApiVersion == 4)
        #expect(connection.lost(.byPeer, now: start).last == .close(.wantsSASL))
    }

    @Test("an API or a version that the broker lacks fails alone, and nothing of it leaves")
    func unsupported() throws {
        var connection = try open()
        let actions = connection.submit(request(1, versions: 5...5), now: start)
        let expected = Connection.Failure(cause: .unsupported(offered: 0...4), mayHaveBeenSent: false, lastByteLeft: nil)
        #expect(actions == [.failed(RequestID(number: 1), expected)])
        #expect((connection.phase == .open) == true)
    }

    @Test("not more than the limit is on its way; the rest follows as answers come")
    func limit() throws {
        var connection = try open(.init(inFlightLimit: 2))
        var sent: [Connection.Action] = []
        for number in 1...5 { sent += connection.submit(request(number), now: start) }
        #expect(sent.count == 2)
        let next = connection.received(try answers(sent), now: start)
        #expect(next.count { if case .send = $0 { true } else { false } } == 2)
        #expect(next.count { if case .answered = $0 { true } else { false } } == 2)
    }

    @Test("a mute connection is closed at the deadline of its head, and all behind it fail")
    func mute() throws {
        var connection = try open()
        _ = connection.submit(request(1, deadline: 5), now: start)
        _ = connection.submit(request(2, deadline: 60), now: start)
        #expect((connection.nextDeadline == later(5)) == true)
        #expect(connection.expire(now: later(4)) == [])
        let actions = connection.expire(now: later(5))
        #expect(actions.last == .close(.deadline))
        guard case .failed(_, let first) = actions[0], case .failed(_, let second) = actions[1] else {
            Issue.record("not failed: \(actions)")
            return
        }
        #expect(first.cause == .deadline)
        #expect(second.cause == .stuckBehind("ListGroups"))
        #expect(second.mayHaveBeenSent)
    }

    @Test("a deadline behind a request that still has time fails alone, and its late answer is thrown away")
    func behind() throws {
        var connection = try open()
        let sent = connection.submit(request(1, deadline: 60), now: start) + connection.submit(request(2, deadline: 5), now: start)
        let actions = connection.expire(now: later(5))
        #expect(actions.count == 1)
        #expect((connection.phase == .open) == true)
        let answers = connection.received(try answers(sent), now: later(6))
        #expect(answers.count == 1)
    }

    @Test("the last byte's instant is told with a failure")
    func lastByte() throws {
        var connection = try open()
        _ = connection.submit(request(1), now: start)
        connection.sent(total: 10_000, at: later(1))
        let actions = connection.lost(.failed(Errno(.connectionReset, attempt: "receive")), now: later(3))
        guard case .failed(_, let failure)? = actions.first else {
            Issue.record("not failed: \(actions)")
            return
        }
        #expect(failure.mayHaveBeenSent)
        #expect(failure.lastByteLeft == later(1))
    }

    @Test("an answer to something else, and an answer nobody asked for, close the connection")
    func mismatch() throws {
        var connection = try open()
        let stray = try Frame.response(ListGroupsResponse(), to: ListGroupsRequest.self, version: 4, correlationID: 77)
        let actions = connection.received(stray, now: start)
        guard case .close(.wireFault(let fault))? = actions.last else {
            Issue.record("not closed: \(actions)")
            return
        }
        #expect(fault.kind == .correlationMismatch)
    }

    @Test("a length above the limit closes the connection before anything is allocated")
    func tooLong() throws {
        var connection = try open()
        let actions = connection.received([0x7F, 0xFF, 0xFF, 0xFF], now: start)
        guard case .close(.wireFault(let fault))? = actions.last else {
            Issue.record("not closed: \(actions)")
            return
        }
        #expect(fault.kind == .frameTooLarge)
    }

    @Test("a TLS alert is recognised, and so is a listener that closes at the first request")
    func security() throws {
        var tls = Connection(.init())
        _ = tls.submit(request(1), now: start)
        _ = tls.connected(now: start)
        #expect(tls.received([0x15, 3, 3, 0, 2, 2, 0x28], now: start).last == .close(.speaksTLS))
        var sasl = try open()
        _ = sasl.submit(request(1), now: start)
        #expect(sasl.lost(.byPeer, now: start).last == .close(.wantsSASL))
    }

    /// Random walks of the machine: whatever comes, each request is answered or failed exactly once.
    @Test("each request is answered or failed exactly once, whatever the bytes, times and losses", arguments: 0..<12)
    func exactlyOnce(block: Int) throws {
        for seed in 0..<60 {
            var generator = SeededGenerator(seed: UInt64(block * 1000 + seed))
            var connection = Connection(.init(inFlightLimit: 1 + generator.below(5)))
            var outcomes: [RequestID: Int] = [:]
            var toBroker: [UInt8] = []
            var submitted = 0
            var abandoned: Set<RequestID> = []
            var now = start
            func note(_ actions: [Connection.Action]) throws {
                toBroker += try answers(actions)
                for action in actions {
                    switch action {
                    case .answered(let id, _), .failed(let id, _): outcomes[id, default: 0] += 1
                    default: break
                    }
                }
            }
            for _ in 0..<(20 + generator.below(60)) {
                now = now.advanced(by: .milliseconds(generator.below(400)))
                switch generator.below(20) {
                case 0: try note(connection.connected(now: now))
                case 1...6:
                    submitted += 1
                    let id = RequestID(number: submitted)
                    let deadline = now.advanced(by: .milliseconds(generator.below(3000)))
                    let versions: ClosedRange<Int16>? = generator.below(9) == 0 ? 5...5 : nil
                    try note(
                        connection.submit(OutgoingRequest(ListGroupsRequest(), id: id, versions: versions, deadline: deadline), now: now))
                case 7...15:
                    let count = min(toBroker.count, generator.below(200))
                    let piece = Array(toBroker.prefix(count))
                    toBroker.removeFirst(count)
                    if !piece.isEmpty { try note(connection.received(piece, now: now)) }
                case 16: try note(connection.expire(now: now))
                case 17 where submitted > 0:
                    let id = RequestID(number: 1 + generator.below(submitted))
                    if outcomes[id] == nil { abandoned.insert(id) }
                    connection.abandon(id)
                case 18 where generator.below(6) == 0 && !toBroker.isEmpty:
                    toBroker[generator.below(toBroker.count)] ^= UInt8(1 + generator.below(255))
                case 19 where generator.below(6) == 0: try note(connection.lost(.byPeer, now: now))
                default: break
                }
            }
            try note(connection.lost(.byPeer, now: now))
            for number in stride(from: 1, through: submitted, by: 1) {
                let id = RequestID(number: number)
                #expect(outcomes[id, default: 0] == (abandoned.contains(id) ? 0 : 1), "seed \(block * 1000 + seed), request \(number)")
            }
        }
    }

    @Test("a Metadata request that could not be encoded asks nobody for the cluster: the next request asks")
    func metadataNotSent() throws {
        let keys: [ApiVersionsResponse.ApiVersion] = [3, 16, 18].map { .init(apiKey: $0, minVersion: 0, maxVersion: 4) }
        var connection = Connection(.init())
        _ = connection.received(try answers(connection.connected(now: start), offers: keys), now: start)
        // Version 4 knows topics by name only.
        let metadata = MetadataRequest(topics: [.init(topicId: KafkaUUID(high: 1, low: 1), name: nil)], allowAutoTopicCreation: false)
        let refused = connection.submit(
            OutgoingRequest(metadata, id: RequestID(number: 1), deadline: later(5), proof: .cluster), now: start)
        guard case .failed(RequestID(number: 1), let failure)? = refused.first else {
            Issue.record("sent: \(refused)")
            return
        }
        #expect(failure.mayHaveBeenSent == false)
        let actions = connection.submit(
            OutgoingRequest(ListGroupsRequest(), id: RequestID(number: 2), deadline: later(5), proof: .cluster), now: start)
        #expect(actions.first == .provesWho("Metadata"))
        #expect(actions.count { if case .send = $0 { true } else { false } } == 2)
    }
}
