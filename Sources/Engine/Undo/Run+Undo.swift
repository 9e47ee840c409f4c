import Journal
import Language

extension Run {
    /// Takes back what a run did: each step's `undo` block, else the inverses of its effects, newest first.
    /// - Parameter step: only this one; nil: all.
    package static func undo(
        _ name: String, step: String?, texts: ResumeTexts, options: RunOptions, surroundings: RunSurroundings
    ) -> RunReport {
        takeUp(name, texts: texts, options: options, surroundings: surroundings) { (taken) throws(Stop) in
            taken.interpreter.conduct { () throws(Stop) in try taken.interpreter.undo(only: step) }
        }
    }
}

extension Interpreter {
    func undo(only wanted: String?) throws(Stop) {
        try log.append(
            .resumed(who: surroundings.identity.who, host: surroundings.identity.host, bootstrap: try Run.identify(surroundings).bootstrap))
        try noteArming()
        if let wanted, program.step(known: wanted) == nil, !program.steps.isEmpty {
            throw .failure(RunFailure(.fail, "there is no step \"\(wanted)\""))
        }
        try settleDoubts()
        if wanted == nil, let step = unfinishedStep {
            tell(
                .warning(
                    "this run has not come to its end (it stands at step \"\(step)\"): once it is taken back nobody goes on with it; "
                        + "a new one begins from the start"))
        }
        try log.append(.undoing(step: wanted))
        for step in program.steps where log.state.steps[knownName(of: step)] != nil {
            try restoreBindings(of: step, at: path(of: step, prefix: nil))
        }
        isUndoing = true
        var refused: [RunFailure] = []
        // The order in which they began, from the end; in a session each entry is a step of its own.
        for name in stepsWithEffects().reversed() where wanted == nil || name == wanted {
            step = name
            if let written = program.step(known: name), let block = written.undo {
                try undo(by: block, of: written)
            } else {
                refused += try undoByInverses(step: name)
            }
        }
        guard let first = refused.first else { return }
        let more = refused.count > 1 ? " (and \(refused.count - 1) more)" : ""
        throw .failure(RunFailure(.refused, "not all could be taken back: \(first.message)\(more)"))
    }

    /// The step at which a run stands that could be gone on with; nil: it has come to its end, or is being taken back already.
    private var unfinishedStep: String? {
        guard !log.state.isUndoing, !log.state.isUndone, log.inheritedEnd != "done" else { return nil }
        return log.state.stepOrder.last
    }

    private func stepsWithEffects() -> [String] {
        var names = log.state.stepOrder
        for id in log.state.effectOrder {
            if let name = log.state.effects[id]?.intent.step, !names.contains(name) { names.append(name) }
        }
        return names
    }

    /// Runs an `undo` block. A line whose bindings were never made is passed over, and said so.
    private func undo(by block: Block, of step: Step) throws(Stop) {
        let place = path(of: step, prefix: nil).child("undo")
        try ask("Undo step \"\(step.title)\" by its `undo` block?", details: [], targets: ContentHash.of(step), at: place)
        let outer = environment.bindings
        defer { environment.bindings = outer }
        for (index, statement) in block.statements.enumerated() {
            let absent = bindingsUsed(in: statement).filter { environment.bindings[$0] == nil && environment.parameters[$0] == nil }
            guard absent.isEmpty else {
                tell(
                    .warning("passed over, since \(absent.sorted().joined(separator: ", ")) was never made: \(texts.text(statement.span))"))
                continue
            }
            try execute(statement, at: place.child(index))
        }
    }

    /// The names of `let` and the like that a statement uses, those that it makes itself left out.
    private func bindingsUsed(in statement: Statement) -> Set<NameKey> {
        var names: Set<NameKey> = []
        for (span, resolution) in program.findings.resolution {
            guard span.file == statement.span.file, span.start >= statement.span.start, span.end <= statement.span.end else { continue }
            if case .binding(let name) = resolution { names.insert(name) }
        }
        let own = ([statement] + statement.nested).flatMap { inner -> [String] in
            switch inner.kind {
            case .loop(let name, _, _): [name.text]
            case .attempt(_, _, let error, _): (error.map { [$0.text] } ?? []) + inner.bindings
            default: inner.bindings
            }
        }
        return names.subtracting(own)
    }

    /// - Returns: what the cluster refused; what stands before it is taken back all the same.
    private func undoByInverses(step name: String) throws(Stop) -> [RunFailure] {
        var refused: [RunFailure] = []
        for id in log.state.effectOrder.reversed() {
            guard let state = log.state.effects[id], state.intent.step == name, !state.intent.isUndo else { continue }
            do throws(Stop) { try undo(id, state) } catch {
                guard case .failure(let failure) = error, failure.kind == .refused else { throw error }
                tell(.warning(failure.message))
                refused.append(failure)
            }
        }
        return refused
    }

    /// Takes an effect back, or goes on where an earlier process stopped doing so.
    private func undo(_ id: EffectID, _ state: EffectState) throws(Stop) {
        let place = StatementPath(text: "undo/\(id)")
        if let begun = log.state.effect(at: place), begun.conclusion != "refused", let run = try effectRun(of: begun) {
            try finishInverse(run, of: id)
        } else if !state.changedItems.isEmpty, let plan = try keptPlan(state.intent.plan) {
            try undo(id, state, plan, at: place)
        }
    }

    private func undo(_ id: EffectID, _ state: EffectState, _ plan: EffectPlan, at place: StatementPath) throws(Stop) {
        let primitive = try primitive(plan.effect, nil)
        let changed = state.changedItems.filter { plan.items.indices.contains($0) }
        // Only what this run changed and nobody changed since.
        let answers = primitive.probe(changed.map { plan.items[$0] }, of: plan, timing: timing)
        var ours: [Int] = []
        for (index, answer) in zip(changed, answers) {
            switch answer {
            case .applied, .underWay: ours.append(index)
            case .notApplied: continue
            case .superseded, .gone, .unknowable: tell(.warning("left alone: \(describe(plan.items[index], answer))"))
            }
        }
        guard !ours.isEmpty else { return }
        try checkMayTouch(nil)
        let inverse: EffectPlan?
        do throws(EffectFailure) {
            inverse = try primitive.inverse(of: ours.map { plan.items[$0] }, in: plan, timing: timing)
        } catch { throw Self.stop(error, span: nil) }
        guard let inverse else {
            let left = ours.count == 1 ? "1 item stays as it is" : "\(ours.count) items stay as they are"
            tell(.warning("\(plan.effect) cannot be undone: \(left)"))
            return
        }
        tell(.planned(inverse, hash: inverse.hash, path: place))
        try clearInverse(inverse, of: plan.effect, at: place)
        let intent = EffectIntent(
            id: EffectID(path: place, attempt: (log.state.attempts[place] ?? 0) + 1), effect: inverse.effect, plan: try keep(inverse),
            batches: [Array(inverse.items.indices)], deadline: nil, counted: [], step: step, isUndo: true, baseline: nil)
        try log.append(.intended(intent))
        let run = EffectRun(intent: intent, plan: inverse, primitive: try self.primitive(inverse.effect, nil), effect: nil)
        try finishInverse(run, of: id)
    }

    /// A way back that destroys something (a retention that goes down again) is no smaller matter than the way there: it is typed, or
    /// approved by its hash.
    private func clearInverse(_ inverse: EffectPlan, of effect: String, at place: StatementPath) throws(Stop) {
        let question = "Undo \(effect) on \(DisplayForm.counted(inverse.items.count, "item"))?"
        guard let grave = inverse.mustApprove, let phrase = inverse.approvalPhrase, !options.grantsEverything else {
            return try ask(question, details: inverse.notices, targets: inverse.hash, at: place)
        }
        let who: String
        if options.approvals.contains(inverse.hash) {
            who = "--approve"
        } else {
            guard person.isPresent, let typed = person.ask("\(question) \(grave). Type \(phrase) to go on:", details: inverse.notices)
            else {
                throw .end(.waiting("\(question) \(grave)", approve: inverse.hash))
            }
            guard typed == phrase else { throw .failure(RunFailure(.gate, "not approved: \(question) \(grave)")) }
            who = surroundings.identity.who
        }
        try log.append(.answer(place, question: question, targets: inverse.hash, answer: "approved", who: who))
    }

    /// Drives an inverse to its end and marks the items that it took back.
    private func finishInverse(_ run: EffectRun, of id: EffectID) throws(Stop) {
        try drive(run)
        _ = try conclude(run)
        guard let state = log.state.effects[id], let plan = try keptPlan(state.intent.plan), let inverse = log.state.effects[run.id] else {
            return
        }
        let keys = Set(
            inverse.items.indices.filter {
                if case .over(let settled) = inverse.items[$0] { settled.outcome.kind != .refused } else { false }
            }.map { run.plan.items[$0].key })
        let taken = plan.items.indices.filter { keys.contains(plan.items[$0].key) && state.undone[$0] == nil }
        if !taken.isEmpty { try log.append(.undone(id, items: taken, by: run.id)) }
    }
}
