extension WireReader {
    /// An unsigned variable-length integer of at most five bytes, 32 bits.
    @inline(never)
    package mutating func unsignedVarint() -> UInt32 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while shift < 35 {
            guard offset < limit else {
                fail(.truncated)
                return 0
            }
            let byte = bytes[offset]
            offset += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 {
                guard value <= UInt64(UInt32.max) else { break }
                return UInt32(value)
            }
            shift += 7
        }
        fail(.varintTooLong)
        return 0
    }

    /// A zigzag variable-length integer of 32 bits; record batches only.
    @inline(never)
    package mutating func varint() -> Int32 {
        let value = unsignedVarint()
        return Int32(bitPattern: (value >> 1) ^ (0 &- (value & 1)))
    }

    /// A zigzag variable-length integer of 64 bits; record batches only.
    @inline(never)
    package mutating func varlong() -> Int64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while shift < 70 {
            guard offset < limit else {
                fail(.truncated)
                return 0
            }
            let byte = bytes[offset]
            offset += 1
            if shift == 63, byte > 1 { break }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return Int64(bitPattern: (value >> 1) ^ (0 &- (value & 1))) }
            shift += 7
        }
        fail(.varintTooLong)
        return 0
    }

    /// The length of a string; nil = null.
    private mutating func stringLength() -> Int? { flexible ? compactLength() : classicLength(Int(int16())) }

    /// The length of bytes or the count of an array; nil = null.
    private mutating func longLength() -> Int? { flexible ? compactLength() : classicLength(Int(int32())) }

    private mutating func compactLength() -> Int? {
        let value = unsignedVarint()
        return value == 0 ? (fault == nil ? nil : 0) : Int(value) - 1
    }

    private mutating func classicLength(_ value: Int) -> Int? {
        if value >= 0 { return value }
        if value == -1 { return nil }
        fail(.negativeLength)
        return 0
    }

    private mutating func text(_ length: Int) -> String {
        guard remaining >= length else {
            fail(.truncated)
            return ""
        }
        let start = offset
        offset = start + length
        return bytes.withUnsafeBytes { String(decoding: $0[start..<start + length], as: UTF8.self) }
    }

    /// A string; null is a fault. Bytes that are not UTF-8 become U+FFFD, as in Kafka's own client.
    @inline(never)
    package mutating func string() -> String {
        guard let length = stringLength() else {
            fail(.unexpectedNull)
            return ""
        }
        return text(length)
    }

    /// A string or null.
    @inline(never)
    package mutating func nullableString() -> String? {
        guard let length = stringLength() else { return nil }
        return text(length)
    }

    /// A string or null in the classic encoding whatever the version: `ClientId` of request header v2.
    @inline(never)
    package mutating func classicNullableString() -> String? {
        guard let length = classicLength(Int(int16())) else { return nil }
        return text(length)
    }

    /// Bytes; null is a fault.
    @inline(never)
    package mutating func byteArray() -> [UInt8] {
        guard let length = longLength() else {
            fail(.unexpectedNull)
            return []
        }
        return raw(length)
    }

    /// Bytes or null.
    @inline(never)
    package mutating func nullableByteArray() -> [UInt8]? {
        guard let length = longLength() else { return nil }
        return raw(length)
    }

    /// The count of an array, checked against the bytes that are left; nil = null.
    /// - Parameter minimum: the fewest bytes one element takes, at least 1.
    @inline(never)
    package mutating func nullableCount(minimum: Int) -> Int? {
        guard let count = longLength() else { return nil }
        guard count <= remaining / max(minimum, 1) else {
            fail(.countTooLarge)
            return 0
        }
        return count
    }

    /// The count of an array; null is a fault.
    /// - Parameter minimum: the fewest bytes one element takes, at least 1.
    @inline(never)
    package mutating func count(minimum: Int) -> Int {
        guard let count = nullableCount(minimum: minimum) else {
            fail(.unexpectedNull)
            return 0
        }
        return count
    }

    /// Whether a nullable struct is there: one byte, negative = null.
    @inline(never)
    package mutating func isPresent() -> Bool { int8() >= 0 && fault == nil }
}
