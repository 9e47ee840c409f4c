/// Something wrong with a property. Its text never holds a value that may be secret.
package struct PropertyProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// How bad it is.
    package enum Severity: String, Sendable {
        /// It is told, and the file is used.
        case warning
        /// The file is not used: the command ends 2.
        case error
    }
    package var severity: Severity
    package var place: PropertyPlace
    /// What is wrong, in one sentence.
    package var message: String
    /// What to do; nil where the sentence says it.
    package var hint: String?

    package init(_ severity: Severity = .error, at place: PropertyPlace, _ message: String, hint: String? = nil) {
        self.severity = severity
        self.place = place
        self.message = message
        self.hint = hint
    }

    /// `client.properties:12: …; …`.
    package var description: String { "\(place): \(message)" + (hint.map { "; \($0)" } ?? "") }
}
