extension ValueType {
    var isAny: Bool { self == .any }

    /// What a list, a set, a table or a range is made of; rows as records. `any` of `any`.
    package var element: ValueType? {
        switch self {
        case .list(let element), .set(let element): element
        case .table(let row), .plan(_, let row), .items(let row): .record(row)
        case .any: .any
        default: nil
        }
    }

    /// The row of a table, a plan, the items of an effect, or a record; nil for all else.
    package var row: RowType? {
        switch self {
        case .table(let row), .plan(_, let row), .items(let row), .record(let row): row
        default: nil
        }
    }

    /// Itself where it has rows or elements to count.
    var asCollection: ValueType? { element == nil ? nil : self }

    var isRecord: Bool { if case .record = self { true } else { false } }
    var isPlan: Bool { if case .plan = self { true } else { false } }
    var isItems: Bool { if case .items = self { true } else { false } }
    var isListOrSet: Bool {
        switch self {
        case .list, .set: true
        default: false
        }
    }

    /// True where it has rows: a table, a plan, the items of an effect.
    package var isTable: Bool { row != nil && !isRecord }

    var isNumber: Bool { self == .int || self == .float }

    /// True where values of the type can be added up.
    package var isAddable: Bool {
        switch self {
        case .int, .float, .size, .duration, .percent, .byteRate, .countRate: true
        default: false
        }
    }

    /// True where `<` means something.
    package var isOrdered: Bool {
        switch self {
        case .int, .float, .size, .duration, .percent, .byteRate, .countRate, .time, .string, .topic, .group, .broker, .partition: true
        default: false
        }
    }

    /// True where the value is a text underneath.
    package var isText: Bool {
        switch self {
        case .string, .topic, .group, .closedSet: true
        default: false
        }
    }

    var isTextOrAny: Bool { isText || isAny }
}
