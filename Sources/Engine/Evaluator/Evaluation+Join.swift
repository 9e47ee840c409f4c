import Language
import Platform

extension Evaluation {
    /// `join … on`: every left row stays. Where the right has none its columns are null, or unknown if the right may lack the row.
    func join(_ flow: Flow, _ rightSide: Expression, _ keys: [JoinKey], _ span: Span, _ scope: Scope) throws(EvaluationFailure) -> Flow {
        let left = flow.table
        let right: Table
        switch try value(rightSide, scope.outside) {
        case .table(let table): right = table
        case .unknown(let cause): right = Table(columns: [], rowCount: 0, missing: [cause])
        case let other: throw fault("`join` takes a table, and this is \(Comparison.kind(other))", rightSide.span)
        }
        try spend(left.rows.count + right.rows.count, span)
        // Of a table whose key is in the condition at most one row stands beside a left one.
        let isUnique = !right.key.isEmpty && Set(right.key).isSubset(of: keys.map(\.right.text))
        let matches = try Matches(left: left, right: right, keys: keys, isUnique: isUnique, evaluation: self, span: span)
        // Each column is made anew.
        try make(bytes: matches.leftRows.count.multipliedClamped(by: (left.columns.count + right.columns.count) * ValueWeight.cell), span)
        var result = left
        result.columns = left.columns.map { $0.gathered(matches.leftRows) }
        result.decided = matches.decided
        result.order = matches.order(left, isRightUnsure: right.isOrderUnsure)
        result.undecided = result.ordered(matches.undecided)
        // Several right rows may stand beside one left row, so one more of them may be missing.
        for cause in matches.missing where !result.missing.contains(cause) { result.missing.append(cause) }
        for cause in matches.causes where !result.undecidedBecause.contains(cause) { result.undecidedBecause.append(cause) }
        let shared = Set<NameKey>(keys.filter { $0.left.text == $0.right.text }.map(\.right.text))
        var added: [String] = []
        for column in right.columns where !shared.contains(column.name) && left.column(column.name) == nil {
            added.append(column.name)
            result.columns.append(matches.gather(column))
        }
        if let shown = left.shown {
            let visible = right.shown ?? right.columns.map(\.name)
            result.shown = shown + visible.filter { added.contains($0) }
        }
        if matches.repeats || !matches.missing.isEmpty {
            // A left row may stand there more than once: both keys together tell rows apart, where both are there.
            let isKept = right.key.allSatisfy { added.contains($0) || shared.contains($0) }
            result.key = left.key.isEmpty || right.key.isEmpty || !isKept ? [] : left.key + right.key.filter { added.contains($0) }
            result.source = nil
            result.plan = nil
        }
        return Flow(table: result, groups: nil)
    }
}

/// Which right row stands beside which left row.
private struct Matches {
    /// For each row of the result, the row of the left table.
    var leftRows: [UInt32] = []
    /// For each row of the result, the row of the right table; nil: none, for the reason in `absent`.
    private var rightRows: [UInt32?] = []
    private var absent: [Value] = []
    var decided: [UInt32] = []
    var undecided: [UInt32] = []
    var causes: [Cause] = []
    /// True where a left row has several right rows, so that its key names no row any more.
    var repeats = false
    /// Why rows may be missing that stand beside a left row.
    private(set) var missing: [Cause] = []
    /// How many right rows stand beside one left row at most.
    private var most = 1

    private let right: Table
    private let isUnique: Bool
    private let leftKeys: [Column?]
    private let rightKeys: [Column?]
    /// Right rows by their key, where it is known; those whose key is null join nothing.
    private var found: [[Value]: [UInt32]] = [:]
    private var open: [[Value]: [UInt32]] = [:]
    /// Keys of right rows that are not known.
    private var loose = KeyMatch.Loose()

    init(
        left: Table, right: Table, keys: [JoinKey], isUnique: Bool, evaluation: Evaluation, span: Span
    ) throws(EvaluationFailure) {
        self.right = right
        self.isUnique = isUnique
        leftKeys = keys.map { left.column($0.left.text) }
        rightKeys = keys.map { right.column($0.right.text) }
        for row in right.decided { place(row, isDecided: true) }
        for row in right.undecided { place(row, isDecided: false) }
        for row in left.decided {
            beside(row, isDecided: true)
            try evaluation.checkRows(leftRows.count, span)
        }
        for row in left.undecided {
            beside(row, isDecided: false)
            try evaluation.checkRows(leftRows.count, span)
        }
    }

    private mutating func place(_ row: UInt32, isDecided: Bool) {
        let key = Self.key(rightKeys, row)
        guard !key.contains(.null) else { return }
        guard let identity = KeyMatch.identity(key) else { return loose.add(key) }
        if isDecided { found[identity, default: []].append(row) } else { open[identity, default: []].append(row) }
    }

    /// What stands beside a left row.
    private mutating func beside(_ row: UInt32, isDecided: Bool) {
        let key = Self.key(leftKeys, row)
        guard !key.contains(.null) else { return add(row, nil, .null, isDecided) }
        guard let identity = KeyMatch.identity(key) else { return besideAny(row, key, isDecided) }
        let certain = found[identity] ?? []
        let possible = open[identity] ?? []
        let perhaps = loose.possible(key)
        let lacks = right.missing + perhaps.map { KeyMatch.cause(loose.keys[$0]) }
        if certain.isEmpty {
            let cause = possible.isEmpty ? lacks.first : right.causes.first ?? Cause("rows of the right table could not be decided")
            add(row, nil, cause.map { .unknown($0) } ?? .null, isDecided)
            let known = possible.isEmpty ? [] : [(key: key, count: possible.count)]
            if !right.missing.isEmpty || mayMeet(known + perhaps.map { (loose.keys[$0], loose.counts[$0]) }) {
                miss(lacks + (cause.map { [$0] } ?? []))
            }
            return
        }
        for match in certain { add(row, match, .null, isDecided) }
        for match in possible { add(row, match, .null, false) }
        most = max(most, certain.count + possible.count)
        if certain.count + possible.count > 1 { repeats = true }
        if !possible.isEmpty, let cause = right.causes.first, !causes.contains(cause) { causes.append(cause) }
        miss(lacks)
    }

    /// A left row whose key is not known: any right row may stand beside it whose key may be the same.
    private mutating func besideAny(_ row: UInt32, _ key: [Value], _ isDecided: Bool) {
        var rows: [(key: [Value], count: Int)] = []
        for (known, matches) in found where KeyMatch.same(key, known) != .no { rows.append((known, matches.count)) }
        for (known, matches) in open where KeyMatch.same(key, known) != .no { rows.append((known, matches.count)) }
        for number in loose.possible(key) { rows.append((loose.keys[number], loose.counts[number])) }
        let cause = KeyMatch.cause(key)
        add(row, nil, rows.isEmpty && right.missing.isEmpty ? .null : .unknown(cause), isDecided)
        if !right.missing.isEmpty || mayMeet(rows) { miss(right.missing + [cause]) }
    }

    /// Whether two of these rows may have one key, so that both may stand beside one left row.
    private func mayMeet(_ rows: [(key: [Value], count: Int)]) -> Bool {
        if isUnique { return false }
        if rows.contains(where: { $0.count > 1 }) { return true }
        // Known keys are told apart by what they are; of many others it is taken for granted that two may meet.
        if rows.count > 64 { return true }
        for (index, one) in rows.enumerated() {
            for other in rows[(index + 1)...] where KeyMatch.same(one.key, other.key) != .no { return true }
        }
        return false
    }

    private mutating func miss(_ causes: [Cause]) {
        if isUnique { return }
        for cause in causes where !missing.contains(cause) { missing.append(cause) }
    }

    /// The rows of the result stand as their left rows do, those beside one left row as their right rows do.
    func order(_ left: Table, isRightUnsure: Bool) -> RowOrder? {
        let isUnsure = left.isOrderUnsure || isRightUnsure && most > 1
        guard left.order != nil || !undecided.isEmpty || isUnsure else { return nil }
        let sorted = leftRows.indices.sorted { a, b in
            let (one, other) = (left.place(of: leftRows[a]), left.place(of: leftRows[b]))
            return one == other ? a < b : one < other
        }
        var places = [UInt32](repeating: 0, count: leftRows.count)
        for (place, row) in sorted.enumerated() { places[row] = UInt32(clamping: place) }
        guard isUnsure else { return RowOrder(places: places) }
        var counts: [UInt32: Int] = [:]
        for row in leftRows { counts[row, default: 0] += 1 }
        var number = 0
        let reach = leftRows.indices.map { index in
            let row = leftRows[index]
            number = index > 0 && leftRows[index - 1] == row ? number + 1 : 0
            let (first, last) = isRightUnsure ? (0, (counts[row] ?? 1) - 1) : (number, number)
            let ends = left.reach(of: row)
            return RowOrder.Reach(
                earliest: UInt32(clamping: Int(ends.earliest) * (most + 1) + first),
                latest: UInt32(clamping: Int(ends.latest) * (most + 1) + last))
        }
        return RowOrder(places: places, reach: reach, because: left.order?.because ?? right.order?.because)
    }

    private mutating func add(_ left: UInt32, _ right: UInt32?, _ instead: Value, _ isDecided: Bool) {
        let number = UInt32(leftRows.count)
        leftRows.append(left)
        rightRows.append(right)
        absent.append(instead)
        if isDecided { decided.append(number) } else { undecided.append(number) }
    }

    /// A column of the right table beside the left rows.
    func gather(_ column: Column) -> Column {
        if rightRows.allSatisfy({ $0 != nil }) { return column.gathered(rightRows.compactMap { $0 }) }
        let values = zip(rightRows, absent).map { row, instead in row.map { column.value(at: $0) } ?? instead }
        return Column.packed(column.name, column.type, values, isSigned: column.isSigned, isExact: column.isExact)
    }

    private static func key(_ columns: [Column?], _ row: UInt32) -> [Value] {
        columns.map { $0?.value(at: row) ?? .unknown(Cause("the column was not read")) }
    }
}
