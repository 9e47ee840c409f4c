// Made by kafka-codegen from LeaveGroupRequest.json and LeaveGroupResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

extension LeaveGroupRequest: ServedRequest {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(0...5, flexible: version >= 4, version: version)
        groupId = reader.string()
        if version <= 2 { memberId = reader.string() }
        if version >= 3 { members = reader.structs(minimum: 3, version: version) }
        reader.skipTags()
    }
}

extension LeaveGroupRequest.MemberIdentity: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        memberId = reader.string()
        groupInstanceId = reader.nullableString()
        if version == 5 { reason = reader.nullableString() }
        reader.skipTags()
    }
}

extension LeaveGroupResponse: ServedResponse {
    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 0...5
        try writer.begin(all, flexible: version >= 4, message: "LeaveGroupResponse", version: version)
        if version >= 1 {
            writer.int32(throttleTimeMs)
        }
        writer.errorCode(errorCode)
        if version >= 3 {
            try writer.structs(members, version: version)
        } else if !members.isEmpty {
            throw EncodingFailure.absent("LeaveGroupResponse", "Members", version)
        }
        writer.endStruct()
        try writer.end(message: "LeaveGroupResponse", version: version)
    }
}

extension LeaveGroupResponse.MemberResponse: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.string(memberId)
        writer.nullableString(groupInstanceId)
        writer.errorCode(errorCode)
        writer.endStruct()
    }
}
