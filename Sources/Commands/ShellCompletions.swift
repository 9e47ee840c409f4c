/// Completions for shells, made from the table.
package enum ShellCompletions {
    /// The script of a shell; nil for one that is not known.
    package static func script(for shell: String) -> String? {
        switch shell {
        case "bash": bash()
        case "zsh": zsh()
        case "fish": fish()
        default: nil
        }
    }

    private static var built: [Command] { CommandTable.all.filter { $0.availability == .built } }

    private static func words(of command: Command) -> [String] {
        (command.options + Option.everywhere).map { "--\($0.name)" }
            + command.arguments.flatMap { argument in
                if case .words(let words) = argument.completion { words } else { [String]() }
            }
    }

    private static func bash() -> String {
        var lines = [
            "# bash completion of mend", "_mend() {", "    local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} words",
        ]
        lines += ["    case $previous in"]
        var seen: Set<String> = []
        for option in built.flatMap(\.options) where seen.insert(option.name).inserted {
            if case .words(let words) = option.completion {
                lines += ["        --\(option.name)) COMPREPLY=($(compgen -W '\(words.joined(separator: " "))' -- \"$word\")); return ;;"]
            }
        }
        lines += ["    esac", "    case ${COMP_WORDS[1]} in"]
        for command in built where !command.name.isEmpty {
            lines += ["        \(command.name)) words='\(words(of: command).joined(separator: " "))' ;;"]
        }
        let names = built.map(\.name).filter { !$0.isEmpty } + words(of: CommandTable.repl)
        lines += [
            "        *) words='\(names.joined(separator: " "))' ;;", "    esac",
            "    COMPREPLY=($(compgen -W \"$words\" -- \"$word\") $(compgen -f -- \"$word\"))", "}", "complete -o filenames -F _mend mend",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    private static func zsh() -> String {
        var lines = ["#compdef mend", "_mend() {", "    if (( CURRENT == 2 )); then", "        local -a commands=("]
        for command in built where !command.name.isEmpty { lines += ["            '\(command.name):\(quoted(command.summary))'"] }
        lines += ["        )", "        _describe 'command' commands", "    fi", "    case ${words[2]} in"]
        for command in built where !command.name.isEmpty {
            lines += ["        \(command.name)) compadd -- \(words(of: command).joined(separator: " ")) ;;"]
        }
        lines += [
            "        *) compadd -- \(words(of: CommandTable.repl).joined(separator: " ")) ;;", "    esac", "    _files", "}",
            "compdef _mend mend",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    private static func fish() -> String {
        var lines = ["# fish completion of mend"]
        for command in built where !command.name.isEmpty {
            lines += ["complete -c mend -n __fish_use_subcommand -a \(command.name) -d '\(quoted(command.summary))'"]
        }
        for command in built {
            let condition = command.name.isEmpty ? "__fish_use_subcommand" : "__fish_seen_subcommand_from \(command.name)"
            for option in command.options {
                let short = option.short.map { " -s \($0)" } ?? ""
                let takes = option.value == nil ? "" : " -r"
                var line = "complete -c mend -n '\(condition)' -l \(option.name)\(short)\(takes) -d '\(quoted(option.summary))'"
                if case .words(let words) = option.completion { line += " -a '\(words.joined(separator: " "))'" }
                lines += [line]
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func quoted(_ text: String) -> String {
        text.map { $0 == "'" ? "’" : String($0) }.joined()
    }
}
