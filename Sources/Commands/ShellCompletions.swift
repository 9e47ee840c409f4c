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

    /// What prints the names that stand in no table.
    private static func asking(_ list: NameList) -> String { "\(CommandTable.program) completions \(list.rawValue) 2>/dev/null" }

    /// The lists of names that a command's words may come from.
    private static func lists(of command: Command) -> [NameList] {
        command.arguments.compactMap { if case .list(let list) = $0.completion { list } else { nil } }
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
            } else if case .list(let list) = option.completion {
                let letter = option.short.map { "|-\($0)" } ?? ""
                lines += ["        --\(option.name)\(letter)) COMPREPLY=($(compgen -W \"$(\(asking(list)))\" -- \"$word\")); return ;;"]
            }
        }
        lines += ["    esac"]
        lines += ["    local command= candidate", "    for candidate in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do"]
        let commands = built.map(\.name).filter { !$0.isEmpty }.joined(separator: " ")
        lines += ["        case \" \(commands) \" in *\" $candidate \"*) command=$candidate; break ;; esac", "    done"]
        lines += ["    case $command in"]
        for command in built where !command.name.isEmpty {
            let lists = lists(of: command).map { "\" $(\(asking($0)))\"" }.joined()
            lines += ["        \(command.name)) words='\(words(of: command).joined(separator: " "))'\(lists) ;;"]
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
        lines += ["        )", "        _describe 'command' commands", "    fi", "    case ${words[CURRENT-1]} in"]
        var seen: Set<String> = []
        for option in built.flatMap(\.options) where seen.insert(option.name).inserted {
            let head = "        --\(option.name)\(option.short.map { "|-\($0)" } ?? "")) compadd -- "
            switch option.completion {
            case .words(let words): lines += [head + "\(words.joined(separator: " ")); return ;;"]
            case .list(let list): lines += [head + "${(f)\"$(\(asking(list)))\"}; return ;;"]
            case .none, .file: break
            }
        }
        lines += ["    esac", "    case ${words[2]} in"]
        for command in built where !command.name.isEmpty {
            let lists = lists(of: command).map { " ${(f)\"$(\(asking($0)))\"}" }.joined()
            lines += ["        \(command.name)) compadd -- \(words(of: command).joined(separator: " "))\(lists) ;;"]
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
            for argument in command.arguments {
                switch argument.completion {
                case .list(let list): lines += ["complete -c mend -n '\(condition)' -a '(\(asking(list)))'"]
                case .words(let words): lines += ["complete -c mend -n '\(condition)' -a '\(words.joined(separator: " "))'"]
                case .none, .file: break
                }
            }
            for option in command.options {
                let short = option.short.map { " -s \($0)" } ?? ""
                let takes = option.value == nil ? "" : " -r"
                var line = "complete -c mend -n '\(condition)' -l \(option.name)\(short)\(takes) -d '\(quoted(option.summary))'"
                if case .words(let words) = option.completion { line += " -a '\(words.joined(separator: " "))'" }
                if case .list(let list) = option.completion { line += " -a '(\(asking(list)))'" }
                lines += [line]
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func quoted(_ text: String) -> String {
        text.map { $0 == "'" ? "’" : String($0) }.joined()
    }
}
