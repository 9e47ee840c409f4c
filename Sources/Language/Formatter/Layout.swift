/// How tokens stand beside each other, and what only the grammar can tell about them: filled by the parser, used by the formatter.
struct Layout {
    /// The tokens that begin a statement, an item, a line of a header, a setting, an answer.
    var starts: Set<Int> = []
    /// A `-` that is a sign.
    var unaryMinus: Set<Int> = []
    /// A `(` of a call or a `[` of an index: no space before it.
    var tight: Set<Int> = []

    /// Whether a space stands between two neighbours on one line.
    func isSpaced(_ left: Int, _ right: Int, _ tokens: [Token]) -> Bool {
        if tight.contains(right) || unaryMinus.contains(left) { return false }
        switch (tokens[left].kind, tokens[right].kind) {
        case (.symbol(.leftParen), _), (.symbol(.leftBracket), _), (_, .symbol(.rightParen)), (_, .symbol(.rightBracket)): return false
        case (_, .symbol(.comma)), (_, .semicolon), (_, .symbol(.colon)): return false
        case (.symbol(.dot), _), (_, .symbol(.dot)), (.symbol(.range), _), (_, .symbol(.range)): return false
        case (.symbol(.leftBrace), .symbol(.rightBrace)): return false
        default: return true
        }
    }

    /// A token as it is printed: as written, but for the quotes of texts.
    static func text(of token: Token, in bytes: [UInt8]) -> String {
        let range = Int(token.start)..<Int(token.end)
        let written = String(decoding: bytes[range], as: UTF8.self)
        guard case .text(let pieces) = token.kind else { return written }
        var content = ""
        for piece in pieces {
            guard case .literal(let text) = piece else { return written }
            content += text
        }
        let hasBraces = content.contains { $0 == "{" || $0 == "}" }
        if written.hasPrefix("'") { return hasBraces ? written : quoted(content) }
        // Braces read better raw, where the text can be written so.
        let canBeRaw = !content.unicodeScalars.contains { $0 == "'" || $0.value < 0x20 || $0.value == 0x7F }
        return hasBraces && canBeRaw ? "'\(content)'" : written
    }

    private static func quoted(_ content: String) -> String {
        var result = "\""
        for scalar in content.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { result += "\\" }
            result.unicodeScalars.append(scalar)
        }
        return result + "\""
    }
}
