import Commands
import Terminal

extension Subcommands {
    /// `mend man`: the manual page's source.
    static func man(_ invocation: Invocation, _ screen: Screen) -> ExitStatus {
        screen.showText(ManPage.text(version: Mend.version))
        return .done
    }

    /// `mend completions SHELL`.
    static func completions(_ invocation: Invocation, _ screen: Screen) -> ExitStatus {
        guard let shell = invocation.arguments.first, let script = ShellCompletions.script(for: shell) else {
            return UsageError("completions are made for bash, zsh and fish").report(on: screen)
        }
        screen.showText(script)
        return .done
    }
}
