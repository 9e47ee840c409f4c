import Journal
import Language

extension Interpreter {
    /// Writes down what the effect's temporary settings will owe, then makes them.
    func oweAndPrepare(_ run: EffectRun) throws(Stop) {
        guard let state = log.state.effects[run.id], state.items.contains(.pending) else { return }
        do throws(EffectFailure) { try run.primitive.checkGate(timing: timing) } catch { throw Self.stop(error, span: run.effect?.span) }
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
            // What another run of this folder still owes is not what stood before: the original goes to the last holder.
            if let original = try DebtLedger(store: surroundings.store).original(of: intent, except: name) {
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
        for debt in log.state.openDebts {
            guard try isDue(debt, isLeaving: isLeaving, isEnd: isEnd) else { continue }
            let payment = cluster.pay(debt, timing: timing)
            tell(.debtEnded(debt, payment))
            if let how = payment.journaled(before: debt.intent.before) { try log.append(.paid(debt: debt.id, how: how)) }
        }
    }

    private func isDue(_ debt: Debt, isLeaving: Bool, isEnd: Bool) throws(Stop) -> Bool {
        switch debt.due {
        case .whenSettled(let effect):
            guard let id = EffectID(effect), let state = log.state.effects[id] else { return true }
            if state.hasDoubt || state.isUnderWay { return false }
            // Batches still to come need the setting, unless nobody goes on to them now.
            return state.isOver || state.conclusion == "refused" || isLeaving
        case .atEnd: return isEnd
        case .after(let instant): return clock.wallMs >= instant
        case .when:
            guard let due = dueConditions[debt.effect] else { return false }
            do throws(EvaluationFailure) {
                return try evaluator.evaluate(due.condition, in: due.environment, timing: timing).value == .bool(true)
            } catch { return false }
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
