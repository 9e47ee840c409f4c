import KafkaMessages
import KafkaWire
import Testing

@Suite struct RecordBatchTests {
    private func vector(_ start: String) throws -> [UInt8] {
        let rows = try Vector.lines("misc") + Vector.lines("batches")
        let row = try #require(rows.first { $0[0].hasPrefix(start) })
        return Vector.bytes(try #require(row.last))
    }

    private static let three = [
        Record(
            offset: 42, timestamp: 1_700_000_000_000, key: Array("k1".utf8), value: Array("value-1".utf8),
            headers: [.init(key: "h1", value: Array("v".utf8))]),
        Record(offset: 43, timestamp: 1_700_000_000_005, key: nil, value: Array("v2".utf8)),
        Record(offset: 44, timestamp: 1_700_000_000_007, key: Array("k3".utf8), value: nil),
    ]

    private func text(_ records: [Record]) -> [String] { records.map { "\($0)" } }

    @Test(
        "a batch of Kafka's own is read, whatever its codec",
        arguments: ["batch none", "batch gzip", "batch snappy", "batch lz4", "batch zstd"])
    func reading(start: String) throws {
        let bytes = try vector(start)
        let batches = try RecordBatchReader.batches(bytes)
        let batch = try #require(batches.first)
        #expect(batches.count == 1)
        #expect(batch.baseOffset == 42 && batch.partitionLeaderEpoch == 7 && batch.lastOffset == 44 && batch.recordCount == 3)
        #expect(!batch.isControl && !batch.isTransactional && batch.maxTimestamp == 1_700_000_000_007)
        #expect(text(try batch.records()) == text(Self.three))
        #expect(batch.encoded() == bytes)
    }

    @Test("a batch of Kafka's own that takes many blocks is read", arguments: ["snappy", "lz4", "zstd"])
    func large(codec: String) throws {
        let batch = try #require(RecordBatchReader.batches(vector("large batch \(codec)")).first)
        #expect(batch.compression?.name == codec)
        let records = try batch.records()
        #expect(records.count == 3000 && records.last?.offset == 3041 && records.last?.timestamp == 1_700_000_002_999)
        #expect(records.allSatisfy { $0.value == Array("the same value again and again".utf8) })
        let fault = #expect(throws: WireFault.self) { _ = try batch.records(limit: 50_000) }
        #expect(fault?.kind == .decompressedTooLarge)
    }

    @Test("a batch written here is Kafka's to the byte")
    func writing() throws {
        let batch = try #require(RecordBatch(Self.three, baseOffset: 42, partitionLeaderEpoch: 7))
        #expect(batch.encoded() == (try vector("batch none")))
    }

    @Test("a batch in each codec comes back", arguments: Compression.allCases)
    func codecs(codec: Compression) throws {
        let batch = try #require(
            RecordBatch(Self.three, baseOffset: 40, producerID: 5, producerEpoch: 1, baseSequence: 9)?.compressed(by: codec))
        let back = try #require(RecordBatchReader.batches(batch.encoded()).first)
        #expect(back.compression == codec && back.producerID == 5 && back.baseSequence == 9 && back.lastOffset == 44)
        #expect(text(try back.records()) == text(Self.three))
    }

    @Test("a control batch says what it is, and is no data")
    func control() throws {
        let batch = try #require(RecordBatchReader.batches(vector("control ABORT")).first)
        #expect(batch.isControl && batch.isTransactional && batch.control == .abort && batch.producerID == 4000)
        let marker = try #require(batch.records().first)
        let again = try #require(
            RecordBatch(
                [marker], baseOffset: 100, partitionLeaderEpoch: 7, isTransactional: true, isControl: true, producerID: 4000,
                producerEpoch: 3))
        #expect(again.encoded() == (try vector("control ABORT")))
    }

    @Test("the last batch may be cut short anywhere: it is left out, what came before is kept")
    func partial() throws {
        let whole = try vector("batch none")
        for length in 0..<whole.count {
            var reader = RecordBatchReader(whole + whole[..<length])
            #expect(try reader.next()?.baseOffset == 42)
            #expect(try reader.next() == nil)
            #expect(reader.offset == whole.count)
        }
    }

    @Test("a flipped bit under the checksum is a fault")
    func checksum() throws {
        var bytes = try vector("batch none")
        for index in 17..<bytes.count {
            bytes[index] ^= 1
            let fault = #expect(throws: WireFault.self) { _ = try RecordBatchReader.batches(bytes) }
            #expect(fault?.kind == .checksumMismatch)
            bytes[index] ^= 1
        }
    }

    @Test("formats 0 and 1 are refused by name")
    func oldFormat() throws {
        var bytes = try vector("batch none")
        bytes[16] = 1
        let fault = #expect(throws: WireFault.self) { _ = try RecordBatchReader.batches(bytes) }
        #expect(fault?.kind == .unsupportedMagic)
    }

    @Test("a batch whose records are damaged under a right checksum ends in a value or a fault")
    func hostileRecords() throws {
        var random = SeededGenerator(state: 77)
        var batch = try #require(RecordBatchReader.batches(vector("batch none")).first)
        let payload = batch.payload
        var refused = 0
        for _ in 0..<2000 {
            batch.payload = payload
            for _ in 0..<2 {
                batch.payload[Int.random(in: 0..<payload.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            do { #expect(try batch.records().count == 3) } catch { refused += 1 }
        }
        #expect(refused > 1000)
        batch.payload = payload
        batch.recordCount = .max
        let fault = #expect(throws: WireFault.self) { _ = try batch.records() }
        #expect(fault?.kind == .countTooLarge)
    }

    @Test("an empty batch advances offsets")
    func empty() throws {
        var batch = try #require(RecordBatch([], baseOffset: 10))
        batch.lastOffsetDelta = 5
        let back = try #require(RecordBatchReader.batches(batch.encoded()).first)
        #expect(try back.records().isEmpty)
        #expect(back.nextOffset == 16)
    }
}
