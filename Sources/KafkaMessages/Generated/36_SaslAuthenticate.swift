// Made by kafka-codegen from SaslAuthenticateRequest.json and SaslAuthenticateResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

/// Kafka's `SaslAuthenticateRequest` (API key 36), versions 0-2, flexible from 2.
package struct SaslAuthenticateRequest: Sendable {
    /// `AuthBytes`: bytes.
    package var authBytes: [UInt8]

    /// Every field, each with its default.
    package init(authBytes: [UInt8] = []) {
        self.authBytes = authBytes
    }
}

extension SaslAuthenticateRequest: KafkaRequest {
    package typealias Response = SaslAuthenticateResponse
    package static var apiKey: Int16 { 36 }
    package static var name: String { "SaslAuthenticate" }
    package static var versions: ClosedRange<Int16> { 0...2 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 2 }

    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 0...2
        try writer.begin(all, flexible: version >= 2, message: "SaslAuthenticateRequest", version: version)
        writer.byteArray(authBytes)
        writer.endStruct()
        try writer.end(message: "SaslAuthenticateRequest", version: version)
    }
}

/// Kafka's `SaslAuthenticateResponse` (API key 36), versions 0-2, flexible from 2.
package struct SaslAuthenticateResponse: Sendable {
    /// `ErrorCode`: int16 error code.
    package var errorCode: ErrorCode
    /// `ErrorMessage`: string, may be null.
    package var errorMessage: String?
    /// `AuthBytes`: bytes.
    package var authBytes: [UInt8]
    /// `SessionLifetimeMs`: int64, versions 1-2, default 0; left out silently where a version lacks it.
    package var sessionLifetimeMs: Int64

    /// Every field, each with its default.
    package init(errorCode: ErrorCode = .none, errorMessage: String? = "", authBytes: [UInt8] = [], sessionLifetimeMs: Int64 = 0) {
        self.errorCode = errorCode
        self.errorMessage = errorMessage
        self.authBytes = authBytes
        self.sessionLifetimeMs = sessionLifetimeMs
    }
}

extension SaslAuthenticateResponse: KafkaResponse {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(0...2, flexible: version >= 2, version: version)
        errorCode = reader.errorCode()
        errorMessage = reader.nullableString()
        authBytes = reader.byteArray()
        if version >= 1 { sessionLifetimeMs = reader.int64() }
        reader.skipTags()
    }
}
