import Engine
import Language

/// The cells of a column as people read them, all in one run of bytes. Rows that read alike may share a text.
struct CellTexts {
    /// Which text a row has.
    private enum Numbers {
        /// Its own, in the order of the rows.
        case own
        case pooled([UInt32])
        /// All the same.
        case one
    }

    private var bytes: [UInt8] = []
    /// Where each text ends.
    private var ends: [UInt32] = []
    /// How many columns of the terminal each text takes; empty while every text takes as many as it has bytes.
    private var oddWidths: [UInt32] = []
    private var numbers = Numbers.own
    /// The widest text of a row.
    private(set) var widest = 0

    /// The cells of these rows of a column.
    init(_ column: Column, _ rows: [UInt32], _ type: ValueType, today: Int?) {
        func text(_ row: UInt32) -> String { DisplayForm.text(column.value(at: row), type, today: today) }
        switch column.storage {
        case .texts(let ids, let pool, let exceptions) where exceptions.isEmpty && pool.count <= rows.count:
            for name in pool { append(DisplayForm.text(.text(name), type, today: today)) }
            numbers = .pooled(rows.map { ids[Int($0)] })
        case .bools(let truths, let exceptions):
            append("false")
            append("true")
            if exceptions.isEmpty {
                numbers = .pooled(rows.map { truths[Int($0)] ? 1 : 0 })
            } else {
                addTruths(truths, exceptions, rows, text)
            }
        case .intLists(let bounds, let items, let exceptions) where type.elementsAreIDs:
            ends.reserveCapacity(rows.count)
            for row in rows {
                guard exceptions.isEmpty || exceptions[row] == nil else {
                    append(text(row))
                    continue
                }
                append(ids: items[Int(bounds[Int(row)])..<Int(bounds[Int(row) + 1])])
            }
        case .ints(let integers, let exceptions) where column.type.holdsPlainIntegers:
            ends.reserveCapacity(rows.count)
            for row in rows {
                let number = integers[Int(row)]
                if type.showsDigits(of: number), exceptions.isEmpty || exceptions[row] == nil {
                    bytes.append(addingCapacity: 20) { $0.append(decimal: number) }
                    close()
                } else {
                    append(text(row))
                }
            }
        case .constant(let value):
            append(DisplayForm.text(value, type, today: today))
            numbers = .one
        default: for row in rows { append(text(row)) }
        }
        for row in rows.indices { widest = max(widest, width(row)) }
    }

    private mutating func addTruths(_ truths: [Bool], _ exceptions: Column.Exceptions, _ rows: [UInt32], _ text: (UInt32) -> String) {
        var pooled: [UInt32] = []
        pooled.reserveCapacity(rows.count)
        for row in rows {
            if exceptions[row] == nil {
                pooled.append(truths[Int(row)] ? 1 : 0)
            } else {
                pooled.append(UInt32(clamping: ends.count))
                append(text(row))
            }
        }
        numbers = .pooled(pooled)
    }

    // MARK: making

    private mutating func append(_ text: String) {
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        let width = DisplayWidth.of(text)
        if width != bytes.count - start, oddWidths.isEmpty { oddWidths = ends.indices.map { UInt32(clamping: range(of: $0).count) } }
        ends.append(UInt32(clamping: bytes.count))
        if !oddWidths.isEmpty || width != bytes.count - start { oddWidths.append(UInt32(clamping: width)) }
    }

    /// `[1, 3, 2]`: numbers of brokers, which have all their digits.
    private mutating func append(ids: ArraySlice<Int32>) {
        bytes.append(addingCapacity: 2 + 13 * ids.count) { text in
            text.append(UInt8(ascii: "["))
            for index in ids.indices {
                if index > ids.startIndex {
                    text.append(UInt8(ascii: ","))
                    text.append(UInt8(ascii: " "))
                }
                text.append(decimal: Int(ids[index]))
            }
            text.append(UInt8(ascii: "]"))
        }
        close()
    }

    /// Ends a text of plain ASCII.
    private mutating func close() {
        ends.append(UInt32(clamping: bytes.count))
        if !oddWidths.isEmpty { oddWidths.append(UInt32(clamping: range(of: ends.count - 1).count)) }
    }

    /// The same with the texts cut that are wider than that.
    /// - Parameter keepingEnds: their ends stay, and what is in the middle goes.
    func shortened(to limit: Int, keepingEnds: Bool) -> CellTexts {
        var made = CellTexts()
        made.numbers = numbers
        for index in ends.indices {
            let text = String(decoding: bytes[range(of: index)], as: UTF8.self)
            made.append(Shortening.of(text, to: limit, keepsEnd: keepingEnds))
        }
        made.widest = min(widest, limit)
        return made
    }

    private init() {}

    // MARK: reading

    private func range(of text: Int) -> Range<Int> { (text == 0 ? 0 : Int(ends[text - 1]))..<Int(ends[text]) }

    private func text(_ row: Int) -> Int {
        switch numbers {
        case .own: row
        case .pooled(let numbers): Int(numbers[row])
        case .one: 0
        }
    }

    /// How many columns of the terminal the cell of a row takes.
    func width(_ row: Int) -> Int {
        let text = text(row)
        return oddWidths.isEmpty ? range(of: text).count : Int(oddWidths[text])
    }

    /// How many bytes the cell of a row has.
    func count(_ row: Int) -> Int { range(of: text(row)).count }

    /// Writes the cell of a row.
    func write(_ row: Int, into line: inout OutputSpan<UInt8>) {
        let cell = bytes.span
        for index in range(of: text(row)) { line.append(cell[index]) }
    }

    /// The cell of a row as a text of its own.
    func string(_ row: Int) -> String { String(decoding: bytes[range(of: text(row))], as: UTF8.self) }
}

extension OutputSpan<UInt8> {
    /// Writes a number with all its digits: at most twenty bytes.
    fileprivate mutating func append(decimal number: Int) {
        if number < 0 { append(UInt8(ascii: "-")) }
        var rest = number.magnitude
        var unit: UInt = 1
        while rest / unit >= 10 { unit *= 10 }
        while unit > 0 {
            append(UInt8(ascii: "0") + UInt8(rest / unit))
            rest %= unit
            unit /= 10
        }
    }
}

extension ValueType {
    /// Lists of brokers: numbers that have all their digits.
    fileprivate var elementsAreIDs: Bool {
        switch self {
        case .list(.broker), .set(.broker): true
        default: false
        }
    }

    /// Whether integers of a column of this type are no amounts of anything, which say their unit.
    fileprivate var holdsPlainIntegers: Bool {
        switch self {
        case .size, .duration, .time, .byteRate, .countRate: false
        default: true
        }
    }

    /// Whether an integer of this type is shown by its digits and nothing else, as `DisplayForm` has it.
    fileprivate func showsDigits(of number: Int) -> Bool {
        switch self {
        case .broker: true
        case .int, .any: number.magnitude < 10_000
        default: false
        }
    }
}
