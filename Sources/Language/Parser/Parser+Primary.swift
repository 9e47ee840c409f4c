extension Parser {
    mutating func unary() throws(Abandon) -> Expression {
        guard isSymbol(.minus) else { return try postfix() }
        try nest()
        defer { depth -= 1 }
        let start = index
        layout.unaryMinus.insert(index)
        advance()
        skipNewlines()
        let operand = try unary()
        return Expression(.negate(operand), span(from: start))
    }

    /// A primary with its fields, indexes and `ago`.
    mutating func postfix() throws(Abandon) -> Expression {
        skipNewlines()
        let start = index
        var result = try primary()
        while true {
            if isSymbol(.dot) {
                try link()
                advance()
                record(.field(of: Self.path(result)))
                let name = try expectName("a field's name after `.`")
                result = Expression(.field(result, name), span(from: start))
            } else if isSymbol(.leftBracket), !token.isSpaced {
                try link()
                result = try indexed(result, start)
            } else {
                break
            }
        }
        if isWord("ago") {
            advance()
            result = Expression(.ago(result), span(from: start))
        }
        lastPostfix = (start, index)
        return result
    }

    private static func path(_ expression: Expression) -> [String] {
        switch expression.kind {
        case .name(let name): return [name]
        case .it: return ["it"]
        case .field(let base, let name):
            let before = path(base)
            return before.isEmpty ? [] : before + [name.text]
        default: return []
        }
    }

    private mutating func indexed(_ base: Expression, _ start: Int) throws(Abandon) -> Expression {
        let outer = insideBrackets
        insideBrackets = true
        layout.tight.insert(index)
        advance()
        guard case .text(let pieces) = kind else {
            throw fail("expected-text", "an index is a text, found \(found)", help: "as in `config[\"retention.ms\"]`")
        }
        let place = span(token)
        var key = ""
        for piece in pieces {
            guard case .literal(let text) = piece else {
                throw fail("interpolated-name", "an index is not interpolated", at: place, help: "write the key itself; a brace is `\\{`")
            }
            key += text
        }
        advance()
        insideBrackets = outer
        try expect(.rightBracket, "after the index")
        return Expression(.index(base, key: key), span(from: start))
    }

    mutating func primary() throws(Abandon) -> Expression {
        skipNewlines()
        recordValue()
        let start = index
        switch kind {
        case .literal(let literal):
            advance()
            return Expression(.literal(literal), span(from: start))
        case .text(let pieces):
            advance()
            return Expression(.text(parts(pieces)), span(from: start))
        case .bad:
            advance()
            return Expression(.invalid, span(from: start))
        case .symbol(.leftParen): return try parenthesized()
        case .symbol(.leftBracket):
            let elements = try list()
            return Expression(.list(elements), span(from: start))
        case .word(let word): return try wordPrimary(word)
        case .regex:
            throw fail("misplaced-regex", "a regular expression stands only after `matches`")
        default: throw missingValue()
        }
    }

    /// A value is needed and something else stands here.
    private mutating func missingValue() -> Abandon {
        var help: String?
        if isSymbol(.assign) { help = "to compare, say `==`" }
        if isSymbol(.leftBrace) { help = "braces hold statements; a list is written `[ ]`" }
        if isSymbol(.pipe), index > 0, tokens[index - 1].kind == .symbol(.pipe) { help = "for a choice of two conditions, say `or`" }
        return fail("expected-value", "expected a value\(afterLast), found \(found)", help: help)
    }

    /// ` after X`, for messages.
    private var afterLast: String {
        var before = index - 1
        while before >= 0, tokens[before].kind == .newline { before -= 1 }
        guard before >= 0 else { return "" }
        let written = text(span(tokens[before]))
        return written.count <= 20 ? " after `\(written)`" : ""
    }

    private mutating func wordPrimary(_ word: String) throws(Abandon) -> Expression {
        let start = index
        if let constant = Self.constant(word) {
            advance()
            return Expression(constant, span(from: start))
        }
        if Words.operators.contains(word) || word == "and" || word == "or" { throw try misplaced(word) }
        if isStatementOnNextLine(word) {
            throw fail("expected-value", "expected a value\(afterLast), found the end of the line")
        }
        advance()
        let name = Name(word, span(from: start))
        if isSymbol(.leftParen), !token.isSpaced {
            let arguments = try arguments()
            return Expression(.call(name, arguments), span(from: start))
        }
        if Words.nouns.contains(word), let key = try nounKey(word) { return Expression(.noun(name, key), span(from: start)) }
        if word == Words.numberedNoun, let key = try numberedKey() { return Expression(.noun(name, key), span(from: start)) }
        return Expression(.name(word), name.span)
    }

    private static func constant(_ word: String) -> Expression.Kind? {
        switch word {
        case "true": .literal(.bool(true))
        case "false": .literal(.bool(false))
        case "null": .literal(.null)
        case "unknown": .literal(.unknown)
        case "it": .it
        case "now": .now
        case "_": .last
        default: nil
        }
    }

    private mutating func nounKey(_ noun: String) throws(Abandon) -> Expression.NounKey? {
        // In a clause it is a column of that name, but on the right side of a comparison.
        if let recorder, recorder.tables.isEmpty || recorder.compared != nil { record(.nounKey(noun)) }
        let place = span(token)
        switch kind {
        case .text(let pieces):
            advance()
            return .text(parts(pieces), place)
        case .literal(.int(let number)):
            advance()
            return .number(number, place)
        case .word("default"):
            advance()
            return .defaultKey(place)
        default: return nil
        }
    }

    /// The topic and the number of `partition "trips" 3`; nil where no text follows: then it is a name.
    private mutating func numberedKey() throws(Abandon) -> Expression.NounKey? {
        guard case .text(let pieces) = kind else { return nil }
        record(.nounKey("topic"))
        let place = span(token)
        advance()
        guard case .literal(.int(let number)) = kind else {
            report(
                "expected-value", "which partition of it is not said", place,
                help: "write its number: `\(Words.numberedNoun) \(text(place)) 0`")
            throw Abandon()
        }
        advance()
        return .numbered(parts(pieces), number, place)
    }

    /// An operator word where a value is needed. A second `no` after `and` gets its fix written out.
    private mutating func misplaced(_ word: String) throws(Abandon) -> Abandon {
        let place = span(token)
        if word == "not" {
            return fail(
                "misplaced-word", "`not` stands before a whole condition, not behind an operator", at: place,
                help: "put it in parentheses: `(not …)`")
        }
        guard ["no", "any", "plan"].contains(word) else { return missingValue() }
        var help = "put it in parentheses: `(\(word) …)`"
        if let quantifierStart, index > 0, case .word(let joint) = tokens[index - 1].kind, joint == "and" || joint == "or" {
            let leftEnd = tokens[index - 2].end
            let left = text(Span(file: source.id, start: tokens[quantifierStart].start, end: leftEnd))
            let start = index
            let reported = diagnostics.count
            let atEnd = failedAtEnd
            if (try? expression()) != nil {
                help = "put each in parentheses: `(\(left)) \(joint) (\(text(span(from: start))))`"
            }
            diagnostics.removeSubrange(min(reported, diagnostics.count)...)
            failedAtEnd = atEnd
        }
        report("misplaced-word", "`\(word)` stands only at the start of an expression", place, help: help)
        return Abandon()
    }

    /// A value is missing at the end of a line, and what stands on the next is a statement of its own.
    private func isStatementOnNextLine(_ word: String) -> Bool {
        guard neededAt == index, !insideBrackets, Words.statements.contains(word) || verbs.contains(word) else {
            return false
        }
        switch kind(ahead: 1) {
        case .word(let next): return !Words.operators.contains(next) && !Words.connectors.contains(next) && !Words.clauses.contains(next)
        case .text, .literal: return true
        default: return false
        }
    }
}

// MARK: - Brackets

extension Parser {
    private mutating func parenthesized() throws(Abandon) -> Expression {
        let opener = index
        let outer = (insideBrackets, commaSeparates)
        insideBrackets = true
        commaSeparates = false
        advance()
        var inner = try expression()
        (insideBrackets, commaSeparates) = outer
        try close(.rightParen, opener)
        inner.span = span(from: opener)
        return inner
    }

    private mutating func list() throws(Abandon) -> [Expression] {
        let opener = index
        let outer = (insideBrackets, commaSeparates)
        insideBrackets = true
        commaSeparates = true
        advance()
        var elements: [Expression] = []
        if !isSymbol(.rightBracket) {
            let before = links
            var most = links
            repeat {
                links = before
                elements.append(try expression())
                most = max(most, links)
            } while eat(.comma)
            links = most
        }
        (insideBrackets, commaSeparates) = outer
        try close(.rightBracket, opener)
        return elements
    }

    /// `(a, name: b)`.
    mutating func arguments() throws(Abandon) -> [Argument] {
        let opener = index
        let outer = (insideBrackets, commaSeparates)
        insideBrackets = true
        commaSeparates = true
        try nest()
        defer { depth -= 1 }
        layout.tight.insert(opener)
        advance()
        var arguments: [Argument] = []
        if !isSymbol(.rightParen) {
            let before = links
            var most = links
            repeat {
                links = before
                var label: Name?
                if let word, kind(ahead: 1) == .symbol(.colon) {
                    label = Name(word, span(token))
                    advance()
                    advance()
                }
                let value = try expression()
                arguments.append(Argument(label: label, value: value))
                most = max(most, links)
            } while eat(.comma)
            links = most
        }
        (insideBrackets, commaSeparates) = outer
        try close(.rightParen, opener)
        return arguments
    }

    /// The bracket that closes the one at `opener`; newlines before it do not count.
    private mutating func close(_ symbol: Symbol, _ opener: Int) throws(Abandon) {
        if isSymbol(symbol) { return advance() }
        let open = tokens[opener]
        if kind == .end || kind == .newline || kind == .symbol(.rightBrace) {
            throw fail(
                "unclosed-bracket", "this `\(text(span(open)))` is not closed", at: span(open), help: "`\(symbol.rawValue)` is missing")
        }
        throw fail(
            "expected-symbol", "expected `\(symbol.rawValue)`, found \(found)", help: bracketHelp(symbol),
            notes: [.init(message: "it would close what is opened here", span: span(open))])
    }

    private func bracketHelp(_ symbol: Symbol) -> String? {
        switch kind {
        case .symbol(.assign): return "to compare, say `==`"
        case .symbol(.comma) where symbol == .rightParen: return "parentheses hold one expression; a list is written `[ ]`"
        case .word(let word):
            let words = Words.clauses.union(["and", "or"]).union(Words.operators.subtracting(["no", "any", "plan"]))
            return Suggestion.nearest(word, among: words).map { "did you mean `\($0)`?" }
        default: return nil
        }
    }
}

// MARK: - Texts

extension Parser {
    /// The parts of a text, its holes parsed.
    mutating func parts(_ pieces: [TextPiece]) -> [TextPart] {
        var parts: [TextPart] = []
        for piece in pieces {
            switch piece {
            case .literal(let text): parts.append(.literal(text))
            case .hole(let start, let end): parts.append(.hole(hole(Int(start)..<Int(end))))
            }
        }
        return parts
    }

    private mutating func hole(_ range: Range<Int>) -> Expression {
        let place = Span(file: source.id, start: Int32(range.lowerBound), end: Int32(range.upperBound))
        var lexer = Lexer(bytes: source.bytes, file: source.id, range: range)
        lexer.run()
        diagnostics += lexer.stream.diagnostics
        defer { endWhereTooMany() }
        guard lexer.stream.tokens.count > 1 else {
            report("empty-hole", "these braces hold no expression", place, help: "for a brace write `\\{`")
            return Expression(.invalid, place)
        }
        var inner = Parser(source: source, effects: effects, mode: mode, tokens: lexer.stream.tokens)
        inner.depth = depth
        inner.links = links
        inner.lastEnd = place.start
        defer { diagnostics += inner.diagnostics }
        do {
            let expression = try inner.expression()
            guard inner.kind == .end else {
                _ = inner.fail("expected-end", "expected `}` behind the expression, found \(inner.found)")
                return Expression(.invalid, place)
            }
            return expression
        } catch {
            return Expression(.invalid, place)
        }
    }

    /// A text as statements take it.
    mutating func expectText(_ what: String) throws(Abandon) -> TextLiteral {
        skipNewlines()
        record(.text)
        let place = span(token)
        if kind == .bad {
            advance()
            return TextLiteral(parts: [], span: place)
        }
        guard case .text(let pieces) = kind else {
            throw fail(
                "expected-text", "expected \(what), found \(found)", help: word.map { "write `\"\($0)\"`" } ?? "texts are written \"…\"")
        }
        advance()
        return TextLiteral(parts: parts(pieces), span: place)
    }
}
