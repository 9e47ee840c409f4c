import Journal
import Language

extension ValueType {
    private static let plain: [(String, ValueType)] = [
        ("int", .int), ("float", .float), ("bool", .bool), ("string", .string), ("duration", .duration), ("size", .size),
        ("percent", .percent), ("time", .time), ("byteRate", .byteRate), ("countRate", .countRate), ("topic", .topic), ("group", .group),
        ("broker", .broker), ("partition", .partition), ("column", .column), ("drawing", .drawing), ("secret", .secret), ("any", .any),
    ]

    /// The type as the journal keeps it: a word, or an object with one word for its constructor.
    package var json: JSONValue {
        switch self {
        case .closedSet(let words): ["oneOf": .array(words.map { .string($0) })]
        case .list(let element): ["list": element.json]
        case .set(let element): ["set": element.json]
        case .range(let element): ["range": element.json]
        case .record(let row): ["record": row.json]
        case .table(let row): ["table": row.json]
        case .items(let row): ["items": row.json]
        case .plan(let effect, let row): ["plan": row.json, "effect": .string(effect)]
        default: .string(ValueType.plain.first { $0.1 == self }?.0 ?? "any")
        }
    }

    /// Reads what `json` made.
    /// - Throws: `ValueFault` where it is no type.
    package init(json: JSONValue) throws(ValueFault) {
        switch json {
        case .string(let word):
            guard let type = ValueType.plain.first(where: { $0.0 == word })?.1 else { throw ValueFault("\"\(word)\" is no type") }
            self = type
        case .object(let members):
            guard let first = members.first else { throw ValueFault("a type without a word") }
            switch first.name {
            case "oneOf": self = .closedSet(try first.value.texts())
            case "list": self = .list(try ValueType(json: first.value))
            case "set": self = .set(try ValueType(json: first.value))
            case "range": self = .range(try ValueType(json: first.value))
            case "record": self = .record(try RowType(json: first.value))
            case "table": self = .table(try RowType(json: first.value))
            case "items": self = .items(try RowType(json: first.value))
            case "plan":
                guard let effect = json["effect"]?.string else { throw ValueFault("a plan's type without its effect") }
                self = .plan(effect: effect, try RowType(json: first.value))
            default: throw ValueFault("\"\(first.name)\" is no type")
            }
        default: throw ValueFault("a type is a word or an object")
        }
    }
}

extension RowType {
    /// The row's type as the journal keeps it.
    package var json: JSONValue {
        let fields = JSONValue.array(self.fields.map { .array([.string($0.name), $0.type.json]) })
        guard let source else { return ["fields": fields] }
        return ["source": .string(source), "fields": fields]
    }

    /// Reads what `json` made.
    package init(json: JSONValue) throws(ValueFault) {
        guard let rows = json["fields"]?.array else { throw ValueFault("a row's type without fields") }
        var fields: [Field] = []
        for row in rows {
            guard let pair = row.array, pair.count == 2, let name = pair[0].string else { throw ValueFault("a field is a name and a type") }
            fields.append(Field(name, try ValueType(json: pair[1])))
        }
        self.init(source: json["source"]?.string, fields: fields)
    }
}
