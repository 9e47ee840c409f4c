// Made by kafka-codegen from MetadataRequest.json and MetadataResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

/// Kafka's `MetadataRequest` (API key 3), versions 0-13, flexible from 9.
package struct MetadataRequest: Sendable {
    /// `Topics`: array of `MetadataRequestTopic`, may be null in 1-13.
    package var topics: [MetadataRequestTopic]?
    /// `AllowAutoTopicCreation`: bool, versions 4-13, default true.
    package var allowAutoTopicCreation: Bool
    /// `IncludeClusterAuthorizedOperations`: bool, versions 8-10.
    package var includeClusterAuthorizedOperations: Bool
    /// `IncludeTopicAuthorizedOperations`: bool, versions 8-13.
    package var includeTopicAuthorizedOperations: Bool

    /// Every field, each with its default.
    package init(
        topics: [MetadataRequestTopic]? = [],
        allowAutoTopicCreation: Bool = true,
        includeClusterAuthorizedOperations: Bool = false,
        includeTopicAuthorizedOperations: Bool = false
    ) {
        self.topics = topics
        self.allowAutoTopicCreation = allowAutoTopicCreation
        self.includeClusterAuthorizedOperations = includeClusterAuthorizedOperations
        self.includeTopicAuthorizedOperations = includeTopicAuthorizedOperations
    }
}

extension MetadataRequest {
    /// `MetadataRequestTopic` inside `MetadataRequest`, versions 0-13.
    package struct MetadataRequestTopic: Sendable {
        /// `TopicId`: uuid, versions 10-13; left out silently where a version lacks it.
        package var topicId: KafkaUUID
        /// `Name`: string, may be null in 10-13.
        package var name: String?

        /// Every field, each with its default.
        package init(topicId: KafkaUUID = .zero, name: String? = "") {
            self.topicId = topicId
            self.name = name
        }
    }
}

extension MetadataRequest: KafkaRequest {
    package typealias Response = MetadataResponse
    package static var apiKey: Int16 { 3 }
    package static var name: String { "Metadata" }
    package static var versions: ClosedRange<Int16> { 0...13 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 9 }

    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 0...13
        try writer.begin(all, flexible: version >= 9, message: "MetadataRequest", version: version)
        if version < 1, topics == nil {
            throw EncodingFailure.null("MetadataRequest", "Topics", version)
        }
        try writer.structs(topics, version: version)
        if version >= 4 {
            writer.bool(allowAutoTopicCreation)
        } else if !allowAutoTopicCreation {
            throw EncodingFailure.absent("MetadataRequest", "AllowAutoTopicCreation", version)
        }
        if version >= 8 && version <= 10 {
            writer.bool(includeClusterAuthorizedOperations)
        } else if includeClusterAuthorizedOperations {
            throw EncodingFailure.absent("MetadataRequest", "IncludeClusterAuthorizedOperations", version)
        }
        if version >= 8 {
            writer.bool(includeTopicAuthorizedOperations)
        } else if includeTopicAuthorizedOperations {
            throw EncodingFailure.absent("MetadataRequest", "IncludeTopicAuthorizedOperations", version)
        }
        writer.endStruct()
        try writer.end(message: "MetadataRequest", version: version)
    }
}

extension MetadataRequest.MetadataRequestTopic: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        if version >= 10 {
            writer.uuid(topicId)
        }
        if version < 10, name == nil {
            throw EncodingFailure.null("MetadataRequest", "MetadataRequestTopic.Name", version)
        }
        writer.nullableString(name)
        writer.endStruct()
    }
}

/// Kafka's `MetadataResponse` (API key 3), versions 0-13, flexible from 9.
package struct MetadataResponse: Sendable {
    /// `ThrottleTimeMs`: int32, versions 3-13; left out silently where a version lacks it.
    package var throttleTimeMs: Int32
    /// `Brokers`: array of `MetadataResponseBroker`.
    package var brokers: [MetadataResponseBroker]
    /// `ClusterId`: string, versions 2-13, may be null, default null; left out silently where a version lacks it.
    package var clusterId: String?
    /// `ControllerId`: int32, versions 1-13, default -1; left out silently where a version lacks it.
    package var controllerId: Int32
    /// `Topics`: array of `MetadataResponseTopic`.
    package var topics: [MetadataResponseTopic]
    /// `ClusterAuthorizedOperations`: int32, versions 8-10, default -2147483648.
    package var clusterAuthorizedOperations: Int32
    /// `ErrorCode`: int16 error code, versions 13; left out silently where a version lacks it.
    package var errorCode: ErrorCode

    /// Every field, each with its default.
    package init(
        throttleTimeMs: Int32 = 0,
        brokers: [MetadataResponseBroker] = [],
        clusterId: String? = nil,
        controllerId: Int32 = -1,
        topics: [MetadataResponseTopic] = [],
        clusterAuthorizedOperations: Int32 = -2147483648,
        errorCode: ErrorCode = .none
    ) {
        self.throttleTimeMs = throttleTimeMs
        self.brokers = brokers
        self.clusterId = clusterId
        self.controllerId = controllerId
        self.topics = topics
        self.clusterAuthorizedOperations = clusterAuthorizedOperations
        self.errorCode = errorCode
    }
}

extension MetadataResponse {
    /// `MetadataResponseBroker` inside `MetadataResponse`, versions 0-13.
    package struct MetadataResponseBroker: Sendable {
        /// `NodeId`: int32.
        package var nodeId: Int32
        /// `Host`: string.
        package var host: String
        /// `Port`: int32.
        package var port: Int32
        /// `Rack`: string, versions 1-13, may be null, default null; left out silently where a version lacks it.
        package var rack: String?

        /// Every field, each with its default.
        package init(nodeId: Int32 = 0, host: String = "", port: Int32 = 0, rack: String? = nil) {
            self.nodeId = nodeId
            self.host = host
            self.port = port
            self.rack = rack
        }
    }
}

extension MetadataResponse {
    /// `MetadataResponseTopic` inside `MetadataResponse`, versions 0-13.
    package struct MetadataResponseTopic: Sendable {
        /// `ErrorCode`: int16 error code.
        package var errorCode: ErrorCode
        /// `Name`: string, may be null in 12-13.
        package var name: String?
        /// `TopicId`: uuid, versions 10-13; left out silently where a version lacks it.
        package var topicId: KafkaUUID
        /// `IsInternal`: bool, versions 1-13, default false; left out silently where a version lacks it.
        package var isInternal: Bool
        /// `Partitions`: array of `MetadataResponsePartition`.
        package var partitions: [MetadataResponsePartition]
        /// `TopicAuthorizedOperations`: int32, versions 8-13, default -2147483648.
        package var topicAuthorizedOperations: Int32

        /// Every field, each with its default.
        package init(
            errorCode: ErrorCode = .none,
            name: String? = "",
            topicId: KafkaUUID = .zero,
            isInternal: Bool = false,
            partitions: [MetadataResponsePartition] = [],
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

extension MetadataResponse {
    /// `MetadataResponsePartition` inside `MetadataResponse`, versions 0-13.
    package struct MetadataResponsePartition: Sendable {
        /// `ErrorCode`: int16 error code.
        package var errorCode: ErrorCode
        /// `PartitionIndex`: int32.
        package var partitionIndex: Int32
        /// `LeaderId`: int32.
        package var leaderId: Int32
        /// `LeaderEpoch`: int32, versions 7-13, default -1; left out silently where a version lacks it.
        package var leaderEpoch: Int32
        /// `ReplicaNodes`: array of int32.
        package var replicaNodes: [Int32]
        /// `IsrNodes`: array of int32.
        package var isrNodes: [Int32]
        /// `OfflineReplicas`: array of int32, versions 5-13; left out silently where a version lacks it.
        package var offlineReplicas: [Int32]

        /// Every field, each with its default.
        package init(
            errorCode: ErrorCode = .none,
            partitionIndex: Int32 = 0,
            leaderId: Int32 = 0,
            leaderEpoch: Int32 = -1,
            replicaNodes: [Int32] = [],
            isrNodes: [Int32] = [],
            offlineReplicas: [Int32] = []
        ) {
            self.errorCode = errorCode
            self.partitionIndex = partitionIndex
            self.leaderId = leaderId
            self.leaderEpoch = leaderEpoch
            self.replicaNodes = replicaNodes
            self.isrNodes = isrNodes
            self.offlineReplicas = offlineReplicas
        }
    }
}

extension MetadataResponse: KafkaResponse {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(0...13, flexible: version >= 9, version: version)
        if version >= 3 { throttleTimeMs = reader.int32() }
        brokers = reader.structs(minimum: 10, version: version)
        if version >= 2 { clusterId = reader.nullableString() }
        if version >= 1 { controllerId = reader.int32() }
        topics = reader.structs(minimum: 8, version: version)
        if version >= 8 && version <= 10 { clusterAuthorizedOperations = reader.int32() }
        if version == 13 { errorCode = reader.errorCode() }
        reader.skipTags()
    }
}

extension MetadataResponse.MetadataResponseBroker: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        nodeId = reader.int32()
        host = reader.string()
        port = reader.int32()
        if version >= 1 { rack = reader.nullableString() }
        reader.skipTags()
    }
}

extension MetadataResponse.MetadataResponseTopic: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        errorCode = reader.errorCode()
        name = version >= 12 ? reader.nullableString() : reader.string()
        if version >= 10 { topicId = reader.uuid() }
        if version >= 1 { isInternal = reader.bool() }
        partitions = reader.structs(minimum: 18, version: version)
        if version >= 8 { topicAuthorizedOperations = reader.int32() }
        reader.skipTags()
    }
}

extension MetadataResponse.MetadataResponsePartition: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        errorCode = reader.errorCode()
        partitionIndex = reader.int32()
        leaderId = reader.int32()
        if version >= 7 { leaderEpoch = reader.int32() }
        replicaNodes = reader.int32Array()
        isrNodes = reader.int32Array()
        if version >= 5 { offlineReplicas = reader.int32Array() }
        reader.skipTags()
    }
}
