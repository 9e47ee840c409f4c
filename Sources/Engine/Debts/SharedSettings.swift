import Journal

/// Settings that several effects owe at once, of one run or of several: the original goes to the last holder, and what another one still
/// needs is not taken away.
struct SharedSettings {
    private let entries: [DebtLedger.Entry]

    /// What a journal folder owes to a cluster.
    init(_ store: any JournalStore, cluster: String) throws(Stop) {
        do throws(JournalFailure) {
            entries = try DebtLedger(store: store).open().entries.filter { $0.cluster == cluster }
        } catch { throw .end(.journal(error, inDoubt: false)) }
    }

    /// Open debts of other effects on the same setting, oldest first.
    private func others(on intent: DebtIntent, exceptOf effect: String, in run: String, paid: Set<NameKey>) -> [DebtLedger.Entry] {
        entries.filter { entry in
            !(entry.debt.run == run && entry.debt.effect == effect) && !paid.contains(entry.debt.id)
                && entry.debt.intent.isSamePlace(as: intent)
        }
    }

    /// An intent as this effect owes it: what it found may itself be owed by another, whose original is then the true one; entries of a list
    /// that stood there already are its own, too, where another owes them. nil: there is nothing of its own.
    func owned(_ intent: DebtIntent, by effect: String, in run: String) -> DebtIntent? {
        let others = others(on: intent, exceptOf: effect, in: run, paid: []).map(\.debt.intent)
        var intent = intent
        if intent.isListEntries {
            let owed = Set<NameKey>(others.flatMap { DebtIntent.entries($0.set) })
            let own = DebtIntent.entries(intent.set) + DebtIntent.entries(intent.shared).filter { owed.contains($0) }
            intent.set = own.joined(separator: ",")
            intent.shared = ""
            // Where all that stood was owed, nothing of anybody else did.
            if let before = intent.before, Set<NameKey>(DebtIntent.entries(before)).isSubset(of: owed),
                others.contains(where: { $0.before == nil })
            {
                intent.before = nil
            }
            return own.isEmpty ? nil : intent
        }
        if let original = others.last(where: { $0.set == intent.before }) { intent.before = original.before }
        return intent
    }

    /// How a debt is paid while others stand beside it.
    enum Way {
        /// Another one made the same, needs it, and gives it back when its own time has come.
        case handedDown(to: Debt)
        /// As this says: of a list without the entries that others owe; of a value to what the newest of those needs that still need it.
        case pay(Debt, leaving: Debt?)
    }

    /// - Parameter paid: Debts that were paid since this was read.
    func way(of debt: Debt, paid: Set<NameKey>) -> Way {
        let others = others(on: debt.intent, exceptOf: debt.effect, in: debt.run, paid: paid).filter(\.isNeeded).map(\.debt)
        var adjusted = debt
        if debt.intent.isListEntries {
            let own = DebtIntent.entries(debt.intent.set)
            let holders = others.filter { DebtIntent.entries($0.intent.set).contains { own.contains($0) } }
            guard let holder = holders.last else { return .pay(debt, leaving: nil) }
            let kept = Set<NameKey>(holders.flatMap { DebtIntent.entries($0.intent.set) })
            let rest = own.filter { !kept.contains($0) }
            if rest.isEmpty { return .handedDown(to: holder) }
            adjusted.intent.set = rest.joined(separator: ",")
            return .pay(adjusted, leaving: holder)
        }
        guard let newest = others.last else { return .pay(debt, leaving: nil) }
        if newest.intent.set == debt.intent.set { return .handedDown(to: newest) }
        adjusted.intent.before = newest.intent.set
        return .pay(adjusted, leaving: newest)
    }
}
