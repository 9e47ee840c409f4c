import Engine
import Language

/// A table for people: columns aligned, fitted to a width, undecided rows below the others.
enum TableForm {
    /// How many undecided rows are shown; the rest is a count.
    static let mostUndecided = 20
    private static let gap = 2
    /// Where nothing is fitted (a pipe), a column is padded to no more than this: one long cell does not make every row long.
    private static let mostPadded = 40

    struct Layout {
        var lines: StyledLines
        /// The columns that had no room.
        var hidden: [String] = []
        /// Whether cells were shortened.
        var isCut = false
    }

    /// - Parameters:
    ///   - isExpanded: each row as a list of its own, nothing shortened.
    ///   - isList: one row that does not fit is listed downwards.
    static func layout(_ table: Table, width: Int?, isExpanded: Bool = false, isList: Bool = true, today: Int?) -> Layout {
        let undecided = table.undecided.prefix(mostUndecided)
        let rows = undecided.isEmpty ? table.decided : table.decided + undecided
        var columns = table.shownColumns.map { column in
            TableColumn(
                column, isKey: table.key.contains(column.name), isNamed: table.named.contains(NameKey(column.name)),
                cells: CellTexts(column, rows, column.cellType(in: table), today: today), most: width == nil ? mostPadded : .max)
        }
        let gutter = undecided.isEmpty ? 0 : 2
        let more = table.undecided.count - undecided.count
        let last = more > 0 ? StyledText("? … \(DisplayForm.count(more)) more undecided", .dim) : nil
        if isExpanded, !rows.isEmpty, !columns.isEmpty {
            var lines = expanded(columns, rows: rows.count, decided: table.decided.count)
            if let last { lines.append(last) }
            return Layout(lines: lines)
        }
        // One row that is too broad is read better downwards than shortened.
        if isList, let width, rows.count == 1, undecided.isEmpty, columns.count > 1, total(columns) > width {
            return Layout(lines: StyledLines(list(columns.map { ($0.name, $0.cells.string(0)) })))
        }
        var layout = Layout(lines: StyledLines())
        if let width { layout.hidden = fit(&columns, into: width - gutter) }
        guard !columns.isEmpty else { return layout }
        // Where nothing is fitted every cell is whole, also one that is wider than its column is padded.
        if width != nil { layout.isCut = columns.map { $0.cutCells() }.contains(true) }
        layout.lines.reserve((rows.count + 1) * (total(columns) + gutter + 1))
        layout.lines.append(StyledText(String(repeating: " ", count: gutter) + head(columns), .header))
        for row in rows.indices { append(row, of: columns, isDecided: row < table.decided.count, gutter: gutter, to: &layout.lines) }
        if let last { layout.lines.append(last) }
        return layout
    }

    /// Names and values one below the other: a row that is too wide, a record.
    static func list(_ fields: [(name: String, text: String)]) -> [StyledText] {
        let width = fields.map { DisplayWidth.of($0.name) }.max() ?? 0
        return fields.map { field in
            StyledText([.init(padded(field.name, width, right: false) + "  ", .header), .init(field.text)])
        }
    }

    /// Each row as a list below a line that counts it.
    private static func expanded(_ columns: [TableColumn], rows: Int, decided: Int) -> StyledLines {
        var lines = StyledLines()
        for row in 0..<rows {
            let mark = row < decided ? "" : " ?"
            lines.append(StyledText("── \(row + 1)\(mark)", .dim))
            lines.append(contentsOf: list(columns.map { ($0.name, $0.cells.string(row)) }))
        }
        return lines
    }

    // MARK: - Fitting

    /// Shortens columns until they fit: the widest first; those that a clause named, and then the key, last. What does not fit even so is taken
    /// out, right-most first, and its names are given back.
    private static func fit(_ columns: inout [TableColumn], into width: Int) -> [String] {
        for column in columns { column.width = max(column.least, min(column.width, width)) }
        var hidden: [String] = []
        func least(_ columns: [TableColumn]) -> Int { columns.reduce(gap * max(0, columns.count - 1)) { $0 + $1.least } }
        while columns.count > 1, least(columns) > width {
            guard let last = columns.lastIndex(where: { $0.rank == 0 }) ?? columns.lastIndex(where: { $0.rank == 1 }) else { break }
            hidden.insert(columns.remove(at: last).name, at: 0)
        }
        var excess = total(columns) - width
        for rank in 0...2 {
            while excess > 0,
                let widest = columns.reversed().filter({ $0.rank == rank && $0.width > $0.least }).max(by: { $0.width < $1.width })
            {
                widest.width -= 1
                excess -= 1
            }
        }
        return hidden
    }

    private static func total(_ columns: [TableColumn]) -> Int {
        columns.reduce(0) { $0 + $1.width } + gap * max(0, columns.count - 1)
    }

    /// The names above the columns; no space at the end.
    private static func head(_ columns: [TableColumn]) -> String {
        let names = columns.map { padded(Shortening.of($0.name, to: $0.width), $0.width, right: $0.isRight) }
        var text = names.joined(separator: String(repeating: " ", count: gap))
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
    /// So much of a name or a text is left of it at least: enough to tell what it is.
    private static let leastOfName = 7
    private static let leastOfText = 7
    private static let leastOfKey = 14

    let name: String
    let isRight: Bool
    private let isKey: Bool
    private(set) var cells: CellTexts
    /// What its cells are padded to: the widest of them, or the name, but no more than was allowed.
    var width: Int
    /// The least width at which it still says something. A number is never shortened: what is left of it would be another.
    let least: Int
    /// Who is shortened first: 0 what stands there by default, 1 what a clause named, 2 the key.
    let rank: Int

    init(_ column: Column, isKey: Bool, isNamed: Bool, cells: CellTexts, most: Int) {
        name = DisplayForm.visible(column.name)
        isRight = column.isRightAligned
        self.isKey = isKey
        self.cells = cells
        rank = isKey ? 2 : isNamed ? 1 : 0
        let nameWidth = DisplayWidth.of(name)
        width = max(nameWidth, min(cells.widest, most))
        let leastCell = column.isShortenable ? min(cells.widest, isKey ? Self.leastOfKey : Self.leastOfText) : cells.widest
        least = max(min(nameWidth, Self.leastOfName), leastCell)
    }

    /// Shortens the cells that are wider than the column; gives whether there were some. Of a key both ends stay: names often differ at the end.
    func cutCells() -> Bool {
        guard cells.widest > width, width >= least else { return false }
        cells = cells.shortened(to: width, keepingEnds: isKey)
        return true
    }

    /// How many spaces the cell of a row wants beside it.
    func padding(_ row: Int) -> Int { max(0, width - cells.width(row)) }
}

extension Column {
    /// Numbers stand to the right.
    var isRightAligned: Bool {
        switch type {
        case .int, .float, .duration, .size, .percent, .byteRate, .countRate, .broker: return true
        case .any: return sampleType?.isNumeric ?? false
        default: return false
        }
    }

    /// Whether a part of a cell still says something true.
    fileprivate var isShortenable: Bool {
        switch type {
        case .string, .topic, .group, .partition, .closedSet, .list, .set, .record, .table, .items, .plan: true
        case .any: sampleType.map { !$0.isNumeric && $0 != .bool && $0 != .time } ?? false
        default: false
        }
    }

    /// What the first cells that tell something hold.
    private var sampleType: ValueType? {
        guard let length else { return nil }
        for row in 0..<UInt32(min(length, 64)) {
            switch value(at: row) {
            case .null, .unknown: continue
            case let value: return ValueType(of: value)
            }
        }
        return nil
    }

    /// The type that a cell is shown by: a number that names something has all its digits.
    func cellType(in table: Table) -> ValueType { type.shown(isExact: isExact || type == .int && table.key.contains(name)) }
}

extension ValueType {
    /// Stands to the right.
    fileprivate var isNumeric: Bool {
        switch self {
        case .int, .float, .duration, .size, .percent, .byteRate, .countRate, .broker: true
        default: false
        }
    }
}
