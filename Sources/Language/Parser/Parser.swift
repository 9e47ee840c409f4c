/// Reads a text into a syntax tree by recursive descent over the grammar of docs/grammar.md.
///
/// What is wrong becomes a diagnostic; it goes on at the next line or brace, so that all errors of a file are found at once and none is an echo
/// of another. Effects come in as signatures: no effect is known here by name.
package struct Parser {
    /// What is read: a file of items, or an entry of the REPL (`-e`) in which statements and bare expressions stand by themselves.
    package enum Mode: Sendable { case file, entry }

    /// Thrown where a statement is given up; its diagnostic is written already.
    struct Abandon: Error {}

    let source: SourceFile
    let effects: Catalog<EffectSignature>
    let verbs: Set<String>
    let mode: Mode
    let tokens: [Token]
    var index = 0
    /// One past the last byte of the token taken last.
    var lastEnd: Int32 = 0
    /// The token before which a newline was passed, because a value or a word had to follow.
    var neededAt = -1
    /// Inside `( )` and `[ ]` newlines do not count.
    var insideBrackets = false
    /// Inside arguments and lists a comma separates elements, and never columns of a clause.
    var commaSeparates = false
    /// How deep the text nests here, and how long the chains of operators around this place are: both bounded, so that no text
    /// makes a tree that could not be walked.
    var depth = 0
    var links = 0
    /// Where the postfix read last began and ended, in tokens: tells whether a clause may follow.
    var lastPostfix = (start: -1, end: -1)
    /// Where `no` or `any` of the expression around this place stands, for the fix of a second one.
    var quantifierStart: Int?
    var diagnostics: [Diagnostic] = []
    /// The first error was that the text ended.
    var failedAtEnd = false
    var hasReportedUnclosed = false
    /// The first `{` whose `}` stands where another's should.
    var suspectedOpener: Int?
    var recorder: CompletionRecorder?
    /// What the formatter must know of the tokens and only the grammar can tell.
    var layout = Layout()

    static let maximumDepth = 100
    static let maximumLinks = 300
    static let maximumDiagnostics = 200

    init(source: SourceFile, effects: Catalog<EffectSignature>, mode: Mode, tokens: [Token]) {
        self.source = source
        self.effects = effects
        // An id begins with its verb.
        verbs = Set(effects.names.map { String($0.prefix { $0 != " " }) })
        self.mode = mode
        self.tokens = tokens
        settle()
    }

    /// The tree of a text, and all that is wrong with its form, in the order of the text. The tree is whole where the text is right;
    /// where it is not, `.invalid` stands for what could not be read.
    package static func parse(file: SourceFile, effects: Catalog<EffectSignature>, mode: Mode) -> (SyntaxTree, [Diagnostic]) {
        let stream = Lexer.tokens(of: file)
        var parser = Parser(source: file, effects: effects, mode: mode, tokens: stream.tokens)
        let items = parser.items()
        return (SyntaxTree(file: file, items: items), ordered(stream.diagnostics + parser.diagnostics))
    }

    private static func ordered(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
        let sorted = diagnostics.enumerated().sorted { ($0.element.span.start, $0.offset) < ($1.element.span.start, $1.offset) }
            .map(\.element)
        guard sorted.count > maximumDiagnostics, let last = sorted.last else { return sorted }
        return sorted.prefix(maximumDiagnostics) + [
            Diagnostic(
                code: "too-many-errors", message: "\(sorted.count - maximumDiagnostics) more errors are not shown", span: last.span)
        ]
    }
}

// MARK: - Tokens

extension Parser {
    var token: Token { tokens[index] }
    var kind: Token.Kind { tokens[index].kind }

    /// The word that stands here, if one does.
    var word: String? {
        if case .word(let text) = tokens[index].kind { text } else { nil }
    }

    func kind(ahead: Int) -> Token.Kind {
        index + ahead < tokens.count ? tokens[index + ahead].kind : .end
    }

    func span(_ token: Token) -> Span { Span(file: source.id, start: token.start, end: token.end) }

    /// From the first byte of a token to the last byte taken.
    func span(from start: Int) -> Span {
        let first = tokens[start].start
        return Span(file: source.id, start: first, end: max(first, lastEnd))
    }

    /// The place right behind what was taken last.
    var endSpan: Span { Span(file: source.id, start: lastEnd, end: lastEnd) }

    func text(_ span: Span) -> String { String(decoding: source.bytes[Int(span.start)..<Int(span.end)], as: UTF8.self) }

    mutating func advance() {
        lastEnd = tokens[index].end
        if index < tokens.count - 1 { index += 1 }
        settle()
    }

    /// Passes newlines that end nothing: inside brackets, and before a line that goes on with this one.
    mutating func settle() {
        while tokens[index].kind == .newline, index < tokens.count - 1, insideBrackets || isContinuation(at: index + 1) { index += 1 }
    }

    private func isContinuation(at index: Int) -> Bool {
        switch tokens[index].kind {
        case .symbol(.pipe): true
        case .word(let word): Words.connectors.contains(word) || isClauseWord(word, at: index)
        default: false
        }
    }

    /// A clause word that is one here: `sort` and `group` only before `by`.
    func isClauseWord(_ word: String, at index: Int) -> Bool {
        guard Words.clauses.contains(word) else { return false }
        guard word == "sort" || word == "group" else { return true }
        var next = index + 1
        while next < tokens.count - 1, tokens[next].kind == .newline { next += 1 }
        return next < tokens.count && tokens[next].kind == .word("by")
    }

    /// The grammar needs a value or a word next: newlines end nothing here.
    mutating func skipNewlines() {
        while tokens[index].kind == .newline, index < tokens.count - 1 {
            index += 1
            neededAt = index
        }
    }

    /// Passes newlines and `;`.
    mutating func skipSeparators() {
        while kind == .newline || kind == .semicolon {
            guard index < tokens.count - 1 else { return }
            index += 1
        }
    }

    func isSymbol(_ symbol: Symbol) -> Bool { kind == .symbol(symbol) }

    /// Whether this word stands here; remembered as possible for completion.
    func isWord(_ text: String) -> Bool {
        record(.word(text))
        return word == text
    }

    mutating func eatWord(_ text: String) -> Bool {
        guard isWord(text) else { return false }
        advance()
        return true
    }

    mutating func eat(_ symbol: Symbol) -> Bool {
        guard isSymbol(symbol) else { return false }
        advance()
        return true
    }

    mutating func expectWord(_ text: String, _ context: String) throws(Abandon) {
        skipNewlines()
        guard !isWord(text) else { return advance() }
        let nearest = word.flatMap { Suggestion.nearest($0, among: [text]) }
        throw fail("expected-word", "expected `\(text)` \(context), found \(found)", help: nearest.map { "did you mean `\($0)`?" })
    }

    mutating func expect(_ symbol: Symbol, _ context: String, help: String? = nil) throws(Abandon) {
        guard !isSymbol(symbol) else { return advance() }
        throw fail("expected-symbol", "expected `\(symbol.rawValue)` \(context), found \(found)", help: help)
    }

    /// A name as it stands, any word at all.
    mutating func expectName(_ what: String) throws(Abandon) -> Name {
        skipNewlines()
        guard let text = word else { throw fail("expected-name", "expected \(what), found \(found)") }
        let name = Name(text, span(token))
        advance()
        return name
    }

    /// The name of something that the program binds. Whether it may be called so, the checker says.
    mutating func expectBinding(_ what: String) throws(Abandon) -> Name {
        record(.newName)
        return try expectName(what)
    }
}

// MARK: - Errors

extension Parser {
    /// What stands here, for a message.
    var found: String {
        if isStatementBehindLine { return "the end of the line" }
        switch kind {
        case .newline: return "the end of the line"
        case .semicolon: return "`;`"
        case .end: return "the end of the text"
        default:
            let written = text(span(token))
            return "`\(written.count > 30 ? String(written.prefix(29)) + "…" : written)`"
        }
    }

    /// Something had to follow, and the next line begins with a statement instead.
    private var isStatementBehindLine: Bool { neededAt == index && !insideBrackets && startsStatementOrItem(at: index) }

    /// Writes a diagnostic without giving the statement up.
    mutating func report(_ code: String, _ message: String, _ span: Span, help: String? = nil, notes: [Diagnostic.Note] = []) {
        diagnostics.append(Diagnostic(code: code, message: message, span: span, help: help, notes: notes))
        endWhereTooMany()
    }

    /// Where more is wrong than is told, goes to the end of the text.
    mutating func endWhereTooMany() {
        guard diagnostics.count >= Diagnostic.most, kind != .end else { return }
        diagnostics.append(.tooMany(span(token)))
        index = tokens.count - 1
    }

    /// Writes a diagnostic at the token that stands here (behind the last one, where a line or the text ends), and says to give up.
    /// Silent at a token that the lexer reported.
    mutating func fail(_ code: String, _ message: String, help: String? = nil, notes: [Diagnostic.Note] = []) -> Abandon {
        guard kind != .bad, index == 0 || tokens[index - 1].kind != .bad else { return Abandon() }
        let place = kind == .newline || kind == .end || isStatementBehindLine ? endSpan : span(token)
        let abandoned = fail(code, message, at: place, help: help, notes: notes)
        // What stands on the next line is a statement of its own, to be read as one.
        // Once: what fails there next fails at that statement, so that each recovery goes on from a token that was not yet given up.
        if isStatementBehindLine {
            neededAt = -1
            index -= 1
        }
        return abandoned
    }

    mutating func fail(_ code: String, _ message: String, at span: Span, help: String? = nil, notes: [Diagnostic.Note] = []) -> Abandon {
        if kind == .end, diagnostics.isEmpty { failedAtEnd = true }
        if isAtEnd { recorder?.isClosed = true }
        report(code, message, span, help: help, notes: notes)
        return Abandon()
    }

    mutating func nest() throws(Abandon) {
        guard depth < Self.maximumDepth else {
            throw fail(
                "too-deep", "this nests more than \(Self.maximumDepth) levels deep", at: span(token), help: "bind parts of it with `let`")
        }
        depth += 1
    }

    /// One more link in a chain of operators.
    mutating func link() throws(Abandon) {
        guard links < Self.maximumLinks else {
            throw fail(
                "too-deep", "this expression chains more than \(Self.maximumLinks) operators", at: span(token),
                help: "bind parts of it with `let`, or use a list and `in`")
        }
        links += 1
    }
}
