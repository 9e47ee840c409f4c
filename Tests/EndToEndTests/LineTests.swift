import Foundation
import Testing

@Suite("mend -e and pipes, on a lab")
struct LineTests {
    private func rows(_ text: String) throws -> [[String: Any]] {
        let document = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        return try #require(document["rows"] as? [[String: Any]])
    }

    @Test("a look prints its rows on standard output, the footer beside them, and leaves no journal")
    func look() throws {
        let lab = try LabProcess("brokerLoss")
        let found = try lab.mend("-e", "partitions where underReplicated", "--output", "json")
        #expect(found.code == 0, "\(found.errors)")
        #expect(try rows(found.output).count == 17)
        #expect(lab.runs.isEmpty)
        let table = try lab.mend("-e", "brokers select id, port")
        #expect(table.output.hasPrefix("id   port\n 1  "))
        #expect(!table.output.contains("k\n"), "a port is never rounded")
        #expect(table.errors.hasPrefix("3 rows"))
        #expect(!(table.output + table.errors).contains("\u{1B}"), "no colour in a pipe")
    }

    @Test("several -e are one program")
    func several() throws {
        let lab = try LabProcess("brokerLoss")
        let found = try lab.mend("-e", "let hurt = partitions where offline", "-e", "show count(hurt)")
        #expect(found.code == 0)
        #expect(found.output == "6\n")
        let wrong = try lab.mend("-e", "brokers", "-e", "show hrut")
        #expect(wrong.code == 2)
        #expect(wrong.output.isEmpty, "nothing runs where something is wrong")
        #expect(wrong.errors.contains("-e:2:6: error"))
    }

    @Test("a gate turns facts into an exit code, and with json into a document")
    func gate() throws {
        let lab = try LabProcess("brokerLoss")
        #expect(try lab.mend("-e", "require count(brokers) == 3").code == 0)
        let plain = try lab.mend("-e", "require no partitions where offline")
        #expect(plain.code == 3)
        #expect(plain.output.isEmpty)
        #expect(plain.errors.hasSuffix("nothing was changed\n"))
        let json = try lab.mend("-e", "require no partitions where offline", "--output", "json")
        #expect(json.code == 3)
        let document = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
        #expect(document?["gate"] as? String == "require")
        #expect(document?["satisfied"] as? Bool == false)
        for line in json.errors.split(separator: "\n") {
            #expect(try JSONSerialization.jsonObject(with: Data(line.utf8)) is [String: Any], "\(line)")
        }
    }

    @Test("an effect without anybody to ask needs --yes")
    func effect() throws {
        let lab = try LabProcess("healthy")
        let topics = try rows(try lab.mend("-e", "topics select name", "--output", "json").output)
        let topic = try #require(topics.compactMap { $0["name"] as? String }.first { !$0.hasPrefix("_") })
        let move = "reassign partitions where topic == '\(topic)' and partition == 0 to 2 replicas throttle 500MB/s"
        let asked = try lab.mend("-e", move)
        #expect(asked.code == 4, "\(asked.errors)")
        #expect(asked.errors.contains("--yes"))
        #expect(lab.runs.isEmpty, "what waits for an answer has changed nothing")
        let refused = try lab.mend("-e", move, "--read-only")
        #expect(refused.code == 1)
        let done = try lab.mend("-e", move, "--yes")
        #expect(done.code == 0, "\(done.errors)")
        #expect(lab.runs.count == 1)
        let after = try rows(
            try lab.mend(
                "-e", "partitions where topic == '\(topic)' and partition == 0 select topic, partition, replicas", "--output", "json"
            ).output)
        #expect((after.first?["replicas"] as? [Int])?.count == 2)
    }

    @Test("a pipe is read statement by statement until one fails")
    func pipe() throws {
        let lab = try LabProcess("brokerLoss")
        let found = try lab.mend(
            input: """
                let hurt = partitions
                    where offline

                show count(hurt)   # six
                require count(hurt) == 7
                show "never"
                """)
        #expect(found.code == 3)
        #expect(found.output == "6\n")
        let wrong = try lab.mend(input: "show 1\n\nshow )\n")
        #expect(wrong.code == 2)
        #expect(wrong.output == "1\n")
        #expect(wrong.errors.contains("<stdin>:3:6"))
        #expect(try lab.mend(input: "").code == 0)
        #expect(try lab.mend(input: ":format jsonl\nbrokers select id where id == 1\n").output == "{\"id\":1}\n")
    }

    @Test("a cluster that nobody answers for ends 9 with the reason")
    func unreachable() throws {
        let journal = FileManager.default.temporaryDirectory.appendingPathComponent("mend-none")
        let found = try Binary.run(["-b", "127.0.0.1:1", "-e", "brokers"], journal: journal)
        #expect(found.code == 9)
        #expect(found.errors.contains("127.0.0.1:1"))
        #expect(found.output.isEmpty)
        #expect(try Binary.run(["-e", "brokers"], journal: journal).code == 2)
    }
}
