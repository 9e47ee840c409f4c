// Made by kafka-codegen from RequestHeader.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

/// Kafka's `RequestHeader`, versions 1-2, flexible from 2.
package struct RequestHeader: Sendable {
    /// `RequestApiKey`: int16.
    package var requestApiKey: Int16
    /// `RequestApiVersion`: int16.
    package var requestApiVersion: Int16
    /// `CorrelationId`: int32.
    package var correlationId: Int32
    /// `ClientId`: string, may be null.
    package var clientId: String?

    /// Every field, each with its default.
    package init(requestApiKey: Int16 = 0, requestApiVersion: Int16 = 0, correlationId: Int32 = 0, clientId: String? = "") {
        self.requestApiKey = requestApiKey
        self.requestApiVersion = requestApiVersion
        self.correlationId = correlationId
        self.clientId = clientId
    }
}

extension RequestHeader: KafkaData {
    package static var versions: ClosedRange<Int16> { 1...2 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 2 }

    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 1...2
        try writer.begin(all, flexible: version >= 2, message: "RequestHeader", version: version)
        writer.int16(requestApiKey)
        writer.int16(requestApiVersion)
        writer.int32(correlationId)
        writer.classicNullableString(clientId)
        writer.endStruct()
        try writer.end(message: "RequestHeader", version: version)
    }

    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(1...2, flexible: version >= 2, version: version)
        requestApiKey = reader.int16()
        requestApiVersion = reader.int16()
        correlationId = reader.int32()
        clientId = reader.classicNullableString()
        reader.skipTags()
    }
}
