// Made by kafka-codegen from FetchRequest.json and FetchResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

/// Kafka's `FetchRequest` (API key 1), versions 4-18, flexible from 12.
package struct FetchRequest: Sendable {
    /// `ClusterId`: string, versions 12-18, tag 0, may be null, default null; left out silently where a version lacks it.
    package var clusterId: String?
    /// `ReplicaId`: int32, versions 4-14, default -1.
    package var replicaId: Int32
    /// `ReplicaState`: `ReplicaState`, versions 15-18, tag 1.
    package var replicaState: ReplicaState
    /// `MaxWaitMs`: int32.
    package var maxWaitMs: Int32
    /// `MinBytes`: int32.
    package var minBytes: Int32
    /// `MaxBytes`: int32, default 0x7fffffff.
    package var maxBytes: Int32
    /// `IsolationLevel`: int8, default 0.
    package var isolationLevel: Int8
    /// `SessionId`: int32, versions 7-18, default 0; left out silently where a version lacks it.
    package var sessionId: Int32
    /// `SessionEpoch`: int32, versions 7-18, default -1; left out silently where a version lacks it.
    package var sessionEpoch: Int32
    /// `Topics`: array of `FetchTopic`.
    package var topics: [FetchTopic]
    /// `ForgottenTopicsData`: array of `ForgottenTopic`, versions 7-18.
    package var forgottenTopicsData: [ForgottenTopic]
    /// `RackId`: string, versions 11-18; left out silently where a version lacks it.
    package var rackId: String

    /// Every field, each with its default.
    package init(
        clusterId: String? = nil,
        replicaId: Int32 = -1,
        replicaState: ReplicaState = ReplicaState(),
        maxWaitMs: Int32 = 0,
        minBytes: Int32 = 0,
        maxBytes: Int32 = 2147483647,
        isolationLevel: Int8 = 0,
        sessionId: Int32 = 0,
        sessionEpoch: Int32 = -1,
        topics: [FetchTopic] = [],
        forgottenTopicsData: [ForgottenTopic] = [],
        rackId: String = ""
    ) {
        self.clusterId = clusterId
        self.replicaId = replicaId
        self.replicaState = replicaState
        self.maxWaitMs = maxWaitMs
        self.minBytes = minBytes
        self.maxBytes = maxBytes
        self.isolationLevel = isolationLevel
        self.sessionId = sessionId
        self.sessionEpoch = sessionEpoch
        self.topics = topics
        self.forgottenTopicsData = forgottenTopicsData
        self.rackId = rackId
    }
}

extension FetchRequest {
    /// `ReplicaState` inside `FetchRequest`, versions 15-18.
    package struct ReplicaState: Sendable {
        /// `ReplicaId`: int32, default -1.
        package var replicaId: Int32
        /// `ReplicaEpoch`: int64, default -1.
        package var replicaEpoch: Int64

        /// Every field, each with its default.
        package init(replicaId: Int32 = -1, replicaEpoch: Int64 = -1) {
            self.replicaId = replicaId
            self.replicaEpoch = replicaEpoch
        }

        var isDefault: Bool {
            if replicaId != -1 { return false }
            if replicaEpoch != -1 { return false }
            return true
        }
    }
}

extension FetchRequest {
    /// `FetchTopic` inside `FetchRequest`, versions 4-18.
    package struct FetchTopic: Sendable {
        /// `Topic`: string, versions 4-12; left out silently where a version lacks it.
        package var topic: String
        /// `TopicId`: uuid, versions 13-18; left out silently where a version lacks it.
        package var topicId: KafkaUUID
        /// `Partitions`: array of `FetchPartition`.
        package var partitions: [FetchPartition]

        /// Every field, each with its default.
        package init(topic: String = "", topicId: KafkaUUID = .zero, partitions: [FetchPartition] = []) {
            self.topic = topic
            self.topicId = topicId
            self.partitions = partitions
        }
    }
}

extension FetchRequest {
    /// `FetchPartition` inside `FetchRequest`, versions 4-18.
    package struct FetchPartition: Sendable {
        /// `Partition`: int32.
        package var partition: Int32
        /// `CurrentLeaderEpoch`: int32, versions 9-18, default -1; left out silently where a version lacks it.
        package var currentLeaderEpoch: Int32
        /// `FetchOffset`: int64.
        package var fetchOffset: Int64
        /// `LastFetchedEpoch`: int32, versions 12-18, default -1.
        package var lastFetchedEpoch: Int32
        /// `LogStartOffset`: int64, versions 5-18, default -1; left out silently where a version lacks it.
        package var logStartOffset: Int64
        /// `PartitionMaxBytes`: int32.
        package var partitionMaxBytes: Int32
        /// `ReplicaDirectoryId`: uuid, versions 17-18, tag 0; left out silently where a version lacks it.
        package var replicaDirectoryId: KafkaUUID
        /// `HighWatermark`: int64, versions 18, tag 1, default 9223372036854775807; left out silently where a version lacks it.
        package var highWatermark: Int64

        /// Every field, each with its default.
        package init(
            partition: Int32 = 0,
            currentLeaderEpoch: Int32 = -1,
            fetchOffset: Int64 = 0,
            lastFetchedEpoch: Int32 = -1,
            logStartOffset: Int64 = -1,
            partitionMaxBytes: Int32 = 0,
            replicaDirectoryId: KafkaUUID = .zero,
            highWatermark: Int64 = 9223372036854775807
        ) {
            self.partition = partition
            self.currentLeaderEpoch = currentLeaderEpoch
            self.fetchOffset = fetchOffset
            self.lastFetchedEpoch = lastFetchedEpoch
            self.logStartOffset = logStartOffset
            self.partitionMaxBytes = partitionMaxBytes
            self.replicaDirectoryId = replicaDirectoryId
            self.highWatermark = highWatermark
        }
    }
}

extension FetchRequest {
    /// `ForgottenTopic` inside `FetchRequest`, versions 7-18.
    package struct ForgottenTopic: Sendable {
        /// `Topic`: string, versions 7-12; left out silently where a version lacks it.
        package var topic: String
        /// `TopicId`: uuid, versions 13-18; left out silently where a version lacks it.
        package var topicId: KafkaUUID
        /// `Partitions`: array of int32.
        package var partitions: [Int32]

        /// Every field, each with its default.
        package init(topic: String = "", topicId: KafkaUUID = .zero, partitions: [Int32] = []) {
            self.topic = topic
            self.topicId = topicId
            self.partitions = partitions
        }
    }
}

extension FetchRequest: KafkaRequest {
    package typealias Response = FetchResponse
    package static var apiKey: Int16 { 1 }
    package static var name: String { "Fetch" }
    package static var versions: ClosedRange<Int16> { 4...18 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 12 }

    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 4...18
        try writer.begin(all, flexible: version >= 12, message: "FetchRequest", version: version)
        if version <= 14 {
            writer.int32(replicaId)
        } else if replicaId != -1 {
            throw EncodingFailure.absent("FetchRequest", "ReplicaId", version)
        }
        if version < 15, !replicaState.isDefault {
            throw EncodingFailure.absent("FetchRequest", "ReplicaState", version)
        }
        writer.int32(maxWaitMs)
        writer.int32(minBytes)
        writer.int32(maxBytes)
        writer.int8(isolationLevel)
        if version >= 7 {
            writer.int32(sessionId)
        }
        if version >= 7 {
            writer.int32(sessionEpoch)
        }
        try writer.structs(topics, version: version)
        if version >= 7 {
            try writer.structs(forgottenTopicsData, version: version)
        } else if !forgottenTopicsData.isEmpty {
            throw EncodingFailure.absent("FetchRequest", "ForgottenTopicsData", version)
        }
        if version >= 11 {
            writer.string(rackId)
        }
        var tagged = TaggedFields()
        if version >= 12, clusterId != nil {
            var field = WireWriter(flexible: true)
            field.nullableString(clusterId)
            tagged.add(0, field)
        }
        if version >= 15, !replicaState.isDefault {
            var field = WireWriter(flexible: true)
            try replicaState.encode(into: &field, version: version)
            tagged.add(1, field)
        }
        writer.endStruct(tagged)
        try writer.end(message: "FetchRequest", version: version)
    }
}

extension FetchRequest.ReplicaState: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.int32(replicaId)
        writer.int64(replicaEpoch)
        writer.endStruct()
    }
}

extension FetchRequest.FetchTopic: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        if version <= 12 {
            writer.string(topic)
        }
        if version >= 13 {
            writer.uuid(topicId)
        }
        try writer.structs(partitions, version: version)
        writer.endStruct()
    }
}

extension FetchRequest.FetchPartition: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.int32(partition)
        if version >= 9 {
            writer.int32(currentLeaderEpoch)
        }
        writer.int64(fetchOffset)
        if version >= 12 {
            writer.int32(lastFetchedEpoch)
        } else if lastFetchedEpoch != -1 {
            throw EncodingFailure.absent("FetchRequest", "FetchPartition.LastFetchedEpoch", version)
        }
        if version >= 5 {
            writer.int64(logStartOffset)
        }
        writer.int32(partitionMaxBytes)
        var tagged = TaggedFields()
        if version >= 17, !replicaDirectoryId.isZero {
            var field = WireWriter(flexible: true)
            field.uuid(replicaDirectoryId)
            tagged.add(0, field)
        }
        if version == 18, highWatermark != 9223372036854775807 {
            var field = WireWriter(flexible: true)
            field.int64(highWatermark)
            tagged.add(1, field)
        }
        writer.endStruct(tagged)
    }
}

extension FetchRequest.ForgottenTopic: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        if version <= 12 {
            writer.string(topic)
        }
        if version >= 13 {
            writer.uuid(topicId)
        }
        writer.int32Array(partitions)
        writer.endStruct()
    }
}

/// Kafka's `FetchResponse` (API key 1), versions 4-18, flexible from 12.
package struct FetchResponse: Sendable {
    /// `ThrottleTimeMs`: int32.
    package var throttleTimeMs: Int32
    /// `ErrorCode`: int16 error code, versions 7-18; left out silently where a version lacks it.
    package var errorCode: ErrorCode
    /// `SessionId`: int32, versions 7-18, default 0.
    package var sessionId: Int32
    /// `Responses`: array of `FetchableTopicResponse`.
    package var responses: [FetchableTopicResponse]
    /// `NodeEndpoints`: array of `NodeEndpoint`, versions 16-18, tag 0.
    package var nodeEndpoints: [NodeEndpoint]

    /// Every field, each with its default.
    package init(
        throttleTimeMs: Int32 = 0,
        errorCode: ErrorCode = .none,
        sessionId: Int32 = 0,
        responses: [FetchableTopicResponse] = [],
        nodeEndpoints: [NodeEndpoint] = []
    ) {
        self.throttleTimeMs = throttleTimeMs
        self.errorCode = errorCode
        self.sessionId = sessionId
        self.responses = responses
        self.nodeEndpoints = nodeEndpoints
    }
}

extension FetchResponse {
    /// `FetchableTopicResponse` inside `FetchResponse`, versions 4-18.
    package struct FetchableTopicResponse: Sendable {
        /// `Topic`: string, versions 4-12; left out silently where a version lacks it.
        package var topic: String
        /// `TopicId`: uuid, versions 13-18; left out silently where a version lacks it.
        package var topicId: KafkaUUID
        /// `Partitions`: array of `PartitionData`.
        package var partitions: [PartitionData]

        /// Every field, each with its default.
        package init(topic: String = "", topicId: KafkaUUID = .zero, partitions: [PartitionData] = []) {
            self.topic = topic
            self.topicId = topicId
            self.partitions = partitions
        }
    }
}

extension FetchResponse {
    /// `PartitionData` inside `FetchResponse`, versions 4-18.
    package struct PartitionData: Sendable {
        /// `PartitionIndex`: int32.
        package var partitionIndex: Int32
        /// `ErrorCode`: int16 error code.
        package var errorCode: ErrorCode
        /// `HighWatermark`: int64.
        package var highWatermark: Int64
        /// `LastStableOffset`: int64, default -1.
        package var lastStableOffset: Int64
        /// `LogStartOffset`: int64, versions 5-18, default -1; left out silently where a version lacks it.
        package var logStartOffset: Int64
        /// `DivergingEpoch`: `EpochEndOffset`, versions 12-18, tag 0.
        package var divergingEpoch: EpochEndOffset
        /// `CurrentLeader`: `LeaderIdAndEpoch`, versions 12-18, tag 1.
        package var currentLeader: LeaderIdAndEpoch
        /// `SnapshotId`: `SnapshotId`, versions 12-18, tag 2.
        package var snapshotId: SnapshotId
        /// `AbortedTransactions`: array of `AbortedTransaction`, may be null.
        package var abortedTransactions: [AbortedTransaction]?
        /// `PreferredReadReplica`: int32, versions 11-18, default -1.
        package var preferredReadReplica: Int32
        /// `Records`: records, may be null.
        package var records: [UInt8]?

        /// Every field, each with its default.
        package init(
            partitionIndex: Int32 = 0,
            errorCode: ErrorCode = .none,
            highWatermark: Int64 = 0,
            lastStableOffset: Int64 = -1,
            logStartOffset: Int64 = -1,
            divergingEpoch: EpochEndOffset = EpochEndOffset(),
            currentLeader: LeaderIdAndEpoch = LeaderIdAndEpoch(),
            snapshotId: SnapshotId = SnapshotId(),
            abortedTransactions: [AbortedTransaction]? = [],
            preferredReadReplica: Int32 = -1,
            records: [UInt8]? = nil
        ) {
            self.partitionIndex = partitionIndex
            self.errorCode = errorCode
            self.highWatermark = highWatermark
            self.lastStableOffset = lastStableOffset
            self.logStartOffset = logStartOffset
            self.divergingEpoch = divergingEpoch
            self.currentLeader = currentLeader
            self.snapshotId = snapshotId
            self.abortedTransactions = abortedTransactions
            self.preferredReadReplica = preferredReadReplica
            self.records = records
        }
    }
}

extension FetchResponse {
    /// `EpochEndOffset` inside `FetchResponse`, versions 12-18.
    package struct EpochEndOffset: Sendable {
        /// `Epoch`: int32, default -1.
        package var epoch: Int32
        /// `EndOffset`: int64, default -1.
        package var endOffset: Int64

        /// Every field, each with its default.
        package init(epoch: Int32 = -1, endOffset: Int64 = -1) {
            self.epoch = epoch
            self.endOffset = endOffset
        }

        var isDefault: Bool {
            if epoch != -1 { return false }
            if endOffset != -1 { return false }
            return true
        }
    }
}

extension FetchResponse {
    /// `LeaderIdAndEpoch` inside `FetchResponse`, versions 12-18.
    package struct LeaderIdAndEpoch: Sendable {
        /// `LeaderId`: int32, default -1.
        package var leaderId: Int32
        /// `LeaderEpoch`: int32, default -1.
        package var leaderEpoch: Int32

        /// Every field, each with its default.
        package init(leaderId: Int32 = -1, leaderEpoch: Int32 = -1) {
            self.leaderId = leaderId
            self.leaderEpoch = leaderEpoch
        }

        var isDefault: Bool {
            if leaderId != -1 { return false }
            if leaderEpoch != -1 { return false }
            return true
        }
    }
}

extension FetchResponse {
    /// `SnapshotId` inside `FetchResponse`, versions 12-18.
    package struct SnapshotId: Sendable {
        /// `EndOffset`: int64, default -1.
        package var endOffset: Int64
        /// `Epoch`: int32, default -1.
        package var epoch: Int32

        /// Every field, each with its default.
        package init(endOffset: Int64 = -1, epoch: Int32 = -1) {
            self.endOffset = endOffset
            self.epoch = epoch
        }

        var isDefault: Bool {
            if endOffset != -1 { return false }
            if epoch != -1 { return false }
            return true
        }
    }
}

extension FetchResponse {
    /// `AbortedTransaction` inside `FetchResponse`, versions 4-18.
    package struct AbortedTransaction: Sendable {
        /// `ProducerId`: int64.
        package var producerId: Int64
        /// `FirstOffset`: int64.
        package var firstOffset: Int64

        /// Every field, each with its default.
        package init(producerId: Int64 = 0, firstOffset: Int64 = 0) {
            self.producerId = producerId
            self.firstOffset = firstOffset
        }
    }
}

extension FetchResponse {
    /// `NodeEndpoint` inside `FetchResponse`, versions 16-18.
    package struct NodeEndpoint: Sendable {
        /// `NodeId`: int32.
        package var nodeId: Int32
        /// `Host`: string.
        package var host: String
        /// `Port`: int32.
        package var port: Int32
        /// `Rack`: string, may be null, default null.
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

extension FetchResponse: KafkaResponse {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(4...18, flexible: version >= 12, version: version)
        throttleTimeMs = reader.int32()
        if version >= 7 { errorCode = reader.errorCode() }
        if version >= 7 { sessionId = reader.int32() }
        responses = reader.structs(minimum: 3, version: version)
        var tags = reader.tagSection()
        while let tag = reader.nextTag(&tags) {
            switch tag {
            case 0 where version >= 16: nodeEndpoints = reader.structs(minimum: 11, version: version)
            default: break
            }
        }
    }
}

extension FetchResponse.FetchableTopicResponse: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        if version <= 12 { topic = reader.string() }
        if version >= 13 { topicId = reader.uuid() }
        partitions = reader.structs(minimum: 30, version: version)
        reader.skipTags()
    }
}

extension FetchResponse.PartitionData: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        partitionIndex = reader.int32()
        errorCode = reader.errorCode()
        highWatermark = reader.int64()
        lastStableOffset = reader.int64()
        if version >= 5 { logStartOffset = reader.int64() }
        abortedTransactions = reader.nullableStructs(minimum: 16, version: version)
        if version >= 11 { preferredReadReplica = reader.int32() }
        records = reader.nullableByteArray()
        var tags = reader.tagSection()
        while let tag = reader.nextTag(&tags) {
            switch tag {
            case 0: divergingEpoch = FetchResponse.EpochEndOffset(from: &reader, version: version)
            case 1: currentLeader = FetchResponse.LeaderIdAndEpoch(from: &reader, version: version)
            case 2: snapshotId = FetchResponse.SnapshotId(from: &reader, version: version)
            default: break
            }
        }
    }
}

extension FetchResponse.EpochEndOffset: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        epoch = reader.int32()
        endOffset = reader.int64()
        reader.skipTags()
    }
}

extension FetchResponse.LeaderIdAndEpoch: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        leaderId = reader.int32()
        leaderEpoch = reader.int32()
        reader.skipTags()
    }
}

extension FetchResponse.SnapshotId: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        endOffset = reader.int64()
        epoch = reader.int32()
        reader.skipTags()
    }
}

extension FetchResponse.AbortedTransaction: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        producerId = reader.int64()
        firstOffset = reader.int64()
        reader.skipTags()
    }
}

extension FetchResponse.NodeEndpoint: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        nodeId = reader.int32()
        host = reader.string()
        port = reader.int32()
        rack = reader.nullableString()
        reader.skipTags()
    }
}
