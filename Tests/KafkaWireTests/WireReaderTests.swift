import KafkaWire
import Testing

@Suite struct WireReaderTests {
    @Test("a short int32 is a fault, never a crash", arguments: 0..<4)
    func shortInt32(length: Int) {
        var reader = WireReader([UInt8](repeating: 0xFF, count: length))
        #expect(reader.int32() == 0)
        #expect(reader.fault?.kind == .truncated)
    }

    @Test("after a fault every read yields nothing and the first fault stays")
    func sticky() {
        var reader = WireReader([0, 0, 0, 9, 1, 2], flexible: false)
        #expect(reader.byteArray() == [])
        let first = reader.fault
        #expect(first?.kind == .truncated)
        #expect(reader.int8() == 0 && reader.string() == "" && reader.nullableString() == "" && reader.int32Array() == [])
        #expect(reader.fault == first)
    }

    @Test("a count that the bytes cannot hold is refused before anything is allocated")
    func hostileCount() {
        var classic = WireReader([0x7F, 0xFF, 0xFF, 0xFF])
        #expect(classic.int32Array() == [])
        #expect(classic.fault?.kind == .countTooLarge)
        var compact = WireReader([0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0], flexible: true)
        #expect(compact.stringArray() == [])
        #expect(compact.fault?.kind == .countTooLarge)
        var text = WireReader([0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0], flexible: true)
        #expect(text.string() == "")
        #expect(text.fault?.kind == .truncated)
    }

    @Test("negative lengths: -1 is null, below it a fault")
    func negativeLengths() {
        var null = WireReader([0xFF, 0xFF])
        #expect(null.nullableString() == nil)
        #expect(null.fault == nil)
        var refused = WireReader([0xFF, 0xFF])
        #expect(refused.string() == "")
        #expect(refused.fault?.kind == .unexpectedNull)
        var below = WireReader([0xFF, 0xFE])
        #expect(below.nullableString() == "")
        #expect(below.fault?.kind == .negativeLength)
    }

    @Test("a tagged field cannot be read past its size, and what is left of it is skipped")
    func tags() {
        // Tag 0 claims one byte, its reader wants four; then a section whose tag 1 has two bytes of which one is read.
        var reader = WireReader([1, 0, 1, 0xAA, 0xBB, 0xCC, 0xDD], flexible: true)
        var section = reader.tagSection()
        #expect(reader.nextTag(&section) == 0)
        #expect(reader.int32() == 0)
        #expect(reader.nextTag(&section) == nil)
        #expect(reader.fault?.kind == .truncated)

        var whole = WireReader([1, 1, 2, 0xAA, 0xBB, 0x07], flexible: true)
        section = whole.tagSection()
        #expect(whole.nextTag(&section) == 1)
        #expect(whole.uint8() == 0xAA)
        #expect(whole.nextTag(&section) == nil)
        #expect(whole.uint8() == 7 && whole.fault == nil)
    }

    @Test("a variable-length integer that does not end is a fault")
    func endlessVarint() {
        var reader = WireReader([UInt8](repeating: 0xFF, count: 20))
        #expect(reader.unsignedVarint() == 0)
        #expect(reader.fault?.kind == .varintTooLong)
        var long = WireReader([UInt8](repeating: 0xFF, count: 20))
        #expect(long.varlong() == 0)
        #expect(long.fault?.kind == .varintTooLong)
    }

    @Test("bytes that are not UTF-8 become a string all the same")
    func badText() {
        var reader = WireReader([0, 2, 0xC3, 0x28])
        #expect(reader.string() == "\u{FFFD}(")
        #expect(reader.fault == nil)
    }
}
