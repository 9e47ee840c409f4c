/// Diagnostics as people read them: place, what is wrong, the line with carets, the fix.
///
///     drain.runbook:14:21: error[unknown-column]: `partitions` has no column `underReplicatd`
///        14 |     show partitions where underReplicatd
///           |                           ^^^^^^^^^^^^^^ did you mean `underReplicated`?
package struct DiagnosticRenderer {
    /// Whether the file, line and column begin the message: in the REPL they would be noise.
    package var showsPlace: Bool
    private let files: [Int32: (name: String, lines: LineTable)]

    private static let tabWidth = 4
    private static let gutter = 5
    /// Bytes of a line that are shown before and behind the place.
    private static let reach = 400

    /// Renders diagnostics about these files.
    package init(files: [SourceFile], showsPlace: Bool = true) {
        self.showsPlace = showsPlace
        self.files = Dictionary(files.map { ($0.id, ($0.name, LineTable($0))) }, uniquingKeysWith: { first, _ in first })
    }

    package init(file: SourceFile, showsPlace: Bool = true) { self.init(files: [file], showsPlace: showsPlace) }

    /// All of them in their order, an empty line between two.
    package func render(_ diagnostics: [Diagnostic]) -> String {
        diagnostics.map { render($0) }.joined(separator: "\n")
    }

    /// One diagnostic, several lines, each with its newline.
    package func render(_ diagnostic: Diagnostic) -> String {
        let head = "\(diagnostic.severity.rawValue)[\(diagnostic.code)]: \(visible(diagnostic.message))\n"
        guard let (name, lines) = files[diagnostic.span.file] else { return head }
        var result = (showsPlace ? place(name, lines, diagnostic.span) + ": " : "") + head
        result += excerpt(diagnostic.span, lines, beside: diagnostic.help)
        for note in diagnostic.notes { result += render(note) }
        return result
    }

    private func render(_ note: Diagnostic.Note) -> String {
        guard let span = note.span, let (name, lines) = files[span.file] else {
            return String(repeating: " ", count: Self.gutter + 1) + "= note: \(visible(note.message))\n"
        }
        let place = showsPlace ? place(name, lines, span) + ": " : ""
        return "\(place)note: \(visible(note.message))\n" + excerpt(span, lines, beside: nil)
    }

    private func place(_ name: String, _ lines: LineTable, _ span: Span) -> String {
        let location = lines.location(of: span)
        return "\(visible(name)):\(location.line):\(location.column)"
    }

    /// The first line of the span with carets below it. A span over several lines is marked to the end of its first.
    private func excerpt(_ span: Span, _ lines: LineTable, beside help: String?) -> String {
        let line = lines.location(of: span).line
        let whole = lines.range(ofLine: line)
        let bytes = lines.window(of: whole, around: Int(span.start), reach: Self.reach)
        let start = min(max(Int(span.start), bytes.lowerBound), bytes.upperBound)
        let end = min(max(Int(span.end), start), bytes.upperBound)
        let cut = bytes.lowerBound > whole.lowerBound ? "…" : ""
        let text = cut + lines.text(from: bytes.lowerBound, to: bytes.upperBound) + (bytes.upperBound < whole.upperBound ? "…" : "")
        let before = expanded(cut + lines.text(from: bytes.lowerBound, to: start), at: 0)
        let marked = expanded(lines.text(from: start, to: end), at: before.width)
        let shown = expanded(text, at: 0).text
        let number = String(line)
        let margin = String(repeating: " ", count: max(0, Self.gutter - number.count)) + number
        let carets = String(repeating: " ", count: before.width) + String(repeating: "^", count: max(1, marked.width))
        let blank = String(repeating: " ", count: margin.count)
        var trimmed = shown
        while trimmed.last == " " { trimmed.removeLast() }
        let beside = help.map { " " + visible($0) } ?? ""
        return "\(margin) | \(trimmed)\n\(blank) | \(carets)\(beside)\n"
    }

    /// Tabs as spaces, what a terminal would obey, or would not show, as U+FFFD; and how many columns that takes.
    private func expanded(_ text: String, at column: Int) -> (text: String, width: Int) {
        var result = ""
        var position = column
        for character in text {
            if character == "\t" {
                let width = Self.tabWidth - position % Self.tabWidth
                result += String(repeating: " ", count: width)
                position += width
                continue
            }
            let safe = isHarmful(character) ? "\u{FFFD}" : character
            result.append(safe)
            position += DisplayWidth.of(safe)
        }
        return (result, position - column)
    }

    private func visible(_ text: String) -> String { ForeignText.inOneLine(String(text.map { $0 == "\n" ? " " : $0 })) }

    private func isHarmful(_ character: Character) -> Bool { ForeignText.inOneLine(String(character)) != String(character) }
}

extension LineTable {
    /// The text of a range of bytes.
    func text(from start: Int, to end: Int) -> String { String(decoding: bytes(start..<end), as: UTF8.self) }

    /// The part of a line that lies around an offset; no character of UTF-8 is cut.
    func window(of line: Range<Int>, around offset: Int, reach: Int) -> Range<Int> {
        var start = max(line.lowerBound, min(offset, line.upperBound) - reach)
        var end = min(line.upperBound, max(offset, line.lowerBound) + reach)
        while start > line.lowerBound, bytes(start..<start + 1).first.map({ $0 & 0xC0 == 0x80 }) ?? false { start -= 1 }
        while end < line.upperBound, bytes(end..<end + 1).first.map({ $0 & 0xC0 == 0x80 }) ?? false { end += 1 }
        return start..<max(start, end)
    }
}
