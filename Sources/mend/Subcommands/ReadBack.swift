import Commands
import Engine
import Journal
import Language
import Terminal

extension Subcommands {
    /// `mend show [RUN]`: the course of a run.
    static func show(_ invocation: Invocation, _ screen: Screen) -> ExitStatus {
        readBack(invocation, screen) { (run, store) throws(JournalFailure) in
            let entries = try Run.timeline(run, in: store)
            return Table(
                columns: [
                    Column("at", .time, .values(entries.map { .time($0.atMs) })),
                    Column("what", .string, .values(entries.map { .text($0.text) })),
                ], rowCount: entries.count)
        }
    }

    /// `mend why [RUN]`: why each step is done, skipped, in doubt or next.
    static func why(_ invocation: Invocation, _ screen: Screen) -> ExitStatus {
        readBack(invocation, screen) { (run, store) throws(JournalFailure) in
            let program = ResumeTexts.recorded(try RunSources.read(run, in: store))
            let steps = try Run.why(run, program: program, in: store)
            return Table(
                columns: [
                    Column("step", .string, .values(steps.map { .text($0.step) })),
                    Column("state", .string, .values(steps.map { .text($0.state.rawValue) })),
                    Column("because", .string, .values(steps.map { .text($0.because) })),
                ], key: ["step"], rowCount: steps.count)
        }
    }

    private static func readBack(
        _ invocation: Invocation, _ screen: Screen, _ body: (String, FileJournalStore) throws(JournalFailure) -> Table
    ) -> ExitStatus {
        do throws(UsageError) {
            let store = invocation.journalStore
            let run = try store.chosenRun(invocation.arguments.first ?? store.newestRun())
            let table: Table
            do throws(JournalFailure) { table = try body(run, store) } catch { throw UsageError("\(error)") }
            ResultPrinter(screen: screen, form: ResultPrinter.form(of: invocation)).show(Evaluated(value: .table(table), reading: nil))
            return .done
        } catch {
            return error.report(on: screen)
        }
    }
}

extension FileJournalStore {
    /// What `show` and `why` mean without a name: the newest run.
    func newestRun() -> String? { (try? runs())?.last }
}
