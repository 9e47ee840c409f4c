import KafkaWire

/// How the records of a batch are compressed: bits 0 to 2 of its attributes.
package enum Compression: UInt8, CaseIterable, Sendable {
    /// Not at all.
    case none = 0
    /// RFC 1952.
    case gzip = 1
    /// snappy-java's stream of raw blocks; one raw block is read too.
    case snappy = 2
    /// The LZ4 frame format.
    case lz4 = 3
    /// Zstandard frames, RFC 8878.
    case zstd = 4

    /// Kafka's name of the codec, as `compression.type` has it.
    package var name: String {
        switch self {
        case .none: "none"
        case .gzip: "gzip"
        case .snappy: "snappy"
        case .lz4: "lz4"
        case .zstd: "zstd"
        }
    }

    /// The bytes that `bytes` stand for.
    /// - Parameter limit: the most bytes to give back; a stream that holds more is refused before they are kept.
    /// - Throws: `WireFault`, `.corruptCompression` or `.decompressedTooLarge`.
    package func decompress(_ bytes: [UInt8], limit: Int) throws(WireFault) -> [UInt8] {
        switch self {
        case .none:
            guard bytes.count <= limit else { throw fault(.decompressedTooLarge) }
            return bytes
        case .gzip: return try gunzip(bytes, limit: limit)
        case .snappy: return try unsnappy(bytes, limit: limit)
        case .lz4: return try unlz4(bytes, limit: limit)
        case .zstd: return try unzstd(bytes, limit: limit)
        }
    }

    func fault(_ kind: WireFault.Kind, at offset: Int = 0) -> WireFault { WireFault(kind, at: offset, field: "\(name) records") }
}
