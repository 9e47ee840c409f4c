// Made by kafka-codegen from ElectLeadersRequest.json and ElectLeadersResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

extension ElectLeadersRequest: ServedRequest {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(0...2, flexible: version >= 2, version: version)
        if version >= 1 { electionType = reader.int8() }
        topicPartitions = reader.nullableStructs(minimum: 3, version: version)
        timeoutMs = reader.int32()
        reader.skipTags()
    }
}

extension ElectLeadersRequest.TopicPartitions: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        topic = reader.string()
        partitions = reader.int32Array()
        reader.skipTags()
    }
}

extension ElectLeadersResponse: ServedResponse {
    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 0...2
        try writer.begin(all, flexible: version >= 2, message: "ElectLeadersResponse", version: version)
        writer.int32(throttleTimeMs)
        if version >= 1 {
            writer.errorCode(errorCode)
        } else if errorCode != .none {
            throw EncodingFailure.absent("ElectLeadersResponse", "ErrorCode", version)
        }
        try writer.structs(replicaElectionResults, version: version)
        writer.endStruct()
        try writer.end(message: "ElectLeadersResponse", version: version)
    }
}

extension ElectLeadersResponse.ReplicaElectionResult: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.string(topic)
        try writer.structs(partitionResult, version: version)
        writer.endStruct()
    }
}

extension ElectLeadersResponse.PartitionResult: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.int32(partitionId)
        writer.errorCode(errorCode)
        writer.nullableString(errorMessage)
        writer.endStruct()
    }
}
