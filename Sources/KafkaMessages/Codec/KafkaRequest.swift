import KafkaWire

/// A request of the Kafka protocol, as a client sends it.
package protocol KafkaRequest: Sendable {
    /// What the broker answers.
    associatedtype Response: KafkaResponse
    /// The number of the API.
    static var apiKey: Int16 { get }
    /// Kafka's name of the API, without "Request": `Metadata`.
    static var name: String { get }
    /// The versions that can be encoded.
    static var versions: ClosedRange<Int16> { get }
    /// The newest version whose format no longer changes; above it, only where a broker offers it.
    static var latestStableVersion: Int16 { get }
    /// Whether `version` uses compact lengths and tagged sections (KIP-482): its request header is v2, its response header v1.
    static func isFlexible(_ version: Int16) -> Bool
    /// Writes the body, without header. Sets `writer.flexible`.
    /// - Throws: `EncodingFailure` when a field's value cannot be said in `version` and may not be dropped.
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure)
}

extension KafkaRequest {
    /// The newest version, for all messages but those whose last one is still in the making.
    package static var latestStableVersion: Int16 { versions.upperBound }
}

/// The answer to a request, as a client reads it.
package protocol KafkaResponse: Sendable {
    /// Reads the body, without header. Sets `reader.flexible`. Whatever the bytes, this ends in a value; ask `reader.fault`, or call
    /// `reader.finish()`, before the value is used.
    init(from reader: inout WireReader, version: Int16)
}

/// A request as a server reads it: the lab's half.
package protocol ServedRequest: KafkaRequest where Response: ServedResponse {
    /// Reads the body, without header. Sets `reader.flexible`. Ask `reader.fault` before the value is used.
    init(from reader: inout WireReader, version: Int16)
}

/// An answer as a server writes it: the lab's half.
package protocol ServedResponse: KafkaResponse {
    /// Writes the body, without header. Sets `writer.flexible`.
    /// - Throws: `EncodingFailure` when a field's value cannot be said in `version` and may not be dropped.
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure)
}
