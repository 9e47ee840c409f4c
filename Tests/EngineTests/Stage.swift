import Engine
import Journal
import Language
import Testing

/// A world, a person, a clock and a store, and what runs programs among them.
final class Stage {
    let clock = VirtualClock()
    let store = MemoryJournalStore()
    let world: StagedCluster
    let person = Person()
    var recorder = Recorder()
    let commands = RecordedCommands()
    var options = RunOptions()
    var processes: any CommandRunner
    let random = Dice()
    var secrets = SecretKeeper()

    init(partitions: Int = 6) {
        world = StagedCluster(clock: clock, store: store, count: partitions)
        processes = commands
    }

    static let schema = Schema(
        sources: [
            SourceSchema(
                name: "partitions", summary: "",
                columns: [
                    ColumnSchema("topic", .topic, .key, ""), ColumnSchema("partition", .int, .key, ""),
                    ColumnSchema("leader", .broker, nullable: true, .state, ""), ColumnSchema("offline", .bool, .state, ""),
                    ColumnSchema("underMinIsr", .bool, .state, ""),
                ], defaultColumns: ["topic", "partition", "leader"], key: ["topic", "partition"], cost: "metadata"),
            SourceSchema(
                name: "brokers", summary: "", columns: [ColumnSchema("id", .broker, .key, ""), ColumnSchema("up", .bool, .state, "")],
                defaultColumns: ["id", "up"], key: ["id"], cost: "metadata"),
            DebtsSource.schema, RunsSource.schema,
        ], effects: [StagedCluster.Place.words, Tune.words, .run, .notify], functions: BuiltinFunctions.all)

    var surroundings: RunSurroundings {
        RunSurroundings(
            cluster: world, clock: clock, random: random, person: person, observer: recorder, store: store, processes: processes,
            identity: RunnerIdentity(who: "ann", host: "laptop", process: 1, version: "1"), secrets: secrets)
    }

    /// Parses and checks; a text with errors fails the test.
    static func program(_ text: String, name: String = "main.runbook", mode: Parser.Mode = .file) -> CheckedProgram {
        let (tree, parsed) = Parser.parse(file: SourceFile(id: 0, name: name, text: text), effects: schema.effects, mode: mode)
        let checked = Checker.check(
            Program(main: tree), schema: schema, options: CheckOptions(mode: mode == .file ? .file : .entry), earlier: parsed)
        for diagnostic in checked.diagnostics where diagnostic.severity == .error {
            Issue.record("\(diagnostic.code): \(diagnostic.message) \(ProgramTexts(files: [tree.file]).text(diagnostic.span))")
        }
        return checked
    }

    /// The steps in a runbook that permits everything.
    static func runbook(_ steps: String, header: String = "") -> String {
        "runbook \"Test\" {\n permits place, tune, run, notify\n \(header)\n}\n\(steps)\n"
    }

    func request(_ steps: String, header: String = "", parameters: [NameKey: Value] = [:]) -> RunRequest {
        RunRequest(
            program: Self.program(Self.runbook(steps, header: header)), schema: Self.schema, parameters: parameters, file: "main.runbook")
    }

    /// Runs steps from the start.
    func start(_ steps: String, header: String = "", parameters: [NameKey: Value] = [:]) -> RunReport {
        Run.start(request(steps, header: header, parameters: parameters), options: options, surroundings: surroundings)
    }

    /// The kinds of the journal's records, of the only run.
    func kinds() throws -> [String] {
        guard let run = try store.runs().first else { return [] }
        return try store.scan(run).records.compactMap { $0["kind"]?.string }
    }
}

extension Stage {
    /// Takes up the only run, with the file as it was, or as it is now.
    func resume(_ steps: String? = nil, header: String = "", mode: Parser.Mode = .file) -> RunReport {
        let run = store.journals.keys.sorted().last ?? ""
        let current = steps.map { Self.program(Self.runbook($0, header: header)) }
        let texts = ResumeTexts(
            schema: Self.schema,
            check: { sources in
                Self.program(String(decoding: sources.texts.first?.bytes ?? [], as: UTF8.self), mode: mode)
            }, current: { _ in current })
        return Run.resume(run, texts: texts, options: options, surroundings: surroundings)
    }
}

extension Stage {
    /// The surroundings, with the stage kept alive as long as they are.
    var surroundingsKept: RunSurroundings {
        recorder.kept = self
        return surroundings
    }
}
