// Made by kafka-codegen from ListOffsetsRequest.json and ListOffsetsResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

extension ListOffsetsRequest: ServedRequest {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(1...11, flexible: version >= 6, version: version)
        replicaId = reader.int32()
        if version >= 2 { isolationLevel = reader.int8() }
        topics = reader.structs(minimum: 3, version: version)
        if version >= 10 { timeoutMs = reader.int32() }
        reader.skipTags()
    }
}

extension ListOffsetsRequest.ListOffsetsTopic: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        name = reader.string()
        partitions = reader.structs(minimum: 12, version: version)
        reader.skipTags()
    }
}

extension ListOffsetsRequest.ListOffsetsPartition: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        partitionIndex = reader.int32()
        if version >= 4 { currentLeaderEpoch = reader.int32() }
        timestamp = reader.int64()
        reader.skipTags()
    }
}

extension ListOffsetsResponse: ServedResponse {
    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 1...11
        try writer.begin(all, flexible: version >= 6, message: "ListOffsetsResponse", version: version)
        if version >= 2 {
            writer.int32(throttleTimeMs)
        }
        try writer.structs(topics, version: version)
        writer.endStruct()
        try writer.end(message: "ListOffsetsResponse", version: version)
    }
}

extension ListOffsetsResponse.ListOffsetsTopicResponse: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.string(name)
        try writer.structs(partitions, version: version)
        writer.endStruct()
    }
}

extension ListOffsetsResponse.ListOffsetsPartitionResponse: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.int32(partitionIndex)
        writer.errorCode(errorCode)
        writer.int64(timestamp)
        writer.int64(offset)
        if version >= 4 {
            writer.int32(leaderEpoch)
        } else if leaderEpoch != -1 {
            throw EncodingFailure.absent("ListOffsetsResponse", "ListOffsetsPartitionResponse.LeaderEpoch", version)
        }
        writer.endStruct()
    }
}
