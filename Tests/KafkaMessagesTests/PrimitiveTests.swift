import KafkaMessages
import KafkaWire
import Testing

@Suite struct PrimitiveTests {
    private func rows(_ kind: String) throws -> [[String]] {
        let rows = try Vector.lines("misc").filter { $0[0] == kind }
        #expect(!rows.isEmpty)
        return rows
    }

    @Test("variable-length integers are Kafka's, both ways")
    func varints() throws {
        for row in try rows("uvarint") {
            var writer = WireWriter()
            writer.unsignedVarint(try #require(UInt32(row[1])))
            #expect(writer.bytes == Vector.bytes(row[2]))
            var reader = WireReader(writer.bytes)
            #expect(reader.unsignedVarint() == UInt32(row[1]) && reader.remaining == 0)
        }
        for row in try rows("varint") {
            var writer = WireWriter()
            writer.varint(try #require(Int32(row[1])))
            #expect(writer.bytes == Vector.bytes(row[2]))
            var reader = WireReader(writer.bytes)
            #expect(reader.varint() == Int32(row[1]) && reader.fault == nil)
        }
        for row in try rows("varlong") {
            var writer = WireWriter()
            writer.varlong(try #require(Int64(row[1])))
            #expect(writer.bytes == Vector.bytes(row[2]))
            var reader = WireReader(writer.bytes)
            #expect(reader.varlong() == Int64(row[1]) && reader.fault == nil)
        }
    }

    @Test("CRC-32C is Castagnoli's, at any length and however it is cut")
    func checksum() throws {
        for row in try rows("crc32c") { #expect(CRC32C.checksum(Array(row[1].utf8)) == UInt32(row[2], radix: 16)) }
        var random = SeededGenerator(state: 11)
        let bytes = (0..<200).map { _ in UInt8.random(in: 0...255, using: &random) }
        for length in 0..<bytes.count {
            // One bit at a time, from the definition.
            var slow: UInt32 = ~0
            for byte in bytes[..<length] {
                slow ^= UInt32(byte)
                for _ in 0..<8 { slow = slow & 1 == 0 ? slow >> 1 : (slow >> 1) ^ 0x82F6_3B78 }
            }
            #expect(CRC32C.checksum(bytes[..<length]) == ~slow)
            var parts = CRC32C()
            parts.update(bytes[..<(length / 3)])
            parts.update(bytes[(length / 3)..<length])
            #expect(parts.value == ~slow)
        }
    }

    @Test("UUIDs have Kafka's text form, both ways")
    func uuids() throws {
        for row in try rows("uuid") {
            var reader = WireReader(Vector.bytes(row[1]))
            let id = reader.uuid()
            #expect(id.description == row[2])
            #expect(KafkaUUID(row[2]) == id)
        }
        for text in ["", "AAAA", "AAAAAAAAAAAAAAAAAAAAAB", "AAAAAAAAAAAAAAAAAAAAA+", "AAAAAAAAAAAAAAAAAAAAAAA"] {
            #expect(KafkaUUID(text) == nil)
        }
        var random = SeededGenerator(state: 3)
        for _ in 0..<200 {
            let id = KafkaUUID(high: random.next(), low: random.next())
            #expect(KafkaUUID(id.description) == id)
        }
    }
}
