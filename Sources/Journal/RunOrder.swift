/// Runs in the order in which they began. Their names tell the minute; within one, their first records do.
enum RunOrder {
    /// - Parameter head: the first bytes of a run's journal; at most a few kilobytes are needed.
    static func oldestFirst(_ names: [String], head: (String) -> [UInt8]) -> [String] {
        let byMinute = Dictionary(grouping: names) { $0.prefix { $0 != "-" } }
        return byMinute.sorted { $0.key < $1.key }.flatMap { _, names -> [String] in
            guard names.count > 1 else { return names }
            // A run without a first record has not begun: it comes after those that have.
            return names.map { (name: $0, began: began(head($0)) ?? .max) }
                .sorted { ($0.began, $0.name) < ($1.began, $1.name) }.map(\.name)
        }
    }

    private static func began(_ head: [UInt8]) -> Int? {
        guard let end = head.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        return try? JournalLine.decode(head[..<end])["at"]?.int
    }
}
