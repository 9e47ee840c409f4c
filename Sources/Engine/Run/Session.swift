import Journal
import Language

/// The REPL, or the lines of `-e`: statements one after the other, a run from the first effect on.
package final class Session {
    private let schema: Schema
    private var options: RunOptions
    private let surroundings: RunSurroundings
    private let mode: RunHeader.Mode
    private var interpreter: Interpreter?
    private var entries: [SourceFile] = []
    /// What was armed before the first entry ran.
    private var early: [RunRecord] = []

    /// A session; in the REPL every effect asks, and in `-e` without a person it needs `--yes`.
    package init(schema: Schema, mode: RunHeader.Mode, options: RunOptions, surroundings: RunSurroundings) {
        self.schema = schema
        self.mode = mode
        self.options = options
        self.options.asksAboutEveryEffect = true
        self.surroundings = surroundings
    }

    /// The run's name; nil before the first effect.
    package var run: String? { interpreter?.log.run }

    /// What has been bound so far.
    package var bindings: [NameKey: Value] { interpreter?.environment.bindings ?? [:] }

    /// `_`.
    package var last: Value? { interpreter?.environment.last }

    /// Why `_` is only a bound, where it is one.
    package var lastBecause: [Cause] { interpreter?.environment.lastBecause ?? [] }

    /// Temporary settings that the session owes.
    package var openDebts: [Debt] { interpreter?.log.state.openDebts ?? [] }

    /// What allows effects on a cluster that is read-only by default; nil: nothing does, or the cluster is none.
    package var arming: Arming? { options.arming.flatMap { $0.holds(atMs: surroundings.clock.wallMs) ? $0 : nil } }

    /// Allows effects for a time, or no more where nil is given, and writes it down. Throws where it cannot be written: then it is as before.
    package func arm(_ arming: Arming?) throws(JournalFailure) {
        let record: RunRecord = arming.map { .armed($0) } ?? .disarmed(who: surroundings.identity.who)
        if let interpreter {
            do throws(Stop) { try interpreter.log.append(record) } catch {
                if case .end(.journal(let failure, _)) = error { throw failure }
                throw .disk(error.end.message)
            }
            interpreter.options.arming = arming
        } else {
            early.append(record)
        }
        options.arming = arming
    }

    /// Runs what was entered: a program without errors, checked against what the session has made so far.
    /// The session goes on whatever comes of it.
    package func execute(_ program: CheckedProgram) -> RunEnd {
        surroundings.clock.forgetInterruptions()
        let interpreter = prepared(for: program)
        entries.append(program.program.main.file)
        let path = StatementPath(step: "entry \(entries.count)")
        interpreter.step = path.text
        interpreter.namesSaid = []
        interpreter.namesLooked = [:]
        interpreter.texts = ProgramTexts(files: entries + program.program.imports.map(\.file))
        do throws(Stop) {
            if !program.verbs.isEmpty || program.hasEffects { try open(interpreter) }
            var number = 0
            for case .statement(let statement) in program.program.main.items {
                try interpreter.execute(statement, at: path.child(number))
                number += 1
            }
            try interpreter.payDueDebts()
            return .done
        } catch {
            return leave(interpreter, error.end)
        }
    }

    private func leave(_ interpreter: Interpreter, _ end: RunEnd) -> RunEnd {
        if case .journal = end { return end }
        do throws(Stop) { try interpreter.payDueDebts(isLeaving: true) } catch { return error.end }
        return end
    }

    private func prepared(for program: CheckedProgram) -> Interpreter {
        if let interpreter {
            interpreter.adopt(program, schema: schema)
            return interpreter
        }
        let log = RunLog(state: RunState(), journal: nil, clock: surroundings.clock) { [weak self] () throws(JournalFailure) in
            guard let self else { throw .disk("the session has ended") }
            return try Run.create(files: self.sources.files + [RunParameters.file([:])], self.surroundings)
        }
        let made = Run.make(RunRequest(program: program, schema: schema, mode: mode), options, surroundings, log)
        made.environment.runStarted = surroundings.clock.wallMs
        interpreter = made
        if early.isEmpty, options.protectedBy != nil, let arming = options.arming { early = [.armed(arming)] }
        // Kept in memory until there is a folder: nothing can fail.
        for record in early { try? made.log.append(record) }
        return made
    }

    /// Before an effect: who and where is said first; the text so far is kept.
    private func open(_ interpreter: Interpreter) throws(Stop) {
        let identity = try Run.identify(surroundings)
        interpreter.log.head(
            RunHeader(
                mode: mode, name: mode == .line ? "-e" : "session", file: "", cluster: identity.id, bootstrap: identity.bootstrap,
                profile: surroundings.identity.profile, commandConfig: surroundings.identity.commandConfig, who: surroundings.identity.who,
                host: surroundings.identity.host, version: surroundings.identity.version))
        guard let run = interpreter.log.run else { return }
        do throws(JournalFailure) {
            for file in sources.files { try surroundings.store.write(file, of: run) }
        } catch { throw .end(.journal(error, inDoubt: false)) }
    }

    private var sources: RunSources {
        var text: [UInt8] = []
        for entry in entries { text += entry.bytes + [UInt8(ascii: "\n")] }
        return RunSources(texts: [.init(name: "session.runbook", bytes: text)])
    }

    /// Ends the session: what is due at its end is given back, what is still owed or moving is said.
    ///
    /// - Parameter end: How the program ended, where the session is one (`-e`); a session of the REPL is done, unless an effect is in doubt.
    package func close(after end: RunEnd = .done) -> RunReport {
        guard let interpreter else {
            return RunReport(end: end, standing: RunStanding(state: RunState(), run: nil, end: end))
        }
        let doubts = interpreter.log.state.effectsInDoubt.count
        return interpreter.conduct { () throws(Stop) in
            switch end {
            case .done where doubts > 0: throw .end(.inDoubt("\(doubts) effect\(doubts == 1 ? " is" : "s are") in doubt"))
            case .done: return
            case .failed(let failure): throw .failure(failure)
            default: throw .end(end)
            }
        }
    }
}

extension CheckedProgram {
    /// True where a statement of the entry touches something.
    fileprivate var hasEffects: Bool {
        program.main.items.contains { item in
            guard case .statement(let statement) = item else { return false }
            return ([statement] + statement.nested).contains {
                switch $0.kind {
                case .effect, .perform: true
                default: false
                }
            }
        }
    }
}
