import KafkaWire

/// Frames as they are on a connection: a four-byte length, a header, a body. A "payload" is a frame without its length.
package enum Frame {
    /// The largest frame a broker takes by default (`socket.request.max.bytes`), in bytes without the length.
    package static let defaultLimit = 104_857_600

    /// A request's frame, ready to be sent.
    /// - Throws: `EncodingFailure` when the request cannot be said in `version`.
    package static func request<R: KafkaRequest>(
        _ request: R, version: Int16, correlationID: Int32, clientID: String?
    ) throws(EncodingFailure) -> [UInt8] {
        var writer = WireWriter(capacity: 256)
        writer.int32(0)
        let header = RequestHeader(
            requestApiKey: R.apiKey, requestApiVersion: version, correlationId: correlationID, clientId: clientID)
        try header.encode(into: &writer, version: R.isFlexible(version) ? 2 : 1)
        try request.encode(into: &writer, version: version)
        return try closed(&writer, message: "\(R.name)Request", version: version)
    }

    static func closed(_ writer: inout WireWriter, message: String, version: Int16) throws(EncodingFailure) -> [UInt8] {
        guard let length = Int32(exactly: writer.bytes.count - 4) else {
            throw EncodingFailure(.tooLong, message: message, version: version)
        }
        writer.patch(int32: length, at: 0)
        return writer.bytes
    }

    /// The correlation id of a response's payload; nil where it is too short to hold one.
    package static func correlationID(ofResponse payload: [UInt8]) -> Int32? {
        var reader = WireReader(payload)
        let id = reader.int32()
        return reader.fault == nil ? id : nil
    }

    /// A reader that stands at the body of a response's payload, and the version the body is in: `version`, but 0 for the answer of a
    /// broker that does not know the version of ApiVersions it was asked in (KIP-511).
    /// - Throws: `WireFault` when the header does not fit.
    package static func responseBody<R: KafkaRequest>(
        to request: R.Type, version: Int16, payload: [UInt8]
    ) throws(WireFault) -> (reader: WireReader, version: Int16) {
        var reader = WireReader(payload)
        _ = ResponseHeader(from: &reader, version: responseHeaderVersion(of: request, version))
        if let fault = reader.fault { throw fault.located(apiKey: R.apiKey, version: version, field: "response header") }
        guard R.apiKey == ApiVersionsRequest.apiKey else { return (reader, version) }
        var peek = reader
        return (reader, peek.errorCode() == .unsupportedVersion ? 0 : version)
    }

    /// The answer in a response's payload. It does not look at the correlation id.
    /// - Throws: `WireFault` when the bytes are not the answer to `request` in `version`, to the last byte.
    package static func response<R: KafkaRequest>(
        to request: R.Type, version: Int16, payload: [UInt8]
    ) throws(WireFault) -> R.Response {
        var (reader, version) = try responseBody(to: request, version: version, payload: payload)
        let response = R.Response(from: &reader, version: version)
        do { try reader.finish() } catch { throw error.located(apiKey: R.apiKey, version: version, field: "\(R.name)Response") }
        return response
    }

    /// ApiVersions answers always have header v0: the client cannot know yet what the broker can read.
    static func responseHeaderVersion<R: KafkaRequest>(of request: R.Type, _ version: Int16) -> Int16 {
        R.apiKey != ApiVersionsRequest.apiKey && R.isFlexible(version) ? 1 : 0
    }
}
