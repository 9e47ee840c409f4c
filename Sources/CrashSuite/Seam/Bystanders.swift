import Engine
import Journal

/// Nobody at a terminal: what is asked here was asked of a pipe, which is a breach.
final class Nobody: Operator {
    private(set) var asked: [String] = []

    let isPresent = false
    func confirm(_ question: String, details: [String]) -> Bool? { refuse(question) }
    func ask(_ question: String, details: [String]) -> String? { refuse(question) }
    func choose(_ question: String, among answers: [String]) -> Int? { refuse(question) }

    private func refuse<Answer>(_ question: String) -> Answer? {
        asked.append(question)
        return nil
    }
}

/// The operator of a run whose doubts no reading can settle: knows which commands were started, and says so.
final class Witness: Operator {
    private unowned let world: World

    init(_ world: World) { self.world = world }

    let isPresent = true
    func confirm(_ question: String, details: [String]) -> Bool? { true }
    func ask(_ question: String, details: [String]) -> String? { "looked into the log" }

    func choose(_ question: String, among answers: [String]) -> Int? {
        if let leave = answers.firstIndex(of: "leave what stands now") { return leave }
        // What the cluster can tell, the cluster tells.
        guard question.hasPrefix("run:") else { return nil }
        return answers.firstIndex { $0.hasPrefix(wasRun(question) ? "done:" : "retry:") }
    }

    /// Whether the command that a question is about was started once more than the journals know of.
    private func wasRun(_ question: String) -> Bool {
        let told = world.commands.told
        guard let line = told.filter({ question.contains($0) }).max(by: { $0.count < $1.count }) else { return false }
        var known = 0
        for (run, bytes) in world.disk.journals {
            guard let scan = try? JournalScan(bytes, run: run) else { continue }
            known += Claims(scan.records, run: run, in: world.disk).done["run \(line)"] ?? 0
        }
        return told.count { $0 == line } > known
    }
}

/// Somebody at a terminal whose input ends: no answer is an answer.
final class Silent: Operator {
    let isPresent = true
    func confirm(_ question: String, details: [String]) -> Bool? { nil }
    func ask(_ question: String, details: [String]) -> String? { nil }
    func choose(_ question: String, among answers: [String]) -> Int? { nil }
}

/// The commands of this machine, which outlive the processes that start them.
package final class Commands {
    package private(set) var started: [[String]] = []
    /// What they do.
    var obey: ([String]) -> Void = { _ in }
    /// A word that is a secret, and how everybody names it.
    var secret: (text: String, label: String)?

    package init() {}

    /// What was started, as it is told: without secrets.
    var told: [String] {
        started.map { words in words.map { $0 == secret?.text ? secret?.label ?? $0 : $0 }.joined(separator: " ") }
    }

    func start(_ words: [String]) {
        started.append(words)
        obey(words)
    }
}

/// Starts a process's commands: nothing but a record, and a request that leaves like any other.
final class CommandSeam: CommandRunner {
    private let commands: Commands
    private let fuse: Fuse

    let onlyRecords = true
    /// Stands for an API key in traces.
    static let api: Int16 = -2

    init(_ commands: Commands, fuse: Fuse) {
        self.commands = commands
        self.fuse = fuse
    }

    func run(_ words: [String], until deadline: Int, clock: any EngineClock) -> CommandEnd {
        guard !fuse.isBlown else { return .unknown("the process is dead") }
        switch fuse.send(SeamTrace.Send(api: Self.api, writesBefore: fuse.writes)) {
        case .passes, .meets:
            commands.start(words)
            // As commands do, it repeats what it was given.
            return .exited(0, output: commands.secret.map { words.contains($0.text) ? "by \($0.text)" : "" } ?? "")
        case .dies(let manner):
            if manner != .before { commands.start(words) }
            fuse.blow()
            return .unknown("the process is dead")
        }
    }
}

/// What people were told, by whichever process.
package final class Hearing: RunObserver {
    package private(set) var notes: [String] = []
    package private(set) var warnings: [String] = []
    /// Whose words still reach anybody.
    weak var fuse: Fuse?

    package func observe(_ event: RunEvent) {
        guard fuse?.isBlown != true else { return }
        switch event {
        case .note(let text): notes.append(text)
        case .warning(let text): warnings.append(text)
        default: break
        }
    }
}

/// The same names of runs each time.
final class SeededNames: EngineRandom {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    func next(below bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(max(bound, 1)))
    }
}
