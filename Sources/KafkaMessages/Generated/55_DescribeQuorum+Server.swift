// Made by kafka-codegen from DescribeQuorumRequest.json and DescribeQuorumResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

extension DescribeQuorumRequest: ServedRequest {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(0...2, flexible: true, version: version)
        topics = reader.structs(minimum: 3, version: version)
        reader.skipTags()
    }
}

extension DescribeQuorumRequest.TopicData: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        topicName = reader.string()
        partitions = reader.structs(minimum: 5, version: version)
        reader.skipTags()
    }
}

extension DescribeQuorumRequest.PartitionData: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        partitionIndex = reader.int32()
        reader.skipTags()
    }
}

extension DescribeQuorumResponse: ServedResponse {
    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 0...2
        try writer.begin(all, flexible: true, message: "DescribeQuorumResponse", version: version)
        writer.errorCode(errorCode)
        if version == 2 {
            writer.nullableString(errorMessage)
        }
        try writer.structs(topics, version: version)
        if version == 2 {
            try writer.structs(nodes, version: version)
        } else if !nodes.isEmpty {
            throw EncodingFailure.absent("DescribeQuorumResponse", "Nodes", version)
        }
        writer.endStruct()
        try writer.end(message: "DescribeQuorumResponse", version: version)
    }
}

extension DescribeQuorumResponse.ReplicaState: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.int32(replicaId)
        if version == 2 {
            writer.uuid(replicaDirectoryId)
        } else if !replicaDirectoryId.isZero {
            throw EncodingFailure.absent("DescribeQuorumResponse", "ReplicaState.ReplicaDirectoryId", version)
        }
        writer.int64(logEndOffset)
        if version >= 1 {
            writer.int64(lastFetchTimestamp)
        }
        if version >= 1 {
            writer.int64(lastCaughtUpTimestamp)
        }
        writer.endStruct()
    }
}

extension DescribeQuorumResponse.TopicData: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.string(topicName)
        try writer.structs(partitions, version: version)
        writer.endStruct()
    }
}

extension DescribeQuorumResponse.PartitionData: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.int32(partitionIndex)
        writer.errorCode(errorCode)
        if version == 2 {
            writer.nullableString(errorMessage)
        }
        writer.int32(leaderId)
        writer.int32(leaderEpoch)
        writer.int64(highWatermark)
        try writer.structs(currentVoters, version: version)
        try writer.structs(observers, version: version)
        writer.endStruct()
    }
}

extension DescribeQuorumResponse.Node: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.int32(nodeId)
        try writer.structs(listeners, version: version)
        writer.endStruct()
    }
}

extension DescribeQuorumResponse.Listener: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.string(name)
        writer.string(host)
        writer.uint16(port)
        writer.endStruct()
    }
}
