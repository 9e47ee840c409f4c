// Made by kafka-codegen from DescribeQuorumRequest.json and DescribeQuorumResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

/// Kafka's `DescribeQuorumRequest` (API key 55), versions 0-2, flexible from 0.
package struct DescribeQuorumRequest: Sendable {
    /// `Topics`: array of `TopicData`.
    package var topics: [TopicData]

    /// Every field, each with its default.
    package init(topics: [TopicData] = []) {
        self.topics = topics
    }
}

extension DescribeQuorumRequest {
    /// `TopicData` inside `DescribeQuorumRequest`, versions 0-2.
    package struct TopicData: Sendable {
        /// `TopicName`: string.
        package var topicName: String
        /// `Partitions`: array of `PartitionData`.
        package var partitions: [PartitionData]

        /// Every field, each with its default.
        package init(topicName: String = "", partitions: [PartitionData] = []) {
            self.topicName = topicName
            self.partitions = partitions
        }
    }
}

extension DescribeQuorumRequest {
    /// `PartitionData` inside `DescribeQuorumRequest`, versions 0-2.
    package struct PartitionData: Sendable {
        /// `PartitionIndex`: int32.
        package var partitionIndex: Int32

        /// Every field, each with its default.
        package init(partitionIndex: Int32 = 0) {
            self.partitionIndex = partitionIndex
        }
    }
}

extension DescribeQuorumRequest: KafkaRequest {
    package typealias Response = DescribeQuorumResponse
    package static var apiKey: Int16 { 55 }
    package static var name: String { "DescribeQuorum" }
    package static var versions: ClosedRange<Int16> { 0...2 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 0...2
        try writer.begin(all, flexible: true, message: "DescribeQuorumRequest", version: version)
        try writer.structs(topics, version: version)
        writer.endStruct()
        try writer.end(message: "DescribeQuorumRequest", version: version)
    }
}

extension DescribeQuorumRequest.TopicData: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.string(topicName)
        try writer.structs(partitions, version: version)
        writer.endStruct()
    }
}

extension DescribeQuorumRequest.PartitionData: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.int32(partitionIndex)
        writer.endStruct()
    }
}

/// Kafka's `DescribeQuorumResponse` (API key 55), versions 0-2, flexible from 0.
package struct DescribeQuorumResponse: Sendable {
    /// `ErrorCode`: int16 error code.
    package var errorCode: ErrorCode
    /// `ErrorMessage`: string, versions 2, may be null; left out silently where a version lacks it.
    package var errorMessage: String?
    /// `Topics`: array of `TopicData`.
    package var topics: [TopicData]
    /// `Nodes`: array of `Node`, versions 2.
    package var nodes: [Node]

    /// Every field, each with its default.
    package init(errorCode: ErrorCode = .none, errorMessage: String? = "", topics: [TopicData] = [], nodes: [Node] = []) {
        self.errorCode = errorCode
        self.errorMessage = errorMessage
        self.topics = topics
        self.nodes = nodes
    }
}

extension DescribeQuorumResponse {
    /// `ReplicaState` inside `DescribeQuorumResponse`, versions 0-2.
    package struct ReplicaState: Sendable {
        /// `ReplicaId`: int32.
        package var replicaId: Int32
        /// `ReplicaDirectoryId`: uuid, versions 2.
        package var replicaDirectoryId: KafkaUUID
        /// `LogEndOffset`: int64.
        package var logEndOffset: Int64
        /// `LastFetchTimestamp`: int64, versions 1-2, default -1; left out silently where a version lacks it.
        package var lastFetchTimestamp: Int64
        /// `LastCaughtUpTimestamp`: int64, versions 1-2, default -1; left out silently where a version lacks it.
        package var lastCaughtUpTimestamp: Int64

        /// Every field, each with its default.
        package init(
            replicaId: Int32 = 0,
            replicaDirectoryId: KafkaUUID = .zero,
            logEndOffset: Int64 = 0,
            lastFetchTimestamp: Int64 = -1,
            lastCaughtUpTimestamp: Int64 = -1
        ) {
            self.replicaId = replicaId
            self.replicaDirectoryId = replicaDirectoryId
            self.logEndOffset = logEndOffset
            self.lastFetchTimestamp = lastFetchTimestamp
            self.lastCaughtUpTimestamp = lastCaughtUpTimestamp
        }
    }
}

extension DescribeQuorumResponse {
    /// `TopicData` inside `DescribeQuorumResponse`, versions 0-2.
    package struct TopicData: Sendable {
        /// `TopicName`: string.
        package var topicName: String
        /// `Partitions`: array of `PartitionData`.
        package var partitions: [PartitionData]

        /// Every field, each with its default.
        package init(topicName: String = "", partitions: [PartitionData] = []) {
            self.topicName = topicName
            self.partitions = partitions
        }
    }
}

extension DescribeQuorumResponse {
    /// `PartitionData` inside `DescribeQuorumResponse`, versions 0-2.
    package struct PartitionData: Sendable {
        /// `PartitionIndex`: int32.
        package var partitionIndex: Int32
        /// `ErrorCode`: int16 error code.
        package var errorCode: ErrorCode
        /// `ErrorMessage`: string, versions 2, may be null; left out silently where a version lacks it.
        package var errorMessage: String?
        /// `LeaderId`: int32.
        package var leaderId: Int32
        /// `LeaderEpoch`: int32.
        package var leaderEpoch: Int32
        /// `HighWatermark`: int64.
        package var highWatermark: Int64
        /// `CurrentVoters`: array of `ReplicaState`.
        package var currentVoters: [ReplicaState]
        /// `Observers`: array of `ReplicaState`.
        package var observers: [ReplicaState]

        /// Every field, each with its default.
        package init(
            partitionIndex: Int32 = 0,
            errorCode: ErrorCode = .none,
            errorMessage: String? = "",
            leaderId: Int32 = 0,
            leaderEpoch: Int32 = 0,
            highWatermark: Int64 = 0,
            currentVoters: [ReplicaState] = [],
            observers: [ReplicaState] = []
        ) {
            self.partitionIndex = partitionIndex
            self.errorCode = errorCode
            self.errorMessage = errorMessage
            self.leaderId = leaderId
            self.leaderEpoch = leaderEpoch
            self.highWatermark = highWatermark
            self.currentVoters = currentVoters
            self.observers = observers
        }
    }
}

extension DescribeQuorumResponse {
    /// `Node` inside `DescribeQuorumResponse`, versions 2.
    package struct Node: Sendable {
        /// `NodeId`: int32.
        package var nodeId: Int32
        /// `Listeners`: array of `Listener`.
        package var listeners: [Listener]

        /// Every field, each with its default.
        package init(nodeId: Int32 = 0, listeners: [Listener] = []) {
            self.nodeId = nodeId
            self.listeners = listeners
        }
    }
}

extension DescribeQuorumResponse {
    /// `Listener` inside `DescribeQuorumResponse`, versions 2.
    package struct Listener: Sendable {
        /// `Name`: string.
        package var name: String
        /// `Host`: string.
        package var host: String
        /// `Port`: uint16.
        package var port: UInt16

        /// Every field, each with its default.
        package init(name: String = "", host: String = "", port: UInt16 = 0) {
            self.name = name
            self.host = host
            self.port = port
        }
    }
}

extension DescribeQuorumResponse: KafkaResponse {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(0...2, flexible: true, version: version)
        errorCode = reader.errorCode()
        if version == 2 { errorMessage = reader.nullableString() }
        topics = reader.structs(minimum: 3, version: version)
        if version == 2 { nodes = reader.structs(minimum: 6, version: version) }
        reader.skipTags()
    }
}

extension DescribeQuorumResponse.ReplicaState: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        replicaId = reader.int32()
        if version == 2 { replicaDirectoryId = reader.uuid() }
        logEndOffset = reader.int64()
        if version >= 1 { lastFetchTimestamp = reader.int64() }
        if version >= 1 { lastCaughtUpTimestamp = reader.int64() }
        reader.skipTags()
    }
}

extension DescribeQuorumResponse.TopicData: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        topicName = reader.string()
        partitions = reader.structs(minimum: 25, version: version)
        reader.skipTags()
    }
}

extension DescribeQuorumResponse.PartitionData: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        partitionIndex = reader.int32()
        errorCode = reader.errorCode()
        if version == 2 { errorMessage = reader.nullableString() }
        leaderId = reader.int32()
        leaderEpoch = reader.int32()
        highWatermark = reader.int64()
        currentVoters = reader.structs(minimum: 13, version: version)
        observers = reader.structs(minimum: 13, version: version)
        reader.skipTags()
    }
}

extension DescribeQuorumResponse.Node: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        nodeId = reader.int32()
        listeners = reader.structs(minimum: 5, version: version)
        reader.skipTags()
    }
}

extension DescribeQuorumResponse.Listener: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        name = reader.string()
        host = reader.string()
        port = reader.uint16()
        reader.skipTags()
    }
}
