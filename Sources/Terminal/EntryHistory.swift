/// What was typed, as the arrow keys walk it and Ctrl-R searches it.
struct EntryHistory {
    /// More are forgotten, the oldest first.
    static let limit = 5000
    /// Oldest first.
    private(set) var entries: [String] = []
    private var walk: Walk?

    /// A walk that began at a line which was being typed.
    private struct Walk {
        /// What entries have to begin with: what stood before the cursor.
        var prefix: String
        var typed: String
        /// The entry that is shown; `entries.count`: what was typed.
        var index: Int
        var shown: String
    }

    /// Adds an entry, where it is not the last one again; a walk is over.
    mutating func add(_ entry: String) {
        walk = nil
        guard !entry.isEmpty, entries.last != entry else { return }
        entries.append(entry)
        if entries.count > Self.limit { entries.removeFirst(entries.count - Self.limit) }
    }

    /// The next older or newer entry that begins as the line did when the walk began, and reads otherwise than the line; what was typed behind the
    /// newest.
    /// - Parameter before: What stands before the cursor.
    mutating func step(from line: String, before: String, isOlder: Bool) -> String? {
        var current = walk ?? Walk(prefix: before, typed: line, index: entries.count, shown: line)
        // A line that was changed since is one that is typed.
        if current.shown != line { current = Walk(prefix: before, typed: line, index: entries.count, shown: line) }
        var index = current.index
        while true {
            index += isOlder ? -1 : 1
            guard index >= 0, index <= entries.count, index != current.index else { return nil }
            let found = index == entries.count ? current.typed : entries[index]
            if index == entries.count || (found.utf8.starts(with: current.prefix.utf8) && found != line) {
                current.index = index
                current.shown = found
                walk = current
                return found
            }
        }
    }

    /// The newest entry before an index that holds the text, and where in it, in bytes.
    func find(_ text: String, before index: Int) -> (index: Int, offset: Int)? {
        let wanted = Array(text.utf8)
        var index = min(index, entries.count) - 1
        while index >= 0 {
            if let offset = Self.offset(of: wanted, in: Array(entries[index].utf8)) { return (index, offset) }
            index -= 1
        }
        return nil
    }

    private static func offset(of wanted: [UInt8], in text: [UInt8]) -> Int? {
        guard let first = wanted.first else { return 0 }
        guard wanted.count <= text.count else { return nil }
        for start in 0...(text.count - wanted.count) where text[start] == first {
            if text[start..<start + wanted.count].elementsEqual(wanted) { return start }
        }
        return nil
    }
}
