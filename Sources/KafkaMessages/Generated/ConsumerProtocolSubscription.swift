// Made by kafka-codegen from ConsumerProtocolSubscription.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

/// Kafka's `ConsumerProtocolSubscription`, versions 0-3, never flexible.
package struct ConsumerProtocolSubscription: Sendable {
    /// `Topics`: array of string.
    package var topics: [String]
    /// `UserData`: bytes, may be null, default null.
    package var userData: [UInt8]?
    /// `OwnedPartitions`: array of `TopicPartition`, versions 1-3; left out silently where a version lacks it.
    package var ownedPartitions: [TopicPartition]
    /// `GenerationId`: int32, versions 2-3, default -1; left out silently where a version lacks it.
    package var generationId: Int32
    /// `RackId`: string, versions 3, may be null, default null; left out silently where a version lacks it.
    package var rackId: String?

    /// Every field, each with its default.
    package init(
        topics: [String] = [],
        userData: [UInt8]? = nil,
        ownedPartitions: [TopicPartition] = [],
        generationId: Int32 = -1,
        rackId: String? = nil
    ) {
        self.topics = topics
        self.userData = userData
        self.ownedPartitions = ownedPartitions
        self.generationId = generationId
        self.rackId = rackId
    }
}

extension ConsumerProtocolSubscription {
    /// `TopicPartition` inside `ConsumerProtocolSubscription`, versions 1-3.
    package struct TopicPartition: Sendable {
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

extension ConsumerProtocolSubscription: KafkaData {
    package static var versions: ClosedRange<Int16> { 0...3 }
    package static func isFlexible(_ version: Int16) -> Bool { false }

    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 0...3
        try writer.begin(all, flexible: false, message: "ConsumerProtocolSubscription", version: version)
        writer.stringArray(topics)
        writer.nullableByteArray(userData)
        if version >= 1 {
            try writer.structs(ownedPartitions, version: version)
        }
        if version >= 2 {
            writer.int32(generationId)
        }
        if version == 3 {
            writer.nullableString(rackId)
        }
        try writer.end(message: "ConsumerProtocolSubscription", version: version)
    }

    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(0...3, flexible: false, version: version)
        topics = reader.stringArray()
        userData = reader.nullableByteArray()
        if version >= 1 { ownedPartitions = reader.structs(minimum: 6, version: version) }
        if version >= 2 { generationId = reader.int32() }
        if version == 3 { rackId = reader.nullableString() }
    }
}

extension ConsumerProtocolSubscription.TopicPartition: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.string(topic)
        writer.int32Array(partitions)
    }
}

extension ConsumerProtocolSubscription.TopicPartition: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        topic = reader.string()
        partitions = reader.int32Array()
    }
}
