import KafkaWire

extension Frame {
    /// A request's header, and a reader that stands at its body.
    package struct ReceivedRequest: Sendable {
        /// The header.
        package let header: RequestHeader
        /// Stands at the first byte of the body.
        package let body: WireReader
    }

    /// Reads the header of a request's payload. Whether the version is one that is served is left to the caller: ApiVersions answers
    /// a version it does not know, all others close the connection.
    /// - Throws: `WireFault`, `.unsupported` for an API that this program does not speak.
    package static func receivedRequest(_ payload: [UInt8]) throws(WireFault) -> ReceivedRequest {
        var peek = WireReader(payload)
        let key = peek.int16()
        let version = peek.int16()
        if let fault = peek.fault { throw fault }
        guard let type = MessageIndex.request(for: key) else { throw WireFault(.unsupported, at: 0, apiKey: key, version: version) }
        var reader = WireReader(payload)
        let header = RequestHeader(from: &reader, version: type.isFlexible(version) ? 2 : 1)
        if let fault = reader.fault { throw fault.located(apiKey: key, version: version, field: "request header") }
        return ReceivedRequest(header: header, body: reader)
    }

    /// The body of a request. Bytes behind its last field are passed over, as brokers do (`AbstractRequest.parseRequest` reads the fields and
    /// asks no more): librdkafka 2.16.0 leaves three behind Metadata v13 for all topics.
    /// - Throws: `WireFault` when the bytes are not a request of that type and version.
    package static func body<R: ServedRequest>(_ type: R.Type, of received: ReceivedRequest) throws(WireFault) -> R {
        var reader = received.body
        let version = received.header.requestApiVersion
        let request = R(from: &reader, version: version)
        if let fault = reader.fault { throw fault.located(apiKey: R.apiKey, version: version, field: "\(R.name)Request") }
        return request
    }

    /// An answer's frame, ready to be sent.
    /// - Throws: `EncodingFailure` when the answer cannot be said in `version`.
    package static func response<R: ServedRequest>(
        _ response: R.Response, to request: R.Type, version: Int16, correlationID: Int32
    ) throws(EncodingFailure) -> [UInt8] {
        var writer = WireWriter(capacity: 256)
        writer.int32(0)
        let header = ResponseHeader(correlationId: correlationID)
        try header.encode(into: &writer, version: responseHeaderVersion(of: request, version))
        try response.encode(into: &writer, version: version)
        return try closed(&writer, message: "\(R.name)Response", version: version)
    }
}
