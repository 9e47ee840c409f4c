import Journal
import Language

extension Table {
    /// A row as a record of its own; the number is one out of `decided` or `undecided`.
    package func record(at row: UInt32) -> Record {
        Record(
            fields: columns.map {
                .init(
                    $0.name, $0.type, $0.value(at: row), isSigned: $0.isSigned,
                    isExact: $0.isExact || $0.type == .int && key.contains($0.name))
            },
            source: source, key: key)
    }

    /// What names a row across readings, as the journal keeps it: the values of the key columns in order; where nothing tells rows apart,
    /// all of them.
    package func rowKey(at row: UInt32) -> [JSONValue] {
        let named = key.compactMap { column($0) }
        return (named.count == key.count && !named.isEmpty ? named : columns).map { $0.value(at: row).keyJSON }
    }

    /// A row as people say it: `trips-3`, `orders`, `2`.
    package func rowLabel(at row: UInt32) -> String {
        record(at: row).label
    }

    /// The rows that it has: decided, then undecided.
    package var rows: [UInt32] { decided + undecided }

    /// True when no row is undecided and none may be missing.
    package var isComplete: Bool { undecided.isEmpty && missing.isEmpty }

    /// All that it lacks: why rows are undecided, and why rows may be missing; each cause once.
    package var causes: [Cause] {
        var causes = missing
        if undecided.isEmpty { return causes }
        for cause in undecidedBecause where !causes.contains(cause) { causes.append(cause) }
        if causes.isEmpty { causes.append(Cause("\(undecided.count) rows could not be decided")) }
        return causes
    }
}

extension Record {
    /// What names it: the values of the key fields; without a key all of them.
    package var rowKey: [JSONValue] {
        let named = key.compactMap { self[$0] }
        return (named.count == key.count && !named.isEmpty ? named : fields.map(\.value)).map(\.keyJSON)
    }

    /// As people say it: the key's texts joined by `-`.
    package var label: String {
        let named = key.compactMap { self[$0] }
        return (named.isEmpty ? Array(fields.prefix(1).map(\.value)) : named).map { DisplayForm.exact($0) ?? "?" }.joined(separator: "-")
    }

    /// The record as a table of one row, for what takes rows.
    package var table: Table {
        Table(
            source: source,
            columns: fields.map { Column($0.name, $0.type, .values([$0.value]), isSigned: $0.isSigned, isExact: $0.isExact) }, key: key,
            rowCount: 1)
    }
}

/// What a `for` walks over.
package struct LoopItem: Sendable, Hashable {
    /// Names the item in the journal; equal keys are told apart by their occurrence.
    package var key: [JSONValue]
    package var label: String
    package var value: Value

    package init(key: [JSONValue], label: String, value: Value) {
        self.key = key
        self.label = label
        self.value = value
    }
}

extension Value {
    /// The items of a list or the decided rows of a table, each with its key; nil for what cannot be walked.
    package var loopItems: [LoopItem]? {
        switch self {
        case .table(let table):
            table.decided.map { row in
                let record = table.record(at: row)
                return LoopItem(key: record.rowKey, label: record.label, value: .record(record))
            }
        case .list(let list), .set(let list):
            list.elements.map { element in
                if case .record(let record) = element { return LoopItem(key: record.rowKey, label: record.label, value: element) }
                return LoopItem(key: [element.keyJSON], label: DisplayForm.exact(element) ?? "?", value: element)
            }
        default: nil
        }
    }
}
