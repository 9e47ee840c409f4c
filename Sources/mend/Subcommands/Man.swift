import Commands
import Terminal

extension Subcommands {
    /// `mend man`: the manual page's source.
    static func man(_ invocation: Invocation, _ screen: Screen) -> ExitStatus {
        screen.showText(ManPage.text(version: Mend.version))
        return .done
    }

    /// `mend completions SHELL`: the script; `mend completions runs` and the like: the names that the script offers, one a line.
    static func completions(_ invocation: Invocation, _ screen: Screen) -> ExitStatus {
        if let list = invocation.arguments.first.flatMap(NameList.init) {
            let names = NameLists.names(list, invocation)
            if !names.isEmpty { screen.show(names.joined(separator: "\n")) }
            return .done
        }
        guard let shell = invocation.arguments.first, let script = ShellCompletions.script(for: shell) else {
            return UsageError(
                "completions are made for bash, zsh and fish",
                hint: "or name a list: \(NameList.allCases.map(\.rawValue).joined(separator: " "))"
            ).report(on: screen)
        }
        screen.showText(script)
        return .done
    }
}
