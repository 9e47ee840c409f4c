import Network
import Platform
import Testing

@Suite struct SimulatedLoopTests {
    let endpoint = Endpoint(host: "b1", port: 9092)

    func world(seed: UInt64 = 1, _ link: SimulatedLink = SimulatedLink()) -> (SimulatedLoop, EchoPeer) {
        let loop = SimulatedLoop(seed: seed)
        let peer = EchoPeer()
        loop.isTracing = true
        loop.add(peer, at: [endpoint])
        loop[link: endpoint] = link
        return (loop, peer)
    }

    @Test("a round trip takes three ways of the link, in virtual time")
    func roundTrip() {
        let (loop, _) = world(SimulatedLink(latency: .seconds(60)))
        let connection = loop.connect(host: "b1", port: 9092)
        #expect(loop.poll(until: nil) == [.connected(connection, address: "b1:9092")])
        loop.send([1], on: connection)
        let events = loop.poll(until: nil)
        #expect(events.last == .received(connection, [1]))
        #expect(loop.now == .zero.advanced(by: .seconds(180)))
        #expect(loop.wallMilliseconds == 1_767_225_600_000 + 180_000)
    }

    @Test("an endpoint without a peer refuses, a cut one says nothing, and time stands at the deadline")
    func nobody() {
        let (loop, _) = world()
        let refused = loop.connect(host: "b9", port: 9092)
        #expect(loop.poll(until: nil).compactMap(\.closeReason).count == 1)
        #expect(loop.poll(until: .zero.advanced(by: .seconds(1))) == [])
        loop[link: endpoint].state = .cut
        let mute = loop.connect(host: "b1", port: 9092)
        #expect(refused < mute)
        #expect(loop.poll(until: .zero.advanced(by: .seconds(30))) == [])
        #expect(loop.now == .zero.advanced(by: .seconds(30)))
    }

    @Test("a frozen peer takes connections, and answers when it goes on")
    func frozen() {
        let (loop, peer) = world()
        loop[link: endpoint].state = .frozen
        let connection = loop.connect(host: "b1", port: 9092)
        loop.send([7], on: connection)
        loop.schedule(.up, of: endpoint, at: .zero.advanced(by: .seconds(9)))
        let events = loop.events { $0.receivedBytes != nil }
        #expect(events.compactMap(\.receivedBytes) == [[7]])
        #expect(loop.now > .zero.advanced(by: .seconds(9)))
        #expect(peer.log == ["accepted", "received 1"])
    }

    @Test("a link that begins to refuse closes what is open at both ends")
    func refusing() {
        let (loop, peer) = world()
        let connection = loop.connect(host: "b1", port: 9092)
        _ = loop.poll(until: nil)
        loop[link: endpoint].state = .refusing
        #expect(loop.poll(until: nil).map(\.connection) == [connection])
        #expect(peer.log == ["accepted", "closed"])
    }

    @Test("a request whose answer is lost was taken: the fault after the bytes")
    func closeAfter() {
        let (loop, peer) = world()
        peer.echoes = false
        loop.plan(PlannedFault(.closeAfter, at: .send, 2))
        let connection = loop.connect(host: "b1", port: 9092)
        _ = loop.poll(until: nil)
        loop.send([1], on: connection)
        loop.send([2, 2], on: connection)
        let events = loop.events { $0.closeReason != nil }
        #expect(events.last?.closeReason != nil)
        _ = loop.poll(until: loop.now.advanced(by: .seconds(1)))
        #expect(peer.log == ["accepted", "received 1", "received 2", "closed"])
    }

    @Test("a process that dies by plan sees nothing any more; the next one finds the world as it was left")
    func stops() {
        let (loop, peer) = world()
        loop.plan(PlannedFault(.stopAfter, at: .send, 1))
        let connection = loop.connect(host: "b1", port: 9092)
        _ = loop.poll(until: nil)
        loop.send([1], on: connection)
        #expect(loop.isStopped)
        #expect(loop.poll(until: nil) == [.stopped])
        loop.send([2], on: connection)
        loop.revive()
        let next = loop.connect(host: "b1", port: 9092)
        #expect(loop.events(until: \.isConnected).last == .connected(next, address: "b1:9092"))
        #expect(peer.log == ["accepted", "received 1", "closed", "accepted"])
    }

    @Test("a wait for something that never comes is an end, not a hang")
    func exhausted() {
        let (loop, _) = world()
        #expect(loop.poll(until: nil) == [.stopped])
    }

    @Test("signals, timers and the peer's own wishes come at their instants")
    func instants() {
        let (loop, peer) = world()
        loop.schedule(.interrupt, at: .zero.advanced(by: .seconds(2)))
        let timer = loop.wake(at: .zero.advanced(by: .seconds(3)))
        loop.perform([.wake(at: .zero.advanced(by: .seconds(1)))], of: peer)
        #expect(loop.poll(until: nil) == [.signal(.interrupt)])
        #expect(loop.poll(until: nil) == [.wake(timer)])
        #expect(peer.log == ["woken 1.000s"])
    }

    @Test("the same seed gives the same trace, another seed another", arguments: [1, 2, 3, 77] as [UInt64])
    func deterministic(seed: UInt64) {
        func run(_ seed: UInt64) -> [String] {
            let (loop, _) = world(
                seed: seed,
                SimulatedLink(
                    latency: .milliseconds(1), jitter: .milliseconds(5), fragments: true, closesPerMille: 30, mutesPerMille: 20,
                    delaysPerMille: 50))
            for _ in 0..<20 {
                let connection = loop.connect(host: "b1", port: 9092)
                for size in 1...20 { loop.send([UInt8](repeating: 1, count: size * 97), on: connection) }
                while !loop.poll(until: loop.now.advanced(by: .seconds(5))).isEmpty {}
            }
            return loop.trace
        }
        #expect(run(seed) == run(seed))
        #expect(run(seed) != run(seed &+ 1))
    }
}
