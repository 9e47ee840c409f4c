import KafkaWire

/// What the lab reads of a record batch (magic 2) that a client produced: the head, never the records.
struct BatchHead {
    static let length = 61

    let totalLength: Int
    let lastOffsetDelta: Int32
    let maxTimestamp: Int64
    let recordCount: Int32

    /// The head of the batch that begins at `offset`; a code where it is none that a broker would take.
    static func read(_ bytes: [UInt8], at offset: Int) -> (head: BatchHead?, code: ErrorCode) {
        var reader = WireReader(bytes, range: offset..<bytes.count)
        _ = reader.int64()
        let batchLength = Int(reader.int32())
        _ = reader.int32()
        let magic = reader.int8()
        let checksum = reader.uint32()
        _ = reader.int16()
        let lastDelta = reader.int32()
        _ = reader.int64()
        let maxTimestamp = reader.int64()
        reader.skip(14)
        let count = reader.int32()
        guard reader.fault == nil, magic == 2, batchLength >= length - 12, batchLength <= bytes.count - offset - 12 else {
            return (nil, magic == 2 || reader.fault != nil ? .corruptMessage : .unsupportedForMessageFormat)
        }
        let end = offset + 12 + batchLength
        guard CRC32C.checksum(bytes[(offset + 21)..<end]) == checksum else { return (nil, .corruptMessage) }
        guard lastDelta >= 0, count > 0, count == lastDelta &+ 1 else { return (nil, .invalidRecord) }
        let head = BatchHead(totalLength: end - offset, lastOffsetDelta: lastDelta, maxTimestamp: maxTimestamp, recordCount: count)
        return (head, .none)
    }

    /// Writes what a broker fills in: base offset and leader epoch, both outside the checksum.
    static func stamp(_ bytes: inout [UInt8], baseOffset: Int64, leaderEpoch: Int32) {
        guard bytes.count >= length else { return }
        for index in 0..<8 { bytes[index] = UInt8(truncatingIfNeeded: baseOffset >> Int64(56 - 8 * index)) }
        for index in 0..<4 { bytes[12 + index] = UInt8(truncatingIfNeeded: leaderEpoch >> Int32(24 - 8 * index)) }
    }
}

/// A record that the load is said to have written.
struct SyntheticRecord {
    var timestamp: Int64
    var value: String
}

/// Makes a batch out of records that exist as offsets only.
func syntheticBatch(baseOffset: Int64, leaderEpoch: Int32, _ records: [SyntheticRecord]) -> [UInt8] {
    let base = records.first?.timestamp ?? 0
    var body = WireWriter(capacity: records.count * 64)
    for (index, record) in records.enumerated() {
        var inner = WireWriter(capacity: 64)
        inner.int8(0)
        inner.varlong(record.timestamp - base)
        inner.varint(Int32(index))
        inner.varint(-1)
        inner.varint(Int32(record.value.utf8.count))
        inner.raw(Array(record.value.utf8))
        inner.varint(0)
        body.varint(Int32(inner.bytes.count))
        body.raw(inner.bytes)
    }
    var checked = WireWriter(capacity: body.bytes.count + 40)
    checked.int16(0)
    checked.int32(Int32(records.count - 1))
    checked.int64(base)
    checked.int64(records.map(\.timestamp).max() ?? base)
    checked.int64(-1)
    checked.int16(-1)
    checked.int32(-1)
    checked.int32(Int32(records.count))
    checked.raw(body.bytes)
    var batch = WireWriter(capacity: checked.bytes.count + 21)
    batch.int64(baseOffset)
    batch.int32(Int32(9 + checked.bytes.count))
    batch.int32(leaderEpoch)
    batch.int8(2)
    batch.uint32(CRC32C.checksum(checked.bytes))
    batch.raw(checked.bytes)
    return batch.bytes
}
