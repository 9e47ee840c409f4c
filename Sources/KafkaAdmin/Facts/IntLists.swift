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
    package mutating func append(_ list: some Sequence<Int32>) {
        items.append(contentsOf: list)
        bounds.append(UInt32(truncatingIfNeeded: items.count))
    }

    /// The same rows in another order.
    package func reordered(_ order: [Int]) -> IntLists {
        var result = IntLists()
        result.items.reserveCapacity(items.count)
        result.bounds.reserveCapacity(bounds.count)
        for row in order { result.append(self[row]) }
        return result
    }
}
