import Language

/// A value of the language: immutable, comparable, and such that it can be saved.
///
/// Broker ids are `int`, topics and groups `text`: the type of a column or a binding (`ValueType`) tells how they are shown.
package indirect enum Value: Sendable, Hashable {
    /// Known to be absent.
    case null
    /// Could not be read.
    case unknown(Cause)
    case bool(Bool)
    case int(Int)
    case float(Double)
    case text(String)
    /// Nanoseconds.
    case duration(Int)
    /// Bytes.
    case size(Int)
    /// 95% is 95.0.
    case percent(Double)
    /// Milliseconds since 1970-01-01T00:00Z.
    case time(Int)
    /// Bytes per second.
    case byteRate(Double)
    /// Records, requests … per second.
    case countRate(Double)
    case partition(topic: String, index: Int)
    case list(ListValue)
    /// Sorted, without repeats.
    case set(ListValue)
    case record(Record)
    case table(Table)
    case range(Value, Value)
    /// At least, or at most, this much: a sum with unknown parts.
    case bound(Bound, Value)
    /// What `bars` and `spark` draw.
    case drawing([String])
    /// A secret's name; its text is only in memory.
    case secret(String)

    package enum Bound: Sendable, Hashable { case atLeast, atMost }
}

/// The elements of a list, and causes why some may be missing.
package struct ListValue: Sendable {
    package var elements: [Value]
    package var missing: [Cause]
    /// Whether elements may lie below zero by their kind: then an unknown one may make a sum smaller. nil where nobody said it, which counts
    /// as true. No part of what the list is.
    package var saidSigned: Bool?
    package var isSigned: Bool { saidSigned ?? true }
    /// True where it is not sure which element is the first: the order is that of a sort by bounds. No part of what the list is.
    package var isOrderUnsure: Bool

    package init(_ elements: [Value], missing: [Cause] = [], isSigned: Bool? = nil, isOrderUnsure: Bool = false) {
        self.elements = elements
        self.missing = missing
        saidSigned = isSigned
        self.isOrderUnsure = isOrderUnsure
    }
}

extension ListValue: Hashable {
    package static func == (one: ListValue, other: ListValue) -> Bool {
        one.elements == other.elements && one.missing == other.missing
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(elements)
        hasher.combine(missing)
    }
}

/// Named values in order: a row on its own, an error that was caught.
package struct Record: Sendable, Hashable {
    package var fields: [Field]
    /// The source whose row this is, while it keeps its key.
    package var source: String?
    /// The names of the fields that tell the row from others.
    package var key: [String]

    package struct Field: Sendable, Hashable {
        package var name: String
        package var type: ValueType
        package var value: Value
        /// True where a number in it, known or not, may lie below zero by its kind. No part of what the field is.
        package var isSigned: Bool
        /// True where a number in it names something: people see all its digits. How it is written is no part of what it is.
        package var isExact: Bool

        package init(_ name: String, _ type: ValueType, _ value: Value, isSigned: Bool = true, isExact: Bool = false) {
            self.name = name
            self.type = type
            self.value = value
            self.isSigned = isSigned
            self.isExact = isExact
        }
    }

    package init(fields: [Field], source: String? = nil, key: [String] = []) {
        self.fields = fields
        self.source = source
        self.key = key
    }

    /// The value of a field; nil where there is none of that name.
    package subscript(name: String) -> Value? { fields.first { $0.name == name }?.value }
}

extension Record.Field {
    package static func == (one: Self, other: Self) -> Bool {
        one.name == other.name && one.type == other.type && one.value == other.value
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(type)
        hasher.combine(value)
    }
}
