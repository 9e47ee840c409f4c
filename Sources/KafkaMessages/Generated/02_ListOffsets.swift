// Made by kafka-codegen from ListOffsetsRequest.json and ListOffsetsResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

/// Kafka's `ListOffsetsRequest` (API key 2), versions 1-11, flexible from 6.
package struct ListOffsetsRequest: Sendable {
    /// `ReplicaId`: int32.
    package var replicaId: Int32
    /// `IsolationLevel`: int8, versions 2-11.
    package var isolationLevel: Int8
    /// `Topics`: array of `ListOffsetsTopic`.
    package var topics: [ListOffsetsTopic]
    /// `TimeoutMs`: int32, versions 10-11; left out silently where a version lacks it.
    package var timeoutMs: Int32

    /// Every field, each with its default.
    package init(replicaId: Int32 = 0, isolationLevel: Int8 = 0, topics: [ListOffsetsTopic] = [], timeoutMs: Int32 = 0) {
        self.replicaId = replicaId
        self.isolationLevel = isolationLevel
        self.topics = topics
        self.timeoutMs = timeoutMs
    }
}

extension ListOffsetsRequest {
    /// `ListOffsetsTopic` inside `ListOffsetsRequest`, versions 1-11.
    package struct ListOffsetsTopic: Sendable {
        /// `Name`: string.
        package var name: String
        /// `Partitions`: array of `ListOffsetsPartition`.
        package var partitions: [ListOffsetsPartition]

        /// Every field, each with its default.
        package init(name: String = "", partitions: [ListOffsetsPartition] = []) {
            self.name = name
            self.partitions = partitions
        }
    }
}

extension ListOffsetsRequest {
    /// `ListOffsetsPartition` inside `ListOffsetsRequest`, versions 1-11.
    package struct ListOffsetsPartition: Sendable {
        /// `PartitionIndex`: int32.
        package var partitionIndex: Int32
        /// `CurrentLeaderEpoch`: int32, versions 4-11, default -1; left out silently where a version lacks it.
        package var currentLeaderEpoch: Int32
        /// `Timestamp`: int64.
        package var timestamp: Int64

        /// Every field, each with its default.
        package init(partitionIndex: Int32 = 0, currentLeaderEpoch: Int32 = -1, timestamp: Int64 = 0) {
            self.partitionIndex = partitionIndex
            self.currentLeaderEpoch = currentLeaderEpoch
            self.timestamp = timestamp
        }
    }
}

extension ListOffsetsRequest: KafkaRequest {
    package typealias Response = ListOffsetsResponse
    package static var apiKey: Int16 { 2 }
    package static var name: String { "ListOffsets" }
    package static var versions: ClosedRange<Int16> { 1...11 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 6 }

    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 1...11
        try writer.begin(all, flexible: version >= 6, message: "ListOffsetsRequest", version: version)
        writer.int32(replicaId)
        if version >= 2 {
            writer.int8(isolationLevel)
        } else if isolationLevel != 0 {
            throw EncodingFailure.absent("ListOffsetsRequest", "IsolationLevel", version)
        }
        try writer.structs(topics, version: version)
        if version >= 10 {
            writer.int32(timeoutMs)
        }
        writer.endStruct()
        try writer.end(message: "ListOffsetsRequest", version: version)
    }
}

extension ListOffsetsRequest.ListOffsetsTopic: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.string(name)
        try writer.structs(partitions, version: version)
        writer.endStruct()
    }
}

extension ListOffsetsRequest.ListOffsetsPartition: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.int32(partitionIndex)
        if version >= 4 {
            writer.int32(currentLeaderEpoch)
        }
        writer.int64(timestamp)
        writer.endStruct()
    }
}

/// Kafka's `ListOffsetsResponse` (API key 2), versions 1-11, flexible from 6.
package struct ListOffsetsResponse: Sendable {
    /// `ThrottleTimeMs`: int32, versions 2-11; left out silently where a version lacks it.
    package var throttleTimeMs: Int32
    /// `Topics`: array of `ListOffsetsTopicResponse`.
    package var topics: [ListOffsetsTopicResponse]

    /// Every field, each with its default.
    package init(throttleTimeMs: Int32 = 0, topics: [ListOffsetsTopicResponse] = []) {
        self.throttleTimeMs = throttleTimeMs
        self.topics = topics
    }
}

extension ListOffsetsResponse {
    /// `ListOffsetsTopicResponse` inside `ListOffsetsResponse`, versions 1-11.
    package struct ListOffsetsTopicResponse: Sendable {
        /// `Name`: string.
        package var name: String
        /// `Partitions`: array of `ListOffsetsPartitionResponse`.
        package var partitions: [ListOffsetsPartitionResponse]

        /// Every field, each with its default.
        package init(name: String = "", partitions: [ListOffsetsPartitionResponse] = []) {
            self.name = name
            self.partitions = partitions
        }
    }
}

extension ListOffsetsResponse {
    /// `ListOffsetsPartitionResponse` inside `ListOffsetsResponse`, versions 1-11.
    package struct ListOffsetsPartitionResponse: Sendable {
        /// `PartitionIndex`: int32.
        package var partitionIndex: Int32
        /// `ErrorCode`: int16 error code.
        package var errorCode: ErrorCode
        /// `Timestamp`: int64, default -1.
        package var timestamp: Int64
        /// `Offset`: int64, default -1.
        package var offset: Int64
        /// `LeaderEpoch`: int32, versions 4-11, default -1.
        package var leaderEpoch: Int32

        /// Every field, each with its default.
        package init(
            partitionIndex: Int32 = 0,
            errorCode: ErrorCode = .none,
            timestamp: Int64 = -1,
            offset: Int64 = -1,
            leaderEpoch: Int32 = -1
        ) {
            self.partitionIndex = partitionIndex
            self.errorCode = errorCode
            self.timestamp = timestamp
            self.offset = offset
            self.leaderEpoch = leaderEpoch
        }
    }
}

extension ListOffsetsResponse: KafkaResponse {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(1...11, flexible: version >= 6, version: version)
        if version >= 2 { throttleTimeMs = reader.int32() }
        topics = reader.structs(minimum: 3, version: version)
        reader.skipTags()
    }
}

extension ListOffsetsResponse.ListOffsetsTopicResponse: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        name = reader.string()
        partitions = reader.structs(minimum: 22, version: version)
        reader.skipTags()
    }
}

extension ListOffsetsResponse.ListOffsetsPartitionResponse: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        partitionIndex = reader.int32()
        errorCode = reader.errorCode()
        timestamp = reader.int64()
        offset = reader.int64()
        if version >= 4 { leaderEpoch = reader.int32() }
        reader.skipTags()
    }
}
