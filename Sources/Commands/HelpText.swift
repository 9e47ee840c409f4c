/// Help, as it is printed: made from the table, so that it cannot drift.
package enum HelpText {
    /// `mend run FILE [options]`.
    package static func usage(of command: Command) -> String {
        let words = [CommandTable.program, command.name].filter { !$0.isEmpty } + command.arguments.map(\.usage)
        return (words + (command.options.isEmpty ? [] : ["[options]"])).joined(separator: " ")
    }

    /// What `mend --help` prints.
    package static func overview() -> String {
        var lines = ["mend: look at a broken Kafka cluster, and put it right.", "", "usage: mend [COMMAND] [options]", ""]
        let built = CommandTable.all.filter { $0.availability == .built }
        let heads = built.map { ([$0.name.isEmpty ? "(none)" : $0.name] + $0.arguments.map(\.usage)).joined(separator: " ") }
        lines += columns(zip(heads, built.map(\.summary)).map { ($0, $1) })
        lines += ["", "first steps:"]
        lines += columns([
            ("mend demo", "the incident, the recovery, a kill, the resume; no Kafka needed"),
            ("mend -b HOST -e 'partitions where underReplicated'", "one look at a cluster"),
            ("mend -b HOST run FILE", "a runbook, step by step"),
        ])
        lines += ["", "not in this version: " + CommandTable.all.filter { $0.availability == .later }.map(\.name).joined(separator: ", ")]
        lines += ["`mend help COMMAND` has the options; `mend help SOURCE` and `mend help EFFECT` the language."]
        return lines.joined(separator: "\n") + "\n"
    }

    /// What `mend COMMAND --help` prints.
    /// - Parameter lists: The names that a command takes and the table does not hold, each with a line about it.
    package static func help(for command: Command, lists: (NameList) -> [(name: String, summary: String)] = { _ in [] }) -> String {
        var lines = [command.summary, "", "usage: \(usage(of: command))"]
        if !command.allDetails.isEmpty { lines += [""] + command.allDetails }
        for argument in command.arguments {
            guard case .list(let list) = argument.completion else { continue }
            let names = lists(list)
            if !names.isEmpty { lines += ["", "\(argument.name):"] + columns(names.map { ($0.name, $0.summary) }) }
        }
        let options = command.options + Option.everywhere
        lines += ["", "options:"] + columns(options.map { ($0.usage, $0.summary) })
        return lines.joined(separator: "\n") + "\n"
    }

    /// Two columns, the second aligned; a head too long for the column stands on a line of its own.
    static func columns(_ rows: [(String, String)]) -> [String] {
        let width = min(rows.map { $0.0.count }.max() ?? 0, 34)
        var lines: [String] = []
        for (head, text) in rows {
            if head.count <= width {
                lines.append("  \(head)\(String(repeating: " ", count: width - head.count + 2))\(text)")
            } else {
                lines.append("  \(head)")
                lines.append("\(String(repeating: " ", count: width + 4))\(text)")
            }
        }
        return lines
    }
}
