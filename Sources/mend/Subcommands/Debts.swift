import Commands
import Engine
import Journal
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
            ], key: ["id"], rowCount: entries.count)
        ResultPrinter(screen: screen, form: ResultPrinter.form(of: invocation)).show(Evaluated(value: .table(table), reading: nil))
    }

    /// Ends 0 where nothing stays owed, else 1.
    private static func pay(_ invocation: Invocation, _ screen: Screen) throws(UsageError) -> ExitStatus {
        let session = try ClusterSession(invocation, screen)
        let surroundings = session.surroundings()
        if let end = try session.refusalToTouch() {
            screen.say(end.message)
            return end.status
        }
        let arming = session.settings.protectedBy == nil ? nil : try session.arming()
        let results: [(debt: Debt, payment: DebtPayment)]
        do throws(JournalFailure) {
            results = try DebtCollector(surroundings: surroundings, timing: session.timing, arming: arming).payAll()
        } catch { throw UsageError("\(error)") }
        var isClear = true
        for (debt, payment) in results {
            surroundings.observer.observe(.debtEnded(debt, payment))
            if case .notNow = payment { isClear = false }
        }
        return isClear ? .done : .failed
    }
}
