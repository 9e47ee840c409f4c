import Engine
import Language

/// A table for people: columns aligned, fitted to a width, undecided rows below the others.
enum TableForm {
    /// How many undecided rows are shown; the rest is a count.
    static let mostUndecided = 20
    private static let gap = 2
    private static let leastListed = 8
    /// Where nothing is fitted (a pipe), a column is padded to no more than this: one long cell does not make every row long.
    private static let mostPadded = 40

    struct Layout {
        var lines: StyledLines
        /// The columns that had no room.
        var hidden: [String]
    }

    static func layout(_ table: Table, width: Int?, today: Int?) -> Layout {
        let undecided = table.undecided.prefix(mostUndecided)
        let rows = undecided.isEmpty ? table.decided : table.decided + undecided
        var columns = table.shownColumns.map { column in
            TableColumn(
                name: column.name, isKey: table.key.contains(column.name), isRight: column.isRightAligned,
                cells: CellTexts(column, rows, column.cellType(in: table), today: today), most: width == nil ? mostPadded : .max)
        }
        let gutter = undecided.isEmpty ? 0 : 2
        // One broad row (`cluster`) is read better downwards than with half of its columns left out.
        if let width, rows.count == 1, undecided.isEmpty, columns.count >= leastListed, table.key.count <= 1, total(columns) > width {
            return Layout(lines: StyledLines(list(columns.map { ($0.name, $0.cells.string(0)) })), hidden: [])
        }
        var hidden: [String] = []
        if let width {
            while total(columns) + gutter > width, columns.count > 1, let last = columns.lastIndex(where: { !$0.isKey }) {
                hidden.insert(columns.remove(at: last).name, at: 0)
            }
        }
        var lines = StyledLines()
        guard !columns.isEmpty else { return Layout(lines: lines, hidden: hidden) }
        lines.reserve((rows.count + 1) * (total(columns) + gutter + 1))
        lines.append(StyledText(String(repeating: " ", count: gutter) + head(columns), .header))
        for row in rows.indices { append(row, of: columns, isDecided: row < table.decided.count, gutter: gutter, to: &lines) }
        let more = table.undecided.count - undecided.count
        if more > 0 { lines.append(StyledText("? … \(DisplayForm.count(more)) more undecided", .dim)) }
        return Layout(lines: lines, hidden: hidden)
    }

    /// Names and values one below the other: a row that is too wide, a record.
    static func list(_ fields: [(name: String, text: String)]) -> [StyledText] {
        let width = fields.map { DisplayWidth.of($0.name) }.max() ?? 0
        return fields.map { field in
            StyledText([.init(padded(field.name, width, right: false) + "  ", .header), .init(field.text)])
        }
    }

    private static func total(_ columns: [TableColumn]) -> Int {
        columns.reduce(0) { $0 + $1.width } + gap * max(0, columns.count - 1)
    }

    /// The names above the columns; no space at the end.
    private static func head(_ columns: [TableColumn]) -> String {
        var text = columns.map { padded($0.name, $0.width, right: $0.isRight) }.joined(separator: String(repeating: " ", count: gap))
        while text.hasSuffix(" ") { text.removeLast() }
        return text
    }

    /// Adds a row: a cell of each column, padded; no space at the end.
    private static func append(_ row: Int, of columns: [TableColumn], isDecided: Bool, gutter: Int, to lines: inout StyledLines) {
        var capacity = gutter + gap * columns.count
        for column in columns { capacity += column.cells.count(row) + column.padding(row) }
        let space = UInt8(ascii: " ")
        lines.append(capacity: capacity, isDecided ? .plain : .dim) { line in
            if gutter > 0 { line.append(isDecided ? space : UInt8(ascii: "?")) }
            while line.count < gutter { line.append(space) }
            for column in columns {
                if column !== columns.first { line.append(repeating: space, count: gap) }
                if column.isRight { line.append(repeating: space, count: column.padding(row)) }
                column.cells.write(row, into: &line)
                if !column.isRight { line.append(repeating: space, count: column.padding(row)) }
            }
            while line.count > gutter, line[line.count - 1] == space { _ = line.removeLast() }
        }
    }

    private static func padded(_ text: String, _ width: Int, right: Bool) -> String {
        let space = String(repeating: " ", count: max(0, width - DisplayWidth.of(text)))
        return right ? space + text : text + space
    }
}

/// A column of a table for people, on its way to the lines.
private final class TableColumn {
    let name: String
    let isKey: Bool
    let isRight: Bool
    let cells: CellTexts
    /// What its cells are padded to: the widest of them, or the name, but no more than was allowed.
    let width: Int

    init(name: String, isKey: Bool, isRight: Bool, cells: CellTexts, most: Int) {
        self.name = DisplayForm.visible(name)
        self.isKey = isKey
        self.isRight = isRight
        self.cells = cells
        width = max(DisplayWidth.of(self.name), min(cells.widest, most))
    }

    /// How many spaces the cell of a row wants beside it.
    func padding(_ row: Int) -> Int { max(0, width - cells.width(row)) }
}

extension Column {
    /// Numbers stand to the right.
    var isRightAligned: Bool {
        switch type {
        case .int, .float, .duration, .size, .percent, .byteRate, .countRate, .broker: return true
        case .any:
            guard let length else { return false }
            for row in 0..<UInt32(min(length, 64)) {
                switch value(at: row) {
                case .null, .unknown: continue
                case let value:
                    return ValueType(of: value) == .any ? false : Column("", ValueType(of: value), .constant(.null)).isRightAligned
                }
            }
            return false
        default: return false
        }
    }

    /// The type that a cell is shown by: a number that names something has all its digits.
    func cellType(in table: Table) -> ValueType {
        table.key.contains(name) && type == .int ? .broker : NamingNumbers.shownType(type, of: name)
    }
}
