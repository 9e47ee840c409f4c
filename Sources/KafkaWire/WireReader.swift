/// Reads the protocol's primitive types from bytes, and never throws: the first thing that does not fit sets `fault`, and from
/// then on every read yields zero, false, empty or nil. Message code reads field after field and asks once, at the end.
///
/// `flexible` carries the choice between the classic and the compact encodings (KIP-482), so that message code has no branch for it.
package struct WireReader: Sendable {
    /// All the bytes; the reader's window is `offset..<limit`.
    package let bytes: [UInt8]
    /// The byte that is read next.
    package internal(set) var offset: Int
    /// One past the last byte that may be read.
    package internal(set) var limit: Int
    /// Whether lengths are compact and structs end with a tagged section.
    package var flexible: Bool
    /// The first thing that did not fit.
    package internal(set) var fault: WireFault?

    /// A reader over all of `bytes`.
    package init(_ bytes: [UInt8], flexible: Bool = false) {
        self.bytes = bytes
        offset = 0
        limit = bytes.count
        self.flexible = flexible
    }

    /// A reader over a part of `bytes`; a range outside of them is narrowed to them.
    package init(_ bytes: [UInt8], range: Range<Int>, flexible: Bool = false) {
        let range = range.clamped(to: 0..<bytes.count)
        self.bytes = bytes
        offset = range.lowerBound
        limit = range.upperBound
        self.flexible = flexible
    }

    /// How many bytes are left.
    package var remaining: Int { limit - offset }

    /// Records a fault at the current byte, unless there is one already; all later reads yield nothing.
    @inline(never)
    package mutating func fail(_ kind: WireFault.Kind, field: String? = nil) {
        if fault == nil { fault = WireFault(kind, at: offset, field: field) }
        offset = limit
    }

    /// Throws the fault, or one for bytes that are left over.
    package func finish() throws(WireFault) {
        if let fault { throw fault }
        if remaining > 0 { throw WireFault(.trailingBytes, at: offset) }
    }

    /// Moves on by `count` bytes.
    @inline(never)
    package mutating func skip(_ count: Int) {
        guard count >= 0 else { return fail(.negativeLength) }
        guard remaining >= count else { return fail(.truncated) }
        offset += count
    }

    /// The next `count` bytes as they are.
    @inline(never)
    package mutating func raw(_ count: Int) -> [UInt8] {
        let start = offset
        skip(count)
        return fault == nil ? Array(bytes[start..<offset]) : []
    }

    @inline(__always)
    private mutating func load<T: FixedWidthInteger & BitwiseCopyable>(_ type: T.Type) -> T {
        let size = MemoryLayout<T>.size
        guard limit - offset >= size else {
            fail(.truncated)
            return 0
        }
        let start = offset
        offset = start + size
        // Inside the window by the check above; the window is inside the bytes by construction.
        return T(bigEndian: bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: start, as: T.self) })
    }

    /// One byte, 0 = false.
    @inline(never)
    package mutating func bool() -> Bool { load(UInt8.self) != 0 }
    /// One byte.
    @inline(never)
    package mutating func uint8() -> UInt8 { load(UInt8.self) }
    /// One byte, two's complement.
    @inline(never)
    package mutating func int8() -> Int8 { load(Int8.self) }
    /// Two bytes, big-endian.
    @inline(never)
    package mutating func int16() -> Int16 { load(Int16.self) }
    /// Two bytes, big-endian, unsigned.
    @inline(never)
    package mutating func uint16() -> UInt16 { load(UInt16.self) }
    /// Four bytes, big-endian.
    @inline(never)
    package mutating func int32() -> Int32 { load(Int32.self) }
    /// Four bytes, big-endian, unsigned.
    @inline(never)
    package mutating func uint32() -> UInt32 { load(UInt32.self) }
    /// Eight bytes, big-endian.
    @inline(never)
    package mutating func int64() -> Int64 { load(Int64.self) }
    /// Eight bytes, IEEE 754, big-endian.
    @inline(never)
    package mutating func float64() -> Double { Double(bitPattern: load(UInt64.self)) }
    /// Sixteen bytes, the most significant half first.
    @inline(never)
    package mutating func uuid() -> KafkaUUID {
        guard remaining >= 16 else {
            fail(.truncated)
            return .zero
        }
        return KafkaUUID(high: load(UInt64.self), low: load(UInt64.self))
    }
    /// Two bytes: an error code.
    @inline(never)
    package mutating func errorCode() -> ErrorCode { ErrorCode(load(Int16.self)) }
}
