// Made by kafka-codegen from DescribeTopicPartitionsRequest.json and DescribeTopicPartitionsResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

/// Kafka's `DescribeTopicPartitionsRequest` (API key 75), versions 0, flexible from 0.
package struct DescribeTopicPartitionsRequest: Sendable {
    /// `Topics`: array of `TopicRequest`.
    package var topics: [TopicRequest]
    /// `ResponsePartitionLimit`: int32, default 2000.
    package var responsePartitionLimit: Int32
    /// `Cursor`: `Cursor`, may be null, default null.
    package var cursor: Cursor?

    /// Every field, each with its default.
    package init(topics: [TopicRequest] = [], responsePartitionLimit: Int32 = 2000, cursor: Cursor? = nil) {
        self.topics = topics
        self.responsePartitionLimit = responsePartitionLimit
        self.cursor = cursor
    }
}

extension DescribeTopicPartitionsRequest {
    /// `TopicRequest` inside `DescribeTopicPartitionsRequest`, versions 0.
    package struct TopicRequest: Sendable {
        /// `Name`: string.
        package var name: String

        /// Every field, each with its default.
        package init(name: String = "") {
            self.name = name
        }
    }
}

extension DescribeTopicPartitionsRequest {
    /// `Cursor` inside `DescribeTopicPartitionsRequest`, versions 0.
    package struct Cursor: Sendable {
        /// `TopicName`: string.
        package var topicName: String
        /// `PartitionIndex`: int32.
        package var partitionIndex: Int32

        /// Every field, each with its default.
        package init(topicName: String = "", partitionIndex: Int32 = 0) {
            self.topicName = topicName
            self.partitionIndex = partitionIndex
        }
    }
}

extension DescribeTopicPartitionsRequest: KafkaRequest {
    package typealias Response = DescribeTopicPartitionsResponse
    package static var apiKey: Int16 { 75 }
    package static var name: String { "DescribeTopicPartitions" }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 0...0
        try writer.begin(all, flexible: true, message: "DescribeTopicPartitionsRequest", version: version)
        try writer.structs(topics, version: version)
        writer.int32(responsePartitionLimit)
        writer.present(cursor != nil)
        if let value = cursor { try value.encode(into: &writer, version: version) }
        writer.endStruct()
        try writer.end(message: "DescribeTopicPartitionsRequest", version: version)
    }
}

extension DescribeTopicPartitionsRequest.TopicRequest: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.string(name)
        writer.endStruct()
    }
}

extension DescribeTopicPartitionsRequest.Cursor: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.string(topicName)
        writer.int32(partitionIndex)
        writer.endStruct()
    }
}

/// Kafka's `DescribeTopicPartitionsResponse` (API key 75), versions 0, flexible from 0.
package struct DescribeTopicPartitionsResponse: Sendable {
    /// `ThrottleTimeMs`: int32.
    package var throttleTimeMs: Int32
    /// `Topics`: array of `DescribeTopicPartitionsResponseTopic`.
    package var topics: [DescribeTopicPartitionsResponseTopic]
    /// `NextCursor`: `Cursor`, may be null, default null.
    package var nextCursor: Cursor?

    /// Every field, each with its default.
    package init(throttleTimeMs: Int32 = 0, topics: [DescribeTopicPartitionsResponseTopic] = [], nextCursor: Cursor? = nil) {
        self.throttleTimeMs = throttleTimeMs
        self.topics = topics
        self.nextCursor = nextCursor
    }
}

extension DescribeTopicPartitionsResponse {
    /// `DescribeTopicPartitionsResponseTopic` inside `DescribeTopicPartitionsResponse`, versions 0.
    package struct DescribeTopicPartitionsResponseTopic: Sendable {
        /// `ErrorCode`: int16 error code.
        package var errorCode: ErrorCode
        /// `Name`: string, may be null.
        package var name: String?
        /// `TopicId`: uuid.
        package var topicId: KafkaUUID
        /// `IsInternal`: bool, default false.
        package var isInternal: Bool
        /// `Partitions`: array of `DescribeTopicPartitionsResponsePartition`.
        package var partitions: [DescribeTopicPartitionsResponsePartition]
        /// `TopicAuthorizedOperations`: int32, default -2147483648.
        package var topicAuthorizedOperations: Int32

        /// Every field, each with its default.
        package init(
            errorCode: ErrorCode = .none,
            name: String? = "",
            topicId: KafkaUUID = .zero,
            isInternal: Bool = false,
            partitions: [DescribeTopicPartitionsResponsePartition] = [],
            topicAuthorizedOperations: Int32 = -2147483648
        ) {
            self.errorCode = errorCode
            self.name = name
            self.topicId = topicId
            self.isInternal = isInternal
            self.partitions = partitions
            self.topicAuthorizedOperations = topicAuthorizedOperations
        }
    }
}

extension DescribeTopicPartitionsResponse {
    /// `DescribeTopicPartitionsResponsePartition` inside `DescribeTopicPartitionsResponse`, versions 0.
    package struct DescribeTopicPartitionsResponsePartition: Sendable {
        /// `ErrorCode`: int16 error code.
        package var errorCode: ErrorCode
        /// `PartitionIndex`: int32.
        package var partitionIndex: Int32
        /// `LeaderId`: int32.
        package var leaderId: Int32
        /// `LeaderEpoch`: int32, default -1.
        package var leaderEpoch: Int32
        /// `ReplicaNodes`: array of int32.
        package var replicaNodes: [Int32]
        /// `IsrNodes`: array of int32.
        package var isrNodes: [Int32]
        /// `EligibleLeaderReplicas`: array of int32, may be null, default null.
        package var eligibleLeaderReplicas: [Int32]?
        /// `LastKnownElr`: array of int32, may be null, default null.
        package var lastKnownElr: [Int32]?
        /// `OfflineReplicas`: array of int32.
        package var offlineReplicas: [Int32]

        /// Every field, each with its default.
        package init(
            errorCode: ErrorCode = .none,
            partitionIndex: Int32 = 0,
            leaderId: Int32 = 0,
            leaderEpoch: Int32 = -1,
            replicaNodes: [Int32] = [],
            isrNodes: [Int32] = [],
            eligibleLeaderReplicas: [Int32]? = nil,
            lastKnownElr: [Int32]? = nil,
            offlineReplicas: [Int32] = []
        ) {
            self.errorCode = errorCode
            self.partitionIndex = partitionIndex
            self.leaderId = leaderId
            self.leaderEpoch = leaderEpoch
            self.replicaNodes = replicaNodes
            self.isrNodes = isrNodes
            self.eligibleLeaderReplicas = eligibleLeaderReplicas
            self.lastKnownElr = lastKnownElr
            self.offlineReplicas = offlineReplicas
        }
    }
}

extension DescribeTopicPartitionsResponse {
    /// `Cursor` inside `DescribeTopicPartitionsResponse`, versions 0.
    package struct Cursor: Sendable {
        /// `TopicName`: string.
        package var topicName: String
        /// `PartitionIndex`: int32.
        package var partitionIndex: Int32

        /// Every field, each with its default.
        package init(topicName: String = "", partitionIndex: Int32 = 0) {
            self.topicName = topicName
            self.partitionIndex = partitionIndex
        }
    }
}

extension DescribeTopicPartitionsResponse: KafkaResponse {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(0...0, flexible: true, version: version)
        throttleTimeMs = reader.int32()
        topics = reader.structs(minimum: 26, version: version)
        nextCursor = reader.isPresent() ? DescribeTopicPartitionsResponse.Cursor(from: &reader, version: version) : nil
        reader.skipTags()
    }
}

extension DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponseTopic: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        errorCode = reader.errorCode()
        name = reader.nullableString()
        topicId = reader.uuid()
        isInternal = reader.bool()
        partitions = reader.structs(minimum: 20, version: version)
        topicAuthorizedOperations = reader.int32()
        reader.skipTags()
    }
}

extension DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponsePartition: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        errorCode = reader.errorCode()
        partitionIndex = reader.int32()
        leaderId = reader.int32()
        leaderEpoch = reader.int32()
        replicaNodes = reader.int32Array()
        isrNodes = reader.int32Array()
        eligibleLeaderReplicas = reader.nullableInt32Array()
        lastKnownElr = reader.nullableInt32Array()
        offlineReplicas = reader.int32Array()
        reader.skipTags()
    }
}

extension DescribeTopicPartitionsResponse.Cursor: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        topicName = reader.string()
        partitionIndex = reader.int32()
        reader.skipTags()
    }
}
