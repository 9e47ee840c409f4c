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
            names: ClusterNames(
                topics: ["trip-events", "user-events"], groups: ["analytics", "trip-processing"], brokers: [1, 2], deadBrokers: [3],
                topicKeys: ["cleanup.policy", "retention.ms"], brokerKeys: ["log.retention.ms", "num.io.threads"]),
            environment: environment, libraries: ["health"], scenarios: ["brokerLoss"], runbooks: ["triage"])
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
        #expect(candidates("partitions where leader == ") == ["1", "2", "3"], "what leads may be dead")
        #expect(candidates("groups where state == \"").contains("Stable\""))
        #expect(candidates("configs where name == \"ret") == ["retention.ms\""])
    }

    @Test("columns stand where columns stand, and nothing else", arguments: ["sort by ", "group by ", "select ", "distinct ", "where "])
    func columns(_ clause: String) {
        let found = candidates("partitions \(clause)")
        #expect(found.contains("topic"))
        #expect(!found.contains("brokers") && !found.contains("null") && !found.contains("count("), "\(found)")
        #expect(Set(candidates("partitions sort by topic ")).isSuperset(of: ["asc", "desc", "take"]))
        #expect(!candidates("partitions sort by topic ").contains("\"trip-events\""), "there it is a column, and no name follows")
    }

    @Test("what is of a later version is not offered, neither as a verb nor behind one")
    func versions() {
        let verbs = Set(candidates("plan "))
        #expect(verbs.isSuperset(of: ["elect", "reassign", "set"]))
        for later in Vocabulary.schema.effects where later.availability == .later {
            let isBuilt = Vocabulary.schema.effects.contains { $0.verb == later.verb && $0.availability == .built }
            #expect(verbs.contains(later.verb) == isBuilt, "\(later.verb)")
        }
        #expect(Set(candidates("set ")) == ["config", "throttle"])
        for source in Vocabulary.schema.sources where source.availability == .later { #expect(!candidates("").contains(source.name)) }
        for column in Vocabulary.schema.sources.first(where: { $0.name == "topics" })?.columns ?? [] where column.availability == .later {
            #expect(!candidates("topics select ").contains(column.name))
        }
    }

    @Test("settings stand in the braces, of what the effect names; modules behind use, runbooks behind :run")
    func modules() {
        #expect(candidates("set config of topics where name == \"a\" { ret") == ["retention.ms"])
        #expect(candidates("set config of topic \"a\" { ") == ["cleanup.policy", "retention.ms"])
        #expect(candidates("set config of broker 1 { num") == ["num.io.threads"])
        #expect(candidates("unset config of topic \"a\" { clean") == ["cleanup.policy"])
        #expect(candidates("use ") == ["health"])
        #expect(candidates(":run ") == ["triage"])
        #expect(candidates(":plan tr") == ["triage"])
    }

    @Test("dead brokers where the verb is about the dead, all of them elsewhere")
    func dead() {
        #expect(candidates("unregister broker ") == ["3"])
        #expect(candidates("reassign partitions away from ") == ["1", "2", "3"])
        #expect(candidates("brokers where id == ") == ["1", "2", "3"])
    }

    @Test("names of topics, groups and brokers stand behind their nouns")
    func nouns() {
        #expect(candidates("reset offsets of group \"tr") == ["trip-processing\""])
        #expect(candidates("show broker ") == ["1", "2", "3"])
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
