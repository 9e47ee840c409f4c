/// Where a property was written.
package struct PropertyPlace: Hashable, Sendable, CustomStringConvertible {
    /// The file as it was given, or the option (`-X`).
    package var source: String
    /// The line on which the entry begins, counted from 1; nil for an option of the command line.
    package var line: Int?

    package init(source: String, line: Int?) {
        self.source = source
        self.line = line
    }

    /// `client.properties:12`, `-X`.
    package var description: String { line.map { "\(source):\($0)" } ?? source }
}
