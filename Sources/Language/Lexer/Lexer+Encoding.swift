extension Lexer {
    /// Reports the bytes that are no UTF-8; each run of them once, ten runs at most.
    mutating func checkEncoding() {
        var index = 0
        var runs = 0
        while index < bytes.count, runs < 10 {
            let length = sequenceLength(at: index)
            if length > 0 {
                index += length
                continue
            }
            let start = index
            while index < bytes.count, sequenceLength(at: index) == 0 { index += 1 }
            runs += 1
            report(
                "bad-utf8", "byte \(start) is not UTF-8 (\(hex(bytes[start])))", from: start, to: index,
                help: "save the file as UTF-8")
        }
    }

    /// The length of the well-formed UTF-8 sequence that begins here; 0 where there is none (Unicode 3.9, table 3-7).
    private func sequenceLength(at index: Int) -> Int {
        let lead = bytes[index]
        if lead < 0x80 { return 1 }
        func continues(_ offset: Int, _ range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
            index + offset < bytes.count && range.contains(bytes[index + offset])
        }
        switch lead {
        case 0xC2...0xDF: return continues(1) ? 2 : 0
        case 0xE0: return continues(1, 0xA0...0xBF) && continues(2) ? 3 : 0
        case 0xED: return continues(1, 0x80...0x9F) && continues(2) ? 3 : 0
        case 0xE1...0xEF: return continues(1) && continues(2) ? 3 : 0
        case 0xF0: return continues(1, 0x90...0xBF) && continues(2) && continues(3) ? 4 : 0
        case 0xF1...0xF3: return continues(1) && continues(2) && continues(3) ? 4 : 0
        case 0xF4: return continues(1, 0x80...0x8F) && continues(2) && continues(3) ? 4 : 0
        default: return 0
        }
    }

    private func hex(_ byte: UInt8) -> String {
        "0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }

    /// A character that begins no token: reported once for a run of them.
    mutating func scanUnexpected() {
        let start = position
        let length = sequenceLength(at: position)
        guard length > 0, position + length <= limit else {
            // Bad bytes outside of texts: `checkEncoding` named them.
            while position < limit, bytes[position] >= 0x80 { position += 1 }
            if position == start { position += 1 }
            return add(.bad, from: start)
        }
        position += length
        let character = text(start..<position)
        switch character {
        case "&", "|":
            if peek() == bytes[start] { position += 1 }
            report("unexpected-character", "`&` is not an operator", from: start, help: "say `and`")
        case "!": report("unexpected-character", "`!` is not an operator", from: start, help: "say `not`, or `!=`")
        case "%": report("unexpected-character", "`%` stands only in percentages, `95%`", from: start)
        case "“", "”", "„", "«", "»":
            skipRun()
            report("unexpected-character", "\(character) is not a quote of the language", from: start, help: "use `\"`")
        case "‘", "’", "`":
            report("unexpected-character", "\(character) is not a quote of the language", from: start, help: "use `\"` or `'`")
        case "\u{A0}", "\u{202F}", "\u{2009}", "\u{200B}", "\u{FEFF}":
            report("unexpected-character", "an invisible character stands here", from: start, help: "put a plain space")
        case "–", "—", "−":
            report("unexpected-character", "\(character) is not a minus", from: start, help: "use `-`")
        default:
            skipRun()
            let shown = bytes[start] < 0x20 || bytes[start] == 0x7F ? hex(bytes[start]) : character
            report("unexpected-character", "`\(shown)` is not part of the language here", from: start)
        }
        add(.bad, from: start)
    }

    /// Goes on to the end of a run of characters beyond ASCII, so that a sentence in another script is one error.
    private mutating func skipRun() {
        while position < limit, bytes[position] >= 0x80 || (bytes[position] == 0x20 && peek(1) >= 0x80) {
            let length = sequenceLength(at: position)
            guard length > 0, position + length <= limit else { return }
            position += length
        }
    }
}
