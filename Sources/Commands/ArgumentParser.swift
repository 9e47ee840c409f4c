import Language

/// Words of a command line to an invocation, by the table of commands.
package struct ArgumentParser {
    private let words: [String]
    private var index = 0
    private var arguments: [String] = []
    private var values: [String: [String]] = [:]

    private init(words: [String]) { self.words = words }

    /// Reads the words that follow the program's name. Throws what is wrong with them, in one sentence.
    package static func parse(_ words: [String]) throws(UsageError) -> Invocation {
        var parser = ArgumentParser(words: words)
        return try parser.invocation()
    }

    private mutating func invocation() throws(UsageError) -> Invocation {
        let command = try takeCommand()
        if command.availability == .later {
            throw UsageError("`\(CommandTable.program) \(command.name)` is not in this version")
        }
        let options = command.options + Option.everywhere
        var optionsEnded = false
        while index < words.count {
            let word = words[index]
            index += 1
            if optionsEnded || !word.hasPrefix("-") || word == "-" {
                arguments.append(word)
            } else if word == "--" {
                optionsEnded = true
            } else if word.hasPrefix("--") {
                try takeLong(word, options, command)
            } else {
                try takeShort(word, options, command)
            }
        }
        let invocation = Invocation(command: command, arguments: arguments, values: values)
        if !invocation.has("help"), !invocation.has("version") { try checkArguments(of: command) }
        return invocation
    }

    /// The first word names the command, unless it is an option.
    private mutating func takeCommand() throws(UsageError) -> Command {
        guard let word = words.first, !word.hasPrefix("-") else { return CommandTable.repl }
        guard let command = CommandTable.command(word), !word.isEmpty else {
            let near = Suggestion.nearest(word, among: CommandTable.all.map(\.name).filter { !$0.isEmpty })
            throw UsageError(
                "`\(word)` is no command", hint: near.map { "did you mean `\(CommandTable.program) \($0)`?" } ?? "see `mend --help`")
        }
        index = 1
        return command
    }

    private mutating func takeLong(_ word: String, _ options: [Option], _ command: Command) throws(UsageError) {
        let body = word.dropFirst(2)
        let name = String(body.prefix { $0 != "=" })
        let attached = body.count > name.count ? String(body.dropFirst(name.count + 1)) : nil
        guard let option = options.first(where: { $0.name == name }) else {
            let near = Suggestion.nearest(name, among: options.map(\.name))
            throw UsageError(
                "\(describe(command)) has no option `--\(name)`",
                hint: near.map { "did you mean `--\($0)`?" } ?? "see `\(describe(command)) --help`")
        }
        try take(option, attached: attached, as: "--\(name)")
    }

    private mutating func takeShort(_ word: String, _ options: [Option], _ command: Command) throws(UsageError) {
        let letter = word[word.index(after: word.startIndex)]
        guard let option = options.first(where: { $0.short == letter }) else {
            throw UsageError("\(describe(command)) has no option `-\(letter)`", hint: "see `\(describe(command)) --help`")
        }
        let rest = String(word.dropFirst(2))
        if option.value == nil, !rest.isEmpty {
            throw UsageError("`-\(letter)` takes no value: write further options apart")
        }
        try take(option, attached: rest.isEmpty ? nil : rest, as: "-\(letter)")
    }

    private mutating func take(_ option: Option, attached: String?, as written: String) throws(UsageError) {
        guard let valueName = option.value else {
            if attached != nil { throw UsageError("`\(written)` takes no value") }
            values[option.name, default: []].append("")
            return
        }
        if !option.isRepeatable, values[option.name] != nil { throw UsageError("`\(written)` was given twice") }
        if let attached {
            values[option.name, default: []].append(attached)
        } else if index < words.count {
            values[option.name, default: []].append(words[index])
            index += 1
        } else {
            throw UsageError("`\(written)` needs a value: \(written) \(valueName)")
        }
        if case .words(let allowed) = option.completion, let given = values[option.name]?.last, !allowed.contains(given) {
            let near = Suggestion.nearest(given, among: allowed)
            throw UsageError(
                "`\(given)` is no \(valueName) of `\(written)`",
                hint: near.map { "did you mean `\($0)`?" } ?? "one of: \(allowed.joined(separator: " "))")
        }
    }

    private func checkArguments(of command: Command) throws(UsageError) {
        let least = command.arguments.count { !$0.isOptional }
        let most = command.arguments.contains(where: \.isRepeatable) ? Int.max : command.arguments.count
        var usage: String { HelpText.usage(of: command) }
        if arguments.count < least {
            throw UsageError("\(describe(command)) needs \(command.arguments[arguments.count].name)", hint: "usage: \(usage)")
        }
        if arguments.count > most {
            throw UsageError("\(describe(command)) does not take `\(arguments[most])`", hint: "usage: \(usage)")
        }
    }

    private func describe(_ command: Command) -> String {
        command.name.isEmpty ? CommandTable.program : "\(CommandTable.program) \(command.name)"
    }
}
