extension WireReader {
    @inline(__always)
    private mutating func elements<T>(_ count: Int, _ read: (inout WireReader) -> T) -> [T] {
        var result: [T] = []
        result.reserveCapacity(count)
        var left = count
        while left > 0, fault == nil {
            result.append(read(&self))
            left -= 1
        }
        return result
    }

    /// An array of 8-bit integers.
    @inline(never)
    package mutating func int8Array() -> [Int8] { elements(count(minimum: 1)) { $0.int8() } }
    /// An array of 16-bit integers.
    @inline(never)
    package mutating func int16Array() -> [Int16] { elements(count(minimum: 2)) { $0.int16() } }
    /// An array of 32-bit integers.
    @inline(never)
    package mutating func int32Array() -> [Int32] { elements(count(minimum: 4)) { $0.int32() } }
    /// An array of 64-bit integers.
    @inline(never)
    package mutating func int64Array() -> [Int64] { elements(count(minimum: 8)) { $0.int64() } }
    /// An array of strings.
    @inline(never)
    package mutating func stringArray() -> [String] { elements(count(minimum: 1)) { $0.string() } }
    /// An array of UUIDs.
    @inline(never)
    package mutating func uuidArray() -> [KafkaUUID] { elements(count(minimum: 16)) { $0.uuid() } }

    /// An array of 8-bit integers or null.
    @inline(never)
    package mutating func nullableInt8Array() -> [Int8]? { nullableCount(minimum: 1).map { elements($0) { $0.int8() } } }
    /// An array of 16-bit integers or null.
    @inline(never)
    package mutating func nullableInt16Array() -> [Int16]? { nullableCount(minimum: 2).map { elements($0) { $0.int16() } } }
    /// An array of 32-bit integers or null.
    @inline(never)
    package mutating func nullableInt32Array() -> [Int32]? { nullableCount(minimum: 4).map { elements($0) { $0.int32() } } }
    /// An array of 64-bit integers or null.
    @inline(never)
    package mutating func nullableInt64Array() -> [Int64]? { nullableCount(minimum: 8).map { elements($0) { $0.int64() } } }
    /// An array of strings or null.
    @inline(never)
    package mutating func nullableStringArray() -> [String]? { nullableCount(minimum: 1).map { elements($0) { $0.string() } } }
    /// An array of UUIDs or null.
    @inline(never)
    package mutating func nullableUUIDArray() -> [KafkaUUID]? { nullableCount(minimum: 16).map { elements($0) { $0.uuid() } } }

    /// `count` integers whose bytes are known to be there.
    @inline(__always)
    private mutating func append(_ count: Int, to column: inout [Int32]) {
        guard fault == nil, count > 0 else { return }
        let start = offset
        offset = start + 4 * count
        bytes.withUnsafeBytes { all in
            for index in 0..<count {
                column.append(Int32(bigEndian: all.loadUnaligned(fromByteOffset: start + 4 * index, as: Int32.self)))
            }
        }
    }

    /// An array of 32-bit integers appended to a column that many rows share.
    @inline(never)
    package mutating func int32Array(appendingTo column: inout [Int32]) { append(count(minimum: 4), to: &column) }

    /// An array of 32-bit integers or null, appended to a column that many rows share; false = null.
    @inline(never)
    package mutating func nullableInt32Array(appendingTo column: inout [Int32]) -> Bool {
        guard let count = nullableCount(minimum: 4) else { return false }
        append(count, to: &column)
        return true
    }
}
