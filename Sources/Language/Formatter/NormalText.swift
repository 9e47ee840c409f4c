/// A text as people compare it: a statement a line, however its author broke lines, without comments. Two texts with one normal form have
/// one normal text, but for the order of an effect's options.
package struct NormalText {
    private let bytes: [UInt8]
    private let tokens: [Token]
    private let layout: Layout

    /// A file that parses; of one that does not the lines are those of what could be read.
    package init(_ file: SourceFile, effects: Catalog<EffectSignature>, mode: Parser.Mode = .file) {
        let stream = Lexer.tokens(of: file)
        var parser = Parser(source: file, effects: effects, mode: mode, tokens: stream.tokens)
        _ = parser.items()
        bytes = file.bytes
        tokens = stream.tokens
        layout = parser.layout
    }

    /// The lines of a part of it.
    package func lines(_ span: Span) -> [String] {
        var lines: [String] = []
        var line = ""
        var depth = 0
        var last: Int?
        func end() {
            if !line.isEmpty { lines.append(String(repeating: " ", count: 4 * depth) + line) }
            line = ""
            last = nil
        }
        let inside = tokens.indices.filter { tokens[$0].start >= span.start && tokens[$0].end <= span.end && !isLayout($0) }
        for (place, index) in inside.enumerated() {
            let isOpener = tokens[index].kind == .symbol(.leftBrace)
            let isCloser = tokens[index].kind == .symbol(.rightBrace)
            if isCloser {
                end()
                depth = max(0, depth - 1)
            } else if layout.starts.contains(index) {
                end()
            } else if tokens[index].kind == .symbol(.comma), place + 1 < inside.count, isLineStart(inside[place + 1]) {
                // Between settings a comma and a line end are one.
                continue
            }
            if let last, layout.isSpaced(last, index, tokens) { line += " " }
            line += Layout.text(of: tokens[index], in: bytes)
            last = index
            if isOpener {
                end()
                depth += 1
            }
        }
        end()
        return lines
    }

    private func isLineStart(_ index: Int) -> Bool { layout.starts.contains(index) || tokens[index].kind == .symbol(.rightBrace) }

    private func isLayout(_ index: Int) -> Bool {
        switch tokens[index].kind {
        case .newline, .semicolon, .end: true
        default: false
        }
    }
}
