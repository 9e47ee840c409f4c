import CCompression
import KafkaWire

extension Compression {
    func gunzip(_ bytes: [UInt8], limit: Int) throws(WireFault) -> [UInt8] {
        // The size is not known before the end (a member's trailer has it modulo 4 GiB, and may lie), so room is doubled.
        var capacity = min(limit, max(bytes.count * 4, 4096))
        while true {
            let room = capacity
            var written = 0
            let output = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
                written = bytes.withUnsafeBufferPointer { mend_gunzip($0.baseAddress, $0.count, buffer.baseAddress, room) }
                count = max(0, written)
            }
            if written >= 0 { return output }
            guard written == Int(MEND_NO_ROOM) else { throw fault(.corruptCompression) }
            guard capacity < limit else { throw fault(.decompressedTooLarge) }
            capacity = capacity > limit / 4 ? limit : capacity * 4
        }
    }
}
