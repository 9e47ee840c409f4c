/// One thing that is wrong with a text, or that deserves a warning.
package struct Diagnostic: Sendable {
    package enum Severity: String, Sendable { case error, warning }

    /// So many are told of a text; what stands behind the last of them is not looked at.
    package static let most = 1000

    /// What stands in the place of all that would follow.
    static func tooMany(_ span: Span) -> Diagnostic {
        Diagnostic(
            code: "too-many-errors", message: "more than \(most) things are wrong here: what follows is not looked at",
            span: span)
    }

    /// Stable: `unknown-column`. Wording is free, codes are a contract.
    package var code: String
    package var severity: Severity
    /// What is wrong, in one sentence.
    package var message: String
    package var span: Span
    /// What stands beside the carets: `did you mean "underReplicated"?`.
    package var help: String?
    /// Why, or other places that matter.
    package var notes: [Note]

    package struct Note: Sendable {
        package var message: String
        package var span: Span?

        package init(message: String, span: Span? = nil) {
            self.message = message
            self.span = span
        }
    }

    package init(code: String, severity: Severity = .error, message: String, span: Span, help: String? = nil, notes: [Note] = []) {
        self.code = code
        self.severity = severity
        self.message = message
        self.span = span
        self.help = help
        self.notes = notes
    }
}
