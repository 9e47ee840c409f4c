// Made by kafka-codegen from OffsetCommitRequest.json and OffsetCommitResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

extension OffsetCommitRequest: ServedRequest {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(2...10, flexible: version >= 8, version: version)
        groupId = reader.string()
        generationIdOrMemberEpoch = reader.int32()
        memberId = reader.string()
        if version >= 7 { groupInstanceId = reader.nullableString() }
        if version <= 4 { retentionTimeMs = reader.int64() }
        topics = reader.structs(minimum: 3, version: version)
        reader.skipTags()
    }
}

extension OffsetCommitRequest.OffsetCommitRequestTopic: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        if version <= 9 { name = reader.string() }
        if version == 10 { topicId = reader.uuid() }
        partitions = reader.structs(minimum: 14, version: version)
        reader.skipTags()
    }
}

extension OffsetCommitRequest.OffsetCommitRequestPartition: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        partitionIndex = reader.int32()
        committedOffset = reader.int64()
        if version >= 6 { committedLeaderEpoch = reader.int32() }
        committedMetadata = reader.nullableString()
        reader.skipTags()
    }
}

extension OffsetCommitResponse: ServedResponse {
    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 2...10
        try writer.begin(all, flexible: version >= 8, message: "OffsetCommitResponse", version: version)
        if version >= 3 {
            writer.int32(throttleTimeMs)
        }
        try writer.structs(topics, version: version)
        writer.endStruct()
        try writer.end(message: "OffsetCommitResponse", version: version)
    }
}

extension OffsetCommitResponse.OffsetCommitResponseTopic: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        if version <= 9 {
            writer.string(name)
        }
        if version == 10 {
            writer.uuid(topicId)
        }
        try writer.structs(partitions, version: version)
        writer.endStruct()
    }
}

extension OffsetCommitResponse.OffsetCommitResponsePartition: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.int32(partitionIndex)
        writer.errorCode(errorCode)
        writer.endStruct()
    }
}
