import Engine
import Journal
import Language

/// A result, written in one of the five forms.
package enum Renderer {
    /// A value that a statement shows.
    /// - Parameters:
    ///   - type: the expression's type, where known.
    ///   - reading: when its answers arrived; for a value that is no table.
    ///   - because: why the value is only a bound.
    package static func render(
        _ value: Value, type: ValueType = .any, reading: ReadingTime? = nil, because: [Cause] = [], _ options: OutputOptions
    ) -> Rendered {
        if case .table(let table) = value { return render(table, options) }
        let footer = Self.footer(because, reading, options)
        switch options.form {
        case .json, .jsonl:
            return Rendered(lines: [line(.object([.init("value", JSONForm.value(value))]))], footer: footer)
        case .csv:
            return Rendered(lines: [StyledText("value\r"), StyledText(CSVForm.field(value) + "\r")], footer: footer)
        case .table, .md: return Rendered(lines: people(value, type, options), footer: footer)
        }
    }

    /// A table.
    package static func render(_ table: Table, _ options: OutputOptions) -> Rendered {
        var hidden: [String] = []
        var isCut = false
        let body: StyledLines
        switch options.form {
        case .table:
            let layout = TableForm.layout(table, width: options.width, isExpanded: options.isExpanded, today: options.today)
            body = layout.lines
            hidden = layout.hidden
            isCut = layout.isCut
        case .json: body = StyledLines([line(JSONForm.document(table))])
        case .jsonl:
            let columns = table.shownColumns
            body = StyledLines(table.decided.map { line(JSONForm.row($0, columns)) })
        case .csv: body = StyledLines(CSVForm.lines(table).map { StyledText($0) })
        case .md: body = StyledLines(MarkdownForm.lines(table, today: options.today).map { StyledText($0) })
        }
        let footer = Footer.text(table, hidden: hidden, whole: isCut || !hidden.isEmpty ? options.whole : nil, today: options.today)
        return Rendered(body, footer: StyledText(footer, .dim))
    }

    static func line(_ json: JSONValue) -> StyledText { StyledText(json.text) }

    private static func footer(_ because: [Cause], _ reading: ReadingTime?, _ options: OutputOptions) -> StyledText? {
        let parts = Footer.causes(because) + (reading.map { Footer.reading($0, today: options.today) } ?? [])
        return parts.isEmpty ? nil : StyledText(parts.joined(separator: " · "), .dim)
    }

    private static func people(_ value: Value, _ type: ValueType, _ options: OutputOptions) -> [StyledText] {
        switch value {
        case .drawing(let lines) where options.form == .md: return MarkdownText.fenced(lines).map { StyledText($0) }
        case .drawing(let lines): return lines.map { StyledText(DisplayForm.visible($0)) }
        case .unknown(let cause): return [StyledText([.init("? "), .init("(\(DisplayForm.visible(cause.description)))", .dim)])]
        case .record(let record):
            let fields = record.fields.map {
                (name: $0.name, text: DisplayForm.text($0.value, $0.type.shown(isExact: $0.isExact), today: options.today))
            }
            if options.form == .md {
                return fields.map { StyledText("- \(MarkdownForm.escaped($0.name)): \(MarkdownForm.escaped($0.text))") }
            }
            return TableForm.list(fields.map { (DisplayForm.visible($0.name), $0.text) })
        default:
            let text = DisplayForm.text(value, type, today: options.today)
            return [StyledText(options.form == .md ? MarkdownText.escaped(text, everyUnderscore: true) : text)]
        }
    }
}
