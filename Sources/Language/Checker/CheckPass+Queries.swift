extension CheckPass {
    /// A table and its clauses, left to right.
    func query(_ base: Expression, _ stages: [Stage]) -> Typed {
        var value: Typed
        if case .name(let text) = base.kind {
            value = tableName(text, base.span)
            record(value.type, base.span)
        } else {
            value = expression(base)
        }
        for (index, stage) in stages.enumerated() {
            value = self.stage(stage, of: stage.endsGroups ? ungrouped(value) : value, base: base, isFirst: index == 0)
        }
        return ungrouped(value)
    }

    private func stage(_ stage: Stage, of input: Typed, base: Expression, isFirst: Bool) -> Typed {
        if case .pipe(let callee, let arguments) = stage.kind {
            return call(callee, arguments, span: stage.span, piped: input)
        }
        guard input.type.isTable || input.type.isAny else {
            report("type-mismatch", "a clause works on a table, and this is \(said(input.type))", base.span.union(stage.span))
            return .any
        }
        switch stage.kind {
        case .where(let condition):
            let before = errorCount
            inRow(of: input) { truth(condition, "`where`") }
            // `name in partitions where offline`: the next clause was meant for what stands right of `in`.
            if errorCount > before, diagnostics.last?.code == "needs-a-list" { return .any }
            if let fetch = input.flow?.fetch, let row = input.type.row { restrict(fetch, row, by: condition) }
            return input
        case .select(let columns): return select(columns, of: input)
        case .add(let columns): return add(columns, to: input)
        case .sort(let keys):
            inRow(of: input) { for key in keys { sortKey(key) } }
            return input
        case .take(let count):
            expect(apart(nil) { expression(count) }, .int, count.span, "`take` takes a count")
            return unfetched(input)
        case .group(let columns): return group(columns, of: input)
        case .distinct(let operands):
            if operands.isEmpty { askShown(input) }
            inRow(of: input) { for operand in operands { askShown(expression(operand)) } }
            return unfetched(input)
        case .join(let right, let keys): return join(input, right, keys)
        case .over(let duration, let every):
            refuseLater("`over`", stage.span)
            for part in [duration, every].compactMap({ $0 }) { apart(nil) { _ = expression(part) } }
            return .any
        case .at(let time): return at(time, of: input, base: base, span: stage.span, isFirst: isFirst)
        case .pipe: return .any
        }
    }

    private func unfetched(_ value: Typed) -> Typed { Typed(value.type, flow: value.flow?.unfetched) }

    private func ungrouped(_ value: Typed) -> Typed { Typed(value.type, flow: value.flow?.ungrouped) }

    /// Runs what is inside with the rows of a table in reach.
    func inRow(of input: Typed, _ body: () -> Void) {
        guard let row = input.type.row else {
            apart(RowScope(kind: .silent, row: RowType(fields: []), it: .any)) { body() }
            return
        }
        var it = Typed(.record(row), flow: input.flow)
        if let group = input.flow?.group { it = Typed(.table(group.row), flow: group.flow) }
        apart(RowScope(kind: row.isUndeclared ? .undeclared : .known, row: row, flow: input.flow, it: it)) { body() }
    }

    private func sortKey(_ key: SortKey) {
        let type = expression(key.value).type
        if !(type.isAny || type.isOrdered || type == .bool || type.isText) {
            report("type-mismatch", "\(said(type)) has no order to sort by", key.value.span)
        }
    }

    /// The new columns of a clause, checked in its row; a title may come once.
    private func columns(_ columns: [SelectColumn], of input: Typed, taken: Set<String> = []) -> [RowType.Field] {
        var fields: [RowType.Field] = []
        var titles = taken
        inRow(of: input) {
            for column in columns {
                let value = expression(column.value)
                if !value.type.isAny, value.type == .drawing {
                    report("type-mismatch", "a drawing is only shown, no column", column.value.span)
                }
                askShown(value)
                guard titles.insert(column.title).inserted else {
                    report(
                        "duplicate-column", "there are two columns `\(column.title)`", column.name?.span ?? column.value.span,
                        help: "give one another name: `name = …`")
                    continue
                }
                fields.append(.init(column.title, value.type))
            }
        }
        return fields
    }

    private func select(_ selected: [SelectColumn], of input: Typed) -> Typed {
        let fields = columns(selected, of: input)
        return Typed(.table(RowType(source: keptSource(of: input, by: selected), fields: fields)), flow: Flow())
    }

    /// The source whose rows these still are: its key is selected under its own names.
    private func keptSource(of input: Typed, by selected: [SelectColumn]) -> String? {
        guard input.flow?.group == nil, let source = input.type.row?.source, let key = sources[source]?.key, !key.isEmpty else {
            return nil
        }
        let kept = selected.compactMap { column -> String? in
            guard case .name(let name) = column.value.kind, name == column.title else { return nil }
            return name
        }
        return Set(key).isSubset(of: kept) ? source : nil
    }

    private func add(_ added: [SelectColumn], to input: Typed) -> Typed {
        guard let row = input.type.row else {
            _ = columns(added, of: input)
            return input
        }
        var result = row
        result.fields += columns(added, of: input, taken: Set(row.fields.map(\.name)))
        return Typed(.table(result), flow: input.flow?.settled)
    }

    private func group(_ by: [SelectColumn], of input: Typed) -> Typed {
        let keys = columns(by, of: input)
        guard let row = input.type.row, !row.isUndeclared else { return .any }
        let titles = Set(keys.map(\.name))
        let lists = row.fields.filter { !titles.contains($0.name) }.map { RowType.Field($0.name, .list($0.type)) }
        var flow = Flow(columns: input.flow?.columns ?? [:], shown: input.flow?.shown ?? [], ambiguous: input.flow?.ambiguous ?? [])
        for key in keys { flow.columns[key.name] = nil }
        flow.group = Flow.Group(row: row, flow: input.flow?.settled)
        return Typed(.table(RowType(fields: keys + lists)), flow: flow)
    }

    private func join(_ left: Typed, _ rightSide: Expression, _ keys: [JoinKey]) -> Typed {
        let right: Typed = apart(nil) {
            if case .name(let text) = rightSide.kind {
                let value = tableName(text, rightSide.span)
                record(value.type, rightSide.span)
                return value
            }
            return expression(rightSide)
        }
        guard right.type.isTable || right.type.isAny else {
            report("type-mismatch", "`join` takes a table, and this is \(said(right.type))", rightSide.span)
            return left
        }
        guard let one = left.type.row, let two = right.type.row, !one.isUndeclared, !two.isUndeclared else { return .any }
        var shared: Set<String> = []
        for key in keys {
            guard joinColumn(key.left, of: one, left.flow), joinColumn(key.right, of: two, right.flow),
                let a = one.type(of: key.left.text), let b = two.type(of: key.right.text)
            else { continue }
            if !a.isComparable(with: b) {
                report("type-mismatch", "\(said(a)) is never equal to \(said(b))", key.right.span)
            }
            if key.left.text == key.right.text { shared.insert(key.left.text) }
        }
        var row = one
        var flow = left.flow?.settled ?? Flow()
        for field in two.fields where !shared.contains(field.name) {
            if one.type(of: field.name) != nil {
                flow.ambiguous.insert(field.name)
            } else {
                row.fields.append(field)
                flow.columns[field.name] = right.flow?.columns[field.name]
            }
        }
        flow.ambiguous.formUnion((right.flow?.ambiguous ?? []).subtracting(shared))
        flow.shown.formUnion(right.flow?.shown ?? [])
        return Typed(.table(row), flow: flow)
    }

    private func joinColumn(_ name: Name, of row: RowType, _ flow: Flow?) -> Bool {
        guard let type = row.type(of: name.text) else {
            unknownColumn(name.text, row, name.span)
            return false
        }
        return !read(name.text, type, of: flow, name.span).type.isAny || type.isAny
    }

    /// `offsets at 2h ago`: right after a source that has a column `at`.
    private func at(_ time: Expression, of input: Typed, base: Expression, span: Span, isFirst: Bool) -> Typed {
        expect(apart(nil) { expression(time) }, .time, time.span, "`at` takes a time: `2h ago`, `@2026-11-23T06:00Z`")
        guard isFirst, let source = input.flow?.fetch, input.type.row?.type(of: "at") != nil else {
            if !input.type.isAny { report("misplaced-at", "`at` stands right after the source `offsets`", span) }
            return input
        }
        findings.demand[source, default: []].insert("at")
        var flow = input.flow
        flow?.shown.insert(Origin(source: source, column: "at"))
        return Typed(input.type, flow: flow)
    }

    /// Conditions on the key that hold for every row of the `where`: they may go into the fetch.
    private func restrict(_ fetch: Span, _ row: RowType, by condition: Expression) {
        guard replays == 0, let source = row.source.flatMap({ sources[$0] }) else { return }
        var open = [condition]
        while let next = open.popLast() {
            guard case .binary(let op, let left, let right) = next.kind else { continue }
            switch op {
            case .and: open += [right, left]
            case .equal:
                for (column, value) in [(left, right), (right, left)] {
                    if let name = key(column, of: source), isFixed(value) {
                        add(KeyRestriction(column: name, value: value, isList: false), to: fetch)
                        break
                    }
                }
            case .in(negated: false):
                if let name = key(left, of: source), isFixed(right), findings.types[right.span]?.isListOrSet == true {
                    add(KeyRestriction(column: name, value: right, isList: true), to: fetch)
                }
            default: break
            }
        }
    }

    private func add(_ restriction: KeyRestriction, to fetch: Span) {
        findings.restrictions[fetch, default: []].append(restriction)
    }

    private func key(_ expression: Expression, of source: SourceSchema) -> String? {
        guard case .name(let text) = expression.kind, findings.resolution[expression.span] == .column(text), source.key.contains(text)
        else {
            return nil
        }
        return text
    }

    /// True where the value can be had before anything is read: no row, no source, no function that may read.
    private func isFixed(_ value: Expression) -> Bool {
        switch value.kind {
        case .literal(let literal): return literal != .null && literal != .unknown
        case .name:
            switch findings.resolution[value.span] {
            case .binding, .parameter: return true
            default: return false
            }
        case .it, .now, .last, .query, .quantified, .plan, .invalid: return false
        case .call(let callee, let arguments):
            return (Words.nouns.contains(callee.text) || builtins[callee.text] != nil) && arguments.allSatisfy { isFixed($0.value) }
        case .field(let base, _):
            if case .name = base.kind, case .parameters = findings.resolution[base.span] { return true }
            return isFixed(base)
        default: return value.children.allSatisfy(isFixed)
        }
    }
}

extension Stage {
    /// Clauses that take groups as a table of lists.
    fileprivate var endsGroups: Bool {
        switch kind {
        case .pipe, .group, .distinct, .join: true
        default: false
        }
    }
}
