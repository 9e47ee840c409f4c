/// Cuts a text into tokens. Any bytes will do: what is wrong becomes a diagnostic and a `.bad` token, and it goes on behind it.
package struct Lexer {
    let bytes: [UInt8]
    let file: Int32
    /// One past the last byte it reads: less than `bytes.count` in a hole.
    let limit: Int
    var position: Int
    var stream = TokenStream()
    private var help: [String] = []
    private var isSpaced = true

    /// The greatest text that is read, in bytes: no runbook comes near it, and what is made of one takes a hundred times as much memory.
    package static let maximumLength = 1 << 20

    /// Tokens of a whole file, or of the bytes of it that a hole has.
    init(bytes: [UInt8], file: Int32, range: Range<Int>? = nil) {
        self.bytes = bytes
        self.file = file
        position = range?.lowerBound ?? 0
        limit = min(range?.upperBound ?? bytes.count, bytes.count)
    }

    static func tokens(of source: SourceFile) -> TokenStream {
        guard source.bytes.count <= maximumLength else {
            var stream = TokenStream()
            stream.tokens = [Token(kind: .end, start: 0, end: 0)]
            stream.diagnostics = [
                Diagnostic(
                    code: "source-too-large", message: "the text is larger than \(maximumLength >> 20) MiB",
                    span: Span(file: source.id, start: 0, end: 0))
            ]
            return stream
        }
        var lexer = Lexer(bytes: source.bytes, file: source.id)
        lexer.checkEncoding()
        if source.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { lexer.position = 3 }
        lexer.run()
        return lexer.stream
    }

    /// Reads all tokens up to the limit.
    mutating func run() {
        while position < limit { scan() }
        add(.end, from: limit)
    }

    func peek(_ ahead: Int = 0) -> UInt8 {
        let index = position + ahead
        return index < limit ? bytes[index] : 0
    }

    func span(_ start: Int, _ end: Int) -> Span {
        Span(file: file, start: Int32(truncatingIfNeeded: start), end: Int32(truncatingIfNeeded: end))
    }

    mutating func report(_ code: String, _ message: String, from start: Int, to end: Int? = nil, help: String? = nil) {
        guard stream.diagnostics.count < Diagnostic.most else {
            guard stream.diagnostics.count == Diagnostic.most else { return }
            stream.diagnostics.append(.tooMany(span(start, end ?? position)))
            position = limit
            return
        }
        stream.diagnostics.append(Diagnostic(code: code, message: message, span: span(start, end ?? position), help: help))
    }

    mutating func add(_ kind: Token.Kind, from start: Int) {
        let place = span(start, max(start, position))
        stream.tokens.append(Token(kind: kind, start: place.start, end: place.end, help: help, isSpaced: isSpaced))
        if kind != .newline { help = [] }
        isSpaced = false
    }

    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    private mutating func scan() {
        let start = position
        let byte = bytes[position]
        switch byte {
        case 0x20, 0x09, 0x0D:
            position += 1
            isSpaced = true
        case 0x0A:
            position += 1
            if stream.tokens.last?.kind != .newline { add(.newline, from: start) }
            isSpaced = true
        case UInt8(ascii: ";"):
            position += 1
            add(.semicolon, from: start)
        case UInt8(ascii: "#"): scanComment()
        case UInt8(ascii: "0")...UInt8(ascii: "9"): scanNumber()
        case UInt8(ascii: "@"): scanTime()
        case UInt8(ascii: "\""): scanText()
        case UInt8(ascii: "'"): scanRawText()
        case UInt8(ascii: "/") where isAfterMatches: scanRegex()
        default:
            if byte.isNameStart { scanWord() } else { scanSymbol() }
        }
    }

    private mutating func scanWord() {
        let start = position
        while peek().isNamePart { position += 1 }
        add(.word(text(start..<position)), from: start)
    }

    private mutating func scanComment() {
        let start = position
        while position < limit, bytes[position] != 0x0A { position += 1 }
        var end = position
        if end > start, bytes[end - 1] == 0x0D { end -= 1 }
        let place = span(start, end)
        stream.comments.append(Comment(start: place.start, end: place.end, nextToken: stream.tokens.count))
        if start + 1 < end, bytes[start + 1] == UInt8(ascii: "#") {
            var first = start + 2
            if first < end, bytes[first] == 0x20 { first += 1 }
            help.append(text(first..<end))
        }
        isSpaced = true
    }

    private mutating func scanSymbol() {
        let start = position
        if limit - position >= 2, let symbol = Symbol(rawValue: text(position..<position + 2)) {
            position += 2
            return add(.symbol(symbol), from: start)
        }
        if let symbol = Symbol(rawValue: String(UnicodeScalar(bytes[position]))) {
            position += 1
            return add(.symbol(symbol), from: start)
        }
        scanUnexpected()
    }

    /// `matches` as the operator is the one place where a regular expression can begin; a field `x.matches` is not.
    private var isAfterMatches: Bool {
        var index = stream.tokens.count - 1
        while index >= 0, stream.tokens[index].kind == .newline { index -= 1 }
        guard index >= 0, stream.tokens[index].kind == .word("matches") else { return false }
        return index == 0 || stream.tokens[index - 1].kind != .symbol(.dot)
    }

    private mutating func scanRegex() {
        let start = position
        position += 1
        var pattern: [UInt8] = []
        while position < limit, bytes[position] != 0x0A, bytes[position] != UInt8(ascii: "/") {
            if bytes[position] == UInt8(ascii: "\\"), position + 1 < limit, bytes[position + 1] != 0x0A {
                // `\/` is a slash; every other escape belongs to the expression.
                if bytes[position + 1] != UInt8(ascii: "/") { pattern.append(bytes[position]) }
                position += 1
            }
            pattern.append(bytes[position])
            position += 1
        }
        guard peek() == UInt8(ascii: "/"), position < limit else {
            report("unclosed-regex", "this regular expression is not closed on its line", from: start, help: "end it with `/`")
            return add(.bad, from: start)
        }
        position += 1
        add(.regex(String(decoding: pattern, as: UTF8.self)), from: start)
    }
}

extension UInt8 {
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    var isNameStart: Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self)
            || self == UInt8(ascii: "_")
    }
    var isNamePart: Bool { isNameStart || isDigit }
}
