extension CheckPass {
    /// The binding of that name, the innermost scope first.
    func binding(_ name: String) -> Binding? {
        for scope in scopes.reversed() {
            if let found = scope[name] { return found }
        }
        return nil
    }

    /// Makes a name: refuses reserved words, names that are taken, secrets.
    func bind(_ name: Name, _ value: Typed, kind: Binding.Kind = .binding) {
        var value = value
        value.flow = value.flow?.settled
        if isReserved(name.text) || name.text == "params" || name.text == "_" {
            report("reserved-name", "`\(name.text)` is a word of the language and cannot be a name", name.span, help: "choose another name")
            return
        }
        if let first = binding(name.text) {
            let place = first.name.span
            report(
                "rebound-name", "`\(name.text)` is bound already: a name is bound once", name.span, help: "choose another name",
                notes: place.end > 0 ? [.init(message: "it is bound here", span: place)] : [])
            return
        }
        if sources[name.text] != nil, replays == 0 {
            warn(
                "hidden-source", "from here on `\(name.text)` is this name, and the source `\(name.text)` is out of reach", name.span,
                help: "choose another name")
        }
        let conditional = context.stepIsConditional ? context.step : nil
        scopes[scopes.count - 1][name.text] = Binding(name: name, kind: kind, value: value, conditionalStep: conditional)
    }

    /// A bare name where any may stand: column, binding, source.
    func name(_ text: String, _ span: Span) -> Typed {
        if replays > 0, let known = findings.resolution[span] { return again(known, span) }
        if let row, row.offersColumns, let found = column(text, span, of: row) { return found }
        if let found = bindingOrSource(text, span) { return found }
        return unknownName(text, span)
    }

    /// A bare name where a table begins: binding or source, whatever the row around it has.
    func tableName(_ text: String, _ span: Span) -> Typed {
        if replays > 0, let known = findings.resolution[span] { return again(known, span) }
        if let found = bindingOrSource(text, span) { return found }
        return unknownName(text, span, isTable: true)
    }

    /// What a name meant when its body was checked as declared, with the types of this call.
    private func again(_ known: Resolution, _ span: Span) -> Typed {
        switch known {
        case .column(let name): row.flatMap { column(name, span, of: $0) } ?? unknownName(name, span)
        case .source(let name): sources[name].map { source($0, span) } ?? .any
        case .binding(let name), .parameter(let name), .columnParameter(let name): bindingOrSource(name, span) ?? .any
        case .parameters, .run: .any
        }
    }

    private func column(_ text: String, _ span: Span, of scope: RowScope) -> Typed? {
        switch scope.kind {
        case .silent: return binding(text) == nil && sources[text] == nil ? .any : nil
        case .undeclared: return nil
        case .known: break
        }
        guard let type = scope.row.type(of: text) else { return nil }
        if replays == 0, let bound = binding(text) {
            if case .parameter = bound.kind {
                report(
                    "ambiguous-name", "`\(text)` is both a column and a parameter", span,
                    help: "`it.\(text)` is the column, `params.\(text)` the parameter")
            } else {
                report(
                    "ambiguous-name", "`\(text)` is both a column and a binding", span,
                    help: "`it.\(text)` is the column; for the binding, give it another name")
            }
            return .any
        }
        resolve(.column(text), span)
        return read(text, type, of: scope.flow, span)
    }

    /// A column that is used: what it was made from is asked for.
    func read(_ column: String, _ type: ValueType, of flow: Flow?, _ span: Span) -> Typed {
        if flow?.ambiguous.contains(column) == true {
            report(
                "ambiguous-column", "both sides of the join have a column `\(column)`", span,
                help: "select or rename it on one side, before the join")
            return .any
        }
        ask(flow?.columns[column] ?? [])
        return Typed(type)
    }

    func ask(_ origins: Set<Origin>) {
        for origin in origins { findings.demand[origin.source, default: []].insert(origin.column) }
    }

    /// The value is seen as a whole: what is shown of it is asked for.
    func askShown(_ value: Typed) {
        ask(value.flow?.shown ?? [])
    }

    private func bindingOrSource(_ text: String, _ span: Span) -> Typed? {
        if let bound = binding(text) { return use(bound, span) }
        switch text {
        case "params":
            resolve(.parameters, span)
            return Typed(.record(parameterRow))
        case "run":
            resolve(.run, span)
            return Typed(.record(RowType(fields: [.init("started", .time), .init("id", .string)])))
        default: break
        }
        guard let found = sources[text] else { return nil }
        guard found.availability == .built else {
            refuseLater("the source `\(text)`", span)
            return .any
        }
        resolve(.source(text), span)
        return source(found, span)
    }

    /// `params`: the parameters of the runbook, or of the function or action around.
    private var parameterRow: RowType {
        var fields: [RowType.Field] = []
        for scope in scopes {
            for bound in scope.values {
                if case .parameter = bound.kind { fields.append(.init(bound.name.text, bound.value.type)) }
            }
        }
        return RowType(fields: fields.sorted { $0.name < $1.name })
    }

    private func use(_ bound: Binding, _ span: Span) -> Typed {
        let text = bound.name.text
        switch bound.kind {
        case .binding: resolve(.binding(text), span)
        case .parameter: resolve(.parameter(text), span)
        case .column(let column):
            resolve(.columnParameter(text), span)
            guard let column, let row, let type = row.row.type(of: column) else { return .any }
            return read(column, type, of: row.flow, span)
        }
        if let step = bound.conditionalStep, step != context.step, replays == 0, warnedBindings.insert("\(step)/\(text)").inserted {
            warn(
                "maybe-skipped", "`\(text)` is made in step \"\(step)\", which has a `when`: where that step is skipped, it is unknown",
                span)
        }
        return bound.value
    }

    /// The table of a source. The key is always read.
    private func source(_ found: SourceSchema, _ span: Span) -> Typed {
        var flow = Flow()
        for column in found.columns where column.availability == .built {
            flow.columns[column.name] = [Origin(source: span, column: column.name)]
        }
        flow.shown = Set(found.defaultColumns.map { Origin(source: span, column: $0) })
        flow.fetch = span
        findings.demand[span, default: []].formUnion(found.key)
        return Typed(.table(found.row), flow: flow)
    }

    private func unknownName(_ text: String, _ span: Span, isTable: Bool = false) -> Typed {
        if brokenNames.contains(text) { return .any }
        if isTable {
            report("unknown-source", "there is no source or binding `\(text)`", span, help: didYouMean(text, tableNames))
            return .any
        }
        guard let row, row.offersColumns else {
            report(
                "unknown-name", "there is no binding or source `\(text)`", span, help: didYouMean(text, visibleNames + sources.names))
            return .any
        }
        switch row.kind {
        case .silent: break
        case .undeclared:
            report(
                "undeclared-row", "`\(text)` cannot be a column: the table's row type is not declared", span,
                help: "declare it (`table of groups`), or take the column as a parameter (`name: column`)")
        case .known: unknownColumn(text, row.row, span, others: visibleNames)
        }
        return .any
    }

    /// Says that a row has no such column: not in this version, or a slip, or one of the row outside.
    func unknownColumn(_ text: String, _ row: RowType, _ span: Span, others: [String] = []) {
        let known = row.source.flatMap { sources[$0] }
        if let later = known?.column(text), later.availability == .later {
            refuseLater("the column `\(text)` of `\(row.source ?? "")`", span)
            return
        }
        if outerRows.contains(where: { $0.row.type(of: text) != nil }), others.isEmpty == false || !outerRows.isEmpty {
            report(
                "outer-row", "`\(text)` is a column of the row outside, and a source inside a clause may not use that row", span,
                help: "join the two tables")
            return
        }
        let names = row.fields.map(\.name)
        let whose: String
        if let source = row.source {
            whose =
                known?.column(text) != nil
                ? "this table of `\(source)` has no column `\(text)` any more" : "`\(source)` has no column `\(text)`"
        } else {
            whose = "this table has no column `\(text)`"
        }
        var help = didYouMean(text, names + others)
        if help == nil, names.count <= 12, !names.isEmpty { help = "it has \(names.joined(separator: ", "))" }
        report("unknown-column", whose, span, help: help)
    }

    var visibleNames: [String] { scopes.flatMap(\.keys).sorted() }

    private var tableNames: [String] { (visibleNames + schema.sources.filter { $0.availability == .built }.map(\.name)).sorted() }

    func didYouMean(_ text: String, _ names: [String]) -> String? {
        Suggestion.nearest(text, among: names).map { "did you mean `\($0)`?" }
    }
}
