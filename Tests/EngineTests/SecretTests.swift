import Engine
import Journal
import Language
import Platform
import Testing

@Suite("Secrets of a runbook")
struct SecretTests {
    private static let canary = "canary-7f3a"
    private let header = "param token: secret"

    /// All that a stage has on its disk, as one text.
    private func disk(_ stage: Stage) throws -> String {
        var text = ""
        for run in try stage.store.runs() {
            text += String(decoding: try stage.store.journal(of: run), as: UTF8.self)
            for name in ["parameters.json", "source/0"] {
                text += String(decoding: try stage.store.file(name, of: run) ?? [], as: UTF8.self)
            }
        }
        return text
    }

    @Test("goes to its command and to no file: parameters, plan and journal have its name")
    func name() throws {
        let stage = Stage()
        let report = stage.start(
            "step \"A\" { run [\"tool\", \"--token\", token] within 1m }", header: header, parameters: ["token": .text(Self.canary)])
        #expect(report.end == .done)
        #expect(stage.commands.commands == [["tool", "--token", Self.canary]])
        #expect(stage.recorder.plans.first?.table.column("command")?.value(at: 0) == .text("tool --token (secret token)"))
        let disk = try disk(stage)
        #expect(!disk.contains(Self.canary))
        #expect(disk.contains("\"secret\":\"token\""))
    }

    @Test("is asked for again by a resume, and nothing is started without it")
    func resume() throws {
        let stage = Stage()
        let steps = "step \"A\" { fail \"stop\" }\nstep \"B\" { run [\"tool\", token] within 1m }"
        let first = stage.start(steps, header: header, parameters: ["token": .text(Self.canary)])
        #expect(first.exitCode == 1)
        // Another process: what the one before had in memory is gone.
        stage.secrets = SecretKeeper()
        let report = stage.resume(steps.replacing("fail \"stop\"", with: "note \"go\""), header: header)
        #expect(report.exitCode == 1)
        #expect(report.end.message.contains("MEND_PARAM_TOKEN"), "\(report.end.message)")
        #expect(stage.commands.commands.isEmpty)
        stage.secrets.keep(Secret(Self.canary), named: "token")
        #expect(stage.resume(steps.replacing("fail \"stop\"", with: "note \"go\""), header: header).end == .done)
        #expect(stage.commands.commands == [["tool", Self.canary]])
        #expect(try !disk(stage).contains(Self.canary))
    }

    @Test("what a command repeats of it is blotted out")
    func repeated() {
        let keeper = SecretKeeper { $0 == "b" ? Secret("two") : nil }
        keeper.keep(Secret("one"), named: "a")
        #expect(keeper.secret(named: "b")?.text == "two")
        #expect(keeper.secret(named: "c") == nil)
        #expect(keeper.blotted("one, two, three: bone") == "(secret a), (secret b), three: b(secret a)")
    }
}
