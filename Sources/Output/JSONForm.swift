import Engine
import Journal
import Language

/// Values as programs read them: plain numbers in base units, `{"unknown": …}`, `{"atLeast": …}`; a list that may lack elements as
/// `{"known": […], "unknown": [causes]}`.
package enum JSONForm {
    /// A value inside of a document.
    package static func value(_ value: Value) -> JSONValue {
        switch value {
        case .null: return .null
        case .unknown(let cause): return ["unknown": .string(cause.description)]
        case .bool(let truth): return .bool(truth)
        case .int(let number), .size(let number): return .int(number)
        case .float(let number), .percent(let number), .byteRate(let number), .countRate(let number): return self.number(number)
        case .duration(let nanoseconds): return seconds(nanoseconds)
        case .text(let text): return .string(text)
        case .time(let milliseconds): return .string(TimeText.rfc3339(ms: milliseconds))
        case .partition(let topic, let index): return .string("\(topic)-\(index)")
        case .list(let list), .set(let list):
            let elements = JSONValue.array(list.elements.map(self.value))
            if list.missing.isEmpty { return elements }
            return ["known": elements, "unknown": .array(list.missing.map { .string($0.description) })]
        case .record(let record): return .object(record.fields.map { .init($0.name, self.value($0.value)) })
        case .table(let table): return document(table)
        case .range(let low, let high): return ["from": self.value(low), "to": self.value(high)]
        case .bound(.atLeast, let inner): return ["atLeast": self.value(inner)]
        case .bound(.atMost, let inner): return ["atMost": self.value(inner)]
        case .drawing(let lines): return .array(lines.map { .string($0) })
        case .secret(let name): return ["secret": .string(name)]
        }
    }

    /// A table as one document: source, columns, rows, undecided, missing, notes (where there are some), asOf, tookMs.
    package static func document(_ table: Table) -> JSONValue {
        let columns = table.shownColumns
        var members: [JSONValue.Member] = []
        if let source = table.source { members.append(.init("source", .string(source))) }
        members.append(.init("columns", .array(columns.map { .string($0.name) })))
        members.append(.init("rows", .array(table.decided.map { row($0, columns) })))
        members.append(.init("undecided", .array(table.undecided.map { row($0, columns) })))
        members.append(.init("missing", .array(table.missing.map(cause))))
        if !table.notes.isEmpty { members.append(.init("notes", .array(table.notes.map(cause)))) }
        if let reading = table.reading {
            members.append(.init("asOf", .string(TimeText.rfc3339(ms: reading.asOf))))
            members.append(.init("tookMs", .int(reading.tookMs)))
        }
        return .object(members)
    }

    /// One row as an object, its columns in order.
    package static func row(_ row: UInt32, _ columns: [Column]) -> JSONValue {
        .object(columns.map { .init($0.name, value($0.value(at: row))) })
    }

    static func cause(_ cause: Cause) -> JSONValue {
        guard let broker = cause.broker else { return ["cause": .string(cause.text)] }
        return ["broker": .int(broker), "cause": .string(cause.text)]
    }

    /// A number without a point where it has no fraction; what is no number has none in JSON.
    static func number(_ number: Double) -> JSONValue {
        if let whole = Int(exactly: number) { return .int(whole) }
        return number.isFinite ? .double(number) : .null
    }

    /// Nanoseconds as seconds: `5`, `0.25`.
    static func seconds(_ nanoseconds: Int) -> JSONValue {
        nanoseconds % 1_000_000_000 == 0 ? .int(nanoseconds / 1_000_000_000) : .double(Double(nanoseconds) / 1e9)
    }
}

extension Table {
    /// The columns that are shown: those that the source or the clauses name, else all.
    package var shownColumns: [Column] {
        guard let shown else { return columns }
        return shown.compactMap { column($0) }
    }
}
