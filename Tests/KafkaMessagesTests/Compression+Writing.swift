import CCompression
import KafkaWire

@testable import KafkaMessages

/// Codecs as Kafka's own producer uses them. The program only reads what others have compressed; tests write it.
extension Compression {
    /// `bytes` in this codec, as Kafka's own producer writes it; nil where the library refuses (no memory, more than 2 GiB).
    func compress(_ bytes: [UInt8]) -> [UInt8]? {
        switch self {
        case .none: bytes
        case .gzip: Self.gzipped(bytes)
        case .snappy: Self.snappied(bytes)
        case .lz4: Self.lz4ed(bytes)
        case .zstd: Self.zstded(bytes)
        }
    }

    static func gzipped(_ bytes: [UInt8]) -> [UInt8]? {
        let room = mend_gzip_bound(bytes.count)
        var written = 0
        let output = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            written = bytes.withUnsafeBufferPointer { mend_gzip($0.baseAddress, $0.count, buffer.baseAddress, room) }
            count = max(0, written)
        }
        return written < 0 ? nil : output
    }

    static func snappied(_ bytes: [UInt8]) -> [UInt8]? {
        var writer = WireWriter(capacity: 16 + bytes.count / 2)
        // snappy-java's stream: its magic, version and compatible version.
        writer.raw([0x82, 0x53, 0x4E, 0x41, 0x50, 0x50, 0x59, 0x00])
        writer.int32(1)
        writer.int32(1)
        for start in stride(from: 0, to: bytes.count, by: 32 * 1024) {
            let end = min(start + 32 * 1024, bytes.count)
            var written = snappy_max_compressed_length(end - start)
            var status = SNAPPY_INVALID_INPUT
            let block = [UInt8](unsafeUninitializedCapacity: written) { buffer, count in
                status = bytes.withUnsafeBytes { all in
                    let input = UnsafeRawBufferPointer(rebasing: all[start..<end]).assumingMemoryBound(to: CChar.self)
                    return buffer.withMemoryRebound(to: CChar.self) {
                        snappy_compress(input.baseAddress, input.count, $0.baseAddress, &written)
                    }
                }
                count = status == SNAPPY_OK ? written : 0
            }
            guard status == SNAPPY_OK else { return nil }
            writer.int32(Int32(clamping: block.count))
            writer.raw(block)
        }
        return writer.bytes
    }

    static func lz4ed(_ bytes: [UInt8]) -> [UInt8]? {
        var preferences = LZ4F_preferences_t()
        preferences.frameInfo.blockSizeID = LZ4F_max64KB
        preferences.frameInfo.blockMode = LZ4F_blockIndependent
        let room = LZ4F_compressFrameBound(bytes.count, &preferences)
        var written = 0
        let output = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            written = bytes.withUnsafeBytes { LZ4F_compressFrame(buffer.baseAddress, room, $0.baseAddress, $0.count, &preferences) }
            count = LZ4F_isError(written) == 0 ? written : 0
        }
        return LZ4F_isError(written) == 0 ? output : nil
    }

    static func zstded(_ bytes: [UInt8]) -> [UInt8]? {
        let room = ZSTD_compressBound(bytes.count)
        guard ZSTD_isError(room) == 0 else { return nil }
        var written = 0
        let output = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            written = bytes.withUnsafeBytes { ZSTD_compress(buffer.baseAddress, room, $0.baseAddress, $0.count, 3) }
            count = ZSTD_isError(written) == 0 ? written : 0
        }
        return ZSTD_isError(written) == 0 ? output : nil
    }
}

extension RecordBatch {
    /// The same batch with its records in a codec; nil where the library refuses.
    func compressed(by codec: Compression) -> RecordBatch? {
        guard let payload = codec.compress(payload) else { return nil }
        var batch = self
        batch.attributes |= Int16(codec.rawValue)
        batch.payload = payload
        return batch
    }
}
