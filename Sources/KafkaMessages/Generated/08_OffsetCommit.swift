// Made by kafka-codegen from OffsetCommitRequest.json and OffsetCommitResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

/// Kafka's `OffsetCommitRequest` (API key 8), versions 2-10, flexible from 8.
package struct OffsetCommitRequest: Sendable {
    /// `GroupId`: string.
    package var groupId: String
    /// `GenerationIdOrMemberEpoch`: int32, default -1.
    package var generationIdOrMemberEpoch: Int32
    /// `MemberId`: string.
    package var memberId: String
    /// `GroupInstanceId`: string, versions 7-10, may be null, default null.
    package var groupInstanceId: String?
    /// `RetentionTimeMs`: int64, versions 2-4, default -1; left out silently where a version lacks it.
    package var retentionTimeMs: Int64
    /// `Topics`: array of `OffsetCommitRequestTopic`.
    package var topics: [OffsetCommitRequestTopic]

    /// Every field, each with its default.
    package init(
        groupId: String = "",
        generationIdOrMemberEpoch: Int32 = -1,
        memberId: String = "",
        groupInstanceId: String? = nil,
        retentionTimeMs: Int64 = -1,
        topics: [OffsetCommitRequestTopic] = []
    ) {
        self.groupId = groupId
        self.generationIdOrMemberEpoch = generationIdOrMemberEpoch
        self.memberId = memberId
        self.groupInstanceId = groupInstanceId
        self.retentionTimeMs = retentionTimeMs
        self.topics = topics
    }
}

extension OffsetCommitRequest {
    /// `OffsetCommitRequestTopic` inside `OffsetCommitRequest`, versions 2-10.
    package struct OffsetCommitRequestTopic: Sendable {
        /// `Name`: string, versions 2-9; left out silently where a version lacks it.
        package var name: String
        /// `TopicId`: uuid, versions 10; left out silently where a version lacks it.
        package var topicId: KafkaUUID
        /// `Partitions`: array of `OffsetCommitRequestPartition`.
        package var partitions: [OffsetCommitRequestPartition]

        /// Every field, each with its default.
        package init(name: String = "", topicId: KafkaUUID = .zero, partitions: [OffsetCommitRequestPartition] = []) {
            self.name = name
            self.topicId = topicId
            self.partitions = partitions
        }
    }
}

extension OffsetCommitRequest {
    /// `OffsetCommitRequestPartition` inside `OffsetCommitRequest`, versions 2-10.
    package struct OffsetCommitRequestPartition: Sendable {
        /// `PartitionIndex`: int32.
        package var partitionIndex: Int32
        /// `CommittedOffset`: int64.
        package var committedOffset: Int64
        /// `CommittedLeaderEpoch`: int32, versions 6-10, default -1; left out silently where a version lacks it.
        package var committedLeaderEpoch: Int32
        /// `CommittedMetadata`: string, may be null.
        package var committedMetadata: String?

        /// Every field, each with its default.
        package init(
            partitionIndex: Int32 = 0,
            committedOffset: Int64 = 0,
            committedLeaderEpoch: Int32 = -1,
            committedMetadata: String? = ""
        ) {
            self.partitionIndex = partitionIndex
            self.committedOffset = committedOffset
            self.committedLeaderEpoch = committedLeaderEpoch
            self.committedMetadata = committedMetadata
        }
    }
}

extension OffsetCommitRequest: KafkaRequest {
    package typealias Response = OffsetCommitResponse
    package static var apiKey: Int16 { 8 }
    package static var name: String { "OffsetCommit" }
    package static var versions: ClosedRange<Int16> { 2...10 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 8 }

    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 2...10
        try writer.begin(all, flexible: version >= 8, message: "OffsetCommitRequest", version: version)
        writer.string(groupId)
        writer.int32(generationIdOrMemberEpoch)
        writer.string(memberId)
        if version >= 7 {
            writer.nullableString(groupInstanceId)
        } else if groupInstanceId != nil {
            throw EncodingFailure.absent("OffsetCommitRequest", "GroupInstanceId", version)
        }
        if version <= 4 {
            writer.int64(retentionTimeMs)
        }
        try writer.structs(topics, version: version)
        writer.endStruct()
        try writer.end(message: "OffsetCommitRequest", version: version)
    }
}

extension OffsetCommitRequest.OffsetCommitRequestTopic: WritableStruct {
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

extension OffsetCommitRequest.OffsetCommitRequestPartition: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.int32(partitionIndex)
        writer.int64(committedOffset)
        if version >= 6 {
            writer.int32(committedLeaderEpoch)
        }
        writer.nullableString(committedMetadata)
        writer.endStruct()
    }
}

/// Kafka's `OffsetCommitResponse` (API key 8), versions 2-10, flexible from 8.
package struct OffsetCommitResponse: Sendable {
    /// `ThrottleTimeMs`: int32, versions 3-10; left out silently where a version lacks it.
    package var throttleTimeMs: Int32
    /// `Topics`: array of `OffsetCommitResponseTopic`.
    package var topics: [OffsetCommitResponseTopic]

    /// Every field, each with its default.
    package init(throttleTimeMs: Int32 = 0, topics: [OffsetCommitResponseTopic] = []) {
        self.throttleTimeMs = throttleTimeMs
        self.topics = topics
    }
}

extension OffsetCommitResponse {
    /// `OffsetCommitResponseTopic` inside `OffsetCommitResponse`, versions 2-10.
    package struct OffsetCommitResponseTopic: Sendable {
        /// `Name`: string, versions 2-9; left out silently where a version lacks it.
        package var name: String
        /// `TopicId`: uuid, versions 10; left out silently where a version lacks it.
        package var topicId: KafkaUUID
        /// `Partitions`: array of `OffsetCommitResponsePartition`.
        package var partitions: [OffsetCommitResponsePartition]

        /// Every field, each with its default.
        package init(name: String = "", topicId: KafkaUUID = .zero, partitions: [OffsetCommitResponsePartition] = []) {
            self.name = name
            self.topicId = topicId
            self.partitions = partitions
        }
    }
}

extension OffsetCommitResponse {
    /// `OffsetCommitResponsePartition` inside `OffsetCommitResponse`, versions 2-10.
    package struct OffsetCommitResponsePartition: Sendable {
        /// `PartitionIndex`: int32.
        package var partitionIndex: Int32
        /// `ErrorCode`: int16 error code.
        package var errorCode: ErrorCode

        /// Every field, each with its default.
        package init(partitionIndex: Int32 = 0, errorCode: ErrorCode = .none) {
            self.partitionIndex = partitionIndex
            self.errorCode = errorCode
        }
    }
}

extension OffsetCommitResponse: KafkaResponse {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(2...10, flexible: version >= 8, version: version)
        if version >= 3 { throttleTimeMs = reader.int32() }
        topics = reader.structs(minimum: 3, version: version)
        reader.skipTags()
    }
}

extension OffsetCommitResponse.OffsetCommitResponseTopic: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        if version <= 9 { name = reader.string() }
        if version == 10 { topicId = reader.uuid() }
        partitions = reader.structs(minimum: 6, version: version)
        reader.skipTags()
    }
}

extension OffsetCommitResponse.OffsetCommitResponsePartition: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        partitionIndex = reader.int32()
        errorCode = reader.errorCode()
        reader.skipTags()
    }
}
