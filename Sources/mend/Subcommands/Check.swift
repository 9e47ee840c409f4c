import Commands
import Engine
import Language
import Terminal

extension Subcommands {
    /// `mend check FILE…`: all that needs no cluster. Ends 2 where a file has an error.
    static func check(_ invocation: Invocation, _ screen: Screen) -> ExitStatus {
        var failed = false
        for path in invocation.arguments {
            switch ProgramFile.load(path) {
            case .failure(let failure):
                _ = failure.report(on: screen)
                failed = true
            case .success(let loaded):
                let checked = loaded.check()
                DiagnosticPrinter(files: loaded.files, invocation: invocation, screen: screen).report(checked.diagnostics)
                failed = failed || checked.hasErrors
                if !checked.hasErrors { screen.say("\(path): \(summary(of: checked))") }
            }
        }
        return failed ? .usage : .done
    }

    /// `6 steps, 2 tests · touches by elect, reassign · waits at most 1h10m, and for a person`.
    private static func summary(of program: CheckedProgram) -> String {
        var parts: [String] = []
        if program.header == nil {
            parts.append(counted(program.functions.count, "function"))
        } else {
            parts.append([counted(program.steps.count, "step"), counted(program.tests.count, "test")].joined(separator: ", "))
            parts.append(program.verbs.isEmpty ? "changes nothing" : "touches by \(program.verbs.sorted().joined(separator: ", "))")
            parts.append(worstTime(program.worstTime))
        }
        return parts.joined(separator: " · ")
    }

    private static func worstTime(_ time: WorstTime) -> String {
        var text: String
        if let limit = time.limit, time.perItem || time.isPartial || time.bounded > limit {
            text = "waits at most \(DisplayForm.duration(limit)), its limit"
        } else if time.isPartial {
            text = "waits \(DisplayForm.duration(time.bounded)), and for what only the run can tell"
        } else if time.bounded == 0 {
            return time.waitsForPeople ? "waits for a person only" : "waits for nothing"
        } else {
            text = "waits at most \(DisplayForm.duration(time.bounded))"
            if time.perItem { text += " for each item of its loops" }
        }
        if time.waitsForPeople { text += ", and for a person" }
        return text
    }

    private static func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
