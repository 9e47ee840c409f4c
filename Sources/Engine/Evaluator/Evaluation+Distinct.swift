import Language

extension Evaluation {
    /// `distinct`: the first row of each; without operands rows are compared by what is shown.
    ///
    /// Where it is not sure which row is the first, the one that is kept stands for it: what another one may have in its place is unknown in it.
    func distinct(_ flow: Flow, _ operands: [Expression], _ span: Span, _ scope: Scope) throws(EvaluationFailure) -> Flow {
        let table = flow.table
        let inside = scope.inside(flow.row)
        var compiled: [Compiled] = []
        for operand in operands { compiled.append(try compile(operand, inside)) }
        var names = Set<NameKey>(operands.compactMap { columnName(of: $0, inside) })
        if operands.isEmpty {
            for name in (table.shown ?? table.columns.map(\.name)) where table.column(name) != nil {
                compiled.append(column(name, inside))
                names.insert(NameKey(name))
            }
        }
        var repeats = Repeats(table: table, named: names)
        try spend(table.decided.count + table.undecided.count, span)
        for (rows, isDecided) in [(table.decided, true), (table.undecided, false)] {
            for row in rows {
                var key: [Value] = []
                for column in compiled { key.append(try column.at(row)) }
                repeats.add(row, key, isDecided: isDecided)
            }
        }
        return Flow(table: repeats.kept())
    }

    /// The column that an operand is by itself.
    private func columnName(of operand: Expression, _ scope: Scope) -> NameKey? {
        switch operand.kind {
        case .name(let name): return NameKey(columnName(name, scope))
        case .field(let base, let name):
            guard case .it = base.kind else { return nil }
            return NameKey(name.text)
        default: return nil
        }
    }
}

/// Rows of a table that have the same key.
private struct Repeats {
    /// Of more pairs it is taken for granted that they may be the same.
    private static let mostPairs = 1_000_000

    private let table: Table
    /// Places of the columns that are no part of what rows are compared by.
    private let others: [Int]
    /// True where no two rows can have one key.
    private let isUnique: Bool
    private var numbers: [[Value]: Int] = [:]
    /// By number: the row that is kept, its key, whether it is decided, and the other rows that have this key.
    private var rows: [UInt32] = []
    private var keys: [[Value]] = []
    private var decided: [Bool] = []
    private var rivals: [Int: [UInt32]] = [:]
    /// Rows that may repeat another one, or not.
    private var loose: [(row: UInt32, key: [Value])] = []
    private let isOpen: Bool

    init(table: Table, named: Set<NameKey>) {
        self.table = table
        others = table.columns.indices.filter { !named.contains(NameKey(table.columns[$0].name)) }
        isUnique = !table.key.isEmpty && table.key.allSatisfy { named.contains(NameKey($0)) }
        isOpen = !table.undecided.isEmpty || table.isOrderUnsure
    }

    mutating func add(_ row: UInt32, _ key: [Value], isDecided: Bool) {
        guard let identity = KeyMatch.identity(key) else { return loose.append((row, key)) }
        guard let number = numbers[identity] else {
            numbers[identity] = rows.count
            rows.append(row)
            keys.append(key)
            decided.append(isDecided)
            return
        }
        if isOpen { rivals[number, default: []].append(row) }
    }

    func kept() -> Table {
        var result = table
        result.decided = rows.indices.filter { decided[$0] }.map { rows[$0] }
        let open = rows.indices.filter { !decided[$0] }.map { rows[$0] } + loose.map(\.row)
        result.undecided = open.count == loose.count && table.undecided.isEmpty ? open : table.ordered(open)
        for row in loose {
            let cause = KeyMatch.cause(row.key)
            if !result.undecidedBecause.contains(cause) { result.undecidedBecause.append(cause) }
        }
        guard !isUnique, !others.isEmpty else { return result }
        // Why another row may stand before any: rows are missing, or there are too many that may be one of these.
        let anyRow = table.missing.first ?? (loose.count * rows.count > Self.mostPairs ? loose.first.map { KeyMatch.cause($0.key) } : nil)
        var changes: [Int: [UInt32: Value]] = [:]
        for (number, row) in rows.enumerated() {
            if let anyRow {
                for column in others { changes[column, default: [:]][row] = .unknown(anyRow) }
                continue
            }
            for rival in rivals[number] ?? [] where mayStandBefore(rival, number) { compare(rival, row, &changes) }
            for other in loose where mayStandBefore(other.row, number) && KeyMatch.same(other.key, keys[number]) != .no {
                compare(other.row, row, &changes)
            }
        }
        let count = table.columns.lazy.compactMap(\.length).max() ?? (table.rows.max().map { Int($0) + 1 } ?? 0)
        for (column, values) in changes { result.columns[column] = table.columns[column].replacing(values, count: count) }
        return result
    }

    /// Whether this row may be the one that is the first of its key. A row that may not belong gives way to any.
    private func mayStandBefore(_ rival: UInt32, _ number: Int) -> Bool {
        !(decided[number] && table.reach(of: rows[number]).latest < table.reach(of: rival).earliest)
    }

    /// What is not surely the same in both rows is unknown in the one that is kept.
    private func compare(_ rival: UInt32, _ row: UInt32, _ changes: inout [Int: [UInt32: Value]]) {
        for column in others where changes[column]?[row] == nil {
            let (one, other) = (table.columns[column].value(at: row), table.columns[column].value(at: rival))
            if Kleene.truth(Comparison.compare(.equal, one, other)) == .yes { continue }
            changes[column, default: [:]][row] = .unknown(table.causes.first ?? table.order?.because ?? Comparison.onlyBound)
        }
    }
}
