// Made by kafka-codegen from ResponseHeader.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

/// Kafka's `ResponseHeader`, versions 0-1, flexible from 1.
package struct ResponseHeader: Sendable {
    /// `CorrelationId`: int32.
    package var correlationId: Int32

    /// Every field, each with its default.
    package init(correlationId: Int32 = 0) {
        self.correlationId = correlationId
    }
}

extension ResponseHeader: KafkaData {
    package static var versions: ClosedRange<Int16> { 0...1 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 1 }

    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 0...1
        try writer.begin(all, flexible: version >= 1, message: "ResponseHeader", version: version)
        writer.int32(correlationId)
        writer.endStruct()
        try writer.end(message: "ResponseHeader", version: version)
    }

    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(0...1, flexible: version >= 1, version: version)
        correlationId = reader.int32()
        reader.skipTags()
    }
}
