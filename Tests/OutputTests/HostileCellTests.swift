import Engine
import Journal
import Language
import Output
import Testing

/// Names of topics and groups, error texts and configs are written by others: no form of a result hands a terminal anything to obey.
@Suite("Hostile texts in results")
struct HostileCellTests {
    /// C0, DEL, C1, marks of direction, letters without a glyph, separators of lines, tags.
    static let ranges: [ClosedRange<UInt32>] = [
        0x00...0x1F, 0x7F...0x9F, 0x61C...0x61C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF...0xFEFF, 0xFFF9...0xFFFB,
        0xE0000...0xE007F,
    ]
    static let scalars = ranges.flatMap { $0.compactMap(Unicode.Scalar.init) }
    private static let texts = scalars.map { "a\($0)b" }

    private static let table: Table = {
        var table = Table(
            source: "groups",
            columns: [
                Column("id", .group, .texts(texts.indices.map { UInt32($0) }, pool: texts, [:])),
                Column("list", .list(.string), .values(texts.map { .list(ListValue([.text($0)])) })),
                Column("where", .any, .values(texts.map { .partition(topic: $0, index: 1) })),
                Column("record", .any, .values(texts.map { .record(Record(fields: [.init($0, .string, .text($0))])) })),
                Column("why\u{1B}[2J\u{200B}", .string, .values(texts.map { .unknown(Cause($0)) })),
            ], key: ["id"], rowCount: texts.count, missing: [Cause("x\u{9B}\u{2028}y")])
        table.undecided = table.decided
        return table
    }()

    private func hostile(_ text: String) -> [UInt32] {
        text.unicodeScalars.map(\.value).filter { value in value != 0x0A && Self.ranges.contains { $0.contains(value) } }
    }

    @Test("a table holds nothing of the table of code points", arguments: OutputForm.allCases, [nil, 60])
    func tables(form: OutputForm, width: Int?) {
        let rendered = Renderer.render(Self.table, OutputOptions(form: form, width: width))
        // Lines of CSV end in CR LF, and its quotes carry tabs.
        let plain = form == .csv ? rendered.plain.replacing("\r\n", with: "\n").replacing("\t", with: "") : rendered.plain
        #expect(hostile(plain) == [])
        #expect(hostile(rendered.footer?.plain ?? "") == [])
        if form != .csv { #expect(plain.split(separator: "\n").count <= Self.texts.count * 2 + 4, "a name with a newline begins no row") }
    }

    @Test("json and jsonl keep the exact bytes by escapes")
    func json() throws {
        let document = try JSONValue.parse(Renderer.render(Self.table, OutputOptions(form: .json)).plain)
        #expect(document["rows"]?.array?.compactMap { $0["id"]?.string } == Self.texts)
        let lines = Renderer.render(Self.table, OutputOptions(form: .jsonl)).lines.map(\.plain).filter { !$0.isEmpty }
        #expect(try lines.map { try JSONValue.parse($0)["id"]?.string } == Self.texts)
    }

    @Test("a value by itself holds nothing of it either", arguments: OutputForm.allCases)
    func values(form: OutputForm) {
        for text in Self.texts {
            let record = Record(fields: [.init("f", .string, .text(text))])
            for value in [Value.text(text), .unknown(Cause(text)), .record(record), .drawing([text]), .list(ListValue([.text(text)]))] {
                let plain = Renderer.render(value, OutputOptions(form: form)).plain
                let kept = form == .csv ? plain.replacing("\r\n", with: "\n").replacing("\t", with: "") : plain
                #expect(hostile(kept) == [], "\(form) \(value)")
            }
        }
    }

    @Test("Markdown makes no link, no entity and no heading of what others wrote")
    func markdown() {
        let texts = ["[a](javascript:alert(1))", "![x](http://e/p.png)", "<javascript:x>", "&lt;b&gt;", "a|b", "~~gone~~", "[a]: http://e"]
        for text in texts {
            let table = Table(columns: [Column("t", .string, .values([.text(text)]))], rowCount: 1)
            let cells = Renderer.render(table, OutputOptions(form: .md)).lines.map(\.plain)
            let alone = Renderer.render(.text(text), OutputOptions(form: .md)).lines.map(\.plain)
            for line in cells + alone {
                let bare = line.replacing("\\]", with: "").replacing("\\<", with: "").replacing("\\&", with: "").replacing("\\~", with: "")
                #expect(
                    !bare.contains("](") && !bare.contains("]:") && !bare.contains("<") && !bare.contains("&") && !bare.contains("~"),
                    "\(line)")
            }
        }
        let heading = Renderer.render(.text("# all is well"), OutputOptions(form: .md)).lines.map(\.plain)
        #expect(heading == ["\\# all is well"])
        #expect(Renderer.render(.drawing(["[a](javascript:x)  ▏ 1"]), OutputOptions(form: .md)).lines.first?.plain == "```")
    }
}
