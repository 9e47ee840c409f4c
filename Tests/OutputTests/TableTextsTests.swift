import Engine
import Language
import Testing

@testable import Output

@Suite("Texts of a table")
struct TableTextsTests {
    @Test("lines keep their looks, and come back one by one")
    func styledLines() {
        let written: [StyledText] = [
            StyledText("name  lag", .header), StyledText("größe"), StyledText(""),
            StyledText([.init("blocked: ", .warning), .init("trips-3"), .init(" why", .dim)]), StyledText("? open", .dim),
        ]
        var lines = StyledLines(written)
        #expect(lines.lines == written)
        #expect(String(decoding: lines.bytes, as: UTF8.self) == "name  lag\ngröße\n\nblocked: trips-3 why\n? open\n")
        lines.append(capacity: 3, .bad) { line in for byte in "bad".utf8 { line.append(byte) } }
        #expect(lines.lines.last == StyledText("bad", .bad))
        #expect(StyledLines().isEmpty && StyledLines().lines.isEmpty)
    }

    @Test("a column's cells are what a value on its own is shown as, whatever holds them")
    func cells() {
        for column in columns {
            for type in [column.type, .broker, .int, .any] {
                let rows: [UInt32] = [3, 0, 1, 2, 1]
                let texts = CellTexts(column, rows, type, today: nil)
                var widest = 0
                for (place, row) in rows.enumerated() {
                    let expected = DisplayForm.text(column.value(at: row), type)
                    #expect(texts.string(place) == expected, "\(column.name) as \(type)")
                    #expect(texts.width(place) == DisplayWidth.of(expected) && texts.count(place) == expected.utf8.count)
                    widest = max(widest, DisplayWidth.of(expected))
                }
                #expect(texts.widest == widest, "\(column.name) as \(type)")
            }
        }
    }

    private var columns: [Column] {
        let unknown = Value.unknown(Cause("no answer"))
        return [
            Column("pooled", .topic, .texts([0, 2, 1, 0], pool: ["trips", "日本", "a\nb"], [:])),
            Column("excepted", .topic, .texts([0, 1, 0, 0], pool: ["trips", "日本"], [1: unknown])),
            Column("numbers", .int, .ints([Int.min, -7, 0, .max], [:])),
            Column("counts", .int, .ints([9_999, 10_000, -10_000, 12], [3: .null])),
            Column("sizes", .size, .ints([0, 1_500_000, 1, 2], [0: unknown])),
            Column("truths", .bool, .bools([true, false, true, false], [:])),
            Column("open", .bool, .bools([true, false, true, false], [0: unknown, 2: .null])),
            Column("lists", .list(.broker), .intLists(bounds: [0, 0, 3, 4, 6], items: [2_147_483_647, 10, -2, 7, 0, 100], [:])),
            Column("sets", .set(.broker), .intLists(bounds: [0, 2, 2, 2, 2], items: [1, 2], [3: unknown])),
            Column("values", .string, .values([.text("größe"), .null, unknown, .int(5)])),
            Column("same", .string, .constant(.text("日"))),
        ]
    }
}
