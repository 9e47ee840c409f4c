extension Parser {
    /// What recovery does with a `{` that it meets.
    enum BraceRecovery { case skip, stop }

    /// Goes to the end of a statement that was given up: a newline or `;` outside of brackets, a `}` or an item that is not its own.
    mutating func recover(braces: BraceRecovery = .skip) {
        insideBrackets = false
        commaSeparates = false
        var open = 0
        while true {
            switch kind {
            case .end: return
            case .newline:
                if open <= 0 || startsStatementOrItem(at: index + 1) { return settleAtStatementEnd() }
            case .semicolon: return
            case .symbol(.leftParen), .symbol(.leftBracket): open += 1
            case .symbol(.rightParen), .symbol(.rightBracket): open -= 1
            case .symbol(.rightBrace): return
            case .symbol(.leftBrace):
                if braces == .stop { return }
                skipBraces()
                continue
            default: break
            }
            index += 1
            lastEnd = tokens[index - 1].end
        }
    }

    /// A line that goes on with the one given up is given up too.
    private mutating func settleAtStatementEnd() {
        let newline = index
        settle()
        guard index != newline else { return }
        recover()
    }

    /// From a `{` to behind its `}`, or to an item.
    mutating func skipBraces() {
        var open = 0
        while kind != .end {
            if kind == .symbol(.leftBrace) { open += 1 }
            if kind == .symbol(.rightBrace) { open -= 1 }
            if kind == .newline, isItemStart(at: index + 1) { return }
            lastEnd = token.end
            index += 1
            if open == 0 { return }
        }
    }

    func isItemStart(at index: Int) -> Bool {
        guard index + 1 < tokens.count, case .word(let word) = tokens[index].kind, Words.items.contains(word) else { return false }
        switch (word, tokens[index + 1].kind) {
        case ("runbook", .text), ("step", .text), ("test", .text), ("use", .text), ("use", .word), ("func", .word), ("action", .word):
            return true
        default: return false
        }
    }

    private func startsStatementOrItem(at index: Int) -> Bool {
        guard index < tokens.count else { return true }
        switch tokens[index].kind {
        case .word(let word): return Words.statements.contains(word) || verbs.contains(word) || isItemStart(at: index)
        case .symbol(.rightBrace), .end: return true
        default: return false
        }
    }

    /// Behind a statement stands its end; what else stands there is said with what was probably meant.
    mutating func endOfStatement(_ statement: Statement?) throws(Abandon) {
        switch kind {
        case .newline, .semicolon, .end, .symbol(.rightBrace): return
        default: break
        }
        if case .expression(let expression) = statement?.kind, case .name(let name) = expression.kind, startsOperand {
            let known = Words.statements.union(verbs)
            let nearest = Suggestion.nearest(name, among: known)
            throw fail(
                "unknown-statement", "no statement begins with `\(name)`", at: expression.span,
                help: nearest.map { "did you mean `\($0)`?" })
        }
        throw fail("expected-end", "expected the end of the statement, found \(found)", help: endHelp)
    }

    private var startsOperand: Bool {
        switch kind {
        case .word, .text, .literal, .symbol(.leftBrace): true
        default: false
        }
    }

    private var endHelp: String? {
        switch kind {
        case .symbol(.assign): return "to compare, say `==`"
        case .symbol(.leftParen) where index > 0 && isWordToken(index - 1): return "a call has no space before `(`"
        case .symbol(.leftBracket) where index > 0 && isWordToken(index - 1): return "an index has no space before `[`"
        case .symbol(.comma): return "inside arguments and lists, a clause with several columns needs its own parentheses"
        case .symbol(.rightParen), .symbol(.rightBracket): return "nothing is open here that it could close"
        case .word("every"), .word("holds"), .word("within"): return "the order is `within … every … holds …`, and `within` comes first"
        case .word("no"), .word("any"): return "`no` and `any` stand at the start of an expression: put it in parentheses"
        case .word(let word):
            let words = Words.clauses.union(Words.connectors).union(Words.operators).subtracting(["no", "any", "plan"])
            return Suggestion.nearest(word, among: words).map { "did you mean `\($0)`?" }
        default: return nil
        }
    }

    private func isWordToken(_ index: Int) -> Bool {
        if case .word = tokens[index].kind { true } else { false }
    }
}
