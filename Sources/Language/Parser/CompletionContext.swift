/// What may stand at a place of a text, as far as the grammar says: completion turns it into names.
package struct CompletionContext: Sendable {
    package enum Kind: Hashable, Sendable {
        /// This word of the grammar.
        case word(String)
        /// A value: a binding, a source, a function, a constant.
        case value
        /// A bare column of this table; nil: of a table that is not a plain name.
        case column(of: String?)
        /// A field of what stands before the dot: its names, `["it", "isr"]`; empty where it is no plain path.
        case field(of: [String])
        /// A value that this column is compared with: one of a closed set, or a name of the cluster.
        case comparedValue(column: String, of: String?)
        /// The key of a noun: the name of a topic, a group, a broker's number.
        case nounKey(String)
        /// A new name, which the person chooses.
        case newName
        /// A text.
        case text
        /// A type of a parameter.
        case type
        /// The target of an effect: the names of the tables that fit.
        case target([String])
        /// A function to pipe into.
        case pipeFunction
        /// A file of the standard library.
        case library
        /// A scenario of the lab.
        case scenario
        /// A key in the braces of `set config` and the like.
        case entryKey
        /// An action to call by `do`.
        case action
    }

    package var kinds: Set<Kind>
    /// What is typed already of the word or text under the cursor; may be empty.
    package var prefix: String
    /// Where that stands: the bytes that a completion replaces.
    package var replacing: Span
    /// The cursor is inside quotes.
    package var isQuoted: Bool
}

/// Gathers what the parser asks for at the end of a text. A reference, so that asking changes nothing in the parser.
final class CompletionRecorder {
    var kinds: Set<CompletionContext.Kind> = []
    /// The tables whose clauses surround the place that is read, innermost last.
    var tables: [String?] = []
    /// The column whose comparison's right side is read.
    var compared: String?
    /// The parser gave up at the end of the text: what it asks for from there on is recovery.
    var isClosed = false
}

extension Parser {
    /// Whether nothing but a line end stands before the end of the text.
    var isAtEnd: Bool {
        kind == .end || (kind == .newline && index + 1 < tokens.count && tokens[index + 1].kind == .end)
    }

    /// The recorder, where what is asked for belongs to the end of the text.
    private var openRecorder: CompletionRecorder? {
        guard let recorder, isAtEnd, !recorder.isClosed else { return nil }
        return recorder
    }

    func record(_ kind: CompletionContext.Kind) {
        guard let recorder = openRecorder else { return }
        recorder.kinds.insert(kind)
    }

    func recordValue() {
        guard let recorder = openRecorder else { return }
        recorder.kinds.insert(.value)
        if let table = recorder.tables.last { recorder.kinds.insert(.column(of: table)) }
        if let column = recorder.compared {
            recorder.kinds.insert(.comparedValue(column: column, of: recorder.tables.last ?? nil))
        }
        for word in Words.constants { recorder.kinds.insert(.word(word)) }
    }

    func recordStages() {
        guard let recorder = openRecorder else { return }
        for word in Words.clauses { recorder.kinds.insert(.word(word == "sort" || word == "group" ? word + " by" : word)) }
    }

    func recordOperators() {
        guard let recorder = openRecorder else { return }
        for word in ["and", "or", "not", "is", "in", "contains", "startsWith", "matches"] { recorder.kinds.insert(.word(word)) }
    }

    /// A statement may begin at the end of the text: nothing but a line's beginning or a brace stands before it.
    func recordStatements() {
        guard openRecorder != nil, isLineStart else { return }
        for word in Words.statements { record(.word(word)) }
        for verb in verbs { record(.word(verb)) }
        guard mode == .entry else { return }
        recordValue()
        for word in ["no", "any", "plan"] { record(.word(word)) }
    }

    var isLineStart: Bool {
        guard index > 0 else { return true }
        switch tokens[index - 1].kind {
        case .newline, .semicolon, .symbol(.leftBrace): return true
        default: return false
        }
    }

    /// What may stand at a byte of a text, from what stands before it.
    package static func completion(
        at offset: Int, in file: SourceFile, effects: Catalog<EffectSignature>, mode: Mode
    ) -> CompletionContext {
        let end = min(max(offset, 0), file.bytes.count)
        var stream = Lexer.tokens(of: SourceFile(id: file.id, name: file.name, bytes: Array(file.bytes[..<end])))
        var start = end
        var isQuoted = false
        if let open = stream.openText {
            start = Int(open) + 1
            isQuoted = true
            stream.tokens.removeAll { $0.start >= open && $0.kind != .end }
        } else if stream.tokens.count >= 2 {
            let last = stream.tokens[stream.tokens.count - 2]
            if case .word = last.kind, Int(last.end) == end {
                start = Int(last.start)
                stream.tokens.remove(at: stream.tokens.count - 2)
            }
        }
        let recorder = CompletionRecorder()
        var parser = Parser(source: file, effects: effects, mode: mode, tokens: stream.tokens)
        parser.recorder = recorder
        _ = parser.items()
        return CompletionContext(
            kinds: recorder.kinds, prefix: String(decoding: file.bytes[min(start, end)..<end], as: UTF8.self),
            replacing: Span(file: file.id, start: Int32(start), end: Int32(end)), isQuoted: isQuoted)
    }

    /// How a line by itself changes what is open: brackets and braces opened less those closed, and whether a comma stands at its end (nil: nothing
    /// stands on it).
    package static func ends(ofLine line: SourceFile) -> (brackets: Int, endsWithComma: Bool?) {
        var brackets = 0
        var endsWithComma: Bool?
        for token in Lexer.tokens(of: line).tokens where token.kind != .newline && token.kind != .end {
            switch token.kind {
            case .symbol(.leftParen), .symbol(.leftBracket), .symbol(.leftBrace): brackets += 1
            case .symbol(.rightParen), .symbol(.rightBracket), .symbol(.rightBrace): brackets -= 1
            default: break
            }
            endsWithComma = token.kind == .symbol(.comma)
        }
        return (brackets, endsWithComma)
    }

    /// Whether an entry is incomplete: a brace or bracket is open at its end, or its end is where something had to follow.
    package static func needsMoreInput(_ file: SourceFile, effects: Catalog<EffectSignature>) -> Bool {
        let stream = Lexer.tokens(of: file)
        guard stream.diagnostics.isEmpty else { return false }
        var parser = Parser(source: file, effects: effects, mode: .entry, tokens: stream.tokens)
        _ = parser.items()
        return parser.failedAtEnd
    }
}
