import Language

/// What a sort knows of its rows: a key that is unknown may be anything, and a bound anything on its side, so a row may really stand elsewhere.
struct Sorting {
    struct Key {
        var values: [Value]
        var descending: Bool
    }

    let keys: [Key]

    /// True where a key is not known to the last digit.
    var isUnsure: Bool { keys.contains { $0.values.contains(where: Sorting.isOpen) } }

    /// Why, of the first such key.
    var firstCause: Cause? {
        for key in keys {
            for value in key.values {
                if case .unknown(let cause) = value { return cause }
                if Sorting.isOpen(value) { return Comparison.onlyBound }
            }
        }
        return nil
    }

    private static func isOpen(_ value: Value) -> Bool {
        switch value {
        case .unknown, .bound: true
        default: false
        }
    }

    /// An end of the stretch in which a key may lie, in the order in which rows stand: values, null, unknown.
    private enum End {
        case start, least
        case value(Value)
        case greatest, null, end

        var rank: Int {
            switch self {
            case .start: 0
            case .least: 1
            case .value: 2
            case .greatest: 3
            case .null: 4
            case .end: 5
            }
        }
    }

    /// The earliest and the latest of the rows, as numbers: a row surely stands before another where its latest is below that one's earliest.
    /// - Parameter before: where the rows stood, which orders those that are equal by all keys.
    func reach(_ before: [RowOrder.Reach]) -> [RowOrder.Reach] {
        let count = before.count
        let lows = keys.map { key in key.values.map { Sorting.end($0, descending: key.descending, isLatest: false) } }
        let highs = keys.map { key in key.values.map { Sorting.end($0, descending: key.descending, isLatest: true) } }
        // The ends of row i: 2 i its earliest, 2 i + 1 its latest.
        func precedes(_ a: Int, _ b: Int) -> Bool {
            for (number, key) in keys.enumerated() {
                let one = a % 2 == 0 ? lows[number][a / 2] : highs[number][a / 2]
                let other = b % 2 == 0 ? lows[number][b / 2] : highs[number][b / 2]
                if one.rank != other.rank { return one.rank < other.rank }
                if case .value(let x) = one, case .value(let y) = other, let order = Comparison.order(x, y), order != 0 {
                    return key.descending ? order > 0 : order < 0
                }
            }
            let (x, y) = (place(a), place(b))
            return x != y ? x < y : a < b
        }
        func place(_ end: Int) -> UInt32 { end % 2 == 0 ? before[end / 2].earliest : before[end / 2].latest }
        var result = [RowOrder.Reach](repeating: .init(earliest: 0, latest: 0), count: count)
        for (number, end) in (0..<2 * count).sorted(by: precedes).enumerated() {
            if end % 2 == 0 {
                result[end / 2].earliest = UInt32(clamping: number)
            } else {
                result[end / 2].latest = UInt32(clamping: number)
            }
        }
        return result
    }

    private static func end(_ value: Value, descending: Bool, isLatest: Bool) -> End {
        switch value {
        case .unknown: isLatest ? .end : .start
        case .null: .null
        case .bound(let side, let inner):
            // At least n, rising: from n on; falling: up to n.
            switch (side == .atLeast, descending, isLatest) {
            case (true, false, true), (false, true, true): .greatest
            case (true, true, false), (false, false, false): .least
            default: .value(inner)
            }
        default: .value(value)
        }
    }
}
