import KafkaMessages
import KafkaWire
import Network
import Platform

/// What happens in the loop becomes events of the connections' machines, and what they want is done.
extension Client {
    /// Turns the loop once; gives what was not the client's.
    func step(until limit: Instant?) -> [LoopEvent] {
        let earliest = [limit, nextWakeup()].compactMap { $0 }.min()
        let foreign = handle(loop.poll(until: earliest))
        expire(loop.now)
        resumeAfterMetadata()
        return foreign
    }

    /// When something falls due; `nil` when nothing is outstanding.
    private func nextWakeup() -> Instant? {
        var earliest: Instant?
        func consider(_ instant: Instant?) {
            if let instant, instant < earliest ?? .distantFuture { earliest = instant }
        }
        for broker in brokers {
            for lane in Lane.allCases { consider(broker.links[lane]?.connection.nextDeadline) }
        }
        for lane in Lane.allCases { consider(staggerAt[lane]) }
        for operation in outstanding.values {
            consider(operation.hedgeAt)
            consider(operation.deadline)
        }
        return earliest
    }

    /// What has fallen due.
    private func expire(_ now: Instant) {
        for broker in brokers {
            for lane in Lane.allCases {
                if let link = broker.links[lane] { perform(link.connection.expire(now: now), broker, link) }
            }
        }
        var stuck: [(broker: Broker, link: Broker.Link)] = []
        // The connections have failed theirs by now. Whatever became of a request, it ends with its deadline.
        for number in outstanding.keys.sorted() {
            guard let operation = outstanding[number], operation.deadline <= now else { continue }
            stuck += connectionsInVain(operation)
            let after = operation.startedAt.duration(to: operation.deadline)
            let whom = BrokerLabel(id: nil, address: bootstrapText)
            if let broker = operation.attempts.values.min(by: { $0.number < $1.number }) {
                var failure = operation.failure(.deadline(after: after), broker.label)
                failure.mayHaveBeenSent = true
                failure.lastByteLeft = now
                settle(operation, failure)
            } else if operation.failures.isEmpty {
                settle(operation, operation.failure(giveUpToken().map { .security($0) } ?? .deadline(after: after), whom))
            } else {
                settle(operation, outOfBrokers(operation))
            }
        }
        for lane in Lane.allCases { parked[lane].removeAll(where: \.isSettled) }
        for (broker, link) in stuck where broker.links[link.lane] === link {
            perform(link.connection.end(.deadline, now: now), broker, link)
        }
        for lane in Lane.allCases {
            if let at = staggerAt[lane], at <= now { advance(lane) }
        }
        hedge(now)
    }

    /// The connections that were being opened for as long as a request waited for any of them: the next one must not wait for them again.
    private func connectionsInVain(_ operation: Operation) -> [(broker: Broker, link: Broker.Link)] {
        guard operation.attempts.isEmpty else { return [] }
        return brokers.filter { !$0.isPrivate }.flatMap { broker in
            Lane.allCases.compactMap { lane in
                guard let link = broker.links[lane], !link.isOpen, link.begunAt <= operation.startedAt,
                    !tokenWaiters.contains(where: { $0.wire == link.wire })
                else { return nil }
                return (broker, link)
            }
        }
    }

    /// Hands events to the machines; gives back those that are somebody else's.
    func handle(_ events: [LoopEvent]) -> [LoopEvent] {
        var foreign: [LoopEvent] = []
        for event in events {
            if takesForToken(event) { continue }
            guard let wire = event.connection, let (broker, lane) = wires[wire.number], let link = broker.links[lane] else {
                foreign.append(event)
                continue
            }
            let now = loop.now
            switch event {
            case .connected(_, let address):
                trace?(.loop, "\(now) \(wire) connected to \(address)")
                perform(link.connection.connected(now: now), broker, link)
            case .received(_, let bytes):
                broker.isSuspect = false
                traceBytes("<", bytes, on: wire, isSecret: link.connection.isAuthenticating)
                expect(broker, link)
                perform(link.connection.received(bytes, now: now), broker, link)
            case .sent(_, let total, let instant): link.connection.sent(total: total, at: instant)
            case .closed(_, let reason):
                trace?(.loop, "\(now) \(wire) closed: \(reason)")
                wires[wire.number] = nil
                perform(link.connection.lost(reason, now: now), broker, link)
            default: foreign.append(event)
            }
        }
        return foreign
    }

    /// Does what a machine wants.
    func perform(_ actions: [Connection.Action], _ broker: Broker, _ link: Broker.Link) {
        // The connection is taken out first: what fails below may want a new one.
        let end = actions.lazy.compactMap { if case .close(let cause) = $0 { cause } else { nil } }.first
        if let cause = end {
            broker.links[link.lane] = nil
            // What TLS has to say at its end leaves first.
            for action in actions { if case .send(let bytes) = action { send(bytes, on: link.wire) } }
            if wires.removeValue(forKey: link.wire.number) != nil { loop.close(link.wire) }
            forgetTokenWaiter(link.wire)
            if cause == .wantsSASL { broker.silentCloses += 1 }
            judge(broker, link.lane, cause)
            noteRefusal(cause, by: broker)
            for operation in parked[link.lane] {
                operation.tried.insert(broker.number)
                let unsent = Connection.Failure(cause: cause, mayHaveBeenSent: false, lastByteLeft: nil)
                operation.failures.append(describe(unsent, operation, broker))
            }
            trace?(.loop, "\(loop.now) \(link.wire) is given up: \(cause)")
        }
        var failed: [(Operation, RequestFailure, Connection.Failure)] = []
        for action in actions {
            switch action {
            case .send(let bytes): send(bytes, on: link.wire)
            case .sendSecret(let bytes): send(bytes, on: link.wire, isSecret: true)
            case .wantsCredentials: giveCredentials(broker, link)
            case .opened: opened(broker, link)
            case .provesWho(let api): trace?(.requests, "\(loop.now) > \(broker.label) \(api) (who answers?) \(link.lane)")
            case .isOfCluster(let id): believed(id, broker, link)
            case .answered(let id, let answer): answered(id, answer, broker, link)
            case .failed(let id, let failure):
                guard let operation = routes.removeValue(forKey: id.number) else { continue }
                operation.attempts[id.number] = nil
                if link.connection.isOtherBroker, case .identity = failure.cause { noteOther(broker, link, failure.cause) }
                failed.append((operation, describe(failure, operation, broker), failure))
            case .close: break
            }
        }
        // What another, or nobody that we know, speaks says nothing of this one.
        if case .identity? = end { broker.versions = nil }
        if link.connection.isOtherBroker { broker.versions = nil }
        for (operation, failure, raw) in failed { attemptFailed(operation, failure, raw.cause, broker, wasOpen: link.hasOpened) }
        if end != nil { advance(link.lane) }
    }

    private func send(_ bytes: [UInt8], on wire: ConnectionID, isSecret: Bool = false) {
        guard wires[wire.number] != nil else { return }
        traceBytes(">", bytes, on: wire, isSecret: isSecret)
        loop.send(bytes, on: wire)
    }

    private func traceBytes(_ way: String, _ bytes: [UInt8], on wire: ConnectionID, isSecret: Bool) {
        guard let trace else { return }
        let shown = isSecret ? "(SASL, not shown)" : hexadecimal(bytes)
        trace(.bytes, "\(loop.now) \(wire) \(way) \(bytes.count) \(shown)")
    }

    private func opened(_ broker: Broker, _ link: Broker.Link) {
        guard let versions = link.connection.versions else { return }
        link.hasOpened = true
        broker.bad[link.lane] = nil
        broker.isSuspect = false
        hasBeenBelieved = true
        if broker.isPrivate { return }
        trace?(.loop, "\(loop.now) \(link.wire) is open to \(broker.label) (\(link.lane), \(versions.mode))")
        release(link.lane, from: [broker])
        advance(link.lane)
    }

    /// Who is at the other end is of our cluster: what it said when it shook hands counts from now on.
    private func believed(_ cluster: String, _ broker: Broker, _ link: Broker.Link) {
        if view.clusterID == nil { view.clusterID = cluster }
        guard let versions = link.connection.versions, !broker.isPrivate, view.clusterID == cluster else { return }
        broker.versions = versions
        view.mode = versions.mode
    }

    private func answered(_ id: RequestID, _ answer: RawAnswer, _ broker: Broker, _ link: Broker.Link) {
        guard let operation = routes.removeValue(forKey: id.number) else { return }
        operation.attempts[id.number] = nil
        var whose = BrokerLabel(id: answer.provedBroker, address: broker.endpoint.description)
        if case .broker(let id) = operation.destination { whose.id = id }
        let arrival = Arrival(
            version: answer.version, broker: whose, wire: link.wire.number, doubt: answer.doubt, sentAt: answer.sentAt,
            arrivedAt: answer.arrivedAt)
        trace?(
            .requests,
            "\(loop.now) < \(broker.label) \(operation.api) v\(answer.version) #\(id.number) \(answer.payload.count) bytes in "
                + "\(arrival.roundTrip.wholeNanoseconds / 1000)us")
        let value: Any
        switch operation.accept(answer, arrival) {
        case .value(let read): value = read
        case .fault(let fault):
            var failure = operation.failure(.wireFault(fault), broker.label)
            failure.mayHaveBeenSent = true
            failure.lastByteLeft = answer.arrivedAt
            attemptFailed(operation, failure, .wireFault(fault), broker, wasOpen: false)
            return perform(link.connection.end(.wireFault(fault), now: loop.now), broker, link)
        }
        broker.bad[link.lane] = nil
        if link.lane == .direct || broker.health.verdict != .yes {
            broker.health.answered(roundTrip: arrival.roundTrip, at: answer.arrivedAt)
        }
        broker.silentCloses = 0
        learn(value)
        finish(operation)
    }

    // MARK: Failures

    /// An attempt has failed: the operation goes elsewhere where it may, or fails.
    /// - Parameter wasOpen: the connection had been open: what it takes with it may do on another one.
    private func attemptFailed(
        _ operation: Operation, _ failure: RequestFailure, _ cause: Connection.Cause, _ broker: Broker, wasOpen: Bool
    ) {
        guard !operation.isSettled else { return }
        trace?(.requests, "\(loop.now) ! \(failure)")
        operation.failures.append(failure)
        let isCertain = !operation.isMutation || !failure.mayHaveBeenSent
        guard failure.isConnectionFailure, isCertain, operation.deadline > loop.now, !isInterrupted else {
            return settle(operation, failure)
        }
        if cause.isLoss, wasOpen, !operation.wasRepeated {
            operation.wasRepeated = true
            return give(operation, to: broker)
        }
        guard operation.mayGoElsewhere(routingMode) else { return settle(operation, failure) }
        if operation.attempts.isEmpty { dispatch(operation) }
    }

    /// Settles an operation with a failure.
    func settle(_ operation: Operation, _ failure: RequestFailure) {
        guard !operation.isSettled else { return }
        operation.refuse(failure)
        finish(operation)
    }

    /// An operation is settled: what is still on its way for it is nobody's any more.
    private func finish(_ operation: Operation) {
        operation.isSettled = true
        outstanding[operation.number] = nil
        for (number, broker) in operation.attempts {
            routes[number] = nil
            broker.links[operation.lane]?.connection.abandon(RequestID(number: number))
        }
        operation.attempts = [:]
    }

    /// A machine's failure in the client's words.
    private func describe(_ failure: Connection.Failure, _ operation: Operation, _ broker: Broker) -> RequestFailure {
        let reason: RequestFailure.Reason =
            switch failure.cause {
            case .lost(let reason): .connection(reason.clause(beside: broker.endpoint))
            case .deadline: .deadline(after: operation.startedAt.duration(to: operation.deadline))
            case .stuckBehind(let api): .connection("the connection was closed because \(api) before it had no answer in time")
            case .unsupported(let offered): .unsupported(needed: operation.needed, offered: offered)
            case .notEncodable(let failure): .fieldNotSendable(failure)
            case .wireFault(let fault): .wireFault(fault)
            case .handshakeRefused(let code): .refused(code, message: "the version handshake failed")
            case .tls(let failure): .security(securityFailure(.tls(failure)))
            case .speaksTLS: .security(securityFailure(.speaksTLS))
            case .sasl(let failure): .security(securityFailure(.sasl(failure)))
            case .wantsSASL where broker.silentCloses > 1: .security(securityFailure(.wantsSASL))
            case .wantsSASL: .connection(CloseReason.byPeer.description)
            case .identity(let failure): .identity(failure, at: broker.endpoint.description)
            case .abandoned: .interrupted
            }
        return RequestFailure(
            reason, api: operation.api, broker: broker.label, mayHaveBeenSent: failure.mayHaveBeenSent, lastByteLeft: failure.lastByteLeft)
    }

    /// Notes on a broker what the end of its connection says of it.
    private func judge(_ broker: Broker, _ lane: Lane, _ cause: Connection.Cause) {
        let (verdict, reason, costTime): (BrokerHealth.Verdict, RequestFailure.Reason, Bool)
        switch cause {
        case .lost(.byPeer), .lost(.failed), .abandoned: return
        case .lost(let why):
            var isRefusal = false
            if case .unreachable(let failures) = why { isRefusal = failures.allSatisfy { $0.reason.contains("refused") } }
            (verdict, reason, costTime) = (isRefusal ? .refused : .no, .connection(why.clause(beside: broker.endpoint)), !isRefusal)
        case .deadline, .stuckBehind: (verdict, reason, costTime) = (.no, .connection("it did not answer in time"), true)
        case .wireFault(let fault): (verdict, reason, costTime) = (.garbage, .wireFault(fault), false)
        case .handshakeRefused(let code): (verdict, reason, costTime) = (.garbage, .refused(code, message: nil), false)
        case .tls(let failure): (verdict, reason, costTime) = (.authFailed, .security(securityFailure(.tls(failure))), false)
        case .speaksTLS: (verdict, reason, costTime) = (.authFailed, .security(securityFailure(.speaksTLS)), false)
        case .sasl(let failure): (verdict, reason, costTime) = (.authFailed, .security(securityFailure(.sasl(failure))), false)
        case .wantsSASL where broker.silentCloses < 2: return
        case .wantsSASL: (verdict, reason, costTime) = (.authFailed, .security(securityFailure(.wantsSASL)), false)
        case .identity(let failure):
            (verdict, reason, costTime) = (.unproved, .identity(failure, at: broker.endpoint.description), false)
        case .unsupported, .notEncodable: return
        }
        let failure = RequestFailure(reason, api: "a request", broker: broker.label)
        broker.bad[lane] = Broker.BadVerdict(failure: failure, at: loop.now, evaluation: evaluation, costTime: costTime)
        if lane == .direct { broker.health.failed(failure, verdict, at: loop.now) }
    }

    /// Tells a connection's machine whom we know it should lead to.
    func expect(_ broker: Broker, _ link: Broker.Link) {
        link.connection.expect(cluster: view.clusterID, broker: broker.id, isController: broker.isPrivate)
    }

    /// Another broker answers there; its connection still does for what any broker may answer.
    private func noteOther(_ broker: Broker, _ link: Broker.Link, _ cause: Connection.Cause) {
        if link.otherIn == nil { link.otherIn = evaluation }
        guard link.lane == .direct, case .identity(let why) = cause else { return }
        let reason = RequestFailure.Reason.identity(why, at: broker.endpoint.description)
        broker.health.failed(RequestFailure(reason, api: "a request", broker: broker.label), .unproved, at: loop.now)
    }

    func hexadecimal(_ bytes: [UInt8]) -> String {
        let shown = bytes.prefix(64).map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
        return bytes.count > 64 ? shown + "…" : shown
    }
}

extension CloseReason {
    /// The reason in a sentence that names the endpoint already.
    func clause(beside endpoint: Endpoint) -> String {
        let text = description
        let prefix = "\(endpoint): "
        return text.hasPrefix(prefix) && !text.contains(", ") ? String(text.dropFirst(prefix.count)) : text
    }
}

extension Connection.Cause {
    /// Whether the other end went away without a word: an old connection that it had given up looks like that.
    var isLoss: Bool {
        switch self {
        case .lost, .wantsSASL: true
        default: false
        }
    }
}
