import Language

extension Evaluation {
    /// The condition's truth for each of these rows, as raw values of `Truth`.
    ///
    /// Conditions over columns of truths, integers, texts and lists of integers run over the columns; whatever else, and each row in which a
    /// column holds something else (null, unknown, a bound), is computed by itself. Both ways give the same.
    func truths(_ condition: Compiled, _ rows: [UInt32], _ table: Table, _ span: Span) throws(EvaluationFailure) -> [UInt8] {
        guard evaluator.usesColumns else { return try eachRow(condition, rows, span) }
        switch condition.shape {
        case .constant(let value):
            return Array(repeating: Kleene.truth(try truth(value, span)).rawValue, count: rows.count)
        case .not(let inner):
            var result = try truths(inner, rows, table, span)
            for index in result.indices where result[index] != Truth.open.rawValue { result[index] ^= 1 }
            return result
        case .and(let a, let b): return try both(a, b, decisive: .no, rows, table, span)
        case .or(let a, let b): return try both(a, b, decisive: .yes, rows, table, span)
        case .column(let index):
            guard case .bools(let truths, let exceptions) = table.columns[index].storage else { break }
            try spend(rows.count, span)
            return try patch(rows.map { truths[Int($0)] ? 1 : 0 }, condition, rows, exceptions, truths.count, span)
        case .compare(let op, let a, let b):
            if let result = try compare(op, a, b, condition, rows, table, span) { return result }
        case .isTest(let operand, .empty, let negated):
            if let result = try isEmpty(operand, negated, condition, rows, table, span) { return result }
        case .apply(let operand):
            if let result = try ofText(operand, condition, rows, table, span) { return result }
        case .isTest, .count, .opaque: break
        }
        return try eachRow(condition, rows, span)
    }

    private func eachRow(_ condition: Compiled, _ rows: [UInt32], _ span: Span) throws(EvaluationFailure) -> [UInt8] {
        try spend(rows.count, span)
        var result: [UInt8] = []
        result.reserveCapacity(rows.count)
        for row in rows { result.append(try single(condition, row, span)) }
        return result
    }

    private func single(_ condition: Compiled, _ row: UInt32, _ span: Span) throws(EvaluationFailure) -> UInt8 {
        Kleene.truth(try truth(condition.at(row), span)).rawValue
    }

    /// `and`, `or`: the right side is computed for the rows that the left one leaves open to it.
    private func both(
        _ a: Compiled, _ b: Compiled, decisive: Truth, _ rows: [UInt32], _ table: Table, _ span: Span
    ) throws(EvaluationFailure) -> [UInt8] {
        var result = try truths(a, rows, table, span)
        var places: [Int] = []
        var rest: [UInt32] = []
        for (index, row) in rows.enumerated() where result[index] != decisive.rawValue {
            places.append(index)
            rest.append(row)
        }
        if rest.isEmpty { return result }
        let right = try truths(b, rest, table, span)
        for (index, place) in places.enumerated() {
            if right[index] == decisive.rawValue || result[place] != Truth.open.rawValue { result[place] = right[index] }
        }
        return result
    }

    /// Computes by itself each row in which the column holds something else.
    private func patch(
        _ fast: [UInt8], _ condition: Compiled, _ rows: [UInt32], _ exceptions: Column.Exceptions, _ length: Int, _ span: Span
    ) throws(EvaluationFailure) -> [UInt8] {
        if exceptions.isEmpty { return fast }
        var result = fast
        var isException = [Bool](repeating: false, count: length)
        for row in exceptions.keys where Int(row) < length { isException[Int(row)] = true }
        for (index, row) in rows.enumerated() where isException[Int(row)] { result[index] = try single(condition, row, span) }
        return result
    }

    // MARK: comparisons

    private func compare(
        _ op: BinaryOperator, _ a: Compiled, _ b: Compiled, _ condition: Compiled, _ rows: [UInt32], _ table: Table, _ span: Span
    ) throws(EvaluationFailure) -> [UInt8]? {
        if let constant = b.constant {
            if let result = try ofText(a, condition, rows, table, span) { return result }
            if case .column(let index) = a.shape, case .contains(let negated) = op, case .int(let wanted) = constant,
                case .intLists(let bounds, let items, let exceptions) = table.columns[index].storage
            {
                try spend(rows.count, span)
                let fast = rows.map { row -> UInt8 in
                    var isIn = false
                    for item in Int(bounds[Int(row)])..<Int(bounds[Int(row) + 1]) where Int(items[item]) == wanted { isIn = true }
                    return isIn != negated ? 1 : 0
                }
                return try patch(fast, condition, rows, exceptions, bounds.count - 1, span)
            }
            guard let left = numbers(a, table), let test = IntegerTest(op, constant, left.type) else { return nil }
            try spend(rows.count, span)
            return try patch(test.run(rows, left), condition, rows, left.exceptions, left.count, span)
        }
        if a.constant != nil { return try ofText(b, condition, rows, table, span) }
        guard let left = numbers(a, table), let right = numbers(b, table), let order = IntegerTest.Order(op),
            IntegerTest.kind(left.type) == IntegerTest.kind(right.type), IntegerTest.kind(left.type) != .none
        else { return nil }
        try spend(rows.count, span)
        let fast = rows.map { row -> UInt8 in order.holds(left.number(row), right.number(row)) ? 1 : 0 }
        let once = try patch(fast, condition, rows, left.exceptions, left.count, span)
        return try patch(once, condition, rows, right.exceptions, right.count, span)
    }

    private func isEmpty(
        _ operand: Compiled, _ negated: Bool, _ condition: Compiled, _ rows: [UInt32], _ table: Table, _ span: Span
    ) throws(EvaluationFailure) -> [UInt8]? {
        guard case .column(let index) = operand.shape, case .intLists(let bounds, _, let exceptions) = table.columns[index].storage else {
            return try ofText(operand, condition, rows, table, span)
        }
        try spend(rows.count, span)
        let fast = rows.map { row -> UInt8 in (bounds[Int(row)] == bounds[Int(row) + 1]) != negated ? 1 : 0 }
        return try patch(fast, condition, rows, exceptions, bounds.count - 1, span)
    }

    /// A condition on one column of texts is computed once for each text, however many rows have it.
    private func ofText(
        _ operand: Compiled, _ condition: Compiled, _ rows: [UInt32], _ table: Table, _ span: Span
    ) throws(EvaluationFailure) -> [UInt8]? {
        guard case .column(let index) = operand.shape, case .texts(let ids, let pool, let exceptions) = table.columns[index].storage,
            pool.count <= rows.count
        else { return nil }
        try spend(rows.count, span)
        var known = [UInt8](repeating: .max, count: pool.count)
        var isException = [Bool](repeating: false, count: exceptions.isEmpty ? 0 : ids.count)
        for row in exceptions.keys where Int(row) < isException.count { isException[Int(row)] = true }
        var result = [UInt8](repeating: 0, count: rows.count)
        for (place, row) in rows.enumerated() {
            let id = Int(ids[Int(row)])
            if (isException.isEmpty || !isException[Int(row)]), known[id] != .max {
                result[place] = known[id]
                continue
            }
            result[place] = try single(condition, row, span)
            if isException.isEmpty || !isException[Int(row)] { known[id] = result[place] }
        }
        return result
    }

    /// What an expression is as a column of integers; nil where it is none.
    private func numbers(_ compiled: Compiled, _ table: Table) -> IntegerColumn? {
        switch compiled.shape {
        case .column(let index):
            guard case .ints(let numbers, let exceptions) = table.columns[index].storage else { return nil }
            return IntegerColumn(type: table.columns[index].type, source: .plain(numbers), exceptions: exceptions)
        case .count(let operand):
            guard case .column(let index) = operand.shape, case .intLists(let bounds, _, let exceptions) = table.columns[index].storage
            else {
                return nil
            }
            return IntegerColumn(type: .int, source: .lengths(bounds), exceptions: exceptions)
        default: return nil
        }
    }
}

/// A column of integers: as stored, or the lengths of lists.
struct IntegerColumn {
    enum Source {
        case plain([Int])
        case lengths([UInt32])
    }

    var type: ValueType
    var source: Source
    var exceptions: Column.Exceptions

    var count: Int {
        switch source {
        case .plain(let numbers): numbers.count
        case .lengths(let bounds): bounds.count - 1
        }
    }

    @inline(__always)
    func number(_ row: UInt32) -> Int {
        switch source {
        case .plain(let numbers): numbers[Int(row)]
        case .lengths(let bounds): Int(bounds[Int(row) + 1] - bounds[Int(row)])
        }
    }
}

/// A comparison of integers with something that is known, made ready.
enum IntegerTest {
    case order(Order, Int)
    case among(Set<Int>, negated: Bool)
    case between(Int, Int, negated: Bool)

    enum Order {
        case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual

        init?(_ op: BinaryOperator) {
            switch op {
            case .equal: self = .equal
            case .notEqual: self = .notEqual
            case .less: self = .less
            case .lessOrEqual: self = .lessOrEqual
            case .greater: self = .greater
            case .greaterOrEqual: self = .greaterOrEqual
            default: return nil
            }
        }

        @inline(__always)
        func holds(_ a: Int, _ b: Int) -> Bool {
            switch self {
            case .equal: a == b
            case .notEqual: a != b
            case .less: a < b
            case .lessOrEqual: a <= b
            case .greater: a > b
            case .greaterOrEqual: a >= b
            }
        }
    }

    /// What kind of value the integers of a column stand for.
    enum Kind { case none, count, size, duration, time }

    static func kind(_ type: ValueType) -> Kind {
        switch type {
        case .int, .broker: .count
        case .size: .size
        case .duration: .duration
        case .time: .time
        // Rates are floating, and a column of any other type says nothing of its integers.
        default: .none
        }
    }

    private static func number(_ value: Value, _ kind: Kind) -> Int? {
        switch (value, kind) {
        case (.int(let number), .count), (.size(let number), .size), (.duration(let number), .duration), (.time(let number), .time): number
        default: nil
        }
    }

    init?(_ op: BinaryOperator, _ constant: Value, _ type: ValueType) {
        let kind = IntegerTest.kind(type)
        if let order = Order(op) {
            guard let number = IntegerTest.number(constant, kind) else { return nil }
            self = .order(order, number)
            return
        }
        guard case .in(let negated) = op else { return nil }
        switch constant {
        case .range(let low, let high):
            guard let low = IntegerTest.number(low, kind), let high = IntegerTest.number(high, kind) else { return nil }
            self = .between(low, high, negated: negated)
        case .list(let list), .set(let list):
            var numbers: Set<Int> = []
            for element in list.elements {
                guard let number = IntegerTest.number(element, kind) else { return nil }
                numbers.insert(number)
            }
            guard list.missing.isEmpty else { return nil }
            self = .among(numbers, negated: negated)
        default: return nil
        }
    }

    /// The truth of each row, exceptions not regarded.
    func run(_ rows: [UInt32], _ column: IntegerColumn) -> [UInt8] {
        if case .plain(let numbers) = column.source, case .order(let order, let constant) = self {
            // One loop an operator, so that nothing is decided inside of it.
            switch order {
            case .equal: return rows.map { numbers[Int($0)] == constant ? 1 : 0 }
            case .notEqual: return rows.map { numbers[Int($0)] != constant ? 1 : 0 }
            case .less: return rows.map { numbers[Int($0)] < constant ? 1 : 0 }
            case .lessOrEqual: return rows.map { numbers[Int($0)] <= constant ? 1 : 0 }
            case .greater: return rows.map { numbers[Int($0)] > constant ? 1 : 0 }
            case .greaterOrEqual: return rows.map { numbers[Int($0)] >= constant ? 1 : 0 }
            }
        }
        return rows.map { holds(column.number($0)) ? 1 : 0 }
    }

    private func holds(_ number: Int) -> Bool {
        switch self {
        case .order(let order, let constant): order.holds(number, constant)
        case .among(let numbers, let negated): numbers.contains(number) != negated
        case .between(let low, let high, let negated): (number >= low && number <= high) != negated
        }
    }
}
