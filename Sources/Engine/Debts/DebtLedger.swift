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
        /// True where the run itself has ended for good.
        package var runHasEnded: Bool
    }

    /// All that is owed, oldest first. Runs that cannot be read are passed over: `unreadable` names them.
    package func open() throws(JournalFailure) -> (entries: [Entry], unreadable: [String]) {
        var entries: [Entry] = []
        var unreadable: [String] = []
        for run in try store.runs() {
            let state: RunState
            do throws(JournalFailure) {
                state = try RunState(records: try store.scan(run).records, run: run)
            } catch {
                unreadable.append("\(error)")
                continue
            }
            for debt in state.openDebts {
                let effect = EffectID(debt.effect).flatMap { state.effects[$0] }
                entries.append(
                    Entry(
                        debt: debt, cluster: state.header?.cluster ?? "", isGuarding: effect.map { $0.hasDoubt || $0.isUnderWay } ?? false,
                        runHasEnded: state.ended.map { $0.state == "done" || $0.state == "failed" } ?? false))
            }
        }
        return (entries, unreadable)
    }

    /// The debt of another run whose setting is what this one found: its `before` is the true original.
    func original(of intent: DebtIntent, except run: String) throws(Stop) -> DebtIntent? {
        do throws(JournalFailure) {
            return try open().entries.last { entry in
                let other = entry.debt.intent
                return entry.debt.run != run && other.kind == intent.kind && other.resource == intent.resource && other.name == intent.name
                    && !other.isListEntries && other.set == intent.before
            }?.debt.intent
        } catch { throw .end(.journal(error, inDoubt: false)) }
    }
}
