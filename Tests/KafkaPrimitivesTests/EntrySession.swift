import Engine
import Journal
import KafkaClient
import KafkaLab
import Language
import Network
import Testing

@testable import KafkaPrimitives

/// A session at a prompt on a lab in virtual time: entries are checked and run as the program does, and what they show is kept.
final class EntrySession {
    private let schema: Schema
    private let session: Session
    private let recorder: EntryRecorder
    private var environment = CheckedEnvironment()

    init(_ schema: Schema, _ world: LabWorld, _ recorder: EntryRecorder) {
        self.schema = schema
        self.recorder = recorder
        world.cluster.register { KafkaEffects.all(on: $0) }
        session = Session(
            schema: schema, mode: .interactive, options: RunOptions(),
            surroundings: RunSurroundings(
                cluster: world.cluster, clock: LoopClock(world.cluster.client), random: NoRandom(), person: Nobody(), observer: recorder,
                store: MemoryJournalStore(), processes: NoCommands(),
                identity: RunnerIdentity(who: "ann", host: "laptop", process: 1, version: "1")))
    }

    /// nil where the entry does not check.
    func run(_ text: String) -> RunEnd? {
        let file = SourceFile(id: 0, name: "entry", text: text)
        let (tree, parsed) = Parser.parse(file: file, effects: schema.effects, mode: .entry)
        let checked = Checker.check(
            Program(main: tree), schema: schema, options: CheckOptions(mode: .entry, environment: environment), earlier: parsed)
        let errors = checked.diagnostics.filter { $0.severity == .error }
        recorder.said += errors.map(\.message)
        guard errors.isEmpty else { return nil }
        environment = checked.environment
        let end = session.execute(checked)
        if end != .done { recorder.said.append(end.message) }
        return end
    }
}

final class EntryRecorder: RunObserver {
    var described: [Description] = []
    var shown: [Value] = []
    var said: [String] = []

    func observe(_ event: RunEvent) {
        switch event {
        case .described(let description): described.append(description)
        case .shown(let evaluated, _): shown.append(evaluated.value)
        case .warning(let text): said.append(text)
        default: break
        }
    }
}

private final class LoopClock: EngineClock {
    private let client: Client

    init(_ client: Client) { self.client = client }

    var wallMs: Int { Int(client.loop.wallMilliseconds) }
    var boot: BootInstant? { nil }

    func wait(untilWallMs: Int) -> WaitEnd {
        client.pause(until: client.deadline(in: .milliseconds(max(0, untilWallMs - wallMs))))
        return .elapsed
    }
}

private final class NoRandom: EngineRandom {
    func next(below bound: Int) -> Int { 0 }
}

private final class Nobody: Operator {
    var isPresent: Bool { false }
    func confirm(_ question: String, details: [String]) -> Bool? { nil }
    func ask(_ question: String, details: [String]) -> String? { nil }
    func choose(_ question: String, among answers: [String]) -> Int? { nil }
}

private final class NoCommands: CommandRunner {
    var onlyRecords: Bool { true }
    func run(_ words: [String], until deadline: Int, clock: any EngineClock) -> CommandEnd { .exited(0, output: "") }
}
