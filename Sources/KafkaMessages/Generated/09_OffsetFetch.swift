// Made by kafka-codegen from OffsetFetchRequest.json and OffsetFetchResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

/// Kafka's `OffsetFetchRequest` (API key 9), versions 1-10, flexible from 6.
package struct OffsetFetchRequest: Sendable {
    /// `GroupId`: string, versions 1-7.
    package var groupId: String
    /// `Topics`: array of `OffsetFetchRequestTopic`, versions 1-7, may be null in 2-7.
    package var topics: [OffsetFetchRequestTopic]?
    /// `Groups`: array of `OffsetFetchRequestGroup`, versions 8-10.
    package var groups: [OffsetFetchRequestGroup]
    /// `RequireStable`: bool, versions 7-10, default false.
    package var requireStable: Bool

    /// Every field, each with its default.
    package init(
        groupId: String = "",
        topics: [OffsetFetchRequestTopic]? = [],
        groups: [OffsetFetchRequestGroup] = [],
        requireStable: Bool = false
    ) {
        self.groupId = groupId
        self.topics = topics
        self.groups = groups
        self.requireStable = requireStable
    }
}

extension OffsetFetchRequest {
    /// `OffsetFetchRequestTopic` inside `OffsetFetchRequest`, versions 1-7.
    package struct OffsetFetchRequestTopic: Sendable {
        /// `Name`: string.
        package var name: String
        /// `PartitionIndexes`: array of int32.
        package var partitionIndexes: [Int32]

        /// Every field, each with its default.
        package init(name: String = "", partitionIndexes: [Int32] = []) {
            self.name = name
            self.partitionIndexes = partitionIndexes
        }
    }
}

extension OffsetFetchRequest {
    /// `OffsetFetchRequestGroup` inside `OffsetFetchRequest`, versions 8-10.
    package struct OffsetFetchRequestGroup: Sendable {
        /// `GroupId`: string.
        package var groupId: String
        /// `MemberId`: string, versions 9-10, may be null, default null; left out silently where a version lacks it.
        package var memberId: String?
        /// `MemberEpoch`: int32, versions 9-10, default -1; left out silently where a version lacks it.
        package var memberEpoch: Int32
        /// `Topics`: array of `OffsetFetchRequestTopics`, may be null.
        package var topics: [OffsetFetchRequestTopics]?

        /// Every field, each with its default.
        package init(groupId: String = "", memberId: String? = nil, memberEpoch: Int32 = -1, topics: [OffsetFetchRequestTopics]? = []) {
            self.groupId = groupId
            self.memberId = memberId
            self.memberEpoch = memberEpoch
            self.topics = topics
        }
    }
}

extension OffsetFetchRequest {
    /// `OffsetFetchRequestTopics` inside `OffsetFetchRequest`, versions 8-10.
    package struct OffsetFetchRequestTopics: Sendable {
        /// `Name`: string, versions 8-9; left out silently where a version lacks it.
        package var name: String
        /// `TopicId`: uuid, versions 10; left out silently where a version lacks it.
        package var topicId: KafkaUUID
        /// `PartitionIndexes`: array of int32.
        package var partitionIndexes: [Int32]

        /// Every field, each with its default.
        package init(name: String = "", topicId: KafkaUUID = .zero, partitionIndexes: [Int32] = []) {
            self.name = name
            self.topicId = topicId
            self.partitionIndexes = partitionIndexes
        }
    }
}

extension OffsetFetchRequest: KafkaRequest {
    package typealias Response = OffsetFetchResponse
    package static var apiKey: Int16 { 9 }
    package static var name: String { "OffsetFetch" }
    package static var versions: ClosedRange<Int16> { 1...10 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 6 }

    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 1...10
        try writer.begin(all, flexible: version >= 6, message: "OffsetFetchRequest", version: version)
        if version <= 7 {
            writer.string(groupId)
        } else if !groupId.isEmpty {
            throw EncodingFailure.absent("OffsetFetchRequest", "GroupId", version)
        }
        if version <= 7 {
            if version < 2, topics == nil {
                throw EncodingFailure.null("OffsetFetchRequest", "Topics", version)
            }
            try writer.structs(topics, version: version)
        } else if topics?.isEmpty != true {
            throw EncodingFailure.absent("OffsetFetchRequest", "Topics", version)
        }
        if version >= 8 {
            try writer.structs(groups, version: version)
        } else if !groups.isEmpty {
            throw EncodingFailure.absent("OffsetFetchRequest", "Groups", version)
        }
        if version >= 7 {
            writer.bool(requireStable)
        } else if requireStable {
            throw EncodingFailure.absent("OffsetFetchRequest", "RequireStable", version)
        }
        writer.endStruct()
        try writer.end(message: "OffsetFetchRequest", version: version)
    }
}

extension OffsetFetchRequest.OffsetFetchRequestTopic: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.string(name)
        writer.int32Array(partitionIndexes)
        writer.endStruct()
    }
}

extension OffsetFetchRequest.OffsetFetchRequestGroup: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.string(groupId)
        if version >= 9 {
            writer.nullableString(memberId)
        }
        if version >= 9 {
            writer.int32(memberEpoch)
        }
        try writer.structs(topics, version: version)
        writer.endStruct()
    }
}

extension OffsetFetchRequest.OffsetFetchRequestTopics: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        if version <= 9 {
            writer.string(name)
        }
        if version == 10 {
            writer.uuid(topicId)
        }
        writer.int32Array(partitionIndexes)
        writer.endStruct()
    }
}

/// Kafka's `OffsetFetchResponse` (API key 9), versions 1-10, flexible from 6.
package struct OffsetFetchResponse: Sendable {
    /// `ThrottleTimeMs`: int32, versions 3-10; left out silently where a version lacks it.
    package var throttleTimeMs: Int32
    /// `Topics`: array of `OffsetFetchResponseTopic`, versions 1-7.
    package var topics: [OffsetFetchResponseTopic]
    /// `ErrorCode`: int16 error code, versions 2-7, default 0; left out silently where a version lacks it.
    package var errorCode: ErrorCode
    /// `Groups`: array of `OffsetFetchResponseGroup`, versions 8-10.
    package var groups: [OffsetFetchResponseGroup]

    /// Every field, each with its default.
    package init(
        throttleTimeMs: Int32 = 0,
        topics: [OffsetFetchResponseTopic] = [],
        errorCode: ErrorCode = .none,
        groups: [OffsetFetchResponseGroup] = []
    ) {
        self.throttleTimeMs = throttleTimeMs
        self.topics = topics
        self.errorCode = errorCode
        self.groups = groups
    }
}

extension OffsetFetchResponse {
    /// `OffsetFetchResponseTopic` inside `OffsetFetchResponse`, versions 1-7.
    package struct OffsetFetchResponseTopic: Sendable {
        /// `Name`: string.
        package var name: String
        /// `Partitions`: array of `OffsetFetchResponsePartition`.
        package var partitions: [OffsetFetchResponsePartition]

        /// Every field, each with its default.
        package init(name: String = "", partitions: [OffsetFetchResponsePartition] = []) {
            self.name = name
            self.partitions = partitions
        }
    }
}

extension OffsetFetchResponse {
    /// `OffsetFetchResponsePartition` inside `OffsetFetchResponse`, versions 1-7.
    package struct OffsetFetchResponsePartition: Sendable {
        /// `PartitionIndex`: int32.
        package var partitionIndex: Int32
        /// `CommittedOffset`: int64.
        package var committedOffset: Int64
        /// `CommittedLeaderEpoch`: int32, versions 5-7, default -1; left out silently where a version lacks it.
        package var committedLeaderEpoch: Int32
        /// `Metadata`: string, may be null.
        package var metadata: String?
        /// `ErrorCode`: int16 error code.
        package var errorCode: ErrorCode

        /// Every field, each with its default.
        package init(
            partitionIndex: Int32 = 0,
            committedOffset: Int64 = 0,
            committedLeaderEpoch: Int32 = -1,
            metadata: String? = "",
            errorCode: ErrorCode = .none
        ) {
            self.partitionIndex = partitionIndex
            self.committedOffset = committedOffset
            self.committedLeaderEpoch = committedLeaderEpoch
            self.metadata = metadata
            self.errorCode = errorCode
        }
    }
}

extension OffsetFetchResponse {
    /// `OffsetFetchResponseGroup` inside `OffsetFetchResponse`, versions 8-10.
    package struct OffsetFetchResponseGroup: Sendable {
        /// `GroupId`: string.
        package var groupId: String
        /// `Topics`: array of `OffsetFetchResponseTopics`.
        package var topics: [OffsetFetchResponseTopics]
        /// `ErrorCode`: int16 error code, default 0.
        package var errorCode: ErrorCode

        /// Every field, each with its default.
        package init(groupId: String = "", topics: [OffsetFetchResponseTopics] = [], errorCode: ErrorCode = .none) {
            self.groupId = groupId
            self.topics = topics
            self.errorCode = errorCode
        }
    }
}

extension OffsetFetchResponse {
    /// `OffsetFetchResponseTopics` inside `OffsetFetchResponse`, versions 8-10.
    package struct OffsetFetchResponseTopics: Sendable {
        /// `Name`: string, versions 8-9; left out silently where a version lacks it.
        package var name: String
        /// `TopicId`: uuid, versions 10; left out silently where a version lacks it.
        package var topicId: KafkaUUID
        /// `Partitions`: array of `OffsetFetchResponsePartitions`.
        package var partitions: [OffsetFetchResponsePartitions]

        /// Every field, each with its default.
        package init(name: String = "", topicId: KafkaUUID = .zero, partitions: [OffsetFetchResponsePartitions] = []) {
            self.name = name
            self.topicId = topicId
            self.partitions = partitions
        }
    }
}

extension OffsetFetchResponse {
    /// `OffsetFetchResponsePartitions` inside `OffsetFetchResponse`, versions 8-10.
    package struct OffsetFetchResponsePartitions: Sendable {
        /// `PartitionIndex`: int32.
        package var partitionIndex: Int32
        /// `CommittedOffset`: int64.
        package var committedOffset: Int64
        /// `CommittedLeaderEpoch`: int32, default -1.
        package var committedLeaderEpoch: Int32
        /// `Metadata`: string, may be null.
        package var metadata: String?
        /// `ErrorCode`: int16 error code.
        package var errorCode: ErrorCode

        /// Every field, each with its default.
        package init(
            partitionIndex: Int32 = 0,
            committedOffset: Int64 = 0,
            committedLeaderEpoch: Int32 = -1,
            metadata: String? = "",
            errorCode: ErrorCode = .none
        ) {
            self.partitionIndex = partitionIndex
            self.committedOffset = committedOffset
            self.committedLeaderEpoch = committedLeaderEpoch
            self.metadata = metadata
            self.errorCode = errorCode
        }
    }
}

extension OffsetFetchResponse: KafkaResponse {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(1...10, flexible: version >= 6, version: version)
        if version >= 3 { throttleTimeMs = reader.int32() }
        if version <= 7 { topics = reader.structs(minimum: 3, version: version) }
        if version >= 2 && version <= 7 { errorCode = reader.errorCode() }
        if version >= 8 { groups = reader.structs(minimum: 5, version: version) }
        reader.skipTags()
    }
}

extension OffsetFetchResponse.OffsetFetchResponseTopic: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        name = reader.string()
        partitions = reader.structs(minimum: 16, version: version)
        reader.skipTags()
    }
}

extension OffsetFetchResponse.OffsetFetchResponsePartition: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        partitionIndex = reader.int32()
        committedOffset = reader.int64()
        if version >= 5 { committedLeaderEpoch = reader.int32() }
        metadata = reader.nullableString()
        errorCode = reader.errorCode()
        reader.skipTags()
    }
}

extension OffsetFetchResponse.OffsetFetchResponseGroup: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        groupId = reader.string()
        topics = reader.structs(minimum: 3, version: version)
        errorCode = reader.errorCode()
        reader.skipTags()
    }
}

extension OffsetFetchResponse.OffsetFetchResponseTopics: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        if version <= 9 { name = reader.string() }
        if version == 10 { topicId = reader.uuid() }
        partitions = reader.structs(minimum: 20, version: version)
        reader.skipTags()
    }
}

extension OffsetFetchResponse.OffsetFetchResponsePartitions: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        partitionIndex = reader.int32()
        committedOffset = reader.int64()
        committedLeaderEpoch = reader.int32()
        metadata = reader.nullableString()
        errorCode = reader.errorCode()
        reader.skipTags()
    }
}
