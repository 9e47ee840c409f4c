import Commands
import Engine
import Journal
import Language
import Output
import Terminal

extension Subcommands {
    /// `mend plan FILE`: what it would do, as far as that can be said before it does anything.
    static func plan(_ invocation: Invocation, _ screen: Screen) -> ExitStatus {
        drive(invocation, screen) { (session, program, parameters, path) throws(UsageError) in
            session.tellsWhatIsOwed = true
            let texts = program.program.trees.map(\.file)
            let request = RunRequest(program: program, schema: Vocabulary.schema, parameters: parameters, mode: .file, file: path)
            let report = Run.plan(request, options: try session.runOptions(), surroundings: session.surroundings(texts: texts))
            let items = report.effects.reduce(0) { $0 + $1.plan.items.count }
            let effects = DisplayForm.counted(report.effects.count, "effect")
            screen.say("\(effects) on \(DisplayForm.counted(items, "item")); nothing was changed")
            // Last, the document that `mend run --plan FILE` takes.
            if session.printer.form == .json { screen.show(report.reviewed.json.text) }
            return ExitStatus(rawValue: Int32(truncatingIfNeeded: report.end.exitCode)) ?? .failed
        }
    }
}
