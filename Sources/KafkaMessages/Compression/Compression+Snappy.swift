import CCompression
import KafkaWire

extension Compression {
    /// 0x82 "SNAPPY" 0x00: the start of snappy-java's stream format.
    private static let magic: [UInt8] = [0x82, 0x53, 0x4E, 0x41, 0x50, 0x50, 0x59, 0x00]
    private static let headerSize = 16

    func unsnappy(_ bytes: [UInt8], limit: Int) throws(WireFault) -> [UInt8] {
        var output: [UInt8] = []
        guard bytes.starts(with: Self.magic) else {
            try appendBlock(bytes, 0..<bytes.count, to: &output, limit: limit)
            return output
        }
        var offset = 0
        while offset < bytes.count {
            // Streams may follow one another, each with its header.
            if bytes[offset...].starts(with: Self.magic) {
                guard bytes.count - offset >= Self.headerSize else { throw fault(.corruptCompression, at: offset) }
                offset += Self.headerSize
                continue
            }
            guard bytes.count - offset >= 4 else { throw fault(.corruptCompression, at: offset) }
            var size = 0
            for index in 0..<4 { size = size << 8 | Int(bytes[offset + index]) }
            offset += 4
            guard size <= bytes.count - offset else { throw fault(.corruptCompression, at: offset) }
            try appendBlock(bytes, offset..<offset + size, to: &output, limit: limit)
            offset += size
        }
        return output
    }

    private func appendBlock(_ bytes: [UInt8], _ range: Range<Int>, to output: inout [UInt8], limit: Int) throws(WireFault) {
        var length = 0
        let block: [UInt8]? = bytes.withUnsafeBytes { all in
            let input = UnsafeRawBufferPointer(rebasing: all[range]).assumingMemoryBound(to: CChar.self)
            guard let start = input.baseAddress, snappy_uncompressed_length(start, input.count, &length) == SNAPPY_OK else { return nil }
            // No element of the format makes more than 64 bytes of two.
            guard length <= input.count &* 64, length <= limit - output.count else { return nil }
            var written = length
            var status = SNAPPY_INVALID_INPUT
            let result = [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
                // A place to point at for a block of nothing.
                var none: CChar = 0
                status = buffer.withMemoryRebound(to: CChar.self) { room in
                    withUnsafeMutablePointer(to: &none) { snappy_uncompress(start, input.count, room.baseAddress ?? $0, &written) }
                }
                count = status == SNAPPY_OK ? written : 0
            }
            return status == SNAPPY_OK ? result : nil
        }
        guard let block else {
            throw fault(length > limit - output.count ? .decompressedTooLarge : .corruptCompression, at: range.lowerBound)
        }
        output.append(contentsOf: block)
    }
}
