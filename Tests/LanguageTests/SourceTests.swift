import KafkaPrimitives
import Language
import Testing

@Suite("Places, widths, suggestions")
struct SourceTests {
    @Test("lines and columns count from one, columns in characters")
    func locations() {
        let table = LineTable(SourceFile(id: 0, name: "t", text: "ab\né日x\r\n\n"))
        #expect(table.location(of: 0) == .init(line: 1, column: 1))
        #expect(table.location(of: 2) == .init(line: 1, column: 3))
        #expect(table.location(of: 8) == .init(line: 2, column: 3))
        #expect(table.location(of: 99) == .init(line: 4, column: 1))
        #expect(table.text(ofLine: 2) == "é日x")
        #expect(table.text(ofLine: 9) == "")
        #expect(table.count == 4)
    }

    @Test(
        "widths of what terminals show",
        arguments: [("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("🙂", 2), ("❤️", 2), ("\u{200B}", 0), ("ﾊ", 1), ("한", 2)])
    func widths(_ text: String, _ width: Int) {
        #expect(DisplayWidth.of(text) == width)
    }

    @Test("the nearest legal name is suggested, a far one is not")
    func suggestions() {
        let names = ["underReplicated", "offline", "isr", "topic", "partition"]
        #expect(Suggestion.nearest("underReplicatd", among: names) == "underReplicated")
        #expect(Suggestion.nearest("UNDERREPLICATED", among: names) == "underReplicated")
        #expect(Suggestion.nearest("ofline", among: names) == "offline")
        #expect(Suggestion.nearest("irs", among: names) == "isr")
        #expect(Suggestion.nearest("zookeeper", among: names) == nil)
        #expect(Suggestion.nearest("x", among: names) == nil)
        #expect(Suggestion.distance("kitten", "sitting") == 3)
        #expect(Suggestion.distance("ab", "ba") == 1)
    }

    @Test("carets stand under tabs and wide characters, notes keep their place, controls are not obeyed")
    func rendering() {
        let text = "\tshow \"日本\" + offlin\u{1B}\nlet offline = 1\n"
        let file = SourceFile(id: 3, name: "wide.runbook", text: text)
        let start = Int32(text.utf8.count - 1 - "let offline = 1\n".utf8.count - 6)
        let line = Int32(text.utf8.count - "let offline = 1\n".utf8.count)
        let diagnostic = Diagnostic(
            code: "unknown-name", message: "there is no `offlin`", span: Span(file: 3, start: start - 1, end: start + 5),
            help: "did you mean `offline`?",
            notes: [
                .init(message: "it is bound here", span: Span(file: 3, start: line + 4, end: line + 11)), .init(message: "names are exact"),
            ])
        Golden.expect(DiagnosticRenderer(file: file).render(diagnostic), "diagnostics/wide.txt")
        let bare = DiagnosticRenderer(file: file, showsPlace: false).render(diagnostic)
        #expect(bare.hasPrefix("error[unknown-name]: "))
    }

    @Test("bytes that are no UTF-8 are named with their offset")
    func badBytes() {
        let (_, diagnostics) = Parsing.parse(bytes: Array("show \"a".utf8) + [0xFF, 0xC0, 0x80] + Array("b\"\n".utf8), mode: .entry)
        #expect(diagnostics.map(\.code) == ["bad-utf8"])
        #expect(diagnostics.first?.message == "byte 7 is not UTF-8 (0xFF)")
        #expect(diagnostics.first?.span == Span(file: 0, start: 7, end: 10))
    }

    @Test("no two expressions share a span")
    func spans() throws {
        for file in Shipped.files {
            let (tree, _) = Parsing.parse(bytes: file.bytes, mode: .file)
            var seen: Set<Span> = []
            var doubled: [String] = []
            Expressions.walk(tree) { expression in
                if !seen.insert(expression.span).inserted { doubled.append(NormalForm.of(expression)) }
            }
            #expect(doubled == [])
            #expect(seen.count > 10)
        }
    }

    @Test("the normal form tells different texts apart and like ones together")
    func normalForms() {
        func form(_ text: String) -> String { NormalForm.of(Parsing.parse(text).0) }
        #expect(form("show 100k") == form("show  100_000 # c"))
        #expect(form("show 'a'") == form("show \"a\""))
        #expect(form("reassign m staged 10 throttle 5MB/s") == form("reassign m throttle 5MB/s staged 10"))
        let different = [
            "show a", "show \"a\"", "show \"{a}\"", "show \"{'a'}\"", "show q(a)", "show a.q", "show (a where b)", "show where(a, b)",
            "show not a in b", "show 5", "show 5B", "show 5s", "show 5%", "show 5/s", "show 5B/s", "show 5.0", "show [a]", "show [a, b]",
            "show topic \"a\"", "show topic(\"a\")", "show -a", "show neg(a)", "show a matches /b/", "show a ~ \"b\"", "show (a) | f(b)",
            "show f(a, b)",
            "show f(x: a)", "show groups select a", "show groups select b = a", "show groups add a = a",
        ]
        #expect(Set(different.map(form)).count == different.count)
    }
}
