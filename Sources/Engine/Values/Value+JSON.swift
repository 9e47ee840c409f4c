import Journal
import Language

/// A JSON value that is no value of the language: a journal from elsewhere, or damaged.
package struct ValueFault: Error, Hashable, Sendable, CustomStringConvertible {
    package var message: String

    package init(_ message: String) { self.message = message }

    package var description: String { "not a value: \(message)" }
}

extension Value {
    /// The value as the journal keeps it, without loss: causes, bounds, types of columns.
    ///
    /// Null, truths, counts and texts are themselves; anything else is an object whose first member says what it is.
    /// Tables are compacted: rows that no selection names are left out. A secret is its name.
    package var json: JSONValue {
        switch self {
        case .null: .null
        case .bool(let truth): .bool(truth)
        case .int(let number): .int(number)
        case .text(let text): .string(text)
        case .unknown(let cause): ["unknown": cause.json]
        case .float(let number): ["float": JSONValue(exact: number)]
        case .duration(let nanoseconds): ["duration": .int(nanoseconds)]
        case .size(let bytes): ["size": .int(bytes)]
        case .percent(let number): ["percent": JSONValue(exact: number)]
        case .time(let milliseconds): ["time": .int(milliseconds)]
        case .byteRate(let rate): ["byteRate": JSONValue(exact: rate)]
        case .countRate(let rate): ["countRate": JSONValue(exact: rate)]
        case .partition(let topic, let index): ["partition": [.string(topic), .int(index)]]
        case .list(let list): list.json(named: "list")
        case .set(let list): list.json(named: "set")
        case .record(let record): record.json
        case .table(let table): ["table": table.json]
        case .range(let low, let high): ["range": [low.json, high.json]]
        case .bound(.atLeast, let value): ["atLeast": value.json]
        case .bound(.atMost, let value): ["atMost": value.json]
        case .drawing(let lines): ["drawing": .array(lines.map { .string($0) })]
        case .secret(let name): ["secret": .string(name)]
        }
    }

    /// Reads what `json` made.
    /// - Throws: `ValueFault` for anything else.
    package init(json: JSONValue) throws(ValueFault) {
        switch json {
        case .null: self = .null
        case .bool(let truth): self = .bool(truth)
        case .int(let number): self = .int(number)
        case .string(let text): self = .text(text)
        case .double(let number): self = .float(number)
        case .array: throw ValueFault("a bare array")
        case .object(let members):
            guard let first = members.first else { throw ValueFault("an empty object") }
            self = try Value(kind: first.name, content: first.value, of: json)
        }
    }

    private init(kind: String, content: JSONValue, of json: JSONValue) throws(ValueFault) {
        switch kind {
        case "unknown": self = .unknown(try Cause(json: content))
        case "float": self = .float(try content.exactDouble())
        case "duration": self = .duration(try content.number())
        case "size": self = .size(try content.number())
        case "percent": self = Value(finite: try content.exactDouble()) { .percent($0) }
        case "time": self = .time(try content.number())
        case "byteRate": self = Value(finite: try content.exactDouble()) { .byteRate($0) }
        case "countRate": self = Value(finite: try content.exactDouble()) { .countRate($0) }
        case "partition":
            guard let pair = content.array, pair.count == 2, let topic = pair[0].string, let index = pair[1].int else {
                throw ValueFault("a partition is a topic and an index")
            }
            self = .partition(topic: topic, index: index)
        case "list": self = .list(try ListValue(json: json, named: "list"))
        case "set": self = .set(try ListValue(json: json, named: "set"))
        case "record": self = .record(try Record(json: json))
        case "table": self = .table(try Table(json: content))
        case "range":
            guard let pair = content.array, pair.count == 2 else { throw ValueFault("a range has two ends") }
            self = .range(try Value(json: pair[0]), try Value(json: pair[1]))
        case "atLeast": self = .bound(.atLeast, try Value(json: content))
        case "atMost": self = .bound(.atMost, try Value(json: content))
        case "drawing": self = .drawing(try content.texts())
        case "secret":
            guard let name = content.string else { throw ValueFault("a secret has a name") }
            self = .secret(name)
        default: throw ValueFault("\"\(kind)\" is no kind of value")
        }
    }
}

extension Value {
    /// The value as a part of a key: as in `json`, but for what is said of the kind of numbers, which is no part of what the value is, and which
    /// keys of older journals do not have.
    var keyJSON: JSONValue { json.withoutNaturalKinds }
}

extension JSONValue {
    fileprivate var withoutNaturalKinds: JSONValue {
        switch self {
        case .array(let elements): return .array(elements.map(\.withoutNaturalKinds))
        case .object(let members):
            let isRecord = members.first?.name == "record"
            return .object(
                members.filter { !($0.name == "signed" && $0.value == .bool(false)) && !(isRecord && $0.name == "natural") }
                    .map { .init($0.name, $0.value.withoutNaturalKinds) })
        default: return self
        }
    }
}

extension Value {
    /// A percentage or a rate of this number; unknown, with the cause, where that is none: a quotient that overflowed, a reading of garbage.
    package init(finite number: Double, _ kind: (Double) -> Value) {
        self = number.isFinite ? kind(number) : .unknown(Cause("overflow: the result is too great for a number"))
    }
}

extension Cause {
    package var json: JSONValue {
        guard let broker else { return .string(text) }
        return ["broker": .int(broker), "cause": .string(text)]
    }

    package init(json: JSONValue) throws(ValueFault) {
        if let text = json.string {
            self.init(text)
        } else if let broker = json["broker"]?.int, let text = json["cause"]?.string {
            self.init(broker: broker, text)
        } else {
            throw ValueFault("a cause is a text, or a broker and a text")
        }
    }

    static func list(_ json: JSONValue?) throws(ValueFault) -> [Cause] {
        guard let json else { return [] }
        guard let elements = json.array else { throw ValueFault("causes are a list") }
        var causes: [Cause] = []
        for element in elements { causes.append(try Cause(json: element)) }
        return causes
    }
}

extension ListValue {
    func json(named name: String) -> JSONValue {
        var members = [JSONValue.Member(name, .array(elements.map(\.json)))]
        if !missing.isEmpty { members.append(.init("missing", .array(missing.map(\.json)))) }
        if let saidSigned { members.append(.init("signed", .bool(saidSigned))) }
        if isOrderUnsure { members.append(.init("unsorted", .bool(true))) }
        return .object(members)
    }

    init(json: JSONValue, named name: String) throws(ValueFault) {
        self.init(
            try Value.list(json[name]), missing: try Cause.list(json["missing"]), isSigned: json["signed"]?.bool,
            isOrderUnsure: json["unsorted"]?.bool == true)
    }
}

extension Value {
    static func list(_ json: JSONValue?) throws(ValueFault) -> [Value] {
        guard let elements = json?.array else { throw ValueFault("not a list") }
        var values: [Value] = []
        values.reserveCapacity(elements.count)
        for element in elements { values.append(try Value(json: element)) }
        return values
    }
}

extension Record {
    /// The record as the journal keeps it.
    package var json: JSONValue {
        var members = [
            JSONValue.Member("record", .array(fields.map { .array([.string($0.name), $0.type.json, $0.value.json]) }))
        ]
        if let source { members.append(.init("source", .string(source))) }
        if !key.isEmpty { members.append(.init("key", .array(key.map { .string($0) }))) }
        let natural = fields.filter { !$0.isSigned }
        if !natural.isEmpty { members.append(.init("natural", .array(natural.map { .string($0.name) }))) }
        return .object(members)
    }

    /// Reads what `json` made. A field that is not said to hold nothing below zero may hold it: journals of before say nothing.
    package init(json: JSONValue) throws(ValueFault) {
        guard let rows = json["record"]?.array else { throw ValueFault("a record without fields") }
        let natural = Set<NameKey>(try json["natural"]?.texts() ?? [])
        var fields: [Field] = []
        for row in rows {
            guard let parts = row.array, parts.count == 3, let name = parts[0].string else {
                throw ValueFault("a field is a name, a type and a value")
            }
            let value = try Value(json: parts[2])
            fields.append(Field(name, try ValueType(json: parts[1]), value, isSigned: !natural.contains(name)))
        }
        self.init(fields: fields, source: json["source"]?.string, key: try json["key"]?.texts() ?? [])
    }
}

extension JSONValue {
    /// A number with all its digits; what JSON has no number for is a word.
    init(exact number: Double) {
        if number.isNaN {
            self = .string("nan")
        } else if number.isInfinite {
            self = .string(number < 0 ? "-inf" : "inf")
        } else {
            self = .double(number)
        }
    }

    func exactDouble() throws(ValueFault) -> Double {
        switch self {
        case .double(let number): return number
        case .int(let number): return Double(number)
        case .string("nan"): return .nan
        case .string("inf"): return .infinity
        case .string("-inf"): return -.infinity
        default: throw ValueFault("not a number")
        }
    }

    func number() throws(ValueFault) -> Int {
        guard let int else { throw ValueFault("not a whole number") }
        return int
    }

    func numbers() throws(ValueFault) -> [Int] {
        guard let array else { throw ValueFault("not a list of numbers") }
        var numbers: [Int] = []
        numbers.reserveCapacity(array.count)
        for element in array { numbers.append(try element.number()) }
        return numbers
    }

    func texts() throws(ValueFault) -> [String] {
        guard let array else { throw ValueFault("not a list of texts") }
        var texts: [String] = []
        for element in array {
            guard let text = element.string else { throw ValueFault("not a text") }
            texts.append(text)
        }
        return texts
    }
}
