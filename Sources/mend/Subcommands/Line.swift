import Commands
import Engine
import Language
import Terminal

extension Subcommands {
    static func line(_ invocation: Invocation, _ screen: Screen) -> ExitStatus {
        do throws(UsageError) {
            let session = try Session(invocation, screen)
            let loaded = ProgramFile(
                SourceFile(id: 0, name: "<line>", text: invocation.all("execute").joined(separator: "\n")), mode: .entry)
            let checked = loaded.check(options: CheckOptions(mode: .entry))
            DiagnosticPrinter(files: loaded.files, invocation: invocation, screen: screen).report(checked.diagnostics)
            guard !checked.hasErrors else { return .usage }
            let evaluator = Evaluator(program: checked, schema: Vocabulary.schema, cluster: session.cluster, clock: session.inbox)
            for case .statement(let statement) in checked.program.main.items {
                guard case .expression(let expression) = statement.kind else { continue }
                do throws(EvaluationFailure) {
                    session.printer.show(try evaluator.evaluate(expression, in: Environment(), timing: session.timing))
                } catch {
                    screen.say("\(error.message) \(error.kind)")
                    return .outOfReach
                }
            }
            return .done
        } catch { return error.report(on: screen) }
    }
}
