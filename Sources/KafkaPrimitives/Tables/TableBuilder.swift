import Engine
import KafkaAdmin
import Language

/// Makes a source's table: only the columns asked for, and the key; each in the form that costs least.
struct TableBuilder {
    private let schema: SourceSchema
    private let wanted: Set<NameKey>
    private var made: [NameKey: Column.Storage] = [:]
    /// Rights for want of which sums are only bounds.
    private var lacking: [Cause] = []
    let count: Int

    init(_ schema: SourceSchema, _ request: SourceRequest, rows: Int) {
        self.schema = schema
        wanted = request.columns.union(schema.key.map { NameKey($0) })
        count = rows
    }

    /// Whether a column is asked for.
    func wants(_ name: String) -> Bool { wanted.contains(name) }

    /// A column of any values.
    mutating func add(_ name: String, _ cell: (Int) -> Value) {
        guard wants(name) else { return }
        made[name] = .values((0..<count).map(cell))
    }

    /// A column with the same value in every row.
    mutating func add(constant name: String, _ value: Value) {
        guard wants(name) else { return }
        made[name] = .constant(value)
    }

    /// A column of counts or sums; where a part is unknown they are at least that.
    mutating func sums(_ name: String, _ unit: (Int) -> Value = { .int($0) }, _ cell: (Int) -> AtLeast) {
        guard wants(name) else { return }
        made[name] = .values(
            (0..<count).map { row in
                let sum = cell(row)
                if let why = sum.why, why.isNotAuthorised { note(why) }
                return .atLeast(sum, unit)
            })
    }

    /// Says below the table that a right is lacking, so that numbers in it are only bounds.
    mutating func note(_ why: Unread) {
        let cause = Cause(why)
        if !lacking.contains(cause), lacking.count < 8 { lacking.append(cause) }
    }

    mutating func bools(_ name: String, _ cell: (Int) -> Fact<Bool>) {
        guard wants(name) else { return }
        var values: [Bool] = []
        values.reserveCapacity(count)
        var exceptions: Column.Exceptions = [:]
        for row in 0..<count {
            switch cell(row) {
            case .known(let value): values.append(value)
            case .unknown(let why):
                values.append(false)
                exceptions[UInt32(truncatingIfNeeded: row)] = .unknown(Cause(why))
            }
        }
        made[name] = Self.allOne(exceptions, count) ?? .bools(values, exceptions)
    }

    /// A column of numbers as they are.
    mutating func ints(_ name: String, of numbers: [Int32]) {
        guard wants(name) else { return }
        made[name] = .ints(numbers.map { Int($0) }, [:])
    }

    /// A column of brokers; below zero is none.
    mutating func brokers(_ name: String, of numbers: [Int32]) {
        guard wants(name) else { return }
        var exceptions: Column.Exceptions = [:]
        for row in numbers.indices where numbers[row] < 0 { exceptions[UInt32(truncatingIfNeeded: row)] = .null }
        made[name] = Self.allOne(exceptions, count) ?? .ints(numbers.map { Int($0) }, exceptions)
    }

    mutating func ints(_ name: String, _ cell: (Int) -> Fact<Int?>) {
        guard wants(name) else { return }
        var values: [Int] = []
        values.reserveCapacity(count)
        var exceptions: Column.Exceptions = [:]
        for row in 0..<count {
            switch cell(row) {
            case .known(let value?): values.append(value)
            case .known(nil):
                values.append(0)
                exceptions[UInt32(truncatingIfNeeded: row)] = .null
            case .unknown(let why):
                values.append(0)
                exceptions[UInt32(truncatingIfNeeded: row)] = .unknown(Cause(why))
            }
        }
        made[name] = Self.allOne(exceptions, count) ?? .ints(values, exceptions)
    }

    /// Lists of brokers; sorted where the column is a set.
    mutating func lists(_ name: String, _ cell: (Int) -> Fact<ArraySlice<Int32>>) {
        guard wants(name) else { return }
        let isSet = isSet(name)
        var lists = IntLists()
        var exceptions: Column.Exceptions = [:]
        for row in 0..<count {
            switch cell(row) {
            case .known(let list): if isSet { lists.append(set: list) } else { lists.append(list) }
            case .unknown(let why):
                lists.append([])
                exceptions[UInt32(truncatingIfNeeded: row)] = .unknown(Cause(why))
            }
        }
        made[name] = Self.allOne(exceptions, count) ?? .intLists(bounds: lists.bounds, items: lists.items, exceptions)
    }

    /// Lists of brokers as they are; sorted where the column is a set.
    mutating func lists(_ name: String, of lists: IntLists) {
        guard wants(name) else { return }
        let lists = isSet(name) ? lists.asSets() : lists
        made[name] = .intLists(bounds: lists.bounds, items: lists.items, [:])
    }

    private func isSet(_ name: String) -> Bool { if case .set? = schema.column(name)?.type { true } else { false } }

    /// Texts by their number in a pool.
    mutating func texts(_ name: String, pool: @autoclosure () -> [String], _ number: (Int) -> UInt32) {
        guard wants(name) else { return }
        made[name] = .texts((0..<count).map(number), pool: pool(), [:])
    }

    /// Texts by their numbers in a pool.
    mutating func texts(_ name: String, pool: @autoclosure () -> [String], of numbers: [UInt32]) {
        guard wants(name) else { return }
        made[name] = .texts(numbers, pool: pool(), [:])
    }

    /// One cause for all rows costs one value.
    private static func allOne(_ exceptions: Column.Exceptions, _ count: Int) -> Column.Storage? {
        guard count > 0, exceptions.count == count, let first = exceptions.first?.value, exceptions.values.allSatisfy({ $0 == first })
        else { return nil }
        return .constant(first)
    }

    /// The table. A column that was asked for and that nobody made is unknown, never left out.
    func table(missing: [Unread] = []) -> Table {
        let columns = schema.columns.compactMap { column -> Column? in
            guard wanted.contains(column.name), column.availability == .built else { return nil }
            return Column(column.name, column.type, made[column.name] ?? .constant(.unknown(Cause("not read"))))
        }
        var seen: Set<Cause> = []
        let causes = missing.map { Cause($0) }.filter { seen.insert($0).inserted }
        var table = Table(
            source: schema.name, columns: columns, key: schema.key, rowCount: count, missing: causes, shown: schema.defaultColumns)
        table.notes = lacking.filter { !seen.contains($0) }
        return table
    }

    /// No rows, because nothing could be read.
    static func nothing(_ schema: SourceSchema, _ request: SourceRequest, because why: Unread) -> Table {
        TableBuilder(schema, request, rows: 0).table(missing: [why])
    }
}
