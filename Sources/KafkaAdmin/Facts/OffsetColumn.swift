/// One kind of offset of the rows of a table, as columns.
struct OffsetColumn: Sendable {
    private enum State: UInt8 { case unread, known, failed }

    private var states: [State]
    private var offsets: [Int]
    private var timestamps: [Int]
    /// Why a row's could not be read.
    private var failures: [Int: Unread] = [:]

    /// Nothing is read of so many rows.
    init(rows: Int) {
        states = Array(repeating: .unread, count: rows)
        offsets = Array(repeating: -1, count: rows)
        timestamps = Array(repeating: -1, count: rows)
    }

    /// What is known of a row; nil where it was not asked for.
    subscript(row: Int) -> Fact<OffsetFact>? {
        get {
            guard states.indices.contains(row) else { return nil }
            switch states[row] {
            case .unread: return nil
            case .known: return .known(OffsetFact(offset: offsets[row], timestamp: timestamps[row]))
            case .failed: return .unknown(failures[row] ?? .notRead)
            }
        }
        set {
            guard states.indices.contains(row) else { return }
            switch newValue {
            case nil: states[row] = .unread
            case .known(let fact)?:
                states[row] = .known
                offsets[row] = fact.offset
                timestamps[row] = fact.timestamp
            case .unknown(let why)?:
                states[row] = .failed
                failures[row] = why
            }
        }
    }
}

/// The offsets of a table's rows, by kind.
package struct OffsetColumns: Sendable {
    /// Few kinds are read at once.
    private var columns: [(kind: OffsetKind, column: OffsetColumn)] = []

    package init() {}

    /// What is known of a row's offset; nil where it was not asked for.
    package subscript(kind: OffsetKind, row: Int) -> Fact<OffsetFact>? { columns.first { $0.kind == kind }?.column[row] }

    /// Changes what is known of a kind.
    /// - Parameter rows: how many rows the table has.
    mutating func change(_ kind: OffsetKind, rows: Int, _ body: (inout OffsetColumn) -> Void) {
        if let index = columns.firstIndex(where: { $0.kind == kind }) { return body(&columns[index].column) }
        var column = OffsetColumn(rows: rows)
        body(&column)
        columns.append((kind, column))
    }
}
