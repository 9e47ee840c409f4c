import Language

extension Evaluation {
    /// Whether a number may lie below zero by the kind of its column or expression: then an unknown one may make a sum smaller, and the sum has
    /// no bound. A difference may; a count, a column of sizes, a sum or product of such may not.
    func mayBeNegative(_ expression: Expression, _ scope: Scope) -> Bool {
        switch expression.kind {
        case .literal(let literal): return literal == .unknown
        case .name(let name): return mayBeNegative(name, expression.span, scope)
        case .field(let base, let name):
            if case .it = base.kind { return scope.row.map { isSigned(name.text, $0) } ?? true }
            guard case .name(let text) = base.kind, let value = known(text, base.span, scope) else { return true }
            switch value {
            case .table(let table): return table.column(name.text)?.isSigned ?? true
            case .record(let record): return record.fields.first { $0.name == name.text }?.isSigned ?? true
            default: return true
            }
        case .list(let elements): return elements.contains { mayBeNegative($0, scope) }
        case .binary(.add, let left, let right), .binary(.multiply, let left, let right):
            return mayBeNegative(left, scope) || mayBeNegative(right, scope)
        case .binary(.divide, let left, let right):
            // By what is zero nothing is known of the result.
            guard case .literal(let divisor) = right.kind, let number = Comparison.number(Value(divisor)), number > 0 else { return true }
            return mayBeNegative(left, scope)
        case .call(let callee, let arguments):
            switch callee.text {
            case "count", "abs", "length": return false
            case "sum", "min", "max", "avg", "first", "last", "round", "distinct", "flatten":
                return arguments.first.map { mayBeNegative($0.value, scope) } ?? true
            default: return true
            }
        default: return true
        }
    }

    private func mayBeNegative(_ name: String, _ span: Span, _ scope: Scope) -> Bool {
        switch resolve(name, span, scope) {
        case .column(let column)?: return scope.row.map { isSigned(column, $0) } ?? true
        case .columnParameter(let parameter)?: return scope.row.map { isSigned(columnName(parameter, scope), $0) } ?? true
        default:
            switch known(name, span, scope) {
            case .list(let list)?, .set(let list)?: return list.isSigned
            case .bound(.atLeast, let number)?: return (Comparison.number(number) ?? -1) < 0
            case .null?: return false
            case let value?: return value.isPlain ? (Comparison.number(value) ?? -1) < 0 : true
            case nil: return true
            }
        }
    }

    /// Whether the number that an expression gives names something, an offset, an epoch, a port: a field or a column of such, or the
    /// largest of them. What is computed from two is an amount.
    func isExact(_ expression: Expression, _ scope: Scope) -> Bool {
        if case .call(let callee, let arguments) = expression.kind {
            return ["min", "max", "first", "last"].contains(callee.text) && arguments.first.map { isExact($0.value, scope) } ?? false
        }
        guard case .field(let base, let name) = expression.kind else {
            guard case .name(let text) = expression.kind, case .column(let column)? = resolve(text, expression.span, scope) else {
                return false
            }
            return scope.row?.column(column)?.isExact ?? false
        }
        if case .it = base.kind, let row = scope.row { return row.column(name.text)?.isExact ?? false }
        guard case .name(let text) = base.kind else { return false }
        return switch known(text, base.span, scope) {
        case .record(let record)?: record.fields.first { $0.name == name.text }?.isExact ?? false
        case .table(let table)?: table.column(name.text)?.isExact ?? false
        default: false
        }
    }

    /// What a name holds that is no column.
    private func known(_ name: String, _ span: Span, _ scope: Scope) -> Value? {
        switch resolve(name, span, scope) {
        case .binding(let binding)?: scope.environment.bindings[binding]
        case .parameter(let parameter)?: self.parameter(parameter, scope)
        case .source: reads[Occurrence(path: scope.path, span: span)].map { .table($0) }
        default: nil
        }
    }

    private func isSigned(_ column: String, _ row: RowContext) -> Bool {
        row.column(column)?.isSigned ?? true
    }
}

extension RowContext {
    /// A column of the row, or after `group by` of the rows in its group; nil where there is none of that name.
    fileprivate func column(_ name: String) -> Column? {
        if let index = columns[name] { return table.columns[index] }
        return groups?.base.column(name)
    }
}
