// Made by kafka-codegen from DescribeGroupsRequest.json and DescribeGroupsResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

extension DescribeGroupsRequest: ServedRequest {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(0...6, flexible: version >= 5, version: version)
        groups = reader.stringArray()
        if version >= 3 { includeAuthorizedOperations = reader.bool() }
        reader.skipTags()
    }
}

extension DescribeGroupsResponse: ServedResponse {
    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 0...6
        try writer.begin(all, flexible: version >= 5, message: "DescribeGroupsResponse", version: version)
        if version >= 1 {
            writer.int32(throttleTimeMs)
        }
        try writer.structs(groups, version: version)
        writer.endStruct()
        try writer.end(message: "DescribeGroupsResponse", version: version)
    }
}

extension DescribeGroupsResponse.DescribedGroup: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.errorCode(errorCode)
        if version == 6 {
            writer.nullableString(errorMessage)
        } else if errorMessage != nil {
            throw EncodingFailure.absent("DescribeGroupsResponse", "DescribedGroup.ErrorMessage", version)
        }
        writer.string(groupId)
        writer.string(groupState)
        writer.string(protocolType)
        writer.string(protocolData)
        try writer.structs(members, version: version)
        if version >= 3 {
            writer.int32(authorizedOperations)
        } else if authorizedOperations != -2147483648 {
            throw EncodingFailure.absent("DescribeGroupsResponse", "DescribedGroup.AuthorizedOperations", version)
        }
        writer.endStruct()
    }
}

extension DescribeGroupsResponse.DescribedGroupMember: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.string(memberId)
        if version >= 4 {
            writer.nullableString(groupInstanceId)
        }
        writer.string(clientId)
        writer.string(clientHost)
        writer.byteArray(memberMetadata)
        writer.byteArray(memberAssignment)
        writer.endStruct()
    }
}
