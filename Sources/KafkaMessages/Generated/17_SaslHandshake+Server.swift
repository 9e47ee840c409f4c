// Made by kafka-codegen from SaslHandshakeRequest.json and SaslHandshakeResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

extension SaslHandshakeRequest: ServedRequest {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(0...1, flexible: false, version: version)
        mechanism = reader.string()
    }
}

extension SaslHandshakeResponse: ServedResponse {
    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 0...1
        try writer.begin(all, flexible: false, message: "SaslHandshakeResponse", version: version)
        writer.errorCode(errorCode)
        writer.stringArray(mechanisms)
        try writer.end(message: "SaslHandshakeResponse", version: version)
    }
}
