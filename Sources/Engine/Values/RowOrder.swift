/// Where the rows of a table stand among each other, decided and undecided ones together.
package struct RowOrder: Sendable, Hashable {
    /// By row (an index into the columns): its place as it is shown.
    package var places: [UInt32]
    /// By row: the earliest and the latest place in which it may really stand, where a sort key was unknown or a bound; nil: the order is sure.
    package var reach: [Reach]?
    /// Why the order is not sure.
    package var because: Cause?

    package struct Reach: Sendable, Hashable {
        package var earliest: UInt32
        package var latest: UInt32
    }

    package init(places: [UInt32], reach: [Reach]? = nil, because: Cause? = nil) {
        self.places = places
        self.reach = reach
        self.because = because
    }

    /// Of a table with these rows only, in this order.
    func gathered(_ rows: [UInt32]) -> RowOrder {
        RowOrder(
            places: rows.map { places[Int($0)] }, reach: reach.map { reach in rows.map { reach[Int($0)] } }, because: because)
    }
}

extension Table {
    /// True where a sort key was unknown or a bound, so that rows may really stand in another order.
    package var isOrderUnsure: Bool { order?.reach != nil }

    func place(of row: UInt32) -> UInt32 { order.map { $0.places[Int(row)] } ?? row }

    func reach(of row: UInt32) -> RowOrder.Reach {
        if let reach = order?.reach { return reach[Int(row)] }
        let place = place(of: row)
        return RowOrder.Reach(earliest: place, latest: place)
    }

    /// Rows in the order in which they are shown.
    func ordered(_ rows: [UInt32]) -> [UInt32] { rows.sorted { place(of: $0) < place(of: $1) } }

    /// Keeps the first rows. A row stays decided where it is surely among them, and undecided where it may be: rows that a `where` could not
    /// decide, or whose place a sort could not tell, may stand before it or not, and rows that are missing may stand anywhere.
    mutating func keepFirst(_ count: Int) {
        if undecided.isEmpty, !isOrderUnsure {
            decided = Array(decided.prefix(count))
            if !missing.isEmpty { swap(&decided, &undecided) }
            return
        }
        // Rows that may stand before a place, and rows that surely do, by their ends in order.
        let starts = rows.map { reach(of: $0).earliest }.sorted()
        let sureEnds = decided.map { reach(of: $0).latest }.sorted()
        func isKept(_ row: UInt32) -> Bool { Self.count(below: reach(of: row).earliest, in: sureEnds) < count }
        let (kept, open) = (decided.filter(isKept), undecided.filter(isKept))
        // Itself stands among those that begin before its end, unless it begins where it ends.
        func isSurelyKept(_ row: UInt32) -> Bool {
            let reach = reach(of: row)
            return Self.count(below: reach.latest, in: starts) - (reach.earliest < reach.latest ? 1 : 0) < count
        }
        let sure = missing.isEmpty ? kept.filter(isSurelyKept) : []
        let isSure = Set(sure)
        decided = sure
        undecided = ordered(open + kept.filter { !isSure.contains($0) })
    }

    /// How many of these numbers, in order, are below one.
    private static func count(below limit: UInt32, in numbers: [UInt32]) -> Int {
        var (low, high) = (0, numbers.count)
        while low < high {
            let middle = (low + high) / 2
            if numbers[middle] < limit { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The row that surely is the first, or the last; nil where none surely is.
    func surelyFirst(last: Bool = false) -> UInt32? {
        if undecided.isEmpty, !isOrderUnsure { return last ? decided.last : decided.first }
        let candidate =
            last
            ? decided.max { reach(of: $0).earliest < reach(of: $1).earliest }
            : decided.min { reach(of: $0).latest < reach(of: $1).latest }
        guard let candidate else { return nil }
        let own = reach(of: candidate)
        let isAlone = rows.allSatisfy { row in
            let other = reach(of: row)
            return row == candidate || (last ? other.latest < own.earliest : own.latest < other.earliest)
        }
        return isAlone ? candidate : nil
    }
}
