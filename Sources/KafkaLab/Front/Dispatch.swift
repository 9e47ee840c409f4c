import KafkaMessages
import KafkaWire

/// What a request came to.
enum Served: Equatable {
    /// A frame to send.
    case answer([UInt8])
    /// No answer is owed.
    case silent
    /// It waits: ask again, at that virtual millisecond at the latest.
    case later(until: Int64)
    /// The bytes are no request that this broker takes: it closes the connection, as Kafka does.
    case hangUp
}

/// From a frame to the API's file and back.
enum Dispatch {
    /// How long a broker tries to pass a request on to a controller that is not there (`retryTimeoutMs` of its channel).
    static let forwardingLimit: Int64 = 60_000

    /// Serves a request. `refusal`: answer with that code, and do nothing.
    static func serve(_ received: Frame.ReceivedRequest, _ asked: Asked, refusal: ErrorCode? = nil) -> Served {
        guard let served = ServedVersion.of(received.header.requestApiKey), served.maximum(in: asked.release) != nil else { return .hangUp }
        guard served.serves(asked.version, in: asked.release) else {
            guard served.apiKey == ApiVersionsRequest.apiKey else { return .hangUp }
            let response = ApiVersionsRequest.unknownVersion(in: asked.release)
            return encode(response, to: ApiVersionsRequest.self, version: 0, received)
        }
        return serve(served.type, received, asked, refusal)
    }

    private static func serve<R: LabRequest>(
        _ type: R.Type, _ received: Frame.ReceivedRequest, _ asked: Asked, _ refusal: ErrorCode?
    ) -> Served {
        guard let request = try? Frame.body(type, of: received) else { return .hangUp }
        if let refusal { return encode(request.failed(refusal, asked), to: type, version: asked.version, received) }
        if asked.cameToController, !atControllers.contains(R.apiKey) { return .hangUp }
        if request.isForwarded, !asked.cameToController, asked.release.isKRaft, !asked.cluster.reachesController(asked.broker) {
            let limit = asked.arrived + forwardingLimit
            if asked.cluster.now < limit { return .later(until: limit) }
            return encode(request.failed(.requestTimedOut, asked), to: type, version: asked.version, received)
        }
        switch request.answer(asked) {
        case .now(let response): return encode(response, to: type, version: asked.version, received)
        case .silent: return .silent
        case .later(let until): return .later(until: until)
        }
    }

    private static func encode<R: LabRequest>(
        _ response: R.Response, to type: R.Type, version: Int16, _ received: Frame.ReceivedRequest
    ) -> Served {
        guard let bytes = try? Frame.response(response, to: type, version: version, correlationID: received.header.correlationId) else {
            return .hangUp
        }
        return .answer(bytes)
    }

    /// What a controller's own listener of the lab takes from clients.
    private static let atControllers: Set<Int16> = [18, 44, 55, 60]

    /// Whether a frame asks for something that the controller does.
    static func isForwarded(_ apiKey: Int16) -> Bool { [43, 44, 45, 46, 55].contains(apiKey) }
}
