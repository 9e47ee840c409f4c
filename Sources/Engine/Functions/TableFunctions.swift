import Language

/// `decided first last distinct flatten`.
enum TableFunctions {
    static func decided(_ arguments: [Value], _ site: CallSite) throws(EvaluationFailure) -> Value {
        switch arguments[0] {
        case .table(var table):
            table.undecided = []
            table.undecidedBecause = []
            table.missing = []
            return .table(table)
        // A table that could not be read at all has no decided rows, and that it is a table is all that is known.
        case .unknown, .null: return arguments[0]
        default: throw site.fault("`decided` takes a table, and this is \(Comparison.kind(arguments[0]))")
        }
    }

    static func first(_ arguments: [Value], _ site: CallSite) throws(EvaluationFailure) -> Value {
        try end(arguments[0], "first", site) {
            $0.first
        } row: {
            $0.first
        }
    }

    static func last(_ arguments: [Value], _ site: CallSite) throws(EvaluationFailure) -> Value {
        try end(arguments[0], "last", site) {
            $0.last
        } row: {
            $0.last
        }
    }

    private static func end(
        _ value: Value, _ name: String, _ site: CallSite, element: ([Value]) -> Value?, row: ([UInt32]) -> UInt32?
    ) throws(EvaluationFailure) -> Value {
        switch value {
        case .unknown, .null: return value
        case .table(let table):
            if let row = row(table.decided) { return .record(table.record(at: row)) }
            return table.causes.first.map { .unknown($0) } ?? .null
        case .list(let list), .set(let list):
            return element(list.elements) ?? list.missing.first.map { .unknown($0) } ?? .null
        default: throw site.fault("`\(name)` takes a table or a list, and this is \(Comparison.kind(value))")
        }
    }

    static func distinct(_ arguments: [Value], _ site: CallSite) throws(EvaluationFailure) -> Value {
        switch arguments[0] {
        case .unknown, .null, .set: return arguments[0]
        case .list(let list):
            var seen: Set<Value> = []
            return .list(ListValue(list.elements.filter { seen.insert($0).inserted }, missing: list.missing))
        default: throw site.fault("`distinct` takes a list, and this is \(Comparison.kind(arguments[0]))")
        }
    }

    static func flatten(_ arguments: [Value], _ site: CallSite) throws(EvaluationFailure) -> Value {
        switch arguments[0] {
        case .unknown, .null: return arguments[0]
        case .list(let outer), .set(let outer):
            var elements: [Value] = []
            var missing = outer.missing
            for inner in outer.elements {
                switch inner {
                case .null: continue
                case .unknown(let cause): if !missing.contains(cause) { missing.append(cause) }
                case .list(let list), .set(let list):
                    elements += list.elements
                    for cause in list.missing where !missing.contains(cause) { missing.append(cause) }
                default: throw site.fault("`flatten` takes a list of lists, and in it is \(Comparison.kind(inner))")
                }
            }
            return .list(ListValue(elements, missing: missing))
        default: throw site.fault("`flatten` takes a list of lists, and this is \(Comparison.kind(arguments[0]))")
        }
    }
}
