/// The five forms of a result (`--output`, `:format`).
package enum OutputForm: String, Sendable, CaseIterable {
    case table, json, jsonl, csv, md
}

/// How results are written.
package struct OutputOptions: Sendable {
    package var form: OutputForm
    /// Cells in a line; nil: nothing is fitted.
    package var width: Int?
    /// The day counted from 1970-01-01 whose times go without a date; nil: every time has its date.
    package var today: Int?

    package init(form: OutputForm, width: Int? = nil, today: Int? = nil) {
        self.form = form
        self.width = width
        self.today = today
    }
}

/// A result as text: what goes to standard output, and the line below it, which in a pipe goes to standard error.
package struct Rendered: Sendable {
    package var lines: [StyledText]
    package var footer: StyledText?

    package init(lines: [StyledText], footer: StyledText? = nil) {
        self.lines = lines
        self.footer = footer
    }

    /// The lines without looks, each with its newline.
    package var plain: String { lines.map { $0.plain + "\n" }.joined() }
}
