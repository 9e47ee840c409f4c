import KafkaWire

/// A structure that travels inside other messages, or before them; both sides read and write it.
package protocol KafkaData: Sendable {
    /// The versions that can be read and written.
    static var versions: ClosedRange<Int16> { get }
    /// Whether `version` uses compact lengths and tagged sections.
    static func isFlexible(_ version: Int16) -> Bool
    /// Reads the structure. Sets `reader.flexible`. Ask `reader.fault` before the value is used.
    init(from reader: inout WireReader, version: Int16)
    /// Writes the structure. Sets `writer.flexible`.
    /// - Throws: `EncodingFailure` when a field's value cannot be said in `version` and may not be dropped.
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure)
}
