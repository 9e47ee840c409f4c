extension Parser {
    /// What recovery does with a `{` that it meets.
    enum BraceRecovery { case skip, stop }

    /// Reads one thing after the other until it is over or the text ends. Each begins at least one token behind where the one before it began,
    /// whatever that took, failed at or stepped back to: what was read too little is passed. All loops that go on behind an error are this one.
    mutating func forward(until isOver: (borrowing Parser) -> Bool, _ read: (inout Parser) -> Void) {
        while kind != .end, !isOver(self) {
            let start = index
            read(&self)
            if index <= start { passOver(start) }
        }
    }

    /// The same of what fails as a whole with its first error.
    mutating func forward(
        until isOver: (borrowing Parser) -> Bool, trying read: (inout Parser) throws(Abandon) -> Void
    ) throws(Abandon) {
        while kind != .end, !isOver(self) {
            let start = index
            try read(&self)
            if index <= start { passOver(start) }
        }
    }

    private mutating func passOver(_ place: Int) {
        pass(place)
        settle()
    }

    /// Goes behind a token.
    mutating func pass(_ place: Int) {
        guard place < tokens.count - 1 else { return index = tokens.count - 1 }
        lastEnd = tokens[place].end
        index = place + 1
        neededAt = -1
    }

    /// Goes to the end of a statement that was given up: a newline or `;` outside of brackets, a `}` or an item that is not its own.
    mutating func recover(braces: BraceRecovery = .skip) {
        insideBrackets = false
        commaSeparates = false
        var braces = braces
        var open = 0
        while true {
            switch kind {
            case .end: return
            case .newline:
                if open <= 0 || startsStatementOrItem(at: index + 1) {
                    // A line that goes on with the one given up is given up too.
                    let newline = index
                    settle()
                    guard index != newline else { return }
                    (open, braces) = (0, .skip)
                    continue
                }
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
            pass(index)
        }
    }

    /// From a `{` to behind its `}`, or to an item.
    mutating func skipBraces() {
        var open = 0
        while kind != .end {
            if kind == .symbol(.leftBrace) { open += 1 }
            if kind == .symbol(.rightBrace) { open -= 1 }
            if kind == .newline, isItemStart(at: index + 1) { return }
            pass(index)
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

    func startsStatementOrItem(at index: Int) -> Bool {
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
            if Words.clauses.contains(name) || Words.connectors.contains(name) {
                throw fail(
                    "unknown-statement", "no statement begins with `\(name)`", at: expression.span,
                    help: "it goes on with what stands before it, unless `;` or a brace ended that")
            }
            let nearest = Suggestion.nearest(name, among: Words.statements.union(verbs))
            if nearest != nil || (mode == .file && endHelp(statement) == nil) {
                throw fail(
                    "unknown-statement", "no statement begins with `\(name)`", at: expression.span,
                    help: nearest.map { "did you mean `\($0)`?" })
            }
        }
        throw fail("expected-end", "expected the end of the statement, found \(found)", help: endHelp(statement))
    }

    private var startsOperand: Bool {
        switch kind {
        case .word, .text, .literal, .symbol(.leftBrace): true
        default: false
        }
    }

    private func endHelp(_ statement: Statement?) -> String? {
        switch kind {
        case .symbol(.assign): return "to compare, say `==`"
        case .symbol(.leftParen) where index > 0 && isWordToken(index - 1): return "a call has no space before `(`"
        case .symbol(.leftBracket) where index > 0 && isWordToken(index - 1): return "an index has no space before `[`"
        case .symbol(.comma): return "inside arguments and lists, a clause with several columns needs its own parentheses"
        case .symbol(.rightParen), .symbol(.rightBracket): return "nothing is open here that it could close"
        case .word("every"), .word("holds"), .word("within"): return "the order is `within … every … holds …`, and `within` comes first"
        case .word("no"), .word("any"): return "`no` and `any` stand at the start of an expression: put it in parentheses"
        case .word("sort"), .word("group"): return "the clause is `\(word ?? "") by`"
        case .word(let word) where word.count >= 3:
            if case .effect(let effect) = statement?.kind, let signature = effects[effect.id],
                let nearest = Suggestion.nearest(word, among: signature.words)
            {
                return "did you mean `\(nearest)`?"
            }
            let words = Words.clauses.union(Words.connectors).union(Words.operators).subtracting(["no", "any", "plan"])
            return Suggestion.nearest(word, among: words).map { "did you mean `\($0)`?" }
        default: return nil
        }
    }

    /// The indent of the line on which a byte stands, and whether only the indent stands before it.
    private func lineIndent(_ offset: Int32) -> (width: Int, isFirst: Bool) {
        var start = Int(offset)
        while start > 0, source.bytes[start - 1] != 0x0A { start -= 1 }
        var end = start
        while end < Int(offset), source.bytes[end] == 0x20 || source.bytes[end] == 0x09 { end += 1 }
        return (end - start, end == Int(offset))
    }

    /// A `}` that stands further left than the line of its `{` was probably meant for another: remembered for `unclosed-brace`.
    mutating func suspect(opener: Int, closer: Int) {
        guard suspectedOpener == nil else { return }
        let close = lineIndent(tokens[closer].start)
        if close.isFirst, close.width < lineIndent(tokens[opener].start).width { suspectedOpener = opener }
    }

    private func isWordToken(_ index: Int) -> Bool {
        if case .word = tokens[index].kind { true } else { false }
    }
}
