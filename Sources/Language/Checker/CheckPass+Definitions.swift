extension CheckPass {
    /// Puts the functions and actions of all files in reach, those of earlier entries included; one name, one definition.
    func collect(_ program: Program) {
        for (name, known) in environment.functions {
            let state = FunctionState(definition: known.definition, parameters: known.parameters)
            functions[name] = state
        }
        for (name, known) in environment.actions { actions[name] = ActionState(definition: known.definition, parameters: known.parameters) }
        let earlier = (Set(functions.keys), Set(actions.keys))
        var seenFunctions: [String: Span] = [:]
        var seenActions: [String: Span] = [:]
        for tree in program.trees {
            for item in tree.items {
                switch item {
                case .function(let definition):
                    let name = definition.name
                    guard define(name, &seenFunctions, "function", earlier.0) else { continue }
                    if builtins[name.text] != nil || Words.nouns.contains(name.text) {
                        report(
                            "rebound-name", "`\(name.text)` is a function of the language already", name.span, help: "choose another name")
                        continue
                    }
                    functions[name.text] = FunctionState(definition: definition, parameters: definition.parameters.map(parameter))
                case .action(let definition):
                    let name = definition.name
                    guard define(name, &seenActions, "action", earlier.1) else { continue }
                    if name.text == "runbook" {
                        report("reserved-name", "`do runbook(…)` is the runbook itself", name.span, help: "choose another name")
                        continue
                    }
                    actions[name.text] = ActionState(definition: definition, parameters: definition.parameters.map(parameter))
                default: break
                }
            }
        }
    }

    private func define(_ name: Name, _ seen: inout [String: Span], _ what: String, _ earlier: Set<String>) -> Bool {
        if isReserved(name.text) {
            report("reserved-name", "`\(name.text)` is a word of the language and cannot be a name", name.span, help: "choose another name")
            return false
        }
        if let first = seen[name.text] {
            report(
                "rebound-name", "the \(what) `\(name.text)` is defined already", name.span, help: "choose another name",
                notes: [.init(message: "it is defined here", span: first)])
            return false
        }
        seen[name.text] = name.span
        return true
    }

    func isReserved(_ word: String) -> Bool { Words.isReserved(word) || schema.effects.contains { $0.verb == word } }

    private func parameter(_ syntax: Parameter) -> CheckedParameter { CheckedParameter(syntax: syntax, type: type(syntax.type)) }

    // MARK: bodies

    /// Checks a function as declared, once; gives what its body gives.
    @discardableResult
    func check(_ function: FunctionState, calledAt span: Span?) -> Typed {
        if function.isOpen {
            if let span { recursion(function.definition.name.text, span) }
            return .any
        }
        if let known = function.result { return known }
        guard openBody(function.levels, of: function.definition.name, calledAt: span) else { return .any }
        defer { openLevels -= function.levels }
        function.isOpen = true
        defer { function.isOpen = false }
        let result: Typed = inBody(function.parameters) { expression(function.definition.body) }
        function.result = Typed(result.type, flow: result.flow?.settled)
        return function.result ?? .any
    }

    func check(_ action: ActionState, calledAt span: Span?) {
        if action.isOpen {
            if let span { recursion(action.definition.name.text, span) }
            return
        }
        if action.isChecked { return }
        guard openBody(action.levels, of: action.definition.name, calledAt: span) else { return }
        defer { openLevels -= action.levels }
        (action.isOpen, action.isChecked) = (true, true)
        defer { action.isOpen = false }
        let outside = verbs
        verbs = []
        inBody(action.parameters) {
            context = StatementContext()
            block(action.definition.body)
        }
        action.verbs = verbs
        verbs = outside
        for statement in action.definition.body.statements {
            switch statement.kind {
            case .effect(let effect):
                if let signature = effects[effect.id], let odd = divergent(effect, signature) { action.divergent = odd }
            case .perform(let name, _):
                if let inner = actions[name.text] {
                    action.isPlain = action.isPlain && inner.isPlain
                    action.divergent = action.divergent ?? inner.divergent
                }
            case .note: break
            default: action.isPlain = false
            }
        }
        for statement in action.definition.body.statements.flatMap(\.nested) {
            if case .effect(let effect) = statement.kind, let signature = effects[effect.id] {
                action.divergent = action.divergent ?? divergent(effect, signature)
            }
        }
    }

    /// Goes into a body, unless too many are open already: a chain of calls has an end that fits on the stack.
    func openBody(_ levels: Int, of name: Name, calledAt span: Span?) -> Bool {
        guard openLevels + levels <= Self.mostOpenLevels else {
            report(
                "too-deep", "calls of `\(name.text)` and others nest more than \(Self.mostOpenLevels) levels deep", span ?? name.span,
                help: "bind parts with `let`, or say it in fewer functions")
            return false
        }
        openLevels += levels
        return true
    }

    private func recursion(_ name: String, _ span: Span) {
        report("recursion", "`\(name)` calls itself, by itself or through others: execution is finite", span)
    }

    /// Runs what is inside with nothing in reach but the parameters. Also when a call reached it: nothing of the caller leaks in.
    private func inBody<T>(_ parameters: [CheckedParameter], _ body: () -> T) -> T {
        let saved = (scopes, row, outerRows, context, replays)
        scopes = [[:]]
        (row, outerRows, replays) = (nil, [], 0)
        defer { (scopes, row, outerRows, context, replays) = saved }
        declare(parameters)
        scopes.append([:])
        return body()
    }

    /// Brings parameters into reach, with their defaults checked.
    func declare(_ parameters: [CheckedParameter]) {
        for parameter in parameters {
            if let value = parameter.syntax.defaultValue { defaultValue(value, parameter) }
        }
        for parameter in parameters {
            let kind: Binding.Kind = parameter.type == .column ? .column(nil) : .parameter
            bind(parameter.syntax.name, Typed(parameter.type), kind: kind)
        }
    }

    private func defaultValue(_ value: Expression, _ parameter: CheckedParameter) {
        let made = expression(value, allowsSecret: true)
        guard value.isConstant else {
            report("not-constant", "a default is a constant: it reads nothing and names nothing", value.span)
            return
        }
        if !made.type.fits(parameter.type) {
            report(
                "type-mismatch", "`\(parameter.name)` is \(said(parameter.type)), and its default is \(said(made.type))", value.span,
                help: made.type.fix(for: parameter.type))
        }
    }

    // MARK: types as written

    func type(_ syntax: TypeSyntax) -> ValueType {
        switch syntax {
        case .list(let element, _): return .list(type(element))
        case .named(let name):
            if let plain = Self.plainTypes[name.text] { return plain }
            if name.text == "table" { return .table(.undeclared) }
            report("unknown-type", "there is no type `\(name.text)`", name.span, help: didYouMean(name.text, Self.plainTypes.keys.sorted()))
            return .any
        case .of(let outer, let inner):
            switch outer.text {
            case "table":
                guard let source = sources[inner.text], source.availability == .built else {
                    report(
                        "unknown-source", "there is no source `\(inner.text)`", inner.span,
                        help: didYouMean(inner.text, schema.sources.map(\.name)))
                    return .any
                }
                return .table(source.row)
            case "set", "list":
                let element = type(.named(inner))
                return outer.text == "set" ? .set(element) : .list(element)
            case "plan":
                guard let effect = effects[inner.text] else {
                    report(
                        "unknown-effect", "there is no effect `\(inner.text)`", inner.span,
                        help: didYouMean(inner.text, effects.names.sorted()))
                    return .any
                }
                return .plan(effect: effect.id, effect.planRow)
            default:
                report(
                    "unknown-type", "there is no type `\(outer.text) of …`", outer.span,
                    help: didYouMean(outer.text, ["table", "set", "list", "plan"]))
                return .any
            }
        }
    }

    static let plainTypes: [String: ValueType] = [
        "int": .int, "float": .float, "bool": .bool, "string": .string, "duration": .duration, "size": .size, "percent": .percent,
        "time": .time, "byteRate": .byteRate, "countRate": .countRate, "topic": .topic, "group": .group, "broker": .broker,
        "partition": .partition, "column": .column, "secret": .secret,
    ]
}

extension Expression {
    /// True where it is made of constants alone.
    var isConstant: Bool {
        switch kind {
        case .literal: true
        case .text, .list, .negate, .binary, .noun: children.allSatisfy(\.isConstant)
        default: false
        }
    }
}
