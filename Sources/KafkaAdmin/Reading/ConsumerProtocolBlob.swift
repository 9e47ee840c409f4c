import KafkaMessages
import KafkaWire

/// The blobs in which classic consumers tell each other their subscriptions and assignments: a version, then a body in the old encoding.
enum ConsumerProtocolBlob {
    /// The partitions of an assignment; no bytes: none. Other protocols' blobs are their own business.
    static func assignment(_ bytes: [UInt8], protocolType: String) -> Fact<[TopicPartition]> {
        guard protocolType == "consumer" || protocolType.isEmpty else {
            return .unknown(Unread("members of protocol \"\(protocolType)\" keep their assignment to themselves"))
        }
        guard !bytes.isEmpty else { return .known([]) }
        return read(bytes, ConsumerProtocolAssignment.self).map { blob in
            blob.assignedPartitions.flatMap { topic in topic.partitions.map { TopicPartition(topic.topic, Int($0)) } }.sorted()
        }
    }

    /// The topics of a subscription, and the member's rack where it tells one.
    static func subscription(_ bytes: [UInt8], protocolType: String) -> Fact<(topics: [String], rack: String?)> {
        guard protocolType == "consumer" || protocolType.isEmpty else {
            return .unknown(Unread("members of protocol \"\(protocolType)\" keep their subscription to themselves"))
        }
        guard !bytes.isEmpty else { return .unknown(Unread("group is rebalancing")) }
        return read(bytes, ConsumerProtocolSubscription.self).map { ($0.topics.sorted(), $0.rackId) }
    }

    private static func read<Blob: KafkaData>(_ bytes: [UInt8], _ type: Blob.Type) -> Fact<Blob> {
        var reader = WireReader(bytes)
        let version = reader.int16()
        guard reader.fault == nil, version >= 0 else { return .unknown(Unread("the member's own bytes cannot be read")) }
        // Younger versions only add at the end.
        let blob = Blob(from: &reader, version: min(version, Blob.versions.upperBound))
        if let fault = reader.fault { return .unknown(Unread("the member's own bytes cannot be read: \(fault)")) }
        return .known(blob)
    }
}
