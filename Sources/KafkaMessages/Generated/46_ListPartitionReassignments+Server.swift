// Made by kafka-codegen from ListPartitionReassignmentsRequest.json and ListPartitionReassignmentsResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

extension ListPartitionReassignmentsRequest: ServedRequest {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(0...0, flexible: true, version: version)
        timeoutMs = reader.int32()
        topics = reader.nullableStructs(minimum: 3, version: version)
        reader.skipTags()
    }
}

extension ListPartitionReassignmentsRequest.ListPartitionReassignmentsTopics: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        name = reader.string()
        partitionIndexes = reader.int32Array()
        reader.skipTags()
    }
}

extension ListPartitionReassignmentsResponse: ServedResponse {
    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 0...0
        try writer.begin(all, flexible: true, message: "ListPartitionReassignmentsResponse", version: version)
        writer.int32(throttleTimeMs)
        writer.errorCode(errorCode)
        writer.nullableString(errorMessage)
        try writer.structs(topics, version: version)
        writer.endStruct()
        try writer.end(message: "ListPartitionReassignmentsResponse", version: version)
    }
}

extension ListPartitionReassignmentsResponse.OngoingTopicReassignment: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.string(name)
        try writer.structs(partitions, version: version)
        writer.endStruct()
    }
}

extension ListPartitionReassignmentsResponse.OngoingPartitionReassignment: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.int32(partitionIndex)
        writer.int32Array(replicas)
        writer.int32Array(addingReplicas)
        writer.int32Array(removingReplicas)
        writer.endStruct()
    }
}
