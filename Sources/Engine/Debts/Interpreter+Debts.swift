import Journal
import Language

extension Interpreter {
    /// What other runs of this folder still owe to this cluster is said at each start.
    func tellWhatIsOwed() throws(Stop) {
        do throws(JournalFailure) {
            let ledger = DebtLedger(store: surroundings.store)
            for words in try ledger.words(on: log.state.header?.cluster ?? "", exceptOf: log.run, atMs: clock.wallMs) {
                tell(.warning(words))
            }
        } catch { throw .end(.journal(error, inDoubt: false)) }
    }

    /// Writes down what the effect's temporary settings will owe, then makes them.
    func oweAndPrepare(_ run: EffectRun) throws(Stop) {
        guard let state = log.state.effects[run.id], state.items.contains(.pending) else { return }
        var plan = run.plan
        let owed = log.state.openDebts.filter { $0.effect == run.id.description }.map(\.intent)
        do throws(EffectFailure) { plan.debts = try run.primitive.settings(of: run.plan, owed: owed, timing: timing) } catch {
            throw try unprepared(run, error)
        }
        try owe(plan.debts, of: run)
        // Of an effect that is itself a setting, `submitting` says when it was asked for.
        if !plan.debts.isEmpty, !run.primitive.signature.options.contains(.giveBack) { try log.append(.preparing(run.id, clock.boot)) }
        cluster.beginChange(shieldedSignals: 2 - clock.interruptions)
        defer { cluster.endChange() }
        do throws(EffectFailure) { try run.primitive.prepare(plan, timing: timing) } catch { throw try unprepared(run, error) }
    }

    /// Its settings could not be made: it is over, and what was made is given back.
    private func unprepared(_ run: EffectRun, _ failure: EffectFailure) throws(Stop) -> Stop {
        try log.append(.concluded(run.id, "refused"))
        try payDueDebts(isLeaving: true)
        return Self.stop(failure, span: run.effect?.span)
    }

    private func owe(_ intents: [DebtIntent], of run: EffectRun) throws(Stop) {
        guard !intents.isEmpty, let name = log.run, let due = try due(of: run) else { return }
        let effect = run.id.description
        let shared = try SharedSettings(surroundings.store, cluster: log.state.header?.cluster ?? "")
        for found in intents {
            let earlier = log.state.openDebts.filter { $0.effect == effect && $0.intent.isSamePlace(as: found) }.map(\.intent)
            // Owed by an earlier process of this run: the value that stands may be ours already, what stood before is in that debt.
            if !found.isListEntries, earlier.contains(where: { $0.set == found.set }) { continue }
            guard var intent = shared.owned(found, by: effect, in: name) else { continue }
            if intent.isListEntries {
                let known = Set<NameKey>(earlier.flatMap { DebtIntent.entries($0.set) })
                let new = DebtIntent.entries(intent.set).filter { !known.contains($0) }
                guard !new.isEmpty else { continue }
                intent.set = new.joined(separator: ",")
                if let first = earlier.first { intent.before = first.before }
            }
            let debt = Debt(id: "\(name)/\(log.state.debts.count + 1)", run: name, intent: intent, due: due, effect: effect)
            try log.append(.owed(debt))
            tell(.debtOwed(debt))
        }
    }

    /// When an effect's settings are given back; nil: `for good`.
    private func due(of run: EffectRun) throws(Stop) -> Debt.Due? {
        guard run.primitive.signature.options.contains(.giveBack) else { return .whenSettled(effect: run.id.description) }
        for option in run.effect?.options ?? [] {
            switch option.kind {
            case .forGood: return nil
            case .giveBackAtEnd: return .atEnd
            case .giveBackAfter(let time): return .after(clock.wallMs + (try milliseconds(time)))
            case .giveBackWhen(let condition):
                dueConditions[run.id.description] = (condition, environment)
                return .when(texts.whole(condition.span))
            default: continue
            }
        }
        guard options.asksAboutEveryEffect, person.isPresent else { return nil }
        let answers = ["at the end of this session", "not at all: for good"]
        guard let chosen = person.choose("\(run.plan.effect): when is it given back?", among: answers) else {
            throw .end(.waiting("when \(run.plan.effect) is given back", approve: nil))
        }
        return chosen == 0 ? .atEnd : nil
    }

    /// Gives back what is due. `isLeaving`: this process is about to end, at the end of the run or before.
    func payDueDebts(isLeaving: Bool = false, isEnd: Bool = false) throws(Stop) {
        // Somebody wants out at once: what is owed stays listed.
        guard !log.state.openDebts.isEmpty, clock.interruptions < 3 else { return }
        var (takenBack, untilBelievedMs) = try lookAtWhatGoesOn()
        // At the end of the run nobody looks again by himself.
        let patience = clock.monotonicMs + 2 * SteadyReadings.takenBackMs
        while isEnd, untilBelievedMs > 0, clock.monotonicMs < patience {
            if case .interrupted = clock.wait(untilWallMs: clock.wallMs + untilBelievedMs) { break }
            (takenBack, untilBelievedMs) = try lookAtWhatGoesOn()
        }
        var due: [Debt] = []
        for debt in log.state.openDebts where isDue(debt, takenBack, isLeaving: isLeaving, isEnd: isEnd) { due.append(debt) }
        guard !due.isEmpty else { return }
        let payer = DebtPayer(
            cluster: cluster, log: log, timing: timing,
            shared: try SharedSettings(surroundings.store, cluster: log.state.header?.cluster ?? ""))
        cluster.beginChange(shieldedSignals: 2 - clock.interruptions)
        defer { cluster.endChange() }
        var later: [Debt] = []
        var instant = 0
        for debt in due where clock.interruptions < 3 {
            guard case .tried(let payment) = try payer.pay(debt) else { continue }
            if isEnd, case .notBefore(let until, _) = payment {
                later.append(debt)
                instant = max(instant, until)
            } else if isLeaving || payment.why == nil {
                tell(.debtEnded(debt, payment))
            }
        }
        guard !later.isEmpty else { return }
        // A minute or so, after a crash in the very moment in which a setting was made: nothing is left behind for want of patience.
        tell(
            .warning("waits until \(CalendarTime(milliseconds: instant).rfc3339), to give back what may still be set by a request in doubt")
        )
        let end = clock.wait(untilWallMs: min(instant + 1_000, clock.wallMs + 120_000))
        for debt in later {
            let payment: DebtPayment
            if case .interrupted = end {
                payment = .notNow(Cause("interrupted"))
            } else {
                guard case .tried(let tried) = try payer.pay(debt) else { continue }
                payment = tried
            }
            tell(.debtEnded(debt, payment))
        }
    }

    /// Effects that were left to the cluster and owe something: what has settled since is written down.
    /// - Returns: those whose moves have all settled or been taken back, by us or by others: nothing of theirs needs the setting; and how long
    ///   others must go on reading so until that is believed, milliseconds.
    private func lookAtWhatGoesOn() throws(Stop) -> (takenBack: Set<EffectID>, untilBelievedMs: Int) {
        var takenBack: Set<EffectID> = []
        var untilBelievedMs = 0
        let guarded = Set<NameKey>(log.state.openDebts.map(\.effect))
        for id in log.state.effectsUnderWay where guarded.contains(id.description) {
            guard let state = log.state.effects[id], let run = try effectRun(of: state) else { continue }
            let moving = state.items.indices.filter { if case .accepted = state.items[$0] { true } else { false } }
            let now = clock.monotonicMs
            let canHaveSeen = canHaveSeen(state, run)
            let answers = run.primitive.probe(moving.map { run.plan.items[$0] }, of: run.plan, timing: timing)
            let look = GuardedLook(
                moving, answers, of: state, &guardedReadings[id, default: SteadyReadings()], atMs: now, canHaveSeen: canHaveSeen)
            untilBelievedMs = max(untilBelievedMs, look.untilBelievedMs)
            if !look.settled.isEmpty { try log.append(.settled(id, look.settled)) }
            if look.takenBack > 0, look.takenBack + look.settled.count == moving.count { takenBack.insert(id) }
        }
        return (takenBack, untilBelievedMs)
    }

    /// The condition of a debt that an earlier process made: from its text, in the bindings that this one has.
    private func recalled(_ text: String, of debt: Debt) -> (condition: Expression, environment: Environment)? {
        if let condition = written(text) {
            dueConditions[debt.effect] = (condition, environment)
            return (condition, environment)
        }
        guard let condition = expression(text, named: "debt \(debt.id)") else { return nil }
        let due = (condition, environment)
        dueConditions[debt.effect] = due
        return due
    }

    /// An expression of which the journal kept the text; nil: it cannot be understood any more.
    func expression(_ text: String, named name: String) -> Expression? {
        // A number that no file has: what the checker learned is kept by place, and this place is new.
        recalledTexts += 1
        let file = SourceFile(id: Int32.max - Int32(clamping: recalledTexts), name: name, text: text)
        let effects = cluster.effects.values.map(\.signature).sorted { $0.id < $1.id }
        let (tree, diagnostics) = Parser.parse(file: file, effects: Catalog(effects), mode: .entry)
        guard !diagnostics.contains(where: { $0.severity == .error }), case .statement(let statement)? = tree.items.first,
            case .expression(let condition) = statement.kind
        else { return nil }
        return condition
    }

    /// The condition where the program still has it: what the checker learned of it holds.
    private func written(_ text: String) -> Expression? {
        let blocks = program.steps.flatMap { [$0.body, $0.undo].compactMap { $0 } } + program.actions.values.map(\.definition.body)
        for statement in blocks.flatMap(\.statements).flatMap({ [$0] + $0.nested }) {
            guard case .effect(let effect) = statement.kind else { continue }
            for option in effect.options {
                if case .giveBackWhen(let condition) = option.kind, texts.whole(condition.span) == text { return condition }
            }
        }
        return nil
    }

    private func isDue(_ debt: Debt, _ takenBack: Set<EffectID>, isLeaving: Bool, isEnd: Bool) -> Bool {
        let id = EffectID(debt.effect)
        return debt.moment(
            id.flatMap { log.state.effects[$0] }, isEnd ? .ended : isLeaving ? .left : .driven,
            isTakenBack: id.map { takenBack.contains($0) } ?? false, holds: conditionHolds(debt), atMs: clock.wallMs) == .come
    }

    /// Whether the condition of `give back when …` holds; nil: there is none, or it cannot be decided now. It is asked again later, and until
    /// then the debt stays owed and listed.
    private func conditionHolds(_ debt: Debt) -> Bool? {
        guard case .when(let text) = debt.due, let due = dueConditions[debt.effect] ?? recalled(text, of: debt) else { return nil }
        do throws(EvaluationFailure) {
            return try evaluator.evaluate(due.condition, in: due.environment, timing: timing).value == .bool(true)
        } catch { return nil }
    }
}
