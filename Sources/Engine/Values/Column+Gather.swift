import Language

extension Column {
    /// The column with these rows only, in this order; a row may come twice.
    package func gathered(_ rows: [UInt32]) -> Column {
        func remapped(_ exceptions: Exceptions) -> Exceptions {
            if exceptions.isEmpty { return [:] }
            var result: Exceptions = [:]
            for (index, row) in rows.enumerated() {
                if let value = exceptions[row] { result[UInt32(index)] = value }
            }
            return result
        }
        let storage: Storage
        switch self.storage {
        case .constant: return self
        case .values(let values): storage = .values(rows.map { values[Int($0)] })
        case .ints(let numbers, let exceptions): storage = .ints(rows.map { numbers[Int($0)] }, remapped(exceptions))
        case .bools(let truths, let exceptions): storage = .bools(rows.map { truths[Int($0)] }, remapped(exceptions))
        case .texts(let ids, let pool, let exceptions):
            let except = remapped(exceptions)
            // The pool keeps only what is still used, so that ten rows of a million do not hold a million names.
            if pool.count <= rows.count {
                storage = .texts(rows.map { ids[Int($0)] }, pool: pool, except)
            } else {
                var renumbered: [UInt32: UInt32] = [:]
                var kept: [String] = []
                var gathered: [UInt32] = []
                gathered.reserveCapacity(rows.count)
                for row in rows {
                    let id = ids[Int(row)]
                    if let known = renumbered[id] {
                        gathered.append(known)
                    } else {
                        let number = UInt32(kept.count)
                        kept.append(Int(id) < pool.count ? pool[Int(id)] : "")
                        renumbered[id] = number
                        gathered.append(number)
                    }
                }
                storage = .texts(gathered, pool: kept, except)
            }
        case .intLists(let bounds, let items, let exceptions):
            var gatheredBounds: [UInt32] = [0]
            var gatheredItems: [Int32] = []
            gatheredBounds.reserveCapacity(rows.count + 1)
            for row in rows {
                gatheredItems.append(contentsOf: items[Int(bounds[Int(row)])..<Int(bounds[Int(row) + 1])])
                gatheredBounds.append(UInt32(gatheredItems.count))
            }
            storage = .intLists(bounds: gatheredBounds, items: gatheredItems, remapped(exceptions))
        }
        return Column(name, type, storage, isSigned: isSigned, isExact: isExact)
    }

    /// A column of values in the form that costs least.
    package static func packed(
        _ name: String, _ type: ValueType, _ values: [Value], isSigned: Bool = true, isExact: Bool = false
    ) -> Column {
        var column = inLeastForm(name, type, values)
        column.isSigned = isSigned
        column.isExact = isExact
        return column
    }

    private static func inLeastForm(_ name: String, _ type: ValueType, _ values: [Value]) -> Column {
        guard values.count > 8 else { return Column(name, type, .values(values)) }
        if case .bool = type {
            var truths = [Bool](repeating: false, count: values.count)
            var exceptions: Exceptions = [:]
            for (index, value) in values.enumerated() {
                if case .bool(let truth) = value { truths[index] = truth } else { exceptions[UInt32(index)] = value }
            }
            if exceptions.count < values.count / 2 { return Column(name, type, .bools(truths, exceptions)) }
        }
        if type == .int || type == .broker || type == .size || type == .duration || type == .time {
            var numbers = [Int](repeating: 0, count: values.count)
            var exceptions: Exceptions = [:]
            for (index, value) in values.enumerated() {
                switch (value, type) {
                case (.int(let number), .int), (.int(let number), .broker), (.size(let number), .size), (.duration(let number), .duration),
                    (.time(let number), .time):
                    numbers[index] = number
                default: exceptions[UInt32(index)] = value
                }
            }
            if exceptions.count < values.count / 2 { return Column(name, type, .ints(numbers, exceptions)) }
        }
        return Column(name, type, .values(values))
    }
}

extension Column {
    /// The column with other values at these rows.
    /// - Parameter count: how many rows the table has, for a column that has no length of its own.
    func replacing(_ values: [UInt32: Value], count: Int) -> Column {
        var column = self
        func merged(_ exceptions: Exceptions) -> Exceptions { exceptions.merging(values) { $1 } }
        switch storage {
        case .ints(let numbers, let exceptions): column.storage = .ints(numbers, merged(exceptions))
        case .bools(let truths, let exceptions): column.storage = .bools(truths, merged(exceptions))
        case .texts(let ids, let pool, let exceptions): column.storage = .texts(ids, pool: pool, merged(exceptions))
        case .intLists(let bounds, let items, let exceptions):
            column.storage = .intLists(bounds: bounds, items: items, merged(exceptions))
        case .values(var plain):
            for (row, value) in values where Int(row) < plain.count { plain[Int(row)] = value }
            column.storage = .values(plain)
        case .constant(let constant):
            var plain = [Value](repeating: constant, count: count)
            for (row, value) in values where Int(row) < count { plain[Int(row)] = value }
            column.storage = .values(plain)
        }
        return column
    }
}

extension Table {
    /// The same rows with nothing else in the columns: decided rows first, then the undecided ones.
    package func compacted() -> Table {
        let rows = decided + undecided
        var table = self
        table.decided = Array(0..<UInt32(decided.count))
        table.undecided = Array(UInt32(decided.count)..<UInt32(rows.count))
        if rows.elementsEqual(0..<UInt32(rows.count)), columns.allSatisfy({ $0.length.map { $0 == rows.count } ?? true }) { return table }
        table.columns = columns.map { $0.gathered(rows) }
        if let order {
            table.order = order.gathered(rows)
        } else if !undecided.isEmpty {
            table.order = RowOrder(places: rows)
        }
        return table
    }
}

extension Column {
    /// How many rows it holds; nil for a constant.
    package var length: Int? {
        switch storage {
        case .values(let values): values.count
        case .ints(let numbers, _): numbers.count
        case .bools(let truths, _): truths.count
        case .texts(let ids, _, _): ids.count
        case .intLists(let bounds, _, _): bounds.count - 1
        case .constant: nil
        }
    }
}
