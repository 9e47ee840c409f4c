extension Parser {
    /// All items of the text.
    mutating func items() -> [Item] {
        var items: [Item] = []
        // Behind a `}` too many, what stands in no step is an echo.
        var isBehindStray = false
        toItem()
        forward(
            until: { _ in false },
            { parser in
                if parser.isSymbol(.rightBrace) {
                    if !parser.hasReportedUnclosed {
                        parser.report("stray-brace", "this `}` closes nothing", parser.span(parser.token))
                    }
                    parser.advance()
                    isBehindStray = true
                    return parser.toItem()
                }
                parser.layout.starts.insert(parser.index)
                if let word = parser.word, Words.items.contains(word), parser.isItemStart(at: parser.index) || !parser.startsPlainExpression
                {
                    isBehindStray = false
                    if let item = parser.recoveredItem(word) { items.append(item) }
                } else {
                    let statement = parser.recoveredStatement()
                    if parser.mode == .entry || !isBehindStray { items.append(.statement(statement)) }
                }
                parser.toItem()
            })
        return items
    }

    private mutating func toItem() {
        skipSeparators()
        recordItems()
    }

    private func recordItems() {
        guard isLineStart else { return }
        for word in Words.items { record(.word(word)) }
        if mode == .entry { recordStatements() }
    }

    /// An item's word used as a name in an entry: `step`, `test == 1`.
    private var startsPlainExpression: Bool {
        switch kind(ahead: 1) {
        // What is being typed may yet become an item: `use `.
        case .newline, .end, .semicolon: mode == .entry && recorder == nil
        case .symbol(.leftBrace): false
        case .symbol: true
        default: false
        }
    }

    private mutating func recoveredItem(_ word: String) -> Item? {
        links = 0
        do {
            let item = try item(word)
            try endOfStatement(nil)
            return item
        } catch {
            recover(braces: .stop)
            forward(
                until: { !$0.isSymbol(.leftBrace) },
                { parser in
                    if word == "runbook" { parser.skipBraces() } else { _ = try? parser.block("statements") }
                    parser.recover(braces: .stop)
                })
            return nil
        }
    }

    private mutating func item(_ word: String) throws(Abandon) -> Item {
        let start = index
        let help = token.help
        advance()
        switch word {
        case "runbook": return .runbook(try runbook(start, help))
        case "use": return .use(try use(start))
        case "func":
            let name = try expectBinding("the function's name")
            let parameters = try parameters(of: name)
            try expect(.assign, "and the function's expression")
            let body = try expression()
            return .function(.init(name: name, help: help, parameters: parameters, body: body, span: span(from: start)))
        case "action":
            let name = try expectBinding("the action's name")
            let parameters = try parameters(of: name)
            if isSymbol(.assign) {
                throw fail("expected-block", "an action has a block, found `=`", help: "`func` has `=`; an action is written `{ … }`")
            }
            let body = try block("the action's statements")
            return .action(.init(name: name, help: help, parameters: parameters, body: body, span: span(from: start)))
        case "step": return .step(try step(start))
        default: return .test(try test(start))
        }
    }

    private mutating func use(_ start: Int) throws(Abandon) -> Use {
        record(.library)
        record(.text)
        if case .text = kind {
            let path = try expectText("an import")
            return Use(target: .path(path), span: span(from: start))
        }
        let name = try expectName("a file of the standard library, or a path in quotes")
        return Use(target: .library(name), span: span(from: start))
    }

    private mutating func step(_ start: Int) throws(Abandon) -> Step {
        let name = try expectText("a step's name")
        let was = eatWord("was") ? try expectText("the step's old name") : nil
        let condition = eatWord("when") ? try expression() : nil
        let body = try block("the step's statements")
        let verify = eatWord("verify") ? try block("what must hold") : nil
        let undo = eatWord("undo") ? try block("how to undo it") : nil
        return Step(name: name, was: was, condition: condition, body: body, verify: verify, undo: undo, span: span(from: start))
    }

    private mutating func test(_ start: Int) throws(Abandon) -> Test {
        let name = try expectText("a test's name")
        try expectWord("in", "and `lab SCENARIO`")
        try expectWord("lab", "and the scenario")
        record(.scenario)
        let scenario = try expectName("a scenario of the lab")
        let body = try block("the test's statements")
        return Test(name: name, scenario: scenario, body: body, span: span(from: start))
    }
}

// MARK: - Parameters

extension Parser {
    private mutating func parameters(of name: Name) throws(Abandon) -> [Parameter] {
        guard isSymbol(.leftParen) else {
            throw fail("expected-symbol", "expected `(` after `\(name.text)`, found \(found)", help: "say `\(name.text)()`")
        }
        let opener = index
        let outer = (insideBrackets, commaSeparates)
        insideBrackets = true
        commaSeparates = true
        layout.tight.insert(opener)
        advance()
        var parameters: [Parameter] = []
        if !isSymbol(.rightParen) {
            repeat { parameters.append(try parameter()) } while eat(.comma)
        }
        (insideBrackets, commaSeparates) = outer
        guard isSymbol(.rightParen) else {
            throw fail(
                "expected-symbol", "expected `)`, found \(found)",
                notes: [.init(message: "it would close what is opened here", span: span(tokens[opener]))]
            )
        }
        advance()
        return parameters
    }

    /// `name: type [= default]`.
    mutating func parameter() throws(Abandon) -> Parameter {
        skipNewlines()
        let help = token.help
        let name = try expectBinding("a parameter's name")
        try expect(.colon, "and the type of `\(name.text)`", help: "as in `\(name.text): int`")
        let type = try type()
        let value = eat(.assign) ? try sum() : nil
        return Parameter(name: name, help: help, type: type, defaultValue: value, range: nil)
    }

    private mutating func type() throws(Abandon) -> TypeSyntax {
        skipNewlines()
        record(.type)
        guard isSymbol(.leftBracket) else {
            let name = try expectName("a type")
            guard eatWord("of") else { return .named(name) }
            record(.type)
            return .of(name, try expectName("a type after `of`"))
        }
        try nest()
        defer { depth -= 1 }
        let start = index
        advance()
        let element = try type()
        try expect(.rightBracket, "after the element's type")
        return .list(element, span(from: start))
    }
}

// MARK: - The header

extension Parser {
    private mutating func runbook(_ start: Int, _ help: [String]) throws(Abandon) -> RunbookHeader {
        let name = try expectText("the runbook's name")
        var header = RunbookHeader(
            name: name, help: help, parameters: [], permits: [], limits: [], onlyOn: [], span: span(from: start))
        let scope = try openBrace("the header")
        skipSeparators()
        forward(
            until: { $0.isSymbol(.rightBrace) || $0.isItemStart(at: $0.index) },
            { parser in
                do throws(Abandon) {
                    try parser.headerLine(&header)
                    try parser.endOfStatement(nil)
                } catch { parser.recover() }
                parser.skipSeparators()
            })
        if isLineStart { for word in ["param", "permits", "limits", "only on"] { record(.word(word)) } }
        let isClosed = isSymbol(.rightBrace)
        closeScope(scope)
        if !isClosed { throw unclosed(scope.opener) }
        header.span = span(from: start)
        return header
    }

    private mutating func headerLine(_ header: inout RunbookHeader) throws(Abandon) {
        let help = token.help
        layout.starts.insert(index)
        switch word {
        case "param":
            advance()
            var parameter = try parameter()
            parameter.help = help
            if eatWord("in") { parameter.range = try binary(.range) }
            header.parameters.append(parameter)
        case "permits":
            advance()
            repeat {
                for verb in verbs { record(.word(verb)) }
                header.permits.append(try expectName("a verb after `permits`"))
            } while eat(.comma)
        case "limits":
            advance()
            try limits(&header)
        case "only":
            advance()
            try expectWord("on", "after `only`")
            repeat { header.onlyOn.append(try expectText("a cluster's name")) } while eat(.comma)
        default:
            let nearest = word.flatMap { Suggestion.nearest($0, among: ["param", "permits", "limits", "only"]) }
            throw fail(
                "unknown-header", "a header has `param`, `permits`, `limits` and `only on`, found \(found)",
                help: nearest.map { "did you mean `\($0)`?" })
        }
    }

    private mutating func limits(_ header: inout RunbookHeader) throws(Abandon) {
        let scope = try openBrace("the limits")
        defer { leaveScope(scope) }
        try each(in: scope) { (parser) throws(Abandon) in
            parser.layout.starts.insert(parser.index)
            let name = try parser.expectName("a limit's name")
            header.limits.append(.init(name: name, value: try parser.sum()))
        }
    }
}
