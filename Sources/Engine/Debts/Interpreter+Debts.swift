import Journal
import Language

extension Interpreter {
    /// Writes down what the effect's temporary settings will owe, then makes them.
    func oweAndPrepare(_ run: EffectRun) throws(Stop) {
        guard let state = log.state.effects[run.id], state.items.contains(.pending) else { return }
        try owe(run)
        do throws(EffectFailure) {
            try run.primitive.prepare(run.plan, timing: timing)
        } catch {
            try log.append(.concluded(run.id, "refused"))
            try payDueDebts(isLeaving: true)
            throw Self.stop(error, span: run.effect?.span)
        }
    }

    private func owe(_ run: EffectRun) throws(Stop) {
        guard !run.plan.debts.isEmpty, let name = log.run, let due = try due(of: run) else { return }
        let open = Set(log.state.openDebts.filter { $0.effect == run.id.description }.map(\.intent))
        for intent in run.plan.debts where !open.contains(intent) {
            var intent = intent
            // What another effect still owes is not what stood before: the original goes to the last holder.
            if let original = try DebtLedger(store: surroundings.store).original(of: intent, exceptOf: run.id.description, in: name) {
                intent.before = original.before
            }
            let debt = Debt(id: "\(name)/\(log.state.debts.count + 1)", run: name, intent: intent, due: due, effect: run.id.description)
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
        let takenBack = try lookAtWhatGoesOn()
        for debt in log.state.openDebts {
            guard try isDue(debt, takenBack, isLeaving: isLeaving, isEnd: isEnd) else { continue }
            if let holder = try DebtLedger(store: surroundings.store).holder(beside: debt) {
                try log.append(.paid(debt: debt.id, how: "handed down to \(holder.id)"))
                continue
            }
            let payment = cluster.pay(debt, timing: timing)
            tell(.debtEnded(debt, payment))
            if let how = payment.journaled(before: debt.intent.before) { try log.append(.paid(debt: debt.id, how: how)) }
        }
    }

    /// Effects that were left to the cluster and owe something: what has settled since is written down.
    /// - Returns: those whose moves have all settled or been taken back, by us or by others: nothing of theirs needs the setting.
    private func lookAtWhatGoesOn() throws(Stop) -> Set<EffectID> {
        var takenBack: Set<EffectID> = []
        let guarded = Set(log.state.openDebts.map(\.effect))
        for id in log.state.effectsUnderWay where guarded.contains(id.description) {
            guard let state = log.state.effects[id], let run = try effectRun(of: state) else { continue }
            let moving = state.items.indices.filter { if case .accepted = state.items[$0] { true } else { false } }
            let answers = run.primitive.probe(moving.map { run.plan.items[$0] }, of: run.plan, timing: timing)
            var settled: [Int: SettledItem] = [:]
            var gone = 0
            for (index, answer) in zip(moving, answers) {
                switch answer {
                case .applied: settled[index] = SettledItem(ItemOutcome(.done), isRecovered: true)
                case .notApplied, .superseded: gone += 1
                case .underWay, .unknowable: break
                }
            }
            if !settled.isEmpty { try log.append(.settled(id, settled)) }
            if gone > 0, gone + settled.count == moving.count { takenBack.insert(id) }
        }
        return takenBack
    }

    /// The condition of a debt that an earlier process made: from its text, in the bindings that this one has.
    private func recalled(_ text: String, of debt: Debt) -> (condition: Expression, environment: Environment)? {
        // A number that no file has: what the checker learned is kept by place, and this place is new.
        let file = SourceFile(id: Int32.max - Int32(clamping: dueConditions.count), name: "debt \(debt.id)", text: text)
        let effects = cluster.effects.values.map(\.signature).sorted { $0.id < $1.id }
        let (tree, diagnostics) = Parser.parse(file: file, effects: Catalog(effects), mode: .entry)
        guard !diagnostics.contains(where: { $0.severity == .error }), case .statement(let statement)? = tree.items.first,
            case .expression(let condition) = statement.kind
        else { return nil }
        let due = (condition, environment)
        dueConditions[debt.effect] = due
        return due
    }

    private func isDue(_ debt: Debt, _ takenBack: Set<EffectID>, isLeaving: Bool, isEnd: Bool) throws(Stop) -> Bool {
        switch debt.due {
        case .whenSettled(let effect):
            guard let id = EffectID(effect), let state = log.state.effects[id] else { return true }
            if state.hasDoubt || (state.isUnderWay && !takenBack.contains(id)) { return false }
            // Batches still to come need the setting, unless nobody goes on to them now.
            return !state.items.contains(.pending) || state.conclusion == "refused" || isLeaving
        case .atEnd: return isEnd
        case .after(let instant): return clock.wallMs >= instant
        case .when(let text):
            let due = dueConditions[debt.effect] ?? recalled(text, of: debt)
            guard let due else { return false }
            do throws(EvaluationFailure) {
                return try evaluator.evaluate(due.condition, in: due.environment, timing: timing).value == .bool(true)
            } catch {
                // What cannot be decided now is asked again later; it stays owed and listed.
                return false
            }
        }
    }
}

extension DebtPayment {
    /// How the journal remembers a payment; nil: it is still owed.
    package func journaled(before: String?) -> String? {
        switch self {
        case .paid: "paid"
        // Paid before a crash: what stood before stands again.
        case .leftAlone(let standing) where standing == before: "paid"
        case .leftAlone(let standing): "left alone: \(standing) stands there now"
        case .notNow: nil
        }
    }
}
