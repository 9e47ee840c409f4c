import Language

/// A table on its way through the clauses.
struct Flow {
    var table: Table
    /// After `group by`, until a clause says what it wants of the groups.
    var groups: Groups?
    var row: RowContext { RowContext(table, groups: groups) }
}

extension Evaluation {
    func query(_ base: Expression, _ stages: [Stage], _ scope: Scope) throws(EvaluationFailure) -> Compiled {
        // Where a table begins a name is a binding or a source, whatever the row around it has.
        if case .name = base.kind { return .constant(try query(of: try value(base, scope.outside), stages, scope.outside)) }
        let compiled = try compile(base, scope)
        if let constant = compiled.constant { return .constant(try query(of: constant, stages, scope.outside)) }
        return Compiled(.opaque) { (row) throws(EvaluationFailure) in
            try self.query(of: try compiled.at(row), stages, scope.outside)
        }
    }

    /// A table and its clauses, left to right.
    private func query(of base: Value, _ stages: [Stage], _ scope: Scope) throws(EvaluationFailure) -> Value {
        var value = base
        var flow: Flow?
        for (index, stage) in stages.enumerated() {
            if case .at = stage.kind, index == 0 { continue }
            if case .pipe(let callee, let arguments) = stage.kind {
                if let done = flow { value = .table(settled(done)) }
                flow = nil
                value = try self.value(of: call(callee, arguments, piped: value, stage.span, scope))
                continue
            }
            if flow == nil {
                switch value {
                case .table(let table): flow = Flow(table: table)
                case .unknown(let cause): flow = Flow(table: Table(columns: [], rowCount: 0, missing: [cause]))
                case .record(let record): flow = Flow(table: record.table)
                default: throw fault("a clause works on a table, and this is \(Comparison.kind(value))", stage.span)
                }
            }
            if let input = flow {
                flow = try clause(stage, input, scope)
                try checkRows(flow?.table.decided.count ?? 0, stage.span)
            }
        }
        if let flow { return .table(settled(flow)) }
        return value
    }

    func value(of compiled: Compiled) throws(EvaluationFailure) -> Value {
        if let constant = compiled.constant { return constant }
        return try compiled.at(0)
    }

    private func clause(_ stage: Stage, _ flow: Flow, _ scope: Scope) throws(EvaluationFailure) -> Flow {
        switch stage.kind {
        case .where(let condition): return try filter(flow, condition, scope)
        case .select(let columns): return try select(flow, columns, stage.span, scope)
        case .add(let columns): return try add(flow, columns, stage.span, scope)
        case .sort(let keys): return try sort(flow, keys, stage.span, scope)
        case .take(let count): return try take(flow, count, scope)
        case .group(let columns): return try group(settledFlow(flow), columns, stage.span, scope)
        case .distinct(let operands): return try distinct(settledFlow(flow), operands, stage.span, scope)
        case .join(let right, let keys): return try join(settledFlow(flow), right, keys, stage.span, scope)
        case .over: throw fault("`over` is not in this version", stage.span)
        case .at: throw fault("`at` stands right after the source `offsets`", stage.span)
        case .pipe: return flow
        }
    }

    private func settledFlow(_ flow: Flow) -> Flow { Flow(table: settled(flow), groups: nil) }

    /// The table of a flow: groups that nobody asked anything of become lists.
    func settled(_ flow: Flow) -> Table {
        guard let groups = flow.groups else { return flow.table }
        var table = flow.table
        let length = groups.members.count
        for column in groups.base.columns where table.column(column.name) == nil {
            let lists = (0..<length).map { groups.list(of: column, $0) }
            table.columns.append(
                Column(column.name, .list(column.type), .values(lists), isSigned: column.isSigned, isExact: column.isExact))
        }
        return table
    }

    // MARK: where, sort, take

    private func filter(_ flow: Flow, _ condition: Expression, _ scope: Scope) throws(EvaluationFailure) -> Flow {
        var flow = flow
        let compiled = try compile(condition, scope.inside(flow.row))
        let table = flow.table
        let truths = try truths(compiled, table.decided, table, condition.span)
        var decided: [UInt32] = []
        var undecided: [UInt32] = []
        for (index, row) in table.decided.enumerated() {
            switch truths[index] {
            case Truth.yes.rawValue: decided.append(row)
            case Truth.open.rawValue: undecided.append(row)
            default: break
            }
        }
        let newlyOpen = undecided.count
        if !table.undecided.isEmpty {
            let stillOpen = try self.truths(compiled, table.undecided, table, condition.span)
            for (index, row) in table.undecided.enumerated() where stillOpen[index] != Truth.no.rawValue { undecided.append(row) }
        }
        // Causes of a few rows stand for all: one broker that does not answer makes thousands of rows open for one reason.
        for row in undecided.prefix(min(newlyOpen, 256)) {
            if case .unknown(let cause) = try compiled.at(row), flow.table.undecidedBecause.count < 16,
                !flow.table.undecidedBecause.contains(cause)
            {
                flow.table.undecidedBecause.append(cause)
            }
        }
        flow.table.decided = decided
        flow.table.undecided = newlyOpen == 0 || newlyOpen == undecided.count ? undecided : table.ordered(undecided)
        if undecided.isEmpty { flow.table.undecidedBecause = [] }
        return flow
    }

    private func sort(_ flow: Flow, _ keys: [SortKey], _ span: Span, _ scope: Scope) throws(EvaluationFailure) -> Flow {
        var flow = flow
        let inside = scope.inside(flow.row)
        var compiled: [Compiled] = []
        for key in keys { compiled.append(try compile(key.value, inside)) }
        let rows = flow.table.undecided.isEmpty ? flow.table.decided : flow.table.ordered(flow.table.rows)
        try spend(rows.count * keys.count, span)
        var columns: [[Value]] = []
        for key in compiled {
            var values: [Value] = []
            values.reserveCapacity(rows.count)
            for row in rows { values.append(try key.at(row)) }
            columns.append(values)
        }
        let order = (0..<rows.count).sorted { a, b in
            for (column, key) in zip(columns, keys) {
                if let precedes = Comparison.precedes(column[a], column[b], descending: key.descending) { return precedes }
            }
            return a < b
        }
        let sorting = Sorting(keys: zip(columns, keys).map { Sorting.Key(values: $0, descending: $1.descending) })
        let length = flow.table.columns.lazy.compactMap(\.length).max() ?? (rows.max().map { Int($0) + 1 } ?? 0)
        var places = [UInt32](repeating: 0, count: length)
        for (place, index) in order.enumerated() { places[Int(rows[index])] = UInt32(place) }
        var reach: [RowOrder.Reach]?
        if flow.table.isOrderUnsure || sorting.isUnsure {
            var ends = [RowOrder.Reach](repeating: .init(earliest: 0, latest: 0), count: length)
            let before = rows.map { flow.table.reach(of: $0) }
            for (index, end) in sorting.reach(before).enumerated() { ends[Int(rows[index])] = end }
            reach = ends
        }
        flow.table.order = RowOrder(
            places: places, reach: reach, because: reach == nil ? nil : sorting.firstCause ?? flow.table.order?.because)
        let sorted = order.map { rows[$0] }
        if flow.table.undecided.isEmpty {
            flow.table.decided = sorted
        } else {
            let undecided = Set(flow.table.undecided)
            flow.table.decided = sorted.filter { !undecided.contains($0) }
            flow.table.undecided = sorted.filter { undecided.contains($0) }
        }
        return flow
    }

    private func take(_ flow: Flow, _ count: Expression, _ scope: Scope) throws(EvaluationFailure) -> Flow {
        var flow = flow
        switch try value(count, scope.outside) {
        case .int(let number) where number >= 0:
            flow.table.keepFirst(number)
            if flow.table.undecided.isEmpty {
                flow.table.undecidedBecause = []
            } else {
                for cause in flow.table.missing + (flow.table.order?.because.map { [$0] } ?? [])
                where !flow.table.undecidedBecause.contains(cause) {
                    flow.table.undecidedBecause.append(cause)
                }
            }
            return flow
        case .unknown(let cause): throw fault("how many to take is unknown (\(cause))", count.span)
        default: throw fault("`take` takes a count, zero or more", count.span)
        }
    }

    // MARK: select, add

    private func select(_ flow: Flow, _ columns: [SelectColumn], _ span: Span, _ scope: Scope) throws(EvaluationFailure) -> Flow {
        let (table, made) = try make(columns, flow, span, scope)
        var result = table
        result.columns = made
        result.shown = nil
        result.named = []
        result.plan = nil
        let names = Set<NameKey>(made.map(\.name))
        // A key survives under its own name or under the one that the clause gives it.
        var renamed: [NameKey: String] = [:]
        for column in columns {
            if case .name(let name) = column.value.kind, renamed[name] == nil || column.title == name { renamed[name] = column.title }
        }
        let key = flow.table.key.compactMap { renamed[$0] }
        if key.count == flow.table.key.count, !key.isEmpty, key.allSatisfy({ names.contains($0) }) {
            result.key = key
            if key != flow.table.key { result.source = nil } else { result.plan = flow.table.plan }
        } else {
            result.key = []
            result.source = nil
        }
        return Flow(table: result, groups: nil)
    }

    private func add(_ flow: Flow, _ columns: [SelectColumn], _ span: Span, _ scope: Scope) throws(EvaluationFailure) -> Flow {
        let (table, made) = try make(columns, flow, span, scope)
        var result = table
        if let groups = flow.groups {
            let rows = flow.table.rows
            for column in groups.base.columns where result.column(column.name) == nil {
                let lists = rows.map { groups.list(of: column, Int($0)) }
                result.columns.append(
                    Column(column.name, .list(column.type), .values(lists), isSigned: column.isSigned, isExact: column.isExact))
            }
        }
        let names = Set<NameKey>(made.map(\.name))
        result.columns.removeAll { names.contains($0.name) }
        result.columns += made
        // Under the name of a part of the key stands something else now: the rows are no longer told apart by it.
        if result.key.contains(where: { names.contains($0) }) {
            result.key = []
            result.source = nil
            result.plan = nil
        }
        if let shown = result.shown {
            result.shown = shown.filter { !names.contains($0) } + made.map(\.name)
            result.named.formUnion(names)
        }
        return Flow(table: result, groups: nil)
    }

    /// The columns of a `select` or `add`. Bare columns are shared; where one is computed the table is compacted, so that all have the same rows.
    private func make(
        _ columns: [SelectColumn], _ flow: Flow, _ span: Span, _ scope: Scope
    ) throws(EvaluationFailure) -> (table: Table, columns: [Column]) {
        let inside = scope.inside(flow.row)
        var compiled: [Compiled] = []
        for column in columns { compiled.append(try compile(column.value, inside)) }
        let needsRows =
            flow.groups != nil
            || compiled.contains {
                switch $0.shape {
                case .column, .constant: false
                default: true
                }
            }
        let rows = flow.table.rows
        let isWhole =
            rows.elementsEqual(0..<UInt32(rows.count)) && flow.table.columns.allSatisfy { $0.length.map { $0 == rows.count } ?? true }
        let table = needsRows && !isWhole ? flow.table.compacted() : flow.table
        var made: [Column] = []
        for (column, value) in zip(columns, compiled) {
            switch value.shape {
            case .column(let index):
                var shared = table.columns[index]
                shared.name = column.title
                made.append(shared)
            case .constant(let constant):
                made.append(
                    Column(
                        column.title, type(of: column.value, constant), .constant(constant), isSigned: mayBeNegative(column.value, inside),
                        isExact: isExact(column.value, inside)))
            default:
                try spend(rows.count, span)
                try make(bytes: rows.count * ValueWeight.cell, span)
                var values: [Value] = []
                values.reserveCapacity(rows.count)
                for row in rows { values.append(try value.at(row)) }
                let sample = values.first {
                    switch $0 {
                    case .null, .unknown: false
                    default: true
                    }
                }
                made.append(
                    Column.packed(
                        column.title, type(of: column.value, sample ?? .null), values, isSigned: mayBeNegative(column.value, inside),
                        isExact: isExact(column.value, inside)))
            }
        }
        return (table, made)
    }

    func type(of expression: Expression, _ sample: Value) -> ValueType {
        evaluator.findings.types[expression.span].flatMap { $0 == .any ? nil : $0 } ?? ValueType(of: sample)
    }
}

extension ValueType {
    /// The type of a value on its own; `any` where it does not tell.
    package init(of value: Value) {
        self =
            switch value {
            case .null, .unknown: .any
            case .bool: .bool
            case .int: .int
            case .float: .float
            case .text: .string
            case .duration: .duration
            case .size: .size
            case .percent: .percent
            case .time: .time
            case .byteRate: .byteRate
            case .countRate: .countRate
            case .partition: .partition
            case .list(let list): .list(list.elements.first.map { ValueType(of: $0) } ?? .any)
            case .set(let list): .set(list.elements.first.map { ValueType(of: $0) } ?? .any)
            case .record(let record): .record(RowType(source: record.source, fields: record.fields.map { .init($0.name, $0.type) }))
            case .table(let table): .table(RowType(source: table.source, fields: table.columns.map { .init($0.name, $0.type) }))
            case .range(let low, _): .range(ValueType(of: low))
            case .bound(_, let inner): ValueType(of: inner)
            case .drawing: .drawing
            case .secret: .secret
            }
    }
}
