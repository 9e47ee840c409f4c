// Made by kafka-codegen from ListConfigResourcesRequest.json and ListConfigResourcesResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

extension ListConfigResourcesRequest: ServedRequest {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(0...1, flexible: true, version: version)
        if version == 1 { resourceTypes = reader.int8Array() }
        reader.skipTags()
    }
}

extension ListConfigResourcesResponse: ServedResponse {
    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 0...1
        try writer.begin(all, flexible: true, message: "ListConfigResourcesResponse", version: version)
        writer.int32(throttleTimeMs)
        writer.errorCode(errorCode)
        try writer.structs(configResources, version: version)
        writer.endStruct()
        try writer.end(message: "ListConfigResourcesResponse", version: version)
    }
}

extension ListConfigResourcesResponse.ConfigResource: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.string(resourceName)
        if version == 1 {
            writer.int8(resourceType)
        }
        writer.endStruct()
    }
}
