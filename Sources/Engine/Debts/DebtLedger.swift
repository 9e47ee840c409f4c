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
