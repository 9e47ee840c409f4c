/// One thing that an edit of the file changed: what it is, and the lines that differ.
package struct EditDifference: Sendable, Hashable {
    /// What has changed, in one line.
    package var headline: String
    /// Lines with `- `, `+ ` or two spaces before them; none where nothing can be shown.
    package var lines: [String]

    /// Before each line of a difference that is told as one text.
    private static let indent = "    "

    /// - Parameter headline: What has changed; whatever breaks a line in it is made visible.
    init(_ headline: String, _ lines: [String]) {
        self.headline = DisplayForm.visible(headline)
        self.lines = lines.map { DisplayForm.visible($0) }
    }

    /// As it stands in the journal. What does not look like lines of a difference belongs to the headline.
    init(_ text: String) {
        let parts = text.split(separator: "\n", omittingEmptySubsequences: false)
        let rest = parts.dropFirst().map { $0.hasPrefix(Self.indent) ? String($0.dropFirst(Self.indent.count)) : nil }
        let lines = rest.compactMap { line in line.flatMap { ["- ", "+ ", "  "].contains($0.prefix(2)) ? $0 : nil } }
        self.init(lines.count == rest.count ? String(parts.first ?? "") : text, lines.count == rest.count ? lines : [])
    }

    /// The headline, and below it the lines, as people read it and the journal keeps it.
    package var text: String { ([headline] + lines.map { Self.indent + $0 }).joined(separator: "\n") }
}
