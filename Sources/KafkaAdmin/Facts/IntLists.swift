/// Lists of integers, one a row, in two arrays: row i holds `items[bounds[i]..<bounds[i + 1]]`.
package struct IntLists: Hashable, Sendable {
    package private(set) var bounds: [UInt32] = [0]
    package private(set) var items: [Int32] = []

    package init() {}

    /// Lists whose bounds and items are there already.
    /// - Parameter bounds: one more than there are rows, rising, the last no greater than the items.
    package init(bounds: [UInt32], items: [Int32]) {
        self.bounds = bounds.isEmpty ? [0] : bounds
        self.items = items
    }

    /// How many rows there are.
    package var count: Int { bounds.count - 1 }

    /// The list of a row.
    package subscript(row: Int) -> ArraySlice<Int32> { items[Int(bounds[row])..<Int(bounds[row + 1])] }

    /// Adds a row.
    package mutating func append(_ list: ArraySlice<Int32>) {
        items.append(contentsOf: list)
        bounds.append(UInt32(truncatingIfNeeded: items.count))
    }

    /// Adds a row.
    package mutating func append(_ list: [Int32]) { append(list[...]) }

    /// The same rows in another order, given by stretches of rows that stay together.
    func reordered(_ stretches: [Range<Int>]) -> IntLists {
        guard !items.isEmpty else { return self }
        var result = IntLists()
        result.items.reserveCapacity(items.count)
        result.bounds.reserveCapacity(bounds.count)
        for stretch in stretches {
            let start = bounds[stretch.lowerBound]
            // What moves a stretch moves its bounds by the same.
            let moved = UInt32(truncatingIfNeeded: result.items.count)
            result.items.append(contentsOf: items[Int(start)..<Int(bounds[stretch.upperBound])])
            for row in stretch { result.bounds.append(bounds[row + 1] &- start &+ moved) }
        }
        return result
    }

    /// The same rows as sets: each sorted, without repeats.
    package func asSets() -> IntLists {
        var row = 0
        while row < count, isSet(row) { row += 1 }
        guard row < count else { return self }
        var result = IntLists()
        result.items.reserveCapacity(items.count)
        result.bounds.reserveCapacity(bounds.count)
        for row in 0..<count { if isSet(row) { result.append(self[row]) } else { result.append(set: self[row]) } }
        return result
    }

    private func isSet(_ row: Int) -> Bool {
        var index = Int(bounds[row]) + 1
        while index < Int(bounds[row + 1]) {
            if items[index - 1] >= items[index] { return false }
            index += 1
        }
        return true
    }

    /// Adds a row as a set.
    package mutating func append(set list: ArraySlice<Int32>) {
        let start = items.count
        for item in list.count > 16 ? list.sorted()[...] : list {
            var place = items.count
            while place > start, items[place - 1] > item { place -= 1 }
            if place > start, items[place - 1] == item { continue }
            items.append(item)
            // What is greater moves up by one.
            for index in (place..<items.count - 1).reversed() { items[index + 1] = items[index] }
            items[place] = item
        }
        bounds.append(UInt32(truncatingIfNeeded: items.count))
    }
}

extension [Int32] {
    /// The numbers that occur, each once, sorted. For few distinct ones among many, such as the brokers of all replicas.
    package var distinct: [Int32] {
        // Ids of brokers are mostly small (-1: none): a mark for each finds them in one pass over a million replicas.
        var marks = [Bool](repeating: false, count: 4096)
        var others: Set<Int32> = []
        for number in self {
            let mark = Int(number) + 1
            if marks.indices.contains(mark) { marks[mark] = true } else { others.insert(number) }
        }
        let small = marks.indices.lazy.filter { marks[$0] }.map { Int32(truncatingIfNeeded: $0 - 1) }
        return others.isEmpty ? Array(small) : (others + small).sorted()
    }
}
