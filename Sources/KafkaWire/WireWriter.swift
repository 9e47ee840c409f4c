/// Writes the protocol's primitive types. `flexible` carries the choice between the classic and the compact encodings (KIP-482), so
/// that message code has no branch for it.
package struct WireWriter: Sendable {
    /// What was written so far.
    package private(set) var bytes: [UInt8] = []
    /// Whether lengths are compact and structs end with a tagged section.
    package var flexible: Bool
    /// Whether a string or an array did not fit its length field: what was written is of no use.
    package private(set) var overflowed = false

    /// An empty writer.
    package init(flexible: Bool = false) { self.flexible = flexible }

    /// An empty writer with room for `capacity` bytes.
    package init(flexible: Bool = false, capacity: Int) {
        self.flexible = flexible
        bytes.reserveCapacity(capacity)
    }

    @inline(__always)
    private mutating func store<T: FixedWidthInteger>(_ value: T) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// One byte, 1 or 0.
    @inline(never)
    package mutating func bool(_ value: Bool) { bytes.append(value ? 1 : 0) }
    /// One byte.
    @inline(never)
    package mutating func uint8(_ value: UInt8) { bytes.append(value) }
    /// One byte, two's complement.
    @inline(never)
    package mutating func int8(_ value: Int8) { bytes.append(UInt8(bitPattern: value)) }
    /// Two bytes, big-endian.
    @inline(never)
    package mutating func int16(_ value: Int16) { store(value) }
    /// Two bytes, big-endian, unsigned.
    @inline(never)
    package mutating func uint16(_ value: UInt16) { store(value) }
    /// Four bytes, big-endian.
    @inline(never)
    package mutating func int32(_ value: Int32) { store(value) }
    /// Four bytes, big-endian, unsigned.
    @inline(never)
    package mutating func uint32(_ value: UInt32) { store(value) }
    /// Eight bytes, big-endian.
    @inline(never)
    package mutating func int64(_ value: Int64) { store(value) }
    /// Eight bytes, IEEE 754, big-endian.
    @inline(never)
    package mutating func float64(_ value: Double) { store(value.bitPattern) }
    /// Sixteen bytes, the most significant half first.
    @inline(never)
    package mutating func uuid(_ value: KafkaUUID) {
        store(value.high)
        store(value.low)
    }
    /// Two bytes: an error code.
    @inline(never)
    package mutating func errorCode(_ value: ErrorCode) { store(value.rawValue) }

    /// Bytes as they are, without a length.
    @inline(never)
    package mutating func raw(_ value: [UInt8]) { bytes.append(contentsOf: value) }

    /// Bytes as they are, without a length.
    @inline(never)
    package mutating func raw(_ value: ArraySlice<UInt8>) { bytes.append(contentsOf: value) }

    /// Writes `value` over four bytes that were written before, at `offset`; nothing happens where there are none.
    package mutating func patch(int32 value: Int32, at offset: Int) {
        guard offset >= 0, offset <= bytes.count - 4 else { return }
        let bits = UInt32(bitPattern: value)
        for index in 0..<4 { bytes[offset + index] = UInt8(truncatingIfNeeded: bits >> UInt32(24 - 8 * index)) }
    }

    /// An unsigned variable-length integer.
    @inline(never)
    package mutating func unsignedVarint(_ value: UInt32) {
        var left = value
        while left > 0x7F {
            bytes.append(UInt8(left & 0x7F) | 0x80)
            left >>= 7
        }
        bytes.append(UInt8(left))
    }

    /// A zigzag variable-length integer of 32 bits; record batches only.
    @inline(never)
    package mutating func varint(_ value: Int32) { unsignedVarint(UInt32(bitPattern: (value << 1) ^ (value >> 31))) }

    /// A zigzag variable-length integer of 64 bits; record batches only.
    @inline(never)
    package mutating func varlong(_ value: Int64) {
        var left = UInt64(bitPattern: (value << 1) ^ (value >> 63))
        while left > 0x7F {
            bytes.append(UInt8(left & 0x7F) | 0x80)
            left >>= 7
        }
        bytes.append(UInt8(left))
    }

    private mutating func compact(_ length: Int?) {
        guard let length else { return bytes.append(0) }
        guard let value = UInt32(exactly: length + 1), value <= UInt32(Int32.max) else { return overflowed = true }
        unsignedVarint(value)
    }

    private mutating func stringLength(_ length: Int?) {
        if flexible { return compact(length) }
        guard let value = Int16(exactly: length ?? -1) else { return overflowed = true }
        store(value)
    }

    private mutating func longLength(_ length: Int?) {
        if flexible { return compact(length) }
        guard let value = Int32(exactly: length ?? -1) else { return overflowed = true }
        store(value)
    }

    /// A string.
    @inline(never)
    package mutating func string(_ value: String) {
        stringLength(value.utf8.count)
        bytes.append(contentsOf: value.utf8)
    }

    /// A string or null.
    @inline(never)
    package mutating func nullableString(_ value: String?) {
        guard let value else { return stringLength(nil) }
        string(value)
    }

    /// A string or null in the classic encoding whatever the version: `ClientId` of request header v2.
    @inline(never)
    package mutating func classicNullableString(_ value: String?) {
        let before = flexible
        flexible = false
        nullableString(value)
        flexible = before
    }

    /// Bytes with their length.
    @inline(never)
    package mutating func byteArray(_ value: [UInt8]) {
        longLength(value.count)
        bytes.append(contentsOf: value)
    }

    /// Bytes with their length, or null.
    @inline(never)
    package mutating func nullableByteArray(_ value: [UInt8]?) {
        guard let value else { return longLength(nil) }
        byteArray(value)
    }

    /// The count of an array; nil = null.
    @inline(never)
    package mutating func count(_ value: Int?) { longLength(value) }

    /// The byte before a nullable struct: 1 = present, -1 = null.
    @inline(never)
    package mutating func present(_ value: Bool) { int8(value ? 1 : -1) }

    /// The tagged section of a struct without tagged fields; nothing when the version is not flexible.
    @inline(never)
    package mutating func endStruct() {
        if flexible { bytes.append(0) }
    }

    /// The tagged section of a struct; nothing when the version is not flexible.
    @inline(never)
    package mutating func endStruct(_ tagged: TaggedFields) {
        guard flexible else { return }
        if tagged.overflowed { overflowed = true }
        unsignedVarint(UInt32(tagged.fields.count))
        for field in tagged.fields {
            unsignedVarint(field.tag)
            unsignedVarint(UInt32(truncatingIfNeeded: field.bytes.count))
            bytes.append(contentsOf: field.bytes)
        }
    }
}

/// The tagged fields of one struct that differ from their defaults, in the order of their tags.
package struct TaggedFields: Sendable {
    fileprivate var fields: [(tag: UInt32, bytes: [UInt8])] = []
    fileprivate var overflowed = false

    /// No field.
    package init() {}

    /// Adds a field whose payload was written by `payload`, keeping the order of tags.
    @inline(never)
    package mutating func add(_ tag: UInt32, _ payload: WireWriter) {
        let place = fields.firstIndex { $0.tag > tag } ?? fields.count
        fields.insert((tag, payload.bytes), at: place)
        if payload.overflowed { overflowed = true }
    }
}
