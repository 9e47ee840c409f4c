// Made by kafka-codegen from DescribeLogDirsRequest.json and DescribeLogDirsResponse.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

/// Kafka's `DescribeLogDirsRequest` (API key 35), versions 1-5, flexible from 2.
package struct DescribeLogDirsRequest: Sendable {
    /// `Topics`: array of `DescribableLogDirTopic`, may be null.
    package var topics: [DescribableLogDirTopic]?

    /// Every field, each with its default.
    package init(topics: [DescribableLogDirTopic]? = []) {
        self.topics = topics
    }
}

extension DescribeLogDirsRequest {
    /// `DescribableLogDirTopic` inside `DescribeLogDirsRequest`, versions 1-5.
    package struct DescribableLogDirTopic: Sendable {
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

extension DescribeLogDirsRequest: KafkaRequest {
    package typealias Response = DescribeLogDirsResponse
    package static var apiKey: Int16 { 35 }
    package static var name: String { "DescribeLogDirs" }
    package static var versions: ClosedRange<Int16> { 1...5 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 2 }

    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 1...5
        try writer.begin(all, flexible: version >= 2, message: "DescribeLogDirsRequest", version: version)
        try writer.structs(topics, version: version)
        writer.endStruct()
        try writer.end(message: "DescribeLogDirsRequest", version: version)
    }
}

extension DescribeLogDirsRequest.DescribableLogDirTopic: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.string(topic)
        writer.int32Array(partitions)
        writer.endStruct()
    }
}

/// Kafka's `DescribeLogDirsResponse` (API key 35), versions 1-5, flexible from 2.
package struct DescribeLogDirsResponse: Sendable {
    /// `ThrottleTimeMs`: int32.
    package var throttleTimeMs: Int32
    /// `ErrorCode`: int16 error code, versions 3-5; left out silently where a version lacks it.
    package var errorCode: ErrorCode
    /// `Results`: array of `DescribeLogDirsResult`.
    package var results: [DescribeLogDirsResult]

    /// Every field, each with its default.
    package init(throttleTimeMs: Int32 = 0, errorCode: ErrorCode = .none, results: [DescribeLogDirsResult] = []) {
        self.throttleTimeMs = throttleTimeMs
        self.errorCode = errorCode
        self.results = results
    }
}

extension DescribeLogDirsResponse {
    /// `DescribeLogDirsResult` inside `DescribeLogDirsResponse`, versions 1-5.
    package struct DescribeLogDirsResult: Sendable {
        /// `ErrorCode`: int16 error code.
        package var errorCode: ErrorCode
        /// `LogDir`: string.
        package var logDir: String
        /// `Topics`: array of `DescribeLogDirsTopic`.
        package var topics: [DescribeLogDirsTopic]
        /// `TotalBytes`: int64, versions 4-5, default -1; left out silently where a version lacks it.
        package var totalBytes: Int64
        /// `UsableBytes`: int64, versions 4-5, default -1; left out silently where a version lacks it.
        package var usableBytes: Int64
        /// `IsCordoned`: bool, versions 5, default false; left out silently where a version lacks it.
        package var isCordoned: Bool

        /// Every field, each with its default.
        package init(
            errorCode: ErrorCode = .none,
            logDir: String = "",
            topics: [DescribeLogDirsTopic] = [],
            totalBytes: Int64 = -1,
            usableBytes: Int64 = -1,
            isCordoned: Bool = false
        ) {
            self.errorCode = errorCode
            self.logDir = logDir
            self.topics = topics
            self.totalBytes = totalBytes
            self.usableBytes = usableBytes
            self.isCordoned = isCordoned
        }
    }
}

extension DescribeLogDirsResponse {
    /// `DescribeLogDirsTopic` inside `DescribeLogDirsResponse`, versions 1-5.
    package struct DescribeLogDirsTopic: Sendable {
        /// `Name`: string.
        package var name: String
        /// `Partitions`: array of `DescribeLogDirsPartition`.
        package var partitions: [DescribeLogDirsPartition]

        /// Every field, each with its default.
        package init(name: String = "", partitions: [DescribeLogDirsPartition] = []) {
            self.name = name
            self.partitions = partitions
        }
    }
}

extension DescribeLogDirsResponse {
    /// `DescribeLogDirsPartition` inside `DescribeLogDirsResponse`, versions 1-5.
    package struct DescribeLogDirsPartition: Sendable {
        /// `PartitionIndex`: int32.
        package var partitionIndex: Int32
        /// `PartitionSize`: int64.
        package var partitionSize: Int64
        /// `OffsetLag`: int64.
        package var offsetLag: Int64
        /// `IsFutureKey`: bool.
        package var isFutureKey: Bool

        /// Every field, each with its default.
        package init(partitionIndex: Int32 = 0, partitionSize: Int64 = 0, offsetLag: Int64 = 0, isFutureKey: Bool = false) {
            self.partitionIndex = partitionIndex
            self.partitionSize = partitionSize
            self.offsetLag = offsetLag
            self.isFutureKey = isFutureKey
        }
    }
}

extension DescribeLogDirsResponse: KafkaResponse {
    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(1...5, flexible: version >= 2, version: version)
        throttleTimeMs = reader.int32()
        if version >= 3 { errorCode = reader.errorCode() }
        results = reader.structs(minimum: 5, version: version)
        reader.skipTags()
    }
}

extension DescribeLogDirsResponse.DescribeLogDirsResult: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        errorCode = reader.errorCode()
        logDir = reader.string()
        topics = reader.structs(minimum: 3, version: version)
        if version >= 4 { totalBytes = reader.int64() }
        if version >= 4 { usableBytes = reader.int64() }
        if version == 5 { isCordoned = reader.bool() }
        reader.skipTags()
    }
}

extension DescribeLogDirsResponse.DescribeLogDirsTopic: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        name = reader.string()
        partitions = reader.structs(minimum: 21, version: version)
        reader.skipTags()
    }
}

extension DescribeLogDirsResponse.DescribeLogDirsPartition: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        partitionIndex = reader.int32()
        partitionSize = reader.int64()
        offsetLag = reader.int64()
        isFutureKey = reader.bool()
        reader.skipTags()
    }
}
