import Journal
import Language

/// `mend debts pay`: gives back what can be given back, without the runbook.
package struct DebtCollector {
    private let surroundings: RunSurroundings
    private let timing: ReadTiming
    private let arming: Arming?

    /// - Parameter arming: Why a cluster that is read-only by default is touched; written down in each run whose debts are paid.
    package init(surroundings: RunSurroundings, timing: ReadTiming, arming: Arming? = nil) {
        self.surroundings = surroundings
        self.timing = timing
        self.arming = arming
    }

    /// Tries every debt of the cluster that is at hand, run by run. What cannot be paid says why.
    /// Runs that cannot be read are passed over here; `DebtLedger.open` names them.
    package func payAll() throws(JournalFailure) -> [(debt: Debt, payment: DebtPayment)] {
        let cluster: ClusterIdentity
        do throws(ClusterFailure) { cluster = try surroundings.cluster.identity() } catch {
            throw .disk("the cluster cannot be asked: \(error)")
        }
        var results: [(debt: Debt, payment: DebtPayment)] = []
        for run in try surroundings.store.runs() {
            guard let state = try? RunState(records: try surroundings.store.scan(run).records, run: run), !state.openDebts.isEmpty else {
                continue
            }
            guard state.header?.cluster == cluster.id else {
                results += state.openDebts.map { ($0, .notNow(Cause("it belongs to cluster \(state.header?.cluster ?? "?")"))) }
                continue
            }
            do throws(JournalFailure) { results += try pay(run) } catch {
                // A folder that cannot be written is no reason to leave what others owe.
                results += state.openDebts.map { ($0, .notNow(Cause("its journal cannot be kept: \(error)"))) }
            }
        }
        return results
    }

    private func pay(_ run: String) throws(JournalFailure) -> [(debt: Debt, payment: DebtPayment)] {
        let journal: RunJournal
        do throws(JournalFailure) {
            journal = try RunJournal.open(
                run, in: surroundings.store, holder: surroundings.identity.holder(since: surroundings.clock.wallMs))
        } catch {
            guard case .locked(_, let holder) = error else { throw error }
            let state = try RunState(records: try surroundings.store.scan(run).records, run: run)
            return state.openDebts.map { ($0, .notNow(Cause("its run is driven by \(holder)"))) }
        }
        defer { journal.close() }
        let log = RunLog(
            state: try RunState(records: journal.records, run: run), journal: journal, clock: surroundings.clock
        ) { () throws(JournalFailure) in journal }
        var results: [(debt: Debt, payment: DebtPayment)] = []
        if let arming {
            do throws(Stop) { try log.append(.armed(arming)) } catch { throw .disk(error.end.message) }
        }
        for debt in log.state.openDebts {
            do throws(Stop) {
                let payment = try payOne(debt, log)
                results.append((debt, payment))
            } catch {
                if case .end(.journal(let failure, _)) = error { throw failure }
                results.append((debt, .notNow(Cause(error.end.message))))
            }
        }
        return results
    }

    private func payOne(_ debt: Debt, _ log: RunLog) throws(Stop) -> DebtPayment {
        if let moving = try stillMoving(debt, log) { return .notNow(moving) }
        if let coming = mayStillCome(debt, log.state) { return .notNow(coming) }
        if let holder = try DebtLedger(store: surroundings.store).holder(beside: debt) {
            try log.append(.paid(debt: debt.id, how: "handed down to \(holder.id)"))
            return .paid
        }
        let payment = surroundings.cluster.pay(debt, timing: timing)
        if let how = payment.journaled(before: debt.intent.before) {
            try log.append(.paid(debt: debt.id, how: how))
            if how == "paid" { return .paid }
        }
        return payment
    }

    /// Why a setting that does not stand may stand a moment later: its process died, or gave up, while it was being made, and what was sent to
    /// the controller may still be applied (H39). Nobody is freed of such a debt by a look that comes too early.
    private func mayStillCome(_ debt: Debt, _ state: RunState) -> Cause? {
        guard let owed = state.owedMs[debt.id], let id = EffectID(debt.effect), let effect = state.effects[id],
            effect.items.allSatisfy({ $0 == .pending })
        else { return nil }
        let until = owed + Interpreter.forwardingMs + 6 * (timing.requestTimeout / 1_000_000)
        guard surroundings.clock.wallMs < until else { return nil }
        return Cause("the request that sets it may still be applied until \(CalendarTime(milliseconds: until).rfc3339)")
    }

    /// Why a debt may not be paid yet: what it guards is looked at, and what has settled is written down.
    private func stillMoving(_ debt: Debt, _ log: RunLog) throws(Stop) -> Cause? {
        guard case .whenSettled(let name) = debt.due, let id = EffectID(name), let state = log.state.effects[id] else { return nil }
        let open = state.items.indices.filter {
            switch state.items[$0] {
            case .doubt, .accepted: true
            case .pending, .over: false
            }
        }
        guard !open.isEmpty, let primitive = surroundings.cluster.effects[state.intent.effect],
            let kept = log.state.plans[state.intent.plan]
        else {
            return nil
        }
        let json = try log.value(of: kept)
        let plan: EffectPlan
        do throws(ValueFault) { plan = try EffectPlan(json: json) } catch { return Cause("its plan cannot be understood: \(error)") }
        guard plan.items.count >= state.items.count else { return Cause("its plan lacks items that were asked for") }
        let answers = primitive.probe(open.map { plan.items[$0] }, of: plan, timing: timing)
        var settled: [Int: SettledItem] = [:]
        var why: Cause?
        for (index, answer) in zip(open, answers) {
            switch answer {
            case .applied: settled[index] = SettledItem(ItemOutcome(.done), isRecovered: true)
            case .underWay: why = Cause("\(plan.items[index].label) is still under way")
            case .unknowable(let cause): why = Cause("whether \(plan.items[index].label) has settled cannot be told (\(cause))")
            case .notApplied, .superseded:
                if case .doubt = state.items[index] { why = Cause("\(plan.items[index].label) is in doubt: mend resume \(log.run ?? "")") }
            }
        }
        if !settled.isEmpty { try log.append(.settled(id, settled)) }
        return why
    }
}
