/// Equality and order of values, three-valued. A bound compares as all that it may be.
enum Comparison {
    static let onlyBound = Cause("known only as a bound")

    /// `a == b`, `a < b` …: true, false, or unknown with the cause.
    static func compare(_ op: Operator, _ a: Value, _ b: Value) -> Value {
        if case .unknown = a { return a }
        if case .unknown = b { return b }
        let (a, b) = (key(a), key(b))
        if case .unknown = a { return a }
        if case .unknown = b { return b }
        if a == .null || b == .null {
            switch op {
            case .equal: return .bool(a == b)
            case .notEqual: return .bool(a != b)
            default: return .bool(false)
            }
        }
        if let interval = intervals(op, a, b) { return interval }
        if op == .equal || op == .notEqual {
            let same = equal(a, b)
            return op == .equal ? same : Kleene.not(same)
        }
        guard let order = order(a, b) else { return .unknown(Cause("\(kind(a)) and \(kind(b)) have no order")) }
        switch op {
        case .less: return .bool(order < 0)
        case .lessOrEqual: return .bool(order <= 0)
        case .greater: return .bool(order > 0)
        default: return .bool(order >= 0)
        }
    }

    enum Operator { case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual }

    /// A row that one column tells from others stands for that.
    static func key(_ value: Value) -> Value {
        if case .record(let record) = value, record.key.count == 1, let key = record.key.first.flatMap({ record[$0] }) { return key }
        return value
    }

    private static func intervals(_ op: Operator, _ a: Value, _ b: Value) -> Value? {
        let (one, other) = (Interval(a), Interval(b))
        guard one.isOpen || other.isOpen else { return nil }
        let unknown = Value.unknown(onlyBound)
        func less(_ x: Interval, _ y: Interval, orEqual: Bool) -> Value {
            // Surely: the highest of x is below the lowest of y. Surely not: the lowest of x is not below the highest of y.
            if let high = x.high, let low = y.low, let order = order(high, low), orEqual ? order <= 0 : order < 0 { return .bool(true) }
            if let low = x.low, let high = y.high, let order = order(low, high), orEqual ? order > 0 : order >= 0 { return .bool(false) }
            return unknown
        }
        switch op {
        case .less: return less(one, other, orEqual: false)
        case .lessOrEqual: return less(one, other, orEqual: true)
        case .greater: return less(other, one, orEqual: false)
        case .greaterOrEqual: return less(other, one, orEqual: true)
        case .equal, .notEqual:
            let apart = less(one, other, orEqual: false) == .bool(true) || less(other, one, orEqual: false) == .bool(true)
            return apart ? .bool(op == .notEqual) : unknown
        }
    }

    /// What a value may be: from low to high; nil: without end.
    private struct Interval {
        var low: Value?
        var high: Value?
        var isOpen: Bool

        init(_ value: Value) {
            switch value {
            case .bound(.atLeast, let low): (self.low, high, isOpen) = (low, nil, true)
            case .bound(.atMost, let high): (low, self.high, isOpen) = (nil, high, true)
            default: (low, high, isOpen) = (value, value, false)
            }
        }
    }

    /// Whether two known values are the same. Lists element by element, sets without order; what lacks something is never surely the same.
    static func equal(_ a: Value, _ b: Value) -> Value {
        switch (a, b) {
        case (.set(let x), .set(let y)), (.set(let x), .list(let y)), (.list(let x), .set(let y)):
            return sameMembers(x, y)
        case (.list(let x), .list(let y)):
            if let cause = (x.missing + y.missing).first {
                // A list that is shorter than what is known of the other is another one.
                let isApart =
                    x.missing.isEmpty && x.elements.count < y.elements.count || y.missing.isEmpty && y.elements.count < x.elements.count
                return isApart ? .bool(false) : .unknown(cause)
            }
            return elementwise(x.elements, y.elements)
        case (.record(let x), .record(let y)):
            return elementwise(x.fields.map(\.value), y.fields.map(\.value))
        case (.table(let x), .table(let y)):
            if let cause = (x.causes + y.causes).first { return .unknown(cause) }
            return elementwise(x.decided.map { .record(x.record(at: $0)) }, y.decided.map { .record(y.record(at: $0)) })
        default:
            if let order = order(a, b) { return .bool(order == 0) }
            return .bool(a == b)
        }
    }

    /// A set equals what has the same members, once each.
    private static func sameMembers(_ x: ListValue, _ y: ListValue) -> Value {
        let lacking = (x.missing + y.missing).first
        if lacking == nil {
            guard x.elements.count == y.elements.count else { return .bool(false) }
            if let one = Identity.of(x.elements), let other = Identity.of(y.elements) {
                return .bool(Set(one).count == one.count && Set(one) == Set(other) || one == other)
            }
        }
        var result = Value.bool(true)
        for element in x.elements { result = Kleene.and(result, Membership.isIn(element, .list(y))) }
        for element in y.elements { result = Kleene.and(result, Membership.isIn(element, .list(x))) }
        if let lacking, Kleene.truth(result) == .yes { return .unknown(lacking) }
        return result
    }

    private static func elementwise(_ a: [Value], _ b: [Value]) -> Value {
        guard a.count == b.count else { return .bool(false) }
        var result = Value.bool(true)
        for (x, y) in zip(a, b) { result = Kleene.and(result, compare(.equal, x, y)) }
        return result
    }

    /// Below zero where `a` comes first, above where `b` does, 0 where they are equal; nil for what has no common order. Bounds by their number.
    static func order(_ a: Value, _ b: Value) -> Int? {
        switch (a, b) {
        case (.int(let x), .int(let y)), (.size(let x), .size(let y)), (.duration(let x), .duration(let y)), (.time(let x), .time(let y)):
            return x < y ? -1 : x == y ? 0 : 1
        case (.text(let x), .text(let y)): return x < y ? -1 : x == y ? 0 : 1
        case (.bool(let x), .bool(let y)): return x == y ? 0 : x ? 1 : -1
        case (.partition(let x, let i), .partition(let y, let j)):
            return x == y ? (i < j ? -1 : i == j ? 0 : 1) : x < y ? -1 : 1
        case (.bound(_, let x), _): return order(x, b)
        case (_, .bound(_, let y)): return order(a, y)
        case (.list(let x), .list(let y)), (.set(let x), .set(let y)), (.list(let x), .set(let y)), (.set(let x), .list(let y)):
            for (one, other) in zip(x.elements, y.elements) {
                guard let order = order(one, other) else { return nil }
                if order != 0 { return order }
            }
            return x.elements.count - y.elements.count
        case (.int(let x), .float(let y)): return order(x, y)
        case (.float(let x), .int(let y)): return order(y, x).map { -$0 }
        default:
            guard sameKind(a, b), let x = number(a), let y = number(b) else { return nil }
            return x < y ? -1 : x == y ? 0 : x > y ? 1 : nil
        }
    }

    /// A whole number and a float by their values: as doubles, neighbours above 2^53 would be one.
    private static func order(_ x: Int, _ y: Double) -> Int? {
        if y.isNaN { return nil }
        if let whole = Int(exactly: y) { return x < whole ? -1 : x == whole ? 0 : 1 }
        guard let below = Int(exactly: y.rounded(.down)) else { return y > 0 ? -1 : 1 }
        return x <= below ? -1 : 1
    }

    /// The number of a value that is one; sizes in bytes, durations in nanoseconds.
    static func number(_ value: Value) -> Double? {
        switch value {
        case .int(let number), .size(let number), .duration(let number), .time(let number): Double(number)
        case .float(let number), .percent(let number), .byteRate(let number), .countRate(let number): number
        default: nil
        }
    }

    private static func sameKind(_ a: Value, _ b: Value) -> Bool {
        func group(_ value: Value) -> Int? {
            switch value {
            case .int, .float: 0
            case .size: 1
            case .duration: 2
            case .time: 3
            case .percent: 4
            case .byteRate: 5
            case .countRate: 6
            default: nil
            }
        }
        guard let one = group(a) else { return false }
        return one == group(b)
    }

    /// Values in order; null after every value, unknown after null. Stable where no order is.
    static func sorted(_ values: [Value]) -> [Value] {
        values.sorted { precedes($0, $1, descending: false) == true }
    }

    /// Whether `a` stands before `b` in a `sort`; nil: neither. `null` comes after every value and unknown after null, whatever the direction.
    static func precedes(_ a: Value, _ b: Value, descending: Bool) -> Bool? {
        func rank(_ value: Value) -> Int {
            switch value {
            case .null: 1
            case .unknown: 2
            default: 0
            }
        }
        let (one, other) = (rank(a), rank(b))
        if one != other { return one < other }
        guard one == 0, let order = order(key(a), key(b)), order != 0 else { return nil }
        return descending ? order > 0 : order < 0
    }

    /// A value's kind as people call it.
    static func kind(_ value: Value) -> String {
        switch value {
        case .null: "null"
        case .unknown: "an unknown"
        case .bool: "a truth"
        case .int: "a count"
        case .float: "a number"
        case .text: "a text"
        case .duration: "a duration"
        case .size: "a size"
        case .percent: "a percentage"
        case .time: "a time"
        case .byteRate: "a rate of bytes"
        case .countRate: "a rate of counts"
        case .partition: "a partition"
        case .list, .set: "a list"
        case .record: "a row"
        case .table: "a table"
        case .range: "a range"
        case .bound(_, let inner): kind(inner)
        case .drawing: "a drawing"
        case .secret: "a secret"
        }
    }
}
