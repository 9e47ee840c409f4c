import Language
import Testing

@testable import Commands

@Suite("Help about the language")
struct ReferenceTests {
    private let schema = Schema(
        sources: [
            SourceSchema(
                name: "widgets", summary: "what there is",
                columns: [
                    ColumnSchema("id", .int, .key, "its number"),
                    ColumnSchema("speed", .byteRate, nullable: true, .gauge, "how fast", availability: .later),
                ], defaultColumns: ["id"], key: ["id"], cost: "one request", examples: ["widgets where id == 1"])
        ],
        effects: [
            EffectSignature(
                id: "paint", verb: "paint",
                phrase: [
                    .keyword("colour", ["red", "blue"], default: "red"),
                    .optional([.word("for"), .slot("target", .query([.init("widgets", columns: ["id"])]))]),
                ],
                options: [.staged, .into], effectClass: .reversible, gate: .none, itemKey: [], summary: "gives a colour",
                undo: "the colour before",
                examples: ["paint blue for widgets"])
        ], functions: BuiltinFunctions.all)

    @Test("a source tells its columns, its cost, and what it lacks")
    func source() {
        #expect(
            Reference(schema: schema).help(for: "widgets") == """
                widgets: what there is

                columns (* shown without select):
                  *id: int  its number, key

                not in this version: speed

                costs: one request

                examples:
                    widgets where id == 1

                """)
    }

    @Test("an effect tells its phrase, its undo and its class")
    func effect() throws {
        let help = try #require(Reference(schema: schema).help(for: "paint"))
        #expect(help.contains("paint [red|blue] [for WIDGETS] [staged N [every D]] [into NAME]"))
        #expect(help.contains("undo: the colour before"))
    }

    @Test("every statement, clause and function has help, and every word of it is findable")
    func complete() {
        let reference = Reference(schema: schema)
        for word in reference.words { #expect(reference.help(for: word) != nil, "\(word)") }
        #expect(reference.help(for: "nonsense") == nil)
    }

    @Test("the manual names every word once as a heading or in a table")
    func manual() {
        let manual = Manual.text(schema: schema)
        for word in ["### `widgets`", "### `paint`", "| `where` |", "`count(table or list) -> int`"] { #expect(manual.contains(word)) }
    }
}
