import Language
import Testing

@Suite("Broken texts")
struct BoundedWorkTests {
    private func parsed(_ text: String) -> [Diagnostic] {
        Parser.parse(file: SourceFile(id: 0, name: "t", text: text), effects: [], mode: .file).1
    }

    @Test(
        "a text of nothing but errors tells a bounded number of them, and that there are more",
        arguments: [
            String(repeating: "! ", count: 100_000), String(repeating: "x x\n", count: 50_000),
            "step \"a\" {\n" + String(repeating: "show \"{!}{!}\"\n", count: 20_000) + "}\n", String(repeating: "\"\n", count: 50_000),
        ])
    func bounded(text: String) {
        let diagnostics = parsed(text)
        #expect(diagnostics.contains { $0.code == "too-many-errors" })
        #expect(diagnostics.count <= 2 * Diagnostic.most + 10)
    }

    @Test("so does the checker, and it never passes a text of which it has not seen the end")
    func checker() {
        let text = "step \"a\" {\n" + (0..<3000).map { "show nosuchname\($0)\n" }.joined() + "}\n"
        let checked = Checking.file(text)
        #expect(checked.hasErrors)
        #expect(checked.diagnostics.count <= Diagnostic.most + 1)
        #expect(checked.diagnostics.last?.code == "too-many-errors")
    }

    @Test("a text larger than a mebibyte is not read")
    func size() {
        let text = String(repeating: "#", count: (1 << 20) + 1)
        #expect(parsed(text).map(\.message) == ["the text is larger than 1 MiB"])
        #expect(parsed(String(text.dropLast())).isEmpty)
    }

    @Test("of a long line that part is shown in which the error stands")
    func excerpt() throws {
        let line = "show \"" + String(repeating: "é", count: 100_000) + "\" + !" + String(repeating: " ", count: 9_999) + "1"
        let file = SourceFile(id: 0, name: "t", text: line)
        let diagnostics = Parser.parse(file: file, effects: [], mode: .entry).1
        let text = DiagnosticRenderer(file: file).render(try #require(diagnostics.first))
        let lines = text.split(separator: "\n").map { Array($0) }
        #expect(lines.count == 3 && lines.allSatisfy { $0.count < 1000 })
        let caret = try #require(lines[2].firstIndex(of: "^"))
        #expect(lines[1][caret] == "!")
        #expect(!text.contains("\u{FFFD}"), "no character is cut")
    }

    @Test("escapes stand for what they are shown for")
    func escapes() {
        let text = #"show "a\u{1b}b\r\u{202E}\u{e0041}\u{9}\\u\{1b}""#
        let (tree, diagnostics) = Parser.parse(file: SourceFile(id: 0, name: "t", text: text), effects: [], mode: .entry)
        #expect(diagnostics.isEmpty)
        guard case .statement(let statement)? = tree.items.first, case .show(let value) = statement.kind,
            case .text(let parts) = value.kind,
            case .literal(let content)? = parts.first
        else {
            Issue.record("no text")
            return
        }
        #expect(content == "a\u{1B}b\r\u{202E}\u{E0041}\t\\u{1b}")
    }

    @Test(
        "an escape that is no scalar is told",
        arguments: [#"\u"#, #"\u{}"#, #"\u{d800}"#, #"\u{110000}"#, #"\u{123456789}"#, #"\u{1b"#, #"\u{xy}"#])
    func wrongEscapes(escape: String) {
        let (_, diagnostics) = Parser.parse(file: SourceFile(id: 0, name: "t", text: "show \"\(escape)\""), effects: [], mode: .entry)
        #expect(diagnostics.first?.code == "unknown-escape")
    }
}
