import CCompression
import KafkaWire

extension Compression {
    func unlz4(_ bytes: [UInt8], limit: Int) throws(WireFault) -> [UInt8] {
        var context: OpaquePointer?
        guard LZ4F_isError(LZ4F_createDecompressionContext(&context, UInt32(LZ4F_VERSION))) == 0, let context else {
            throw fault(.corruptCompression)
        }
        defer { LZ4F_freeDecompressionContext(context) }
        var output: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        var offset = 0
        // What the library still wants: 0 at the end of a frame. Nothing at all is no frame.
        var wanted = 1
        while true {
            var taken = bytes.count - offset
            var made = chunk.count
            wanted = bytes.withUnsafeBytes { input in
                chunk.withUnsafeMutableBytes { room in
                    LZ4F_decompress(context, room.baseAddress, &made, input.baseAddress.map { $0 + offset }, &taken, nil)
                }
            }
            guard LZ4F_isError(wanted) == 0 else { throw fault(.corruptCompression, at: offset) }
            guard made <= limit - output.count else { throw fault(.decompressedTooLarge, at: offset) }
            output.append(contentsOf: chunk[..<made])
            offset += taken
            if wanted == 0, offset == bytes.count { return output }
            // No progress with input used up: the frame is cut short.
            if taken == 0, made == 0 { throw fault(.corruptCompression, at: offset) }
        }
    }
}
