extension Lexer {
    /// `"…"`: escapes, and holes `{expression}` whose bytes the parser reads later.
    mutating func scanText() {
        let start = position
        position += 1
        var pieces: [TextPiece] = []
        var literal: [UInt8] = []
        var isBad = false
        func flushed() -> [TextPiece] { literal.isEmpty ? [] : [.literal(String(decoding: literal, as: UTF8.self))] }

        while position < limit, bytes[position] != 0x0A {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                pieces += flushed()
                return add(isBad ? .bad : .text(pieces), from: start)
            case UInt8(ascii: "\\"):
                if let bytes = scanEscape() { literal += bytes } else { isBad = true }
            case UInt8(ascii: "{"):
                pieces += flushed()
                literal = []
                if let hole = scanHole() { pieces.append(hole) } else { isBad = true }
            default:
                literal.append(bytes[position])
                position += 1
            }
        }
        unclosed(from: start, quote: "\"", isReported: isBad)
    }

    /// `'…'`: nothing in it means anything.
    mutating func scanRawText() {
        let start = position
        position += 1
        while position < limit, bytes[position] != 0x0A, bytes[position] != UInt8(ascii: "'") { position += 1 }
        guard position < limit, bytes[position] == UInt8(ascii: "'") else { return unclosed(from: start, quote: "'") }
        let content = text(start + 1..<position)
        position += 1
        add(.text(content.isEmpty ? [] : [.literal(content)]), from: start)
    }

    private mutating func unclosed(from start: Int, quote: String, isReported: Bool = false) {
        if position > start + 1, bytes[position - 1] == 0x0D { position -= 1 }
        if position == limit { stream.openText = span(start, start).start }
        var end = position
        while end > start + 1, bytes[end - 1] == 0x20 { end -= 1 }
        if !isReported {
            report("unclosed-text", "this text is not closed on its line", from: start, to: end, help: "end it with `\(quote)`")
        }
        add(.bad, from: start)
    }

    private mutating func scanEscape() -> [UInt8]? {
        let start = position
        position += 1
        let escaped = peek()
        switch position < limit ? escaped : 0 {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "{"), UInt8(ascii: "}"):
            position += 1
            return [escaped]
        case UInt8(ascii: "n"):
            position += 1
            return [0x0A]
        case UInt8(ascii: "r"):
            position += 1
            return [0x0D]
        case UInt8(ascii: "t"):
            position += 1
            return [0x09]
        case UInt8(ascii: "u"): return scanScalar(from: start)
        default:
            report(
                "unknown-escape", "a text knows no such escape", from: start, to: min(limit, start + 2),
                help: #"there are `\"` `\\` `\n` `\r` `\t` `\{` `\u{1b}`; a backslash is `\\`, or use '…'"#)
            return nil
        }
    }

    /// `\u{1b}`: a Unicode scalar by its number, one to eight hexadecimal digits; the position is at the `u`.
    private mutating func scanScalar(from start: Int) -> [UInt8]? {
        position += 1
        var value: UInt32 = 0
        var digits = 0
        var end = position + 1
        if position < limit, peek() == UInt8(ascii: "{") {
            while end < limit, digits < 8, let digit = Character(Unicode.Scalar(bytes[end])).hexDigitValue {
                value = value << 4 | UInt32(digit)
                digits += 1
                end += 1
            }
            if digits > 0, end < limit, bytes[end] == UInt8(ascii: "}"), let scalar = Unicode.Scalar(value),
                let encoded = UTF8.encode(scalar)
            {
                position = end + 1
                return Array(encoded)
            }
        }
        report(
            "unknown-escape", "`\\u` needs the number of a Unicode scalar in braces", from: start, to: min(limit, max(position, start + 2)),
            help: #"write `\u{1b}`, in hexadecimal digits"#)
        return nil
    }

    private mutating func scanHole() -> TextPiece? {
        let open = position
        position += 1
        let start = position
        scan: while position < limit {
            switch bytes[position] {
            case UInt8(ascii: "}"):
                let place = span(start, position)
                position += 1
                return .hole(start: place.start, end: place.end)
            case 0x0A, UInt8(ascii: "\""), UInt8(ascii: "{"): break scan
            default: position += 1
            }
        }
        let isQuote = position < limit && bytes[position] == UInt8(ascii: "\"")
        report(
            "unclosed-hole", "this `{` opens an expression that is not closed by `}`", from: open, to: open + 1,
            help: isQuote ? #"between the braces stands no `"`; for a brace write `\{`"# : #"for a brace write `\{`"#)
        return nil
    }
}
