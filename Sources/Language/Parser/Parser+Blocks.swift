extension Parser {
    /// Statements in braces.
    mutating func block(_ what: String) throws(Abandon) -> Block {
        if kind == .newline, kind(ahead: 1) == .symbol(.leftBrace) {
            report("expected-symbol", "`{` stands on the line of what it belongs to", span(tokens[index + 1]))
            skipNewlines()
        }
        guard isSymbol(.leftBrace) else {
            throw fail("expected-block", "expected `{` and \(what), found \(found)", help: isSymbol(.assign) ? "to compare, say `==`" : nil)
        }
        try nest()
        defer { depth -= 1 }
        let start = index
        let scope = try openBrace(what)
        let statements = statements(in: scope)
        let isClosed = isSymbol(.rightBrace)
        if isClosed { suspect(opener: start, closer: index) }
        closeScope(scope)
        if !isClosed { throw unclosed(start) }
        return Block(statements: statements, span: span(from: start))
    }

    /// Statements up to the `}`, the end of the text, or an item that shows that a `}` is missing.
    private mutating func statements(in scope: BraceScope) -> [Statement] {
        var statements: [Statement] = []
        skipSeparators()
        forward(
            until: { $0.isSymbol(.rightBrace) || $0.isItemStart(at: $0.index) },
            { parser in
                statements.append(parser.recoveredStatement())
                parser.skipSeparators()
            })
        recordStatements()
        return statements
    }

    /// A statement; where it is wrong, what could be read stands as `.invalid` and the rest of it is passed.
    mutating func recoveredStatement() -> Statement {
        let start = index
        layout.starts.insert(index)
        links = 0
        do {
            let statement = try statement()
            try endOfStatement(statement)
            return statement
        } catch {
            let head = tokens[start].kind
            recover(braces: Self.takesBlock(head) ? .stop : .skip)
            // The block of a broken head is still read, for the errors in it.
            forward(
                until: { !$0.isSymbol(.leftBrace) },
                { parser in
                    _ = try? parser.block("statements")
                    parser.recover()
                })
            return Statement(.invalid, span(from: start))
        }
    }

    private static func takesBlock(_ kind: Token.Kind) -> Bool {
        guard case .word(let word) = kind else { return false }
        return ["if", "for", "retry", "try", "confirm", "approve"].contains(word)
    }
}
