import KafkaWire

/// Walks over the batches of a `records` field: of a Produce request, or of a Fetch answer, whose last batch may be cut short.
package struct RecordBatchReader: Sendable {
    private var reader: WireReader

    /// Walks over `records`.
    package init(_ records: [UInt8]) { reader = WireReader(records) }

    /// The byte where the next batch begins: after the last one, what is left was cut short.
    package var offset: Int { reader.offset }

    /// The next batch, its checksum proved; nil at the end, or where the rest is a batch cut short.
    /// - Throws: `WireFault`, `.checksumMismatch`, `.unsupportedMagic` (formats 0 and 1, of very old logs) or `.inconsistent`.
    package mutating func next() throws(WireFault) -> RecordBatch? {
        let start = reader.offset
        // The length, and the magic behind it, are at the same place in all formats.
        guard reader.remaining >= 17 else { return nil }
        let baseOffset = reader.int64()
        let length = Int(reader.int32())
        guard length >= 14 else { throw WireFault(.inconsistent, at: start + 8, field: "record batch length") }
        guard length <= reader.remaining else {
            reader = WireReader(reader.bytes, range: start..<start)
            return nil
        }
        let end = reader.offset + length
        let leaderEpoch = reader.int32()
        let magic = reader.int8()
        guard magic == 2 else { throw WireFault(.unsupportedMagic, at: start + 16, field: "record batch") }
        guard length >= RecordBatch.headerSize - RecordBatch.lengthEnd else {
            throw WireFault(.inconsistent, at: start + 8, field: "record batch length")
        }
        let checksum = reader.uint32()
        guard CRC32C.checksum(reader.bytes[reader.offset..<end]) == checksum else {
            throw WireFault(.checksumMismatch, at: start + 17, field: "record batch")
        }
        var batch = RecordBatch(baseOffset: baseOffset, partitionLeaderEpoch: leaderEpoch, attributes: reader.int16())
        batch.lastOffsetDelta = reader.int32()
        batch.baseTimestamp = reader.int64()
        batch.maxTimestamp = reader.int64()
        batch.producerID = reader.int64()
        batch.producerEpoch = reader.int16()
        batch.baseSequence = reader.int32()
        batch.recordCount = reader.int32()
        batch.payload = reader.raw(end - reader.offset)
        if let fault = reader.fault { throw fault }
        return batch
    }

    /// All batches of `records`.
    /// - Throws: `WireFault` as `next` does.
    package static func batches(_ records: [UInt8]) throws(WireFault) -> [RecordBatch] {
        var reader = RecordBatchReader(records)
        var batches: [RecordBatch] = []
        while let batch = try reader.next() { batches.append(batch) }
        return batches
    }
}

extension RecordBatch {
    fileprivate init(baseOffset: Int64, partitionLeaderEpoch: Int32, attributes: Int16) {
        self.baseOffset = baseOffset
        self.partitionLeaderEpoch = partitionLeaderEpoch
        self.attributes = attributes
        lastOffsetDelta = 0
        baseTimestamp = -1
        maxTimestamp = -1
        producerID = -1
        producerEpoch = -1
        baseSequence = -1
        recordCount = 0
        payload = []
    }
}
