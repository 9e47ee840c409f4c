import Engine
import Journal
import Output

/// What `--output json` prints, without what the grammar leaves free: the words of causes, how long it took.
enum OracleForm {
    static func json(_ value: Value) -> JSONValue { bare(JSONForm.value(value)) }

    private static func bare(_ json: JSONValue) -> JSONValue {
        switch json {
        case .array(let elements): return .array(elements.map(bare))
        case .object(let members):
            if let rows = json["rows"]?.array, let names = json["columns"]?.array {
                func cells(_ rows: [JSONValue]?) -> JSONValue {
                    .array((rows ?? []).map { row in .array(names.map { bare(row[$0.string ?? ""] ?? .null) }) })
                }
                return [
                    "columns": .array(names), "rows": cells(rows), "undecided": cells(json["undecided"]?.array),
                    "missing": .bool(json["missing"]?.array?.isEmpty == false),
                ]
            }
            if members.count == 1, json["unknown"] != nil { return ["unknown": true] }
            if let known = json["known"], json["unknown"] != nil { return ["known": bare(known), "unknown": true] }
            return .object(members.map { .init($0.name, bare($0.value)) })
        default: return json
        }
    }
}
