import Network
import Platform
import Testing

@Suite struct PollLoopTests {
    let loop = PollLoop()
    let peer = EchoPeer()
    let server: PeerServer

    init() { server = PeerServer(peer, loop: loop) }

    @Test("bytes go there and back over a real socket, and what left is told", arguments: ["127.0.0.1", "localhost"])
    func echo(host: String) throws {
        let endpoint = try server.listen(port: 0)
        let connection = loop.connect(host: host, port: endpoint.port)
        loop.send([1, 2, 3], on: connection)
        let events = loop.events(server) { $0.receivedBytes != nil }
        #expect(events.first?.isConnected == true)
        #expect(events.compactMap(\.receivedBytes) == [[1, 2, 3]])
        let sent = events.compactMap { event in if case .sent(connection, let total, _) = event { total } else { nil } }
        #expect(sent == [3])
    }

    @Test("a stream larger than any buffer arrives whole and in order")
    func large() throws {
        let endpoint = try server.listen(port: 0)
        let connection = loop.connect(host: "127.0.0.1", port: endpoint.port)
        let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        loop.send(bytes, on: connection)
        var back: [UInt8] = []
        _ = loop.events(server) { event in
            back += event.receivedBytes ?? []
            return back.count >= bytes.count
        }
        #expect(back == bytes)
    }

    @Test("a port where nobody listens is a failure that names each address and why")
    func refused() throws {
        let endpoint = try server.listen(port: 0)
        server.perform([.shut(endpoint)])
        _ = loop.connect(host: "localhost", port: endpoint.port)
        let reason = loop.events { $0.closeReason != nil }.compactMap(\.closeReason).first
        guard case .unreachable(let failures) = reason else {
            Issue.record("not unreachable: \(String(describing: reason))")
            return
        }
        #expect(failures.first?.address == "127.0.0.1:\(endpoint.port)")
        #expect(failures.first?.reason == "Connection refused")
    }

    @Test("a shut endpoint takes connections again when it is opened")
    func reopened() throws {
        let endpoint = try server.listen(port: 0)
        server.perform([.shut(endpoint), .open(endpoint)])
        _ = loop.connect(host: "127.0.0.1", port: endpoint.port)
        #expect(loop.events(server, until: \.isConnected).contains { $0.isConnected })
    }

    @Test("a name that cannot exist ends in a failure with the name in it")
    func unresolved() {
        _ = loop.connect(host: "no-such-host.invalid", port: 9092)
        let reason = loop.events { $0.closeReason != nil }.compactMap(\.closeReason).first
        guard case .unresolved(let host, let why) = reason else {
            Issue.record("not unresolved: \(String(describing: reason))")
            return
        }
        #expect(host == "no-such-host.invalid")
        #expect(!why.isEmpty)
    }

    @Test("a peer that answers and closes is heard to the end")
    func peerCloses() throws {
        let endpoint = try server.listen(port: 0)
        let connection = loop.connect(host: "127.0.0.1", port: endpoint.port)
        loop.send(Array("bye".utf8), on: connection)
        let events = loop.events(server) { $0.closeReason != nil }
        #expect(events.compactMap(\.receivedBytes) == [Array("bye".utf8)])
        #expect(events.last == .closed(connection, .byPeer))
    }

    @Test("what was queued before a close still leaves, and no event follows")
    func closeFlushes() throws {
        let endpoint = try server.listen(port: 0)
        let connection = loop.connect(host: "127.0.0.1", port: endpoint.port)
        _ = loop.events(server, until: \.isConnected)
        loop.send([9], on: connection)
        loop.close(connection)
        let timer = loop.wake(at: loop.now.advanced(by: .seconds(8)))
        while !peer.log.contains("closed") { #expect(server.turn(until: loop.now.advanced(by: .seconds(8))) == []) }
        loop.cancel(timer)
        #expect(peer.log == ["accepted", "received 1", "closed"])
    }

    @Test("timers come in their order, cancelled ones never")
    func timers() {
        let start = loop.now
        let late = loop.wake(at: start.advanced(by: .milliseconds(4)))
        let early = loop.wake(at: start.advanced(by: .milliseconds(1)))
        let never = loop.wake(at: start.advanced(by: .milliseconds(2)))
        loop.cancel(never)
        let events = loop.events { $0 == .wake(late) }
        #expect(events == [.wake(early), .wake(late)])
        #expect(loop.now >= start.advanced(by: .milliseconds(4)))
    }

    @Test("a watched descriptor is told once, until it is watched again")
    func watch() throws {
        let (readEnd, writeEnd) = try FileDescriptor.pipe()
        defer {
            readEnd.close()
            writeEnd.close()
        }
        loop.watch(readEnd)
        try writeEnd.writeAll([1])
        #expect(loop.poll(until: loop.now.advanced(by: .seconds(10))) == [.readable(readEnd)])
        #expect(loop.poll(until: loop.now) == [])
        loop.watch(readEnd)
        #expect(loop.poll(until: loop.now.advanced(by: .seconds(10))) == [.readable(readEnd)])
    }
}

@Suite struct EndpointTests {
    @Test(
        "endpoints are read as people write them",
        arguments: [
            ("broker-1:9093", "broker-1:9093"), ("broker-1", "broker-1:9092"), ("[::1]:9094", "[::1]:9094"), ("[::1]", "[::1]:9092"),
        ])
    func reads(text: String, expected: String) {
        #expect(Endpoint(text)?.description == expected)
    }

    @Test("what is no endpoint is refused", arguments: ["", ":9092", "a:0", "a:99999", "a:b", "::1:9092", "a b:1", "[::1", "http://a:1"])
    func refuses(text: String) {
        #expect(Endpoint(text) == nil)
    }

    @Test("a TLS record is recognised, Kafka's own first bytes are not")
    func tls() {
        var layer = TransportLayer()
        #expect(layer.incoming([0x15, 0x03, 0x03, 0, 2, 2, 40]).end == .speaksTLS)
        var other = TransportLayer()
        #expect(other.incoming([0, 0, 0, 9]).plain == [0, 0, 0, 9])
        #expect(other.incoming([0x15, 0x03]).plain == [0x15, 0x03])
    }
}
