import Engine
import Language

/// A table of Markdown, for a ticket or a chat: the display form, undecided rows below with `?`.
enum MarkdownForm {
    static func lines(_ table: Table, today: Int?) -> [String] {
        let columns = table.shownColumns
        guard !columns.isEmpty else { return [] }
        var lines = ["| " + columns.map { escaped($0.name) }.joined(separator: " | ") + " |"]
        lines.append("|" + columns.map { $0.isRightAligned ? " ---: |" : " --- |" }.joined())
        func line(_ row: UInt32, mark: String) -> String {
            let cells = columns.map { escaped(DisplayForm.text($0.value(at: row), $0.cellType(in: table), today: today)) }
            return "| \(mark)" + cells.joined(separator: " | ") + " |"
        }
        lines += table.decided.map { line($0, mark: "") }
        lines += table.undecided.prefix(TableForm.mostUndecided).map { line($0, mark: "? ") }
        if table.undecided.count > TableForm.mostUndecided {
            lines += ["", "and \(table.undecided.count - TableForm.mostUndecided) more undecided rows"]
        }
        return lines
    }

    /// A cell, or a text behind other words of its line.
    static func escaped(_ text: String) -> String { MarkdownText.escaped(text, beginsLine: false, everyUnderscore: true) }
}
