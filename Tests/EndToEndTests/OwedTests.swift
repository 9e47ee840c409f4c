import Foundation
import Testing

/// What a script sees of runbooks that are driven from a pipe, and of what stays owed.
@Suite("Exit codes of what is driven and owed")
struct OwedTests {
    private func withRunbooks(_ texts: [String: String], _ body: (LabProcess, (String) -> String) throws -> Void) throws {
        let lab = try LabProcess("healthy")
        let folder = try Binary.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in texts { try Data(text.utf8).write(to: folder.appendingPathComponent("\(name).runbook")) }
        try body(lab) { folder.appendingPathComponent("\($0).runbook").path }
    }

    private func runbook(_ steps: String) -> String { "runbook \"R\" { permits set, notify }\n\(steps)\n" }

    /// An hour is long enough for nothing to be due while the test runs.
    private static let tune = "set config of topic \"trip-events\" { flush.ms: 60000 } give back"

    @Test("`:run` from a pipe ends it with the run's code, where that did not end well")
    func pipe() throws {
        let texts = [
            "fine": runbook("step \"A\" { note \"x\" }"), "gate": runbook("step \"A\" { require count(brokers) == 99 }"),
            "asks": runbook("step \"A\" { confirm \"Go on?\" { note \"x\" } }"), "wrong": runbook("step \"A\" { shwo brokers }"),
            "owes": runbook("step \"A\" { \(Self.tune) after 1h }"),
        ]
        try withRunbooks(texts) { lab, path in
            for (name, code) in [("fine", 0), ("gate", 3), ("asks", 4), ("wrong", 2), ("owes", 10)] as [(String, Int32)] {
                let found = try lab.mend("--yes", input: ":run \(path(name))\ncount(brokers) + 4000\n")
                let expected: Int32 = name == "asks" ? 0 : code
                #expect(found.code == expected, "\(name): \(found.errors)")
                #expect(found.output.contains("4003") == (expected == 0), "\(name): the next statement runs only after one that ended well")
            }
            let asks = try lab.mend(input: ":run \(path("asks"))\ncount(brokers) + 4000\n")
            #expect(asks.code == 4 && !asks.output.contains("4003"), "\(asks.errors)")
        }
    }

    @Test(
        "`debts pay` ends by what stays owed: what waits for its time, or for its run, 10; what was given early, 0; what cannot be read, 1")
    func pay() throws {
        let texts = [
            "when": runbook("step \"A\" { \(Self.tune) when count(brokers) == 99 }"),
            "end": runbook("step \"A\" { \(Self.tune) at end\n approve \"Go on?\" type \"yes\" { note \"x\" } }"),
        ]
        for name in ["when", "end"] {
            try withRunbooks(texts) { lab, path in
                if name == "when" {
                    let ran = try lab.mend("run", path(name), "--yes")
                    #expect(ran.code == 10, "\(ran.errors)")
                    #expect(
                        ran.errors.contains("looks at the condition again") && ran.errors.contains("debts pay --early"), "\(ran.errors)")
                } else {
                    // `--yes` answers no `approve`.
                    let ran = try lab.mend("run", path(name), "--yes")
                    #expect(ran.code == 4, "\(ran.errors)")
                }
                #expect(try lab.mend("debts", "pay").code == 10)
                let waited = try lab.mend("debts", "pay", "--wait")
                #expect(waited.code == 10 && waited.errors.contains("mend resume"), "\(waited.errors)")
                #expect(
                    try lab.mend("-e", "count(configs where resource == \"trip-events\" and name == \"flush.ms\" and value == \"60000\")")
                        .output == "1\n")
                let early = try lab.mend("debts", "pay", "--early")
                #expect(early.code == 0, "\(early.errors)")
                #expect(
                    try lab.mend("-e", "count(configs where resource == \"trip-events\" and name == \"flush.ms\" and value == \"60000\")")
                        .output == "0\n")
                // A journal that nobody can read may owe anything.
                let run = try #require(lab.runs.first)
                try lab.damage(run)
                let unread = try lab.mend("debts", "pay")
                #expect(unread.code == 1 && unread.errors.contains(run), "\(unread.errors)")
            }
        }
    }
}
