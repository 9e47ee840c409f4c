extension Parser {
    /// An effect: its verb, the phrase that its signature lays down, its options.
    mutating func effect() throws(Abandon) -> Effect {
        skipNewlines()
        for verb in verbs { record(.word(verb)) }
        guard let text = word, verbs.contains(text) else {
            let nearest = word.flatMap { Suggestion.nearest($0, among: verbs) }
            throw fail("expected-effect", "expected an effect, found \(found)", help: nearest.map { "did you mean `\($0)`?" })
        }
        try nest()
        defer { depth -= 1 }
        let start = index
        let verb = Name(text, span(token))
        advance()
        let signature = try signature(of: verb)
        var slots: [String: SlotValue] = [:]
        for element in signature.phrase { try match(element, verb, &slots) }
        let options = try options(signature)
        return Effect(id: signature.id, verb: verb, slots: slots, options: options, span: span(from: start))
    }

    /// The signature whose words stand here: the one with most of them.
    private mutating func signature(of verb: Name) throws(Abandon) -> EffectSignature {
        let candidates = effects.entries { $0.prefix { $0 != " " } == verb.text }
        let phrases = candidates.map { Self.leadingWords($0.phrase) }
        if phrases.allSatisfy({ !$0.isEmpty }) { skipNewlines() }
        var best: (signature: EffectSignature, count: Int)?
        for (candidate, words) in zip(candidates, phrases) {
            guard matches(words), words.count >= best?.count ?? 0 else { continue }
            if best == nil || words.count > best?.count ?? 0 { best = (candidate, words.count) }
        }
        if let best { return best.signature }
        // None fits whole: the one whose first word stands here tells what is missing; else all first words are named.
        if let partial = zip(candidates, phrases).first(where: { $0.1.first == word }) { return partial.0 }
        let firsts = phrases.compactMap(\.first)
        let listed = firsts.map { "`\($0)`" }.joined(separator: ", ")
        let nearest = word.flatMap { Suggestion.nearest($0, among: firsts) }
        throw fail(
            "expected-word", "`\(verb.text)` goes on with \(firsts.count == 1 ? listed : "one of " + listed), found \(found)",
            help: nearest.map { "did you mean `\($0)`?" })
    }

    private static func leadingWords(_ phrase: [PhraseElement]) -> [String] {
        var words: [String] = []
        for element in phrase {
            guard case .word(let word) = element else { break }
            words.append(word)
        }
        return words
    }

    private func matches(_ words: [String]) -> Bool {
        var position = index
        for word in words {
            if tokens[position].kind == .end {
                if recorder?.isClosed == false { recorder?.kinds.insert(.word(word)) }
                return false
            }
            guard tokens[position].kind == .word(word) else { return false }
            position += 1
        }
        return true
    }
}

// MARK: - The phrase

extension Parser {
    private mutating func match(_ element: PhraseElement, _ verb: Name, _ slots: inout [String: SlotValue]) throws(Abandon) {
        switch element {
        case .word(let word): try expectWord(word, "in `\(verb.text) …`")
        case .slot(let name, let kind): slots[name] = try slot(kind)
        case .keyword(let name, let words, let fallback):
            for word in words { record(.word(word)) }
            if let word, words.contains(word) {
                slots[name] = .word(Name(word, span(token)))
                advance()
            } else if let fallback {
                slots[name] = .word(Name(fallback, verb.span))
            } else {
                throw expectedOne(of: words, verb)
            }
        case .optional(let inner):
            guard starts(inner) else { return }
            for element in inner { try match(element, verb, &slots) }
        case .choice(let alternatives):
            guard let chosen = alternatives.first(where: { starts($0) }) else {
                throw expectedOne(of: alternatives.compactMap { Self.leadingWords($0).first }, verb)
            }
            for element in chosen { try match(element, verb, &slots) }
        }
    }

    private mutating func expectedOne(of words: [String], _ verb: Name) -> Abandon {
        let nearest = word.flatMap { Suggestion.nearest($0, among: words) }
        return fail(
            "expected-word", "`\(verb.text)` goes on with \(words.map { "`\($0)`" }.joined(separator: " or ")), found \(found)",
            help: nearest.map { "did you mean `\($0)`?" })
    }

    /// Whether an optional piece of a phrase is written here.
    private func starts(_ elements: [PhraseElement]) -> Bool {
        switch elements.first {
        case .word(let word): return isWord(word)
        case .slot(_, .entries), .slot(_, .keys): return isSymbol(.leftBrace)
        case .slot(_, .position): return ["to", "by", "from"].contains { isWord($0) }
        case .slot(_, let kind):
            recordTarget(kind)
            return startsOptionalValue
        case .keyword(_, let words, _): return words.contains { isWord($0) }
        case .optional(let inner): return starts(inner) || starts(Array(elements.dropFirst()))
        case .choice(let alternatives): return alternatives.contains { starts($0) }
        case nil: return false
        }
    }

    private func recordTarget(_ kind: SlotKind) {
        if case .query(let targets) = kind { record(.target(targets.map(\.name))) }
    }

    private mutating func slot(_ kind: SlotKind) throws(Abandon) -> SlotValue {
        recordTarget(kind)
        if case .sum(.broker) = kind { record(.nounKey("broker")) }
        switch kind {
        case .query: return .expression(try query())
        case .sum: return .expression(try sum())
        case .postfix: return .expression(try postfix())
        case .expression: return .expression(try expression())
        case .entries: return .entries(try entries())
        case .keys: return .keys(try keys())
        case .position: return .position(try position())
        }
    }

    /// `{ retention.ms: 7d, … }`.
    private mutating func entries() throws(Abandon) -> [SlotValue.Entry] {
        let opener = try openBrace("the settings")
        defer { leaveScope(opener) }
        var entries: [SlotValue.Entry] = []
        try each(in: opener) { (parser) throws(Abandon) in
            let key = try parser.key()
            try parser.expect(.colon, "after the key `\(key.text)`")
            entries.append(.init(key: key, value: try parser.sum()))
        }
        return entries
    }

    private mutating func keys() throws(Abandon) -> [Name] {
        let opener = try openBrace("the keys")
        defer { leaveScope(opener) }
        var keys: [Name] = []
        try each(in: opener) { (parser) throws(Abandon) in keys.append(try parser.key()) }
        return keys
    }

    /// `retention.ms`, or quoted.
    private mutating func key() throws(Abandon) -> Name {
        record(.entryKey)
        layout.starts.insert(index)
        let start = index
        if case .text = kind {
            let text = try expectText("a key")
            var key = ""
            for case .literal(let piece) in text.parts { key += piece }
            return Name(key, text.span)
        }
        var key = try expectName("a key").text
        while isSymbol(.dot) {
            advance()
            key += "." + (try expectName("the rest of the key")).text
        }
        return Name(key, span(from: start))
    }

    /// Where `reset offsets` goes.
    private mutating func position() throws(Abandon) -> SlotValue.Position {
        skipNewlines()
        if eatWord("by") { return .by(try sum()) }
        if eatWord("from") {
            try expectWord("saved", "after `from`")
            record(.text)
            guard case .text = kind else { return .saved(run: nil) }
            let run = try expectText("a run")
            return .saved(run: run)
        }
        guard eatWord("to") else {
            throw fail(
                "expected-word", "expected `to`, `by` or `from saved`, found \(found)",
                help: "as in `to latest`, `to 2h ago`, `to offset 42`")
        }
        skipNewlines()
        if eatWord("latest") { return .latest }
        if eatWord("earliest") { return .earliest }
        if eatWord("offset") { return .offset(try sum()) }
        return .time(try sum())
    }
}

// MARK: - Braces of settings

extension Parser {
    /// The scope around a `{` that is open.
    struct BraceScope {
        var opener: Int
        var insideBrackets: Bool
        var commaSeparates: Bool
    }

    mutating func openBrace(_ what: String) throws(Abandon) -> BraceScope {
        guard isSymbol(.leftBrace) else {
            throw fail(
                "expected-symbol", "expected `{` and \(what), found \(found)", help: kind == .newline ? "`{` stands on the same line" : nil)
        }
        let scope = BraceScope(opener: index, insideBrackets: insideBrackets, commaSeparates: commaSeparates)
        insideBrackets = false
        commaSeparates = false
        advance()
        return scope
    }

    /// Closes braces that hold no statements; after an error in them, what is left of them is passed.
    mutating func leaveScope(_ scope: BraceScope) {
        var open = 1
        while kind != .end, !isItemStart(at: index) {
            if isSymbol(.leftBrace) { open += 1 }
            if isSymbol(.rightBrace) { open -= 1 }
            if open == 0 { break }
            pass(index)
        }
        closeScope(scope)
    }

    /// Takes the `}` if one stands here, and goes back to the scope outside of it.
    mutating func closeScope(_ scope: BraceScope) {
        insideBrackets = scope.insideBrackets
        commaSeparates = scope.commaSeparates
        _ = eat(.rightBrace)
    }

    /// Entries up to the `}`.
    mutating func each(in scope: BraceScope, _ entry: (inout Parser) throws(Abandon) -> Void) throws(Abandon) {
        skipSeparators()
        if kind == .end { try entry(&self) }
        try forward(
            until: { $0.isSymbol(.rightBrace) },
            trying: { (parser) throws(Abandon) in
                try entry(&parser)
                try parser.separator(in: scope)
            })
        try checkOpen(scope)
    }

    /// Between entries stands a comma or a newline; before `}` nothing.
    private mutating func separator(in scope: BraceScope) throws(Abandon) {
        let hadComma = eat(.comma)
        let before = index
        skipSeparators()
        if hadComma || index != before || isSymbol(.rightBrace) { return try checkOpen(scope) }
        throw fail("expected-symbol", "expected `,` or `}`, found \(found)")
    }

    private mutating func checkOpen(_ scope: BraceScope) throws(Abandon) {
        guard kind == .end else { return }
        throw unclosed(scope.opener)
    }

    /// A `{` that is never closed; said once a text.
    mutating func unclosed(_ opener: Int) -> Abandon {
        guard !hasReportedUnclosed else { return Abandon() }
        hasReportedUnclosed = true
        let place = span(tokens[suspectedOpener ?? opener])
        return fail("unclosed-brace", "this `{` is never closed", at: place, help: "`}` is missing")
    }
}

// MARK: - Options

extension Parser {
    private mutating func options(_ signature: EffectSignature) throws(Abandon) -> [EffectOption] {
        var options: [EffectOption] = []
        var seen: Set<OptionKind> = []
        for kind in signature.options { recordOption(kind) }
        while let (option, kind) = try option() {
            options.append(option)
            seen.insert(kind)
            for kind in signature.options where !seen.contains(kind) { recordOption(kind) }
        }
        return options
    }

    private func recordOption(_ kind: OptionKind) { record(.word(kind.written)) }

    private mutating func option() throws(Abandon) -> (EffectOption, OptionKind)? {
        let start = index
        guard let word else { return nil }
        let parsed: (EffectOption.Kind, OptionKind)
        switch word {
        case "staged":
            advance()
            let size = try sum()
            let every = eatWord("every") ? try sum() : nil
            parsed = (.staged(size, every: every), .staged)
        case "throttle":
            advance()
            parsed = (.throttle(try sum()), .throttle)
        case "unthrottled":
            advance()
            parsed = (.unthrottled, .unthrottled)
        case "hold":
            advance()
            try expectWord("while", "after `hold`")
            parsed = (.hold(try expression()), .hold)
        case "within":
            advance()
            parsed = (.within(try sum()), .within)
        case "into":
            advance()
            parsed = (.into(try expectBinding("a name for the result")), .into)
        case "give":
            advance()
            parsed = (try giveBack(), .giveBack)
        case "for" where kind(ahead: 1) == .word("good"):
            advance()
            advance()
            parsed = (.forGood, .forGood)
        default: return nil
        }
        return (EffectOption(parsed.0, span(from: start)), parsed.1)
    }

    private mutating func giveBack() throws(Abandon) -> EffectOption.Kind {
        try expectWord("back", "after `give`")
        skipNewlines()
        if eatWord("at") {
            try expectWord("end", "after `give back at`")
            return .giveBackAtEnd
        }
        if eatWord("when") { return .giveBackWhen(try expression()) }
        if eatWord("after") { return .giveBackAfter(try sum()) }
        throw fail("expected-word", "`give back` goes on with `at end`, `when …` or `after …`, found \(found)")
    }
}

extension EffectSignature {
    /// All words of its phrase and options, for suggestions.
    var words: [String] { Self.words(phrase) + options.flatMap { $0.written.split(separator: " ").map(String.init) }.sorted() }

    private static func words(_ elements: [PhraseElement]) -> [String] {
        elements.flatMap { element -> [String] in
            switch element {
            case .word(let word): [word]
            case .keyword(_, let words, _): words
            case .optional(let inner): words(inner)
            case .choice(let alternatives): alternatives.flatMap { words($0) }
            case .slot: []
            }
        }
    }
}

extension OptionKind {
    /// The words it begins with.
    package var written: String {
        switch self {
        case .hold: "hold while"
        case .giveBack: "give back"
        case .forGood: "for good"
        default: rawValue
        }
    }
}
