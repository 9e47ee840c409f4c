/// Counts cases by rows of the matrix.
package struct Tally: Sendable {
    package private(set) var cases = 0
    package private(set) var differences = 0
    private var byRow: [Int: (cases: Int, differences: Int)] = [:]

    package init() {}

    package mutating func count(rows: Set<Int>, differs: Bool) {
        cases += 1
        if differs { differences += 1 }
        for row in rows {
            byRow[row, default: (0, 0)].cases += 1
            if differs { byRow[row]?.differences += 1 }
        }
    }

    /// A difference that is no case: a workload that cannot be used, a worker that died.
    package mutating func countFailure() { differences += 1 }

    /// The matrix, row by row.
    package var table: String {
        var lines = [Self.line("row", "what goes wrong", "cases", "differ", "how")]
        for row in MatrixRow.all {
            let counts = byRow[row.number] ?? (0, 0)
            lines.append(Self.line("\(row.number)", row.title, "\(counts.cases)", "\(counts.differences)", row.covered))
        }
        return lines.joined(separator: "\n")
    }

    private static func line(_ row: String, _ title: String, _ cases: String, _ differ: String, _ how: String) -> String {
        padded(row, 3, toLeft: false) + "  " + padded(title, 46) + padded(cases, 8, toLeft: false) + padded(differ, 8, toLeft: false) + "  "
            + how
    }

    private static func padded(_ text: String, _ width: Int, toLeft: Bool = true) -> String {
        let blanks = String(repeating: " ", count: max(0, width - text.count))
        return toLeft ? text + blanks : blanks + text
    }
}
