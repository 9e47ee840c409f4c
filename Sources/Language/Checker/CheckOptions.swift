/// How a text is checked.
package struct CheckOptions: Sendable {
    package enum Mode: Sendable {
        /// A runbook or a file of functions: statements stand in steps.
        case file
        /// A REPL entry or `-e`: statements stand alone, `_` exists, what a file must say is asked.
        case entry
    }
    package var mode: Mode
    /// What a REPL session has made so far.
    package var environment: CheckedEnvironment
    /// The scenarios of the lab by name; nil: not known here, any name passes.
    package var labs: [String]?

    package init(mode: Mode = .file, environment: CheckedEnvironment = CheckedEnvironment(), labs: [String]? = nil) {
        self.mode = mode
        self.environment = environment
        self.labs = labs
    }
}
