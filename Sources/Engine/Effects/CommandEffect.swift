import Journal
import Language
import Platform

/// `run [...]`: starts a command of this machine. What it does is its own affair; whether it is done is told by `done when`, else by its exit code.
final class CommandEffect: EffectPrimitive {
    static let id = "run"
    static let conditionSlot = "done"

    let signature = EffectSignature.run
    private let processes: any CommandRunner
    private let clock: any EngineClock
    private let secrets: SecretKeeper
    /// Whether `done when` holds; nil where the statement has none. Set before each statement.
    var condition: (() throws(Stop) -> Decision)?
    /// What stopped the condition: the run looks here, since a probe cannot throw.
    private var stopped: Stop?
    /// How long a command may take where the statement has no `within`, nanoseconds.
    private static let patience = 600_000_000_000

    init(processes: any CommandRunner, clock: any EngineClock, secrets: SecretKeeper) {
        self.processes = processes
        self.clock = clock
        self.secrets = secrets
    }

    /// What stopped `done when` at the last probe, once.
    func takeStopped() -> Stop? {
        defer { stopped = nil }
        return stopped
    }

    func checkGate(timing: ReadTiming) throws(EffectFailure) {}

    func plan(_ call: EffectCall, timing: ReadTiming) throws(EffectFailure) -> EffectPlan {
        guard case .value(let value)? = call.arguments["command"], let elements = value.elements, !elements.isEmpty else {
            throw .refused("`run` needs the words of a command: run [\"kubectl\", \"scale\", …]")
        }
        var words: [String] = []
        // What is kept of the command has a secret's name in its place.
        var kept: [JSONValue] = []
        for element in elements {
            if case .secret(let name) = element {
                words.append("(secret \(name))")
                kept.append(["secret": .string(name)])
                continue
            }
            guard let word = DisplayForm.exact(element) else {
                throw .refused("a word of the command is not exactly known: \(DisplayForm.text(element))")
            }
            words.append(word)
            kept.append(.string(word))
        }
        let within = call.options.within ?? Self.patience
        let line = words.joined(separator: " ")
        let item = EffectItem(key: [.string(line)], label: line, before: .null, target: .array(kept))
        let table = Table(columns: [Column("command", .string, .values([.text(line)]))], key: ["command"], rowCount: 1)
        return EffectPlan(
            effect: Self.id, items: [item], parameters: ["within": .int(within)], table: table, requests: ["start \(line)"])
    }

    func prepare(_ plan: EffectPlan, timing: ReadTiming) throws(EffectFailure) {}

    func submit(_ items: [EffectItem], of plan: EffectPlan, timing: ReadTiming) -> [ItemOutcome] {
        items.map { item in
            let words: [String]
            switch spoken(item) {
            case .success(let found): words = found
            case .failure(let missing): return missing.outcome
            }
            let deadline = clock.wallMs + (plan.parameters["within"]?.int ?? Self.patience) / 1_000_000
            switch processes.run(words, until: deadline, clock: clock) {
            case .notStarted(let why): return ItemOutcome(.refused, error: "NOT_STARTED", message: why)
            case .exited(0, let output): return ItemOutcome(.done, message: output.isEmpty ? nil : secrets.blotted(output))
            case .exited(let code, let output):
                return ItemOutcome(.refused, error: "EXIT_\(code)", message: secrets.blotted(output))
            case .unknown(let why): return ItemOutcome(.unknown, message: why, lastByteLeft: clock.wallMs)
            }
        }
    }

    /// A secret that this process does not have.
    private struct MissingSecret: Error {
        var name: String
        var outcome: ItemOutcome {
            ItemOutcome(
                .refused, error: "NO_SECRET", message: "the secret `\(name)` is not at hand: set MEND_PARAM_\(name.uppercased()) and resume"
            )
        }
    }

    /// The words as the command gets them, secrets in their places.
    private func spoken(_ item: EffectItem) -> Result<[String], MissingSecret> {
        var words: [String] = []
        for word in item.target.array ?? [] {
            if let text = word.string {
                words.append(text)
            } else if let name = word["secret"]?.string {
                guard let secret = secrets.secret(named: name) else { return .failure(MissingSecret(name: name)) }
                words.append(secret.text)
            }
        }
        return .success(words)
    }

    func probe(_ items: [EffectItem], of plan: EffectPlan, timing: ReadTiming) -> [ProbeAnswer] {
        guard let condition else { return items.map { _ in .unknowable(Cause("the command has no `done when`")) } }
        do throws(Stop) {
            switch try condition() {
            case .yes: return items.map { _ in .applied }
            // A command may take its time to show: it is never started again by itself.
            case .no: return items.map { _ in .underWay(nil) }
            case .unknown(let causes): return items.map { _ in .unknowable(Cause(causes)) }
            }
        } catch {
            stopped = error
            return items.map { _ in .unknowable(Cause("`done when` could not be evaluated")) }
        }
    }

    func inverse(of items: [EffectItem], in plan: EffectPlan, timing: ReadTiming) throws(EffectFailure) -> EffectPlan? { nil }
}

/// `notify`: tells people. In this version to the terminal and the journal.
final class NotifyEffect: EffectPrimitive {
    static let id = "notify"

    let signature = EffectSignature.notify
    private let tell: (String) -> Void

    init(tell: @escaping (String) -> Void) { self.tell = tell }

    func checkGate(timing: ReadTiming) throws(EffectFailure) {}

    func plan(_ call: EffectCall, timing: ReadTiming) throws(EffectFailure) -> EffectPlan {
        guard case .value(let value)? = call.arguments["message"] else { throw .refused("`notify` needs a message") }
        let message = DisplayForm.text(value)
        let item = EffectItem(key: [.string(message)], label: message, before: .null, target: .string(message))
        let table = Table(columns: [Column("message", .string, .values([.text(message)]))], key: ["message"], rowCount: 1)
        return EffectPlan(effect: Self.id, items: [item], table: table, requests: ["tell: \(message)"])
    }

    func prepare(_ plan: EffectPlan, timing: ReadTiming) throws(EffectFailure) {}

    func submit(_ items: [EffectItem], of plan: EffectPlan, timing: ReadTiming) -> [ItemOutcome] {
        items.map { item in
            tell(item.label)
            return ItemOutcome(.done)
        }
    }

    /// Whether people were told cannot be found out; telling them twice does no harm.
    func probe(_ items: [EffectItem], of plan: EffectPlan, timing: ReadTiming) -> [ProbeAnswer] { items.map { _ in .notApplied } }

    func inverse(of items: [EffectItem], in plan: EffectPlan, timing: ReadTiming) throws(EffectFailure) -> EffectPlan? { nil }
}

extension Value {
    /// The elements of a list or set; nil for what is neither, or lacks some.
    var elements: [Value]? {
        switch self {
        case .list(let list), .set(let list): list.missing.isEmpty ? list.elements : nil
        default: nil
        }
    }
}
