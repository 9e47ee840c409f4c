import Language

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
        let matches = try Matches(left: left, right: right, keys: keys, evaluation: self, span: span)
        var result = left
        result.columns = left.columns.map { $0.gathered(matches.leftRows) }
        result.decided = matches.decided
        result.undecided = matches.undecided
        if let cause = matches.lacking, !right.key.allSatisfy({ keys.map(\.right.text).contains($0) }) || right.key.isEmpty {
            // Several right rows may stand beside one left row, so one more of them may be missing.
            if !result.missing.contains(cause) { result.missing.append(cause) }
        }
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
        if matches.repeats {
            result.key = left.key + right.key.filter { added.contains($0) }
            result.source = nil
            result.plan = nil
        }
        return Flow(table: result, groups: nil, unsorted: flow.unsorted)
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
    /// Why the right table may lack rows; nil: it is complete.
    var lacking: Cause?

    init(left: Table, right: Table, keys: [JoinKey], evaluation: Evaluation, span: Span) throws(EvaluationFailure) {
        let leftKeys = keys.map { left.column($0.left.text) }
        let rightKeys = keys.map { right.column($0.right.text) }
        var found: [[Value]: [UInt32]] = [:]
        var open: [[Value]: [UInt32]] = [:]
        lacking = right.missing.first
        for row in right.decided {
            let key = Self.key(rightKeys, row)
            if let cause = Self.unknown(key) { lacking = lacking ?? cause } else { found[key, default: []].append(row) }
        }
        for row in right.undecided {
            let key = Self.key(rightKeys, row)
            if let cause = Self.unknown(key) { lacking = lacking ?? cause } else { open[key, default: []].append(row) }
        }
        let undecidedCause = right.causes.first ?? Cause("rows of the right table could not be decided")
        for (rows, isDecided) in [(left.decided, true), (left.undecided, false)] {
            for row in rows {
                let key = Self.key(leftKeys, row)
                if let cause = Self.unknown(key) {
                    add(row, nil, .unknown(cause), isDecided)
                    continue
                }
                let certain = found[key] ?? []
                let possible = open[key] ?? []
                for match in certain { add(row, match, .null, isDecided) }
                if certain.count > 1 { repeats = true }
                if certain.isEmpty {
                    if !possible.isEmpty {
                        add(row, nil, .unknown(undecidedCause), isDecided)
                    } else {
                        add(row, nil, lacking.map { .unknown($0) } ?? .null, isDecided)
                    }
                } else if !possible.isEmpty {
                    repeats = true
                    for match in possible { add(row, match, .null, false) }
                    if !causes.contains(undecidedCause) { causes.append(undecidedCause) }
                }
                try evaluation.checkRows(leftRows.count, span)
            }
        }
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
        return Column.packed(column.name, column.type, values)
    }

    private static func key(_ columns: [Column?], _ row: UInt32) -> [Value] {
        columns.map { $0?.value(at: row) ?? .unknown(Cause("the column was not read")) }
    }

    private static func unknown(_ key: [Value]) -> Cause? {
        for case .unknown(let cause) in key { return cause }
        return nil
    }
}
