// Made by kafka-codegen from DescribeTopicPartitionsRequest.json and DescribeTopicPartitionsResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

extension DescribeTopicPartitionsRequest: ServedRequest {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(0...0, flexible: true, version: version)
        topics = reader.structs(minimum: 2, version: version)
        responsePartitionLimit = reader.int32()
        cursor = reader.isPresent() ? DescribeTopicPartitionsRequest.Cursor(from: &reader, version: version) : nil
        reader.skipTags()
    }
}

extension DescribeTopicPartitionsRequest.TopicRequest: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        name = reader.string()
        reader.skipTags()
    }
}

extension DescribeTopicPartitionsRequest.Cursor: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        topicName = reader.string()
        partitionIndex = reader.int32()
        reader.skipTags()
    }
}

extension DescribeTopicPartitionsResponse: ServedResponse {
    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 0...0
        try writer.begin(all, flexible: true, message: "DescribeTopicPartitionsResponse", version: version)
        writer.int32(throttleTimeMs)
        try writer.structs(topics, version: version)
        writer.present(nextCursor != nil)
        if let value = nextCursor { try value.encode(into: &writer, version: version) }
        writer.endStruct()
        try writer.end(message: "DescribeTopicPartitionsResponse", version: version)
    }
}

extension DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponseTopic: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.errorCode(errorCode)
        writer.nullableString(name)
        writer.uuid(topicId)
        writer.bool(isInternal)
        try writer.structs(partitions, version: version)
        writer.int32(topicAuthorizedOperations)
        writer.endStruct()
    }
}

extension DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponsePartition: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.errorCode(errorCode)
        writer.int32(partitionIndex)
        writer.int32(leaderId)
        writer.int32(leaderEpoch)
        writer.int32Array(replicaNodes)
        writer.int32Array(isrNodes)
        writer.int32Array(eligibleLeaderReplicas)
        writer.int32Array(lastKnownElr)
        writer.int32Array(offlineReplicas)
        writer.endStruct()
    }
}

extension DescribeTopicPartitionsResponse.Cursor: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.string(topicName)
        writer.int32(partitionIndex)
        writer.endStruct()
    }
}
