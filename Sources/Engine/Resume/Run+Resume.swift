import Journal
import Language

/// What a resume needs from the command line: texts read, parsed and checked.
package struct ResumeTexts {
    package var schema: Schema
    /// Checks the texts that a run recorded.
    package var check: (RunSources) -> CheckedProgram
    /// The file as it stands now, checked; nil where it is not there any more.
    package var current: (RunHeader) -> CheckedProgram?

    package init(schema: Schema, check: @escaping (RunSources) -> CheckedProgram, current: @escaping (RunHeader) -> CheckedProgram?) {
        self.schema = schema
        self.check = check
        self.current = current
    }
}

extension Run {
    /// Takes up a run where it stands, and drives it as far as it goes.
    package static func resume(_ name: String, texts: ResumeTexts, options: RunOptions, surroundings: RunSurroundings) -> RunReport {
        takeUp(name, texts: texts, options: options, surroundings: surroundings) { (taken) throws(Stop) in
            guard taken.header.mode == .file else {
                return taken.interpreter.conduct { () throws(Stop) in try taken.interpreter.finishEffects() }
            }
            return taken.interpreter.conduct { () throws(Stop) in try goOn(taken, texts: texts) }
        }
    }

    /// A run that this process has locked and read.
    struct Taken {
        let run: String
        let header: RunHeader
        let log: RunLog
        let interpreter: Interpreter
        let recorded: CheckedProgram
        let surroundings: RunSurroundings
        let options: RunOptions
    }

    /// Locks and reads a run, checks that the cluster is the same, and hands it to a body. What goes wrong before is a report too.
    static func takeUp(
        _ name: String, texts: ResumeTexts, options: RunOptions, surroundings: RunSurroundings,
        _ body: (Taken) throws(Stop) -> RunReport
    ) -> RunReport {
        var opened: RunJournal?
        do throws(Stop) {
            let journal: RunJournal
            let sources: RunSources
            let parameters: [String: Value]
            let state: RunState
            do throws(JournalFailure) {
                let run = try surroundings.store.run(named: name)
                journal = try RunJournal.takeUp(
                    run, in: surroundings.store, holder: surroundings.identity.holder(since: surroundings.clock.wallMs),
                    takesOver: options.takesOver, person: surroundings.person)
                opened = journal
                state = try RunState(records: journal.records, run: run)
                sources = try RunSources.read(run, in: surroundings.store)
                parameters = try RunParameters.read(run, in: surroundings.store)
            } catch { throw .end(.journal(error, inDoubt: false)) }
            guard let header = state.header else {
                throw .end(.journal(.damaged(run: journal.run, offset: 0, why: "it has no first record"), inDoubt: false))
            }
            let identity = try identify(surroundings)
            guard identity.id == header.cluster else {
                throw .end(.drift("\(journal.run) belongs to cluster \(header.cluster); \(identity.bootstrap) is cluster \(identity.id)"))
            }
            let log = RunLog(state: state, journal: journal, clock: surroundings.clock) { () throws(JournalFailure) in journal }
            let recorded = texts.check(sources)
            let request = RunRequest(program: recorded, schema: texts.schema, parameters: parameters, mode: header.mode, file: header.file)
            let interpreter = make(request, options, surroundings, log)
            interpreter.environment = Environment(parameters: parameters, runStarted: state.startedMs)
            try interpreter.checkMayBegin()
            let taken = Taken(
                run: journal.run, header: header, log: log, interpreter: interpreter, recorded: recorded, surroundings: surroundings,
                options: options)
            return try body(taken)
        } catch {
            opened?.close()
            let end = error.end
            let standing = RunStanding(state: RunState(), run: name, end: end)
            surroundings.observer.observe(.ended(end, standing))
            return RunReport(end: end, standing: standing)
        }
    }

    private static func goOn(_ taken: Taken, texts: ResumeTexts) throws(Stop) {
        let interpreter = taken.interpreter
        let log = taken.log
        if let ended = log.state.ended, ended.state == "done", log.state.openDebts.isEmpty, taken.options.rerun.isEmpty { return }
        interpreter.tell(.resumed(run: taken.run, RunStanding(state: log.state, run: taken.run, end: .interrupted(""))))
        try interpreter.tellWhatIsOwed()
        try takeEdits(taken, texts: texts)
        try log.append(
            .resumed(
                who: taken.surroundings.identity.who, host: taken.surroundings.identity.host,
                bootstrap: try identify(taken.surroundings).bootstrap))
        try interpreter.noteArming()
        for name in taken.options.rerun {
            guard let step = interpreter.program.step(known: name) else {
                throw .failure(RunFailure(.fail, "there is no step \"\(name)\" to run again"))
            }
            let known = interpreter.knownName(of: step)
            try log.append(.forgot([StatementPath(step: known)], why: "--rerun"))
        }
        interpreter.checksDrift = true
        try interpreter.runSteps()
    }

    /// Compares the file with what was recorded, asks where that is needed, and goes on with the new text.
    private static func takeEdits(_ taken: Taken, texts: ResumeTexts) throws(Stop) {
        let interpreter = taken.interpreter
        guard !taken.options.asRecorded, let current = texts.current(taken.header) else { return }
        guard !current.hasErrors else {
            throw .end(.fileChanged("\(taken.header.file) has changed and has errors: correct it, or resume --as-recorded"))
        }
        let comparison = EditComparison(recorded: taken.recorded, current: current, state: taken.log.state)
        guard !comparison.isEmpty else {
            // Comments, layout: the new text is taken for its spans, the journal keeps the old.
            return interpreter.adopt(current, schema: texts.schema)
        }
        for line in comparison.differences { interpreter.tell(.warning(line)) }
        for question in comparison.questions {
            guard interpreter.person.isPresent else {
                throw .end(.fileChanged("\(question); --as-recorded goes on with the text that ran"))
            }
            guard interpreter.person.confirm("\(question). Go on?", details: comparison.differences) == true else {
                throw .end(.fileChanged(question))
            }
        }
        if !comparison.forgotten.isEmpty { try interpreter.settleDoubts() }
        do throws(JournalFailure) {
            for file in RunSources(current.program).files { try taken.surroundings.store.write(file, of: taken.run) }
        } catch { throw .end(.journal(error, inDoubt: false)) }
        try taken.log.append(.edited(differences: comparison.differences + comparison.questions))
        if !comparison.forgotten.isEmpty { try taken.log.append(.forgot(comparison.forgotten, why: "edited")) }
        interpreter.adopt(current, schema: texts.schema)
        let given = interpreter.environment.parameters.filter { name, _ in current.parameters.contains { $0.name == name } }
        interpreter.environment.parameters = try interpreter.resolve(given)
    }
}

extension Interpreter {
    /// Goes on with another text.
    func adopt(_ program: CheckedProgram, schema: Schema) {
        self.program = program
        texts = ProgramTexts(program.program)
        connect(Evaluator(program: program, schema: schema, cluster: cluster, clock: clock))
    }

    /// The name under which the journal knows a step: its own, or what it `was`.
    func knownName(of step: Step) -> String {
        if log.state.steps[step.title] == nil, let was = step.was?.plain, log.state.steps[was] != nil { return was }
        return step.title
    }

    /// Finds out what became of all effects in doubt; asks for nothing.
    func settleDoubts() throws(Stop) {
        for id in log.state.effectsInDoubt { try reconcile(id) }
    }

    /// Brings what was begun to its end, without the text: what a session in the REPL left behind.
    func finishEffects() throws(Stop) {
        tell(.resumed(run: log.run ?? "", RunStanding(state: log.state, run: log.run, end: .interrupted(""))))
        try log.append(
            .resumed(who: surroundings.identity.who, host: surroundings.identity.host, bootstrap: try Run.identify(surroundings).bootstrap))
        try noteArming()
        for id in log.state.effectOrder {
            guard let state = log.state.effects[id], !state.isOver, !state.isForgotten, state.conclusion != "refused",
                let run = try effectRun(of: state)
            else { continue }
            if state.items.contains(.pending) { try checkMayTouch(nil) }
            try drive(run)
            _ = try conclude(run)
        }
    }

    /// An effect of the journal, as something that can be driven.
    func effectRun(of state: EffectState) throws(Stop) -> EffectRun? {
        guard let plan = try keptPlan(of: state) else { return nil }
        var run = EffectRun(intent: state.intent, plan: plan, primitive: try primitive(plan.effect, nil), effect: nil)
        run.wasTakenUp = true
        run.deadline = nil
        return run
    }

    /// The verify of a finished step, looked at again: what no longer holds is shown and asked about.
    func checkDrift(of step: Step) throws(Stop) {
        guard checksDrift, let verify = step.verify else { return }
        for statement in verify.statements {
            guard case .require(let require) = statement.kind else { continue }
            let patience = min(30_000, try require.within.map { (expression) throws(Stop) in try milliseconds(expression) } ?? 0)
            let end = try poll(
                require.condition, until: clock.wallMs + patience, everyMs: Self.defaultPollMs, holdsMs: 0, showing: nil)
            guard case .ranOut(let decision) = end else { continue }
            let condition = texts.text(require.condition.span)
            if case .unknown(let causes) = decision {
                tell(.warning("step \"\(step.title)\" is done; whether \(condition) still holds cannot be told (\(causes))"))
                continue
            }
            let drift = "step \"\(step.title)\" is done, but no longer so: \(condition)"
            guard person.isPresent else { throw .end(.drift(drift)) }
            guard person.confirm("\(drift). Go on?", details: []) == true else { throw .end(.drift(drift)) }
            try log.append(.note(StatementPath(step: step.title), "gone on although no longer so: \(condition)"))
        }
    }
}
