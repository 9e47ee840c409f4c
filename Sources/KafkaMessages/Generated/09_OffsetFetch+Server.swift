// Made by kafka-codegen from OffsetFetchRequest.json and OffsetFetchResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

extension OffsetFetchRequest: ServedRequest {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(1...10, flexible: version >= 6, version: version)
        if version <= 7 { groupId = reader.string() }
        if version <= 7 {
            topics = version >= 2 ? reader.nullableStructs(minimum: 3, version: version) : reader.structs(minimum: 3, version: version)
        }
        if version >= 8 { groups = reader.structs(minimum: 3, version: version) }
        if version >= 7 { requireStable = reader.bool() }
        reader.skipTags()
    }
}

extension OffsetFetchRequest.OffsetFetchRequestTopic: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        name = reader.string()
        partitionIndexes = reader.int32Array()
        reader.skipTags()
    }
}

extension OffsetFetchRequest.OffsetFetchRequestGroup: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        groupId = reader.string()
        if version >= 9 { memberId = reader.nullableString() }
        if version >= 9 { memberEpoch = reader.int32() }
        topics = reader.nullableStructs(minimum: 3, version: version)
        reader.skipTags()
    }
}

extension OffsetFetchRequest.OffsetFetchRequestTopics: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        if version <= 9 { name = reader.string() }
        if version == 10 { topicId = reader.uuid() }
        partitionIndexes = reader.int32Array()
        reader.skipTags()
    }
}

extension OffsetFetchResponse: ServedResponse {
    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 1...10
        try writer.begin(all, flexible: version >= 6, message: "OffsetFetchResponse", version: version)
        if version >= 3 {
            writer.int32(throttleTimeMs)
        }
        if version <= 7 {
            try writer.structs(topics, version: version)
        } else if !topics.isEmpty {
            throw EncodingFailure.absent("OffsetFetchResponse", "Topics", version)
        }
        if version >= 2 && version <= 7 {
            writer.errorCode(errorCode)
        }
        if version >= 8 {
            try writer.structs(groups, version: version)
        } else if !groups.isEmpty {
            throw EncodingFailure.absent("OffsetFetchResponse", "Groups", version)
        }
        writer.endStruct()
        try writer.end(message: "OffsetFetchResponse", version: version)
    }
}

extension OffsetFetchResponse.OffsetFetchResponseTopic: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.string(name)
        try writer.structs(partitions, version: version)
        writer.endStruct()
    }
}

extension OffsetFetchResponse.OffsetFetchResponsePartition: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.int32(partitionIndex)
        writer.int64(committedOffset)
        if version >= 5 {
            writer.int32(committedLeaderEpoch)
        }
        writer.nullableString(metadata)
        writer.errorCode(errorCode)
        writer.endStruct()
    }
}

extension OffsetFetchResponse.OffsetFetchResponseGroup: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.string(groupId)
        try writer.structs(topics, version: version)
        writer.errorCode(errorCode)
        writer.endStruct()
    }
}

extension OffsetFetchResponse.OffsetFetchResponseTopics: WritableStruct {
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

extension OffsetFetchResponse.OffsetFetchResponsePartitions: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.int32(partitionIndex)
        writer.int64(committedOffset)
        writer.int32(committedLeaderEpoch)
        writer.nullableString(metadata)
        writer.errorCode(errorCode)
        writer.endStruct()
    }
}
