import KafkaWire

/// What members of a classic consumer group say of themselves: bytes inside JoinGroup, SyncGroup and DescribeGroups, each a version
/// followed by the structure (Kafka's `ConsumerProtocol`).
package enum ConsumerProtocol {
    /// A member's subscription. A version newer than this program's is read as the newest one it knows: fields are only ever added.
    /// - Throws: `WireFault` where the bytes are none.
    package static func subscription(_ bytes: [UInt8]) throws(WireFault) -> ConsumerProtocolSubscription {
        var reader = WireReader(bytes)
        let version = version(&reader, within: ConsumerProtocolSubscription.versions)
        let value = ConsumerProtocolSubscription(from: &reader, version: version)
        if let fault = reader.fault { throw fault }
        return value
    }

    /// A member's assignment. A version newer than this program's is read as the newest one it knows: fields are only ever added.
    /// - Throws: `WireFault` where the bytes are none.
    package static func assignment(_ bytes: [UInt8]) throws(WireFault) -> ConsumerProtocolAssignment {
        var reader = WireReader(bytes)
        let version = version(&reader, within: ConsumerProtocolAssignment.versions)
        let value = ConsumerProtocolAssignment(from: &reader, version: version)
        if let fault = reader.fault { throw fault }
        return value
    }

    /// The bytes of `value` with its version before it.
    /// - Throws: `EncodingFailure` when it cannot be said in `version`.
    package static func encoded(_ value: some KafkaData, version: Int16) throws(EncodingFailure) -> [UInt8] {
        var writer = WireWriter()
        writer.int16(version)
        try value.encode(into: &writer, version: version)
        return writer.bytes
    }

    private static func version(_ reader: inout WireReader, within known: ClosedRange<Int16>) -> Int16 {
        let version = reader.int16()
        if version < known.lowerBound { reader.fail(.unsupported, field: "consumer protocol version") }
        return min(max(version, known.lowerBound), known.upperBound)
    }
}
