extension Parser {
    mutating func statement() throws(Abandon) -> Statement {
        recordStatements()
        let start = index
        let kind = try statementKind()
        return Statement(kind, span(from: start))
    }

    private mutating func statementKind() throws(Abandon) -> Statement.Kind {
        guard let head = word else { return .expression(try expression()) }
        if verbs.contains(head) { return .effect(try effect()) }
        guard Words.statements.contains(head) else { return .expression(try expression()) }
        advance()
        switch head {
        case "let":
            let name = try expectBinding("a name after `let`")
            try expect(.assign, "after `let \(name.text)`", help: isSymbol(.equal) ? "`let` binds with `=`" : nil)
            return .bind(name, try expression())
        case "show": return .show(try expression())
        case "explain": return .explain(try effect())
        case "require": return .require(try require())
        case "wait": return .wait(try wait())
        case "watch": return .watch(try watch())
        case "confirm": return try confirm()
        case "approve": return try approve()
        case "if": return .branch(try branch())
        case "for": return try loop()
        case "retry": return try retry()
        case "try": return try attempt()
        case "do": return try perform()
        case "note": return .note(try expectText("the text of the note"))
        case "fail": return .fail(try expectText("the reason"))
        case "skip": return .skip(try expectText("the reason"))
        default: return .pause(try expectText("what the person is to do"))
        }
    }

    private mutating func confirm() throws(Abandon) -> Statement.Kind {
        let question = try expectText("the question")
        guard isSymbol(.leftBrace) else { return .confirm(question, nil) }
        return .confirm(question, try block("the effects it is about"))
    }

    private mutating func approve() throws(Abandon) -> Statement.Kind {
        let question = try expectText("what is approved")
        try expectWord("type", "and what must be typed")
        let typed = try postfix()
        return .approve(question, type: typed, try block("the effects it is about"))
    }

    private mutating func branch() throws(Abandon) -> Statement.Branch {
        try nest()
        defer { depth -= 1 }
        let condition = try expression()
        let then = try block("what to do")
        guard isWord("else") else { return .init(condition: condition, then: then, otherwise: nil) }
        advance()
        if isWord("if") {
            let start = index
            advance()
            let inner = try branch()
            return .init(condition: condition, then: then, otherwise: .branch(inner, span(from: start)))
        }
        return .init(condition: condition, then: then, otherwise: .block(try block("what to do otherwise")))
    }

    private mutating func loop() throws(Abandon) -> Statement.Kind {
        let name = try expectBinding("a name after `for`")
        try expectWord("in", "after `for \(name.text)`")
        let list = try query()
        return .loop(name, in: list, try block("what to do for each"))
    }

    private mutating func retry() throws(Abandon) -> Statement.Kind {
        let times = try sum()
        try expectWord("every", "and the time between tries")
        let every = try sum()
        return .retry(times: times, every: every, try block("what to try"))
    }

    private mutating func attempt() throws(Abandon) -> Statement.Kind {
        let body = try block("what to try")
        try expectWord("catch", "after the block of `try`")
        var catches: [Name] = []
        repeat {
            for kind in ["timeout", "unreachable", "refused", "gate"] { record(.word(kind)) }
            catches.append(try expectName("a kind of failure"))
        } while eat(.comma)
        let error = eatWord("as") ? try expectBinding("a name for the failure") : nil
        return .attempt(body, catches: catches, error: error, handler: try block("what to do then"))
    }

    private mutating func perform() throws(Abandon) -> Statement.Kind {
        record(.action)
        let name = try expectName("an action after `do`")
        guard isSymbol(.leftParen), !token.isSpaced else {
            throw fail("expected-symbol", "expected `(` after `do \(name.text)`, found \(found)", help: "say `do \(name.text)()`")
        }
        return .perform(name, try arguments())
    }
}

// MARK: - Waiting

extension Parser {
    private mutating func require() throws(Abandon) -> Statement.Require {
        let condition = try expression()
        var require = Statement.Require(condition: condition, within: nil, every: nil, holds: nil, otherwise: nil)
        if eatWord("within") {
            require.within = try sum()
            if eatWord("every") { require.every = try sum() }
            if eatWord("holds") { require.holds = try sum() }
        }
        if eatWord("else") { require.otherwise = try expectText("the message after `else`") }
        return require
    }

    private mutating func wait() throws(Abandon) -> Statement.Wait {
        try expectWord("until", "after `wait`")
        let condition = try expression()
        try expectWord("within", "and how long to wait at most")
        var wait = Statement.Wait(condition: condition, within: try sum(), every: nil, holds: nil, showing: nil, otherwise: nil)
        if eatWord("every") { wait.every = try sum() }
        if eatWord("holds") { wait.holds = try sum() }
        if eatWord("showing") { wait.showing = try query() }
        if eatWord("otherwise") { wait.otherwise = try otherwise() }
        return wait
    }

    private mutating func watch() throws(Abandon) -> Statement.Watch {
        let query = try query()
        var watch = Statement.Watch(query: query, every: nil, until: nil, within: nil)
        if eatWord("every") { watch.every = try sum() }
        if eatWord("until") { watch.until = try expression() }
        if eatWord("within") { watch.within = try sum() }
        return watch
    }

    private mutating func otherwise() throws(Abandon) -> Statement.Otherwise {
        guard eatWord("ask") else { return .block(try block("what to do when the time is over, or `ask`")) }
        let question = try expectText("the question")
        try nest()
        defer { depth -= 1 }
        let scope = try openBrace("the answers")
        defer { leaveScope(scope) }
        var arms: [Statement.Arm] = []
        try each(in: scope) { (parser) throws(Abandon) in arms.append(try parser.arm()) }
        return .ask(question, arms)
    }

    private mutating func arm() throws(Abandon) -> Statement.Arm {
        layout.starts.insert(index)
        let answer = try expectText("an answer")
        try expect(.arrow, "after the answer", help: "as in `\"keep waiting\" -> again 15m`")
        skipNewlines()
        if eatWord("again") { return .init(answer: answer, action: .again(try sum())) }
        return .init(answer: answer, action: .block(try block("what to do, or `again` and a time")))
    }
}
