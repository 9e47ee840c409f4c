import Foundation
import Testing

@Suite("The last result, at a prompt and in a pipe")
struct LastResultTests {
    private let journal = FileManager.default.temporaryDirectory.appendingPathComponent("mend-last-\(UUID().uuidString)")

    /// What the prompt of `mend lab` ends with.
    private static let prompt = "> "

    /// Types lines at the prompt of a lab with 1,400 partitions, and leaves.
    private func session(
        _ lines: [String], size: (Int, Int) = (80, 24), pager: String = "", in folder: URL? = nil
    ) throws -> String {
        defer { try? FileManager.default.removeItem(at: journal) }
        let answers = lines.map { line in
            line.hasPrefix("=") ? (prompt: "[y/N] ", line: String(line.dropFirst())) : (prompt: Self.prompt, line: line)
        }
        let seen = try PseudoTerminal.run(
            ["lab", "healthy", "--partitions", "1350", "--topics", "10"], answers: answers + [(Self.prompt, ":quit")], journal: journal,
            size: size,
            adding: [("PAGER", pager)], in: folder)
        #expect(seen.code == 0, "\(seen.screen)")
        return seen.screen
    }

    @Test("1,400 rows at a prompt without a pager: a screenful, and how to see the rest; :all shows it")
    func screenful() throws {
        let seen = try session(["partitions", ":all"])
        // 1,350 and the 50 of __consumer_offsets; the head takes a line of the screen's 21.
        #expect(seen.contains("1,380 more · `take 50`, `:all`, `:save rows.csv`"), "\(seen.prefix(3000))")
        let ends = seen.split(separator: "\n").filter { $0.contains("__consumer_offsets") && $0.contains("49") }
        #expect(ends.count >= 1, "all rows are shown by :all")
    }

    @Test("with a pager the rows go through it, all of them, and the session goes on")
    func pager() throws {
        let seen = try session(["partitions", "count(brokers)"], pager: "wc -l | sed s/^/lines:/")
        #expect(seen.contains("lines:1401"), "\(seen.suffix(2000))")
        #expect(seen.contains("1400 rows"))
    }

    @Test("a pager that is killed, that wants no input, that is not there: the session goes on")
    func badPager() throws {
        for pager in ["head -1", "kill -9 $$", "exit 3", "/nowhere/less"] {
            let seen = try session(["partitions", "show 40 + 2"], pager: pager)
            #expect(seen.contains("42"), "\(pager): \(seen.suffix(1500))")
        }
    }

    @Test(":save asks before it replaces, :pipe hands the rows on, in a pipe nobody is asked")
    func save() throws {
        let folder = try Binary.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("rows.csv")
        let seen = try session(
            ["brokers select id", ":save rows.csv", "topics select name", ":save rows.csv", "=n", ":pipe wc -l", ":save rows.jsonl"],
            in: folder)
        #expect(String(decoding: try Data(contentsOf: file), as: UTF8.self) == "id\r\n1\r\n2\r\n3\r\n", "\(seen)")
        #expect(seen.contains("nothing was written"))
        #expect(Binary.text("rows.jsonl", in: folder).hasPrefix("{\"name\":"))
        #expect(seen.contains("2004l12\n"), "ten topics, one of Kafka's own, and the head")

        let lab = try LabProcess("healthy")
        let piped = try lab.mend(input: "brokers select id\n:save \(file.path)\n")
        #expect(piped.code == 2 && piped.errors.contains("there is nobody to ask"))
        #expect(String(decoding: try Data(contentsOf: file), as: UTF8.self) == "id\r\n1\r\n2\r\n3\r\n")
        let fresh = folder.appendingPathComponent("new.json")
        #expect(try lab.mend(input: "brokers select id\n:save \(fresh.path)\n").code == 0)
        let document = try JSONSerialization.jsonObject(with: Data(contentsOf: fresh)) as? [String: Any]
        #expect((document?["rows"] as? [[String: Any]])?.count == 3)
    }

    @Test("a thing alone is described, in json as an object; one that is not there is said to be missing")
    func described() throws {
        let lab = try LabProcess("offlinePartitions")
        let broker = try lab.mend("-e", "broker 2", "--output", "json")
        #expect(broker.code == 0, "\(broker.errors)")
        let document = try #require(try JSONSerialization.jsonObject(with: Data(broker.output.utf8)) as? [String: Any])
        #expect(document["describe"] as? String == "broker" && document["id"] as? Int == 2 && document["exists"] as? Bool == true)
        #expect((document["facts"] as? [String: Any])?["outOfSync"] as? Int == 17)
        let missing = try lab.mend("-e", "topic \"trip-event\"", "--output", "json")
        let told = try #require(try JSONSerialization.jsonObject(with: Data(missing.output.utf8)) as? [String: Any])
        #expect(told["exists"] as? Bool == false && told["near"] as? [String] == ["trip-events"])
        let words = try lab.mend("-e", "topic \"trip-event\"")
        #expect(words.code == 0 && words.output == "there is no topic trip-event; near: trip-events\n")
    }
}
