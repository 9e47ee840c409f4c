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
    /// Each row as a list of its own.
    package var isExpanded = false
    /// Said below a table that lacks room: how to see all of it; nil: nothing is said.
    package var whole: String?

    package init(form: OutputForm, width: Int? = nil, today: Int? = nil) {
        self.form = form
        self.width = width
        self.today = today
    }
}

/// A result as text: what goes to standard output, and the line below it, which in a pipe goes to standard error.
package struct Rendered: Sendable {
    package var body: StyledLines
    package var footer: StyledText?

    package init(_ body: StyledLines, footer: StyledText? = nil) {
        self.body = body
        self.footer = footer
    }

    package init(lines: [StyledText], footer: StyledText? = nil) { self.init(StyledLines(lines), footer: footer) }

    /// The lines one by one.
    package var lines: [StyledText] { body.lines }

    /// The lines without looks, each with its newline.
    package var plain: String { String(decoding: body.bytes, as: UTF8.self) }
}
