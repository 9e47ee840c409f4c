import Language

/// Words in columns, as a shell lists files.
package enum WordColumns {
    /// At most this many words are listed; the rest is counted.
    static let limit = 200

    /// Lines that hold the words, top to bottom and then to the right, no wider than the width.
    package static func fit(_ words: [String], width: Int) -> String {
        let shown = words.prefix(limit).map { ForeignText.inOneLine($0) }
        let cell = (shown.map(\.count).max() ?? 0) + 2
        let columns = max(1, width / max(cell, 1))
        let rows = (shown.count + columns - 1) / columns
        var lines: [String] = []
        for row in 0..<rows {
            var line = ""
            for column in 0..<columns {
                let index = column * rows + row
                guard index < shown.count else { continue }
                line += shown[index] + String(repeating: " ", count: cell - shown[index].count)
            }
            while line.hasSuffix(" ") { line.removeLast() }
            lines.append(line)
        }
        if words.count > limit { lines.append("… and \(words.count - limit) more") }
        return lines.joined(separator: "\n")
    }
}
