import KafkaWire

extension RecordBatch {
    /// What a control batch says.
    package enum Control: Int16, Sendable {
        /// The transaction before it is undone.
        case abort = 0
        /// The transaction before it holds.
        case commit = 1
        /// A new leader of the metadata quorum.
        case leaderChange = 2
        /// The start of a metadata snapshot.
        case snapshotHeader = 3
        /// The end of a metadata snapshot.
        case snapshotFooter = 4
        /// The quorum's own format version (KIP-853).
        case kraftVersion = 5
        /// The quorum's voters (KIP-853).
        case voters = 6
    }

    /// The records, decompressed.
    /// - Parameter limit: the most bytes they may take decompressed.
    /// - Throws: `WireFault` where the bytes are not `recordCount` records, or pass the limit.
    package func records(limit: Int = 64 << 20) throws(WireFault) -> [Record] {
        guard let compression else { throw WireFault(.unknownCodec, at: Self.checksumStart, field: "record batch") }
        guard recordCount >= 0 else { throw WireFault(.negativeLength, at: Self.headerSize - 4, field: "record batch") }
        if recordCount == 0, payload.isEmpty { return [] }
        var reader = WireReader(try compression.decompress(payload, limit: limit))
        // A record takes seven bytes at least.
        guard Int(recordCount) <= reader.remaining / 7 else {
            throw WireFault(.countTooLarge, at: Self.headerSize - 4, field: "record batch")
        }
        var records: [Record] = []
        records.reserveCapacity(Int(recordCount))
        for _ in 0..<recordCount {
            let record = reader.record(of: self)
            if let fault = reader.fault { throw fault }
            records.append(record)
        }
        try reader.finish()
        return records
    }

    /// What the batch says when it is a control batch; nil when it is none, or of a type that is not known.
    package var control: Control? {
        guard isControl, let key = try? records(limit: 1 << 16).first?.key else { return nil }
        var reader = WireReader(key)
        _ = reader.int16()
        let type = reader.int16()
        return reader.fault == nil ? Control(rawValue: type) : nil
    }
}

extension WireReader {
    fileprivate mutating func record(of batch: RecordBatch) -> Record {
        let length = Int(varint())
        let end = offset + length
        guard length >= 0, length <= remaining else {
            fail(length < 0 ? .negativeLength : .truncated, field: "record")
            return Record(offset: 0, timestamp: 0, key: nil, value: nil)
        }
        _ = int8()
        let timestamp = batch.baseTimestamp &+ varlong()
        let place = batch.baseOffset &+ Int64(varint())
        let key = varintBytes()
        let value = varintBytes()
        var headers: [Record.Header] = []
        var left = varint()
        // A header takes two bytes at least.
        if left < 0 || Int(left) > remaining / 2 { fail(.countTooLarge, field: "record headers") }
        while left > 0, fault == nil {
            let name = varintBytes()
            if name == nil { fail(.unexpectedNull, field: "record header") }
            headers.append(Record.Header(key: String(decoding: name ?? [], as: UTF8.self), value: varintBytes()))
            left -= 1
        }
        if fault == nil, offset != end { fail(.inconsistent, field: "record length") }
        return Record(
            offset: place, timestamp: batch.hasLogAppendTime ? batch.maxTimestamp : timestamp, key: key, value: value, headers: headers)
    }

    /// Bytes with a zigzag length; -1 = null.
    private mutating func varintBytes() -> [UInt8]? {
        let length = varint()
        if length == -1 { return nil }
        return raw(Int(length))
    }
}

extension WireWriter {
    mutating func record(_ record: Record, offsetDelta: Int32, timestampDelta: Int64) {
        var body = WireWriter()
        body.int8(0)
        body.varlong(timestampDelta)
        body.varint(offsetDelta)
        body.varintBytes(record.key)
        body.varintBytes(record.value)
        body.varint(Int32(clamping: record.headers.count))
        for header in record.headers {
            body.varintBytes(Array(header.key.utf8))
            body.varintBytes(header.value)
        }
        varint(Int32(clamping: body.bytes.count))
        raw(body.bytes)
    }

    private mutating func varintBytes(_ value: [UInt8]?) {
        guard let value else { return varint(-1) }
        varint(Int32(clamping: value.count))
        raw(value)
    }
}
