/// A sub-command: what parses its arguments, its help, the shell completions and the man page are made from.
package struct Command: Sendable {
    /// As typed after `mend`; empty for `mend` itself.
    package var name: String
    package var summary: String
    package var arguments: [ArgumentSpecification]
    package var options: [Option]
    /// Further lines of its help.
    package var details: [String]
    package var availability: Availability
    /// False where no variable of the environment that names a cluster, a journal or a parameter may reach it: it has a cluster of its own.
    package var readsEnvironment: Bool

    package enum Availability: Sendable { case built, later }

    /// All further lines of its help: its own, and what goes for every command that reaches a cluster.
    package var allDetails: [String] {
        details + (options.contains { $0.name == Option.commandConfig.name } ? Option.precedence : [])
    }

    package init(
        _ name: String, _ summary: String, arguments: [ArgumentSpecification] = [], options: [Option] = [], details: [String] = [],
        readsEnvironment: Bool = true, availability: Availability = .built
    ) {
        self.name = name
        self.summary = summary
        self.arguments = arguments
        self.options = options
        self.details = details
        self.readsEnvironment = readsEnvironment
        self.availability = availability
    }
}

/// Names that are not words of the table: what ships, and what lies on this host.
package enum NameList: String, Sendable, CaseIterable {
    case runbooks, scenarios, runs, profiles
}

/// A word that a command takes.
package struct ArgumentSpecification: Sendable {
    /// As help shows it: `FILE`, `RUN`.
    package var name: String
    package var isOptional: Bool
    package var isRepeatable: Bool
    /// What a shell may complete.
    package var completion: Completion

    package enum Completion: Sendable, Hashable {
        case none, file
        case words([String])
        /// Names that only the program can list when they are wanted: `mend completions` prints them for a shell.
        case list(NameList)
    }

    package init(_ name: String, optional: Bool = false, repeatable: Bool = false, completion: Completion = .none) {
        self.name = name
        isOptional = optional
        isRepeatable = repeatable
        self.completion = completion
    }

    /// `FILE…`, `[RUN]`.
    package var usage: String {
        let name = isRepeatable ? "\(name)…" : name
        return isOptional ? "[\(name)]" : name
    }
}

/// An option: `--name VALUE`, `--name=VALUE`, `-b VALUE`.
package struct Option: Sendable {
    /// Without the dashes.
    package var name: String
    package var short: Character?
    /// What its value is called; nil for a switch.
    package var value: String?
    package var summary: String
    package var isRepeatable: Bool
    package var completion: ArgumentSpecification.Completion

    package init(
        _ name: String, short: Character? = nil, value: String? = nil, _ summary: String, repeatable: Bool = false,
        completion: ArgumentSpecification.Completion = .none
    ) {
        self.name = name
        self.short = short
        self.value = value
        self.summary = summary
        isRepeatable = repeatable
        self.completion = completion
    }

    /// `-b, --bootstrap HOST[:PORT],…`.
    package var usage: String {
        let long = value.map { "--\(name) \($0)" } ?? "--\(name)"
        return short.map { "-\($0), \(long)" } ?? long
    }
}
