import Language

extension Evaluation {
    /// `group by`: the keys become a table of one row a group; the other columns wait as lists for the next clause.
    func group(_ flow: Flow, _ columns: [SelectColumn], _ span: Span, _ scope: Scope) throws(EvaluationFailure) -> Flow {
        let base = flow.table
        let inside = scope.inside(flow.row)
        var compiled: [Compiled] = []
        for column in columns { compiled.append(try compile(column.value, inside)) }
        var numbers: [[Value]: Int] = [:]
        var keys: [[Value]] = []
        var members: [[UInt32]] = []
        var undecided: [[UInt32]] = []
        var loose = KeyMatch.Loose()
        try spend(base.decided.count + base.undecided.count, span)
        func place(_ row: UInt32) throws(EvaluationFailure) -> Int? {
            var key: [Value] = []
            for column in compiled { key.append(try column.at(row)) }
            // A row of an unknown group may be in any, or in one of its own: each of them is then known in part.
            guard let identity = KeyMatch.identity(key) else {
                loose.add(key)
                return nil
            }
            if let known = numbers[identity] { return known }
            let number = keys.count
            numbers[identity] = number
            keys.append(key)
            members.append([])
            undecided.append([])
            return number
        }
        // Groups stand in the order of their first rows, decided or not.
        let isDecided = base.undecided.isEmpty ? nil : Set(base.decided)
        for row in base.undecided.isEmpty ? base.decided : base.ordered(base.rows) {
            guard let group = try place(row) else { continue }
            if isDecided?.contains(row) ?? true { members[group].append(row) } else { undecided[group].append(row) }
        }
        var causes = base.missing
        for key in loose.keys where !causes.contains(KeyMatch.cause(key)) { causes.append(KeyMatch.cause(key)) }
        let lacking = keys.map { key in base.missing + loose.causes(key).filter { !base.missing.contains($0) } }

        var table = Table(
            columns: columns.enumerated().map { index, column in
                let values = keys.map { $0[index] }
                let shared: ValueType? = if case .column(let place) = compiled[index].shape { base.columns[place].type } else { nil }
                return Column.packed(
                    column.title, shared ?? type(of: column.value, values.first ?? .null), values,
                    isSigned: mayBeNegative(column.value, inside), isExact: isExact(column.value, inside))
            }, key: columns.map(\.title), rowCount: keys.count, missing: causes)
        table.decided = table.decided.filter { !members[Int($0)].isEmpty }
        // A group of undecided rows only: unknown whether it is there.
        table.undecided = (0..<UInt32(keys.count)).filter { members[Int($0)].isEmpty }
        if !table.undecided.isEmpty { table.undecidedBecause = base.undecidedBecause }
        if base.isOrderUnsure || !base.undecided.isEmpty || !loose.keys.isEmpty {
            // Which row of a group is its first is not sure, so neither is the order of groups.
            let open = RowOrder.Reach(earliest: 0, latest: UInt32(clamping: keys.count))
            table.order = RowOrder(
                places: (0..<UInt32(clamping: keys.count)).map { $0 }, reach: keys.map { _ in open },
                because: base.order?.because ?? base.causes.first ?? causes.first)
        }
        table.reading = base.reading
        return Flow(table: table, groups: Groups(base: base, members: members, undecided: undecided, causes: lacking))
    }
}
