import Commands
import Platform
import Terminal

@main
enum Mend {
    /// The version that `--version`, journals and the Kafka handshake tell.
    static let version = "0.1.0"

    /// What the names of the variables begin with that only this program reads: a cluster, a journal, parameters.
    private static let ownVariables = "MEND_"

    static func main() {
        StandardStream.reserve()
        let words = Array(CommandLine.arguments.dropFirst())
        SystemProcess.exit(run(words).rawValue)
    }

    private static func run(_ words: [String]) -> ExitStatus {
        let invocation: Invocation
        do throws(UsageError) { invocation = try ArgumentParser.parse(words, language: Vocabulary.beginnings) } catch {
            let screen = Screen(environment: SystemProcess.environment, noColor: false, quiet: false)
            return error.report(on: screen)
        }
        let screen = Screen(
            environment: SystemProcess.environment, noColor: invocation.has("no-color"), quiet: invocation.has("quiet"))
        let status = run(invocation, screen)
        // Results that did not arrive are no success.
        return screen.endOutput() || status != .done ? status : .failed
    }

    private static func run(_ invocation: Invocation, _ screen: Screen) -> ExitStatus {
        if invocation.has("version") {
            screen.show("mend \(version)")
            return .done
        }
        if invocation.has("help") {
            screen.showText(
                invocation.command.name.isEmpty ? HelpText.overview() : HelpText.help(for: invocation.command, lists: NameLists.described))
            return .done
        }
        if !invocation.command.readsEnvironment {
            SystemProcess.removeVariables { $0.hasPrefix(ownVariables) && $0 != LabProcess.parentVariable }
        }
        guard let subcommand = Subcommands.all[invocation.command.name] else {
            screen.say("mend: `\(invocation.command.name)` is in the table of commands and has no body")
            return .usage
        }
        return subcommand(invocation, screen)
    }
}

extension UsageError {
    /// Tells what is wrong with the command line; such a command ends 2.
    func report(on screen: Screen) -> ExitStatus {
        screen.say("mend: \(message)" + (hint.map { "; \($0)" } ?? ""))
        return .usage
    }
}

extension Screen {
    /// Shows text that ends with a newline of its own.
    func showText(_ text: String) { show(Painted(lines: text.hasSuffix("\n") ? String(text.dropLast()) : text)) }
}
