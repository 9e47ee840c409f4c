import Language

extension Evaluation {
    func name(_ name: String, _ span: Span, _ scope: Scope) throws(EvaluationFailure) -> Compiled {
        guard let resolution = resolve(name, span, scope) else {
            if scope.locals == nil, scope.row == nil { return .constant(.unknown(Cause("`\(name)` was not bound"))) }
            throw fault("`\(name)` is no column, binding or source here", span)
        }
        switch resolution {
        case .column(let column): return self.column(column, scope)
        case .columnParameter(let parameter): return column(columnName(parameter, scope), scope)
        case .binding(let binding):
            return .constant(scope.environment.bindings[binding] ?? .unknown(Cause("`\(binding)` was not bound")))
        case .parameter(let parameter):
            return .constant(self.parameter(parameter, scope) ?? .unknown(Cause("the parameter `\(parameter)` has no value")))
        case .source(let source):
            let table = reads[Occurrence(path: scope.path, span: span)]
            return .constant(table.map { .table($0) } ?? .unknown(Cause("`\(source)` was not read")))
        case .parameters:
            let fields = scope.environment.parameters.sorted { $0.key < $1.key }.map { Record.Field($0.key.text, .any, $0.value) }
            return .constant(.record(Record(fields: fields)))
        case .run:
            let started = scope.environment.runStarted.map { Value.time($0) } ?? .unknown(Cause("this is no run"))
            let id = evaluator.run.map { Value.text($0) } ?? .unknown(Cause("this is no run"))
            return .constant(.record(Record(fields: [.init("started", .time, started), .init("id", .string, id)])))
        }
    }

    /// A column of the row: its value, or after `group by` the group's list.
    func column(_ name: String, _ scope: Scope) -> Compiled {
        guard let row = scope.row else { return .constant(.unknown(Cause("`\(name)` is a column, and there is no row here"))) }
        if let index = row.columns[name] {
            let column = row.table.columns[index]
            if case .constant(let value) = column.storage { return .constant(value) }
            return Compiled(.column(index)) { (row) throws(EvaluationFailure) in column.value(at: row) }
        }
        if let groups = row.groups, let column = groups.base.column(name) {
            return Compiled(.opaque) { (row) throws(EvaluationFailure) in groups.list(of: column, Int(row)) }
        }
        return .constant(.unknown(Self.notRead(name)))
    }

    static func notRead(_ name: String) -> Cause { Cause("`\(name)` was not read: ask again") }

    /// `it`: the row; after `group by` the group; in `watch … until` what is watched, which comes as a binding.
    func it(_ span: Span, _ scope: Scope) throws(EvaluationFailure) -> Compiled {
        guard let row = scope.row else {
            if let watched = scope.environment.bindings["it"] { return .constant(watched) }
            throw fault("`it` is the row of a clause, and there is none here", span)
        }
        if let groups = row.groups {
            return Compiled(.opaque) { (row) throws(EvaluationFailure) in .table(groups.table(Int(row))) }
        }
        let table = row.table
        return Compiled(.opaque) { (row) throws(EvaluationFailure) in .record(table.record(at: row)) }
    }

    // MARK: fields

    func field(_ base: Expression, _ name: Name, _ scope: Scope) throws(EvaluationFailure) -> Compiled {
        // `it.broker` is the column; the row is never built for it.
        if case .it = base.kind, let row = scope.row, row.groups == nil { return column(name.text, scope) }
        if case .name(let text) = base.kind, case .parameters? = resolve(text, base.span, scope) {
            return .constant(parameter(name.text, scope) ?? .unknown(Cause("there is no parameter `\(name.text)`")))
        }
        let sources = evaluator.sources
        return try map(compile(base, scope), name.span) { (value) throws(Arithmetic.Fault) in
            try Fields.field(name.text, of: value, sources)
        }
    }

    func index(_ base: Expression, _ key: String, _ scope: Scope) throws(EvaluationFailure) -> Compiled {
        // A source may give single keys as columns of their own.
        if case .name(let name) = base.kind, let row = scope.row, row.offers("\(name)[\"\(key)\"]") {
            return column("\(name)[\"\(key)\"]", scope)
        }
        let sources = evaluator.sources
        return try map(compile(base, scope), base.span) { (value) throws(Arithmetic.Fault) in
            if case .record(let record) = value, record[key] == nil { return .null }
            return try Fields.field(key, of: value, sources)
        }
    }

    /// `topic "trips"`, `broker 2`: the key; `partition "trips" 3`: the partition; other nouns are records of one field.
    func noun(_ noun: Name, _ key: Expression.NounKey, _ span: Span, _ scope: Scope) throws(EvaluationFailure) -> Compiled {
        switch key {
        case .number(let number, _): return .constant(Call.nounValue(noun.text, .int(number)))
        case .defaultKey: return .constant(Call.nounValue(noun.text, .null))
        case .text(let parts, let place):
            return try map(exact(parts, place, scope), span) { (value) throws(Arithmetic.Fault) in Call.nounValue(noun.text, value) }
        case .numbered(let parts, let number, let place):
            return try map(exact(parts, place, scope), span) { (value) throws(Arithmetic.Fault) in
                guard case .text(let topic) = value else { return value }
                return .partition(topic: topic, index: number)
            }
        }
    }
}

extension Evaluation {
    /// A text that names something: what stands in its holes is put in whole.
    private func exact(_ parts: [TextPart], _ place: Span, _ scope: Scope) throws(EvaluationFailure) -> Compiled {
        var exact = scope
        exact.texts = .exact
        return try compile(Expression(.text(parts), place), exact)
    }
}

/// Fields of values: of a row its value, of a table or list the list of its fields.
enum Fields {
    static func field(_ name: String, of value: Value, _ sources: Catalog<SourceSchema>) throws(Arithmetic.Fault) -> Value {
        switch value {
        case .unknown, .null: return value
        case .record(let record): return record[name] ?? .unknown(Evaluation.notRead(name))
        case .table(let table):
            guard let column = table.column(name) else {
                if table.source.flatMap({ sources[$0] })?.isSingleRow == true, let cause = table.missing.first { return .unknown(cause) }
                return .unknown(Evaluation.notRead(name))
            }
            if table.source.flatMap({ sources[$0] })?.isSingleRow == true {
                if let row = table.decided.first { return column.value(at: row) }
                return table.causes.first.map { .unknown($0) } ?? .null
            }
            return .list(
                ListValue(
                    table.decided.map { column.value(at: $0) }, missing: table.causes, isSigned: column.isSigned,
                    isOrderUnsure: table.isOrderUnsure))
        case .list(let list), .set(let list):
            var values: [Value] = []
            for element in list.elements { values.append(try field(name, of: element, sources)) }
            return .list(ListValue(values, missing: list.missing, isOrderUnsure: list.isOrderUnsure))
        case .partition(let topic, let index):
            if name == "topic" { return .text(topic) }
            if name == "partition" { return .int(index) }
            throw Arithmetic.Fault(message: "a partition has no field `\(name)`")
        default: throw Arithmetic.Fault(message: "\(Comparison.kind(value)) has no field `\(name)`")
        }
    }
}
