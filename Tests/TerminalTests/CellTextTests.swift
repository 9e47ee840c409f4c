import Testing

@testable import Terminal

@Suite("Text in cells")
struct CellTextTests {
    @Test("colours take no room and end where the text is cut")
    func colours() {
        let text = "\u{1B}[1mwaiting\u{1B}[0m until"
        #expect(CellText.width(text) == 13)
        #expect(CellText.prefix(text, cells: 4) == "\u{1B}[1mwait\u{1B}[0m")
        #expect(CellText.prefix(text, cells: 13) == text)
    }

    @Test("a broad character is never half shown")
    func broad() {
        #expect(CellText.width("日本") == 4)
        #expect(CellText.prefix("日本", cells: 3) == "日")
    }
}
