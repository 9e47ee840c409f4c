import KafkaMessages
import KafkaWire
import Network
import Platform

/// Gets requests to the brokers that must answer them, and their answers back. Synchronous: nothing happens but in `wait`, `take`, `ask`
/// and `turn`, which turn the one loop.
///
/// ## How to use it
///
/// ```swift
/// let client = Client(loop: loop, bootstrap: [Endpoint("b1:9092")!], softwareVersion: "0.1")
/// let deadline = client.deadline(in: .seconds(5))
///
/// // One question, one answer.
/// let cluster = client.ask(DescribeClusterRequest(), deadline: deadline)         // Result<Answered<DescribeClusterResponse>, RequestFailure>
///
/// // Many at once: send all, then take. They leave pipelined, to all their brokers; a dead broker fails only its own.
/// let tickets = client.view.brokerIDs.map { client.send(DescribeLogDirsRequest(topics: nil), to: .broker($0), deadline: deadline) }
/// client.wait()                                                                  // until each is answered, failed or out of time
/// for ticket in tickets { switch client.take(ticket) { case .success(let response): …; case .failure(let failure): … } }
///
/// // The same in one call, a row for each broker; and a decoder of one's own over the raw body.
/// let rows = client.askAllBrokers(deadline: deadline) { _ in ListGroupsRequest() }
/// let columns = client.send(MetadataRequest(topics: nil), deadline: deadline, decoding: { reader, version in PartitionTable(&reader, version) })
/// ```
///
/// - **Start of an evaluation** (a statement, a look of a wait, an effect's submission): call `beginEvaluation()`. A broker that was found
///   dead, hanging or babbling within one evaluation costs its deadline once; later requests to it fail at once with the same reason.
///   It also forgets an interrupt.
/// - **Who answers**: each connection proves the cluster, and the broker where its id is known, in the flight of its first request. An answer
///   of another is a failure (`.identity`), and no change goes to one. `Arrival.doubt` says where only the proof could not be had.
/// - **Where**: `.any` (reads go on to other brokers), `.broker(id)`, `.controller`. Leaders: `refreshMetadata(topics:)`, then `view.leaders`.
///   Coordinators: `findCoordinators`. Forwarded APIs take a connection of their own by themselves (`Lane`).
/// - **Versions** are negotiated per connection; `versions:` narrows them where an older form needs other fields, `supports` asks before.
///   A field that cannot be carried is `.fieldNotSendable`, never dropped.
/// - **Mutations** are sent at most once, whatever happens. `RequestFailure.mayHaveBeenSent` and `lastByteLeft` say what is in doubt;
///   a failure that says `false` has changed nothing. Reads are repeated on a fresh connection, and go elsewhere where that is allowed.
/// - **Errors inside an answer** (per topic, per group) are the caller's to read. `ask(…, retry:)` repeats reads whose error is retriable.
/// - **Ctrl-C** during a wait fails all that is outstanding with `.interrupted`; answers that are there stay. Until the next
///   `beginEvaluation()` everything sent fails with `.interrupted`, too. The signal is kept for its owner in `takeUnclaimed()`.
/// - **The loop is shared**: events that are not the client's (the terminal, child processes, timers) come from `turn(until:)` and
///   `takeUnclaimed()`. Nobody else polls the loop of a client.
package final class Client {
    /// What a line of the trace is about: `--trace requests,bytes,loop`.
    package enum TraceKind: String, Sendable {
        /// Requests that leave, answers and failures that come.
        case requests
        /// The bytes of either.
        case bytes
        /// Connections and the loop's other events.
        case loop
    }

    /// The loop. Turn it by `turn(until:)` only.
    package let loop: any Loop
    /// Where to begin.
    package let bootstrap: [Endpoint]
    /// What the connections are made with.
    package let settings: Connection.Settings
    /// What was learned of the cluster.
    package internal(set) var view = ClusterView()
    /// Told of each request, answer and connection, where somebody listens.
    package var trace: ((TraceKind, String) -> Void)?
    /// Told of a wait that takes long, once a second, and nil when it is over, where somebody listens.
    package var tellWaiting: ((LongWait?) -> Void)?
    /// For how long a dead or hanging broker is not tried again by a later evaluation.
    package var verdictLifetime = Duration.seconds(5)
    /// How long a broker may let others wait before the next one is tried as well.
    package var patience = Duration.seconds(1)

    var brokers: [Broker] = []
    /// By the number of the connection.
    var wires: [Int: (broker: Broker, lane: Lane)] = [:]
    /// By the number of the request.
    var routes: [Int: Operation] = [:]
    /// All that is not settled, by number.
    var outstanding: [Int: Operation] = [:]
    /// What waits for any broker to be open on a lane.
    var parked = PerLane<[Operation]>([])
    /// What waits for metadata.
    var awaitingMetadata: [Operation] = []
    var metadataTicket: Ticket<MetadataResponse>?
    /// When a further broker is tried for what is parked.
    var staggerAt = PerLane<Instant?>(nil)
    var unclaimed: [LoopEvent] = []
    /// A broker was greeted, and nothing was asked since.
    var isGreeting = false
    /// Signals that do not break off waits any more: what is being changed is finished first.
    package var shieldedSignals = 0
    /// In KRaft, the broker through which the controller is asked for changes, and no other; nil: any.
    package var controllerRoute: BrokerID?
    var evaluation = 0
    var evaluationBegan = Instant.distantFuture
    /// When the next sign of the wait that goes on is due; nil: none was given.
    var signAt: Instant?
    package internal(set) var isInterrupted = false
    /// What TLS is spoken with; made when the first request is sent.
    var tls: TLSContext?
    var settingsFailure: SecurityFailure?
    let scramKeys = SCRAMKeys()
    var tokens: TokenSupply?
    var tokenWaiters: [TokenWaiter] = []
    /// Some connection was open: the credentials are good for this cluster.
    var hasBeenBelieved = false
    var refusal: Refusal?
    private var lastRequest = 0
    private var lastOperation = 0

    /// A client that will begin at those addresses. Nothing is connected before something is sent.
    package init(
        loop: any Loop, bootstrap: [Endpoint], softwareVersion: String, clientID: String = "mend",
        security: ClientSecurity = .plaintext
    ) {
        self.loop = loop
        self.bootstrap = bootstrap
        settings = Connection.Settings(clientID: clientID, softwareVersion: softwareVersion, security: security)
        for endpoint in bootstrap where !brokers.contains(where: { $0.endpoint == endpoint }) {
            brokers.append(Broker(number: brokers.count, id: nil, endpoint: endpoint))
        }
    }

    /// The instant that far from now.
    package func deadline(in duration: Duration) -> Instant { loop.now.advanced(by: duration) }

    /// A statement, a look or a submission begins: brokers found bad before may be tried again, and an interrupt is forgotten. What has come
    /// for a broker that was greeted is taken in, so that the first requests leave at once.
    /// - Parameter forwards: Something will be asked that brokers forward to the controller.
    package func beginEvaluation(forwards: Bool = false) {
        evaluation += 1
        evaluationBegan = loop.now
        isInterrupted = false
        guard isGreeting else { return }
        isGreeting = false
        takeIn()
        if forwards, routingMode != .zookeeper { greet(.forwarded) }
    }

    // MARK: Send

    /// Sends a request; its ticket is redeemed by `take`.
    package func send<R: KafkaRequest>(
        _ request: R, to destination: Destination = .any, deadline: Instant, versions: ClosedRange<Int16>? = nil
    ) -> Ticket<R.Response> {
        send(request, to: destination, deadline: deadline, versions: versions) { reader, version in
            R.Response(from: &reader, version: version)
        }
    }

    /// Sends a request whose answer's body is read by a decoder of the caller's. The decoder sets `reader.flexible` and must read the body to
    /// its end; a fault it leaves in the reader closes the connection.
    package func send<R: KafkaRequest, Value>(
        _ request: R, to destination: Destination = .any, deadline: Instant, versions: ClosedRange<Int16>? = nil,
        decoding: @escaping (inout WireReader, Int16) -> Value
    ) -> Ticket<Value> {
        let ticket = Ticket<Value>(api: R.name)
        lastOperation += 1
        var destination = destination
        if destination == .controller, view.mode == .kraft, let route = controllerRoute, APITraits.isMutation(apiKey: R.apiKey) {
            destination = .broker(route)
        }
        let operation = Operation(
            request, number: lastOperation, to: destination, versions: versions, deadline: deadline, now: loop.now, ticket: ticket,
            decode: decoding)
        outstanding[operation.number] = operation
        begin(operation)
        return ticket
    }

    private func begin(_ operation: Operation) {
        guard operation.deadline > loop.now else {
            return settle(operation, operation.failure(.deadline(after: .zero), BrokerLabel(id: nil, address: nil)))
        }
        if isInterrupted { return settle(operation, operation.failure(.interrupted, BrokerLabel(id: nil, address: nil))) }
        if let failure = failureOfSettings() {
            return settle(operation, operation.failure(.security(failure), BrokerLabel(id: nil, address: nil)))
        }
        // A connection that the broker has closed while nobody looked must not take a mutation with it.
        if operation.isMutation {
            let foreign = handle(loop.poll(until: loop.now))
            unclaimed += foreign
            if breaksOff(foreign) { return interrupt() }
        }
        dispatch(operation)
    }

    /// Whether one of these events ends what is waited for; shielded signals are used up.
    private func breaksOff(_ events: [LoopEvent]) -> Bool {
        var breaks = false
        for event in events where event.endsWaits {
            if shieldedSignals > 0, event != .stopped { shieldedSignals -= 1 } else { breaks = true }
        }
        return breaks
    }

    /// Fixes the broker through which the next changes go to the controller: one that forwards already, and is proved by its id. With ZooKeeper
    /// the controller itself. nil: none is, and any will do.
    package func fixControllerRoute() -> BrokerID? {
        if view.mode == .zookeeper { return view.controllerID }
        let open = brokers.filter { !$0.isPrivate && !$0.isSuspect && $0.links[.forwarded]?.connection.provedBroker != nil }
        controllerRoute = open.min { $0.number < $1.number }?.id
        return controllerRoute
    }

    /// The bootstrap addresses as people write them.
    package var bootstrapText: String { bootstrap.map(\.description).joined(separator: ",") }

    func nextRequest() -> RequestID {
        lastRequest += 1
        return RequestID(number: lastRequest)
    }

    func nextBroker(id: BrokerID?, at endpoint: Endpoint, isPrivate: Bool = false) -> Broker {
        let broker = Broker(number: brokers.count, id: id, endpoint: endpoint, isPrivate: isPrivate)
        brokers.append(broker)
        return broker
    }

    // MARK: Wait

    /// How a wait ended.
    package enum WaitEnd: Equatable, Sendable {
        /// All that was waited for is settled.
        case settled
        /// Ctrl-C, or the end of the process.
        case interrupted
    }

    /// Waits until everything that was sent is settled.
    @discardableResult
    package func wait() -> WaitEnd { wait { outstanding.isEmpty } }

    /// Waits until those tickets are settled.
    @discardableResult
    package func wait(for tickets: [any PendingTicket]) -> WaitEnd { wait { tickets.allSatisfy(\.isSettled) } }

    /// The answer or the failure, waited for where it is not there yet.
    package func take<Value>(_ ticket: Ticket<Value>) -> Result<Value, RequestFailure> {
        wait(for: [ticket])
        return ticket.result ?? .failure(RequestFailure(.interrupted, api: ticket.api, broker: BrokerLabel(id: nil, address: nil)))
    }

    /// Lets time pass until an instant; Ctrl-C ends it.
    @discardableResult
    package func pause(until instant: Instant) -> WaitEnd {
        wait(atMost: instant) { loop.now >= instant }
    }

    @discardableResult
    func wait(atMost limit: Instant? = nil, _ isDone: () -> Bool) -> WaitEnd {
        defer { endSigns() }
        while !isDone() {
            if isInterrupted { return .interrupted }
            let foreign = step(until: [limit, nextSign()].compactMap { $0 }.min())
            giveSign()
            unclaimed += foreign
            if breaksOff(foreign) { interrupt() }
        }
        return isInterrupted ? .interrupted : .settled
    }

    /// Fails all that is outstanding with `.interrupted`, and closes the connections it was on: what Ctrl-C does.
    package func interrupt() {
        isInterrupted = true
        for broker in brokers {
            for lane in Lane.allCases {
                guard let link = broker.links[lane], link.connection.pendingCount > 0 else { continue }
                perform(link.connection.end(.abandoned, now: loop.now), broker, link)
            }
        }
        for number in outstanding.keys.sorted() {
            guard let operation = outstanding[number] else { continue }
            settle(operation, operation.failure(.interrupted, BrokerLabel(id: nil, address: nil)))
        }
        parked = PerLane([])
        awaitingMetadata = []
    }

    /// Turns the loop until something happens that is not the client's, or the deadline has come, and gives it. What the client had
    /// set aside comes first. For those who wait for the terminal or a child process.
    package func turn(until deadline: Instant?) -> [LoopEvent] {
        var events = takeUnclaimed()
        while events.isEmpty {
            events += step(until: deadline)
            if let deadline, loop.now >= deadline { break }
        }
        return events
    }

    /// The events that came during waits and were not the client's.
    package func takeUnclaimed() -> [LoopEvent] {
        defer { unclaimed = [] }
        return unclaimed
    }

    /// Closes all connections; outstanding requests fail.
    package func close() {
        for broker in brokers {
            for lane in Lane.allCases {
                if let link = broker.links[lane] { perform(link.connection.end(.abandoned, now: loop.now), broker, link) }
            }
        }
    }
}

extension LoopEvent {
    /// Whether it ends every wait.
    var endsWaits: Bool {
        switch self {
        case .signal(.interrupt), .signal(.terminate), .signal(.hangup), .stopped: true
        default: false
        }
    }
}
