import Commands
import Engine
import Journal
import Platform
import Report
import Terminal

extension Subcommands {
    /// `mend report [RUN]`: a run as a post-mortem. Ends 1 where a part of the folder could not be read; what could is told.
    static func report(_ invocation: Invocation, _ screen: Screen) -> ExitStatus {
        do throws(UsageError) {
            let form = try reportForm(invocation)
            let (run, store) = try invocation.chosenRun(readsOnly: true)
            let told = try store.told(run)
            let text = ReportWriter.text(of: told, as: form)
            if let path = invocation.value("to") {
                do throws(Errno) { try Files.save(Array(text.utf8), to: path) } catch {
                    screen.say("mend: \(error)")
                    return .failed
                }
                if !screen.isQuiet { screen.say("\(told.run) as \(form.rawValue): \(path)") }
            } else {
                screen.showText(text)
            }
            for problem in told.problems { screen.say("warning: \(problem)") }
            return told.problems.isEmpty ? .done : .failed
        } catch {
            return error.report(on: screen)
        }
    }

    /// What `--output` says, else what the name of the file does; else Markdown.
    private static func reportForm(_ invocation: Invocation) throws(UsageError) -> ReportForm {
        guard let word = invocation.value("output") else { return invocation.value("to").flatMap(ReportForm.init(fileName:)) ?? .md }
        guard let form = ReportForm(rawValue: word) else {
            throw UsageError("a report has no form `\(word)`", hint: "say --output md, json or html")
        }
        return form
    }
}
