/// How tightly operators bind, loosest first (docs/grammar.md, section 3).
enum Precedence: Int, Comparable {
    case or = 1
    case and, not, comparison, range, sum, product, unary

    static func < (left: Precedence, right: Precedence) -> Bool { left.rawValue < right.rawValue }

    /// The next tighter level.
    var tighter: Precedence { Precedence(rawValue: rawValue + 1) ?? .unary }
}

extension Parser {
    /// `expression`: a query, a quantified one, or a plan.
    mutating func expression() throws(Abandon) -> Expression {
        skipNewlines()
        try nest()
        defer { depth -= 1 }
        let start = index
        record(.word("plan"))
        record(.word("no"))
        record(.word("any"))
        switch word {
        case "plan":
            advance()
            let effect = try planned(start)
            return Expression(.plan(effect), span(from: start))
        case "no", "any":
            let quantifier: Expression.Quantifier = word == "no" ? .no : .any
            let outer = quantifierStart
            quantifierStart = start
            defer { quantifierStart = outer }
            advance()
            let query = try query()
            return Expression(.quantified(quantifier, query), span(from: start))
        default:
            let outer = quantifierStart
            quantifierStart = nil
            defer { quantifierStart = outer }
            return try query()
        }
    }

    private mutating func planned(_ start: Int) throws(Abandon) -> Effect {
        skipNewlines()
        for verb in verbs { record(.word(verb)) }
        if let word, verbs.contains(word) { return try effect() }
        let verb = word.flatMap { Suggestion.nearest($0, among: verbs) }
        throw fail(
            "plan-needs-effect", "`plan` needs an effect, found \(found)",
            help: verb.map { "did you mean `plan \($0) …`?" }
                ?? "such as `plan \(effects.names.first ?? "elect") …`; to look at a value, say `show`")
    }

    /// `sum`: what options and bounds take.
    mutating func sum() throws(Abandon) -> Expression { try binary(.sum) }

    /// Operators of a level and tighter ones.
    mutating func binary(_ minimum: Precedence) throws(Abandon) -> Expression {
        skipNewlines()
        let start = index
        var left: Expression
        if minimum <= .not, isWord("not") {
            try nest()
            defer { depth -= 1 }
            advance()
            let operand = try binary(.not)
            left = Expression(.not(operand), span(from: start))
        } else {
            left = try unary()
        }
        while let level = operatorLevel(), level >= minimum {
            try link()
            switch level {
            case .comparison:
                left = try comparison(left, start)
                while operatorLevel() == .comparison { left = try chained(left, start) }
            case .range:
                let right = try right(.sum)
                left = Expression(.binary(.range, left, right), span(from: start))
                if isSymbol(.range) {
                    throw fail("chained-range", "a range has one `..`", help: "as in `1..50`")
                }
            default:
                guard let binaryOperator = leftAssociative() else { return left }
                let right = try right(level.tighter)
                left = Expression(.binary(binaryOperator, left, right), span(from: start))
            }
        }
        recordOperators()
        return left
    }

    private mutating func right(_ level: Precedence) throws(Abandon) -> Expression {
        advance()
        return try binary(level)
    }

    private func leftAssociative() -> BinaryOperator? {
        switch kind {
        case .word("or"): .or
        case .word("and"): .and
        case .symbol(.plus): .add
        case .symbol(.minus): .subtract
        case .symbol(.times): .multiply
        case .symbol(.slash): .divide
        default: nil
        }
    }

    /// The level of the operator that stands here; nil where none does.
    private func operatorLevel() -> Precedence? {
        switch kind {
        case .word("or"): return .or
        case .word("and"): return .and
        case .word("not"):
            switch kind(ahead: 1) {
            case .word("in"), .word("contains"), .word("startsWith"), .word("matches"), .symbol(.glob): return .comparison
            default: return nil
            }
        case .word("is"), .word("in"), .word("contains"), .word("startsWith"), .word("matches"): return .comparison
        case .symbol(.equal), .symbol(.notEqual), .symbol(.less), .symbol(.lessOrEqual), .symbol(.greater), .symbol(.greaterOrEqual),
            .symbol(.glob):
            return .comparison
        case .symbol(.range): return .range
        case .symbol(.plus), .symbol(.minus): return .sum
        case .symbol(.times), .symbol(.slash): return .product
        default: return nil
        }
    }
}

// MARK: - Comparisons

extension Parser {
    private mutating func comparison(_ left: Expression, _ start: Int) throws(Abandon) -> Expression {
        if isWord("is") { return try isTest(left, start) }
        let negated = word == "not"
        if negated { advance() }
        if isWord("matches") {
            advance()
            skipNewlines()
            guard case .regex(let pattern) = kind else {
                throw fail(
                    "expected-regex", "`matches` needs a regular expression, found \(found)",
                    help: "written `/…/`; for a glob say `~ \"a*\"`")
            }
            advance()
            return Expression(.matches(left, negated: negated, regex: pattern), span(from: start))
        }
        guard let binaryOperator = comparisonOperator(negated: negated) else {
            throw fail("expected-value", "expected an operator, found \(found)")
        }
        let outer = recorder?.compared
        recorder?.compared = Self.columnName(left)
        defer { recorder?.compared = outer }
        let right = try right(.range)
        return Expression(.binary(binaryOperator, left, right), span(from: start))
    }

    private static func columnName(_ expression: Expression) -> String? {
        switch expression.kind {
        case .name(let name): name
        case .field(_, let name): name.text
        default: nil
        }
    }

    private func comparisonOperator(negated: Bool) -> BinaryOperator? {
        switch kind {
        case .symbol(.equal): .equal
        case .symbol(.notEqual): .notEqual
        case .symbol(.less): .less
        case .symbol(.lessOrEqual): .lessOrEqual
        case .symbol(.greater): .greater
        case .symbol(.greaterOrEqual): .greaterOrEqual
        case .symbol(.glob): .glob(negated: negated)
        case .word("in"): .in(negated: negated)
        case .word("contains"): .contains(negated: negated)
        case .word("startsWith"): .startsWith(negated: negated)
        default: nil
        }
    }

    private mutating func isTest(_ left: Expression, _ start: Int) throws(Abandon) -> Expression {
        let isToken = token
        advance()
        let negated = eatWord("not")
        skipNewlines()
        record(.word("empty"))
        record(.word("unknown"))
        record(.word("null"))
        if let word, let test = Expression.IsTest(rawValue: word) {
            advance()
            return Expression(.isTest(left, negated: negated, test), span(from: start))
        }
        guard kind != .end, kind != .symbol(.rightBrace) else {
            throw fail("is-needs-test", "`is` tests for `empty`, `unknown` or `null`, found \(found)")
        }
        let operand = try binary(.range)
        report(
            "is-needs-test", "`is` tests for `empty`, `unknown` or `null`", span(isToken).union(operand.span),
            help: "to compare, say `\(negated ? "!=" : "==") \(text(operand.span))`")
        return Expression(.binary(negated ? .notEqual : .equal, left, operand), span(from: start))
    }

    /// `a < b < c`: reported, and read on so that nothing echoes.
    private mutating func chained(_ left: Expression, _ start: Int) throws(Abandon) -> Expression {
        let place = span(token)
        var help = "join two comparisons with `and`"
        if case .binary(_, _, let middle) = left.kind, word == nil {
            let first = text(left.span)
            let operand = text(middle.span)
            let sign = text(place)
            try link()
            let whole = try comparison(left, start)
            if case .binary(_, _, let last) = whole.kind { help = "say `\(first) and \(operand) \(sign) \(text(last.span))`" }
            report("chained-comparison", "comparisons do not chain", place, help: help)
            return whole
        }
        try link()
        let whole = try comparison(left, start)
        report("chained-comparison", "comparisons do not chain", place, help: help)
        return whole
    }
}
