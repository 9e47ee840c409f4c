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

        /// Whether its moment has come, as far as the journal tells: what it guards is looked at when it is paid.
        package func isDue(atMs now: Int) -> Bool {
            switch debt.due {
            case .whenSettled: !isGuarding && !(isDriven && isNeeded)
            case .after(let instant): now >= instant
            // Whoever drives the run gives it back; where nobody does, nothing is waited for.
            case .atEnd, .when: runHasEnded || !isDriven
            }
        }

        /// When it is given back: `now`, or that for which is waited.
        package func dueWords(atMs now: Int) -> String { isDue(atMs: now) ? "now" : debt.due.title }
    }

    /// What runs owe on a cluster that nobody drives, in one sentence; nil: nothing. What is owed by one that somebody drives is its own affair.
    /// - Parameter run: the one that asks, which tells of its own.
    package func words(on cluster: String, exceptOf run: String? = nil, atMs now: Int) throws(JournalFailure) -> String? {
        let others = try open().entries.filter { $0.cluster == cluster && $0.debt.run != run && !$0.isDriven }
        guard !others.isEmpty else { return nil }
        let runs = others.map(\.debt.run).distinctSorted().joined(separator: ", ")
        let waiting = others.filter { !$0.isDue(atMs: now) }
        let settings = others.count == 1 ? "1 setting is" : "\(others.count) settings are"
        let when = waiting.isEmpty ? "" : waiting.count == others.count ? ", none due yet" : ", \(waiting.count) of them not due yet"
        return "\(settings) still owed on this cluster by \(runs)\(when): `mend debts` lists them, `mend debts pay` gives back what is due"
    }

    /// All that is owed, oldest first. Runs that cannot be read are passed over: `unreadable` names them.
    package func open() throws(JournalFailure) -> (entries: [Entry], unreadable: [String]) {
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
    package func inform(_ cluster: any Cluster) {
        cluster.remember { [store, weak cluster] in
            guard let id = try? cluster?.identity().id, let entries = try? DebtLedger(store: store).open().entries else { return [] }
            return entries.filter { $0.cluster == id }.map(\.debt.intent)
        }
    }
}

extension DebtLedger.Entry {
    fileprivate init(_ debt: Debt, _ state: RunState, isDriven: Bool) {
        let effect = EffectID(debt.effect).flatMap { state.effects[$0] }
        let isGuarding = effect.map { $0.hasDoubt || $0.isUnderWay } ?? false
        let isNeeded: Bool =
            switch (debt.due, effect) {
            case (_, nil): true
            case (.whenSettled, let effect?): isGuarding || (isDriven && !effect.isOver && effect.conclusion == nil)
            case (_, let effect?): effect.mayHaveChanged
            }
        self.init(
            debt: debt, cluster: state.header?.cluster ?? "", isGuarding: isGuarding, isNeeded: isNeeded, isDriven: isDriven,
            runHasEnded: state.ended.map { $0.state == "done" || $0.state == "failed" } ?? false, whyUnpaid: state.whyUnpaid[debt.id])
    }
}
