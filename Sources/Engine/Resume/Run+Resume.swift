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
            if taken.log.state.isUndoing {
                return taken.interpreter.conduct { () throws(Stop) in try taken.interpreter.undo(only: taken.log.state.undoingStep) }
            }
            guard !taken.log.state.isUndone || !taken.options.rerun.isEmpty else {
                throw .end(.drift("\(taken.run) was undone: begin anew, or say with --rerun what is to be done again"))
            }
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
            let parameters: [NameKey: Value]
            let state: RunState
            var options = options
            do throws(JournalFailure) {
                let run = try surroundings.store.run(named: name)
                journal = try RunJournal.takeUp(
                    run, in: surroundings.store, holder: surroundings.identity.holder(since: surroundings.clock.wallMs),
                    takesOver: options.takesOver, person: surroundings.person)
                opened = journal
                state = try RunState(records: journal.records, run: run)
                sources = try RunSources.read(run, in: surroundings.store, list: state.sources)
                parameters = try RunParameters.read(run, in: surroundings.store, beside: state.sources)
                if options.reviewed == nil { options.reviewed = try ReviewedPlan.read(of: run, in: surroundings.store) }
            } catch {
                if case .locked = error { throw .end(.locked("\(error)")) }
                throw .end(.journal(error, inDoubt: false))
            }
            guard let header = state.header else {
                throw .end(.journal(.damaged(run: journal.run, offset: 0, why: "it has no first record"), inDoubt: false))
            }
            let identity = try identify(surroundings)
            guard identity.id == header.cluster else {
                throw .end(.drift("\(journal.run) belongs to cluster \(header.cluster); \(identity.bootstrap) is cluster \(identity.id)"))
            }
            try checkReviewed(options, identity)
            if let reviewed = options.reviewed {
                do throws(JournalFailure) { try surroundings.store.write(reviewed.asFile, of: journal.run) } catch {
                    throw .end(.journal(error, inDoubt: false))
                }
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
        guard !interpreter.program.hasErrors else {
            throw .end(
                .fileChanged(
                    "the text that ran has errors in this version of the program: correct the file, and resume without --as-recorded"))
        }
        try checkOnlyOn(interpreter.program, try identify(taken.surroundings), taken.surroundings.identity)
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
}

extension Interpreter {
    /// Goes on with another text.
    func adopt(_ program: CheckedProgram, schema: Schema) {
        self.program = program
        texts = ProgramTexts(program.program)
        connect(Evaluator(program: program, schema: schema, cluster: cluster, clock: clock))
    }

    /// The name under which the journal knows a step: its own, or what it `was`.
    func knownName(of step: Step) -> String { log.state.knownName(of: step) }

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
        // What the session had made: conditions of what goes on may use it.
        for path in log.state.finishedOrder { if let done = log.state.finished[path] { try restore(done) } }
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
        // Whoever takes it up gives it as much time as it was given at first.
        run.deadline = state.intent.deadline.map { deadline in
            max(deadline, clock.wallMs &+ max(0, deadline &- (state.intendedMs ?? deadline)))
        }
        if let text = state.intent.hold { run.recalledHold = .some(expression(text, named: "hold of \(state.intent.id)")) }
        return run
    }
}

extension RunState {
    /// The name under which the journal knows a step: its own, or what it `was`.
    func knownName(of step: Step) -> String {
        if steps[step.title] == nil, let was = step.was?.plain, steps[was] != nil { return was }
        return step.title
    }
}
