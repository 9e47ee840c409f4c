/// Prints a text in the one form that all runbooks have: line breaks and comments are the author's, spaces and indents are not.
///
/// Only what stands between tokens changes (and the quotes of texts), so what it prints parses to the same tree, and is its own format.
package struct Formatter {
    /// Where a bracket was opened.
    private struct Frame {
        /// The indent of the line that opened it; what closes it stands there.
        var line: Int
        /// The indent of the lines in it.
        var content: Int
        var isBrace: Bool
    }

    /// What stands on lines: a token or a comment.
    private enum Piece {
        case token(Int)
        case comment(Comment)
    }

    private static let level = 4

    private let bytes: [UInt8]
    private let tokens: [Token]
    private let layout: Layout
    private var output = ""
    private var frames: [Frame] = []
    /// The indent of the line that is printed.
    private var indent = 0
    /// The indents of the statement that is printed, of what a clause on a line of its own would go on with, and of an `and` likewise.
    private var statement = 0
    private var clauseHead = 0
    private var conditionHead = 0
    /// The indent of the brace closed last, while nothing follows it.
    private var closed: Int?

    /// The formatted text; nil with diagnostics where the text does not parse.
    package static func format(
        _ file: SourceFile, effects: Catalog<EffectSignature>, mode: Parser.Mode = .file
    ) -> (text: String?, diagnostics: [Diagnostic]) {
        let stream = Lexer.tokens(of: file)
        var parser = Parser(source: file, effects: effects, mode: mode, tokens: stream.tokens)
        _ = parser.items()
        let diagnostics = stream.diagnostics + parser.diagnostics
        guard diagnostics.isEmpty else { return (nil, Parser.parse(file: file, effects: effects, mode: mode).1) }
        var formatter = Formatter(bytes: file.bytes, tokens: stream.tokens, layout: parser.layout)
        formatter.run(stream.comments)
        return (formatter.output, [])
    }

    private init(bytes: [UInt8], tokens: [Token], layout: Layout) {
        self.bytes = bytes
        self.tokens = tokens
        self.layout = layout
    }

    private mutating func run(_ comments: [Comment]) {
        let pieces = merged(comments)
        var last: Piece?
        for (position, piece) in pieces.enumerated() {
            let breaks = last.map { lineBreaks(after: end($0), before: start(piece)) } ?? 0
            if breaks > 0 || last == nil {
                if last != nil { output += "\n" }
                if breaks > 1, needsBlank(last, pieces, position) { output += "\n" }
                beginLine(pieces, position)
            } else if case .comment = piece {
                output += "  "
            } else if case .token(let left) = last, case .token(let right) = piece, layout.isSpaced(left, right, tokens) {
                output += " "
            }
            write(piece)
            last = piece
        }
        if !output.isEmpty { output += "\n" }
    }

    /// Tokens but newlines, and comments, in the order of the text.
    private func merged(_ comments: [Comment]) -> [Piece] {
        var pieces: [Piece] = []
        var next = comments[...]
        for index in tokens.indices {
            while let comment = next.first, comment.start <= tokens[index].start {
                pieces.append(.comment(comment))
                next.removeFirst()
            }
            switch tokens[index].kind {
            case .newline, .end: continue
            default: pieces.append(.token(index))
            }
        }
        return pieces + next.map { .comment($0) }
    }

    private func start(_ piece: Piece) -> Int {
        switch piece {
        case .token(let index): Int(tokens[index].start)
        case .comment(let comment): Int(comment.start)
        }
    }

    private func end(_ piece: Piece) -> Int {
        switch piece {
        case .token(let index): Int(tokens[index].end)
        case .comment(let comment): Int(comment.end)
        }
    }

    private func lineBreaks(after end: Int, before start: Int) -> Int {
        bytes[end..<max(end, start)].reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
    }

    /// An empty line stays, but not at the ends of a block.
    private func needsBlank(_ last: Piece?, _ pieces: [Piece], _ position: Int) -> Bool {
        if case .token(let index) = last, isOpener(index) { return false }
        if case .token(let index) = pieces[position], isCloser(index) { return false }
        // A comment behind an opener, on its line, is still the beginning of the block.
        if case .comment = last, position >= 2, case .token(let index) = pieces[position - 2], isOpener(index),
            lineBreaks(after: Int(tokens[index].end), before: start(pieces[position - 1])) == 0
        {
            return false
        }
        return true
    }

    private func isOpener(_ index: Int) -> Bool {
        switch tokens[index].kind {
        case .symbol(.leftBrace), .symbol(.leftParen), .symbol(.leftBracket): true
        default: false
        }
    }

    private func isCloser(_ index: Int) -> Bool {
        switch tokens[index].kind {
        case .symbol(.rightBrace), .symbol(.rightParen), .symbol(.rightBracket): true
        default: false
        }
    }
}

// MARK: - Lines

extension Formatter {
    private mutating func beginLine(_ pieces: [Piece], _ position: Int) {
        var content = frames.last?.content ?? 0
        if case .token(let index) = pieces[position] {
            content = indent(of: index)
        } else if let next = pieces[position...].lazy.compactMap({ piece in if case .token(let index) = piece { index } else { nil } })
            .first,
            !isCloser(next)
        {
            // A comment stands where what it speaks of stands; nothing is decided by it.
            let saved = (statement, clauseHead, conditionHead, closed)
            content = indent(of: next)
            (statement, clauseHead, conditionHead, closed) = saved
        }
        indent = content
        output += String(repeating: " ", count: indent)
    }

    /// The indent of a line that begins with this token.
    private mutating func indent(of index: Int) -> Int {
        let base = frames.last?.content ?? 0
        if isCloser(index) { return closerIndent(index) }
        guard frames.last?.isBrace ?? true else { return base }
        if layout.starts.contains(index) || isSemicolon(index) {
            (statement, clauseHead, conditionHead) = (base, base, base)
            return base
        }
        switch tokens[index].kind {
        case .word("and"), .word("or"): return conditionHead + Self.level
        case .word(let word) where Words.connectors.contains(word):
            if let closed, ["else", "catch", "verify", "undo"].contains(word) { return closed }
            let result = statement + Self.level
            (clauseHead, conditionHead) = (result, result)
            return result
        case .word(let word) where Words.clauses.contains(word) && !isValue(index):
            conditionHead = clauseHead + Self.level
            return conditionHead
        case .symbol(.pipe): return clauseHead + Self.level
        default:
            // A value that the line before asked for; what follows goes on with it.
            let result = max(statement, conditionHead) + Self.level
            (clauseHead, conditionHead) = (result, result)
            return result
        }
    }

    private func isSemicolon(_ index: Int) -> Bool { tokens[index].kind == .semicolon }

    /// `sort` or `group` that is a name here.
    private func isValue(_ index: Int) -> Bool {
        guard case .word(let word) = tokens[index].kind, word == "sort" || word == "group" else { return false }
        return index + 1 >= tokens.count || tokens[index + 1].kind != .word("by")
    }

    /// Several brackets that close at the head of a line stand where the outermost of them was opened.
    private func closerIndent(_ index: Int) -> Int {
        var open = frames
        var result = 0
        var position = index
        while position < tokens.count, isCloser(position), let frame = open.popLast() {
            result = frame.line
            position += 1
        }
        return result
    }

    private mutating func write(_ piece: Piece) {
        switch piece {
        case .comment(let comment):
            var text = String(decoding: bytes[Int(comment.start)..<Int(comment.end)], as: UTF8.self)
            while let last = text.last, last == " " || last == "\t" || last == "\r" { text.removeLast() }
            output += text
        case .token(let index):
            output += Layout.text(of: tokens[index], in: bytes)
            closed = nil
            if isOpener(index) {
                let isBrace = tokens[index].kind == .symbol(.leftBrace)
                frames.append(Frame(line: indent, content: indent + Self.level, isBrace: isBrace))
            } else if isCloser(index), let frame = frames.popLast(), frame.isBrace {
                closed = frame.line
                (statement, clauseHead, conditionHead) = (frame.line, frame.line, frame.line)
            }
        }
    }
}
