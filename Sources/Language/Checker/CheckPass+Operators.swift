extension CheckPass {
    func binary(_ op: BinaryOperator, _ left: Expression, _ right: Expression, _ span: Span) -> Typed {
        switch op {
        case .and, .or:
            let word = op == .and ? "`and`" : "`or`"
            truth(left, word)
            truth(right, word)
            return Typed(.bool)
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
            compare(op, left, right, span)
            return Typed(.bool)
        case .in: return membership(left, right)
        case .contains: return contains(left, right)
        case .startsWith, .glob:
            let word = if case .glob = op { "~" } else { "startsWith" }
            for side in [left, right] {
                let type = expression(side).type
                if !type.isTextOrAny { report("type-mismatch", "`\(word)` compares texts, and this is \(said(type))", side.span) }
            }
            return Typed(.bool)
        case .range: return range(left, right)
        case .add, .subtract, .multiply, .divide: return arithmetic(op, left, right, span)
        }
    }

    private func compare(_ op: BinaryOperator, _ left: Expression, _ right: Expression, _ span: Span) {
        if constant(left, right, op) { return }
        let (one, other) = (expression(left), expression(right))
        askShown(one)
        askShown(other)
        let (a, b) = (one.type, other.type)
        if a.isAny || b.isAny { return }
        if a == .drawing || b == .drawing {
            report("type-mismatch", "a drawing is only shown, never compared", span)
            return
        }
        let isEquality = op == .equal || op == .notEqual
        guard isEquality ? a.isComparable(with: b) : a.unified(with: b) != nil || a.isText && b.isText else {
            mismatch(left, a, right, b)
            return
        }
        if isEquality {
            closedValue(a, right)
            closedValue(b, left)
        } else if !(a.isOrdered && b.isOrdered) {
            let odd = a.isOrdered ? b : a
            report("type-mismatch", "\(said(odd)) has no order", span, help: "compare with `==` or `!=`")
        }
    }

    /// `== null` and `== unknown`: the fix is `is`.
    private func constant(_ left: Expression, _ right: Expression, _ op: BinaryOperator) -> Bool {
        for side in [right, left] {
            guard case .literal(let literal) = side.kind, literal == .null || literal == .unknown else { continue }
            let word = literal == .null ? "null" : "unknown"
            expression(side.span == right.span ? left : right)
            let fix = op == .notEqual ? "is not \(word)" : "is \(word)"
            report("compared-with-constant", "`\(word)` is asked for with `is`, not compared", side.span, help: "say `… \(fix)`")
            return true
        }
        return false
    }

    private func mismatch(_ left: Expression, _ a: ValueType, _ right: Expression, _ b: ValueType) {
        if (a == .byteRate && b == .countRate) || (a == .countRate && b == .byteRate) {
            report("type-mismatch", "a rate of bytes and a rate of counts do not mix", right.span, help: b.fix(for: a))
            return
        }
        let isLiteral = if case .literal = left.kind { true } else { false }
        let (place, found, wanted) = isLiteral ? (left.span, a, b) : (right.span, b, a)
        report("type-mismatch", "\(said(found)) cannot be compared with \(said(wanted))", place, help: found.fix(for: wanted))
    }

    /// A text that is compared with a column of a closed set must be one of its values.
    private func closedValue(_ type: ValueType, _ other: Expression) {
        guard case .closedSet(let values) = type else { return }
        switch other.kind {
        case .text(let parts):
            guard let text = TextLiteral(parts: parts, span: other.span).plain, !values.contains(text) else { return }
            let near = values.first { $0.lowercased() == text.lowercased() } ?? Suggestion.nearest(text, among: values)
            let help = near.map { "did you mean \"\($0)\"?" } ?? "it is one of \(values.joined(separator: ", "))"
            report("unknown-value", "\"\(text)\" is never its value", other.span, help: help)
        case .list(let elements): for element in elements { closedValue(type, element) }
        default: break
        }
    }

    /// `name in partitions`, where a source was meant and a column of that name stands nearer.
    private func meantSource(_ right: Expression, _ element: ValueType) -> String? {
        guard case .name(let text) = right.kind, let source = sources[text], source.availability == .built else { return nil }
        let column = source.row.fields.first { $0.type == element } ?? source.row.fields.first { $0.type.isComparable(with: element) }
        return column.map { "for a column of the source write `in (\(text) where …).\($0.name)`" }
    }

    private func membership(_ left: Expression, _ right: Expression) -> Typed {
        let (element, whole) = (expression(left).type, expression(right))
        switch whole.type {
        case .any: break
        case .list(let inner), .set(let inner), .range(let inner):
            if !element.isComparable(with: inner) {
                report("type-mismatch", "\(said(element)) is never in \(said(whole.type))", right.span, help: element.fix(for: inner))
            }
            closedValue(element, right)
        case .table(let row), .plan(_, let row), .items(let row):
            let column =
                row.fields.first { $0.type == element && !element.isAny } ?? row.fields.first { $0.type.isComparable(with: element) }
            report(
                "needs-a-list", "`in` needs a list, and this is \(said(whole.type))", right.span,
                help: meantSource(right, element) ?? column.map { "take a column of it: `(…).\($0.name)`" }
                    ?? "take a column of it: `(…).name`")
        default:
            report(
                "needs-a-list", "`in` needs a list, and this is \(said(whole.type))", right.span,
                help: meantSource(right, element) ?? (whole.type.isText ? "for a part of a text say `… contains …`" : nil))
        }
        return Typed(.bool)
    }

    private func contains(_ left: Expression, _ right: Expression) -> Typed {
        let (whole, part) = (expression(left).type, expression(right).type)
        switch whole {
        case .any: break
        case .list(let inner), .set(let inner):
            if !inner.isComparable(with: part) {
                report("type-mismatch", "\(said(whole)) never contains \(said(part))", right.span, help: part.fix(for: inner))
            }
        case _ where whole.isText:
            if !part.isTextOrAny { report("type-mismatch", "a text contains texts, and this is \(said(part))", right.span) }
        default: report("type-mismatch", "`contains` asks a list or a text, and this is \(said(whole))", left.span)
        }
        return Typed(.bool)
    }

    private func range(_ left: Expression, _ right: Expression) -> Typed {
        let (a, b) = (expression(left).type, expression(right).type)
        guard let type = a.unified(with: b), type.isAny || type.isOrdered else {
            if a == .byteRate && b == .countRate || a == .countRate && b == .byteRate {
                report("type-mismatch", "a rate of bytes and a rate of counts do not mix", right.span, help: b.fix(for: a))
            } else {
                report(
                    "type-mismatch", "a range needs two ends of one ordered type: \(said(a)), \(said(b))", right.span, help: b.fix(for: a))
            }
            return .any
        }
        if case .literal(let low) = left.kind, case .literal(let high) = right.kind, let order = low.isGreater(than: high), order {
            report("empty-range", "the range ends before it begins", left.span.union(right.span))
        }
        return Typed(.range(type))
    }

    func negate(_ inner: Expression, _ span: Span) -> Typed {
        if case .ago(let duration) = inner.kind {
            expression(inner)
            _ = duration
            report("signed-time", "a time has no sign, and `ago` already looks back", span, help: "leave the `-` out")
            return .any
        }
        let type = expression(inner).type
        if type.isAny || type.isAddable { return Typed(type) }
        report("type-mismatch", "\(said(type)) has no sign", span)
        return .any
    }

    func isTest(_ inner: Expression, negated: Bool, _ test: Expression.IsTest, _ span: Span) {
        let value = expression(inner)
        guard test == .empty else {
            // Whether a value is there can be asked of each type; of a whole table it needs no column.
            return
        }
        switch value.type {
        case .any, .list, .set, .table, .plan, .items, .string: return
        case .bool:
            let name = if case .name(let text) = inner.kind { text } else { "…" }
            report(
                "never-empty", "`\(name)` is true or false, and never empty", span,
                help: "for a gate say `\(negated ? "any" : "no") … where \(name)`")
        case .closedSet(let values):
            let near = values.first { $0.lowercased() == "empty" }
            let name = if case .name(let text) = inner.kind { text } else { "…" }
            report(
                "never-empty", "`\(name)` is never empty text", span,
                help: near.map { "`\(name) \(negated ? "!=" : "==") \"\($0)\"`?" } ?? "it is one of \(values.joined(separator: ", "))")
        default:
            report("never-empty", "`is empty` asks a list, a table or a text, and this is \(said(value.type))", span)
        }
    }
}

extension Literal {
    /// Whether this constant is above the other; nil where the two cannot be compared here.
    func isGreater(than other: Literal) -> Bool? {
        guard let one = magnitude, let two = other.magnitude else { return nil }
        return one > two
    }

    /// The constant as a number, in the unit of its type.
    var magnitude: Double? {
        switch self {
        case .int(let n), .size(let n), .duration(let n), .byteRate(let n), .countRate(let n), .time(let n): Double(n)
        case .float(let x), .percent(let x): x
        case .bool, .null, .unknown: nil
        }
    }
}
