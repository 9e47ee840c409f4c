// Made by kafka-codegen from SaslHandshakeRequest.json and SaslHandshakeResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

/// Kafka's `SaslHandshakeRequest` (API key 17), versions 0-1, never flexible.
package struct SaslHandshakeRequest: Sendable {
    /// `Mechanism`: string.
    package var mechanism: String

    /// Every field, each with its default.
    package init(mechanism: String = "") {
        self.mechanism = mechanism
    }
}

extension SaslHandshakeRequest: KafkaRequest {
    package typealias Response = SaslHandshakeResponse
    package static var apiKey: Int16 { 17 }
    package static var name: String { "SaslHandshake" }
    package static var versions: ClosedRange<Int16> { 0...1 }
    package static func isFlexible(_ version: Int16) -> Bool { false }

    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 0...1
        try writer.begin(all, flexible: false, message: "SaslHandshakeRequest", version: version)
        writer.string(mechanism)
        try writer.end(message: "SaslHandshakeRequest", version: version)
    }
}

/// Kafka's `SaslHandshakeResponse` (API key 17), versions 0-1, never flexible.
package struct SaslHandshakeResponse: Sendable {
    /// `ErrorCode`: int16 error code.
    package var errorCode: ErrorCode
    /// `Mechanisms`: array of string.
    package var mechanisms: [String]

    /// Every field, each with its default.
    package init(errorCode: ErrorCode = .none, mechanisms: [String] = []) {
        self.errorCode = errorCode
        self.mechanisms = mechanisms
    }
}

extension SaslHandshakeResponse: KafkaResponse {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(0...1, flexible: false, version: version)
        errorCode = reader.errorCode()
        mechanisms = reader.stringArray()
    }
}
