extension NormalForm {
    package func of(_ expression: Expression) -> String {
        switch expression.kind {
        case .literal(let literal): of(literal)
        case .text(let parts): self.parts(parts)
        case .name(let name): name
        case .it: "it"
        case .now: "now"
        case .last: "_"
        case .call(let name, let arguments): call(name, arguments)
        case .noun(let noun, let key): form(noun.text, self.key(key))
        case .field(let base, let name): form(".", of(base), name.text)
        case .index(let base, let key): form("[]", of(base), quoted(key))
        case .ago(let base): form("ago", of(base))
        case .list(let elements): "[" + elements.map { of($0) }.joined(separator: " ") + "]"
        case .negate(let operand): form("neg", of(operand))
        case .not(let operand): form("not", of(operand))
        case .binary(let binaryOperator, let left, let right):
            products == .toTheRight && binaryOperator.isProduct
                ? toTheRight(expression) : binary(binaryOperator, of(left), of(right))
        case .isTest(let operand, let negated, let test): negate(negated, form("is", of(operand), test.rawValue))
        case .matches(let operand, let negated, let regex): negate(negated, form("matches", of(operand), "/" + quoted(regex)))
        case .query(let base, let stages): form("q", [of(base)] + stages.map { of($0) })
        case .quantified(let quantifier, let query): form(quantifier.rawValue, of(query))
        case .plan(let effect): form("plan", of(effect))
        case .invalid: "(invalid)"
        }
    }

    /// A row of products as it was grouped before: what stands in parentheses of its own is one operand.
    private func toTheRight(_ row: Expression) -> String {
        var rest: [(operator: BinaryOperator, operand: Expression)] = []
        var first = row
        while case .binary(let binaryOperator, let left, let right) = first.kind, binaryOperator.isProduct,
            rest.isEmpty || first.span.start == left.span.start
        {
            rest.append((binaryOperator, right))
            first = left
        }
        var form = rest.first.map { of($0.operand) } ?? ""
        for (index, link) in rest.enumerated() {
            let left = index + 1 < rest.count ? rest[index + 1].operand : first
            form = binary(link.operator, of(left), form)
        }
        return form
    }

    /// Heads of forms that a call could be taken for: such a call says that it is one.
    private static let heads: Set<String> = [
        "q", "text", "hole", "neg", "call", "invalid", "range", "topic", "group", "broker", "client", "user", "transaction",
    ]

    private func call(_ name: Name, _ arguments: [Argument]) -> String {
        let parts = arguments.map { argument in
            argument.label.map { form("\($0.text):", of(argument.value)) } ?? of(argument.value)
        }
        return Self.heads.contains(name.text) ? form("call", [name.text] + parts) : form(name.text, parts)
    }

    private func key(_ key: Expression.NounKey) -> String {
        switch key {
        case .text(let parts, _): self.parts(parts)
        case .number(let number, _): String(number)
        case .defaultKey: "default"
        case .numbered(let parts, let number, _): "\(self.parts(parts)) \(number)"
        }
    }

    private func negate(_ negated: Bool, _ inner: String) -> String { negated ? form("not", inner) : inner }

    private func binary(_ binaryOperator: BinaryOperator, _ left: String, _ right: String) -> String {
        func word(_ name: String, _ negated: Bool) -> String { negate(negated, form(name, left, right)) }
        return switch binaryOperator {
        case .and: form("and", left, right)
        case .or: form("or", left, right)
        case .equal: form("==", left, right)
        case .notEqual: form("!=", left, right)
        case .less: form("<", left, right)
        case .lessOrEqual: form("<=", left, right)
        case .greater: form(">", left, right)
        case .greaterOrEqual: form(">=", left, right)
        case .in(let negated): word("in", negated)
        case .contains(let negated): word("contains", negated)
        case .startsWith(let negated): word("startsWith", negated)
        case .glob(let negated): word("~", negated)
        case .range: form("..", left, right)
        case .add: form("+", left, right)
        case .subtract: form("-", left, right)
        case .multiply: form("*", left, right)
        case .divide: form("/", left, right)
        }
    }
}

extension BinaryOperator {
    fileprivate var isProduct: Bool { self == .multiply || self == .divide }
}

// MARK: - Clauses

extension NormalForm {
    package func of(_ stage: Stage) -> String {
        switch stage.kind {
        case .where(let condition): form("where", of(condition))
        case .select(let columns): form("select", columns.map { column($0) })
        case .add(let columns): form("add", columns.map { column($0) })
        case .sort(let keys): form("sort", keys.map { form($0.descending ? "desc" : "asc", of($0.value)) })
        case .take(let count): form("take", of(count))
        case .group(let columns): form("group", columns.map { column($0) })
        case .distinct(let keys): form("distinct", keys.map { of($0) })
        case .join(let table, let keys):
            form("join", [of(table)] + keys.map { form("on", $0.left.text, $0.right.text) })
        case .over(let window, let every): form("over", of(window), every.map { form("every", of($0)) })
        case .at(let time): form("at", of(time))
        case .pipe(let name, let arguments): form("|", call(name, arguments))
        }
    }

    /// A column without a name is named as it is written, so its writing belongs to the form where it says more than its tree.
    private func column(_ column: SelectColumn) -> String {
        if let name = column.name { return form("=", name.text, of(column.value)) }
        let value = of(column.value)
        return column.written == value ? value : form("as", quoted(column.written), value)
    }
}

// MARK: - Constants

extension NormalForm {
    package func of(_ literal: Literal) -> String {
        switch literal {
        case .int(let value): String(value)
        case .float(let value): "\(value)"
        case .size(let bytes): size(bytes)
        case .percent(let value): value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))%" : "\(value)%"
        case .duration(let nanoseconds): duration(nanoseconds)
        case .byteRate(let bytes): size(bytes) + "/s"
        case .countRate(let count): "\(count)/s"
        case .time(let milliseconds): "@\(milliseconds)ms"
        case .bool(let value): value ? "true" : "false"
        case .null: "null"
        case .unknown: "unknown"
        }
    }

    /// The greatest unit in which the size is whole.
    private func size(_ bytes: Int) -> String {
        let units = [
            ("TB", 1_000_000_000_000), ("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000), ("TiB", 1 << 40), ("GiB", 1 << 30),
            ("MiB", 1 << 20), ("KiB", 1 << 10),
        ]
        for (name, factor) in units where bytes != 0 && bytes % factor == 0 { return "\(bytes / factor)\(name)" }
        return "\(bytes)B"
    }

    private func duration(_ nanoseconds: Int) -> String {
        let units = [("d", 86_400_000_000_000), ("h", 3_600_000_000_000), ("m", 60_000_000_000), ("s", 1_000_000_000), ("ms", 1_000_000)]
        var rest = nanoseconds
        var result = ""
        for (name, factor) in units where rest >= factor {
            result += "\(rest / factor)\(name)"
            rest %= factor
        }
        if rest != 0 { result += "\(rest)ns" }
        return result.isEmpty ? "0s" : result
    }
}
