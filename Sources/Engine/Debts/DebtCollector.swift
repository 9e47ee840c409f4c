import Journal
import Language

/// Why no debt could be tried at all.
package enum DebtFailure: Error, Sendable, Hashable, CustomStringConvertible {
    case journal(JournalFailure)
    case cluster(ClusterFailure)

    package var description: String {
        switch self {
        case .journal(let failure): failure.description
        case .cluster(.outOfReach(let why)), .cluster(.secured(let why)), .cluster(.otherCluster(let why)): why
        case .cluster(.interrupted): "interrupted"
        }
    }
}

/// `mend debts pay`: gives back what can be given back, without the runbook.
package struct DebtCollector {
    private let surroundings: RunSurroundings
    private let timing: ReadTiming
    private let arming: Arming?
    /// Also what is not due yet: somebody has said that it is not needed any more.
    private let isEarly: Bool
    /// Asked of debts of which nobody can see what stands: whether to give them back through the controller all the same.
    private let maySettleBlindly: ([Debt]) -> Bool

    /// - Parameter arming: Why a cluster that is read-only by default is touched; written down in each run whose debts are paid.
    package init(
        surroundings: RunSurroundings, timing: ReadTiming, arming: Arming? = nil, isEarly: Bool = false,
        maySettleBlindly: @escaping ([Debt]) -> Bool = { _ in false }
    ) {
        self.surroundings = surroundings
        self.timing = timing
        self.arming = arming
        self.isEarly = isEarly
        self.maySettleBlindly = maySettleBlindly
    }

    /// Tries every debt of the cluster that is at hand, run by run. What cannot be paid says why.
    /// Runs that cannot be read are passed over here; `DebtLedger.open` names them.
    package func payAll() throws(DebtFailure) -> [(debt: Debt, payment: DebtPayment)] {
        let cluster: ClusterIdentity
        do throws(ClusterFailure) { cluster = try surroundings.cluster.identity() } catch { throw .cluster(error) }
        DebtLedger(store: surroundings.store).inform(surroundings.cluster)
        let runs: RunsAtHand
        do throws(JournalFailure) { runs = try RunsAtHand(surroundings.store) } catch { throw .journal(error) }
        var results: [(debt: Debt, payment: DebtPayment)] = []
        for (run, state) in runs.states where !state.openDebts.isEmpty {
            guard state.header?.cluster == cluster.id else {
                results += state.openDebts.map { ($0, .otherCluster(Cause("it belongs to cluster \(state.header?.cluster ?? "?")"))) }
                continue
            }
            do throws(JournalFailure) { results += try pay(run, cluster.id) } catch {
                // A folder that cannot be written is no reason to leave what others owe.
                results += state.openDebts.map { ($0, .needsPerson(Cause("its journal cannot be kept: \(error)"), isDoubt: false)) }
            }
        }
        return results
    }

    /// The longest between two looks at what is waited for, milliseconds.
    private static let longestPauseMs = 30_000

    /// Pays as `payAll` does, and again until nothing is owed that waiting can help.
    /// - Parameter told: after each round: what came of every debt, and when the next round begins, milliseconds since 1970; nil: it was the last.
    /// - Throws: `interrupted` where somebody did not want to wait on, and something is still owed.
    package func payUntilNothingIsOwed(
        told: (_ results: [(debt: Debt, payment: DebtPayment)], _ next: Int?) -> Void
    ) throws(DebtFailure) {
        let clock = surroundings.clock
        var pauseMs = 1_000
        while true {
            let results = try payAll()
            let waited = results.filter { isWorthWaiting($0.payment) }
            guard clock.interruptions == 0 else {
                told(results, nil)
                guard results.contains(where: { $0.payment.why != nil }) else { return }
                throw .cluster(.interrupted)
            }
            guard !waited.isEmpty else { return told(results, nil) }
            let instants = waited.map { result in
                if case .notBefore(let instant, _) = result.payment { instant } else { clock.wallMs + pauseMs }
            }
            let next = max(clock.wallMs + 200, min(instants.min() ?? 0, clock.wallMs + 24 * 3_600_000))
            told(results, next)
            pauseMs = min(Self.longestPauseMs, pauseMs * 2)
            if case .interrupted = clock.wait(untilWallMs: next) { throw .cluster(.interrupted) }
        }
    }

    /// Not where an answer of a person is missing, or where other people, folders or clusters are meant.
    private func isWorthWaiting(_ payment: DebtPayment) -> Bool {
        switch payment {
        case .paid, .leftAlone, .blind, .elsewhere, .otherCluster, .waitsForRun, .needsPerson: false
        case .notNow, .notBefore: true
        }
    }

    private func pay(_ run: String, _ cluster: String) throws(JournalFailure) -> [(debt: Debt, payment: DebtPayment)] {
        let journal: RunJournal
        do throws(JournalFailure) {
            journal = try RunJournal.open(
                run, in: surroundings.store, holder: surroundings.identity.holder(since: surroundings.clock.wallMs))
        } catch {
            let why: DebtPayment
            switch error {
            case .locked(_, let holder): why = .notNow(Cause("its run is driven by \(holder)"))
            case .elsewhere, .handedOver: why = .elsewhere(Cause(error.description))
            default: throw error
            }
            let state = try RunState(records: try surroundings.store.scan(run).records, run: run)
            return state.openDebts.map { ($0, why) }
        }
        defer { journal.close() }
        let log = RunLog(
            state: try RunState(records: journal.records, run: run), journal: journal, clock: surroundings.clock
        ) { () throws(JournalFailure) in journal }
        do throws(Stop) { return try pay(log, cluster) } catch {
            guard case .end(.journal(let failure, _)) = error else {
                return log.state.openDebts.map { ($0, .needsPerson(Cause(error.end.message), isDoubt: false)) }
            }
            throw failure
        }
    }

    private func pay(_ log: RunLog, _ cluster: String) throws(Stop) -> [(debt: Debt, payment: DebtPayment)] {
        let payer = DebtPayer(
            cluster: surroundings.cluster, log: log, timing: timing, shared: try SharedSettings(surroundings.store, cluster: cluster))
        var results: [(debt: Debt, payment: DebtPayment)] = []
        if let arming { try log.append(.armed(arming)) }
        // A throttle has a dozen debts, which wait for the same moves.
        var moving: [Debt.Due: DebtPayment?] = [:]
        for debt in log.state.openDebts {
            let effect = EffectID(debt.effect).flatMap { log.state.effects[$0] }
            let moment = debt.moment(effect, log.state.hasEndedForGood ? .ended : .left, atMs: surroundings.clock.wallMs)
            if let waits = waits(moment, log) {
                results.append((debt, waits))
                continue
            }
            let why: DebtPayment?
            if let known = moving[debt.due] { why = known } else { why = try stillGuarding(debt, log) }
            moving[debt.due] = .some(why)
            if let why {
                results.append((debt, why))
                continue
            }
            switch try payer.pay(debt) {
            case .handedDown: results.append((debt, .paid))
            case .tried(let payment): results.append((debt, payment))
            }
        }
        let blind = results.filter { if case .blind = $0.payment { true } else { false } }.map(\.debt)
        guard !blind.isEmpty, maySettleBlindly(blind) else { return results }
        for (index, result) in results.enumerated() {
            guard case .blind = result.payment, case .tried(let payment) = try payer.pay(result.debt, isBlind: true) else { continue }
            results[index].payment = payment
        }
        return results
    }

    /// Why a debt's moment has not come; nil: it has, or somebody has said that it is not needed any more, or moves tell it.
    private func waits(_ moment: DebtMoment, _ log: RunLog) -> DebtPayment? {
        let resume = "`mend resume \(log.run ?? "")`"
        switch moment {
        case .come, .guarding, .needed: return nil
        case _ where isEarly: return nil
        case .notBefore(let instant): return .notBefore(instant, Cause("it is not due before \(TimeText.rfc3339(ms: instant))"))
        case .end: return .waitsForRun(Cause("its run has not come to its end: \(resume) goes on with it, or --early"))
        case .condition(let text):
            return .waitsForRun(Cause("its condition (\(text)) is not looked at here: \(resume) looks at it, or --early"))
        }
    }

    /// Why a debt may not be paid yet: what it guards is looked at, and what has settled is written down.
    private func stillGuarding(_ debt: Debt, _ log: RunLog) throws(Stop) -> DebtPayment? {
        guard case .whenSettled(let name) = debt.due, let id = EffectID(name) else { return nil }
        var steady = SteadyReadings()
        let patience = surroundings.clock.monotonicMs + 2 * SteadyReadings.takenBackMs
        while true {
            guard let state = log.state.effects[id] else { return nil }
            let open = state.items.indices.filter {
                switch state.items[$0] {
                case .doubt, .accepted: true
                case .pending, .over: false
                }
            }
            guard !open.isEmpty, let primitive = surroundings.cluster.effects[state.intent.effect],
                let kept = log.state.plans[state.intent.plan]
            else { return nil }
            let json = try log.value(of: kept)
            let plan: EffectPlan
            do throws(ValueFault) { plan = try EffectPlan(json: json) } catch {
                return .needsPerson(Cause("its plan cannot be understood: \(error)"), isDoubt: false)
            }
            guard plan.items.count >= state.items.count else {
                return .needsPerson(Cause("its plan lacks items that were asked for"), isDoubt: false)
            }
            let now = surroundings.clock.monotonicMs
            let canHaveSeen = canHaveSeen(state, primitive, log)
            let answers = primitive.probe(open.map { plan.items[$0] }, of: plan, timing: timing)
            let look = GuardedLook(open, answers, of: state, &steady, atMs: now, canHaveSeen: canHaveSeen)
            if !look.settled.isEmpty { try log.append(.settled(id, look.settled)) }
            if let index = look.doubtful {
                return .needsPerson(Cause("\(plan.items[index].label) is in doubt: mend resume \(log.run ?? "")"), isDoubt: true)
            }
            if let index = look.going { return .notNow(Cause("\(plan.items[index].label) is still under way")) }
            if let (index, cause) = look.untold {
                return .notNow(Cause("whether \(plan.items[index].label) has settled cannot be told (\(cause))"))
            }
            guard look.untilBelievedMs > 0 else { return nil }
            // Whoever pays once, and leaves, has no later look: it is waited for here.
            guard surroundings.clock.monotonicMs < patience else { return .notNow(Cause("its moves read now as over, now as going on")) }
            guard case .elapsed = surroundings.clock.wait(untilWallMs: surroundings.clock.wallMs + look.untilBelievedMs) else {
                return .notNow(Cause("interrupted before it was certain that its moves are over"))
            }
        }
    }

    /// Whether a look that begins now is late enough to have seen all that was asked for.
    private func canHaveSeen(_ state: EffectState, _ primitive: any EffectPrimitive, _ log: RunLog) -> Bool {
        guard primitive.signature.gate == .controller, let sentBy = state.lastSentByMs else { return true }
        let age = log.inheritedAge.ms(since: Moment(wallMs: sentBy, boot: state.lastSent), wait: SteadyReadings.takenBackMs)
        return age >= SteadyReadings.takenBackMs
    }
}
