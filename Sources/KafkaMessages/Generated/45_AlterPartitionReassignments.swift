// Made by kafka-codegen from AlterPartitionReassignmentsRequest.json and AlterPartitionReassignmentsResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

/// Kafka's `AlterPartitionReassignmentsRequest` (API key 45), versions 0-1, flexible from 0.
package struct AlterPartitionReassignmentsRequest: Sendable {
    /// `TimeoutMs`: int32, default 60000.
    package var timeoutMs: Int32
    /// `AllowReplicationFactorChange`: bool, versions 1, default true.
    package var allowReplicationFactorChange: Bool
    /// `Topics`: array of `ReassignableTopic`.
    package var topics: [ReassignableTopic]

    /// Every field, each with its default.
    package init(timeoutMs: Int32 = 60000, allowReplicationFactorChange: Bool = true, topics: [ReassignableTopic] = []) {
        self.timeoutMs = timeoutMs
        self.allowReplicationFactorChange = allowReplicationFactorChange
        self.topics = topics
    }
}

extension AlterPartitionReassignmentsRequest {
    /// `ReassignableTopic` inside `AlterPartitionReassignmentsRequest`, versions 0-1.
    package struct ReassignableTopic: Sendable {
        /// `Name`: string.
        package var name: String
        /// `Partitions`: array of `ReassignablePartition`.
        package var partitions: [ReassignablePartition]

        /// Every field, each with its default.
        package init(name: String = "", partitions: [ReassignablePartition] = []) {
            self.name = name
            self.partitions = partitions
        }
    }
}

extension AlterPartitionReassignmentsRequest {
    /// `ReassignablePartition` inside `AlterPartitionReassignmentsRequest`, versions 0-1.
    package struct ReassignablePartition: Sendable {
        /// `PartitionIndex`: int32.
        package var partitionIndex: Int32
        /// `Replicas`: array of int32, may be null, default null.
        package var replicas: [Int32]?

        /// Every field, each with its default.
        package init(partitionIndex: Int32 = 0, replicas: [Int32]? = nil) {
            self.partitionIndex = partitionIndex
            self.replicas = replicas
        }
    }
}

extension AlterPartitionReassignmentsRequest: KafkaRequest {
    package typealias Response = AlterPartitionReassignmentsResponse
    package static var apiKey: Int16 { 45 }
    package static var name: String { "AlterPartitionReassignments" }
    package static var versions: ClosedRange<Int16> { 0...1 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 0...1
        try writer.begin(all, flexible: true, message: "AlterPartitionReassignmentsRequest", version: version)
        writer.int32(timeoutMs)
        if version == 1 {
            writer.bool(allowReplicationFactorChange)
        } else if !allowReplicationFactorChange {
            throw EncodingFailure.absent("AlterPartitionReassignmentsRequest", "AllowReplicationFactorChange", version)
        }
        try writer.structs(topics, version: version)
        writer.endStruct()
        try writer.end(message: "AlterPartitionReassignmentsRequest", version: version)
    }
}

extension AlterPartitionReassignmentsRequest.ReassignableTopic: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.string(name)
        try writer.structs(partitions, version: version)
        writer.endStruct()
    }
}

extension AlterPartitionReassignmentsRequest.ReassignablePartition: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.int32(partitionIndex)
        writer.int32Array(replicas)
        writer.endStruct()
    }
}

/// Kafka's `AlterPartitionReassignmentsResponse` (API key 45), versions 0-1, flexible from 0.
package struct AlterPartitionReassignmentsResponse: Sendable {
    /// `ThrottleTimeMs`: int32.
    package var throttleTimeMs: Int32
    /// `AllowReplicationFactorChange`: bool, versions 1, default true; left out silently where a version lacks it.
    package var allowReplicationFactorChange: Bool
    /// `ErrorCode`: int16 error code.
    package var errorCode: ErrorCode
    /// `ErrorMessage`: string, may be null.
    package var errorMessage: String?
    /// `Responses`: array of `ReassignableTopicResponse`.
    package var responses: [ReassignableTopicResponse]

    /// Every field, each with its default.
    package init(
        throttleTimeMs: Int32 = 0,
        allowReplicationFactorChange: Bool = true,
        errorCode: ErrorCode = .none,
        errorMessage: String? = "",
        responses: [ReassignableTopicResponse] = []
    ) {
        self.throttleTimeMs = throttleTimeMs
        self.allowReplicationFactorChange = allowReplicationFactorChange
        self.errorCode = errorCode
        self.errorMessage = errorMessage
        self.responses = responses
    }
}

extension AlterPartitionReassignmentsResponse {
    /// `ReassignableTopicResponse` inside `AlterPartitionReassignmentsResponse`, versions 0-1.
    package struct ReassignableTopicResponse: Sendable {
        /// `Name`: string.
        package var name: String
        /// `Partitions`: array of `ReassignablePartitionResponse`.
        package var partitions: [ReassignablePartitionResponse]

        /// Every field, each with its default.
        package init(name: String = "", partitions: [ReassignablePartitionResponse] = []) {
            self.name = name
            self.partitions = partitions
        }
    }
}

extension AlterPartitionReassignmentsResponse {
    /// `ReassignablePartitionResponse` inside `AlterPartitionReassignmentsResponse`, versions 0-1.
    package struct ReassignablePartitionResponse: Sendable {
        /// `PartitionIndex`: int32.
        package var partitionIndex: Int32
        /// `ErrorCode`: int16 error code.
        package var errorCode: ErrorCode
        /// `ErrorMessage`: string, may be null.
        package var errorMessage: String?

        /// Every field, each with its default.
        package init(partitionIndex: Int32 = 0, errorCode: ErrorCode = .none, errorMessage: String? = "") {
            self.partitionIndex = partitionIndex
            self.errorCode = errorCode
            self.errorMessage = errorMessage
        }
    }
}

extension AlterPartitionReassignmentsResponse: KafkaResponse {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(0...1, flexible: true, version: version)
        throttleTimeMs = reader.int32()
        if version == 1 { allowReplicationFactorChange = reader.bool() }
        errorCode = reader.errorCode()
        errorMessage = reader.nullableString()
        responses = reader.structs(minimum: 3, version: version)
        reader.skipTags()
    }
}

extension AlterPartitionReassignmentsResponse.ReassignableTopicResponse: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        name = reader.string()
        partitions = reader.structs(minimum: 8, version: version)
        reader.skipTags()
    }
}

extension AlterPartitionReassignmentsResponse.ReassignablePartitionResponse: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        partitionIndex = reader.int32()
        errorCode = reader.errorCode()
        errorMessage = reader.nullableString()
        reader.skipTags()
    }
}
