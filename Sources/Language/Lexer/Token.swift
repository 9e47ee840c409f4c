/// A piece of text as the parser sees it.
struct Token {
    enum Kind: Equatable {
        /// A name or a keyword: only the grammar's place tells which.
        case word(String)
        case literal(Literal)
        case text([TextPiece])
        case regex(String)
        case symbol(Symbol)
        case newline
        case semicolon
        /// Something that was reported already; whoever meets it stays silent.
        case bad
        case end
    }

    var kind: Kind
    /// The first byte.
    var start: Int32
    /// One past the last byte.
    var end: Int32
    /// The `##` lines between the token before and this one.
    var help: [String] = []
    /// Space, a comment or a line end stands before it.
    var isSpaced = false
}

/// A piece of a text: what it says, or the bytes of a hole, still to be parsed.
enum TextPiece: Equatable {
    case literal(String)
    case hole(start: Int32, end: Int32)
}

/// Signs, by their spelling.
enum Symbol: String {
    case leftParen = "(", rightParen = ")"
    case leftBracket = "[", rightBracket = "]"
    case leftBrace = "{", rightBrace = "}"
    case comma = ","
    case colon = ":"
    case dot = "."
    case range = ".."
    case pipe = "|"
    case assign = "="
    case equal = "==", notEqual = "!="
    case less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">="
    case glob = "~"
    case plus = "+", minus = "-", times = "*", slash = "/"
    case arrow = "->"
}

/// A comment: `#` and what follows it on its line. Kept for the formatter; the parser never sees one.
struct Comment {
    /// The byte of `#`.
    var start: Int32
    /// One past the last byte, the line end not counted.
    var end: Int32
    /// The index of the token that follows it (newlines count as tokens).
    var nextToken: Int
}

/// What the lexer makes of a text: tokens, the last one `.end`, and comments beside them.
struct TokenStream {
    var tokens: [Token] = []
    var comments: [Comment] = []
    var diagnostics: [Diagnostic] = []
    /// The text ends inside a quoted text: where that began, for completion.
    var openText: Int32?
}
