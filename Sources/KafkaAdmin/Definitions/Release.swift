import KafkaClient

/// Which Kafka release a broker runs, as far as its requests tell.
package enum Release {
    /// Each release with requests that it was the first to take. Releases that cannot be told apart share a row.
    private static let marks: [(release: String, through: String, key: Int16, version: Int16)] = [
        ("2.4", "2.4", 45, 0), ("2.5", "2.5", 9, 7), ("2.6", "2.6", 48, 0), ("2.7", "2.7", 50, 0), ("2.8", "2.8", 60, 0),
        ("3.0", "3.0", 65, 0), ("3.1", "3.1", 3, 12), ("3.2", "3.2", 35, 3), ("3.3", "3.4", 35, 4), ("3.5", "3.5", 1, 15),
        ("3.6", "3.6", 9, 9), ("3.7", "3.7", 60, 1), ("3.8", "3.8", 16, 5), ("3.9", "3.9", 2, 9), ("4.0", "4.0", 60, 2),
        ("4.1", "4.1", 9, 10), ("4.2", "4.2", 2, 11), ("4.3", "4.3", 35, 5),
    ]

    /// `3.9`, `3.3–3.4`; `before 2.4` where it takes none of them.
    package static func of(_ versions: NodeVersions) -> String {
        guard let found = position(of: versions) else { return "before 2.4" }
        let mark = marks[found]
        return mark.release == mark.through ? mark.release : "\(mark.release)–\(mark.through)"
    }

    /// The range over several nodes: `3.7–3.8` where they differ.
    package static func of(_ nodes: [NodeVersions]) -> String? {
        guard !nodes.isEmpty else { return nil }
        let positions = nodes.map { position(of: $0) ?? -1 }
        guard let low = positions.min(), let high = positions.max() else { return nil }
        let first = low < 0 ? "before 2.4" : marks[low].release
        let last = high < 0 ? "before 2.4" : marks[high].through
        return first == last ? first : "\(first)–\(last)"
    }

    /// What the release of a controller may be, as the brokers that told their versions show it; nil where none did. One that shows the newest
    /// release known here may be newer.
    static func versions(of nodes: [APIVersionTable]) -> ClosedRange<ReassignmentLaw.Version>? {
        let positions = nodes.map { node in marks.lastIndex { (node[$0.key]?.upperBound ?? -1) >= $0.version } ?? -1 }
        guard let low = positions.min(), let high = positions.max() else { return nil }
        let first = low < 0 ? ReassignmentLaw.Version(0, 0) : version(marks[low].release)
        let last = high < 0 ? ReassignmentLaw.Version(2, 3) : high == marks.count - 1 ? .init(.max, 0) : version(marks[high].through)
        return first...max(first, last)
    }

    private static func version(_ text: String) -> ReassignmentLaw.Version {
        let parts = text.split(separator: ".").compactMap { Int($0) }
        return .init(parts.first ?? 0, parts.count > 1 ? parts[1] : 0)
    }

    /// The last of the marks that a node shows, all before it shown too.
    private static func position(of versions: NodeVersions) -> Int? {
        marks.lastIndex { versions.takes($0.key, $0.version) }
    }
}
