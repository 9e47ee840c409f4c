import Commands
import Engine
import Journal
import Language
import Terminal

extension Subcommands {
    /// `mend runs`: the runs of the journal folder.
    static func runs(_ invocation: Invocation, _ screen: Screen) -> ExitStatus {
        do throws(JournalFailure) {
            let (runs, unreadable) = try RunSummary.all(in: invocation.journalStore)
            let columns = [
                Column("run", .string, .values(runs.map { .text($0.run) })),
                Column("runbook", .string, .values(runs.map { .text($0.runbook) })),
                Column("state", .string, .values(runs.map { .text($0.state) })),
                Column("step", .string, .values(runs.map { $0.step.map { .text($0) } ?? .null })),
                Column("started", .time, .values(runs.map { .time($0.startedMs) })),
                Column("by", .string, .values(runs.map { .text("\($0.who)@\($0.host)") })),
                Column("effects", .int, .values(runs.map { .int($0.effects) })),
                Column("inDoubt", .int, .values(runs.map { .int($0.inDoubt) })),
                Column("debts", .int, .values(runs.map { .int($0.debts) })),
            ]
            let table = Table(columns: columns, key: ["run"], rowCount: runs.count, missing: unreadable.map { Cause($0) })
            ResultPrinter(screen: screen, form: ResultPrinter.form(of: invocation)).show(Evaluated(value: .table(table), reading: nil))
            return .done
        } catch {
            screen.say("mend: \(error)")
            return .failed
        }
    }
}
