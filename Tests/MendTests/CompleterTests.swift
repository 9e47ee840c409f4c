import Language
import Terminal
import Testing

@testable import mend

@Suite("What Tab knows")
struct CompleterTests {
    private var completer: Completer {
        var environment = CheckedEnvironment()
        let partitions = RowType(source: "partitions", fields: [.init("topic", .topic), .init("isr", .set(.broker))])
        environment.bindings = ["trips": .table(partitions)]
        environment.last = .table(RowType(source: "groups", fields: [.init("id", .group), .init("lag", .int)]))
        return Completer(
            schema: Vocabulary.schema,
            names: ClusterNames(topics: ["trip-events", "user-events"], groups: ["analytics", "trip-processing"], brokers: [1, 2]),
            environment: environment, libraries: ["health"], scenarios: ["brokerLoss"])
    }

    private func candidates(_ text: String) -> [String] { completer.completions(of: text, at: text.utf8.count).candidates }

    @Test("an empty entry offers statements, verbs, sources and bindings")
    func empty() {
        let found = candidates("")
        #expect(Set(["show", "elect", "partitions", "trips"]).isSubset(of: Set(found)))
    }

    @Test("a source's name, a clause, a column, each where it may stand")
    func words() {
        #expect(candidates("partitions whe") == ["where"])
        #expect(candidates("partitions where underM") == ["underMinIsr"])
        #expect(candidates("reassignm") == ["reassignments"])
        #expect(!candidates("partitions where ").contains("memberless"))
    }

    @Test("bindings and the last result have their columns")
    func bindings() {
        #expect(candidates("trips where is").first == "isr")
        #expect(!candidates("trips where is").contains("isrChanges"))
        #expect(candidates("_ where la").first == "lag")
    }

    @Test("a comparison offers the values of its column and nothing else")
    func values() {
        #expect(candidates("partitions where topic == ") == ["\"trip-events\"", "\"user-events\""])
        #expect(candidates("groups where state == \"Em") == ["Empty\""])
        #expect(candidates("partitions where leader == ") == ["1", "2"])
    }

    @Test("names of topics, groups and brokers stand behind their nouns")
    func nouns() {
        #expect(candidates("reset offsets of group \"tr") == ["trip-processing\""])
        #expect(candidates("show broker ") == ["1", "2"])
    }

    @Test("fields of the row that a clause is about")
    func fields() {
        #expect(candidates("brokers where it.ra") == ["rack"])
        #expect(candidates("cluster.undera").isEmpty)
        #expect(candidates("cluster.underR").contains("underReplicated"))
    }

    @Test("functions come with their parenthesis")
    func functions() { #expect(candidates("count").contains("count(")) }

    @Test("the REPL's own words")
    func own() {
        #expect(candidates(":f") == [":format"])
        #expect(candidates(":format j") == ["json", "jsonl"])
        #expect(candidates("help ele") == ["elect"])
    }

    @Test("the middle of a text is completed by what stands before the cursor")
    func middle() {
        let found = completer.completions(of: "brok where up", at: 4)
        #expect(found.candidates == ["brokers"])
        #expect(found.prefixLength == 4)
    }
}
