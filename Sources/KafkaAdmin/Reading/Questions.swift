import KafkaClient
import KafkaMessages
import KafkaWire
import Network
import Platform

/// Who is asked.
enum Target: Hashable {
    case any
    case broker(Int)
    /// The active controller, through a broker.
    case controller

    fileprivate var destination: Destination {
        switch self {
        case .any: .any
        case .broker(let id): .broker(BrokerID(truncatingIfNeeded: id))
        case .controller: .controller
        }
    }
}

/// An answer, and how it came.
struct Answer<Response> {
    var response: Response
    var version: Int16
    /// Who answered; nil where that is not proved yet.
    var broker: Int?
    /// The number of the connection that it came by.
    var wire: Int
    /// Where it was reached.
    var address: String?
    /// Why it may lack something: who gave it is not proved to be the broker that was asked.
    var doubt: Unread?
    /// Milliseconds since 1970.
    var arrivedMs: Int
    /// Nanoseconds.
    var roundTrip: Int
}

/// Questions of one evaluation: asked at once, answered together.
final class Questions {
    let client: Client
    private let timeout: Duration
    private var open: [(ticket: any PendingTicket, take: () -> Void)] = []
    /// How many requests were sent.
    private(set) var sent = 0

    /// - Parameter timeout: nanoseconds that one request may take.
    init(client: Client, timeout: Int) {
        self.client = client
        self.timeout = .nanoseconds(timeout)
    }

    /// Whether the cluster's metadata is in ZooKeeper, as far as its brokers have told.
    var isZooKeeper: Bool { client.view.mode == .zookeeper }

    /// Whether we say who we are: then somebody may have said what we may.
    var isAuthenticated: Bool { client.settings.security.isAuthenticated }

    /// Milliseconds since 1970.
    var wallMs: Int { Int(client.loop.wallMilliseconds) }

    /// The time a request may take, as requests carry it.
    var timeoutMs: Int32 { Int32(clamping: max(1, timeout.wholeMilliseconds)) }

    /// Sends a request; `then` gets its answer, or why there is none, when `settle` is called.
    /// - Parameters:
    ///   - least: the lowest version that will do.
    ///   - most: the highest version that will do.
    ///   - release: the Kafka release that brought `least`, for the message.
    func ask<Request: KafkaRequest>(
        _ request: Request, of target: Target, atLeast least: Int16 = 0, atMost most: Int16 = .max, from release: String = "",
        then: @escaping (Fact<Answer<Request.Response>>) -> Void
    ) {
        ask(request, of: target, atLeast: least, atMost: most, from: release, as: Request.Response.self, then: then)
    }

    /// The same, with another shape of the answer.
    func ask<Request: KafkaRequest, Response: KafkaResponse>(
        _ request: Request, of target: Target, atLeast least: Int16 = 0, atMost most: Int16 = .max, from release: String = "",
        as shape: Response.Type, then: @escaping (Fact<Answer<Response>>) -> Void
    ) {
        let low = max(least, Request.versions.lowerBound)
        let high = max(min(most, Request.versions.upperBound), low)
        let ticket = client.send(request, to: target.destination, deadline: client.deadline(in: timeout), versions: low...high) {
            Response(from: &$0, version: $1)
        }
        sent += 1
        open.append(
            (
                ticket,
                { [self] in
                    switch client.answered(ticket) {
                    case .success(let answered): then(.known(answer(answered)))
                    case .failure(let failure): then(.unknown(Unread(failure, target, release: release)))
                    }
                }
            ))
    }

    private func answer<Response>(_ answered: Answered<Response>) -> Answer<Response> {
        let arrival = answered.arrival
        let age = arrival.arrivedAt.duration(to: client.loop.now)
        return Answer(
            response: answered.value, version: arrival.version, broker: arrival.broker.id.map(Int.init), wire: arrival.wire,
            address: arrival.broker.address, doubt: arrival.doubt.map { Unread($0, at: arrival.broker.address ?? "") },
            arrivedMs: wallMs - Int(age.wholeMilliseconds), roundTrip: Int(arrival.roundTrip.wholeNanoseconds))
    }

    /// Tells the client of the brokers that an answer in columns named.
    func learn(_ response: MetadataColumns) {
        let nodes = response.brokers.compactMap {
            ClusterView.Node(id: $0.nodeId, host: $0.host, port: $0.port, rack: $0.rack)
        }
        client.learn(nodes, clusterID: response.clusterID, controllerID: response.controllerID)
    }

    /// Waits for all that was asked, and for what the answers make necessary at once: next pages, other forms.
    func settle() {
        while !open.isEmpty {
            let now = open
            open = []
            client.wait(for: now.map(\.ticket))
            for question in now { question.take() }
        }
    }

    /// Finds out who is at the other end of connections, where it can be.
    func prove(_ wires: Set<Int>) { client.prove(wires, deadline: client.deadline(in: timeout)) }

    /// The broker that is proved to be at the other end of a connection.
    func provedBroker(on wire: Int) -> Int? { client.provedBroker(on: wire).map(Int.init) }

    /// What the brokers that have told their versions do with min.insync.replicas: from 3.7 on (DescribeCluster 1) they clamp it.
    func clamps(brokers: [Int]) -> Set<Bool> {
        var found: Set<Bool> = []
        for broker in brokers {
            guard client.versions(of: BrokerID(truncatingIfNeeded: broker)) != nil else { continue }
            found.insert(client.supports(60, version: 1, by: BrokerID(truncatingIfNeeded: broker)))
        }
        return found
    }

    /// Whether a broker has told what it speaks.
    func hasTold(_ broker: Int) -> Bool { client.versions(of: BrokerID(truncatingIfNeeded: broker)) != nil }

    /// Whether any broker that we have talked to takes such requests; true where none has told.
    func isTaken(_ apiKey: Int16) -> Bool {
        let versions = client.view.brokerIDs.compactMap { client.versions(of: $0) }
        return versions.isEmpty || versions.contains { $0[apiKey] != nil }
    }

    /// Whether the cluster has turned a feature on, as far as the brokers tell that we have talked to.
    func hasFeature(_ name: String) -> Bool {
        client.view.brokerIDs.contains { (client.versions(of: $0)?.finalizedFeatures[name] ?? 0) > 0 }
    }

    /// How a broker fares on our connections.
    func answerOf(_ broker: Int, roundTrip: Int?, why: Unread?) -> BrokerAnswer {
        let health = client.health(of: BrokerID(truncatingIfNeeded: broker))
        var kind = BrokerAnswer.Kind(rawValue: health.verdict.rawValue) ?? .no
        // What this evaluation saw counts more than what the connection remembers.
        if let why, kind == .yes || kind == .late || kind == .untried { kind = why.identity != nil ? .unproved : .no }
        if why == nil, kind != .late { kind = .yes }
        var answer = BrokerAnswer(kind, roundTrip: roundTrip, why: why)
        answer.roundTripP99 = health.p99.map { Int($0.wholeNanoseconds) }
        return answer
    }
}

extension Unread {
    /// A request that has no answer that can be used.
    init(_ failure: RequestFailure, _ target: Target, release: String) {
        var broker = failure.broker.id.map(Int.init)
        if case .broker(let id) = target { broker = id }
        switch failure.reason {
        case .connection(let why): self.init(broker: broker, why)
        case .deadline(let after):
            // Whoever was asked passes it on: it need not be the broker that is slow.
            let whose = target == .controller ? "; the active controller must answer it" : ""
            self.init(broker: broker, "no answer to \(failure.api) in \(after.spoken)\(whose)")
        case .refused(let code, let message): self.init(broker: broker, code, message)
        case .unsupported(_, offered: nil) where failure.api == MetadataRequest.name:
            self.init("what listens there knows no Metadata: a controller's port, or no Kafka at all: give the address of a broker")
        case .unsupported, .fieldNotSendable:
            self.init(release.isEmpty ? "its brokers are too old for \(failure.api)" : "needs Kafka \(release)")
            kind = .tooOld
        case .wireFault(let fault) where fault.kind == .frameTooLarge:
            self.init(broker: broker, "what it sends is not Kafka's protocol (its first four bytes are the length of no frame)")
        case .wireFault(let fault): self.init(broker: broker, "answered garbage: \(fault)")
        case .identity(let why, let address): self.init(why, at: address)
        case .interrupted: self.init("interrupted")
        case .security(let failure): self.init(broker: broker, "\(failure)")
        case .unknownBroker(let why): self.init(broker: broker, why)
        }
        // Where several addresses failed, each stands with its own reason.
        let namesThem: Bool = if case .connection(let why) = failure.reason { why.hasPrefix("no broker answers") } else { false }
        if case .identity = failure.reason { return }
        if broker == nil, !namesThem, let address = failure.broker.address { text = "\(address): \(text)" }
        switch failure.reason {
        case .security: kind = .secured
        case .interrupted: kind = .interrupted
        default: if failure.isConnectionFailure { kind = .silence }
        }
    }
}

extension Unread {
    /// Whoever answers is not, or is not proved to be, the one that was asked. Another is as good as silence; where only the proof is missing
    /// the broker goes on being asked what another would refuse.
    init(_ why: IdentityFailure, at address: String) {
        self.init(why.text(at: address))
        identity = why
        if why.isOpen {
            if case .notAuthorised = why { kind = .notAuthorised }
        } else {
            kind = .silence
        }
    }
}
