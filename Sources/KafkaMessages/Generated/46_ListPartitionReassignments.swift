// Made by kafka-codegen from ListPartitionReassignmentsRequest.json and ListPartitionReassignmentsResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

/// Kafka's `ListPartitionReassignmentsRequest` (API key 46), versions 0, flexible from 0.
package struct ListPartitionReassignmentsRequest: Sendable {
    /// `TimeoutMs`: int32, default 60000.
    package var timeoutMs: Int32
    /// `Topics`: array of `ListPartitionReassignmentsTopics`, may be null, default null.
    package var topics: [ListPartitionReassignmentsTopics]?

    /// Every field, each with its default.
    package init(timeoutMs: Int32 = 60000, topics: [ListPartitionReassignmentsTopics]? = nil) {
        self.timeoutMs = timeoutMs
        self.topics = topics
    }
}

extension ListPartitionReassignmentsRequest {
    /// `ListPartitionReassignmentsTopics` inside `ListPartitionReassignmentsRequest`, versions 0.
    package struct ListPartitionReassignmentsTopics: Sendable {
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

extension ListPartitionReassignmentsRequest: KafkaRequest {
    package typealias Response = ListPartitionReassignmentsResponse
    package static var apiKey: Int16 { 46 }
    package static var name: String { "ListPartitionReassignments" }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 0...0
        try writer.begin(all, flexible: true, message: "ListPartitionReassignmentsRequest", version: version)
        writer.int32(timeoutMs)
        try writer.structs(topics, version: version)
        writer.endStruct()
        try writer.end(message: "ListPartitionReassignmentsRequest", version: version)
    }
}

extension ListPartitionReassignmentsRequest.ListPartitionReassignmentsTopics: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.string(name)
        writer.int32Array(partitionIndexes)
        writer.endStruct()
    }
}

/// Kafka's `ListPartitionReassignmentsResponse` (API key 46), versions 0, flexible from 0.
package struct ListPartitionReassignmentsResponse: Sendable {
    /// `ThrottleTimeMs`: int32.
    package var throttleTimeMs: Int32
    /// `ErrorCode`: int16 error code.
    package var errorCode: ErrorCode
    /// `ErrorMessage`: string, may be null.
    package var errorMessage: String?
    /// `Topics`: array of `OngoingTopicReassignment`.
    package var topics: [OngoingTopicReassignment]

    /// Every field, each with its default.
    package init(
        throttleTimeMs: Int32 = 0,
        errorCode: ErrorCode = .none,
        errorMessage: String? = "",
        topics: [OngoingTopicReassignment] = []
    ) {
        self.throttleTimeMs = throttleTimeMs
        self.errorCode = errorCode
        self.errorMessage = errorMessage
        self.topics = topics
    }
}

extension ListPartitionReassignmentsResponse {
    /// `OngoingTopicReassignment` inside `ListPartitionReassignmentsResponse`, versions 0.
    package struct OngoingTopicReassignment: Sendable {
        /// `Name`: string.
        package var name: String
        /// `Partitions`: array of `OngoingPartitionReassignment`.
        package var partitions: [OngoingPartitionReassignment]

        /// Every field, each with its default.
        package init(name: String = "", partitions: [OngoingPartitionReassignment] = []) {
            self.name = name
            self.partitions = partitions
        }
    }
}

extension ListPartitionReassignmentsResponse {
    /// `OngoingPartitionReassignment` inside `ListPartitionReassignmentsResponse`, versions 0.
    package struct OngoingPartitionReassignment: Sendable {
        /// `PartitionIndex`: int32.
        package var partitionIndex: Int32
        /// `Replicas`: array of int32.
        package var replicas: [Int32]
        /// `AddingReplicas`: array of int32.
        package var addingReplicas: [Int32]
        /// `RemovingReplicas`: array of int32.
        package var removingReplicas: [Int32]

        /// Every field, each with its default.
        package init(partitionIndex: Int32 = 0, replicas: [Int32] = [], addingReplicas: [Int32] = [], removingReplicas: [Int32] = []) {
            self.partitionIndex = partitionIndex
            self.replicas = replicas
            self.addingReplicas = addingReplicas
            self.removingReplicas = removingReplicas
        }
    }
}

extension ListPartitionReassignmentsResponse: KafkaResponse {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(0...0, flexible: true, version: version)
        throttleTimeMs = reader.int32()
        errorCode = reader.errorCode()
        errorMessage = reader.nullableString()
        topics = reader.structs(minimum: 3, version: version)
        reader.skipTags()
    }
}

extension ListPartitionReassignmentsResponse.OngoingTopicReassignment: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        name = reader.string()
        partitions = reader.structs(minimum: 8, version: version)
        reader.skipTags()
    }
}

extension ListPartitionReassignmentsResponse.OngoingPartitionReassignment: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        partitionIndex = reader.int32()
        replicas = reader.int32Array()
        addingReplicas = reader.int32Array()
        removingReplicas = reader.int32Array()
        reader.skipTags()
    }
}
