/// `in`, `contains`, `startsWith`, `is empty`, sets: three-valued.
enum Membership {
    /// A set: sorted, each element once.
    static func set(_ elements: [Value], missing: [Cause] = [], isSigned: Bool = true) -> Value {
        var seen: Set<Value> = []
        let members = Comparison.sorted(elements.filter { seen.insert(Identity.of($0) ?? $0).inserted })
        return .set(ListValue(members, missing: missing, isSigned: isSigned))
    }

    /// A list or a set as a list; all else as it is.
    static func asList(_ value: Value) -> Value {
        if case .set(let list) = value { return .list(list) }
        return value
    }

    /// `x in whole`.
    static func isIn(_ x: Value, _ whole: Value) -> Value {
        switch whole {
        case .unknown: return whole
        case .null: return .bool(false)
        case .range(let low, let high):
            return Kleene.and(Comparison.compare(.greaterOrEqual, x, low), Comparison.compare(.lessOrEqual, x, high))
        case .list(let list), .set(let list):
            if case .unknown = x, !list.elements.isEmpty || !list.missing.isEmpty { return x }
            var open: Value?
            for element in list.elements {
                let same = Comparison.compare(.equal, x, element)
                switch Kleene.truth(same) {
                case .yes: return .bool(true)
                case .open: open = open ?? same
                case .no: break
                }
            }
            if let open { return open }
            if let cause = list.missing.first { return .unknown(cause) }
            return .bool(false)
        default: return .unknown(Cause("\(Comparison.kind(whole)) holds no elements"))
        }
    }

    /// `whole contains part`.
    static func contains(_ whole: Value, _ part: Value) -> Value {
        if case .text = whole { return texts(whole, part) { $0.contains($1) } }
        return isIn(part, whole)
    }

    /// A test of two texts; null is no text and has none.
    static func texts(_ a: Value, _ b: Value, _ test: (String, String) -> Bool) -> Value {
        switch (a, b) {
        case (.unknown, _): a
        case (_, .unknown): b
        case (.text(let x), .text(let y)): .bool(test(x, y))
        case (.null, _), (_, .null): .bool(false)
        default: .unknown(Cause("\(Comparison.kind(a)) is no text"))
        }
    }

    /// `x is empty`: of a table and a list as `no x`; of a text that it has no characters. Null is not empty: it is null.
    static func isEmpty(_ value: Value) -> Value {
        switch value {
        case .unknown: value
        case .null: .bool(false)
        case .text(let text): .bool(text.isEmpty)
        case .bound(.atLeast, _), .bound(.atMost, _): .unknown(Comparison.onlyBound)
        default: anyOf(value).map { Kleene.not($0) } ?? .bool(false)
        }
    }

    /// `any x`: whether a table has rows, or a list elements; nil for what has none to have.
    static func anyOf(_ value: Value) -> Value? {
        switch value {
        case .unknown: return value
        case .table(let table):
            if !table.decided.isEmpty { return .bool(true) }
            return table.causes.first.map { .unknown($0) } ?? .bool(false)
        case .list(let list), .set(let list):
            if !list.elements.isEmpty { return .bool(true) }
            return list.missing.first.map { .unknown($0) } ?? .bool(false)
        case .null: return .bool(false)
        default: return nil
        }
    }
}
