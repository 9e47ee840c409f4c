import Journal
import Language

/// What is to be run.
package struct RunRequest {
    package var program: CheckedProgram
    package var schema: Schema
    /// The parameters that were given; those left out take their defaults.
    package var parameters: [NameKey: Value]
    package var mode: RunHeader.Mode
    /// The file as it was given.
    package var file: String
    /// True: where a run of the same file and parameters is open, none is begun.
    package var beginsOnce: Bool
    /// How a run is named on a command line that is to find it.
    package var resumeName: (String) -> String

    package init(
        program: CheckedProgram, schema: Schema, parameters: [NameKey: Value] = [:], mode: RunHeader.Mode = .file, file: String = "",
        beginsOnce: Bool = false, resumeName: @escaping (String) -> String = { $0 }
    ) {
        self.program = program
        self.schema = schema
        self.parameters = parameters
        self.mode = mode
        self.file = file
        self.beginsOnce = beginsOnce
        self.resumeName = resumeName
    }
}

/// How a process left a run.
package struct RunReport: Sendable, Hashable {
    package var end: RunEnd
    package var standing: RunStanding

    /// What is done and leaves a temporary setting behind is not simply done.
    package var exit: RunExit { end == .done && !standing.openDebts.isEmpty ? .owing : end.exit }

    package var exitCode: Int { exit.rawValue }
}

/// Runs a program from its beginning, or takes a run up where it stands.
package enum Run {
    /// Starts a run and drives it as far as it goes.
    package static func start(_ request: RunRequest, options: RunOptions, surroundings: RunSurroundings) -> RunReport {
        do throws(Stop) {
            let identity = try identify(surroundings)
            try checkOnlyOn(request.program, identity, surroundings.identity)
            try checkReviewed(options, identity)
            let sources = RunSources(request.program.program)
            let header = RunHeader(
                mode: request.mode, name: request.program.title, file: request.file, cluster: identity.id, bootstrap: identity.bootstrap,
                profile: surroundings.identity.profile, commandConfig: surroundings.identity.commandConfig, who: surroundings.identity.who,
                host: surroundings.identity.host, version: surroundings.identity.version)
            let log = RunLog(state: RunState(), journal: nil, clock: surroundings.clock) { () throws(JournalFailure) in
                throw .disk("a run has no folder")
            }
            let interpreter = make(request, options, surroundings, log)
            interpreter.environment.runStarted = surroundings.clock.wallMs
            try interpreter.checkMayBegin()
            // Before the folder: a run that cannot begin leaves none.
            interpreter.environment.parameters = try interpreter.resolve(request.parameters)
            let parameters = interpreter.environment.parameters
            let beginning = try onlyOne(request, on: identity.id, surroundings)
            defer { beginning?.release() }
            try log.open { () throws(JournalFailure) in
                try create(
                    files: sources.files + [RunParameters.file(parameters)] + (options.reviewed.map { [$0.asFile] } ?? []), surroundings)
            }
            try log.append(.began(header))
            beginning?.release()
            try interpreter.noteArming()
            interpreter.evaluator.run = log.run
            if let run = log.run { surroundings.observer.observe(.began(run: run)) }
            return interpreter.conduct { () throws(Stop) in
                try interpreter.tellWhatIsOwed()
                try interpreter.runSteps()
            }
        } catch {
            let end = error.end
            let standing = RunStanding(state: RunState(), run: nil, end: end)
            surroundings.observer.observe(.ended(end, standing))
            return RunReport(end: end, standing: standing)
        }
    }

    /// How long others that begin a run are waited for: each needs as long as it takes to look at what is open.
    private static let longestBeginningMs = 60_000

    /// Looks for an open run of the same file and parameters, and keeps everybody else from looking until the lock is given back: the look and
    /// the making of the folder are one act, so that of those who begin at once one begins.
    private static func onlyOne(
        _ request: RunRequest, on cluster: String, _ surroundings: RunSurroundings
    ) throws(Stop) -> (any RunLock)? {
        guard request.beginsOnce else { return nil }
        let clock = surroundings.clock
        let until = clock.monotonicMs + longestBeginningMs
        while true {
            var open: Open?
            do throws(JournalFailure) {
                if let lock = try surroundings.store.lockForBeginning() {
                    do throws(JournalFailure) {
                        open = try openRun(of: request.file, parameters: request.parameters, on: cluster, in: surroundings.store)
                    } catch {
                        lock.release()
                        throw error
                    }
                    guard open != nil else { return lock }
                    lock.release()
                }
            } catch { throw .end(.journal(error, inDoubt: false)) }
            if let open {
                throw .end(.locked(open.refusal(named: request.resumeName)))
            }
            guard clock.monotonicMs < until else {
                throw .end(.locked("another mend has been beginning a run in this journal folder for a minute: is it stopped?"))
            }
            if case .interrupted = clock.wait(untilWallMs: clock.wallMs + 20) { throw .end(.interrupted("interrupted")) }
        }
    }

    /// A plan is reviewed for one cluster.
    static func checkReviewed(_ options: RunOptions, _ cluster: ClusterIdentity) throws(Stop) {
        guard let reviewed = options.reviewed, reviewed.cluster != cluster.id else { return }
        throw .end(.drift("the plan was made for cluster \(reviewed.cluster); \(cluster.bootstrap) is cluster \(cluster.id)"))
    }

    /// A folder under a name that nobody has.
    static func create(files: [RunFile], _ surroundings: RunSurroundings) throws(JournalFailure) -> RunJournal {
        var tries = 0
        while true {
            let now = surroundings.clock.wallMs
            let name = RunName.make(startedMs: now) { surroundings.random.next(below: $0) }
            do throws(JournalFailure) {
                return try RunJournal.create(name, in: surroundings.store, files: files, holder: surroundings.identity.holder(since: now))
            } catch {
                guard case .exists = error, tries < 10 else { throw error }
                tries += 1
            }
        }
    }

    static func identify(_ surroundings: RunSurroundings) throws(Stop) -> ClusterIdentity {
        do throws(ClusterFailure) { return try surroundings.cluster.identity() } catch {
            switch error {
            case .outOfReach(let why), .secured(let why): throw .end(.outOfReach(why))
            case .otherCluster(let why): throw .end(.drift(why))
            case .interrupted: throw .end(.interrupted("interrupted"))
            }
        }
    }

    static func checkOnlyOn(_ program: CheckedProgram, _ cluster: ClusterIdentity, _ runner: RunnerIdentity) throws(Stop) {
        guard let names = program.header?.onlyOn.compactMap(\.plain), !names.isEmpty else { return }
        if names.contains(cluster.id) { return }
        // A profile's name is bound to an id: who came by it was held against that id already.
        if let profile = runner.profile, names.contains(profile) { return }
        if names.contains(where: { runner.boundNames[$0] == cluster.id }) { return }
        throw .failure(RunFailure(.gate, "this runbook is only for \(names.joined(separator: ", ")); this is cluster \(cluster.id)"))
    }

    /// An interpreter with the engine's own effects and sources beside the cluster's.
    static func make(
        _ request: RunRequest, _ options: RunOptions, _ surroundings: RunSurroundings, _ log: RunLog, isPlanning: Bool = false
    ) -> Interpreter {
        var surroundings = surroundings
        let observer = surroundings.observer
        surroundings.cluster = ClusterWithOwnEffects(
            surroundings.cluster,
            own: [
                CommandEffect(processes: surroundings.processes, clock: surroundings.clock, secrets: surroundings.secrets),
                NotifyEffect { observer.observe(.note($0)) },
            ])
        let evaluator = Evaluator(
            program: request.program, schema: request.schema, cluster: surroundings.cluster, clock: surroundings.clock)
        let interpreter = Interpreter(
            program: request.program, schema: request.schema, evaluator: evaluator, surroundings: surroundings, options: options, log: log,
            texts: ProgramTexts(request.program.program), environment: Environment(), isPlanning: isPlanning)
        let cluster = surroundings.cluster
        interpreter.ownSources = JournalSources(
            store: surroundings.store, clock: surroundings.clock, here: { (try? cluster.identity())?.id }, mine: { [weak log] in log?.run })
        interpreter.connect(evaluator)
        surroundings.cluster.countReadings()
        DebtLedger(store: surroundings.store).inform(surroundings.cluster)
        return interpreter
    }
}

extension Interpreter {
    /// Lets the evaluator ask this run for plans, debts and runs.
    func connect(_ evaluator: Evaluator) {
        evaluator.budget = options.budget
        evaluator.plans = self
        evaluator.ownSources = ownSources
        evaluator.run = log.run
        self.evaluator = evaluator
    }

    /// Drives the run through a body to its end, whatever that is, and leaves the journal in order.
    func conduct(_ body: () throws(Stop) -> Void) -> RunReport {
        var end: RunEnd
        do throws(Stop) {
            try body()
            try payDueDebts(isLeaving: true, isEnd: true)
            end = .done
        } catch {
            end = leave(error.end)
        }
        noteLastReadings()
        let standing = RunStanding(state: log.state, run: log.run, end: end)
        if log.run != nil {
            do throws(Stop) {
                let code = RunReport(end: end, standing: standing).exitCode
                try log.append(.ended(state: end.state, code: code, message: end.message))
            } catch {
                // The journal of a run without its last record is that of a run that was killed: resume knows what to do.
                if case .done = end { end = error.end }
            }
        }
        log.close()
        tell(.ended(end, standing))
        return RunReport(end: end, standing: standing)
    }

    /// What is done on the way out of a run that did not end well: what is due is given back.
    private func leave(_ end: RunEnd) -> RunEnd {
        if case .journal = end { return end }
        let isEnd = if case .failed = end { true } else { false }
        do throws(Stop) {
            try payDueDebts(isLeaving: true, isEnd: isEnd)
            return end
        } catch {
            if case .end(.journal) = error { return error.end }
            return end
        }
    }
}

extension Stop {
    /// What it means when nothing catches it.
    var end: RunEnd {
        switch self {
        case .failure(let failure): .failed(failure)
        case .skip: .done
        case .end(let end): end
        }
    }
}

extension RunStanding {
    init(state: RunState, run: String?, end: RunEnd) {
        let isRefused =
            switch end {
            case .journal(.locked, _), .journal(.elsewhere, _), .journal(.handedOver, _): true
            default: false
            }
        let isOver = end == .done && state.openDebts.isEmpty && state.effectsUnderWay.isEmpty
        self.init(
            run: run, step: state.stepOrder.last, hasChanged: state.hasChanged || !state.openDebts.isEmpty,
            hasRunCommands: state.hasRunCommands, effects: state.effectOrder.count,
            inDoubt: state.effectsInDoubt.count, underWay: state.effectsUnderWay.count, openDebts: state.openDebts,
            resumeCommand: isOver || isRefused
                ? nil : run.map { state.isUndoing ? "mend undo \($0)" : "mend resume \($0)" })
    }
}

extension CheckedProgram {
    /// The runbook's name; the file's where it has none.
    package var title: String { header?.name.plain ?? program.main.file.name }
}
