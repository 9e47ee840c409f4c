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

    /// The debt of another effect, of this run or of another, whose setting is what this one found: its `before` is the true original.
    func original(of intent: DebtIntent, exceptOf effect: String, in run: String) throws(Stop) -> DebtIntent? {
        try others(on: intent, exceptOf: effect, in: run).last { $0.intent.set == intent.before }?.intent
    }

    /// The debt of another effect that made the same setting and still needs it. It has the same original, and gives it back when its own time
    /// has come.
    func holder(beside debt: Debt) throws(Stop) -> Debt? {
        try others(on: debt.intent, exceptOf: debt.effect, in: debt.run).first { $0.intent.set == debt.intent.set }
    }

    /// Open debts of other effects on the same setting of the same cluster. Entries of lists are each one's own.
    private func others(on intent: DebtIntent, exceptOf effect: String, in run: String) throws(Stop) -> [Debt] {
        guard !intent.isListEntries else { return [] }
        do throws(JournalFailure) {
            let cluster = try RunSummary(run: run, in: store).cluster
            return try open().entries.filter { $0.cluster == cluster }.map(\.debt).filter { debt in
                let other = debt.intent
                return !(debt.run == run && debt.effect == effect) && other.kind == intent.kind && other.resource == intent.resource
                    && other.name == intent.name && !other.isListEntries
            }
        } catch { throw .end(.journal(error, inDoubt: false)) }
    }
}
