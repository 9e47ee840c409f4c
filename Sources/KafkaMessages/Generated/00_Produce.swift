// Made by kafka-codegen from ProduceRequest.json and ProduceResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

/// Kafka's `ProduceRequest` (API key 0), versions 3-13, flexible from 9.
package struct ProduceRequest: Sendable {
    /// `TransactionalId`: string, may be null, default null.
    package var transactionalId: String?
    /// `Acks`: int16.
    package var acks: Int16
    /// `TimeoutMs`: int32.
    package var timeoutMs: Int32
    /// `TopicData`: array of `TopicProduceData`.
    package var topicData: [TopicProduceData]

    /// Every field, each with its default.
    package init(transactionalId: String? = nil, acks: Int16 = 0, timeoutMs: Int32 = 0, topicData: [TopicProduceData] = []) {
        self.transactionalId = transactionalId
        self.acks = acks
        self.timeoutMs = timeoutMs
        self.topicData = topicData
    }
}

extension ProduceRequest {
    /// `TopicProduceData` inside `ProduceRequest`, versions 3-13.
    package struct TopicProduceData: Sendable {
        /// `Name`: string, versions 3-12; left out silently where a version lacks it.
        package var name: String
        /// `TopicId`: uuid, versions 13; left out silently where a version lacks it.
        package var topicId: KafkaUUID
        /// `PartitionData`: array of `PartitionProduceData`.
        package var partitionData: [PartitionProduceData]

        /// Every field, each with its default.
        package init(name: String = "", topicId: KafkaUUID = .zero, partitionData: [PartitionProduceData] = []) {
            self.name = name
            self.topicId = topicId
            self.partitionData = partitionData
        }
    }
}

extension ProduceRequest {
    /// `PartitionProduceData` inside `ProduceRequest`, versions 3-13.
    package struct PartitionProduceData: Sendable {
        /// `Index`: int32.
        package var index: Int32
        /// `Records`: records, may be null.
        package var records: [UInt8]?

        /// Every field, each with its default.
        package init(index: Int32 = 0, records: [UInt8]? = nil) {
            self.index = index
            self.records = records
        }
    }
}

extension ProduceRequest: KafkaRequest {
    package typealias Response = ProduceResponse
    package static var apiKey: Int16 { 0 }
    package static var name: String { "Produce" }
    package static var versions: ClosedRange<Int16> { 3...13 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 9 }

    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 3...13
        try writer.begin(all, flexible: version >= 9, message: "ProduceRequest", version: version)
        writer.nullableString(transactionalId)
        writer.int16(acks)
        writer.int32(timeoutMs)
        try writer.structs(topicData, version: version)
        writer.endStruct()
        try writer.end(message: "ProduceRequest", version: version)
    }
}

extension ProduceRequest.TopicProduceData: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        if version <= 12 {
            writer.string(name)
        }
        if version == 13 {
            writer.uuid(topicId)
        }
        try writer.structs(partitionData, version: version)
        writer.endStruct()
    }
}

extension ProduceRequest.PartitionProduceData: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.int32(index)
        writer.nullableByteArray(records)
        writer.endStruct()
    }
}

/// Kafka's `ProduceResponse` (API key 0), versions 3-13, flexible from 9.
package struct ProduceResponse: Sendable {
    /// `Responses`: array of `TopicProduceResponse`.
    package var responses: [TopicProduceResponse]
    /// `ThrottleTimeMs`: int32, default 0.
    package var throttleTimeMs: Int32
    /// `NodeEndpoints`: array of `NodeEndpoint`, versions 10-13, tag 0.
    package var nodeEndpoints: [NodeEndpoint]

    /// Every field, each with its default.
    package init(responses: [TopicProduceResponse] = [], throttleTimeMs: Int32 = 0, nodeEndpoints: [NodeEndpoint] = []) {
        self.responses = responses
        self.throttleTimeMs = throttleTimeMs
        self.nodeEndpoints = nodeEndpoints
    }
}

extension ProduceResponse {
    /// `TopicProduceResponse` inside `ProduceResponse`, versions 3-13.
    package struct TopicProduceResponse: Sendable {
        /// `Name`: string, versions 3-12; left out silently where a version lacks it.
        package var name: String
        /// `TopicId`: uuid, versions 13; left out silently where a version lacks it.
        package var topicId: KafkaUUID
        /// `PartitionResponses`: array of `PartitionProduceResponse`.
        package var partitionResponses: [PartitionProduceResponse]

        /// Every field, each with its default.
        package init(name: String = "", topicId: KafkaUUID = .zero, partitionResponses: [PartitionProduceResponse] = []) {
            self.name = name
            self.topicId = topicId
            self.partitionResponses = partitionResponses
        }
    }
}

extension ProduceResponse {
    /// `PartitionProduceResponse` inside `ProduceResponse`, versions 3-13.
    package struct PartitionProduceResponse: Sendable {
        /// `Index`: int32.
        package var index: Int32
        /// `ErrorCode`: int16 error code.
        package var errorCode: ErrorCode
        /// `BaseOffset`: int64.
        package var baseOffset: Int64
        /// `LogAppendTimeMs`: int64, default -1.
        package var logAppendTimeMs: Int64
        /// `LogStartOffset`: int64, versions 5-13, default -1; left out silently where a version lacks it.
        package var logStartOffset: Int64
        /// `RecordErrors`: array of `BatchIndexAndErrorMessage`, versions 8-13; left out silently where a version lacks it.
        package var recordErrors: [BatchIndexAndErrorMessage]
        /// `ErrorMessage`: string, versions 8-13, may be null, default null; left out silently where a version lacks it.
        package var errorMessage: String?
        /// `CurrentLeader`: `LeaderIdAndEpoch`, versions 10-13, tag 0.
        package var currentLeader: LeaderIdAndEpoch

        /// Every field, each with its default.
        package init(
            index: Int32 = 0,
            errorCode: ErrorCode = .none,
            baseOffset: Int64 = 0,
            logAppendTimeMs: Int64 = -1,
            logStartOffset: Int64 = -1,
            recordErrors: [BatchIndexAndErrorMessage] = [],
            errorMessage: String? = nil,
            currentLeader: LeaderIdAndEpoch = LeaderIdAndEpoch()
        ) {
            self.index = index
            self.errorCode = errorCode
            self.baseOffset = baseOffset
            self.logAppendTimeMs = logAppendTimeMs
            self.logStartOffset = logStartOffset
            self.recordErrors = recordErrors
            self.errorMessage = errorMessage
            self.currentLeader = currentLeader
        }
    }
}

extension ProduceResponse {
    /// `BatchIndexAndErrorMessage` inside `ProduceResponse`, versions 8-13.
    package struct BatchIndexAndErrorMessage: Sendable {
        /// `BatchIndex`: int32.
        package var batchIndex: Int32
        /// `BatchIndexErrorMessage`: string, may be null, default null.
        package var batchIndexErrorMessage: String?

        /// Every field, each with its default.
        package init(batchIndex: Int32 = 0, batchIndexErrorMessage: String? = nil) {
            self.batchIndex = batchIndex
            self.batchIndexErrorMessage = batchIndexErrorMessage
        }
    }
}

extension ProduceResponse {
    /// `LeaderIdAndEpoch` inside `ProduceResponse`, versions 10-13.
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

extension ProduceResponse {
    /// `NodeEndpoint` inside `ProduceResponse`, versions 10-13.
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

extension ProduceResponse: KafkaResponse {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(3...13, flexible: version >= 9, version: version)
        responses = reader.structs(minimum: 3, version: version)
        throttleTimeMs = reader.int32()
        var tags = reader.tagSection()
        while let tag = reader.nextTag(&tags) {
            switch tag {
            case 0 where version >= 10: nodeEndpoints = reader.structs(minimum: 11, version: version)
            default: break
            }
        }
    }
}

extension ProduceResponse.TopicProduceResponse: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        if version <= 12 { name = reader.string() }
        if version == 13 { topicId = reader.uuid() }
        partitionResponses = reader.structs(minimum: 22, version: version)
        reader.skipTags()
    }
}

extension ProduceResponse.PartitionProduceResponse: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        index = reader.int32()
        errorCode = reader.errorCode()
        baseOffset = reader.int64()
        logAppendTimeMs = reader.int64()
        if version >= 5 { logStartOffset = reader.int64() }
        if version >= 8 { recordErrors = reader.structs(minimum: 6, version: version) }
        if version >= 8 { errorMessage = reader.nullableString() }
        var tags = reader.tagSection()
        while let tag = reader.nextTag(&tags) {
            switch tag {
            case 0 where version >= 10: currentLeader = ProduceResponse.LeaderIdAndEpoch(from: &reader, version: version)
            default: break
            }
        }
    }
}

extension ProduceResponse.BatchIndexAndErrorMessage: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        batchIndex = reader.int32()
        batchIndexErrorMessage = reader.nullableString()
        reader.skipTags()
    }
}

extension ProduceResponse.LeaderIdAndEpoch: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        leaderId = reader.int32()
        leaderEpoch = reader.int32()
        reader.skipTags()
    }
}

extension ProduceResponse.NodeEndpoint: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        nodeId = reader.int32()
        host = reader.string()
        port = reader.int32()
        rack = reader.nullableString()
        reader.skipTags()
    }
}
