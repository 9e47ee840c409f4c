// Made by kafka-codegen from SaslAuthenticateRequest.json and SaslAuthenticateResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

extension SaslAuthenticateRequest: ServedRequest {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(0...2, flexible: version >= 2, version: version)
        authBytes = reader.byteArray()
        reader.skipTags()
    }
}

extension SaslAuthenticateResponse: ServedResponse {
    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 0...2
        try writer.begin(all, flexible: version >= 2, message: "SaslAuthenticateResponse", version: version)
        writer.errorCode(errorCode)
        writer.nullableString(errorMessage)
        writer.byteArray(authBytes)
        if version >= 1 {
            writer.int64(sessionLifetimeMs)
        }
        writer.endStruct()
        try writer.end(message: "SaslAuthenticateResponse", version: version)
    }
}
