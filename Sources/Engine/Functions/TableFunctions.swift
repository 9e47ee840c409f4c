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
        try end(arguments[0], "first", site, isLast: false)
    }

    static func last(_ arguments: [Value], _ site: CallSite) throws(EvaluationFailure) -> Value {
        try end(arguments[0], "last", site, isLast: true)
    }

    /// What may stand before it, or after it, leaves it open which one it is.
    private static func end(_ value: Value, _ name: String, _ site: CallSite, isLast: Bool) throws(EvaluationFailure) -> Value {
        switch value {
        case .unknown, .null: return value
        case .table(let table):
            if let cause = table.missing.first { return .unknown(cause) }
            if let row = table.surelyFirst(last: isLast) { return .record(table.record(at: row)) }
            if table.decided.isEmpty, table.undecided.isEmpty { return .null }
            return .unknown(table.causes.first ?? table.order?.because ?? Comparison.onlyBound)
        case .list(let list), .set(let list):
            if let cause = list.missing.first { return .unknown(cause) }
            if list.isOrderUnsure, list.elements.count > 1 { return .unknown(Comparison.onlyBound) }
            return (isLast ? list.elements.last : list.elements.first) ?? .null
        default: throw site.fault("`\(name)` takes a table or a list, and this is \(Comparison.kind(value))")
        }
    }

    static func distinct(_ arguments: [Value], _ site: CallSite) throws(EvaluationFailure) -> Value {
        switch arguments[0] {
        case .unknown, .null, .set: return arguments[0]
        case .list(var list):
            var seen: Set<Value> = []
            var kept: [Value] = []
            for (index, element) in list.elements.enumerated() {
                if let identity = Identity.of(element) {
                    if seen.insert(identity).inserted { kept.append(element) }
                } else if let cause = mayRepeat(element, at: index, list.elements) {
                    if !list.missing.contains(cause) { list.missing.append(cause) }
                } else {
                    kept.append(element)
                }
            }
            list.elements = kept
            return .list(list)
        default: throw site.fault("`distinct` takes a list, and this is \(Comparison.kind(arguments[0]))")
        }
    }

    /// Why an element that is not wholly known may be another one again; nil: it is surely none of them.
    private static func mayRepeat(_ element: Value, at index: Int, _ elements: [Value]) -> Cause? {
        if case .unknown(let cause) = element { return cause }
        for (other, value) in elements.enumerated() where other != index {
            if case .unknown(let cause) = Comparison.compare(.equal, element, value) { return cause }
        }
        return nil
    }

    static func flatten(_ arguments: [Value], _ site: CallSite) throws(EvaluationFailure) -> Value {
        switch arguments[0] {
        case .unknown, .null: return arguments[0]
        case .list(let outer), .set(let outer):
            var elements: [Value] = []
            var missing = outer.missing
            var isSigned = outer.isSigned
            for inner in outer.elements {
                switch inner {
                case .null: continue
                case .unknown(let cause): if !missing.contains(cause) { missing.append(cause) }
                case .list(let list), .set(let list):
                    elements += list.elements
                    isSigned = isSigned || list.isSigned
                    for cause in list.missing where !missing.contains(cause) { missing.append(cause) }
                default: throw site.fault("`flatten` takes a list of lists, and in it is \(Comparison.kind(inner))")
                }
            }
            return .list(ListValue(elements, missing: missing, isSigned: isSigned, isOrderUnsure: outer.isOrderUnsure))
        default: throw site.fault("`flatten` takes a list of lists, and this is \(Comparison.kind(arguments[0]))")
        }
    }
}
