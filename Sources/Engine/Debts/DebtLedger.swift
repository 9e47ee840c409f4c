import Journal

/// What the runs of a journal folder owe.
package struct DebtLedger {
    private let store: any JournalStore

    package init(store: any JournalStore) { self.store = store }

    /// A debt, with what the run that owes it shows of the moves that it waits for.
    package struct Entry: Sendable {
        package var debt: Debt
        package var cluster: String
        /// True where its effect still has items under way or in doubt, as far as the journal knows.
        package var isGuarding: Bool
        /// True where the setting still serves: moves under way or in doubt, batches that a living process will come to, a time not yet come.
        package var isNeeded: Bool
        /// True where a living process drives the run.
        package var isDriven: Bool
        /// True where the run itself has ended for good.
        package var runHasEnded: Bool
        /// Why it could not be given back when that was tried last; nil: it was not tried, or that is not known.
        package var whyUnpaid: String?

        /// What the journal knows of the effect that made it.
        fileprivate var effect: EffectState?

        /// Whether its moment has come, as far as the journal tells: what it guards, and its condition, are looked at when it is paid.
        package func moment(atMs now: Int) -> DebtMoment {
            debt.moment(effect, isDriven ? .driven : runHasEnded ? .ended : .left, atMs: now)
        }

        package func isDue(atMs now: Int) -> Bool { moment(atMs: now) == .come }

        /// When it is given back: `now`, or that for which is waited.
        package func dueWords(atMs now: Int) -> String { isDue(atMs: now) ? "now" : debt.due.title }
    }

    /// What is said at each start on a cluster: what runs owe there that nobody drives, in one sentence, and runs that may owe something there
    /// and cannot be read, one sentence each. What is owed by one that somebody drives is its own affair.
    /// - Parameter run: the one that asks, which tells of its own.
    package func words(on cluster: String, exceptOf run: String? = nil, atMs now: Int) throws(JournalFailure) -> [String] {
        let (entries, unreadable) = try open()
        let unread = unreadable.filter { $0.run != run && $0.mayBe(on: cluster) }.map(\.words)
        let others = entries.filter { $0.cluster == cluster && $0.debt.run != run && !$0.isDriven }
        return (others.isEmpty ? [] : [Self.words(others, atMs: now)]) + unread
    }

    private static func words(_ entries: [Entry], atMs now: Int) -> String {
        let runs = entries.map(\.debt.run).distinctSorted().joined(separator: ", ")
        let waiting = entries.filter { !$0.isDue(atMs: now) }
        let untold = waiting.filter { $0.moment(atMs: now).isToldByRun }
        let settings = entries.count == 1 ? "1 setting is" : "\(entries.count) settings are"
        let when = waiting.isEmpty ? "" : waiting.count == entries.count ? ", none due yet" : ", \(waiting.count) of them not due yet"
        var ways = ["`mend debts` lists them"]
        if untold.count < entries.count { ways.append("`mend debts pay` gives back what is due") }
        if !untold.isEmpty {
            let runs = untold.map(\.debt.run).distinctSorted().map { "`mend resume \($0)`" }.joined(separator: ", ")
            ways.append("\(runs) what waits for its run, `mend debts pay --early` without that")
        }
        return "\(settings) still owed on this cluster by \(runs)\(when): \(ways.joined(separator: ", "))"
    }

    /// All that is owed, oldest first. Runs that cannot be read are passed over: `unreadable` names them.
    package func open() throws(JournalFailure) -> (entries: [Entry], unreadable: [UnreadableRun]) {
        var entries: [Entry] = []
        let runs = try RunsAtHand(store)
        for (run, state) in runs.states {
            let open = state.openDebts
            guard !open.isEmpty else { continue }
            // Who took it over drives it, or will.
            let isHandedOver = state.ownership.standing(at: try store.place(of: run)) == .handedOver
            let isDriven = isHandedOver ? true : try store.holder(of: run) != nil
            for debt in open { entries.append(Entry(debt, state, isDriven: isDriven)) }
        }
        return (entries, runs.unreadable)
    }

    /// Lets a cluster know what is owed to it, where its brokers hide what they have set. A folder that cannot be read tells nothing: what is
    /// hidden then counts as somebody else's.
    ///
    /// - Parameter cluster: what lives as long as it is asked: what a run has beside it is gone with the run, and is not asked who it is.
    package func inform(_ cluster: any Cluster) {
        var base = cluster
        while let wrapped = base as? ClusterWithOwnEffects { base = wrapped.base }
        base.remember { [store, weak base = base] in
            guard let id = try? base?.identity().id, let entries = try? DebtLedger(store: store).open().entries else { return [] }
            return entries.filter { $0.cluster == id }.map(\.debt.intent)
        }
    }
}

extension DebtLedger.Entry {
    fileprivate init(_ debt: Debt, _ state: RunState, isDriven: Bool) {
        let effect = EffectID(debt.effect).flatMap { state.effects[$0] }
        self.init(
            debt: debt, cluster: state.header?.cluster ?? "", isGuarding: effect.map { $0.hasDoubt || $0.isUnderWay } ?? false,
            isNeeded: true, isDriven: isDriven, runHasEnded: state.hasEndedForGood, whyUnpaid: state.whyUnpaid[debt.id], effect: effect)
        guard let effect else { return }
        if case .whenSettled = debt.due { isNeeded = moment(atMs: 0) != .come } else { isNeeded = effect.mayHaveChanged }
    }
}
