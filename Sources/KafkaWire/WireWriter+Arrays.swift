extension WireWriter {
    @inline(__always)
    private mutating func elements<T>(_ values: [T]?, _ write: (inout WireWriter, T) -> Void) {
        count(values?.count)
        guard let values else { return }
        for value in values { write(&self, value) }
    }

    /// An array of 8-bit integers or null.
    @inline(never)
    package mutating func int8Array(_ values: [Int8]?) { elements(values) { $0.int8($1) } }
    /// An array of 16-bit integers or null.
    @inline(never)
    package mutating func int16Array(_ values: [Int16]?) { elements(values) { $0.int16($1) } }
    /// An array of 32-bit integers or null.
    @inline(never)
    package mutating func int32Array(_ values: [Int32]?) { elements(values) { $0.int32($1) } }
    /// An array of 64-bit integers or null.
    @inline(never)
    package mutating func int64Array(_ values: [Int64]?) { elements(values) { $0.int64($1) } }
    /// An array of strings or null.
    @inline(never)
    package mutating func stringArray(_ values: [String]?) { elements(values) { $0.string($1) } }
    /// An array of UUIDs or null.
    @inline(never)
    package mutating func uuidArray(_ values: [KafkaUUID]?) { elements(values) { $0.uuid($1) } }
}
