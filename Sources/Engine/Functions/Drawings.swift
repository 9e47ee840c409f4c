import Language

/// `bars spark`: only shown.
enum Drawings {
    private static let eighths: [Character] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]
    private static let heights: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    private static let widest = 40

    /// One line a row: label, bar, value. A bound's bar ends in `…`. That rows may be missing is said below.
    static func bars(_ arguments: [Value], _ site: CallSite) throws(EvaluationFailure) -> Value {
        if case .unknown = arguments[0] { return arguments[0] }
        guard case .table(let table) = arguments[0], case .text(let valueName) = arguments[1], case .text(let labelName) = arguments[2]
        else {
            throw site.fault("`bars` takes a table, a column of numbers and a column of labels")
        }
        guard let values = table.column(valueName), let labels = table.column(labelName) else {
            return .unknown(Cause("a column of the drawing was not read: ask again"))
        }
        // Rows of which it is not known whether they belong are marked, as in a table.
        let rows = [(table.decided, ""), (table.undecided, "? ")].flatMap { rows, mark in
            rows.map { row in (label: mark + DisplayForm.text(labels.value(at: row), labels.type), value: values.value(at: row)) }
        }
        let greatest = rows.compactMap { number($0.value) }.max() ?? 0
        let width = rows.map { DisplayWidth.of($0.label) }.max() ?? 0
        return .drawing(
            rows.map { row -> String in
                let padding = String(repeating: " ", count: width - DisplayWidth.of(row.label))
                let text = DisplayForm.text(row.value, values.type)
                guard let number = number(row.value), greatest > 0, number >= 0 else { return "\(row.label)\(padding)  \(text)" }
                let open = if case .bound = row.value { "…" } else { "" }
                return "\(row.label)\(padding)  \(bar(number / greatest))\(open) \(text)"
            } + table.missing.prefix(1).map { "rows may be missing: \($0)" })
    }

    private static func bar(_ share: Double) -> String {
        let parts = min(widest * 8, max(0, Int((share * Double(widest * 8)).rounded())))
        if parts == 0 { return share > 0 ? "▏" : "" }
        return String(repeating: "█", count: parts / 8) + (parts % 8 == 0 ? "" : String(eighths[parts % 8 - 1]))
    }

    /// A line of eight heights; a gap where a value is unknown.
    static func spark(_ arguments: [Value], _ site: CallSite) throws(EvaluationFailure) -> Value {
        if case .unknown = arguments[0] { return arguments[0] }
        guard let list = Builtins.elements(arguments[0]) else { throw site.fault("`spark` takes a list of numbers") }
        let numbers = list.elements.map(number)
        let known = numbers.compactMap { $0 }
        guard let low = known.min(), let high = known.max() else { return .drawing([""]) }
        let line = numbers.map { number -> Character in
            guard let number else { return "?" }
            if high == low { return heights[3] }
            // By halves: between the ends of the range there is no room for the difference itself.
            let span = high / 2 - low / 2
            guard span > 0 else { return heights[3] }
            let share = (number / 2 - low / 2) / span
            return heights[min(7, max(0, Int(share * 7.999)))]
        }
        return .drawing([String(line)])
    }

    private static func number(_ value: Value) -> Double? {
        if case .bound(_, let inner) = value { return number(inner) }
        // What is not finite has no place on a scale.
        return Comparison.number(value).flatMap { $0.isFinite ? $0 : nil }
    }
}
