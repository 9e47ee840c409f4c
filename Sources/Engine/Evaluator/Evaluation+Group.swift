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
        var causes = base.missing
        try spend(base.decided.count + base.undecided.count, span)
        func place(_ row: UInt32) throws(EvaluationFailure) -> Int? {
            var key: [Value] = []
            for column in compiled {
                let value = try column.at(row)
                // A row of an unknown group may be in any: each of them is then known in part.
                if case .unknown(let cause) = value {
                    if !causes.contains(cause) { causes.append(cause) }
                    return nil
                }
                key.append(value)
            }
            if let known = numbers[key] { return known }
            let number = keys.count
            numbers[key] = number
            keys.append(key)
            members.append([])
            undecided.append([])
            return number
        }
        for row in base.decided { if let group = try place(row) { members[group].append(row) } }
        for row in base.undecided { if let group = try place(row) { undecided[group].append(row) } }

        var table = Table(
            columns: columns.enumerated().map { index, column in
                let values = keys.map { $0[index] }
                let shared: ValueType? = if case .column(let place) = compiled[index].shape { base.columns[place].type } else { nil }
                return Column.packed(column.title, shared ?? type(of: column.value, values.first ?? .null), values)
            }, key: columns.map(\.title), rowCount: keys.count, missing: causes)
        table.decided = table.decided.filter { !members[Int($0)].isEmpty }
        // A group of undecided rows only: unknown whether it is there.
        table.undecided = (0..<UInt32(keys.count)).filter { members[Int($0)].isEmpty }
        if !table.undecided.isEmpty { table.undecidedBecause = base.undecidedBecause }
        table.reading = base.reading
        return Flow(table: table, groups: Groups(base: base, members: members, undecided: undecided, causes: causes), unsorted: nil)
    }

    /// `distinct`: the first row of each; without operands rows are compared by what is shown.
    func distinct(_ flow: Flow, _ operands: [Expression], _ span: Span, _ scope: Scope) throws(EvaluationFailure) -> Flow {
        var flow = flow
        let table = flow.table
        let inside = scope.inside(flow.row)
        var compiled: [Compiled] = []
        for operand in operands { compiled.append(try compile(operand, inside)) }
        if operands.isEmpty {
            let names = (table.shown ?? table.columns.map(\.name)).filter { table.column($0) != nil }
            for name in names { compiled.append(column(name, inside)) }
        }
        var seen: Set<[Value]> = []
        var decided: [UInt32] = []
        var undecided: [UInt32] = []
        try spend(table.decided.count + table.undecided.count, span)
        func visit(_ row: UInt32, isDecided: Bool) throws(EvaluationFailure) {
            var key: [Value] = []
            var cause: Cause?
            for column in compiled {
                let value = try column.at(row)
                if case .unknown(let why) = value { cause = cause ?? why }
                key.append(value)
            }
            if let cause {
                // It may repeat another row, or not.
                undecided.append(row)
                if !flow.table.undecidedBecause.contains(cause) { flow.table.undecidedBecause.append(cause) }
            } else if seen.insert(key).inserted {
                if isDecided { decided.append(row) } else { undecided.append(row) }
            }
        }
        for row in table.decided { try visit(row, isDecided: true) }
        for row in table.undecided { try visit(row, isDecided: false) }
        flow.table.decided = decided
        flow.table.undecided = undecided
        return flow
    }
}
