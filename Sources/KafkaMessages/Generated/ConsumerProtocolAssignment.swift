// Made by kafka-codegen from ConsumerProtocolAssignment.json of Kafka 4.3.1. Not to be edited.

import KafkaWire

/// Kafka's `ConsumerProtocolAssignment`, versions 0-3, never flexible.
package struct ConsumerProtocolAssignment: Sendable {
    /// `AssignedPartitions`: array of `TopicPartition`.
    package var assignedPartitions: [TopicPartition]
    /// `UserData`: bytes, may be null, default null.
    package var userData: [UInt8]?

    /// Every field, each with its default.
    package init(assignedPartitions: [TopicPartition] = [], userData: [UInt8]? = nil) {
        self.assignedPartitions = assignedPartitions
        self.userData = userData
    }
}

extension ConsumerProtocolAssignment {
    /// `TopicPartition` inside `ConsumerProtocolAssignment`, versions 0-3.
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

extension ConsumerProtocolAssignment: KafkaData {
    package static var versions: ClosedRange<Int16> { 0...3 }
    package static func isFlexible(_ version: Int16) -> Bool { false }

    /// Writes the body.
    package func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        let all: ClosedRange<Int16> = 0...3
        try writer.begin(all, flexible: false, message: "ConsumerProtocolAssignment", version: version)
        try writer.structs(assignedPartitions, version: version)
        writer.nullableByteArray(userData)
        try writer.end(message: "ConsumerProtocolAssignment", version: version)
    }

    /// Reads the body; ask `reader.fault` before the value is used.
    package init(from reader: inout WireReader, version: Int16) {
        self.init()
        reader.begin(0...3, flexible: false, version: version)
        assignedPartitions = reader.structs(minimum: 6, version: version)
        userData = reader.nullableByteArray()
    }
}

extension ConsumerProtocolAssignment.TopicPartition: WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure) {
        writer.string(topic)
        writer.int32Array(partitions)
    }
}

extension ConsumerProtocolAssignment.TopicPartition: ReadableStruct {
    init(from reader: inout WireReader, version: Int16) {
        self.init()
        topic = reader.string()
        partitions = reader.int32Array()
    }
}
