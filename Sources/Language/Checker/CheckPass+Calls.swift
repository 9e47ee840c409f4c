extension CheckPass {
    /// `f(x)`, `x | f(y)`, `topic(t)`.
    func call(_ callee: Name, _ arguments: [Argument], span: Span, piped: Typed? = nil) -> Typed {
        if Words.nouns.contains(callee.text) { return lookUp(callee, arguments, span, piped) }
        if let function = functions[callee.text] { return call(function, callee, arguments, piped) }
        if let builtin = builtins[callee.text] { return call(builtin, callee, arguments, span, piped) }
        quietly { for argument in arguments { _ = expression(argument.value) } }
        if brokenNames.contains(callee.text) { return .any }
        if actions[callee.text] != nil {
            report(
                "unknown-function", "`\(callee.text)` is an action, and a value needs a function", callee.span,
                help: "`do \(callee.text)(…)`")
        } else {
            report(
                "unknown-function", "there is no function `\(callee.text)`", callee.span,
                help: didYouMean(callee.text, (Array(functions.keys) + Array(builtins.names)).sorted()))
        }
        return .any
    }

    /// `topic(t)`: the topic whose name is in `t`.
    private func lookUp(_ noun: Name, _ arguments: [Argument], _ span: Span, _ piped: Typed?) -> Typed {
        let type = nounType(noun.text)
        guard piped == nil, arguments.count == 1, let argument = arguments.first else {
            report("arity", "`\(noun.text)(…)` takes one argument", span)
            return Typed(type)
        }
        let value = expression(argument.value)
        if noun.text == "broker" {
            expect(value, .int, argument.value.span)
        } else if !value.type.isTextOrAny {
            report("type-mismatch", "a \(noun.text) is named by a text, and this is \(said(value.type))", argument.value.span)
        }
        return Typed(type)
    }

    private func call(_ builtin: FunctionSignature, _ callee: Name, _ arguments: [Argument], _ span: Span, _ piped: Typed?) -> Typed {
        for argument in arguments {
            if let label = argument.label {
                report("unknown-parameter", "`\(callee.text)` takes its arguments without names", label.span)
            }
        }
        var values: [Typed] = piped.map { [$0] } ?? []
        let count = values.count + arguments.count
        guard builtin.arity.contains(count) else {
            quietly { for argument in arguments { _ = expression(argument.value) } }
            wrongArity(builtin, callee, arguments, count)
            return .any
        }
        for argument in arguments {
            if builtin.columnArguments.contains(values.count) {
                values.append(Typed(columnArgument(argument.value, of: values.first)?.type ?? .any))
            } else {
                values.append(expression(argument.value))
            }
        }
        for (index, value) in values.enumerated() where !(index == 0 && Self.passesRows.contains(callee.text)) { askShown(value) }
        let types = values.map(\.type)
        guard let result = builtin.result(types) else {
            report(
                "type-mismatch", "`\(builtin.signature)` does not take \(types.map { said($0) }.joined(separator: " and "))",
                arguments.first?.value.span ?? callee.span, help: listFix(types))
            return .any
        }
        let flow = result.row.map { row in values.first?.type.row?.fields == row.fields } == true ? values.first?.flow?.settled : nil
        return Typed(refined(result, callee.text, types), flow: flow)
    }

    /// Functions that do not look into the rows of their table.
    private static let passesRows: Set<String> = ["count", "decided", "first", "last", "settled", "blocked", "progress", "bars"]

    private func listFix(_ types: [ValueType]) -> String? {
        types.first?.isTable == true ? "take a column of the table: `(…).name`" : nil
    }

    /// What the key of an effect's items, or of a source, adds to what the signature alone can tell.
    private func refined(_ result: ValueType, _ name: String, _ types: [ValueType]) -> ValueType {
        guard case .table(let row) = result else { return result }
        switch (name, types.first) {
        case ("blocked", .plan(let effect, _)?), ("progress", .plan(let effect, _)?):
            return .table(RowType(fields: (effects[effect]?.itemKey ?? []) + row.fields))
        case ("diff", let before?):
            guard let rows = before.row, let source = rows.source.flatMap({ sources[$0] }) else { return result }
            let key = source.key.compactMap { name in rows.type(of: name).map { RowType.Field(name, $0) } }
            return .table(RowType(fields: key + row.fields))
        default: return result
        }
    }

    private func wrongArity(_ builtin: FunctionSignature, _ callee: Name, _ arguments: [Argument], _ count: Int) {
        let range = builtin.arity
        let wanted = range.lowerBound == range.upperBound ? "\(range.lowerBound)" : "\(range.lowerBound) or \(range.upperBound)"
        var help: String?
        if count > range.upperBound, arguments.contains(where: { $0.value.endsInColumns }) {
            help = "a comma separates arguments: put the query with its columns into parentheses"
        } else if ["min", "max", "sum", "avg"].contains(callee.text), count > 1 {
            help = "give one list: `\(callee.text)([a, b])`"
        }
        report(
            "arity", "`\(builtin.signature)` takes \(wanted) argument\(wanted == "1" ? "" : "s"), and has \(count)", callee.span, help: help
        )
    }

    /// A bare column of a table, handed to a function.
    private func columnArgument(_ argument: Expression, of table: Typed?) -> (name: String?, type: ValueType)? {
        if case .name(let text) = argument.kind, let bound = binding(text), case .column(let column) = bound.kind {
            resolve(.columnParameter(text), argument.span)
            if let column, let type = table?.type.row?.type(of: column) {
                return (column, read(column, type, of: table?.flow, argument.span).type)
            }
            return (column, .any)
        }
        guard case .name(let text) = argument.kind else {
            quietly { _ = expression(argument) }
            report("needs-a-column", "here a bare column of the table is wanted", argument.span, help: "name it with `add name = …` first")
            return nil
        }
        record(.column, argument.span)
        guard let row = table?.type.row, !row.isUndeclared else { return (text, .any) }
        guard let type = row.type(of: text) else {
            unknownColumn(text, row, argument.span)
            return nil
        }
        resolve(.column(text), argument.span)
        return (text, read(text, type, of: table?.flow, argument.span).type)
    }

    // MARK: functions of the program

    private func call(_ function: FunctionState, _ callee: Name, _ arguments: [Argument], _ piped: Typed?) -> Typed {
        let result = check(function, calledAt: callee.span)
        guard let values = match(arguments, piped, with: function.parameters, of: callee) else { return .any }
        let isGeneric = function.parameters.contains { $0.type.isGeneric }
        guard isGeneric, !function.isOpen, openBody(function.levels, of: callee, calledAt: callee.span) else { return result }
        defer { openLevels -= function.levels }
        var made: Typed = result
        replay(at: callee) {
            for parameter in function.parameters { bindParameter(parameter, values[parameter.name]) }
            made = expression(function.definition.body)
        }
        return made
    }

    /// Checks a body again with what a call hands to it: only for the types and the columns that come of it.
    func replay(at callee: Name, _ body: () -> Void) {
        guard replayBudget > 0 else {
            report("too-complex", "too many calls of functions with tables stand inside each other", callee.span)
            return
        }
        replayBudget -= 1
        let saved = (scopes, row, outerRows, context, replayError)
        scopes = [[:]]
        (row, outerRows, replayError) = (nil, [], nil)
        replays += 1
        body()
        replays -= 1
        let problem = replayError
        (scopes, row, outerRows, context, replayError) = saved
        if let problem {
            report(
                "does-not-fit", "`\(callee.text)` does not work on this: \(problem.message)", callee.span, help: problem.help,
                notes: [.init(message: "in it, here", span: problem.span)])
        }
    }

    func bindParameter(_ parameter: CheckedParameter, _ value: Matched?) {
        var kind = Binding.Kind.parameter
        if parameter.type == .column { kind = .column(value?.column) }
        var typed = value?.value ?? Typed(parameter.type)
        if !parameter.type.isGeneric || typed.type.isAny { typed.type = parameter.type }
        typed.flow = typed.flow?.settled
        scopes[scopes.count - 1][parameter.name] = Binding(name: parameter.syntax.name, kind: kind, value: typed)
    }

    /// What a call gives to a parameter.
    struct Matched {
        var value: Typed
        var column: String?
    }

    /// The arguments of a call by parameter; nil after an error of count or name.
    func match(_ arguments: [Argument], _ piped: Typed?, with parameters: [CheckedParameter], of callee: Name) -> [String: Matched]? {
        var values: [String: Matched] = [:]
        var isWrong = false
        var next = 0
        if let piped {
            guard let first = parameters.first else {
                report("arity", "`\(callee.text)` takes no arguments, and a table is piped into it", callee.span)
                return nil
            }
            values[first.name] = Matched(value: piped)
            if !check(piped, fits: first, callee.span) { isWrong = true }
            next = 1
        }
        for argument in arguments {
            guard let parameter = parameter(of: argument, parameters, &next, callee, &isWrong) else {
                _ = expression(argument.value)
                continue
            }
            if values[parameter.name] != nil {
                report("arity", "`\(parameter.name)` is given twice", argument.label?.span ?? argument.value.span)
                isWrong = true
            }
            if parameter.type == .column {
                let table = parameters.first.flatMap { values[$0.name]?.value }
                let column = columnArgument(argument.value, of: table)
                values[parameter.name] = Matched(value: Typed(column?.type ?? .any), column: column?.name)
            } else {
                let value = expression(argument.value, allowsSecret: parameter.type == .secret)
                if !check(value, fits: parameter, argument.value.span) { isWrong = true }
                values[parameter.name] = Matched(value: value)
            }
        }
        let missing = parameters.filter { values[$0.name] == nil && $0.syntax.defaultValue == nil }
        if !missing.isEmpty, !isWrong {
            report("missing-argument", "`\(callee.text)` needs \(missing.map { "`\($0.name)`" }.joined(separator: ", "))", callee.span)
            isWrong = true
        }
        return isWrong ? nil : values
    }

    private func parameter(
        of argument: Argument, _ parameters: [CheckedParameter], _ next: inout Int, _ callee: Name, _ isWrong: inout Bool
    ) -> CheckedParameter? {
        if let label = argument.label {
            if let found = parameters.first(where: { $0.name == label.text }) { return found }
            report(
                "unknown-parameter", "`\(callee.text)` has no parameter `\(label.text)`", label.span,
                help: didYouMean(label.text, parameters.map(\.name)))
            isWrong = true
            return nil
        }
        defer { next += 1 }
        guard next < parameters.count else {
            if next == parameters.count {
                let count = parameters.count
                report("arity", "`\(callee.text)` takes \(count) argument\(count == 1 ? "" : "s"), and has more", argument.value.span)
            }
            isWrong = true
            return nil
        }
        return parameters[next]
    }

    private func check(_ value: Typed, fits parameter: CheckedParameter, _ span: Span) -> Bool {
        if !parameter.type.isGeneric { askShown(value) }
        guard !value.type.fits(parameter.type) else { return true }
        report(
            "type-mismatch", "`\(parameter.name)` is \(said(parameter.type)), and this is \(said(value.type))", span,
            help: value.type.fix(for: parameter.type))
        return false
    }
}

extension ValueType {
    /// True where a body must be looked at again with the types of a call.
    var isGeneric: Bool {
        switch self {
        case .table, .plan, .items, .column, .any, .record: true
        case .list(let inner), .set(let inner): inner.isGeneric
        default: false
        }
    }
}

extension Expression {
    /// A query whose last clause lists columns: where a comma was meant to go on with them.
    var endsInColumns: Bool {
        guard case .query(_, let stages) = kind, let last = stages.last else { return false }
        switch last.kind {
        case .select, .add, .sort, .group, .distinct: return true
        default: return false
        }
    }
}
