/// "Did you mean": the nearest of the names that are legal at a place.
package enum Suggestion {
    /// The candidate nearest to a name, if one is near enough that a slip explains the difference; ties go to the first in order of letters.
    package static func nearest(_ name: String, among candidates: some Sequence<String>) -> String? {
        let wanted = Array(name.lowercased().unicodeScalars)
        guard !wanted.isEmpty, wanted.count <= 64 else { return nil }
        let limit = wanted.count <= 3 ? 1 : wanted.count <= 7 ? 2 : 3
        var best: (distance: Int, name: String)?
        for candidate in candidates where candidate != name {
            let scalars = Array(candidate.lowercased().unicodeScalars)
            guard abs(scalars.count - wanted.count) <= limit, scalars.count <= 80 else { continue }
            let distance = distance(wanted, scalars)
            guard distance <= limit, distance < max(wanted.count, scalars.count) else { continue }
            if let found = best, (distance, candidate) < (found.distance, found.name) { best = (distance, candidate) }
            if best != nil { continue }
            best = (distance, candidate)
        }
        return best?.name
    }

    /// Edits between two texts: insertions, deletions, substitutions, and swaps of neighbours (optimal string alignment).
    package static func distance(_ left: String, _ right: String) -> Int {
        distance(Array(left.unicodeScalars), Array(right.unicodeScalars))
    }

    private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var beforeLast = [Int]()
        var last = Array(0...right.count)
        for i in 0..<left.count {
            var row = [i + 1]
            row.reserveCapacity(right.count + 1)
            for j in 0..<right.count {
                var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (left[i] == right[j] ? 0 : 1))
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] { cost = min(cost, beforeLast[j - 1] + 1) }
                row.append(cost)
            }
            beforeLast = last
            last = row
        }
        return last[right.count]
    }
}
