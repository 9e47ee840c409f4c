import Engine
import Language

/// A table for people: columns aligned, fitted to a width, undecided rows below the others.
enum TableForm {
    /// How many undecided rows are shown; the rest is a count.
    static let mostUndecided = 20
    private static let gap = 2
    private static let leastListed = 8

    struct Layout {
        var lines: [StyledText]
        /// The columns that had no room.
        var hidden: [String]
    }

    static func layout(_ table: Table, width: Int?, today: Int?) -> Layout {
        let undecided = table.undecided.prefix(mostUndecided)
        let rows = table.decided + undecided
        var columns = table.shownColumns.map { column in
            let type = column.cellType(in: table)
            return Cells(
                name: column.name, isKey: table.key.contains(column.name), isRight: column.isRightAligned,
                cells: column.texts(rows, type, today: today))
        }
        let gutter = undecided.isEmpty ? 0 : 2
        // One broad row (`cluster`) is read better downwards than with half of its columns left out.
        if let width, rows.count == 1, undecided.isEmpty, columns.count >= leastListed, table.key.count <= 1, total(columns) > width {
            return Layout(lines: list(columns.map { ($0.name, $0.cells.first ?? "") }), hidden: [])
        }
        var hidden: [String] = []
        if let width {
            while total(columns) + gutter > width, columns.count > 1, let last = columns.lastIndex(where: { !$0.isKey }) {
                hidden.insert(columns.remove(at: last).name, at: 0)
            }
        }
        guard !columns.isEmpty else { return Layout(lines: [], hidden: hidden) }
        let indent = String(repeating: " ", count: gutter)
        var lines = [StyledText(indent + line(columns) { ($0.name, $0.nameWidth) }, .header)]
        lines.reserveCapacity(rows.count + 2)
        for index in rows.indices {
            let text = line(columns) { ($0.cells[index], $0.widths[index]) }
            lines.append(index < table.decided.count ? StyledText(indent + text) : StyledText("? " + text, .dim))
        }
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

    private struct Cells {
        var name: String
        var nameWidth: Int
        var isKey: Bool
        var isRight: Bool
        var cells: [String]
        /// How many columns of the terminal each cell takes.
        var widths: [Int]
        /// The widest of them, and of the name.
        var width: Int

        init(name: String, isKey: Bool, isRight: Bool, cells: [String]) {
            self.name = DisplayForm.visible(name)
            self.isKey = isKey
            self.isRight = isRight
            self.cells = cells
            nameWidth = DisplayWidth.of(self.name)
            widths = cells.map { DisplayWidth.of($0) }
            width = max(nameWidth, widths.max() ?? 0)
        }
    }

    private static func total(_ columns: [Cells]) -> Int {
        columns.reduce(0) { $0 + $1.width } + gap * max(0, columns.count - 1)
    }

    /// One line: a cell of each column with its width, padded; no space at the end.
    private static func line(_ columns: [Cells], _ cell: (Cells) -> (text: String, width: Int)) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(total(columns) + 16)
        for (index, column) in columns.enumerated() {
            let (text, width) = cell(column)
            let space = repeatElement(UInt8(ascii: " "), count: max(0, column.width - width))
            if column.isRight { bytes += space }
            bytes += text.utf8
            if !column.isRight { bytes += space }
            if index < columns.count - 1 { bytes += repeatElement(UInt8(ascii: " "), count: gap) }
        }
        while bytes.last == UInt8(ascii: " ") { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func padded(_ text: String, _ width: Int, right: Bool) -> String {
        let space = String(repeating: " ", count: max(0, width - DisplayWidth.of(text)))
        return right ? space + text : text + space
    }
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
