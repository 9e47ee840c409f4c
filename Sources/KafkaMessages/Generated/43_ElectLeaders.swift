// Made by kafka-codegen from ElectLeadersRequest.json and ElectLeadersResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

/// Kafka's `ElectLeadersRequest` (API key 43), versions 0-2, flexible from 2.
package struct ElectLeadersRequest: Sendable {
    /// `ElectionType`: int8, versions 1-2.
    package var electionType: Int8
    /// `TopicPartitions`: array of `TopicPartitions`, may be null.
    package var topicPartitions: [TopicPartitions]?
    /// `TimeoutMs`: int32, default 60000.
    package var timeoutMs: Int32

    /// Every field, each with its default.
    package init(electionType: Int8 = 0, topicPartitions: [TopicPartitions]? = [], timeoutMs: Int32 = 60000) {
        self.electionType = electionType
        self.topicPartitions = topicPartitions
        self.timeoutMs = timeoutMs
    }
}

extension ElectLeadersRequest {
    /// `TopicPartitions` inside `ElectLeadersRequest`, versions 0-2.
    package struct TopicPartitions: Sendable {
        /// `Topic`: string.
        package var topic: String
        /// `Partitions`: array of int32.
        package var partitions: [Int32]

        /// Every field, each with its default.
        package init(topic: String = "", partitions: [Int32] = []) {
            self.topic = topic
            self.partitions = partitions
        }
    }
}

extension ElectLeadersRequest: KafkaRequest {
    package typealias Response = ElectLeadersResponse
    package static var apiKey: Int16 { 43 }
    package static var name: String { "ElectLeaders" }
    package static var versions: ClosedRange<Int16> { 0...2 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 2 }

    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 0...2
        try writer.begin(all, flexible: version >= 2, message: "ElectLeadersRequest", version: version)
        if version >= 1 {
            writer.int8(electionType)
        } else if electionType != 0 {
            throw EncodingFailure.absent("ElectLeadersRequest", "ElectionType", version)
        }
        try writer.structs(topicPartitions, version: version)
        writer.int32(timeoutMs)
        writer.endStruct()
        try writer.end(message: "ElectLeadersRequest", version: version)
    }
}

extension ElectLeadersRequest.TopicPartitions: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.string(topic)
        writer.int32Array(partitions)
        writer.endStruct()
    }
}

/// Kafka's `ElectLeadersResponse` (API key 43), versions 0-2, flexible from 2.
package struct ElectLeadersResponse: Sendable {
    /// `ThrottleTimeMs`: int32.
    package var throttleTimeMs: Int32
    /// `ErrorCode`: int16 error code, versions 1-2.
    package var errorCode: ErrorCode
    /// `ReplicaElectionResults`: array of `ReplicaElectionResult`.
    package var replicaElectionResults: [ReplicaElectionResult]

    /// Every field, each with its default.
    package init(throttleTimeMs: Int32 = 0, errorCode: ErrorCode = .none, replicaElectionResults: [ReplicaElectionResult] = []) {
        self.throttleTimeMs = throttleTimeMs
        self.errorCode = errorCode
        self.replicaElectionResults = replicaElectionResults
    }
}

extension ElectLeadersResponse {
    /// `ReplicaElectionResult` inside `ElectLeadersResponse`, versions 0-2.
    package struct ReplicaElectionResult: Sendable {
        /// `Topic`: string.
        package var topic: String
        /// `PartitionResult`: array of `PartitionResult`.
        package var partitionResult: [PartitionResult]

        /// Every field, each with its default.
        package init(topic: String = "", partitionResult: [PartitionResult] = []) {
            self.topic = topic
            self.partitionResult = partitionResult
        }
    }
}

extension ElectLeadersResponse {
    /// `PartitionResult` inside `ElectLeadersResponse`, versions 0-2.
    package struct PartitionResult: Sendable {
        /// `PartitionId`: int32.
        package var partitionId: Int32
        /// `ErrorCode`: int16 error code.
        package var errorCode: ErrorCode
        /// `ErrorMessage`: string, may be null.
        package var errorMessage: String?

        /// Every field, each with its default.
        package init(partitionId: Int32 = 0, errorCode: ErrorCode = .none, errorMessage: String? = "") {
            self.partitionId = partitionId
            self.errorCode = errorCode
            self.errorMessage = errorMessage
        }
    }
}

extension ElectLeadersResponse: KafkaResponse {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(0...2, flexible: version >= 2, version: version)
        throttleTimeMs = reader.int32()
        if version >= 1 { errorCode = reader.errorCode() }
        replicaElectionResults = reader.structs(minimum: 3, version: version)
        reader.skipTags()
    }
}

extension ElectLeadersResponse.ReplicaElectionResult: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        topic = reader.string()
        partitionResult = reader.structs(minimum: 8, version: version)
        reader.skipTags()
    }
}

extension ElectLeadersResponse.PartitionResult: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        partitionId = reader.int32()
        errorCode = reader.errorCode()
        errorMessage = reader.nullableString()
        reader.skipTags()
    }
}
