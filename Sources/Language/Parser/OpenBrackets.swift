extension Parser {
    /// The bracket that was opened last and is not closed at the end of a text: `{`, `(` or `[`; nil: none is.
    package static func innermostOpen(_ file: SourceFile) -> String? {
        var open: [Symbol] = []
        for token in Lexer.tokens(of: file).tokens {
            guard case .symbol(let symbol) = token.kind else { continue }
            switch symbol {
            case .leftBrace, .leftParen, .leftBracket: open.append(symbol)
            // A closing one that fits nothing is the parser's to report.
            case .rightBrace: close(.leftBrace)
            case .rightParen: close(.leftParen)
            case .rightBracket: close(.leftBracket)
            default: break
            }
        }
        func close(_ opener: Symbol) { if open.last == opener { open.removeLast() } }
        return open.last?.rawValue
    }
}
