import KafkaMessages
import KafkaWire
import Network
import Platform

/// A connection to a broker as a pure machine: events and times in, actions out. It frames, correlates, negotiates versions and keeps
/// deadlines; it knows no descriptor, no clock and no cluster.
///
/// Each request that is submitted is answered or failed exactly once. Requests submitted before the handshake is done wait for it, and so do
/// those submitted while the connection proves itself again (KIP-368). Who is at the other end is asked in the same flight as the first
/// request that needs it, before it: no answer is believed, and no change leaves, before that is told.
package struct Connection: ~Copyable {
    /// Where the connection stands.
    package enum Phase: Equatable, Sendable {
        /// The loop makes it.
        case connecting
        /// The TLS handshake is going on.
        case securing
        /// ApiVersions was asked in that version.
        case handshaking(version: Int16)
        /// SASL is going on.
        case authenticating
        /// Requests flow.
        case open
        /// It is over.
        case closed
    }

    /// What the machine wants done, in order.
    package enum Action: Equatable, Sendable {
        /// Send bytes.
        case send([UInt8])
        /// Send bytes that no trace may show.
        case sendSecret([UInt8])
        /// Say by `authenticate` who we are; nothing is sent before.
        case wantsCredentials
        /// The handshake is done: `versions` is set.
        case opened
        /// Somebody asks, by that API, who is at the other end.
        case provesWho(String)
        /// The other end belongs to that cluster: the first one to say so, or the one that was expected. `versions` are that cluster's.
        case isOfCluster(String)
        /// A request has its answer.
        case answered(RequestID, RawAnswer)
        /// A request will have none.
        case failed(RequestID, Failure)
        /// Close the connection: the machine is done with it.
        case close(Cause)
    }

    /// Why a request has no answer.
    package struct Failure: Equatable, Sendable {
        /// Why.
        package var cause: Cause
        /// Whether a byte of it may have left.
        package var mayHaveBeenSent: Bool
        /// When its last byte left, at the latest.
        package var lastByteLeft: Instant?

        /// A failure for a cause.
        package init(cause: Cause, mayHaveBeenSent: Bool, lastByteLeft: Instant?) {
            self.cause = cause
            self.mayHaveBeenSent = mayHaveBeenSent
            self.lastByteLeft = lastByteLeft
        }
    }

    /// A request whose frame was handed over and whose answer is to come.
    struct InFlight {
        var request: OutgoingRequest
        /// It asks who is at the other end, for nobody else.
        var proves: ProofState.Step?
        var version: Int16
        var correlationID: Int32
        var end: UInt64
        var sentAt: Instant
        var lastByteLeft: Instant?
        /// Somebody answered in its place: the answer will be thrown away.
        var isAbandoned = false
    }

    /// Where it stands.
    package private(set) var phase = Phase.connecting
    /// What the broker speaks; `nil` before the handshake is done, where it was not known before.
    package private(set) var versions: APIVersionTable?
    private let settings: Settings
    private let host: String
    private let tls: TLSContext?
    /// The handshake is left out: another connection to the same broker, which stands, was told what it speaks.
    private let knowsVersions: Bool
    private var transport = TransportLayer()
    private var frames: FrameAssembler
    private var waiting: [OutgoingRequest] = []
    private(set) var inFlight: [InFlight] = []
    private var lastCorrelationID: Int32 = 0
    private var bytesHandedOver: UInt64 = 0
    private var answerCount = 0
    var proof = ProofState()
    /// The run of SASL that is going on.
    private(set) var dialogue: SASLDialogue?
    private(set) var awaitsCredentials = false
    private var authenticatedAt: Instant?
    /// When the connection has to prove itself again, before anything else is sent.
    private var provesAgainAt: Instant?

    /// The share of a session's life after which it is renewed, in percent. Kafka's client takes 85 to 95; what is on its way to the broker then
    /// has to be read before the rest is over.
    private static let renewalShare = 80
    /// A broker takes a further run no earlier than a second after the last (`SaslServerAuthenticator`).
    private static let shortestRenewal = Duration.milliseconds(1050)

    /// A connection that the loop is making, to a host; over TLS where there is a context for it.
    /// - Parameter versions: what the broker says it speaks on another connection that stands now; it is not asked again.
    package init(_ settings: Settings, host: String = "", tls: TLSContext? = nil, versions: APIVersionTable? = nil) {
        self.settings = settings
        self.versions = versions
        knowsVersions = versions != nil
        self.host = host
        self.tls = tls
        frames = FrameAssembler(limit: settings.frameLimit)
    }

    /// Whether SASL is going on, so that no trace may show what comes.
    package var isAuthenticating: Bool { dialogue != nil || phase == .authenticating }

    /// Requests that wait or are on their way, those abandoned left out.
    package var pendingCount: Int { waiting.count + inFlight.count { !$0.isAbandoned && $0.proves == nil } }

    /// When `expire` has to be called at the latest.
    package var nextDeadline: Instant? {
        var earliest = inFlight.first?.request.deadline
        for slot in inFlight where !slot.isAbandoned && slot.proves == nil {
            earliest = min(earliest ?? slot.request.deadline, slot.request.deadline)
        }
        for request in waiting { earliest = min(earliest ?? request.deadline, request.deadline) }
        return earliest
    }

    // MARK: Events

    /// The loop has made the connection.
    package mutating func connected(now: Instant) -> [Action] {
        guard phase == .connecting else { return [] }
        guard let tls else { return handshake(now) }
        phase = .securing
        do throws(TLSFailure) {
            transport = try TransportLayer(tls, host: host)
            return [wire(try transport.begin())]
        } catch {
            return end(.tls(error), now)
        }
    }

    /// Bytes came.
    package mutating func received(_ bytes: [UInt8], now: Instant) -> [Action] {
        guard phase != .closed else { return [] }
        let incoming = transport.incoming(bytes)
        var actions: [Action] = incoming.reply.isEmpty ? [] : [wire(incoming.reply)]
        if phase == .securing, transport.isReady, incoming.end == nil {
            actions += handshake(now)
        }
        frames.append(incoming.plain)
        do throws(WireFault) {
            while phase != .closed, let payload = try frames.next() { actions += try frame(payload, now) }
        } catch {
            actions += end(.wireFault(error), now)
        }
        guard phase != .closed else { return actions }
        switch incoming.end {
        case nil: return actions
        case .speaksTLS: return actions + end(.speaksTLS, now)
        case .failed(let failure): return actions + end(.tls(failure), now)
        case .closed: return actions + lost(.byPeer, now: now)
        }
    }

    /// So many bytes, counted from the start, have left; the last of them at that instant.
    package mutating func sent(total: UInt64, at instant: Instant) {
        for index in inFlight.indices where inFlight[index].lastByteLeft == nil && inFlight[index].end <= total {
            inFlight[index].lastByteLeft = instant
        }
    }

    /// The loop has lost the connection, or could not make it.
    package mutating func lost(_ reason: CloseReason, now: Instant) -> [Action] {
        guard phase != .closed else { return [] }
        if phase != .connecting, reason.isHangUp, let meaning = transport.meaningOfClose() { return end(.tls(meaning), now) }
        let isRefusal = reason == .byPeer && phase == .open && answerCount == 0 && !inFlight.isEmpty && authenticatedAt == nil
        return end(isRefusal ? .wantsSASL : .lost(reason), now)
    }

    /// Time has passed. A request at the head that has no answer in time means that the connection stands still: it is closed, and all
    /// behind fail with it. One that waits behind others fails alone.
    package mutating func expire(now: Instant) -> [Action] {
        guard phase != .closed else { return [] }
        if let head = inFlight.first, head.request.deadline <= now { return end(.deadline, now, stuck: head.request.api) }
        if phase != .open || dialogue != nil || awaitsCredentials, waiting.contains(where: { $0.deadline <= now }) {
            if awaitsCredentials { return end(.sasl(.noToken("it did not come in time")), now) }
            return end(.deadline, now, stuck: awaitedStep)
        }
        var actions: [Action] = []
        for index in inFlight.indices
        where !inFlight[index].isAbandoned && inFlight[index].proves == nil && inFlight[index].request.deadline <= now {
            inFlight[index].isAbandoned = true
            actions.append(.failed(inFlight[index].request.id, failure(.deadline, inFlight[index], now)))
        }
        for request in waiting where request.deadline <= now { actions.append(.failed(request.id, Self.unsent(.deadline))) }
        waiting.removeAll { $0.deadline <= now }
        return actions
    }

    // MARK: Wishes

    /// Sends a request, or keeps it until the handshake is done or there is room.
    package mutating func submit(_ request: OutgoingRequest, now: Instant) -> [Action] {
        guard phase != .closed else { return [.failed(request.id, Self.unsent(.abandoned))] }
        waiting.append(request)
        return drain(now)
    }

    /// Forgets a request: neither answer nor failure of it will come. Its slot stays, so that the answers behind it still match.
    package mutating func abandon(_ id: RequestID) {
        waiting.removeAll { $0.id == id }
        for index in inFlight.indices where inFlight[index].request.id == id { inFlight[index].isAbandoned = true }
    }

    /// Says who we are, as `.wantsCredentials` asked for.
    package mutating func authenticate(_ exchange: SASLExchange, now: Instant) -> [Action] {
        guard awaitsCredentials, phase != .closed, let versions else { return [] }
        awaitsCredentials = false
        do throws(Cause) {
            var made = try SASLDialogue(exchange, versions: versions, clientID: settings.clientID)
            let frame = try made.begin(correlationID: nextCorrelationID())
            dialogue = made
            return secretly(frame, now)
        } catch {
            return end(error, now)
        }
    }

    /// Ends the connection: an answer could not be read, or nobody wants it any more. All requests fail with the cause.
    package mutating func end(_ cause: Cause, now: Instant) -> [Action] { end(cause, now) }

    // MARK: Inside

    private mutating func nextCorrelationID() -> Int32 {
        lastCorrelationID = lastCorrelationID == .max ? 1 : lastCorrelationID + 1
        return lastCorrelationID
    }

    /// Bytes that go on the wire as they are.
    private mutating func wire(_ bytes: [UInt8]) -> Action {
        bytesHandedOver &+= UInt64(bytes.count)
        return .send(bytes)
    }

    private mutating func handOver(_ frame: [UInt8]) throws(Cause) -> Action {
        do throws(TLSFailure) { return wire(try transport.outgoing(frame)) } catch { throw .tls(error) }
    }

    /// What the connection is at before it is open, or again.
    private var awaitedStep: String {
        switch phase {
        case .securing: "the TLS handshake"
        case .connecting, .handshaking: ApiVersionsRequest.name
        case .authenticating, .open, .closed: dialogue?.awaitedAPI ?? SaslHandshakeRequest.name
        }
    }

    private mutating func handshake(_ now: Instant) -> [Action] {
        knowsVersions ? identified(now) : handshake(version: ApiVersionsRequest.versions.upperBound, now)
    }

    private mutating func handshake(version: Int16, _ now: Instant) -> [Action] {
        let request = ApiVersionsRequest(clientSoftwareName: settings.softwareName, clientSoftwareVersion: settings.softwareVersion)
        do throws(Cause) {
            let frame = try Self.encoded(
                version >= 3 ? request : ApiVersionsRequest(), version: version, nextCorrelationID(), settings.clientID)
            phase = .handshaking(version: version)
            return [try handOver(frame)]
        } catch {
            return end(error, now)
        }
    }

    private static func encoded(
        _ request: ApiVersionsRequest, version: Int16, _ correlationID: Int32, _ clientID: String
    ) throws(Cause) -> [UInt8] {
        do throws(EncodingFailure) {
            return try Frame.request(request, version: version, correlationID: correlationID, clientID: clientID)
        } catch {
            throw .notEncodable(error)
        }
    }

    private mutating func frame(_ payload: [UInt8], _ now: Instant) throws(WireFault) -> [Action] {
        guard let correlationID = Frame.correlationID(ofResponse: payload) else { throw WireFault(.truncated, at: 0) }
        if case .handshaking(let version) = phase {
            guard correlationID == lastCorrelationID else { throw WireFault(.correlationMismatch, at: 0, apiKey: 18) }
            return try handshakeAnswered(payload, version: version, now)
        }
        // What was sent before a further run of SASL is answered before it.
        guard let slot = inFlight.first else {
            guard let dialogue, dialogue.correlationID == correlationID else { throw WireFault(.correlationMismatch, at: 0) }
            return dialogueAnswered(payload, now)
        }
        guard slot.correlationID == correlationID else {
            throw WireFault(.correlationMismatch, at: 0, apiKey: slot.request.apiKey, version: slot.version)
        }
        inFlight.removeFirst()
        answerCount += 1
        var actions: [Action] = []
        do throws(Cause) {
            if let cluster = try clusterTold(by: slot, payload) { actions.append(.isOfCluster(cluster)) }
        } catch {
            // It is among those that fail with the connection.
            if slot.proves == nil { inFlight.insert(slot, at: 0) }
            return end(error, now)
        }
        if slot.proves == nil, !slot.isAbandoned { actions.append(outcome(of: slot, payload, now)) }
        return actions + drain(now)
    }

    /// Takes the table; a broker that does not know our version answers with error 35 in version 0 and names its own (KIP-511). Whatever follows
    /// the code, version 0 is known to all: librdkafka's mock cluster goes on in the version that it was asked in.
    private mutating func handshakeAnswered(_ payload: [UInt8], version: Int16, _ now: Instant) throws(WireFault) -> [Action] {
        let isRefused = try Frame.responseBody(to: ApiVersionsRequest.self, version: version, payload: payload).version != version
        if isRefused, version > 0 {
            let named = try? Frame.response(to: ApiVersionsRequest.self, version: version, payload: payload)
            let offered = named?.apiKeys.first { $0.apiKey == ApiVersionsRequest.apiKey }?.maxVersion ?? 0
            return handshake(version: max(0, min(version - 1, offered)), now)
        }
        let response = try Frame.response(to: ApiVersionsRequest.self, version: version, payload: payload)
        guard response.errorCode.isSuccess else { return end(.handshakeRefused(response.errorCode), now) }
        versions = APIVersionTable(response)
        return identified(now)
    }

    /// What the broker speaks is known: what is left is to say who we are.
    private mutating func identified(_ now: Instant) -> [Action] {
        guard settings.security.authentication == .none else {
            phase = .authenticating
            awaitsCredentials = true
            return [.wantsCredentials]
        }
        return opened(now)
    }

    /// The requests that had to wait leave first, so that what is submitted because of it leaves behind them. What they find out may end it.
    private mutating func opened(_ now: Instant) -> [Action] {
        phase = .open
        let actions = drain(now)
        return phase == .open ? actions + [.opened] : actions
    }

    // MARK: SASL

    private mutating func secretly(_ frame: [UInt8], _ now: Instant) -> [Action] {
        do throws(Cause) {
            guard case .send(let bytes) = try handOver(frame) else { return [] }
            return [.sendSecret(bytes)]
        } catch {
            return end(error, now)
        }
    }

    private mutating func dialogueAnswered(_ payload: [UInt8], _ now: Instant) -> [Action] {
        guard var current = dialogue else { return [] }
        let step: SASLDialogue.Step
        do throws(Cause) { step = try current.answered(payload) { nextCorrelationID() } } catch { return end(error, now) }
        switch step {
        case .send(let frame):
            dialogue = current
            return secretly(frame, now)
        case .done(let lifetime):
            dialogue = nil
            authenticatedAt = now
            provesAgainAt = lifetime.map { now.advanced(by: max($0 * Self.renewalShare / 100, Self.shortestRenewal)) }
            return phase == .open ? drain(now) : opened(now)
        }
    }

    /// Whether a further run of SASL comes before anything else is sent: a broker reads nothing but it then.
    private mutating func mustProveAgain(_ now: Instant) -> Bool {
        guard let at = provesAgainAt, at <= now, dialogue == nil, !awaitsCredentials, !waiting.isEmpty else { return false }
        awaitsCredentials = true
        return true
    }

    // MARK: Requests

    /// Sends what waits, as far as there is room.
    private mutating func drain(_ now: Instant) -> [Action] {
        guard phase == .open, let versions else { return [] }
        if mustProveAgain(now) { return [.wantsCredentials] }
        guard dialogue == nil, !awaitsCredentials else { return [] }
        var actions: [Action] = []
        var at = 0
        while at < waiting.count, phase == .open, inFlight.count < settings.inFlightLimit {
            let request = waiting[at]
            guard request.deadline > now else {
                actions.append(.failed(waiting.remove(at: at).id, Self.unsent(.deadline)))
                continue
            }
            let version = versions.negotiate(request.apiKey, request.versions)
            let tellsCluster = version.map { Self.tellsCluster(request, $0) } ?? false
            // That it does not speak an API is believed of whom we know, as an answer would be.
            switch proof.verdict(request.proof, changes: request.isMutation || version == nil, asksCluster: tellsCluster) {
            case .wait where version == nil: at += 1
            case .wait: return actions
            case .fail(let why): actions.append(.failed(waiting.remove(at: at).id, Self.unsent(.identity(why))))
            case .ask(let step): actions += ask(step, request.deadline, versions, now)
            case .go:
                waiting.remove(at: at)
                if let version {
                    actions += send(request, version, now)
                } else {
                    actions.append(.failed(request.id, Self.unsent(.unsupported(offered: versions[request.apiKey]))))
                }
            }
        }
        return actions
    }

    mutating func send(_ request: OutgoingRequest, _ version: Int16, _ now: Instant, proves: ProofState.Step? = nil) -> [Action] {
        let correlationID = nextCorrelationID()
        let frame: [UInt8]
        do throws(EncodingFailure) { frame = try request.frame(version, correlationID, settings.clientID) } catch {
            return proves == nil ? [.failed(request.id, Self.unsent(.notEncodable(error)))] : end(.notEncodable(error), now)
        }
        do throws(Cause) {
            let action = try handOver(frame)
            inFlight.append(
                InFlight(
                    request: request, proves: proves, version: version, correlationID: correlationID, end: bytesHandedOver, sentAt: now))
            if proves == nil, Self.tellsCluster(request, version) { proof.isBeingTold() }
            return [action]
        } catch {
            return (proves == nil ? [.failed(request.id, Self.unsent(error))] : []) + end(error, now)
        }
    }

    private static func unsent(_ cause: Cause) -> Failure { Failure(cause: cause, mayHaveBeenSent: false, lastByteLeft: nil) }

    /// What was handed over counts as sent, also when the loop still has it: closing flushes.
    func failure(_ cause: Cause, _ slot: InFlight, _ now: Instant) -> Failure {
        Failure(cause: cause, mayHaveBeenSent: true, lastByteLeft: slot.lastByteLeft ?? now)
    }

    mutating func end(_ cause: Cause, _ now: Instant, stuck: String? = nil) -> [Action] {
        guard phase != .closed else { return [] }
        phase = .closed
        var actions: [Action] = []
        func own(_ deadline: Instant) -> Cause {
            guard cause == .deadline, deadline > now, let stuck else { return cause }
            return .stuckBehind(stuck)
        }
        for slot in inFlight where !slot.isAbandoned && slot.proves == nil {
            actions.append(.failed(slot.request.id, failure(own(slot.request.deadline), slot, now)))
        }
        for request in waiting { actions.append(.failed(request.id, Self.unsent(own(request.deadline)))) }
        inFlight = []
        waiting = []
        dialogue = nil
        awaitsCredentials = false
        let farewell = transport.ending()
        if !farewell.isEmpty { actions.append(.send(farewell)) }
        return actions + [.close(cause)]
    }
}

extension CloseReason {
    /// Whether the peer, or something between, ended a connection that was there.
    fileprivate var isHangUp: Bool {
        switch self {
        case .byPeer, .failed: true
        default: false
        }
    }
}
