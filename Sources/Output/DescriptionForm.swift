import Engine
import Journal
import Language

extension Renderer {
    /// All that is told of a thing whose name alone was typed.
    /// - Parameter rows: the lines that there is room for; nil: as many as it takes.
    package static func description(_ description: Description, _ options: OutputOptions, rows: Int? = nil) -> Rendered {
        let footer = description.reading.map { StyledText(Footer.reading($0, today: options.today).joined(separator: " · "), .dim) }
        switch options.form {
        case .json, .jsonl: return Rendered(lines: [line(DescriptionForm.json(description))], footer: footer)
        case .csv: return Rendered(lines: CSVForm.lines(DescriptionForm.row(description)).map { StyledText($0) }, footer: footer)
        case .md: return Rendered(lines: DescriptionForm.markdown(description, options).map { StyledText($0) }, footer: footer)
        case .table: return Rendered(lines: DescriptionForm(description, options, rows: rows).lines, footer: footer)
        }
    }
}

/// A description as one screen.
struct DescriptionForm {
    private let description: Description
    private let options: OutputOptions
    private let rows: Int?
    /// Where values begin: behind the longest title.
    private let indent: Int

    init(_ description: Description, _ options: OutputOptions, rows: Int?) {
        self.description = description
        self.options = options
        self.rows = rows
        let titles = description.facts.map(\.title) + description.parts.filter(Self.isInline).map(\.title) + ["next"]
        indent = (titles.map { DisplayWidth.of($0) }.max() ?? 0) + 2
    }

    var lines: [StyledText] {
        switch description.existence {
        case .missing(let text, let near):
            return [StyledText([.init(DisplayForm.visible(text), .bad), .init(Self.hint(near))])]
        case .unknown(let causes):
            let why = causes.map { DisplayForm.visible($0.description) }.joined(separator: "; ")
            return [
                StyledText([
                    .init("? whether there is a \(description.title) is not known", .warning), .init(why.isEmpty ? "" : ": \(why)"),
                ])
            ]
        case .there: break
        }
        let head = [StyledText(description.title, .header)] + facts + signs + open
        let tail = next
        let room = rows.map { max(0, $0 - height(head) - height(tail)) }
        return head + parts(room) + tail
    }

    /// The lines of the screen that these take: what is to be typed is whole, and may be wider than it.
    private func height(_ lines: [StyledText]) -> Int {
        guard let width = options.width, width > 0 else { return lines.count }
        return lines.reduce(0) { $0 + max(1, ($1.width + width - 1) / width) }
    }

    static func hint(_ near: [String]) -> String {
        near.isEmpty ? "" : "; near: " + near.map { DisplayForm.visible($0) }.joined(separator: ", ")
    }

    // MARK: - Sections

    private var facts: [StyledText] {
        description.facts.flatMap { facts -> [StyledText] in
            let shown = facts.fields.filter { !facts.quiet.contains(NameKey($0.name)) }
            // Nothing of it is known: that is said below, with the cause.
            if isDark(facts) { return [] }
            return titled(facts.title, shown.map { field in self.text(of: field, besides: facts.title) })
        }
    }

    /// Whether all of a line is unknown for one cause.
    private func isDark(_ facts: Description.Facts) -> Bool {
        let causes = facts.fields.map { field -> Cause? in if case .unknown(let cause) = field.value { cause } else { nil } }
        return causes.count > 1 && causes.allSatisfy { $0 != nil && $0 == causes[0] }
    }

    private func text(of field: Record.Field, besides title: String) -> String {
        let value = DisplayForm.text(field.value, field.type.shown(isExact: field.isExact), today: options.today)
        return field.name == title ? value : "\(field.name) \(value)"
    }

    private var signs: [StyledText] {
        let isWell = description.open.isEmpty && !description.signs.contains { $0.weight != .notice }
        let all = isWell ? [StyledText([.init("✓ ", .good), .init("nothing is wrong with it")])] : []
        return all
            + description.signs.flatMap { sign -> [StyledText] in
                switch sign.weight {
                case .bad: wrapped("✗ ", .bad, sign.text)
                case .warning: wrapped("! ", .warning, sign.text)
                case .notice: wrapped("· ", .dim, sign.text)
                }
            }
    }

    /// What is not known, by its cause: facts, signs, rows.
    private var open: [StyledText] {
        var questions: [(cause: Cause, what: [String])] = []
        func note(_ what: String, _ cause: Cause) {
            if let place = questions.firstIndex(where: { $0.cause == cause }) {
                questions[place].what.append(what)
            } else {
                questions.append((cause, [what]))
            }
        }
        for open in description.open { for question in open.questions { note(question, open.cause) } }
        for facts in description.facts {
            for field in facts.fields {
                if case .unknown(let cause) = field.value { note(isDark(facts) ? facts.title : field.name, cause) }
            }
        }
        for part in description.parts { for cause in part.table.causes + part.table.unknowns { note(part.title, cause) } }
        return questions.flatMap { entry in
            var seen: Set<NameKey> = []
            let what = entry.what.filter { seen.insert(NameKey($0)).inserted }
            let more = what.count > Self.mostQuestions ? " and \(what.count - Self.mostQuestions) more" : ""
            let named = what.prefix(Self.mostQuestions).joined(separator: ", ") + more
            return wrapped("? ", .warning, "not known (\(DisplayForm.visible(entry.cause.description))): \(named)")
        }
    }

    private static let mostQuestions = 8

    private var next: [StyledText] {
        let most = (rows ?? .max) < 30 ? 3 : 5
        return description.next.prefix(most).enumerated().map { index, line in
            let title = index == 0 ? "next" : ""
            return StyledText([.init(title + String(repeating: " ", count: indent - title.count), .header), .init(line)])
        }
    }

    // MARK: - Parts

    /// Two columns are told in a line.
    private static func isInline(_ part: Description.Part) -> Bool { part.table.shownColumns.count == 2 }

    private func parts(_ room: Int?) -> [StyledText] {
        let shown = description.parts.filter { !$0.table.decided.isEmpty || $0.empty != nil && $0.table.causes.isEmpty }
        let broad = shown.filter { !Self.isInline($0) && !$0.table.decided.isEmpty }
        let inline = shown.count - broad.count
        // A title, a head and a line for what is left out stand around the rows.
        let share = room.map { max(2, ($0 - inline) / max(1, broad.count) - 3) }
        return shown.flatMap { part -> [StyledText] in
            if part.table.decided.isEmpty { return titled(part.title, [part.empty ?? ""]) }
            return Self.isInline(part) ? inlined(part) : tabled(part, most: min(part.most, share ?? .max))
        }
    }

    private func inlined(_ part: Description.Part) -> [StyledText] {
        let columns = part.table.shownColumns
        var texts = part.table.decided.prefix(part.most).map { row in
            columns.map { DisplayForm.text($0.value(at: row), $0.cellType(in: part.table), today: options.today) }.joined(separator: ": ")
        }
        let more = part.table.decided.count - texts.count
        if more > 0 { texts.append("… \(DisplayForm.count(more)) more") }
        return titled(part.title, texts)
    }

    private func tabled(_ part: Description.Part, most: Int) -> [StyledText] {
        var table = part.table
        let all = table.decided.count + table.undecided.count
        // One row more takes no more room than saying that there is one.
        let shown = all <= most + 1 ? all : most
        table.undecided = Array(table.undecided.prefix(max(0, shown - table.decided.count)))
        table.decided = Array(table.decided.prefix(shown))
        let layout = TableForm.layout(table, width: options.width.map { $0 - 2 }, isList: false, today: options.today)
        var lines = [StyledText(part.title, .header)]
        lines += layout.lines.lines.map { StyledText([.init("  ")] + $0.pieces) }
        if all > shown {
            let more = "  … \(DisplayForm.count(all - shown)) more"
            let line = part.line.map { "\(more): \($0)" } ?? more
            lines.append(StyledText(DisplayWidth.of(line) <= options.width ?? .max ? line : more, .dim))
        }
        return lines
    }

    // MARK: - Lines

    /// A title and texts beside it, in as many lines as they take.
    private func titled(_ title: String, _ texts: [String]) -> [StyledText] {
        guard !texts.isEmpty else { return [] }
        return fitted(texts, separator: " · ", into: options.width.map { max(20, $0 - indent) }).enumerated().map { index, line in
            let head = index == 0 ? title : ""
            let space = String(repeating: " ", count: max(1, indent - DisplayWidth.of(head)))
            return StyledText([.init(head + space, .header), .init(line)])
        }
    }

    private func wrapped(_ mark: String, _ style: StyledText.Style, _ text: String) -> [StyledText] {
        let words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        return fitted(words, separator: " ", into: options.width.map { max(20, $0 - 2) }).enumerated().map { index, line in
            index == 0 ? StyledText([.init(mark, style), .init(line)]) : StyledText("  " + line)
        }
    }

    private func fitted(_ texts: [String], separator: String, into width: Int?) -> [String] {
        var lines: [String] = []
        for text in texts {
            if let last = lines.last, DisplayWidth.of(last) + DisplayWidth.of(separator) + DisplayWidth.of(text) <= width ?? .max {
                lines[lines.count - 1] = last + separator + text
            } else {
                lines.append(text)
            }
        }
        return lines
    }
}

// MARK: - Other forms

extension DescriptionForm {
    static func json(_ description: Description) -> JSONValue {
        var members: [JSONValue.Member] = [.init("describe", .string(description.noun))]
        members += description.key.map { .init($0.name, JSONForm.value($0.value)) }
        switch description.existence {
        case .missing(let text, let near):
            members += [
                .init("exists", .bool(false)), .init("message", .string(text)), .init("near", .array(near.map { .string($0) })),
            ]
        case .unknown(let causes):
            members.append(.init("exists", ["unknown": .string(causes.map(\.description).joined(separator: "; "))]))
        case .there:
            members.append(.init("exists", .bool(true)))
            members.append(.init("facts", .object(description.facts.flatMap(\.fields).map { .init($0.name, JSONForm.value($0.value)) })))
            members.append(
                .init(
                    "signs",
                    .array(description.signs.map { ["weight": .string($0.weight.rawValue), "text": .string($0.text)] })))
            members.append(
                .init(
                    "open",
                    .array(
                        description.open.map { open in
                            var members = [JSONValue.Member("questions", .array(open.questions.map { .string($0) }))]
                            if let broker = open.cause.broker { members.append(.init("broker", .int(broker))) }
                            return .object(members + [.init("cause", .string(open.cause.text))])
                        })))
            let parts = description.parts.map { JSONValue.Member(member($0.title), JSONForm.document($0.table)) }
            members.append(.init("parts", .object(parts)))
            members.append(.init("next", .array(description.next.map { .string($0) })))
        }
        if let reading = description.reading {
            members.append(.init("asOf", .string(TimeText.rfc3339(ms: reading.asOf))))
            members.append(.init("tookMs", .int(reading.tookMs)))
        }
        return .object(members)
    }

    /// `log dirs` as a name of JSON: `logDirs`.
    private static func member(_ title: String) -> String {
        title.split(separator: " ").enumerated().map { $0 == 0 ? String($1) : $1.prefix(1).uppercased() + $1.dropFirst() }.joined()
    }

    /// The facts as a table of one row, for what takes rows; none where there is no such thing.
    static func row(_ description: Description) -> Table {
        let key = description.key.map(\.name)
        let fields = description.key + description.facts.flatMap(\.fields).filter { !key.contains($0.name) }
        var table = Record(fields: fields, key: key).table
        if case .there = description.existence {} else { table.decided = [] }
        return table
    }

    static func markdown(_ description: Description, _ options: OutputOptions) -> [String] {
        var lines = ["### \(MarkdownForm.escaped(description.title))", ""]
        guard case .there = description.existence else {
            return lines + DescriptionForm(description, options, rows: nil).lines.map { MarkdownForm.escaped($0.plain) }
        }
        lines += description.facts.flatMap(\.fields).map { field in
            let text = DisplayForm.text(field.value, field.type.shown(isExact: field.isExact), today: options.today)
            return "- \(MarkdownForm.escaped(field.name)): \(MarkdownForm.escaped(text))"
        }
        let signs = description.signs.map { "- **\($0.weight.rawValue)**: \(MarkdownForm.escaped($0.text))" }
        let open = description.open.map { open in
            "- **unknown**: \(MarkdownForm.escaped(open.questions.joined(separator: ", "))) (\(MarkdownForm.escaped(open.cause.description)))"
        }
        if !signs.isEmpty || !open.isEmpty { lines += [""] + signs + open }
        for part in description.parts where !part.table.decided.isEmpty {
            lines += ["", "#### \(part.title)", ""] + MarkdownForm.lines(part.table, today: options.today)
        }
        return lines
    }
}

extension Table {
    /// Why cells of its rows are unknown, each cause once.
    fileprivate var unknowns: [Cause] {
        var causes: [Cause] = []
        for column in shownColumns { for cause in column.causes(decided) where !causes.contains(cause) { causes.append(cause) } }
        return causes
    }
}
