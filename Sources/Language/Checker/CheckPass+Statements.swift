extension CheckPass {
    /// The statements of a block, in a scope of its own unless they share the step's.
    func block(_ block: Block, ownScope: Bool = true) {
        if ownScope { scopes.append([:]) }
        for statement in block.statements { self.statement(statement) }
        if ownScope { scopes.removeLast() }
    }

    func statement(_ statement: Statement) {
        guard !isFull else { return }
        if let gate = context.gate { refuseInGate(statement, gate) }
        switch statement.kind {
        case .bind(let name, let value):
            let made = expression(value)
            if isEntry { askShown(made) }
            bind(name, made)
        case .show(let value): show(value)
        case .explain(let effect): check(effect, use: .explain)
        case .require(let require): self.require(require)
        case .wait(let wait): self.wait(wait)
        case .watch(let watch): self.watch(watch, statement.span)
        case .confirm(let question, let inner): confirm(question, inner)
        case .approve(let question, let word, let inner): approve(question, word, inner)
        case .branch(let branch): self.branch(branch)
        case .loop(let name, let list, let body): loop(name, list, body)
        case .retry(let times, let every, let body):
            expect(expression(times), .int, times.span, "`retry` takes how many times")
            atLeastOne(times, "a number of tries")
            duration(every, "`every`")
            with({ $0.isRetried = true }) { block(body) }
        case .attempt(let body, let catches, let error, let handler): attempt(body, catches, error, handler)
        case .note(let literal), .fail(let literal), .skip(let literal), .pause(let literal): text(literal.parts)
        case .effect(let effect): check(effect, use: .statement)
        case .perform(let name, let arguments): perform(name, arguments, statement.span)
        case .expression(let value): bare(value)
        case .invalid: break
        }
    }

    private func refuseInGate(_ statement: Statement, _ gate: StatementContext.Gate) {
        switch statement.kind {
        case .effect, .note, .invalid: return
        case .perform(let name, _):
            guard let action = actions[name.text] else { return }
            check(action, calledAt: name.span)
            if action.isPlain { return }
            report(
                "not-in-gate", "`\(name.text)` does more than effects and notes, and a `\(gate.rawValue)` block holds only these", name.span
            )
        default:
            report(
                "not-in-gate", "a `\(gate.rawValue)` block holds effects and `note` only: what was shown is what is done", statement.span,
                help: "put this before the `\(gate.rawValue)`")
        }
    }

    private func show(_ value: Expression) {
        let shown = expression(value)
        askShown(shown)
        if isEntry { environment.last = shown.type }
    }

    private func bare(_ value: Expression) {
        let shown = expression(value)
        askShown(shown)
        if isEntry {
            environment.last = shown.type
        } else {
            report("bare-expression", "in a file a value by itself does nothing", value.span, help: "`show …`, or `let name = …`")
        }
    }

    func duration(_ value: Expression?, _ word: String) {
        guard let value else { return }
        expect(expression(value), .duration, value.span, "\(word) takes a duration")
        if word == "`every`" { atLeastOne(value, "a pause between two looks") }
        if case .literal(.duration(let length)) = value.kind, let limit = constantLimit("duration"), length > limit {
            warn("beyond-limits", "this is longer than `limits { duration }` allows for the whole run", value.span)
        }
    }

    /// A constant that must be more than nothing.
    func atLeastOne(_ value: Expression, _ what: String) {
        var constant = value
        if case .negate(let inner) = value.kind { constant = inner }
        guard case .literal(let literal) = constant.kind, let size = literal.magnitude else { return }
        if size == 0 || constant.span != value.span { report("out-of-range", "\(what) is more than nothing", value.span) }
    }

    private func require(_ require: Statement.Require) {
        gate(require.condition, "`require`")
        duration(require.within, "`within`")
        duration(require.every, "`every`")
        duration(require.holds, "`holds`")
        if let otherwise = require.otherwise { text(otherwise.parts) }
    }

    /// A condition at a decision. A table there gets the fix that people meant.
    func gate(_ condition: Expression, _ who: String) {
        let before = errorCount
        let value = expression(condition)
        if errorCount == before + 1 { fixEmptyTest(condition, who) }
        guard value.type != .bool, !value.type.isAny, errorCount == before else { return }
        var help: String?
        let word = who.filter { $0 != "`" }
        if value.type.element != nil { help = "say `\(word) no \(quote(condition.span) ?? "…")`, or `\(word) any …`" }
        report("not-a-truth", "\(who) needs a truth, and this is \(said(value.type))", condition.span, help: help)
    }

    /// `require partitions where offline is empty`: what was meant is `require no partitions where offline`.
    private func fixEmptyTest(_ condition: Expression, _ who: String) {
        guard replays == 0, diagnostics.last?.code == "never-empty", case .query(_, let stages) = condition.kind,
            case .where(let test)? = stages.last?.kind, case .isTest(let inner, let negated, .empty) = test.kind,
            let meant = quote(condition.span, to: inner.span)
        else { return }
        diagnostics[diagnostics.count - 1].help = "say `\(who.filter { $0 != "`" }) \(negated ? "any" : "no") \(meant)`"
    }

    private func wait(_ wait: Statement.Wait) {
        gate(wait.condition, "`wait until`")
        duration(wait.within, "`within`")
        duration(wait.every, "`every`")
        duration(wait.holds, "`holds`")
        if let showing = wait.showing { askShown(expression(showing)) }
        switch wait.otherwise {
        case .block(let inner)?: block(inner)
        case .ask(let question, let arms)?:
            text(question.parts)
            var answers: Set<String> = []
            for arm in arms {
                text(arm.answer.parts)
                if let answer = arm.answer.plain, !answers.insert(answer).inserted {
                    report("duplicate-answer", "the answer \"\(answer)\" stands here twice", arm.answer.span)
                }
                switch arm.action {
                case .again(let more): duration(more, "`again`")
                case .block(let inner): block(inner)
                }
            }
        case nil: break
        }
    }

    private func watch(_ watch: Statement.Watch, _ span: Span) {
        let table = expression(watch.query)
        askShown(table)
        if isEntry { environment.last = table.type }
        duration(watch.every, "`every`")
        duration(watch.within, "`within`")
        if let until = watch.until {
            var scope = RowScope(kind: .known, row: table.type.row ?? RowType(fields: []), it: table)
            scope.offersColumns = false
            apart(scope) { gate(until, "`until`") }
        }
        if !isEntry, watch.within == nil, constantLimit("duration") == nil, !hasLimit("duration") {
            report(
                "unbounded-wait", "a `watch` in a file needs an end", span,
                help: "add `within 15m`, or `limits { duration … }` to the header")
        }
    }

    private func confirm(_ question: TextLiteral, _ inner: Block?) {
        text(question.parts)
        guard let inner else { return }
        with({
            $0.gate = $0.gate ?? .confirm
            $0.gateResults = []
        }) { block(inner) }
    }

    private func approve(_ question: TextLiteral, _ word: Expression, _ inner: Block) {
        text(question.parts)
        let typed = expression(word)
        if !(typed.type.isTextOrAny || [.int, .broker, .partition].contains(typed.type)) {
            report("type-mismatch", "what is typed is a text, and this is \(said(typed.type))", word.span)
        }
        with({
            $0.gate = .approve
            $0.gateResults = []
        }) { block(inner) }
    }

    private func branch(_ branch: Statement.Branch) {
        gate(branch.condition, "`if`")
        block(branch.then)
        switch branch.otherwise {
        case .branch(let next, _)?: self.branch(next)
        case .block(let inner)?: block(inner)
        case nil: break
        }
    }

    private func loop(_ name: Name, _ list: Expression, _ body: Block) {
        let whole = expression(list)
        var element = Typed(.any)
        if let type = whole.type.element {
            element = Typed(type, flow: type.isRecord ? whole.flow?.settled : nil)
            if let source = whole.type.row?.source.flatMap({ sources[$0] }), let flow = whole.flow {
                for key in source.key { ask(flow.columns[key] ?? []) }
            }
        } else {
            report("type-mismatch", "`for` walks a table or a list, and this is \(said(whole.type))", list.span)
        }
        element.flow?.group = nil
        inScope {
            bind(name, element)
            block(body)
        }
    }

    private static let caught = ["timeout", "unreachable", "refused", "gate"]

    private func attempt(_ body: Block, _ catches: [Name], _ error: Name?, _ handler: Block) {
        block(body)
        for kind in catches where !Self.caught.contains(kind.text) {
            report(
                "unknown-failure", "`\(kind.text)` cannot be caught", kind.span,
                help: didYouMean(kind.text, Self.caught) ?? "these can: \(Self.caught.joined(separator: ", "))")
        }
        inScope {
            if let error {
                let fields: [RowType.Field] = [
                    .init("kind", .closedSet(Self.caught)), .init("message", .string), .init("undecided", .bool),
                ]
                bind(error, Typed(.record(RowType(fields: fields))))
            }
            block(handler)
        }
    }

    private func perform(_ name: Name, _ arguments: [Argument], _ span: Span) {
        if name.text == "runbook" {
            if !context.isTest {
                report("unknown-action", "`do runbook(…)` stands in a test only", span)
            }
            _ = match(arguments, nil, with: parameters, of: name)
            return
        }
        guard let action = actions[name.text] else {
            for argument in arguments { _ = expression(argument.value) }
            if brokenNames.contains(name.text) { return }
            let help =
                functions[name.text] != nil
                ? "`\(name.text)` is a function: it is a value, and nothing to `do`" : didYouMean(name.text, actions.keys.sorted())
            report("unknown-action", "there is no action `\(name.text)`", name.span, help: help)
            return
        }
        check(action, calledAt: name.span)
        for use in action.verbs where !verbs.contains(where: { $0.verb == use.verb && $0.action == name.text }) {
            verbs.append(VerbUse(verb: use.verb, span: name.span, action: name.text))
        }
        if context.isRetried, let odd = action.divergent {
            report("not-convergent", "`\(name.text)` holds `\(odd)`, which does more when it is done twice: not inside `retry`", name.span)
        }
        guard let values = match(arguments, nil, with: action.parameters, of: name) else { return }
        guard action.parameters.contains(where: { $0.type.isGeneric }), !action.isOpen,
            openBody(action.levels, of: name, calledAt: name.span)
        else { return }
        defer { openLevels -= action.levels }
        replay(at: name) {
            for parameter in action.parameters { bindParameter(parameter, values[parameter.name]) }
            block(action.definition.body)
        }
    }
}
