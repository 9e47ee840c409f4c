// Made by kafka-codegen from IncrementalAlterConfigsRequest.json and IncrementalAlterConfigsResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

extension IncrementalAlterConfigsRequest: ServedRequest {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(0...1, flexible: version >= 1, version: version)
        resources = reader.structs(minimum: 4, version: version)
        validateOnly = reader.bool()
        reader.skipTags()
    }
}

extension IncrementalAlterConfigsRequest.AlterConfigsResource: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        resourceType = reader.int8()
        resourceName = reader.string()
        configs = reader.structs(minimum: 4, version: version)
        reader.skipTags()
    }
}

extension IncrementalAlterConfigsRequest.AlterableConfig: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        name = reader.string()
        configOperation = reader.int8()
        self.value = reader.nullableString()
        reader.skipTags()
    }
}

extension IncrementalAlterConfigsResponse: ServedResponse {
    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 0...1
        try writer.begin(all, flexible: version >= 1, message: "IncrementalAlterConfigsResponse", version: version)
        writer.int32(throttleTimeMs)
        try writer.structs(responses, version: version)
        writer.endStruct()
        try writer.end(message: "IncrementalAlterConfigsResponse", version: version)
    }
}

extension IncrementalAlterConfigsResponse.AlterConfigsResourceResponse: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.errorCode(errorCode)
        writer.nullableString(errorMessage)
        writer.int8(resourceType)
        writer.string(resourceName)
        writer.endStruct()
    }
}
