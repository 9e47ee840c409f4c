import Engine
import Journal
import KafkaLab
import Language
import Network
import Testing

@testable import KafkaPrimitives

/// What is told of a thing whose name alone is typed, on the lab. Numbers are those of the scenarios, whose own tests hold them.
@Suite("Descriptions on a lab")
struct DescriptionTests {
    private let schema = Schema(
        sources: Catalog(Sources.all + [DebtsSource.schema, RunsSource.schema]), effects: EffectSignatures.all,
        functions: BuiltinFunctions.all,
        descriptions: Descriptions.all)

    /// Runs an entry as a session does, and gives what was described and shown.
    private func run(_ text: String, on world: LabWorld) throws -> EntryRecorder {
        let recorder = EntryRecorder()
        let session = EntrySession(schema, world, recorder)
        #expect(session.run(text) == .done, "\(text): \(recorder.said)")
        return recorder
    }

    private func describe(_ text: String, on world: LabWorld) throws -> Description {
        try #require(try run(text, on: world).described.first, "\(text) described nothing")
    }

    private func field(_ name: String, _ description: Description) -> Value? {
        description.facts.flatMap(\.fields).first { $0.name == name }?.value
    }

    @Test("a dead broker: how it stands, what is offline because of it, where to go on")
    func deadBroker() throws {
        let world = try LabWorld("offlinePartitions")
        let broker = try describe("broker 2", on: world)
        #expect(broker.existence == .there)
        #expect(field("up", broker) == .bool(false) && field("state", broker) == .text("fenced"))
        #expect(field("outOfSync", broker) == .int(17) && field("leaders", broker) == .int(0))
        #expect(broker.signs.contains { $0.weight == .bad && $0.text.contains("17 of its 17 replicas") })
        #expect(broker.parts.first { $0.title.contains("offline") }?.table.decided.count == 6)
        // What only it can tell is unknown, with its cause.
        #expect(broker.open.contains { $0.cause.broker == 2 && $0.questions.contains("whether its log directories are well") })
    }

    @Test("a topic with offline partitions: the counts are those of the partitions' own columns")
    func topic() throws {
        let world = try LabWorld("offlinePartitions")
        let topic = try describe("topic \"trip-events\"", on: world)
        #expect(field("partitions", topic) == .int(12) && field("offline", topic) == .int(4) && field("underReplicated", topic) == .int(6))
        #expect(topic.signs.first?.text == "4 of 12 partitions are offline")
        #expect(topic.parts.first { $0.title == "unwell" }?.table.decided.count == 6)
    }

    @Test("a group that rebalances and one that nobody reads for are said to be wrong; a lag that is not known is no zero")
    func groups() throws {
        let world = try LabWorld("consumerLag")
        #expect(
            try describe("group \"rebalancing\"", on: world).signs.contains { $0.weight == .bad && $0.text.hasPrefix("it is rebalancing") })
        #expect(try describe("group \"abandoned\"", on: world).signs.contains { $0.weight == .bad && $0.text.contains("nobody reads") })
        let lost = try LabWorld("offlinePartitions")
        let group = try describe("group \"trip-processing\"", on: lost)
        #expect(field("lagUnknown", group) == .int(4))
        guard case .bound(.atLeast, _)? = field("lag", group) else {
            Issue.record("the lag is said whole: \(String(describing: field("lag", group)))")
            return
        }
    }

    @Test("a partition offline: who holds it, why nobody leads")
    func partition() throws {
        let world = try LabWorld("offlinePartitions")
        let partition = try describe("partition \"trip-events\" 1", on: world)
        #expect(partition.title == "partition trip-events-1")
        #expect(field("leader", partition) == .null && field("offline", partition) == .bool(true))
        #expect(partition.signs.contains { $0.weight == .bad && $0.text.contains("no replica that lives may lead") })
        #expect(partition.parts.first?.table.decided.count == 2)
    }

    @Test("a thing that is well has no sign of harm", arguments: ["broker 1", "group \"group-0\"", "__consumer_offsets"])
    func well(entry: String) throws {
        let world = try LabWorld("healthy")
        let names = try world.rows("groups", "id").compactMap { $0["id"] }
        let text: String
        switch entry {
        case "group \"group-0\"":
            guard case .text(let name)? = names.first else { return }
            text = "group \"\(name)\""
        case "__consumer_offsets": text = "topic \"__consumer_offsets\""
        default: text = entry
        }
        let made = try describe(text, on: world)
        #expect(made.open.isEmpty && !made.signs.contains { $0.weight == .bad }, "\(text): \(made.signs) \(made.open)")
        #expect(made.next.count >= 3)
    }

    @Test("what is not there is said to be missing, with near names")
    func missing() throws {
        let world = try LabWorld("healthy")
        let topics = try world.rows("topics", "name").compactMap { if case .text(let name)? = $0["name"] { name } else { nil } }
        let topic = try #require(topics.first { !$0.hasPrefix("_") })
        #expect(try describe("topic \"\(topic)x\"", on: world).existence == .missing("there is no topic \(topic)x", near: [topic]))
        #expect(try describe("broker 9", on: world).existence == .missing("there is no broker 9", near: ["1", "2", "3"]))
        guard case .missing(let text, _) = try describe("partition \"\(topic)\" 99", on: world).existence else {
            Issue.record("partition 99 is said to be there")
            return
        }
        #expect(text.hasPrefix("topic \(topic) has no partition 99; it has 0 to "))
        guard case .missing("there is no group nope", _) = try describe("group \"nope\"", on: world).existence else {
            Issue.record("a group of no name is said to be there")
            return
        }
    }

    @Test("where the listing may lack it, it is unknown whether it exists")
    func unknown() throws {
        // Broker 2 keeps a third of the groups, does not answer, and is not fenced yet.
        let world = try LabWorld("consumerLag")
        world.apply(.freeze(2))
        let group = try describe("group \"nope\"", on: world)
        guard case .unknown(let causes) = group.existence else {
            Issue.record("\(group.existence)")
            return
        }
        #expect(causes.contains { $0.broker == 2 })
    }

    @Test("every line that could be typed next checks and runs, whatever is wrong")
    func nextLines() throws {
        for scenario in ["offlinePartitions", "consumerLag", "stuckReassignment", "healthy"] {
            let world = try LabWorld(scenario)
            let topics = try world.rows("topics", "name").compactMap { $0["name"] }
            let groups = try world.rows("groups", "id").compactMap { $0["id"] }
            var entries = ["broker 1", "broker 2", "broker 3"]
            for case .text(let name) in topics.prefix(4) { entries += ["topic \"\(name)\"", "partition \"\(name)\" 1"] }
            for case .text(let name) in groups.prefix(5) { entries.append("group \"\(name)\"") }
            var lines: [String] = []
            for entry in entries {
                let made = try describe(entry, on: world)
                lines += made.next + made.parts.compactMap(\.line)
            }
            var seen: Set<NameKey> = []
            for line in lines where seen.insert(NameKey(line)).inserted && !line.hasPrefix("watch") { _ = try run(line, on: world) }
        }
    }

    @Test("names that others chose are written so that the line means them, or the line is left out")
    func oddNames() throws {
        #expect(TextLiteral.written("a\"b\\c{d}") == "\"a\\\"b\\\\c\\{d\\}\"")
        #expect(TextLiteral.written("a\u{1B}[2J") == nil)
        for text in ["trips", "a\"b\\c{d}", "tab\t", "größe", "$1 {id}"] {
            let written = try #require(TextLiteral.written(text))
            let (tree, diagnostics) = Parser.parse(
                file: SourceFile(id: 0, name: "", text: "show \(written)"), effects: schema.effects, mode: .entry)
            guard diagnostics.isEmpty, case .statement(let statement)? = tree.items.first, case .show(let shown) = statement.kind,
                case .text(let parts) = shown.kind
            else {
                Issue.record("\(written) is no text")
                continue
            }
            #expect(TextLiteral(parts: parts, span: shown.span).plain == text)
        }
    }

    @Test("in an expression the same words keep their meaning")
    func expressions() throws {
        let world = try LabWorld("healthy")
        let recorder = try run("show broker 2\n[broker 2, broker 3]\npartition \"x\" 1 == partition \"x\" 1", on: world)
        #expect(recorder.described.isEmpty)
        #expect(recorder.shown == [.int(2), .list(ListValue([.int(2), .int(3)])), .bool(true)])
    }

    @Test("it costs few requests: one reading, and of a broker's own facts only that broker's")
    func requests() throws {
        let world = try LabWorld("healthy")
        _ = try world.rows("brokers", "id")
        _ = try describe("broker 1", on: world)
        #expect(world.cluster.lastRequestCount <= 12, "\(world.cluster.lastRequestCount)")
    }
}
