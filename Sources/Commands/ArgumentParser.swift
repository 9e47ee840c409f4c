import Language

/// Words of a command line to an invocation, by the table of commands.
package struct ArgumentParser {
    private let words: [String]
    private var index = 0
    private var arguments: [String] = []
    private var values: [String: [String]] = [:]

    /// What begins an entry of the language: sources and effect verbs. Asked for only where a word is not a command.
    private let language: () -> ForeignWords.Language

    private init(words: [String], language: @escaping () -> ForeignWords.Language) {
        self.words = words
        self.language = language
    }

    /// Reads the words that follow the program's name. Throws what is wrong with them, in one sentence.
    /// - Parameter language: The sources and verbs of the language, so that one typed as a command is answered with the line to type.
    package static func parse(
        _ words: [String], language: @escaping () -> ForeignWords.Language = { ForeignWords.Language() }
    ) throws(UsageError) -> Invocation {
        var parser = ArgumentParser(words: words, language: language)
        return try parser.invocation()
    }

    private mutating func invocation() throws(UsageError) -> Invocation {
        let command = try command()
        if command.availability == .later {
            throw UsageError("`\(CommandTable.program) \(command.name)` is not in this version")
        }
        let options = command.options + Option.everywhere
        // The word that names the command is passed over where it stands; `nil` for the REPL, which has none.
        var commandWord: Int? = command.name.isEmpty ? nil : wordOfCommand
        var optionsEnded = false
        while index < words.count {
            let word = words[index]
            index += 1
            if index - 1 == commandWord {
                commandWord = nil
            } else if optionsEnded || !Self.isOption(word) {
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

    private static func isOption(_ word: String) -> Bool { word.hasPrefix("-") && word != "-" }

    /// Where the word stands that names the command: the first one that is neither an option nor the value of one; nil where there is none.
    /// An option takes a value or none whatever the command (a test of the table holds it), so that options may stand before it.
    private var wordOfCommand: Int? {
        var position = 0
        while position < words.count {
            let word = words[position]
            guard Self.isOption(word) else { return position }
            if word == "--" { return nil }
            position += Self.takesNextWord(word) ? 2 : 1
        }
        return nil
    }

    /// True where an option's value is the word after it: not for a switch, and not where the value is attached to it.
    private static func takesNextWord(_ word: String) -> Bool {
        if word.hasPrefix("--") {
            let name = word.dropFirst(2)
            return !name.contains("=") && CommandTable.everyOption.contains { $0.name == name && $0.value != nil }
        }
        let letters = word.dropFirst()
        return letters.count == 1 && CommandTable.everyOption.contains { $0.short == letters.first && $0.value != nil }
    }

    /// The command that is named; the REPL where none is. An option before it that no command has is told first: whether it takes the next word
    /// is not known.
    private func command() throws(UsageError) -> Command {
        let position = wordOfCommand
        for word in words[..<(position ?? words.count)] where word.hasPrefix("--") && word != "--" {
            let name = String(word.dropFirst(2).prefix { $0 != "=" })
            if !CommandTable.everyOption.contains(where: { $0.name == name }) { throw unknownOption(name, CommandTable.repl) }
        }
        guard let position else { return CommandTable.repl }
        let word = words[position]
        if let command = CommandTable.command(word), !word.isEmpty { return command }
        if let typed = ForeignWords.command(word, rest: Array(words[(position + 1)...]), language: language) {
            throw UsageError("`\(word)` is not a command of \(CommandTable.program)", hint: typed)
        }
        let near = Suggestion.nearest(word, among: CommandTable.all.map(\.name).filter { !$0.isEmpty })
        throw UsageError(
            "`\(word)` is no command", hint: near.map { "did you mean `\(CommandTable.program) \($0)`?" } ?? "see `mend --help`")
    }

    private mutating func takeLong(_ word: String, _ options: [Option], _ command: Command) throws(UsageError) {
        let body = word.dropFirst(2)
        let name = String(body.prefix { $0 != "=" })
        let attached = body.count > name.count ? String(body.dropFirst(name.count + 1)) : nil
        guard let option = options.first(where: { $0.name == name }) else {
            throw unknownOption(name, command)
        }
        try take(option, attached: attached, as: "--\(name)")
    }

    private func unknownOption(_ name: String, _ command: Command) -> UsageError {
        let near = Suggestion.nearest(name, among: (command.options + Option.everywhere).map(\.name))
        return UsageError(
            "\(describe(command)) has no option `--\(name)`",
            hint: ForeignWords.option(name) ?? near.map { "did you mean `--\($0)`?" } ?? "see `\(describe(command)) --help`")
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
