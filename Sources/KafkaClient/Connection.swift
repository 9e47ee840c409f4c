import KafkaMessages
import KafkaWire
import Network
import Platform

/// A connection to a broker as a pure machine: events and times in, actions out. It frames, correlates, negotiates versions and keeps
/// deadlines; it knows no descriptor, no clock and no cluster.
///
/// Each request that is submitted is answered or failed exactly once. Requests submitted before the handshake is done wait for it.
/// TLS enters between `received` and the frames (`TransportLayer`), SASL between the handshake and `.open`: the two places are marked.
package struct Connection: ~Copyable {
    /// Where the connection stands.
    package enum Phase: Equatable, Sendable {
        /// The loop makes it.
        case connecting
        /// ApiVersions was asked in that version.
        case handshaking(version: Int16)
        /// Requests flow.
        case open
        /// It is over.
        case closed
    }

    /// What the machine wants done, in order.
    package enum Action: Equatable, Sendable {
        /// Send bytes.
        case send([UInt8])
        /// The handshake is done: `versions` is set.
        case opened
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

    /// Why something ended.
    package enum Cause: Equatable, Sendable {
        /// The loop lost the connection, or never had it.
        case lost(CloseReason)
        /// The answer did not come in time.
        case deadline
        /// The answer to a request before it did not come in time: the connection stood still.
        case stuckBehind(String)
        /// The broker does not speak the API in a version that will do.
        case unsupported(offered: ClosedRange<Int16>?)
        /// The version cannot carry the request.
        case notEncodable(EncodingFailure)
        /// The broker sent what is no answer.
        case wireFault(WireFault)
        /// The broker refused the handshake.
        case handshakeRefused(ErrorCode)
        /// The port speaks TLS.
        case speaksTLS
        /// The broker closed at the first request after the handshake, as a SASL listener does.
        case wantsSASL
        /// We were told to stop.
        case abandoned
    }

    /// What does not change over the life of a connection.
    package struct Settings: Sendable {
        /// Kafka's `client.id`.
        package var clientID: String
        /// The software's name for the broker's metrics (KIP-511).
        package var softwareName: String
        /// The software's version for the broker's metrics.
        package var softwareVersion: String
        /// Requests on their way at once; others wait.
        package var inFlightLimit: Int
        /// The largest answer that is taken, in bytes.
        package var frameLimit: Int
        /// How the bytes are protected, and who we say we are.
        package var security: ClientSecurity

        /// Settings; without arguments those of `mend`.
        package init(
            clientID: String = "mend", softwareName: String = "mend", softwareVersion: String = "0", inFlightLimit: Int = 64,
            frameLimit: Int = Frame.defaultLimit, security: ClientSecurity = .plaintext
        ) {
            self.clientID = clientID
            self.softwareName = softwareName
            self.softwareVersion = softwareVersion
            self.inFlightLimit = inFlightLimit
            self.frameLimit = frameLimit
            self.security = security
        }
    }

    /// A request whose frame was handed over and whose answer is to come.
    private struct InFlight {
        var request: OutgoingRequest
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
    /// What the broker speaks; `nil` before the handshake is done.
    package private(set) var versions: APIVersionTable?
    private let settings: Settings
    private var transport: TransportLayer
    private var frames: FrameAssembler
    private var waiting: [OutgoingRequest] = []
    private var inFlight: [InFlight] = []
    private var lastCorrelationID: Int32 = 0
    private var bytesHandedOver: UInt64 = 0
    private var answerCount = 0

    /// A connection that the loop is making.
    package init(_ settings: Settings) {
        self.settings = settings
        transport = TransportLayer(settings.security.transport)
        frames = FrameAssembler(limit: settings.frameLimit)
    }

    /// Requests that wait or are on their way, those abandoned left out.
    package var pendingCount: Int { waiting.count + inFlight.count { !$0.isAbandoned } }

    /// When `expire` has to be called at the latest.
    package var nextDeadline: Instant? {
        var earliest = inFlight.first?.request.deadline
        for slot in inFlight where !slot.isAbandoned { earliest = min(earliest ?? slot.request.deadline, slot.request.deadline) }
        for request in waiting { earliest = min(earliest ?? request.deadline, request.deadline) }
        return earliest
    }

    // MARK: Events

    /// The loop has made the connection.
    package mutating func connected(now: Instant) -> [Action] {
        guard phase == .connecting else { return [] }
        return handshake(version: ApiVersionsRequest.versions.upperBound, now)
    }

    /// Bytes came.
    package mutating func received(_ bytes: [UInt8], now: Instant) -> [Action] {
        guard phase != .closed else { return [] }
        switch transport.incoming(bytes) {
        case .speaksTLS: return end(.speaksTLS, now)
        case .plain(let plain): frames.append(plain)
        }
        var actions: [Action] = []
        do throws(WireFault) {
            while phase != .closed, let payload = try frames.next() { actions += try frame(payload, now) }
        } catch {
            actions += end(.wireFault(error), now)
        }
        return actions
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
        let isRefusal = reason == .byPeer && phase == .open && answerCount == 0 && !inFlight.isEmpty
        return end(isRefusal ? .wantsSASL : .lost(reason), now)
    }

    /// Time has passed. A request at the head that has no answer in time means that the connection stands still: it is closed, and all
    /// behind fail with it. One that waits behind others fails alone.
    package mutating func expire(now: Instant) -> [Action] {
        guard phase != .closed else { return [] }
        if let head = inFlight.first, head.request.deadline <= now { return end(.deadline, now, stuck: head.request.api) }
        if phase != .open, waiting.contains(where: { $0.deadline <= now }) { return end(.deadline, now, stuck: "ApiVersions") }
        var actions: [Action] = []
        for index in inFlight.indices where !inFlight[index].isAbandoned && inFlight[index].request.deadline <= now {
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

    /// Ends the connection: an answer could not be read, or nobody wants it any more. All requests fail with the cause.
    package mutating func end(_ cause: Cause, now: Instant) -> [Action] { end(cause, now) }

    // MARK: Inside

    private mutating func nextCorrelationID() -> Int32 {
        lastCorrelationID = lastCorrelationID == .max ? 1 : lastCorrelationID + 1
        return lastCorrelationID
    }

    private mutating func handOver(_ frame: [UInt8]) -> Action {
        let bytes = transport.outgoing(frame)
        bytesHandedOver &+= UInt64(bytes.count)
        return .send(bytes)
    }

    private mutating func handshake(version: Int16, _ now: Instant) -> [Action] {
        let request = ApiVersionsRequest(clientSoftwareName: settings.softwareName, clientSoftwareVersion: settings.softwareVersion)
        do throws(EncodingFailure) {
            let asked = version >= 3 ? request : ApiVersionsRequest()
            let frame = try Frame.request(
                asked, version: version, correlationID: nextCorrelationID(), clientID: settings.clientID)
            phase = .handshaking(version: version)
            return [handOver(frame)]
        } catch {
            return end(.notEncodable(error), now)
        }
    }

    private mutating func frame(_ payload: [UInt8], _ now: Instant) throws(WireFault) -> [Action] {
        guard let correlationID = Frame.correlationID(ofResponse: payload) else { throw WireFault(.truncated, at: 0) }
        if case .handshaking(let version) = phase {
            guard correlationID == lastCorrelationID else { throw WireFault(.correlationMismatch, at: 0, apiKey: 18) }
            return try handshakeAnswered(payload, version: version, now)
        }
        guard let slot = inFlight.first else { throw WireFault(.correlationMismatch, at: 0) }
        guard slot.correlationID == correlationID else {
            throw WireFault(.correlationMismatch, at: 0, apiKey: slot.request.apiKey, version: slot.version)
        }
        inFlight.removeFirst()
        answerCount += 1
        let answer = RawAnswer(payload: payload, version: slot.version, sentAt: slot.sentAt, arrivedAt: now)
        return (slot.isAbandoned ? [] : [.answered(slot.request.id, answer)]) + drain(now)
    }

    /// Takes the table; a broker that does not know our version answers with error 35 in version 0 and names its own (KIP-511).
    private mutating func handshakeAnswered(_ payload: [UInt8], version: Int16, _ now: Instant) throws(WireFault) -> [Action] {
        let response = try Frame.response(to: ApiVersionsRequest.self, version: version, payload: payload)
        if response.errorCode == .unsupportedVersion, version > 0 {
            let offered = response.apiKeys.first { $0.apiKey == ApiVersionsRequest.apiKey }?.maxVersion ?? 0
            return handshake(version: max(0, min(version - 1, offered)), now)
        }
        guard response.errorCode.isSuccess else { return end(.handshakeRefused(response.errorCode), now) }
        // SASL enters here: SaslHandshake and SaslAuthenticate before anything else is sent.
        versions = APIVersionTable(response)
        phase = .open
        // Last, so that what is submitted because of it leaves behind what waited.
        return drain(now) + [.opened]
    }

    /// Sends what waits, as far as there is room.
    private mutating func drain(_ now: Instant) -> [Action] {
        guard phase == .open, let versions else { return [] }
        var actions: [Action] = []
        while !waiting.isEmpty, inFlight.count < settings.inFlightLimit {
            let request = waiting.removeFirst()
            guard request.deadline > now else {
                actions.append(.failed(request.id, Self.unsent(.deadline)))
                continue
            }
            guard let version = versions.negotiate(request.apiKey, request.versions) else {
                actions.append(.failed(request.id, Self.unsent(.unsupported(offered: versions[request.apiKey]))))
                continue
            }
            let correlationID = nextCorrelationID()
            do throws(EncodingFailure) {
                actions.append(handOver(try request.frame(version, correlationID, settings.clientID)))
                inFlight.append(
                    InFlight(
                        request: request, version: version, correlationID: correlationID, end: bytesHandedOver, sentAt: now))
            } catch {
                actions.append(.failed(request.id, Self.unsent(.notEncodable(error))))
            }
        }
        return actions
    }

    private static func unsent(_ cause: Cause) -> Failure { Failure(cause: cause, mayHaveBeenSent: false, lastByteLeft: nil) }

    /// What was handed over counts as sent, also when the loop still has it: closing flushes.
    private func failure(_ cause: Cause, _ slot: InFlight, _ now: Instant) -> Failure {
        Failure(cause: cause, mayHaveBeenSent: true, lastByteLeft: slot.lastByteLeft ?? now)
    }

    private mutating func end(_ cause: Cause, _ now: Instant, stuck: String? = nil) -> [Action] {
        guard phase != .closed else { return [] }
        phase = .closed
        var actions: [Action] = []
        func own(_ deadline: Instant) -> Cause {
            guard cause == .deadline, deadline > now, let stuck else { return cause }
            return .stuckBehind(stuck)
        }
        for slot in inFlight where !slot.isAbandoned {
            actions.append(.failed(slot.request.id, failure(own(slot.request.deadline), slot, now)))
        }
        for request in waiting { actions.append(.failed(request.id, Self.unsent(own(request.deadline)))) }
        inFlight = []
        waiting = []
        return actions + [.close(cause)]
    }
}
