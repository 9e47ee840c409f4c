// Made by kafka-codegen from ConsumerGroupDescribeRequest.json and ConsumerGroupDescribeResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

extension ConsumerGroupDescribeRequest: ServedRequest {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(0...1, flexible: true, version: version)
        groupIds = reader.stringArray()
        includeAuthorizedOperations = reader.bool()
        reader.skipTags()
    }
}

extension ConsumerGroupDescribeResponse: ServedResponse {
    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 0...1
        try writer.begin(all, flexible: true, message: "ConsumerGroupDescribeResponse", version: version)
        writer.int32(throttleTimeMs)
        try writer.structs(groups, version: version)
        writer.endStruct()
        try writer.end(message: "ConsumerGroupDescribeResponse", version: version)
    }
}

extension ConsumerGroupDescribeResponse.TopicPartitions: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.uuid(topicId)
        writer.string(topicName)
        writer.int32Array(partitions)
        writer.endStruct()
    }
}

extension ConsumerGroupDescribeResponse.Assignment: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        try writer.structs(topicPartitions, version: version)
        writer.endStruct()
    }
}

extension ConsumerGroupDescribeResponse.DescribedGroup: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.errorCode(errorCode)
        writer.nullableString(errorMessage)
        writer.string(groupId)
        writer.string(groupState)
        writer.int32(groupEpoch)
        writer.int32(assignmentEpoch)
        writer.string(assignorName)
        try writer.structs(members, version: version)
        writer.int32(authorizedOperations)
        writer.endStruct()
    }
}

extension ConsumerGroupDescribeResponse.Member: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.string(memberId)
        writer.nullableString(instanceId)
        writer.nullableString(rackId)
        writer.int32(memberEpoch)
        writer.string(clientId)
        writer.string(clientHost)
        writer.stringArray(subscribedTopicNames)
        writer.nullableString(subscribedTopicRegex)
        try assignment.encode(into: &writer, version: version)
        try targetAssignment.encode(into: &writer, version: version)
        if version == 1 {
            writer.int8(memberType)
        }
        writer.endStruct()
    }
}
