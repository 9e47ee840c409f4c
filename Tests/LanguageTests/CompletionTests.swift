import KafkaPrimitives
import Language
import Testing

@Suite("What may follow")
struct CompletionTests {
    /// The expectation where `|` stands in the text.
    private func at(_ text: String, mode: Parser.Mode = .entry) -> CompletionContext {
        let bytes = Array(text.utf8)
        let cursor = bytes.firstIndex(of: UInt8(ascii: "^")) ?? bytes.count
        let file = SourceFile(id: 0, name: "t", bytes: bytes.filter { $0 != UInt8(ascii: "^") })
        return Parser.completion(at: cursor, in: file, effects: EffectSignatures.all, mode: mode)
    }

    @Test("an empty entry takes statements, verbs and values")
    func empty() {
        let kinds = at("").kinds
        #expect(kinds.isSuperset(of: [.word("show"), .word("elect"), .value, .word("no")]))
    }

    @Test("behind a source come clauses")
    func clauses() {
        let found = at("partitions wh^")
        #expect(found.kinds.isSuperset(of: [.word("where"), .word("sort by"), .word("group by")]))
        #expect(found.prefix == "wh")
        #expect(found.replacing == Span(file: 0, start: 11, end: 13))
        #expect(!found.kinds.contains(.column(of: "partitions")))
    }

    @Test("in a clause come the columns of its source")
    func columns() {
        #expect(at("partitions where off^").kinds.contains(.column(of: "partitions")))
        #expect(at("partitions where offline select topic, ^").kinds.contains(.column(of: "partitions")))
        #expect(at("show sickGroups() sort by ^").kinds.contains(.column(of: "sickGroups")))
    }

    @Test("behind a dot come fields")
    func fields() {
        #expect(at("cluster.^").kinds == [.field(of: ["cluster"])])
        #expect(at("brokers where it.an^").kinds == [.field(of: ["it"])])
    }

    @Test("behind a comparison come the column's values")
    func values() {
        #expect(at("groups where state == ^").kinds.contains(.comparedValue(column: "state", of: "groups")))
        let quoted = at("groups where state == \"Em^")
        #expect(quoted.kinds.contains(.comparedValue(column: "state", of: "groups")))
        #expect(quoted.isQuoted)
        #expect(quoted.prefix == "Em")
        #expect(at("groups where state in [\"Empty\", ^").kinds.contains(.comparedValue(column: "state", of: "groups")))
    }

    @Test("behind a noun come names of the cluster")
    func nouns() {
        #expect(at("reset offsets of group \"tr^").kinds.contains(.nounKey("group")))
        #expect(at("show broker ^").kinds.contains(.nounKey("broker")))
    }

    @Test("an effect asks for its words, its target and its options")
    func effects() {
        #expect(at("elect ^").kinds.isSuperset(of: [.word("preferred"), .word("unclean"), .word("for")]))
        #expect(at("elect preferred for ^").kinds.contains(.target(["partitions"])))
        #expect(at("set ^").kinds.isSuperset(of: [.word("config"), .word("quota"), .word("throttle"), .word("partitions")]))
        #expect(at("reset offsets ^").kinds.contains(.word("of")))
        #expect(at("reassign moves ^").kinds.isSuperset(of: [.word("away"), .word("onto"), .word("staged"), .word("throttle")]))
        #expect(
            at("reset offsets of group \"t\" to ^").kinds.isSuperset(of: [.word("latest"), .word("earliest"), .word("offset"), .value]))
        #expect(at("let m = plan ^").kinds.contains(.word("reassign")))
        #expect(at("set config of topic \"t\" { ^").kinds.contains(.entryKey))
    }

    @Test("items, types and imports are asked for in a file")
    func items() {
        #expect(at("", mode: .file).kinds.isSuperset(of: [.word("runbook"), .word("step"), .word("use")]))
        #expect(at("use ^", mode: .file).kinds.contains(.library))
        #expect(at("runbook \"r\" { param x: ^", mode: .file).kinds.contains(.type))
        #expect(at("runbook \"r\" { permits ^", mode: .file).kinds.contains(.word("elect")))
        #expect(at("test \"t\" in lab ^", mode: .file).kinds.contains(.scenario))
    }

    @Test(
        "an entry is incomplete while something is open or must follow",
        arguments: [
            "if a {", "show (a", "show [1,", "partitions where", "show a +", "let x =", "confirm \"x\" {\n show a", "groups |",
            "require no",
            "wait until a", "set config of topic \"t\" {",
        ])
    func incomplete(_ text: String) {
        #expect(Parser.needsMoreInput(SourceFile(id: 0, name: "t", text: text), effects: EffectSignatures.all))
        #expect(Parser.needsMoreInput(SourceFile(id: 0, name: "t", text: text + "\n"), effects: EffectSignatures.all))
    }

    @Test(
        "an entry that is whole or wrong is not asked for more",
        arguments: [
            "", "partitions", "partitions where offline", "if a { show b }", "show )", "show \"open", "show a b {", "elect", "1h30",
        ])
    func complete(_ text: String) {
        #expect(!Parser.needsMoreInput(SourceFile(id: 0, name: "t", text: text), effects: EffectSignatures.all))
    }
}
