import Engine
import Language
import Testing

@testable import Output

@Suite("Tables that are wider than the screen")
struct FittingTests {
    private func lines(_ table: Table, _ width: Int) -> [String] {
        Renderer.render(table, OutputOptions(form: .table, width: width)).lines.map(\.plain)
    }

    private func texts(_ name: String, _ values: String...) -> Column { Column(name, .string, .values(values.map { .text($0) })) }

    /// As `mend show` makes it.
    private var course: Table {
        Table(
            columns: [
                Column("at", .time, .values([.time(1_795_442_531_120), .time(1_795_442_532_120)])),
                texts("step", "Move replicas", "Move replicas"),
                texts("what", "began", String(repeating: "reassign: 10 of 40 settled; ", count: 8)),
            ], rowCount: 2)
    }

    @Test("the widest column is shortened in its cells, and none is left out", arguments: [120, 80, 60])
    func widest(width: Int) {
        let shown = lines(course, width)
        #expect(shown[0].hasSuffix("what") && shown.allSatisfy { DisplayWidth.of($0) <= width })
        #expect(shown[1].hasSuffix("Move replicas  began"), "what fits is whole")
        #expect(shown[2].hasSuffix("…") && DisplayWidth.of(shown[2]) == width, "the room is used")
    }

    @Test("a number, a time, a truth is never shortened; a long name over short cells is")
    func numbers() {
        let table = Table(
            columns: [
                Column("identifier", .int, .values([.int(7), .int(8)]), isExact: true),
                Column("veryLongNameOfTruths", .bool, .values([.bool(true), .bool(false)])),
                Column("offset", .int, .values([.int(123_456_789_012), .int(5)]), isExact: true), texts("host", "h1.example.org", "h2"),
            ], rowCount: 2)
        let shown = lines(table, 46)
        #expect(shown.allSatisfy { $0.count <= 46 })
        #expect(shown[0].contains("veryL") && shown[0].contains("…") && shown[1].contains("123456789012") && shown[1].contains("true"))
    }

    @Test("keys, and columns that a clause named, are shortened last; of a key both ends stay")
    func order() {
        let key = "prod.payments.settlement.eu-west-1"
        var table = Table(
            columns: [
                texts("topic", key, key), texts("note", "a note of thirty columns, said", "b"),
                texts("rack", "a rack of thirty columns, said", "c"),
            ],
            key: ["topic"], rowCount: 2, shown: ["topic", "note", "rack"])
        table.named = ["note"]
        #expect(lines(table, 77)[1] == "\(key)  a note of thirty columns, said  a rack o…")
        #expect(lines(table, 60)[1] == "\(key)  a note of thir…  a rack…")
        let narrow = lines(table, 34)[1]
        #expect(narrow.hasPrefix("prod.") && narrow.contains("…") && narrow.contains("-1  ") && narrow.hasSuffix("a note…  a rack…"))
        // Without room for the least of each, the right-most that nobody named goes, and is named below.
        let rendered = Renderer.render(table, OutputOptions(form: .table, width: 24))
        #expect(rendered.lines[0].plain.hasSuffix("note") && rendered.footer?.plain.contains("no room for: rack") == true)
    }

    @Test("wide characters are cut between, never in the middle; the width holds")
    func wide() {
        let table = Table(columns: [texts("name", "日本語日本語日本語日本語", "a"), texts("b", "x", "y")], rowCount: 2)
        for width in 12...30 { #expect(lines(table, width).allSatisfy { DisplayWidth.of($0) <= width }, "\(width)") }
        #expect(Shortening.of("日本語", to: 4) == "日…" && Shortening.of("日本語", to: 1) == "…" && Shortening.of("ab", to: 2) == "ab")
        #expect(Shortening.of("abcdefghijkl", to: 9, keepsEnd: true) == "abcde…jkl")
    }

    @Test("rows one below the other: every column, nothing shortened, undecided ones marked")
    func expanded() {
        var options = OutputOptions(form: .table, width: 20)
        options.isExpanded = true
        var table = course
        table.undecided = [1]
        table.decided = [0]
        let shown = Renderer.render(table, options).lines.map(\.plain)
        #expect(shown[0] == "── 1" && shown[2] == "step  Move replicas" && shown[3] == "what  began" && shown[4] == "── 2 ?")
        #expect(shown[7].hasSuffix("settled; "))
        #expect(Renderer.render(Table(columns: course.columns, rowCount: 0), options).lines.count == 1, "no rows: the names")
    }

    @Test("one row that does not fit is listed by itself; one that fits is a row")
    func single() {
        var table = course
        table.decided = [1]
        #expect(lines(table, 80).count == 3 && lines(table, 80)[2].hasPrefix("what  reassign"))
        table.decided = [0]
        #expect(lines(table, 80).count == 2)
    }

    @Test("what lacks room says how to see all of it, where somebody can be told")
    func footer() {
        var options = OutputOptions(form: .table, width: 60)
        #expect(Renderer.render(course, options).footer?.plain == "2 rows")
        options.whole = "`:x` shows it whole"
        #expect(Renderer.render(course, options).footer?.plain == "2 rows · `:x` shows it whole")
        options.width = 400
        #expect(Renderer.render(course, options).footer?.plain == "2 rows")
    }

    @Test("the first lines of many")
    func prefix() {
        let lines = StyledLines([StyledText("a", .header), StyledText("b"), StyledText("c", .dim)])
        #expect(lines.prefix(2).lines == [StyledText("a", .header), StyledText("b")])
        #expect(lines.prefix(0).isEmpty && lines.prefix(3).lines == lines.lines && lines.prefix(9).count == 3)
    }
}
