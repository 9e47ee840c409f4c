// Made by kafka-codegen from ListGroupsRequest.json and ListGroupsResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

extension ListGroupsRequest: ServedRequest {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(0...5, flexible: version >= 3, version: version)
        if version >= 4 { statesFilter = reader.stringArray() }
        if version == 5 { typesFilter = reader.stringArray() }
        reader.skipTags()
    }
}

extension ListGroupsResponse: ServedResponse {
    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 0...5
        try writer.begin(all, flexible: version >= 3, message: "ListGroupsResponse", version: version)
        if version >= 1 {
            writer.int32(throttleTimeMs)
        }
        writer.errorCode(errorCode)
        try writer.structs(groups, version: version)
        writer.endStruct()
        try writer.end(message: "ListGroupsResponse", version: version)
    }
}

extension ListGroupsResponse.ListedGroup: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.string(groupId)
        writer.string(protocolType)
        if version >= 4 {
            writer.string(groupState)
        }
        if version == 5 {
            writer.string(groupType)
        }
        writer.endStruct()
    }
}
