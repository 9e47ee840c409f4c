import KafkaWire

/// A struct inside a message, read from the wire. Internal, so that the loops below are specialised inside this module.
protocol ReadableStruct {
    init(from reader: inout WireReader, version: Int16)
}

/// A struct inside a message, written to the wire.
protocol WritableStruct {
    func encode(into writer: inout WireWriter, version: Int16) throws(EncodingFailure)
}

extension WireReader {
    /// An array of structs; null is a fault.
    mutating func structs<T: ReadableStruct>(minimum: Int, version: Int16) -> [T] {
        structs(of: count(minimum: minimum), version: version)
    }

    /// An array of structs or null.
    mutating func nullableStructs<T: ReadableStruct>(minimum: Int, version: Int16) -> [T]? {
        guard let count = nullableCount(minimum: minimum) else { return nil }
        return structs(of: count, version: version)
    }

    private mutating func structs<T: ReadableStruct>(of count: Int, version: Int16) -> [T] {
        var result: [T] = []
        result.reserveCapacity(min(count, 1 << 12))
        var left = count
        while left > 0, fault == nil {
            result.append(T(from: &self, version: version))
            left -= 1
        }
        return result
    }
}

extension WireWriter {
    /// An array of structs or null.
    mutating func structs<T: WritableStruct>(_ values: [T]?, version: Int16) throws(EncodingFailure) {
        count(values?.count)
        guard let values else { return }
        for value in values { try value.encode(into: &self, version: version) }
    }
}
