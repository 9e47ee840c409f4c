import Engine
import Language
import Output
import Testing

@testable import mend

@Suite("Entries")
struct EntryTests {
    private func split(_ lines: String...) -> [String] {
        var splitter = EntrySplitter(effects: Vocabulary.schema.effects)
        let entries = lines.flatMap { splitter.add($0) }
        return (entries + splitter.finish()).map(\.text)
    }

    @Test("a line that is whole ends when the next one begins a statement")
    func lines() { #expect(split("brokers", "topics") == ["brokers", "topics"]) }

    @Test("a clause on the next line, blank lines and comments between, belongs to the entry: never a wider effect")
    func clauses() {
        #expect(
            split("elect preferred for partitions", "", "  # only these", "  where topic == \"t\"", "brokers")
                == ["elect preferred for partitions\n\n  # only these\n  where topic == \"t\"", "brokers"])
        #expect(split("groups", "  sort by lag", "| first") == ["groups\n  sort by lag\n| first"])
    }

    @Test("an open brace takes lines until it is closed, and `else` behind it")
    func blocks() {
        #expect(split("if true {", "show 1", "}", "else {", "show 2", "}") == ["if true {\nshow 1\n}\nelse {\nshow 2\n}"])
    }

    @Test("a semicolon ends an entry at once")
    func semicolon() {
        var splitter = EntrySplitter(effects: Vocabulary.schema.effects)
        #expect(splitter.add("brokers;").map(\.text) == ["brokers;"])
    }

    @Test("a look runs when its line is complete; an effect waits for what may make its target smaller")
    func looks() {
        var splitter = EntrySplitter(effects: Vocabulary.schema.effects)
        #expect(splitter.add("partitions where offline").isEmpty)
        #expect(splitter.takeLook().map(\.text) == ["partitions where offline"])
        #expect(splitter.add("partitions where").isEmpty && splitter.takeLook().isEmpty)
        #expect(splitter.add("offline").isEmpty && splitter.takeLook().map(\.text) == ["partitions where\noffline"])
        #expect(splitter.add("elect preferred for partitions").isEmpty && splitter.takeLook().isEmpty)
        #expect(splitter.add("where offline").isEmpty && splitter.takeLook().isEmpty)
        #expect(splitter.finish().map(\.text) == ["elect preferred for partitions\nwhere offline"])
    }

    @Test("a long open entry is not read again at each of its lines", arguments: ["let x = [", "partitions select topic,"])
    func longEntries(head: String) {
        var splitter = EntrySplitter(effects: Vocabulary.schema.effects)
        let lines = [head] + (0..<20_000).map { "  a\($0)," }
        let bytes = lines.reduce(0) { $0 + $1.utf8.count + 1 }
        for line in lines { #expect(splitter.add(line).isEmpty && splitter.takeLook().isEmpty) }
        // The first 4096 bytes line by line, the rest each time it has doubled, when a line comes and when it is asked for a look.
        #expect(splitter.bytesRead < 4 * bytes + 2 * 4_096 * 4_096 / 6)
        let rest = head.hasSuffix("[") ? ["  1]", "brokers"] : ["  leader", "brokers"]
        #expect(rest.flatMap { splitter.add($0) }.map(\.line) == [1])
        #expect(splitter.finish().map(\.text) == ["brokers"])
    }

    @Test("entries know the line at which they begin")
    func places() {
        var splitter = EntrySplitter(effects: Vocabulary.schema.effects)
        let entries = ["", "brokers", "", "topics"].flatMap { splitter.add($0) } + splitter.finish()
        #expect(entries.map(\.line) == [2, 4])
    }

    @Test("the REPL's own commands stand alone on their line")
    func own() { #expect(split(":format json", "brokers") == [":format json", "brokers"]) }

    @Test("own commands are told from the language")
    func meta() {
        #expect(MetaCommand.parse(":format csv") == .format(.csv))
        #expect(MetaCommand.parse(":format") == .format(nil))
        #expect(MetaCommand.parse("help elect") == .help("elect"))
        #expect(MetaCommand.parse("help set config") == .help("set config"))
        #expect(MetaCommand.parse("exit") == .quit)
        #expect(MetaCommand.parse(":why") == .why)
        #expect(MetaCommand.parse(":arm 15m reason \"INC-123 at night\"") == .arm(forMs: 900_000, reason: "INC-123 at night"))
        #expect(MetaCommand.parse(":arm 1h reason INC-1") == .arm(forMs: 3_600_000, reason: "INC-1"))
        #expect(MetaCommand.parse(":arm") == .armState)
        for wrong in [":arm 15m", ":arm reason x", ":arm 15m reason", ":arm 15m reason \" \"", ":arm 5h reason x", ":arm -5m reason x"] {
            guard case .wrong? = MetaCommand.parse(wrong) else {
                Issue.record("\(wrong) is taken")
                continue
            }
        }
        #expect(Recall.form(of: ":arm 15m reason x") == ":arm", "history arms nothing")
        #expect(MetaCommand.parse("partitions where offline") == nil)
    }

    @Test("an unknown own command names its nearest")
    func nearest() {
        #expect(MetaCommand.parse(":fromat json") == .wrong("there is no `:fromat`: did you mean `:format`?"))
        #expect(MetaCommand.parse(":format jsn") == .wrong("there is no format `jsn`: did you mean `:format json`?"))
        #expect(MetaCommand.parse(":edit") == .wrong("`:edit` is not in this version"))
    }

    @Test("an effect comes back from the history as its plan, a look as it was")
    func recall() {
        #expect(Recall.form(of: "elect preferred for partitions") == "plan elect preferred for partitions")
        #expect(Recall.form(of: "partitions where offline") == "partitions where offline")
        #expect(Recall.form(of: "plan elect preferred for partitions") == "plan elect preferred for partitions")
    }

    @Test("`:why` names each cause once and what it keeps unknown")
    func why() {
        let cause = Cause("broker 2: no answer in 5s")
        let table = Table(
            columns: [Column("topic", .topic, .values([.text("a"), .text("b")])), Column("leader", .broker, .constant(.unknown(cause)))],
            rowCount: 2, missing: [Cause("broker 3: refused")])
        #expect(
            UnknownCauses.of(.table(table)) == [
                "broker 3: refused: rows that may be missing", "broker 2: no answer in 5s: leader in 2 rows",
            ])
        #expect(UnknownCauses.of(.int(1)).isEmpty)
    }
}
