import Journal
import Language

extension Table {
    /// A table whose columns are all constant has no length of its own; beyond this many rows one of them is written out.
    private static let mostConstantRows = 65_536

    /// The table as the journal keeps it, compacted: its decided rows come first, then the undecided ones.
    package var json: JSONValue {
        var table = compacted()
        let rows = table.decided.count + table.undecided.count
        if rows > Table.mostConstantRows, table.columns.allSatisfy({ $0.isConstant }), let first = table.columns.first {
            table.columns[0].storage = .values((0..<UInt32(rows)).map { first.value(at: $0) })
        }
        var members: [JSONValue.Member] = []
        if let source { members.append(.init("source", .string(source))) }
        if !key.isEmpty { members.append(.init("key", .array(key.map { .string($0) }))) }
        if let shown { members.append(.init("shown", .array(shown.map { .string($0) }))) }
        members.append(.init("decided", .int(table.decided.count)))
        if !undecided.isEmpty { members.append(.init("undecided", .int(table.undecided.count))) }
        if let order = table.order, !undecided.isEmpty || order.reach != nil {
            members.append(.init("places", .array(order.places.map { .int(Int($0)) })))
            if let reach = order.reach {
                members.append(.init("reach", .array(reach.flatMap { [.int(Int($0.earliest)), .int(Int($0.latest))] })))
                if let because = order.because { members.append(.init("unsorted", because.json)) }
            }
        }
        if !undecidedBecause.isEmpty { members.append(.init("because", .array(undecidedBecause.map(\.json)))) }
        if !missing.isEmpty { members.append(.init("missing", .array(missing.map(\.json)))) }
        if !notes.isEmpty { members.append(.init("notes", .array(notes.map(\.json)))) }
        if let plan { members.append(.init("plan", ["hash": .string(plan.hash), "effect": .string(plan.effect)])) }
        if let reading { members.append(.init("reading", [.int(reading.asOf), .int(reading.tookMs)])) }
        members.append(.init("columns", .array(table.columns.map(\.json))))
        return .object(members)
    }

    /// Reads what `json` made. Lengths and numbers are checked against each other before they are used.
    package init(json: JSONValue) throws(ValueFault) {
        let decided = try json["decided"]?.number() ?? 0
        let undecided = try json["undecided"]?.number() ?? 0
        guard decided >= 0, undecided >= 0, decided <= Int(Int32.max), undecided <= Int(Int32.max) - decided else {
            throw ValueFault("a table's number of rows is out of range")
        }
        let rows = decided + undecided
        guard let elements = json["columns"]?.array else { throw ValueFault("a table without columns") }
        var columns: [Column] = []
        for element in elements { columns.append(try Column(json: element, rows: rows)) }
        guard rows <= Table.mostConstantRows || columns.contains(where: { !$0.isConstant }) else {
            throw ValueFault("a table claims \(rows) rows and holds none")
        }
        self.init(
            source: json["source"]?.string, columns: columns, key: try json["key"]?.texts() ?? [], rowCount: rows,
            missing: try Cause.list(json["missing"]), shown: try json["shown"]?.texts())
        self.decided = Array(0..<UInt32(decided))
        self.undecided = Array(UInt32(decided)..<UInt32(rows))
        order = try RowOrder(json: json, rows: rows)
        undecidedBecause = try Cause.list(json["because"])
        notes = try Cause.list(json["notes"])
        if let plan = json["plan"], let hash = plan["hash"]?.string, let effect = plan["effect"]?.string {
            self.plan = PlanReference(hash: hash, effect: effect)
        }
        if let reading = try json["reading"]?.numbers(), reading.count == 2 {
            guard JournalRange.moment.contains(reading[0]), JournalRange.milliseconds.contains(reading[1]) else {
                throw ValueFault("when a table was read is out of range")
            }
            self.reading = ReadingTime(asOf: reading[0], tookMs: reading[1])
        }
    }
}

extension RowOrder {
    /// Reads the places of a table's rows; nil where it keeps none.
    init?(json: JSONValue, rows: Int) throws(ValueFault) {
        guard let kept = json["places"] else { return nil }
        let places = try kept.numbers()
        guard places.count == rows else { throw ValueFault("a table has \(rows) rows and \(places.count) places") }
        self.init(places: try places.map { (place) throws(ValueFault) in try RowOrder.place(place) })
        guard let kept = json["reach"] else { return }
        let ends = try kept.numbers()
        guard ends.count == 2 * rows else { throw ValueFault("a table has \(rows) rows and \(ends.count) ends of their places") }
        reach = try (0..<rows).map { (row) throws(ValueFault) in
            Reach(earliest: try RowOrder.place(ends[2 * row]), latest: try RowOrder.place(ends[2 * row + 1]))
        }
        because = try json["unsorted"].map { (cause) throws(ValueFault) in try Cause(json: cause) }
    }

    private static func place(_ number: Int) throws(ValueFault) -> UInt32 {
        guard let place = UInt32(exactly: number) else { throw ValueFault("a row's place is out of range") }
        return place
    }
}

extension Column {
    var isConstant: Bool { if case .constant = storage { true } else { false } }

    var json: JSONValue {
        var head: [JSONValue.Member] = [.init("name", .string(name)), .init("type", type.json)]
        head.append(.init("signed", .bool(isSigned)))
        if isExact { head.append(.init("exact", .bool(true))) }
        func exceptions(_ exceptions: Exceptions) -> [JSONValue.Member] {
            if exceptions.isEmpty { return [] }
            let pairs = exceptions.sorted { $0.key < $1.key }
            return [.init("except", .array(pairs.map { .array([.int(Int($0.key)), $0.value.json]) }))]
        }
        switch storage {
        case .values(let values): return .object(head + [.init("values", .array(values.map(\.json)))])
        case .constant(let value): return .object(head + [.init("constant", value.json)])
        case .ints(let numbers, let except):
            return .object(head + [.init("ints", .array(numbers.map { .int($0) }))] + exceptions(except))
        case .bools(let truths, let except):
            return .object(head + [.init("bools", .array(truths.map { .bool($0) }))] + exceptions(except))
        case .texts(let ids, let pool, let except):
            let texts: [JSONValue.Member] = [
                .init("texts", .array(ids.map { .int(Int($0)) })), .init("pool", .array(pool.map { .string($0) })),
            ]
            return .object(head + texts + exceptions(except))
        case .intLists(let bounds, let items, let except):
            let lists: [JSONValue.Member] = [
                .init("intLists", .array(bounds.map { .int(Int($0)) })), .init("items", .array(items.map { .int(Int($0)) })),
            ]
            return .object(head + lists + exceptions(except))
        }
    }

    init(json: JSONValue, rows: Int) throws(ValueFault) {
        guard let name = json["name"]?.string, let type = json["type"] else { throw ValueFault("a column without a name or a type") }
        // Journals of before say nothing of it: then an unknown number may lie below zero.
        self.init(
            name, try ValueType(json: type), try Column.storage(json, rows: rows), isSigned: json["signed"]?.bool ?? true,
            isExact: json["exact"]?.bool == true)
    }

    private static func storage(_ json: JSONValue, rows: Int) throws(ValueFault) -> Storage {
        func check(_ count: Int) throws(ValueFault) {
            guard count == rows else { throw ValueFault("a column has \(count) rows, its table \(rows)") }
        }
        if let constant = json["constant"] { return .constant(try Value(json: constant)) }
        if json["values"] != nil {
            let values = try Value.list(json["values"])
            try check(values.count)
            return .values(values)
        }
        let except = try exceptions(json["except"], rows: rows)
        if let numbers = json["ints"] {
            let numbers = try numbers.numbers()
            try check(numbers.count)
            return .ints(numbers, except)
        }
        if let elements = json["bools"]?.array {
            var truths: [Bool] = []
            for element in elements {
                guard let truth = element.bool else { throw ValueFault("not a truth") }
                truths.append(truth)
            }
            try check(truths.count)
            return .bools(truths, except)
        }
        if let ids = json["texts"], let pool = json["pool"] {
            let pool = try pool.texts()
            var checked: [UInt32] = []
            for id in try ids.numbers() {
                guard let small = UInt32(exactly: id), id < pool.count || except[UInt32(checked.count)] != nil else {
                    throw ValueFault("a text that is not in the pool")
                }
                checked.append(small)
            }
            try check(checked.count)
            return .texts(checked, pool: pool, except)
        }
        guard let bounds = json["intLists"], let items = json["items"] else { throw ValueFault("a column without content") }
        return try lists(bounds.numbers(), items.numbers(), rows: rows, except)
    }

    private static func lists(_ bounds: [Int], _ items: [Int], rows: Int, _ except: Exceptions) throws(ValueFault) -> Storage {
        guard bounds.count == rows + 1 else { throw ValueFault("a column has \(bounds.count - 1) lists, its table \(rows) rows") }
        var last = 0
        var checkedBounds: [UInt32] = []
        for bound in bounds {
            guard bound >= last, bound <= items.count, let small = UInt32(exactly: bound) else {
                throw ValueFault("a list's bounds are out of range")
            }
            checkedBounds.append(small)
            last = bound
        }
        var checkedItems: [Int32] = []
        for item in items {
            guard let small = Int32(exactly: item) else { throw ValueFault("an element is out of range") }
            checkedItems.append(small)
        }
        return .intLists(bounds: checkedBounds, items: checkedItems, except)
    }

    private static func exceptions(_ json: JSONValue?, rows: Int) throws(ValueFault) -> Exceptions {
        guard let json else { return [:] }
        guard let pairs = json.array else { throw ValueFault("exceptions are a list") }
        var exceptions: Exceptions = [:]
        for pair in pairs {
            guard let pair = pair.array, pair.count == 2, let row = pair[0].int, row >= 0, row < rows else {
                throw ValueFault("an exception at a row that is not there")
            }
            exceptions[UInt32(row)] = try Value(json: pair[1])
        }
        return exceptions
    }
}
