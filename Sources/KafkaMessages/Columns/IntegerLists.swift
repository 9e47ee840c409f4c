/// A column whose cells are lists of 32-bit integers, such as replicas: all items one after the other, and where each cell ends.
package struct IntegerLists: Sendable {
    /// Cell `i` is `items[bounds[i]..<bounds[i + 1]]`; one more than there are cells, the first 0.
    package private(set) var bounds: [UInt32] = [0]
    /// The items of all cells.
    package var items: [Int32] = []

    /// No cells.
    package init() {}

    /// How many cells there are.
    package var count: Int { bounds.count - 1 }

    /// The items of a cell.
    package subscript(cell: Int) -> ArraySlice<Int32> { items[Int(bounds[cell])..<Int(bounds[cell + 1])] }

    /// How many items a cell has.
    package func length(of cell: Int) -> Int { Int(bounds[cell + 1] - bounds[cell]) }

    /// Makes the items that were appended since the last call a cell.
    package mutating func closeCell() { bounds.append(UInt32(clamping: items.count)) }

    /// Adds a cell.
    package mutating func append(_ cell: some Sequence<Int32>) {
        items.append(contentsOf: cell)
        closeCell()
    }
}
