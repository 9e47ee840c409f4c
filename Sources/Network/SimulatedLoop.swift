import Platform

/// The loop's deterministic twin: virtual time, peers in this process, links that fail as told. A run is a function of the seed, the
/// links, the planned faults and what the client asks for; `trace` is the same each time.
///
/// Time passes only in `poll(until:)`: it jumps to whatever happens next, at most to the deadline. Without a deadline and with nothing
/// left to happen, `poll` gives `.stopped`: the client would wait for ever.
package final class SimulatedLoop: Loop {
    package private(set) var now = Instant.zero
    private let wallStart: Int64
    private var generator: SeededGenerator
    private var queue = SimulatedQueue()
    private var peers: [any Peer] = []
    private var peerAt: [Endpoint: Int] = [:]
    private var links: [Endpoint: SimulatedLink] = [:]
    private var held: [Endpoint: [SimulatedEvent]] = [:]
    private var wires: [ConnectionID: Wire] = [:]
    private var cancelled: Set<TimerID> = []
    private var pending: [LoopEvent] = []
    private var lastConnection = 0
    private var lastTimer = 0
    private var faults: [PlannedFault] = []
    /// The link of endpoints that have none of their own.
    package var defaultLink = SimulatedLink()
    /// Chunks of bytes the client has sent.
    package private(set) var sendCount = 0
    /// Chunks of bytes that came back to it.
    package private(set) var receiveCount = 0
    /// Whether the client's process is dead, by plan or because nothing is left to wait for. `revive` begins another one.
    package private(set) var isStopped = false
    /// Whether `trace` is written.
    package var isTracing = false
    /// What happened, a line each: times, connections, sizes.
    package private(set) var trace: [String] = []

    /// One connection: open at either end, with the arrival of the last bytes each way, so that a stream keeps its order.
    private struct Wire {
        let endpoint: Endpoint
        var isOpenAtClient = true
        var isOpenAtPeer = false
        var isMute = false
        var sent: UInt64 = 0
        var lastToPeer = Instant.zero
        var lastToClient = Instant.zero
    }

    /// A network without anybody in it.
    package init(seed: UInt64, wallMilliseconds: Int64 = 1_767_225_600_000) {
        generator = SeededGenerator(seed: seed)
        wallStart = wallMilliseconds
    }

    package var wallMilliseconds: Int64 { wallStart + now.nanoseconds / 1_000_000 }

    // MARK: The world

    /// Puts a peer at endpoints. What it wants to begin with is performed by `perform`.
    package func add(_ peer: any Peer, at endpoints: [Endpoint]) {
        peers.append(peer)
        for endpoint in endpoints { peerAt[endpoint] = peers.count - 1 }
    }

    /// The link to an endpoint; changes of its state take effect when they are set.
    package subscript(link endpoint: Endpoint) -> SimulatedLink {
        get { links[endpoint] ?? defaultLink }
        set {
            let before = self[link: endpoint].state
            links[endpoint] = newValue
            if newValue.state != before { changed(endpoint, newValue.state) }
        }
    }

    /// Changes the state of a link at an instant.
    package func schedule(_ state: SimulatedLink.State, of endpoint: Endpoint, at instant: Instant) {
        queue.add(.link(endpoint, state), at: instant)
    }

    /// Lets a signal come at an instant.
    package func schedule(_ signal: Signal, at instant: Instant) { queue.add(.signal(signal), at: instant) }

    /// Plans a fault.
    package func plan(_ fault: PlannedFault) { faults.append(fault) }

    /// Performs what a peer wants outside of any event.
    package func perform(_ actions: [PeerAction], of peer: any Peer) {
        if let index = peers.firstIndex(where: { $0 === peer }) { perform(actions, index) }
    }

    /// The client's process dies: the kernel closes its connections, which the peers see; nothing more reaches it.
    package func stop() {
        guard !isStopped else { return }
        isStopped = true
        note("stopped")
        pending = []
        for id in wires.keys.sorted() { close(id) }
    }

    /// Another client's process begins in the same world. Faults that were planned stay planned; counts go on.
    package func revive() {
        isStopped = false
        pending = []
        cancelled = Set((1...max(1, lastTimer)).map(TimerID.init))
    }

    private func changed(_ endpoint: Endpoint, _ state: SimulatedLink.State) {
        note("link \(endpoint) \(state)")
        let affected = wires.filter { $0.value.endpoint == endpoint }.keys.sorted()
        switch state {
        case .up:
            for event in held.removeValue(forKey: endpoint) ?? [] { queue.add(event, at: now) }
        case .refusing:
            held[endpoint] = nil
            for id in affected { breakWire(id, .failed(Errno(.connectionReset, attempt: "receive"))) }
        case .cut: for id in affected { wires[id]?.isMute = true }
        case .frozen: break
        }
    }

    // MARK: What can be asked for

    package func connect(host: String, port: UInt16) -> ConnectionID {
        lastConnection += 1
        let id = ConnectionID(number: lastConnection)
        if isStopped { return id }
        let endpoint = Endpoint(host: host, port: port)
        wires[id] = Wire(endpoint: endpoint)
        note("\(id) connect \(endpoint)")
        queue.add(.connect(id), at: now.advanced(by: self[link: endpoint].latency))
        return id
    }

    package func send(_ bytes: [UInt8], on connection: ConnectionID) {
        guard !isStopped, var wire = wires[connection], wire.isOpenAtClient, !bytes.isEmpty else { return }
        sendCount += 1
        note("\(connection) send #\(sendCount) \(bytes.count)")
        let fault = fault(.send, sendCount)
        if fault == .stopBefore { return stop() }
        wire.sent &+= UInt64(bytes.count)
        wires[connection] = wire
        pending.append(.sent(connection, total: wire.sent, at: now))
        pass(bytes, on: connection, fault, toPeer: true)
        if fault == .stopAfter { stop() }
    }

    package func close(_ connection: ConnectionID) {
        guard let wire = wires[connection], wire.isOpenAtClient else { return }
        wires[connection]?.isOpenAtClient = false
        pending.removeAll { $0.connection == connection }
        note("\(connection) close")
        let arrival = max(wire.lastToPeer, now.advanced(by: self[link: wire.endpoint].latency))
        queue.add(.closeAtPeer(connection), at: arrival)
    }

    package func listen(port: UInt16) throws(Errno) -> Listener {
        throw Errno(.invalid, attempt: "listen in a simulated network on port", subject: "\(port)")
    }

    package func stopListening(_ listener: Listener) {}

    package func watch(_ descriptor: FileDescriptor) {}

    package func unwatch(_ descriptor: FileDescriptor) {}

    package func wake(at instant: Instant) -> TimerID {
        lastTimer += 1
        let id = TimerID(number: lastTimer)
        queue.add(.wake(id), at: max(now, instant))
        return id
    }

    package func cancel(_ timer: TimerID) {
        cancelled.insert(timer)
        pending.removeAll { $0 == .wake(timer) }
    }

    package func poll(until deadline: Instant?) -> [LoopEvent] {
        while !isStopped {
            if pending.contains(where: \.endsWait) { break }
            guard let next = queue.first, next.at <= deadline ?? .distantFuture else {
                guard let deadline else {
                    stop()
                    break
                }
                now = max(now, deadline)
                break
            }
            _ = queue.removeFirst()
            now = max(now, next.at)
            handle(next.event)
        }
        if isStopped { return [.stopped] }
        defer { pending = [] }
        return pending
    }

    // MARK: What happens

    private func handle(_ event: SimulatedEvent) {
        switch event {
        case .connect(let id): connectArrived(id)
        case .refuse(let id):
            guard let wire = wires[id] else { return }
            tellClosed(id, .unreachable([.init(address: "\(wire.endpoint)", reason: "Connection refused")]))
        case .toPeer(let id, let bytes):
            guard let wire = wires[id], wire.isOpenAtPeer, !isHeld(event, wire.endpoint), !wire.isMute else { return }
            note("\(id) > \(bytes.count)")
            react(wire.endpoint) { $0.received(bytes, on: id, now: now) }
        case .closeAtPeer(let id):
            guard let wire = wires[id], !isHeld(event, wire.endpoint) else { return }
            wires[id]?.isOpenAtPeer = false
            if !wire.isOpenAtClient { wires[id] = nil }
            if wire.isOpenAtPeer { react(wire.endpoint) { $0.closed(id, now: now) } }
        case .toClient(let id, let bytes):
            guard !isStopped, let wire = wires[id], wire.isOpenAtClient, !wire.isMute else { return }
            note("\(id) < \(bytes.count)")
            pending.append(.received(id, bytes))
        case .closeAtClient(let id, let reason): tellClosed(id, reason)
        case .wakePeer(let index): perform(peers[index].woken(now: now), index)
        case .wake(let timer): if cancelled.remove(timer) == nil { pending.append(.wake(timer)) }
        case .link(let endpoint, let state): self[link: endpoint].state = state
        case .signal(let signal):
            note("signal \(signal)")
            pending.append(.signal(signal))
        }
    }

    private func connectArrived(_ id: ConnectionID) {
        guard let wire = wires[id], wire.isOpenAtClient else { return }
        let link = self[link: wire.endpoint]
        switch link.state {
        case .cut: return
        case .refusing: queue.add(.refuse(id), at: now.advanced(by: link.latency))
        case .up, .frozen:
            guard peerAt[wire.endpoint] != nil else {
                return queue.add(.refuse(id), at: now.advanced(by: link.latency))
            }
            wires[id]?.isOpenAtPeer = true
            note("\(id) connected")
            pending.append(.connected(id, address: "\(wire.endpoint)"))
            react(wire.endpoint) { $0.accepted(id, at: wire.endpoint, now: now) }
        }
    }

    /// Keeps what a frozen process cannot take.
    private func isHeld(_ event: SimulatedEvent, _ endpoint: Endpoint) -> Bool {
        guard self[link: endpoint].state == .frozen else { return false }
        held[endpoint, default: []].append(event)
        return true
    }

    private func tellClosed(_ id: ConnectionID, _ reason: CloseReason) {
        guard let wire = wires[id], !wire.isMute else { return }
        wires[id]?.isOpenAtClient = false
        if !wire.isOpenAtPeer { wires[id] = nil }
        note("\(id) closed")
        if wire.isOpenAtClient && !isStopped { pending.append(.closed(id, reason)) }
    }

    /// The connection breaks for both ends, now.
    private func breakWire(_ id: ConnectionID, _ reason: CloseReason) {
        guard let wire = wires[id] else { return }
        wires[id]?.isOpenAtPeer = false
        if wire.isOpenAtPeer { react(wire.endpoint) { $0.closed(id, now: now) } }
        tellClosed(id, reason)
    }

    // MARK: Peers

    private func react(_ endpoint: Endpoint, _ reaction: (any Peer) -> [PeerAction]) {
        if let index = peerAt[endpoint] { perform(reaction(peers[index]), index) }
    }

    private func perform(_ actions: [PeerAction], _ index: Int) {
        for action in actions {
            switch action {
            case .send(let bytes, let id):
                guard let wire = wires[id], wire.isOpenAtPeer, !bytes.isEmpty else { continue }
                receiveCount += 1
                let fault = fault(.receive, receiveCount)
                if fault == .stopBefore {
                    stop()
                    continue
                }
                pass(bytes, on: id, fault, toPeer: false)
                if fault == .stopAfter { stop() }
            case .close(let id):
                guard let wire = wires[id], wire.isOpenAtPeer else { continue }
                wires[id]?.isOpenAtPeer = false
                let arrival = max(wire.lastToClient, now.advanced(by: self[link: wire.endpoint].latency))
                queue.add(.closeAtClient(id, .byPeer), at: arrival)
            case .wake(let instant): queue.add(.wakePeer(index), at: max(now, instant))
            case .shut(let endpoint): self[link: endpoint].state = .refusing
            case .open(let endpoint): self[link: endpoint].state = .up
            }
        }
    }

    // MARK: Bytes on their way

    private func fault(_ direction: PlannedFault.Direction, _ index: Int) -> PlannedFault.Kind? {
        faults.first { $0.direction == direction && $0.index == index }?.kind
    }

    /// What the link's chances, or the plan, do to a chunk of bytes.
    private func drawnFault(_ link: SimulatedLink) -> PlannedFault.Kind? {
        if generator.below(1000) < link.closesPerMille { return .closeBefore }
        if generator.below(1000) < link.mutesPerMille { return .mute }
        if generator.below(1000) < link.delaysPerMille {
            return .delay(.nanoseconds(Int64(generator.below(Int(link.maximumDelay.wholeNanoseconds)))))
        }
        return nil
    }

    private func pass(_ bytes: [UInt8], on id: ConnectionID, _ planned: PlannedFault.Kind?, toPeer: Bool) {
        guard let wire = wires[id] else { return }
        let link = self[link: wire.endpoint]
        let fault = planned ?? drawnFault(link)
        if link.state == .cut { wires[id]?.isMute = true }
        var arrival = now.advanced(by: link.latency)
        if link.jitter > .zero {
            arrival = arrival.advanced(by: .nanoseconds(Int64(generator.below(Int(link.jitter.wholeNanoseconds)))))
        }
        if case .delay(let duration) = fault { arrival = arrival.advanced(by: duration) }
        arrival = max(arrival, toPeer ? wire.lastToPeer : wire.lastToClient)
        if toPeer { wires[id]?.lastToPeer = arrival } else { wires[id]?.lastToClient = arrival }
        let reset = CloseReason.failed(Errno(.connectionReset, attempt: "receive"))
        switch fault {
        case .closeBefore: return scheduleBreak(id, reset, at: arrival)
        case .mute:
            wires[id]?.isMute = true
            return
        default: break
        }
        var content = bytes
        if case .replace(let other) = fault { content = other }
        for piece in pieces(content, link) { queue.add(toPeer ? .toPeer(id, piece) : .toClient(id, piece), at: arrival) }
        if fault == .closeAfter { scheduleBreak(id, reset, at: arrival) }
    }

    private func scheduleBreak(_ id: ConnectionID, _ reason: CloseReason, at instant: Instant) {
        queue.add(.closeAtClient(id, reason), at: instant)
        if wires[id]?.isOpenAtPeer == true { queue.add(.closeAtPeer(id), at: instant) }
    }

    private func pieces(_ bytes: [UInt8], _ link: SimulatedLink) -> [[UInt8]] {
        guard link.fragments else { return [bytes] }
        var pieces: [[UInt8]] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let size = 1 + generator.below(min(rest.count, 512))
            pieces.append(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        return pieces
    }

    private func note(_ line: @autoclosure () -> String) {
        if isTracing { trace.append("\(now) \(line())") }
    }
}
