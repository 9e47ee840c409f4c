import Engine
import Language

/// The line below a table: rows, what is undecided, what could not be read and why, from when, how long it took.
enum Footer {
    /// So many causes are named; the rest is a count.
    private static let mostCauses = 3

    /// - Parameter whole: how to see all of a table that lacks room; nil where it does not, or nobody can be told.
    static func text(_ table: Table, hidden: [String], whole: String? = nil, today: Int?) -> String {
        var parts = ["\(DisplayForm.count(table.decided.count)) row\(table.decided.count == 1 ? "" : "s")"]
        if !table.undecided.isEmpty { parts.append("\(DisplayForm.count(table.undecided.count)) undecided") }
        parts += self.causes(table)
        if !hidden.isEmpty { parts.append("no room for: \(hidden.map { DisplayForm.visible($0) }.joined(separator: ", "))") }
        if let whole { parts.append(whole) }
        if let reading = table.reading { parts += self.reading(reading, today: today) }
        return parts.joined(separator: " · ")
    }

    static func reading(_ reading: ReadingTime, today: Int?) -> [String] {
        let took = reading.tookMs < 10_000 ? "\(reading.tookMs) ms" : DisplayForm.duration(milliseconds: reading.tookMs)
        return [TimeText.short(ms: reading.asOf, today: today), took]
    }

    private static func causes(_ table: Table) -> [String] {
        var causes: [Cause] = []
        var seen: Set<Cause> = []
        func add(_ cause: Cause) { if seen.insert(cause).inserted { causes.append(cause) } }
        table.missing.forEach(add)
        table.notes.forEach(add)
        table.undecidedBecause.forEach(add)
        for column in table.shownColumns { for cause in column.causes(table.decided) { add(cause) } }
        return self.causes(causes)
    }

    /// Causes, each of which comes once, as parts of the line.
    static func causes(_ causes: [Cause]) -> [String] {
        var texts = causes.prefix(mostCauses).map { DisplayForm.visible($0.description) }
        if causes.count > mostCauses { texts.append("\(causes.count - mostCauses) more causes") }
        return texts
    }
}

extension Column {
    /// Why cells of these rows are unknown, each cause once.
    func causes(_ rows: [UInt32]) -> [Cause] {
        var causes: [Cause] = []
        var seen: Set<Cause> = []
        func add(_ value: Value) {
            if case .unknown(let cause) = value, seen.insert(cause).inserted { causes.append(cause) }
        }
        switch storage {
        case .constant(let value): if !rows.isEmpty { add(value) }
        case .values(let values): for row in rows { add(values[Int(row)]) }
        case .ints(_, let exceptions), .bools(_, let exceptions), .texts(_, _, let exceptions), .intLists(_, _, let exceptions):
            if !exceptions.isEmpty { for row in rows { if let value = exceptions[row] { add(value) } } }
        }
        return causes
    }
}
