extension Parser {
    /// A source or a table with its clauses; or any condition.
    mutating func query() throws(Abandon) -> Expression {
        skipNewlines()
        let start = index
        let base = try binary(.or)
        recordStages()
        guard startsStage else { return base }
        if lastPostfix != (start, index) {
            report(
                "stage-needs-query", "`\(text(span(token)))` follows a name, a call or parentheses, not an operator's result", span(token),
                help: "say `(\(text(base.span))) \(text(span(token))) …`")
        }
        recorder?.tables.append(Self.tableName(base))
        defer { _ = recorder?.tables.popLast() }
        var stages: [Stage] = []
        while startsStage {
            stages.append(try stage())
            recordStages()
        }
        return Expression(.query(base, stages), span(from: start))
    }

    private static func tableName(_ expression: Expression) -> String? {
        switch expression.kind {
        case .name(let name): name
        case .call(let name, _): name.text
        case .query(let base, _): tableName(base)
        case .last: "_"
        default: nil
        }
    }

    private var startsStage: Bool {
        switch kind {
        case .symbol(.pipe): return true
        case .word("at"):
            switch kind(ahead: 1) {
            case .literal, .symbol(.leftParen), .symbol(.minus), .word: return true
            default: return false
            }
        case .word(let word): return isClauseWord(word, at: index)
        default: return false
        }
    }

    private mutating func stage() throws(Abandon) -> Stage {
        let start = index
        let head = word
        advance()
        let kind: Stage.Kind
        switch head {
        case "where":
            let condition = try binary(.or)
            kind = .where(condition)
        case "select": kind = .select(try columns())
        case "add": kind = .add(try addedColumns())
        case "sort": kind = .sort(try sortKeys())
        case "take": kind = .take(try sum())
        case "group":
            advance()
            kind = .group(try columns())
        case "distinct": kind = .distinct(try distinctKeys())
        case "join": kind = try join()
        case "over":
            let window = try sum()
            let every = eatWord("every") ? try sum() : nil
            kind = .over(window, every: every)
        case "at": kind = .at(try sum())
        default: kind = try pipe()
        }
        return Stage(kind, span(from: start))
    }

    private mutating func pipe() throws(Abandon) -> Stage.Kind {
        record(.pipeFunction)
        skipNewlines()
        guard word != nil else {
            throw fail(
                "expected-name", "expected a function after `|`, found \(found)",
                help: isSymbol(.pipe) ? "for a choice of two conditions, say `or`" : nil)
        }
        let name = try expectName("a function after `|`")
        guard isSymbol(.leftParen), !token.isSpaced else {
            throw fail("expected-symbol", "a function after `|` has its parentheses, found \(found)", help: "say `| \(name.text)()`")
        }
        let arguments = try arguments()
        return .pipe(name, arguments)
    }
}

// MARK: - What clauses take

extension Parser {
    /// A comma that goes on with the columns of a clause.
    private mutating func eatColumnComma() -> Bool {
        guard !commaSeparates, isSymbol(.comma) else { return false }
        advance()
        skipNewlines()
        return true
    }

    private mutating func columns() throws(Abandon) -> [SelectColumn] {
        var columns: [SelectColumn] = []
        let before = links
        repeat {
            links = before
            columns.append(try column())
        } while eatColumnComma()
        return columns
    }

    private mutating func column() throws(Abandon) -> SelectColumn {
        skipNewlines()
        var name: Name?
        if let word, kind(ahead: 1) == .symbol(.assign) {
            name = Name(word, span(token))
            advance()
            advance()
            skipNewlines()
        }
        let start = index
        let value = try binary(.or)
        return SelectColumn(name: name, value: value, written: written(from: start))
    }

    private mutating func addedColumns() throws(Abandon) -> [SelectColumn] {
        skipNewlines()
        var columns: [SelectColumn] = []
        repeat {
            record(.newName)
            let place = span(token)
            let column = try column()
            if column.name == nil {
                report(
                    "column-needs-name", "`add` needs a name for its column", place.union(column.value.span),
                    help: "say `name = \(column.written)`")
            }
            columns.append(column)
        } while eatColumnComma()
        return columns
    }

    /// The tokens since `start`, spaced as the formatter would: what names a column that has no name.
    private func written(from start: Int) -> String {
        var result = ""
        var last: Int?
        for position in start..<index where tokens[position].kind != .newline {
            if let last, layout.isSpaced(last, position, tokens) { result += " " }
            result += Layout.text(of: tokens[position], in: source.bytes)
            last = position
        }
        return result
    }

    private mutating func sortKeys() throws(Abandon) -> [SortKey] {
        advance()
        var keys: [SortKey] = []
        repeat {
            let value = try sum()
            for word in ["asc", "desc"] { record(.word(word)) }
            let descending = isWord("desc")
            if descending || isWord("asc") { advance() }
            keys.append(SortKey(value: value, descending: descending))
        } while eatColumnComma()
        return keys
    }

    private mutating func distinctKeys() throws(Abandon) -> [Expression] {
        guard startsOptionalValue else { return [] }
        var keys: [Expression] = []
        repeat { keys.append(try postfix()) } while eatColumnComma()
        return keys
    }

    private mutating func join() throws(Abandon) -> Stage.Kind {
        let table = try primary()
        try expectWord("on", "and the columns that join")
        var keys: [JoinKey] = []
        repeat {
            let left = try expectName("a column to join on")
            var right = left
            if isSymbol(.equal) {
                advance()
                right = try expectName("the right table's column")
            }
            keys.append(JoinKey(left: left, right: right))
        } while eatColumnComma()
        return .join(table, on: keys)
    }

    /// Where an operand is optional, a clause or connector word is the keyword, not a name.
    var startsOptionalValue: Bool {
        recordValue()
        switch kind {
        case .literal, .text, .symbol(.leftParen), .symbol(.leftBracket), .symbol(.minus), .bad: return true
        case .word(let word):
            return !isClauseWord(word, at: index) && !Words.connectors.contains(word) && !Words.operators.contains(word) && word != "for"
        default: return false
        }
    }
}
