import Commands
import Engine
import Journal
import Language
import Output
import Report
import Terminal

extension Subcommands {
    /// `mend show [RUN]`: the course of a run.
    static func show(_ invocation: Invocation, _ screen: Screen) -> ExitStatus {
        readBack(invocation, screen) { told in
            let entries = told.timeline
            return Table(
                columns: [
                    Column("at", .time, .values(entries.map { .time($0.atMs) })),
                    Column("step", .string, .values(entries.map { $0.step.map { .text($0) } ?? .null })),
                    Column("what", .string, .values(entries.map { .text($0.text) })),
                ], rowCount: entries.count)
        } below: { told in
            told.edits.flatMap { edit in
                edit.differences.filter { !$0.lines.isEmpty }.map { "\(TimeText.rfc3339(ms: edit.atMs)) \($0.text)" }
            }
        }
    }

    /// `mend why [RUN]`: why each step is done, skipped, in doubt or next.
    static func why(_ invocation: Invocation, _ screen: Screen) -> ExitStatus {
        readBack(invocation, screen) { told in
            Table(
                columns: [
                    Column("step", .string, .values(told.steps.map { .text($0.name) })),
                    Column("state", .string, .values(told.steps.map { .text($0.state.rawValue) })),
                    Column("because", .string, .values(told.steps.map { .text($0.because) })),
                ], key: ["step"], rowCount: told.steps.count)
        }
    }

    /// Tells of a run as a table; below it, for people, how it stands and how to go on. Ends 1 where a part of it could not be read.
    private static func readBack(
        _ invocation: Invocation, _ screen: Screen, _ body: (PostMortem) -> Table, below: (PostMortem) -> [String] = { _ in [] }
    ) -> ExitStatus {
        do throws(UsageError) {
            let (run, store) = try invocation.chosenRun(readsOnly: true)
            let told = try store.told(run)
            var table = body(told)
            table.missing = told.problems.map { Cause($0) }
            let form = ResultPrinter.form(of: invocation)
            ResultPrinter(screen: screen, form: form).show(Evaluated(value: .table(table), reading: nil))
            if form == .table, !screen.isQuiet {
                for text in below(told) { screen.say(text) }
                let summary = ReportSummary(told)
                screen.say("\(told.run): \(summary.verdict)")
                if let next = summary.next {
                    screen.say("go on with: " + (next.hasSuffix(told.run) ? "mend resume \(store.naming(told.run))" : next))
                }
            }
            for problem in told.problems { screen.say("warning: \(problem)") }
            return told.problems.isEmpty ? .done : .failed
        } catch {
            return error.report(on: screen)
        }
    }
}

extension FileJournalStore {
    /// All that a run's folder tells.
    func told(_ run: String) throws(UsageError) -> PostMortem {
        // Texts that cannot be read are one of its problems; the rest is told without them.
        let program = (try? RunSources.read(run, in: self)).map { ResumeTexts.recorded($0) }
        do throws(JournalFailure) { return try PostMortem.read(run, program: program, in: self) } catch { throw UsageError("\(error)") }
    }
}
