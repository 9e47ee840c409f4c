import KafkaMessages
import KafkaWire
import Network
import Platform

/// Which broker a request goes to, and where it goes next.
extension Client {
    /// How long an undecided broker holds back the next one while nobody is open yet.
    private static let stagger = Duration.milliseconds(250)

    /// Gives an operation to the broker that must answer it, or lets it wait until that is known.
    func dispatch(_ operation: Operation) {
        switch operation.destination {
        case .any: giveToAny(operation)
        case .broker(let id):
            if let broker = brokers.first(where: { $0.id == id }) { give(operation, to: broker) } else { awaitMetadata(operation) }
        case .node(let endpoint):
            give(
                operation,
                to: brokers.first { $0.isPrivate && $0.endpoint == endpoint } ?? nextBroker(id: nil, at: endpoint, isPrivate: true))
        case .controller:
            switch routingMode {
            case .kraft?: giveToAny(operation)
            case nil:
                park(operation, .direct)
                // In KRaft it will take this connection: its handshake goes on beside that of the first.
                if let next = candidates(operation.lane).first, next.links[operation.lane] == nil { _ = link(next, operation.lane) }
            case .zookeeper?:
                if let id = view.controllerID, let broker = brokers.first(where: { $0.id == id }) {
                    give(operation, to: broker)
                } else {
                    awaitMetadata(operation)
                }
            }
        }
    }

    /// KRaft or ZooKeeper as far as requests find their way by it: what the cluster proved, or before that what the first that is connected
    /// said. Whatever is sent by it is proved before it is believed.
    var routingMode: ClusterView.Mode? {
        if let mode = view.mode { return mode }
        for broker in brokers where !broker.isPrivate {
            for lane in Lane.allCases {
                if let link = broker.links[lane], link.isOpen, let versions = link.connection.versions { return versions.mode }
            }
        }
        return nil
    }

    // MARK: Any broker

    /// Begins to connect to the broker that will be asked first, for those who have something else to do before they ask. Its answer to
    /// the handshake is taken in by whatever waits next; that it cannot be reached shows when it is asked.
    package func greet() {
        guard failureOfSettings() == nil else { return }
        isGreeting = true
        greet(.direct)
        // Once more to let the handshake leave.
        takeIn()
    }

    /// Begins a connection that will be needed. Where the broker is near it is there at once.
    func greet(_ lane: Lane) {
        let others = candidates(lane)
        guard let first = others.first, first.links[lane] == nil else { return }
        _ = link(first, lane)
        if others.count > 1 { staggerAt[lane] = loop.now.advanced(by: Self.stagger) }
        takeIn()
    }

    /// Takes in what has come, and waits for nothing.
    func takeIn() { unclaimed += handle(loop.poll(until: loop.now)) }

    private func giveToAny(_ operation: Operation) {
        let open = candidates(operation.lane).filter { !operation.tried.contains($0.number) && $0.links[operation.lane]?.isOpen == true }
        if let broker = open.first { give(operation, to: broker) } else { park(operation, operation.lane) }
    }

    /// Brokers in the order in which they are asked: those that never let anybody wait, are connected, and are known by id come first.
    private func candidates(_ lane: Lane) -> [Broker] {
        func rank(_ broker: Broker) -> (Int, Int, Int) {
            let isConnected = broker.links.contains { $0?.isOpen == true }
            return (broker.isSuspect ? 1 : 0, isConnected ? 0 : 1, broker.number)
        }
        return brokers.filter { !$0.isPrivate && badVerdict($0, lane) == nil }.sorted { rank($0) < rank($1) }
    }

    private func park(_ operation: Operation, _ lane: Lane) {
        parked[lane].append(operation)
        if lane == operation.lane { setHedge(operation) }
        advance(lane, isNew: true)
    }

    /// Sees to it that somebody is being connected for what is parked on a lane; fails it when nobody is left.
    func advance(_ lane: Lane, isNew: Bool = false) {
        let waiting = parked[lane]
        guard !waiting.isEmpty else { return staggerAt[lane] = nil }
        let now = loop.now
        let isConnecting = brokers.contains { !$0.isPrivate && $0.links[lane].map { !$0.isOpen } == true && !$0.isSuspect }
        if isNew, isConnecting, staggerAt[lane] != nil { return }
        let untried = candidates(lane).filter { broker in
            broker.links[lane] == nil && waiting.contains { !$0.tried.contains(broker.number) }
        }
        if let next = untried.first {
            _ = link(next, lane)
            staggerAt[lane] = untried.count > 1 ? now.advanced(by: Self.stagger) : nil
            return
        }
        staggerAt[lane] = nil
        let someConnecting = brokers.contains { !$0.isPrivate && $0.links[lane].map { !$0.isOpen } == true }
        let openForSome = candidates(lane).filter { $0.links[lane]?.isOpen == true }
        if !openForSome.isEmpty { return release(lane, from: openForSome) }
        if !someConnecting {
            parked[lane] = []
            for operation in waiting where operation.attempts.isEmpty { settle(operation, outOfBrokers(operation)) }
        }
    }

    /// A broker is open: what is parked and was not there yet goes to it.
    func release(_ lane: Lane, from open: [Broker]) {
        let waiting = parked[lane]
        parked[lane] = []
        for operation in waiting where !operation.isSettled {
            if routingMode == nil || operation.lane != lane {
                dispatch(operation)
            } else if let broker = open.first(where: { !operation.tried.contains($0.number) }) {
                give(operation, to: broker)
            } else if operation.attempts.isEmpty {
                settle(operation, outOfBrokers(operation))
            }
        }
    }

    /// All brokers that could have been asked are known to be bad: each address, and why.
    func outOfBrokers(_ operation: Operation) -> RequestFailure {
        if brokers.isEmpty {
            return operation.failure(.unknownBroker("no bootstrap address was given"), BrokerLabel(id: nil, address: nil))
        }
        let asked = brokers.filter { !$0.isPrivate }
        if let only = operation.failures.last, asked.count == 1 { return only }
        let failures = asked.compactMap { broker -> RequestFailure? in
            if let known = operation.failures.last(where: { $0.broker.address == broker.endpoint.description }) { return known }
            if let bad = badVerdict(broker, operation.lane) { return bad.failure }
            let after = operation.startedAt.duration(to: loop.now)
            return broker.links[operation.lane] == nil ? nil : operation.failure(.deadline(after: after), broker.label)
        }
        if let security = failures.first(where: { if case .security = $0.reason { true } else { false } }) { return security }
        let isElsewhere = failures.allSatisfy { if case .identity = $0.reason { true } else { false } }
        if failures.count == 1 || isElsewhere, var only = failures.first {
            only.api = operation.api
            return only
        }
        let reasons = failures.map { "\($0.broker): \($0.briefReason)" }.joined(separator: "; ")
        let last = operation.failures.last
        return RequestFailure(
            .connection("no broker answers (\(reasons))"), api: operation.api, broker: BrokerLabel(id: nil, address: bootstrapText),
            mayHaveBeenSent: operation.failures.contains { $0.mayHaveBeenSent }, lastByteLeft: last?.lastByteLeft)
    }

    // MARK: One broker

    /// Puts an operation on a broker's connection, which is made when there is none.
    func give(_ operation: Operation, to broker: Broker) {
        operation.tried.insert(broker.number)
        if let bad = badVerdict(broker, operation.lane) {
            var failure = bad.failure
            failure.api = operation.api
            failure.mayHaveBeenSent = false
            failure.lastByteLeft = nil
            return settle(operation, failure)
        }
        if case .broker = operation.destination { leaveOther(broker, operation.lane) }
        setHedge(operation)
        let id = nextRequest()
        operation.attempts[id.number] = broker
        broker.askedIn = evaluation
        routes[id.number] = operation
        let link = link(broker, operation.lane)
        trace?(.requests, "\(loop.now) > \(broker.label) \(operation.api) #\(id.number) \(operation.lane)")
        expect(broker, link)
        if link.usedIn != evaluation {
            link.usedIn = evaluation
            link.connection.askAgain()
        }
        perform(link.connection.submit(operation.outgoing(id, operation.proof(at: broker, routingMode)), now: loop.now), broker, link)
    }

    /// Where another broker answered in an earlier evaluation, the address may lead to the right one by now.
    private func leaveOther(_ broker: Broker, _ lane: Lane) {
        guard let link = broker.links[lane], let then = link.otherIn, then != evaluation, link.connection.pendingCount == 0 else { return }
        perform(link.connection.end(.lost(.byPeer), now: loop.now), broker, link)
    }

    /// Reads that any broker can answer do not wait for one that is slow.
    private func setHedge(_ operation: Operation) {
        guard !operation.isMutation, operation.mayGoElsewhere(routingMode), operation.hedgesLeft > 0 else { return operation.hedgeAt = nil }
        let now = loop.now
        let third = Duration.nanoseconds(now.duration(to: operation.deadline).wholeNanoseconds / 3)
        operation.hedgeAt = now.advanced(by: min(patience, max(third, .milliseconds(1))))
    }

    /// Those whose broker lets them wait go to the next one as well.
    func hedge(_ now: Instant) {
        for number in outstanding.keys.sorted() {
            guard let operation = outstanding[number], let at = operation.hedgeAt, at <= now, !operation.isSettled else { continue }
            operation.hedgeAt = nil
            operation.hedgesLeft -= 1
            for broker in operation.attempts.values { broker.isSuspect = true }
            let others = candidates(operation.lane).filter { !operation.tried.contains($0.number) }
            guard !operation.attempts.isEmpty, let next = others.first else { continue }
            trace?(.requests, "\(now) \(operation.api) goes to \(next.label), too")
            give(operation, to: next)
        }
    }

    /// The connection of a lane, made when there is none.
    func link(_ broker: Broker, _ lane: Lane) -> Broker.Link {
        if let link = broker.links[lane] { return link }
        let wire = loop.connect(host: broker.endpoint.host, port: broker.endpoint.port)
        trace?(.loop, "\(loop.now) \(wire) connects to \(broker.label) (\(lane))")
        let versions = Lane.allCases.lazy.compactMap { broker.links[$0] }.first { $0.isOpen }?.connection.versions
        let connection = Connection(settings, host: broker.endpoint.host, tls: tls, versions: versions)
        let link = Broker.Link(wire: wire, lane: lane, begunAt: loop.now, connection: connection)
        broker.links[lane] = link
        wires[wire.number] = (broker, lane)
        return link
    }

    // MARK: Verdicts

    /// Why a broker is not asked on a lane now; `nil` when it may be. One that does not answer for itself does not forward either; the
    /// reverse says nothing.
    func badVerdict(_ broker: Broker, _ lane: Lane) -> Broker.BadVerdict? {
        if let refusal = standingRefusal(), broker.links[lane] == nil {
            let failure = RequestFailure(.security(refusal.failure), api: "a request", broker: broker.label)
            return Broker.BadVerdict(failure: failure, at: refusal.at, evaluation: refusal.evaluation, costTime: false)
        }
        if lane == .forwarded, let bad = badVerdict(broker, .direct) { return bad }
        guard let bad = broker.bad[lane] else { return nil }
        if bad.evaluation == evaluation && evaluation > 0 { return bad }
        let isFresh = bad.at.duration(to: loop.now) < verdictLifetime
        return isFresh && (bad.costTime || evaluation == 0) ? bad : nil
    }

    // MARK: Metadata that is missing

    /// Lets an operation wait until brokers and controller are known; asked for once.
    private func awaitMetadata(_ operation: Operation) {
        guard !operation.hasAskedMetadata else {
            let why =
                operation.destination == .controller
                ? "the cluster names no controller now" : "the cluster lists no \(operation.destination)"
            return settle(operation, operation.failure(.unknownBroker(why), BrokerLabel(id: nil, address: nil)))
        }
        operation.hasAskedMetadata = true
        awaitingMetadata.append(operation)
        if metadataTicket?.isSettled ?? true {
            metadataTicket = send(
                MetadataRequest(topics: [], allowAutoTopicCreation: false), to: .any, deadline: operation.deadline, versions: 4...13)
        }
        // Where that failed at once there is nothing to wait for.
        if metadataTicket?.isSettled == true { resumeAfterMetadata() }
    }

    /// The metadata is there, or will not come.
    func resumeAfterMetadata() {
        guard let result = metadataTicket?.result else { return }
        metadataTicket = nil
        let waiting = awaitingMetadata
        awaitingMetadata = []
        for operation in waiting where !operation.isSettled {
            switch result {
            case .success: dispatch(operation)
            case .failure(var failure):
                failure.api = operation.api
                failure.mayHaveBeenSent = false
                failure.lastByteLeft = nil
                settle(operation, failure)
            }
        }
    }
}

extension RequestFailure {
    /// The reason as a clause beside its broker.
    var briefReason: String {
        switch reason {
        case .connection(let why): why
        case .deadline(let after): "no answer in \(after.spoken)"
        case .security(let failure): "\(failure)"
        case .wireFault(let fault): "\(fault)"
        case .identity(let failure, let address): failure.text(at: address)
        default: description
        }
    }
}
