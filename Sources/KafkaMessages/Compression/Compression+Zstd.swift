import CCompression
import KafkaWire

extension Compression {
    func unzstd(_ bytes: [UInt8], limit: Int) throws(WireFault) -> [UInt8] {
        guard let context = ZSTD_createDCtx() else { throw fault(.corruptCompression) }
        defer { ZSTD_freeDCtx(context) }
        // The window is memory that a frame's header asks for. A stream of unknown size asks for its level's full window, however
        // little it holds: 8 MiB at most up to level 19, 128 MiB above; that much only where as much may come out.
        let needed = Int.bitWidth - max(limit, 1).leadingZeroBitCount
        ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, Int32(min(max(needed, 23), 27)))
        var output: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        var offset = 0
        while true {
            var taken = 0
            var made = 0
            let wanted = bytes.withUnsafeBytes { all in
                chunk.withUnsafeMutableBytes { room in
                    var input = ZSTD_inBuffer(src: all.baseAddress, size: all.count, pos: offset)
                    var into = ZSTD_outBuffer(dst: room.baseAddress, size: room.count, pos: 0)
                    let wanted = ZSTD_decompressStream(context, &into, &input)
                    taken = input.pos - offset
                    made = into.pos
                    return wanted
                }
            }
            guard ZSTD_isError(wanted) == 0 else {
                let isWindow = ZSTD_getErrorCode(wanted) == ZSTD_error_frameParameter_windowTooLarge
                throw fault(isWindow ? .decompressedTooLarge : .corruptCompression, at: offset)
            }
            guard made <= limit - output.count else { throw fault(.decompressedTooLarge, at: offset) }
            output.append(contentsOf: chunk[..<made])
            offset += taken
            // 0 is the end of a frame; another one may follow.
            if wanted == 0, offset == bytes.count { return output }
            if taken == 0, made == 0 { throw fault(.corruptCompression, at: offset) }
        }
    }
}
