import Platform

/// The real loop: `poll(2)` over sockets, descriptors, timers, signals and look-ups of names. One thread owns it.
package final class PollLoop: Loop {
    /// Bytes that may be queued on a connection before it is given up.
    package static let queueLimit = 256 * 1_048_576
    /// Bytes queued on a connection above which nothing more is read from it: the peer asks faster than it listens.
    static let pauseReadingAbove = 16 * 1_048_576

    let signals: SignalPipe?
    /// By the number of the connection.
    var links: [Int: SocketLink] = [:]
    var pending: [LoopEvent] = []
    private var listeners: [Listener: FileDescriptor] = [:]
    private var watched: Set<FileDescriptor> = []
    private var timers: [(at: Instant, id: TimerID)] = []
    private var lastConnection = 0
    private var lastTimer = 0
    private var resolver: Resolver?
    /// The most that is read from a connection at once.
    private static let receiveLimit = 262_144

    /// A loop that also tells about signals where it is given the pipe.
    package init(signals: SignalPipe? = nil) {
        self.signals = signals
        SignalPipe.ignoreBrokenPipes()
    }

    deinit {
        for link in links.values { link.closeAll() }
        for descriptor in listeners.values { descriptor.close() }
    }

    package var now: Instant { SystemClock.now() }

    package var wallMilliseconds: Int64 { SystemClock.wallMilliseconds() }

    // MARK: What can be asked for

    package func connect(host: String, port: UInt16) -> ConnectionID {
        let link = SocketLink(id: nextConnection(), host: host, port: port)
        links[link.id.number] = link
        if let address = SocketAddress(numeric: host, port: port) {
            begin(link, [address])
        } else if host == "localhost", let v6 = SocketAddress(numeric: "::1", port: port) {
            begin(link, [.loopback(port: port), v6])
        } else {
            lookUp(link)
        }
        return link.id
    }

    package func send(_ bytes: [UInt8], on connection: ConnectionID) {
        guard let link = links[connection.number], !link.isClosing else { return }
        link.queue(bytes)
        if link.queuedCount > Self.queueLimit { end(link, .overflow(limit: Self.queueLimit)) }
    }

    package func close(_ connection: ConnectionID) {
        guard let link = links[connection.number] else { return }
        link.isClosing = true
        pending.removeAll { $0.connection == connection }
        if link.socket != nil { flush(link) }
        if link.socket == nil || link.queuedCount == 0 {
            drop(link)
        } else {
            link.lingerUntil = now.advanced(by: .seconds(2))
        }
    }

    package func listen(port: UInt16) throws(Errno) -> Listener {
        let (descriptor, port) = try Socket.listen(port: port)
        let listener = Listener(port: port)
        listeners[listener] = descriptor
        return listener
    }

    package func stopListening(_ listener: Listener) { listeners.removeValue(forKey: listener)?.close() }

    package func watch(_ descriptor: FileDescriptor) { watched.insert(descriptor) }

    package func unwatch(_ descriptor: FileDescriptor) {
        watched.remove(descriptor)
        pending.removeAll { $0 == .readable(descriptor) }
    }

    package func wake(at instant: Instant) -> TimerID {
        lastTimer += 1
        let id = TimerID(number: lastTimer)
        let index = timers.firstIndex { $0.at > instant } ?? timers.endIndex
        timers.insert((instant, id), at: index)
        return id
    }

    package func cancel(_ timer: TimerID) {
        timers.removeAll { $0.id == timer }
        pending.removeAll { $0 == .wake(timer) }
    }

    // MARK: The wait

    package func poll(until deadline: Instant?) -> [LoopEvent] {
        while true {
            for link in links.values where link.socket != nil && link.queuedCount > 0 && !link.isBlocked { flush(link) }
            if pending.contains(where: \.endsWait) { return takePending() }
            let started = now
            turn(timeout: timeout(until: deadline, from: started))
            let current = now
            fireTimers(current)
            continueAttempts(current)
            takeLookups()
            if pending.contains(where: \.endsWait) { return takePending() }
            if let deadline, current >= deadline { return takePending() }
        }
    }

    private func takePending() -> [LoopEvent] {
        defer { pending = [] }
        return pending
    }

    private func timeout(until deadline: Instant?, from start: Instant) -> Duration? {
        var earliest = deadline
        func consider(_ instant: Instant?) {
            if let instant, instant < earliest ?? .distantFuture { earliest = instant }
        }
        consider(timers.first?.at)
        for link in links.values {
            consider(link.nextAttemptAt)
            consider(link.lingerUntil)
        }
        var timeout = earliest.map { max(.zero, start.duration(to: $0)) }
        if let wanted = resolver?.timeout() { timeout = min(timeout ?? wanted, wanted) }
        return timeout
    }

    /// What an entry of `poll` is waited for.
    private enum Source {
        case signals
        case listener(Listener)
        case link(SocketLink)
        case attempt(SocketLink)
        case watched
        case resolver
    }

    private func turn(timeout: Duration?) {
        var entries: [PollEntry] = []
        var sources: [Source] = []
        func add(_ entry: PollEntry, _ source: Source) {
            entries.append(entry)
            sources.append(source)
        }
        if let signals { add(PollEntry(signals.readEnd, read: true), .signals) }
        for (listener, descriptor) in listeners { add(PollEntry(descriptor, read: true), .listener(listener)) }
        for link in links.values.sorted(by: { $0.id < $1.id }) {
            if let socket = link.socket {
                let reads = !link.isClosing && link.queuedCount <= Self.pauseReadingAbove
                add(PollEntry(socket, read: reads, write: link.queuedCount > 0), .link(link))
            }
            for attempt in link.attempts { add(PollEntry(attempt.socket, write: true), .attempt(link)) }
        }
        for descriptor in watched.sorted() { add(PollEntry(descriptor, read: true), .watched) }
        for entry in resolver?.entries() ?? [] { add(entry, .resolver) }
        Poll.wait(&entries, timeout: timeout)
        for (entry, source) in zip(entries, sources) where entry.isReadable || entry.isWritable {
            handle(entry, source)
        }
        if let resolver {
            resolver.process(
                zip(entries, sources).compactMap { entry, source in if case .resolver = source { entry } else { nil } })
        }
    }

    private func handle(_ entry: PollEntry, _ source: Source) {
        switch source {
        case .signals: pending += signals?.drain().map { .signal($0) } ?? []
        case .listener(let listener): accept(listener, entry.descriptor)
        case .attempt(let link): decide(link, entry.descriptor)
        case .watched:
            watched.remove(entry.descriptor)
            pending.append(.readable(entry.descriptor))
        case .resolver: break
        case .link(let link):
            if entry.isWritable { flush(link) }
            if entry.isReadable { receive(link) }
        }
    }

    private func fireTimers(_ current: Instant) {
        while let first = timers.first, first.at <= current {
            timers.removeFirst()
            pending.append(.wake(first.id))
        }
        for link in links.values where link.lingerUntil.map({ $0 <= current }) == true { drop(link) }
    }

    // MARK: Connections

    private func nextConnection() -> ConnectionID {
        lastConnection += 1
        return ConnectionID(number: lastConnection)
    }

    private func lookUp(_ link: SocketLink) {
        do throws(Resolver.LookupFailure) {
            if resolver == nil { resolver = try Resolver() }
            resolver?.begin(link.host, id: UInt64(link.id.number))
        } catch {
            end(link, .unresolved(host: link.host, reason: error.reason))
        }
    }

    private func takeLookups() {
        while let answer = resolver?.next() {
            guard let link = links[Int(answer.id)] else { continue }
            switch answer.result {
            case .success(let found):
                begin(link, found.compactMap { SocketAddress(bytes: $0.bytes, port: link.port, scope: $0.scope) })
            case .failure(let failure): end(link, .unresolved(host: link.host, reason: failure.reason))
            }
        }
    }

    private func accept(_ listener: Listener, _ descriptor: FileDescriptor) {
        while let socket = try? Socket.accept(descriptor) {
            let link = SocketLink(id: nextConnection(), host: "", port: listener.port)
            link.socket = socket
            links[link.id.number] = link
            pending.append(.accepted(link.id, on: listener))
        }
    }

    private func receive(_ link: SocketLink) {
        guard let socket = link.socket else { return }
        do throws(Errno) {
            guard let bytes = try Socket.receive(socket, limit: Self.receiveLimit) else { return }
            if bytes.isEmpty { return end(link, .byPeer) }
            pending.append(.received(link.id, bytes))
        } catch {
            end(link, .failed(error))
        }
    }
}

extension LoopEvent {
    /// Whether `poll` gives it out at once.
    var endsWait: Bool {
        if case .sent = self { false } else { true }
    }

    /// The connection it is about.
    package var connection: ConnectionID? {
        switch self {
        case .connected(let id, _), .received(let id, _), .sent(let id, _, _), .closed(let id, _), .accepted(let id, _): id
        case .readable, .signal, .wake, .stopped: nil
        }
    }
}
