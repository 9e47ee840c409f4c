import Language

/// A value in the form in which those that are equal by `==` are one: `1` and `1.0`, sets in any order. What groups, joins and repeats are found by.
enum Identity {
    /// nil for what is not surely equal to itself: an unknown, a bound, a list that lacks something.
    static func of(_ value: Value) -> Value? {
        switch value {
        case .unknown, .bound: return nil
        case .float(let number): return Int(exactly: number).map { .int($0) } ?? (number.isNaN ? nil : value)
        case .percent(let number), .byteRate(let number), .countRate(let number):
            if number.isNaN { return nil }
            return number == 0 ? zero(value) : value
        case .list(let list):
            guard list.missing.isEmpty, let elements = of(list.elements) else { return nil }
            return .list(ListValue(elements))
        case .set(let list):
            guard list.missing.isEmpty, let elements = of(list.elements) else { return nil }
            return Membership.set(elements)
        case .record(let record):
            let value = Comparison.key(value)
            guard case .record = value else { return of(value) }
            guard let values = of(record.fields.map(\.value)) else { return nil }
            return .record(Record(fields: values.map { .init("", .any, $0) }))
        case .table(let table): return table.isComplete ? value : nil
        case .range(let low, let high):
            guard let low = of(low), let high = of(high) else { return nil }
            return .range(low, high)
        default: return value
        }
    }

    /// nil where one of them has none.
    static func of(_ values: [Value]) -> [Value]? {
        var result: [Value] = []
        result.reserveCapacity(values.count)
        for value in values {
            guard let one = of(value) else { return nil }
            result.append(one)
        }
        return result
    }

    /// Zero and minus zero are one.
    private static func zero(_ value: Value) -> Value {
        switch value {
        case .percent: .percent(0)
        case .byteRate: .byteRate(0)
        case .countRate: .countRate(0)
        default: value
        }
    }
}
