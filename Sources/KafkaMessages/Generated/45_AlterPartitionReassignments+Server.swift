// Made by kafka-codegen from AlterPartitionReassignmentsRequest.json and AlterPartitionReassignmentsResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

extension AlterPartitionReassignmentsRequest: ServedRequest {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(0...1, flexible: true, version: version)
        timeoutMs = reader.int32()
        if version == 1 { allowReplicationFactorChange = reader.bool() }
        topics = reader.structs(minimum: 3, version: version)
        reader.skipTags()
    }
}

extension AlterPartitionReassignmentsRequest.ReassignableTopic: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        name = reader.string()
        partitions = reader.structs(minimum: 6, version: version)
        reader.skipTags()
    }
}

extension AlterPartitionReassignmentsRequest.ReassignablePartition: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        partitionIndex = reader.int32()
        replicas = reader.nullableInt32Array()
        reader.skipTags()
    }
}

extension AlterPartitionReassignmentsResponse: ServedResponse {
    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 0...1
        try writer.begin(all, flexible: true, message: "AlterPartitionReassignmentsResponse", version: version)
        writer.int32(throttleTimeMs)
        if version == 1 {
            writer.bool(allowReplicationFactorChange)
        }
        writer.errorCode(errorCode)
        writer.nullableString(errorMessage)
        try writer.structs(responses, version: version)
        writer.endStruct()
        try writer.end(message: "AlterPartitionReassignmentsResponse", version: version)
    }
}

extension AlterPartitionReassignmentsResponse.ReassignableTopicResponse: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.string(name)
        try writer.structs(partitions, version: version)
        writer.endStruct()
    }
}

extension AlterPartitionReassignmentsResponse.ReassignablePartitionResponse: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.int32(partitionIndex)
        writer.errorCode(errorCode)
        writer.nullableString(errorMessage)
        writer.endStruct()
    }
}
