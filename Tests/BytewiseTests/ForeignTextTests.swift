import Bytewise
import Testing

/// What a terminal obeys (ECMA-48: C0 and C1, DEL), what turns the direction of a line (UAX 9, table 1), what ends a line (UAX 14: BK), and what has
/// no glyph (DerivedCoreProperties.txt: Default_Ignorable_Code_Point; interlinear annotation).
private let hostile: [ClosedRange<UInt32>] = [
    0x00...0x1F, 0x7F...0x9F, 0xAD...0xAD, 0x34F...0x34F, 0x61C...0x61C, 0x115F...0x1160, 0x17B4...0x17B5, 0x180B...0x180F, 0x200B...0x200F,
    0x2028...0x202E, 0x2060...0x206F, 0x3164...0x3164, 0xFE00...0xFE0F, 0xFEFF...0xFEFF, 0xFFA0...0xFFA0, 0xFFF0...0xFFFB,
    0x1BCA0...0x1BCA3,
    0x1D173...0x1D17A, 0xE0000...0xE007F, 0xE0100...0xE01EF,
]
private let scalars = hostile.flatMap { $0.compactMap(Unicode.Scalar.init) }
private let isHostile = Set(scalars.map(\.value))

@Suite("Text from elsewhere")
struct ForeignTextTests {
    private func holds(_ text: String, but kept: String = "") -> Bool {
        text.unicodeScalars.contains { isHostile.contains($0.value) && !kept.unicodeScalars.contains($0) }
    }

    @Test("each code point of the table is shown as an escape, wherever text enters")
    func table() {
        for scalar in scalars {
            let text = "a\(scalar)b"
            let escape = "\\u{\(String(scalar.value, radix: 16))}"
            let short = ["\n": "\\n", "\t": "\\t", "\r": "\\r"][scalar] ?? escape
            #expect(scalar.isHarmful, "U+\(escape)")
            #expect(ForeignText.inOneLine(text) == "a\(short)b")
            #expect(ForeignText.name(text) == "a\(short)b")
            #expect(ForeignText.literal(text) == "a\(short)b")
            #expect(!holds(ForeignText.inMessage(text), but: "\n"))
            #expect(!holds(ForeignText.inLines(text), but: "\n\t"))
            #expect(!holds(ForeignText.field(text), but: "\n\t"))
        }
        for scalar in hostile.flatMap({ [$0.lowerBound &- 1, $0.upperBound &+ 1] }).compactMap(Unicode.Scalar.init) {
            #expect(scalar.isHarmful == (isHostile.contains(scalar.value) || (0xE0000...0xE0FFF).contains(scalar.value)), "\(scalar.value)")
        }
    }

    @Test("letters of all scripts, and signs that choose how a symbol is drawn, stay as they are")
    func harmless() {
        for text in ["trip-events", "päyments", "日本", "café", "🚚", "⚠\u{FE0F} x", "a\u{301}", "DOMAIN\\alice", "x{y}", ""] {
            #expect(ForeignText.inOneLine(text) == text)
            #expect(ForeignText.name(text) == text)
            #expect(ForeignText.field(text) == text)
        }
        #expect(ForeignText.inOneLine("a\u{FE0F}") == "a\\u{fe0f}", "behind a letter it only makes another name of it")
    }

    @Test("what was made harmless stays as it is")
    func again() {
        for scalar in scalars {
            let once = ForeignText.inOneLine("a\(scalar)")
            #expect(ForeignText.inOneLine(once) == once)
            #expect(ForeignText.inMessage(ForeignText.inMessage("a\n\(scalar)b")) == ForeignText.inMessage("a\n\(scalar)b"))
        }
    }

    @Test("no two names look alike by their escapes")
    func names() {
        let parts = ["a", "\\", "\\\\", "n", "\n", "u{1b}", "\u{1B}", "t", "\t", "{", "\u{FE0F}", "⚠", "r", "\r"]
        var seen: [String: String] = [:]
        var names = parts
        for first in parts { for second in parts { names += [first + second] + parts.map { first + second + $0 } } }
        for name in Set(names) {
            let shown = ForeignText.name(name)
            #expect(seen[shown] == nil || seen[shown] == name, "\(shown)")
            seen[shown] = name
        }
        #expect(ForeignText.name("a\\u{1b}") == "a\\\\u{1b}")
    }

    @Test("a newline inside of a message does not begin a message")
    func messages() {
        #expect(ForeignText.inMessage("group x\ndone\n  - y") == "group x\n    done\n  - y")
        #expect(ForeignText.inOneLine("group x\ndone") == "group x\\ndone")
    }

    @Test("a field of CSV keeps the line ends that RFC 4180 lets quotes carry, and no CR alone")
    func fields() {
        #expect(ForeignText.field("a\nb\r\nc\td") == "a\nb\r\nc\td")
        #expect(ForeignText.field("safe\rEVIL") == "safe\\rEVIL")
        #expect(ForeignText.field("a\r\n\u{1B}") == "a\r\n\\u{1b}")
    }
}
