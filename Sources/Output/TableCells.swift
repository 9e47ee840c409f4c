import Engine
import Language

/// A table's cells as people read them, for a writer that lays them out itself.
package struct TableCells: Sendable {
    package struct Header: Sendable, Hashable {
        package var name: String
        package var isRightAligned: Bool
    }

    package var headers: [Header]
    /// Decided rows, then those that could not be decided.
    package var rows: [[String]]
    package var undecided: [[String]]
    /// Rows that had no room.
    package var omitted: Int
    /// What stands below: rows, undecided, what could not be read and why.
    package var footer: String

    /// - Parameter mostRows: so many rows are taken; the rest is a count.
    package init(_ table: Table, mostRows: Int) {
        let columns = table.shownColumns
        headers = columns.map { Header(name: $0.name, isRightAligned: $0.isRightAligned) }
        let decided = Array(table.decided.prefix(mostRows))
        let open = Array(table.undecided.prefix(max(0, mostRows - decided.count)))
        let cells = columns.map { CellTexts($0, decided + open, $0.cellType(in: table), today: nil) }
        func lines(_ range: Range<Int>) -> [[String]] { range.map { row in cells.map { $0.string(row) } } }
        rows = lines(0..<decided.count)
        undecided = lines(decided.count..<(decided.count + open.count))
        omitted = table.decided.count + table.undecided.count - decided.count - open.count
        footer = Footer.text(table, hidden: [], today: nil)
    }
}
