import Language

extension Evaluation {
    /// Finds every source that the expressions read and reads all of them at once.
    func fetch(_ expressions: [Expression], _ scope: Scope) throws(EvaluationFailure) {
        var wanted = Wanted()
        for expression in expressions { try collect(expression, scope, &wanted) }
        guard !wanted.requests.isEmpty, let first = expressions.first else { return }
        var requests = wanted.requests
        for index in requests.indices {
            guard let schema = evaluator.sources[requests[index].source] else { continue }
            requests[index].columns.formUnion(schema.key)
            if wanted.isGuessed[index] {
                // A tree that was not checked: whatever it names, and what is shown.
                requests[index].columns.formUnion(schema.defaultColumns)
                requests[index].columns.formUnion(schema.columns.map(\.name).filter { wanted.mentioned.contains($0) })
            }
        }
        var tables: [Table?] = requests.map { evaluator.ownSources?.read($0) }
        let foreign = requests.indices.filter { tables[$0] == nil }
        if !foreign.isEmpty {
            let answers: [Table]
            do {
                answers = try evaluator.cluster.read(foreign.map { requests[$0] }, timing: timing)
            } catch {
                throw EvaluationFailure(kind: .cluster(error), message: error.sentence, span: first.span)
            }
            for (index, answer) in zip(foreign, answers) { tables[index] = answer }
        }
        for (index, request) in requests.enumerated() {
            var table = tables[index] ?? Table(source: request.source, columns: [], rowCount: 0, missing: [Cause("was not read")])
            try checkRows(table.decided.count, first.span)
            if table.source == nil { table.source = request.source }
            if let schema = evaluator.sources[request.source] {
                if table.key.isEmpty { table.key = schema.key }
                if table.shown == nil { table.shown = schema.defaultColumns }
                for index in table.columns.indices {
                    let column = schema.column(table.columns[index].name)
                    table.columns[index].isSigned = column?.isSigned ?? true
                    if column?.isExact == true { table.columns[index].isExact = true }
                }
            }
            tables[index] = table
        }
        reading = ReadingTime(asOf: nowMs, tookMs: max(0, evaluator.clock.wallMs - nowMs))
        for (occurrence, index) in wanted.occurrences { reads[occurrence] = tables[index] }
    }

    /// What an expression needs from outside.
    struct Wanted {
        var requests: [SourceRequest] = []
        /// Whether the checker did not say which columns a request needs.
        var isGuessed: [Bool] = []
        var occurrences: [Occurrence: Int] = [:]
        var mentioned: Set<NameKey> = []

        mutating func add(_ request: SourceRequest, isGuessed guess: Bool, at occurrence: Occurrence) {
            if let index = requests.firstIndex(where: {
                $0.source == request.source && $0.at == request.at && $0.restrictions == request.restrictions
            }) {
                requests[index].columns.formUnion(request.columns)
                isGuessed[index] = isGuessed[index] || guess
                occurrences[occurrence] = index
            } else {
                occurrences[occurrence] = requests.count
                requests.append(request)
                isGuessed.append(guess)
            }
        }

        /// Takes in what a part needs, in its order.
        mutating func merge(_ part: Wanted) {
            mentioned.formUnion(part.mentioned)
            for index in part.requests.indices {
                for (occurrence, place) in part.occurrences where place == index {
                    add(part.requests[index], isGuessed: part.isGuessed[index], at: occurrence)
                }
            }
        }
    }

    private func collect(_ expression: Expression, _ scope: Scope, _ wanted: inout Wanted) throws(EvaluationFailure) {
        switch expression.kind {
        case .name(let name):
            wanted.mentioned.insert(name)
            try collectName(name, expression.span, scope, at: nil, &wanted)
        case .field(let base, let name):
            wanted.mentioned.insert(name.text)
            try collect(base, scope, &wanted)
        case .index(let base, let key):
            if case .name(let name) = base.kind { wanted.mentioned.insert("\(name)[\"\(key)\"]") }
            try collect(base, scope, &wanted)
        case .query(let base, let stages): try collectQuery(base, stages, scope, &wanted)
        case .call(let callee, let arguments): try collectCall(callee, arguments, piped: nil, expression.span, scope, &wanted)
        // The keeper of plans evaluates an effect's slots itself, with a fetch of its own.
        case .plan: break
        default:
            for child in expression.children { try collect(child, scope, &wanted) }
        }
    }

    private func collectName(
        _ name: String, _ span: Span, _ scope: Scope, at: Int?, _ wanted: inout Wanted
    ) throws(EvaluationFailure) {
        if case .column? = evaluator.findings.resolution[span] { return }
        guard case .source(let source)? = resolveBeforeFetch(name, span, scope) else { return }
        let demand = evaluator.findings.demand[span]
        var request = SourceRequest(source: source, columns: Set<NameKey>(demand ?? []), at: at)
        for restriction in evaluator.findings.restrictions[span] ?? [] {
            guard let values = try fixedValues(restriction, scope) else { continue }
            // Two conditions on one column: both hold, so either may restrict.
            if request.restrictions[restriction.column] == nil { request.restrictions[restriction.column] = values }
        }
        wanted.add(request, isGuessed: demand == nil, at: Occurrence(path: scope.path, span: span))
    }

    /// Before the fetch no row is there: without the checker, the columns of the row are those that its source may have.
    private func resolveBeforeFetch(_ name: String, _ span: Span, _ scope: Scope) -> Resolution? {
        if let locals = scope.locals, case .later? = locals[name], evaluator.findings.resolution[span] == nil { return .parameter(name) }
        return resolve(name, span, scope)
    }

    /// The values of a restriction where they can be had now and are known; nil: it is left to the filter.
    private func fixedValues(_ restriction: KeyRestriction, _ scope: Scope) throws(EvaluationFailure) -> [Value]? {
        var needed = Wanted()
        try collect(restriction.value, scope, &needed)
        guard needed.requests.isEmpty, !usesLater(restriction.value, scope) else { return nil }
        let value: Value
        do { value = try self.value(restriction.value, scope.outside) } catch { return nil }
        if restriction.isList {
            guard case .list(let list) = Membership.asList(value), list.missing.isEmpty, list.elements.allSatisfy(\.isPlain) else {
                return nil
            }
            return list.elements
        }
        return value.isPlain ? [value] : nil
    }

    private func usesLater(_ expression: Expression, _ scope: Scope) -> Bool {
        if case .name(let name) = expression.kind, case .later? = scope.locals?[name] { return true }
        return expression.children.contains { usesLater($0, scope) }
    }

    private func collectQuery(
        _ base: Expression, _ stages: [Stage], _ scope: Scope, _ wanted: inout Wanted
    ) throws(EvaluationFailure) {
        var rest = stages[...]
        if case .name(let name) = base.kind {
            var at: Int?
            if case .at(let expression)? = rest.first?.kind, case .time(let time) = try value(expression, scope.outside) {
                at = time
                rest = rest.dropFirst()
            }
            try collectName(name, base.span, scope.outside, at: at, &wanted)
        } else {
            try collect(base, scope, &wanted)
        }
        // Without the checker, a bare name in a clause is a column wherever any table of the query could have it.
        var inClause = scope
        if evaluator.findings.resolution.isEmpty { inClause.row = guessedRow(base, stages, scope) }
        for stage in rest {
            switch stage.kind {
            case .join(let right, let keys):
                for key in keys { wanted.mentioned.formUnion([key.left.text, key.right.text]) }
                try collect(right, scope.outside, &wanted)
            case .pipe(let callee, let arguments): try collectCall(callee, arguments, piped: base, stage.span, scope, &wanted)
            case .take(let count): try collect(count, scope.outside, &wanted)
            default:
                for part in stage.children { try collect(part, inClause, &wanted) }
            }
        }
    }

    /// A row that has every column which the tables of a query may have.
    private func guessedRow(_ base: Expression, _ stages: [Stage], _ scope: Scope) -> RowContext {
        var names: Set<NameKey> = []
        func add(_ expression: Expression) {
            switch expression.kind {
            case .name(let name):
                if let schema = evaluator.sources[name] { names.formUnion(schema.columns.map(\.name)) }
                if case .table(let table)? = scope.environment.bindings[name] { names.formUnion(table.columns.map(\.name)) }
                if case .value(.table(let table))? = scope.locals?[name] { names.formUnion(table.columns.map(\.name)) }
            case .query(let inner, let stages):
                add(inner)
                for stage in stages { if case .join(let right, _) = stage.kind { add(right) } }
                for stage in stages { names.formUnion(stage.titles) }
            case .call(let callee, _): if let function = evaluator.functions[callee.text] { add(function.body) }
            default: break
            }
        }
        add(Expression(.query(base, stages), base.span))
        return RowContext(Table(columns: names.sorted().map { Column($0, .any, .constant(.null)) }, rowCount: 0))
    }

    private func collectCall(
        _ callee: Name, _ arguments: [Argument], piped: Expression?, _ span: Span, _ scope: Scope, _ wanted: inout Wanted
    ) throws(EvaluationFailure) {
        let builtin = BuiltinFunctions.all[callee.text]
        guard let function = evaluator.functions[callee.text] else {
            for (index, argument) in arguments.enumerated() {
                if builtin?.columnArguments.contains(index + (piped == nil ? 0 : 1)) == true {
                    if case .name(let name) = argument.value.kind { wanted.mentioned.insert(columnName(name, scope)) }
                } else {
                    try collect(argument.value, scope, &wanted)
                }
            }
            return
        }
        let matched = Call.match(function, arguments, hasPipe: piped != nil)
        var inner = Scope(environment: scope.environment, texts: scope.texts)
        inner.locals = [:]
        inner.path = scope.path + [callee.span]
        for parameter in function.parameters {
            let name = parameter.name.text
            guard let argument = matched[name] ?? parameter.defaultValue else {
                inner.locals?[name] = .later
                continue
            }
            if Call.takesColumn(parameter) {
                if case .name(let column) = argument.kind {
                    wanted.mentioned.insert(columnName(column, scope))
                    inner.locals?[name] = .column(columnName(column, scope))
                }
                continue
            }
            var needed = Wanted()
            try collect(argument, scope, &needed)
            if needed.requests.isEmpty, scope.row == nil, !usesLater(argument, scope), let value = try? value(argument, scope) {
                inner.locals?[name] = .value(value)
                wanted.mentioned.formUnion(needed.mentioned)
            } else {
                wanted.merge(needed)
                inner.locals?[name] = .later
            }
        }
        try open(function, callee)
        defer { close(function) }
        try collect(function.body, inner, &wanted)
    }

    /// The column that a bare name in a column's place means.
    func columnName(_ name: String, _ scope: Scope) -> String {
        if case .column(let column)? = scope.locals?[name] { return column }
        return name
    }
}

extension ClusterFailure {
    /// The failure as a sentence.
    package var sentence: String {
        switch self {
        case .outOfReach(let why), .secured(let why), .otherCluster(let why): why
        case .interrupted: "interrupted"
        }
    }
}

extension Stage {
    /// The columns that a clause makes.
    var titles: [String] {
        switch kind {
        case .select(let columns), .add(let columns), .group(let columns): columns.map(\.title)
        default: []
        }
    }
}

extension Value {
    /// True for a value that equals itself and nothing else: no null, no unknown, no bound.
    var isPlain: Bool {
        switch self {
        case .null, .unknown, .bound, .list, .set, .record, .table, .drawing, .secret, .range: false
        default: true
        }
    }
}
