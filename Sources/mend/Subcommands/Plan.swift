import Commands
import Engine
import Journal
import Language
import Output
import Terminal

extension Subcommands {
    /// `mend plan FILE`: what it would do, as far as that can be said before it does anything.
    static func plan(_ invocation: Invocation, _ screen: Screen) -> ExitStatus {
        drive(invocation, screen, planned)
    }

    /// What a runbook would do, on a session that there is.
    static func planned(_ session: ClusterSession, _ runbook: ReadyRunbook) throws(UsageError) -> ExitStatus {
        session.tellsWhatIsOwed = true
        let report = Run.plan(
            runbook.request(), options: try session.runOptions(), surroundings: session.surroundings(texts: runbook.texts))
        let items = report.effects.reduce(0) { $0 + $1.plan.items.count }
        let effects = DisplayForm.counted(report.effects.count, "effect")
        session.screen.say("\(effects) on \(DisplayForm.counted(items, "item")); nothing was changed")
        // Last, the document that `mend run --plan FILE` takes.
        if session.printer.form == .json { session.screen.show(report.reviewed.json.text) }
        return report.end.status
    }
}
