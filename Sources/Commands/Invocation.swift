/// A command line that was understood.
package struct Invocation: Sendable {
    package var command: Command
    package var arguments: [String]
    private var values: [String: [String]]

    init(command: Command, arguments: [String], values: [String: [String]]) {
        self.command = command
        self.arguments = arguments
        self.values = values
    }

    /// True where the switch was given.
    package func has(_ option: String) -> Bool { values[option] != nil }

    /// The option's value, the last one if it was given more than once; nil where it was not.
    package func value(_ option: String) -> String? { values[option]?.last }

    /// All values of a repeatable option, in order.
    package func all(_ option: String) -> [String] { values[option] ?? [] }
}

/// A command line that was not: what is wrong, and what to type. The command ends 2.
package struct UsageError: Error, Sendable, Hashable {
    package var message: String
    package var hint: String?

    package init(_ message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }
}
