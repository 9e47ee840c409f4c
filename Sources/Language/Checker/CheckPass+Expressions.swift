extension CheckPass {
    /// The type of an expression; what is wrong with it is reported, and then its type is `any`, which fits everywhere.
    @discardableResult
    func expression(_ expression: Expression, allowsSecret: Bool = false) -> Typed {
        let value = typed(expression, allowsSecret: allowsSecret)
        record(value.type, expression.span)
        if value.type == .secret, !allowsSecret {
            report(
                "secret-use", "a secret is not printed, compared, put into a text or bound", expression.span,
                help: "hand it to `run`, `notify`, or a parameter of type secret")
            return .any
        }
        return value
    }

    private func typed(_ expression: Expression, allowsSecret: Bool) -> Typed {
        let span = expression.span
        switch expression.kind {
        case .literal(let literal): return Typed(literal.type)
        case .text(let parts):
            text(parts)
            return Typed(.string)
        case .name(let text): return name(text, span)
        case .it: return itValue(span)
        case .now: return Typed(.time)
        case .last: return last(span)
        case .call(let callee, let arguments): return call(callee, arguments, span: span)
        case .noun(let noun, let key): return Typed(self.noun(noun, key))
        case .field(let base, let name): return field(base, name)
        case .index(let base, let key): return index(base, key, span)
        case .ago(let inner):
            expect(self.expression(inner), .duration, inner.span, "`ago` follows a duration: `15m ago`")
            return Typed(.time)
        case .list(let elements): return list(elements, allowsSecret: allowsSecret)
        case .negate(let inner): return negate(inner, span)
        case .not(let inner):
            truth(inner, "`not`")
            return Typed(.bool)
        case .binary(.add, let left, let right) where allowsSecret: return arithmetic(.add, left, right, span, allowsSecret: true)
        case .binary(let op, let left, let right): return binary(op, left, right, span)
        case .isTest(let inner, let negated, let test):
            isTest(inner, negated: negated, test, span)
            return Typed(.bool)
        case .matches(let inner, _, _):
            let type = self.expression(inner).type
            if !type.isTextOrAny { report("type-mismatch", "`matches` tests a text, and this is \(said(type))", inner.span) }
            return Typed(.bool)
        case .query(let base, let stages): return query(base, stages)
        case .quantified(let quantifier, let inner):
            quantified(quantifier, inner)
            return Typed(.bool)
        case .plan(let effect):
            guard let signature = check(effect, use: .plan) else { return .any }
            return Typed(.plan(effect: signature.id, signature.planRow))
        case .invalid: return .any
        }
    }

    /// A type in a sentence: `a list`, `true or false`, `a table of partitions`.
    func said(_ type: ValueType) -> String {
        switch type {
        case .bool: "true or false"
        case .int: "a count"
        case .float: "a number"
        case .string: "a text"
        case .list, .set: "a list (\(type))"
        case .table(let row): row.source == nil || row.isUndeclared ? "a table" : "a table of \(row.source ?? "")"
        case .plan(let effect, _): "a plan of \(effect)"
        case .items: "the result of an effect"
        case .closedSet: "a text (\(type))"
        case .range: "a \(type)"
        case .record: "a \(type)"
        case .any: "anything"
        default: "a \(type)"
        }
    }

    func text(_ parts: [TextPart]) {
        for case .hole(let inner) in parts { askShown(expression(inner)) }
    }

    private func itValue(_ span: Span) -> Typed {
        guard let row else {
            report("no-it", "`it` is the row of a clause, or the group after `group by`; there is none here", span)
            return .any
        }
        return row.it
    }

    private func last(_ span: Span) -> Typed {
        guard isEntry else {
            report("no-last-result", "`_` is the last result of a session; a file has none", span, help: "bind it with `let`")
            return .any
        }
        guard let type = environment.last else {
            report("no-last-result", "there is no last result yet", span)
            return .any
        }
        return Typed(type)
    }

    func noun(_ noun: Name, _ key: Expression.NounKey) -> ValueType {
        switch key {
        case .text(let parts, let span):
            text(parts)
            if noun.text == "broker" { report("type-mismatch", "a broker is named by its number", span, help: "`broker 2`") }
        case .number(_, let span):
            if noun.text != "broker" {
                report("type-mismatch", "a \(noun.text) is named by a text", span, help: "`\(noun.text) \"…\"`")
            }
        case .defaultKey(let span):
            if !["client", "user", "broker"].contains(noun.text) {
                report("type-mismatch", "there is no default \(noun.text)", span)
            }
        case .numbered(let parts, _, _):
            text(parts)
            return .partition
        }
        return nounType(noun.text)
    }

    func nounType(_ noun: String) -> ValueType {
        switch noun {
        case "topic": .topic
        case "group": .group
        case "broker": .broker
        case "transaction": .record(RowType(fields: [.init("transactionalId", .string)]))
        default: .record(RowType(fields: [.init(noun, .string)]))
        }
    }

    private func field(_ base: Expression, _ name: Name) -> Typed {
        let whole = expression(base)
        switch whole.type {
        case .any: return .any
        case .record(let row):
            if case .name("params") = base.kind, binding("params") == nil {
                guard let type = row.type(of: name.text) else {
                    report(
                        "unknown-parameter", "there is no parameter `\(name.text)`", name.span,
                        help: didYouMean(name.text, row.fields.map(\.name)))
                    return .any
                }
                return Typed(type)
            }
            guard let found = member(name, of: row, whole.flow) else { return .any }
            return found
        case .table(let row), .plan(_, let row), .items(let row):
            if row.isUndeclared { return Typed(.list(.any)) }
            guard let found = member(name, of: row, whole.flow) else { return .any }
            return isSingleRow(row) ? found : Typed(.list(found.type))
        case .list(let element), .set(let element):
            if case .record(let row) = element, let found = member(name, of: row, nil) { return Typed(.list(found.type)) }
            if element.isAny { return Typed(.list(.any)) }
            if !element.isRecord { fieldOfList(base, name) }
            return .any
        case .partition where name.text == "topic": return Typed(.topic)
        case .partition where name.text == "partition": return Typed(.int)
        default:
            if Self.sampled.contains(name.text) {
                refuseLater("`.\(name.text)` (what `over` adds)", name.span)
            } else {
                fieldOfScalar(whole.type, name)
            }
            return .any
        }
    }

    private static let sampled: Set<String> = ["delta", "rate", "min", "max", "changes", "added", "removed"]

    private func isSingleRow(_ row: RowType) -> Bool { row.source.flatMap { sources[$0] }?.isSingleRow ?? false }

    private func member(_ name: Name, of row: RowType, _ flow: Flow?) -> Typed? {
        guard let type = row.type(of: name.text) else {
            if row.isUndeclared { return .any }
            unknownColumn(name.text, row, name.span)
            return nil
        }
        return read(name.text, type, of: flow, name.span)
    }

    private func fieldOfList(_ base: Expression, _ name: Name) {
        if Self.sampled.contains(name.text), builtins[name.text] == nil {
            refuseLater("`.\(name.text)` (what `over` adds)", name.span)
        } else if builtins[name.text] != nil {
            report("unknown-field", "a list has no fields: sizes and the like are functions", name.span, help: "`\(name.text)(…)`")
        } else {
            report("unknown-field", "a list of plain values has no field `\(name.text)`", name.span)
        }
    }

    private func fieldOfScalar(_ type: ValueType, _ name: Name) {
        let source: String? =
            switch type {
            case .topic: "topics"
            case .group: "groups"
            case .broker: "brokers"
            default: nil
            }
        let help = source.flatMap { sources[$0] }.flatMap { found in
            found.key.first.map { "look it up: `(\(found.name) where \($0) == …).\(name.text)`" }
        }
        report("unknown-field", "\(said(type)) has no field `\(name.text)`", name.span, help: help)
    }

    private func index(_ base: Expression, _ key: String, _ span: Span) -> Typed {
        let whole = expression(base)
        switch whole.type {
        case .any: return .any
        case .record(let row):
            if row.fields.isEmpty { return Typed(.string) }
            guard let type = row.type(of: key) else {
                report(
                    "unknown-field", "there is no field \"\(key)\"", span,
                    help: didYouMean(key, row.fields.map(\.name)))
                return .any
            }
            return read(key, type, of: whole.flow, span)
        case .list(.record(let row)) where row.fields.isEmpty: return Typed(.list(.string))
        default:
            report("type-mismatch", "`[\"…\"]` takes a field of a record, and this is \(said(whole.type))", base.span)
            return .any
        }
    }

    private func list(_ elements: [Expression], allowsSecret: Bool) -> Typed {
        var type: ValueType = .any
        for element in elements {
            let value = expression(element, allowsSecret: allowsSecret)
            askShown(value)
            if value.type == .secret { continue }
            guard let joined = type.unified(with: value.type) else {
                report("mixed-list", "a list holds values of one type: \(said(type)), then \(said(value.type))", element.span)
                return Typed(.list(.any))
            }
            type = joined
        }
        return Typed(.list(type))
    }

    private func quantified(_ quantifier: Expression.Quantifier, _ inner: Expression) {
        let value = expression(inner)
        if value.type.element == nil {
            report(
                "type-mismatch", "`\(quantifier.rawValue)` asks whether a table or list has rows, and this is \(said(value.type))",
                inner.span,
                help: value.type == .bool && quantifier == .no ? "say `not …`" : nil)
        }
    }

    /// An expression that must be true or false.
    func truth(_ inner: Expression, _ who: String) {
        let before = errorCount
        let value = expression(inner)
        guard value.type != .bool, !value.type.isAny, errorCount == before else { return }
        var help: String?
        if value.type.element != nil { help = "say `any …` or `no …`, or compare `count(…)`" }
        report("not-a-truth", "\(who) needs a truth, and this is \(said(value.type))", inner.span, help: help)
    }

    var errorCount: Int { diagnostics.count + (replayError == nil ? 0 : 1) }

    /// Says so where a value is not of the type that is wanted.
    @discardableResult
    func expect(_ value: Typed, _ type: ValueType, _ span: Span, _ sentence: String? = nil) -> Bool {
        askShown(value)
        if value.type.fits(type) { return true }
        let wrong = "this is \(said(value.type)), and \(said(type)) is wanted"
        report("type-mismatch", sentence.map { "\($0); this is \(said(value.type))" } ?? wrong, span, help: value.type.fix(for: type))
        return false
    }
}

extension Literal {
    /// The type of the constant.
    package var type: ValueType {
        switch self {
        case .int: .int
        case .float: .float
        case .size: .size
        case .percent: .percent
        case .duration: .duration
        case .byteRate: .byteRate
        case .countRate: .countRate
        case .time: .time
        case .bool: .bool
        case .null, .unknown: .any
        }
    }
}
