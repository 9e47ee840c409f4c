import KafkaWire

/// A record batch of format 2 (KIP-98), its records still compressed.
package struct RecordBatch: Sendable {
    /// The bytes before the records, from the base offset on.
    package static let headerSize = 61
    /// The bytes that `batchLength` does not count.
    static let lengthEnd = 12
    /// The first byte that the checksum covers.
    static let checksumStart = 21

    /// The offset of the first record; a broker sets it, the checksum does not cover it.
    package var baseOffset: Int64
    /// The leader epoch the batch was appended in; a broker sets it, the checksum does not cover it. -1 = unknown.
    package var partitionLeaderEpoch: Int32
    /// Codec, timestamp type, transactional, control, delete horizon.
    package var attributes: Int16
    /// The last offset, from `baseOffset` on. It stays when compaction removes the last record.
    package var lastOffsetDelta: Int32
    /// What the records' timestamps count from, in milliseconds since 1970.
    package var baseTimestamp: Int64
    /// The latest timestamp, in milliseconds since 1970.
    package var maxTimestamp: Int64
    /// The idempotent producer; -1 = none.
    package var producerID: Int64
    /// The producer's epoch; -1 = none.
    package var producerEpoch: Int16
    /// The producer's sequence number of the first record; -1 = none.
    package var baseSequence: Int32
    /// How many records there are: fewer than the offsets span, after compaction.
    package var recordCount: Int32
    /// The records as they travel.
    package var payload: [UInt8]

    /// The offset of the last record, whether compaction left it or not.
    package var lastOffset: Int64 { baseOffset &+ Int64(lastOffsetDelta) }
    /// The offset after the batch.
    package var nextOffset: Int64 { lastOffset &+ 1 }
    /// The codec; nil for one that Kafka does not define.
    package var compression: Compression? { Compression(rawValue: UInt8(attributes & 7)) }
    /// Whether timestamps are those of appending to the log.
    package var hasLogAppendTime: Bool { attributes & 8 != 0 }
    /// Whether the batch belongs to a transaction.
    package var isTransactional: Bool { attributes & 16 != 0 }
    /// Whether the batch is a marker of the brokers' own, no data of users.
    package var isControl: Bool { attributes & 32 != 0 }

    /// A batch of `records`, whose offsets and timestamps must not lie before those of the first one.
    /// - Returns: nil where offsets do not ascend or span more than 32 bits.
    package init?(
        _ records: [Record], baseOffset: Int64, partitionLeaderEpoch: Int32 = -1, isTransactional: Bool = false, isControl: Bool = false,
        producerID: Int64 = -1, producerEpoch: Int16 = -1, baseSequence: Int32 = -1
    ) {
        let base = records.first?.timestamp ?? -1
        var writer = WireWriter(capacity: 32 * records.count)
        var last: Int32 = -1
        for record in records {
            let (distance, overflow) = record.offset.subtractingReportingOverflow(baseOffset)
            guard !overflow, let delta = Int32(exactly: distance), delta > last else { return nil }
            last = delta
            writer.record(record, offsetDelta: delta, timestampDelta: record.timestamp &- base)
        }
        guard !writer.overflowed else { return nil }
        self.baseOffset = baseOffset
        self.partitionLeaderEpoch = partitionLeaderEpoch
        attributes = (isTransactional ? 16 : 0) | (isControl ? 32 : 0)
        lastOffsetDelta = max(last, 0)
        baseTimestamp = base
        maxTimestamp = records.map(\.timestamp).max() ?? -1
        self.producerID = producerID
        self.producerEpoch = producerEpoch
        self.baseSequence = baseSequence
        recordCount = Int32(clamping: records.count)
        payload = writer.bytes
    }

    /// The batch as it lies in a log, its checksum made anew.
    package func encoded() -> [UInt8] {
        var covered = WireWriter(capacity: Self.headerSize + payload.count)
        covered.int16(attributes)
        covered.int32(lastOffsetDelta)
        covered.int64(baseTimestamp)
        covered.int64(maxTimestamp)
        covered.int64(producerID)
        covered.int16(producerEpoch)
        covered.int32(baseSequence)
        covered.int32(recordCount)
        covered.raw(payload)
        var writer = WireWriter(capacity: Self.headerSize + payload.count)
        writer.int64(baseOffset)
        writer.int32(Int32(clamping: Self.checksumStart - Self.lengthEnd + covered.bytes.count))
        writer.int32(partitionLeaderEpoch)
        writer.int8(2)
        writer.uint32(CRC32C.checksum(covered.bytes))
        writer.raw(covered.bytes)
        return writer.bytes
    }
}
