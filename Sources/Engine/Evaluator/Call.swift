import Language

/// What calls have in common: matching arguments to parameters, nouns.
enum Call {
    static let nouns: Set<NameKey> = ["topic", "group", "broker", "client", "user", "transaction"]

    /// The arguments by the parameter's name: by position, then by label. The piped table takes the first parameter.
    static func match(_ function: FunctionDefinition, _ arguments: [Argument], hasPipe: Bool) -> [NameKey: Expression] {
        var matched: [NameKey: Expression] = [:]
        var next = hasPipe ? 1 : 0
        for argument in arguments {
            if let label = argument.label {
                matched[label.text] = argument.value
            } else {
                if next < function.parameters.count { matched[function.parameters[next].name.text] = argument.value }
                next += 1
            }
        }
        return matched
    }

    /// True for a parameter of type `column`.
    static func takesColumn(_ parameter: Parameter) -> Bool {
        if case .named(let name) = parameter.type { name.text == "column" } else { false }
    }

    /// What a noun stands for: topics, groups and brokers by their key, others as a record of one field (null: the default).
    static func nounValue(_ noun: String, _ key: Value) -> Value {
        switch noun {
        case "topic", "group": return key
        case "broker" where key != .null: return key
        default:
            let name = noun == "transaction" ? "transactionalId" : noun
            return .record(Record(fields: [.init(name, .string, key)], key: [name]))
        }
    }
}

extension Evaluation {
    func call(
        _ callee: Name, _ arguments: [Argument], piped: Value?, _ span: Span, _ scope: Scope
    ) throws(EvaluationFailure) -> Compiled {
        if let function = evaluator.functions[callee.text] { return try call(function, callee, arguments, piped: piped, scope) }
        if Call.nouns.contains(callee.text), piped == nil, arguments.count == 1 {
            return try map(compile(arguments[0].value, scope), span) { (value) throws(Arithmetic.Fault) in
                if case .unknown = value { return value }
                return Call.nounValue(callee.text, value)
            }
        }
        guard let body = Builtins.bodies[callee.text] else { throw fault("there is no function `\(callee.text)`", callee.span) }
        return try call(body, callee, arguments, piped: piped, span, scope)
    }

    // MARK: functions of the program

    private func call(
        _ function: FunctionDefinition, _ callee: Name, _ arguments: [Argument], piped: Value?, _ scope: Scope
    ) throws(EvaluationFailure) -> Compiled {
        let matched = Call.match(function, arguments, hasPipe: piped != nil)
        var inner = Scope(environment: scope.environment, texts: scope.texts)
        inner.path = scope.path + [callee.span]
        inner.locals = [:]
        var ofRow: [(name: String, value: Compiled)] = []
        for (index, parameter) in function.parameters.enumerated() {
            let name = parameter.name.text
            if index == 0, let piped, matched[name] == nil {
                inner.locals?[name] = .value(piped)
                continue
            }
            guard let argument = matched[name] ?? parameter.defaultValue else {
                throw fault("`\(callee.text)` needs `\(name)`", callee.span)
            }
            if Call.takesColumn(parameter) {
                guard case .name(let column) = argument.kind else { throw fault("`\(name)` takes a bare column", argument.span) }
                inner.locals?[name] = .column(columnName(column, scope))
                continue
            }
            // A default is of the function, not of the place that calls it.
            let compiled = try compile(argument, matched[name] == nil ? Scope(environment: scope.environment, texts: scope.texts) : scope)
            if let constant = compiled.constant {
                inner.locals?[name] = .value(constant)
            } else {
                ofRow.append((name, compiled))
            }
        }
        if ofRow.isEmpty {
            try open(function, callee)
            defer { close(function) }
            return .constant(try value(function.body, inner))
        }
        let (perRow, base) = (ofRow, inner)
        return Compiled(.opaque) { (row) throws(EvaluationFailure) in
            try self.open(function, callee)
            defer { self.close(function) }
            var locals = base
            for argument in perRow { locals.locals?[argument.name] = .value(try argument.value.at(row)) }
            return try self.value(function.body, locals)
        }
    }

    // MARK: built-in functions

    private func call(
        _ body: @escaping Builtins.Body, _ callee: Name, _ arguments: [Argument], piped: Value?, _ span: Span, _ scope: Scope
    ) throws(EvaluationFailure) -> Compiled {
        let columns = Builtins.columnArguments[callee.text] ?? []
        var compiled: [Compiled] = piped.map { [.constant($0)] } ?? []
        for argument in arguments {
            if columns.contains(compiled.count) {
                guard case .name(let name) = argument.value.kind else { throw fault("here a bare column is wanted", argument.value.span) }
                compiled.append(.constant(.text(columnName(name, scope))))
            } else {
                compiled.append(try compile(argument.value, scope))
            }
        }
        let site = CallSite(evaluation: self, span: span, type: evaluator.findings.types[span])
        let operands = compiled
        func apply(_ row: UInt32) throws(EvaluationFailure) -> Value {
            var values: [Value] = []
            for operand in operands { values.append(try operand.at(row)) }
            let result = try body(values, site)
            try make(result, span)
            return result
        }
        guard let wanted = BuiltinFunctions.all[callee.text]?.arity, wanted.contains(compiled.count) else {
            throw fault("`\(callee.text)` does not take \(compiled.count) arguments", callee.span)
        }
        if compiled.allSatisfy({ $0.constant != nil }) { return .constant(try apply(0)) }
        if callee.text == "count" { return Compiled(.count(operands[0]), apply) }
        return Compiled(operands.count == 1 ? .apply(operands[0]) : .opaque, apply)
    }
}

/// Where a built-in function is called, for what it says when it fails.
struct CallSite {
    let evaluation: Evaluation
    let span: Span
    /// The type of the result, where the checker said it.
    let type: ValueType?

    func fault(_ message: String) -> EvaluationFailure { evaluation.fault(message, span) }
}
