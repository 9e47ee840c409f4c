import Testing

@testable import Terminal

/// ECMA-48 sequences that title the window, clear the screen and paint; marks that turn a line; letters without a glyph.
private let hostile = "x\u{1B}]0;owned\u{7}\u{1B}[2J\u{9B}31m\u{202E}\u{200B}\u{FEFF}\u{2028}\u{E0041}\rall is well"

@Suite("What a terminal is given")
struct PaintedTests {
    private func expectHarmless(_ painted: Painted, _ place: SourceLocation = #_sourceLocation) {
        let rest = painted.text.replacing("\u{1B}[31m", with: "").replacing("\u{1B}[0m", with: "")
        #expect(!rest.unicodeScalars.contains { $0.isHarmful && $0 != "\n" }, "\(rest)", sourceLocation: place)
        #expect(rest.contains("\\u{1b}]0;owned\\u{7}"), sourceLocation: place)
    }

    @Test("a text that enters it is made harmless, however it enters")
    func entering() {
        expectHarmless(Painted(hostile))
        expectHarmless("failed: \(hostile)")
        expectHarmless("failed: " + hostile)
        expectHarmless(hostile + Colour.red.paint("!", enabled: true))
        expectHarmless(Colour.red.paint(hostile, enabled: true))
        expectHarmless(Colour.red.paint(hostile, enabled: false))
        expectHarmless(Painted(lines: hostile))
        let described: Painted = "\([hostile])"
        #expect(!described.text.unicodeScalars.contains { $0.isHarmful })
        expectHarmless(["a", Painted(hostile)].joined(separator: "\n"))
    }

    @Test("looks of the program's own pass")
    func looks() {
        let words: Painted = "\(Colour.red.paint("failed: ", enabled: true))\("group x")"
        #expect(words.text == "\u{1B}[31mfailed: \u{1B}[0mgroup x")
        #expect((Colour.red.paint("a", enabled: true) + "b").text == "\u{1B}[31ma\u{1B}[0mb")
    }

    @Test("a prompt of the editor has no mark but its own")
    func prompt() {
        #expect(Colour.red.prompt("a\u{1}\u{1B}[2J", enabled: true) == "\u{1}\u{1B}[31m\u{1}a\\u{1}\\u{1b}[2J\u{1}\u{1B}[0m\u{1}")
        #expect(Colour.red.prompt("a\u{1B}", enabled: false) == "a\\u{1b}")
    }

    @Test("words in columns hold nothing that moves the cursor")
    func columns() {
        #expect(WordColumns.fit(["a\u{1B}[2J", "b"], width: 80) == "a\\u{1b}[2J  b")
    }
}
