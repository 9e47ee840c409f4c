import Commands
import Engine
import Journal
import KafkaPrimitives
import Language
import Network
import Platform
import Terminal

extension Subcommands {
    /// `mend debts`: what is owed; `mend debts pay`: gives back what can be given back, without the runbook.
    static func debts(_ invocation: Invocation, _ screen: Screen) -> ExitStatus {
        if let word = invocation.arguments.first, word != "pay" {
            return UsageError("`mend debts` takes `pay`, not `\(word)`").report(on: screen)
        }
        do throws(UsageError) {
            let entries: [DebtLedger.Entry]
            do throws(JournalFailure) {
                let open = try DebtLedger(store: invocation.journalStore).open()
                for text in open.unreadable { screen.say("warning: \(text)") }
                entries = open.entries
            } catch { throw UsageError("\(error)") }
            guard invocation.arguments.first == "pay", !entries.isEmpty else {
                show(entries, invocation, screen)
                return .done
            }
            return try pay(invocation, screen)
        } catch {
            return error.report(on: screen)
        }
    }

    private static func show(_ entries: [DebtLedger.Entry], _ invocation: Invocation, _ screen: Screen) {
        let table = Table(
            columns: [
                Column("id", .string, .values(entries.map { .text($0.debt.id) })),
                Column("run", .string, .values(entries.map { .text($0.debt.run) })),
                Column("cluster", .string, .values(entries.map { .text($0.cluster) })),
                Column("what", .string, .values(entries.map { .text($0.debt.intent.title) })),
                Column("set", .string, .values(entries.map { .text($0.debt.intent.set) })),
                Column("before", .string, .values(entries.map { $0.debt.intent.before.map { .text($0) } ?? .null })),
                Column("due", .string, .values(entries.map { .text($0.isGuarding ? $0.debt.due.title : "now") })),
                Column("why", .string, .values(entries.map { $0.whyUnpaid.map { .text($0) } ?? .null })),
            ], key: ["id"], rowCount: entries.count)
        ResultPrinter(screen: screen, form: ResultPrinter.form(of: invocation)).show(Evaluated(value: .table(table), reading: nil))
    }

    /// Ends 0 where nothing stays owed, 4 where only an answer is missing, else 1.
    private static func pay(_ invocation: Invocation, _ screen: Screen) throws(UsageError) -> ExitStatus {
        let session = try ClusterSession(invocation, screen)
        if let text = invocation.value("bootstrap-controller") {
            session.cluster.controllerListener = try ClusterSettings.endpoints(text).first
        }
        let observer = TerminalObserver(screen: screen, printer: session.printer, store: session.store)
        let surroundings = session.surroundings()
        if let end = try session.refusalToTouch() {
            screen.say(end.message)
            return end.status
        }
        let arming = session.settings.protectedBy == nil ? nil : try session.arming()
        let results: [(debt: Debt, payment: DebtPayment)]
        do throws(DebtFailure) {
            results = try DebtCollector(surroundings: surroundings, timing: session.timing, arming: arming) { debts in
                mayPayBlindly(debts, isYes: invocation.has("yes"), surroundings.person)
            }.payAll()
        } catch {
            screen.say("mend: \(error)")
            switch error {
            case .journal: return .failed
            case .cluster(.interrupted): return .interrupted
            case .cluster(.otherCluster): return .drift
            case .cluster: return .outOfReach
            }
        }
        for (debt, payment) in results { observer.observe(.debtEnded(debt, payment)) }
        observer.endEntry()
        let open = results.map(\.payment).filter { $0.why != nil }
        if open.isEmpty { return .done }
        return open.allSatisfy { if case .blind = $0 { true } else { false } } ? .waiting : .failed
    }

    /// What stands on a dead broker nobody can tell: whether to give it back without having seen it is a person's to say, or `--yes`.
    private static func mayPayBlindly(_ debts: [Debt], isYes: Bool, _ person: any Operator) -> Bool {
        if isYes { return true }
        let brokers = Set(debts.map(\.intent.resource)).sorted().joined(separator: ", ")
        guard person.isPresent else { return false }
        return person.confirm(
            "What stands on broker \(brokers) cannot be read while it does not answer. Give back what was set, through the controller?",
            details: debts.map { "\($0.intent.title): \($0.intent.set) was set, \($0.intent.before ?? "nothing") stood before" }) == true
    }
}
