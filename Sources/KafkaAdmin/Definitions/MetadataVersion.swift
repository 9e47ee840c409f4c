/// Names of the levels of the feature `metadata.version`, which every node of a cluster must know (Kafka's `MetadataVersion`).
package enum MetadataVersion {
    private static let names = [
        "3.0-IV1", "3.1-IV0", "3.2-IV0", "3.3-IV0", "3.3-IV1", "3.3-IV2", "3.3-IV3", "3.4-IV0", "3.5-IV0", "3.5-IV1", "3.5-IV2", "3.6-IV0",
        "3.6-IV1", "3.6-IV2", "3.7-IV0", "3.7-IV1", "3.7-IV2", "3.7-IV3", "3.7-IV4", "3.8-IV0", "3.9-IV0", "4.0-IV0", "4.0-IV1", "4.0-IV2",
        "4.0-IV3", "4.1-IV0", "4.1-IV1", "4.2-IV0", "4.2-IV1", "4.3-IV0",
    ]

    /// The level's name; a level younger than the table keeps its number.
    package static func name(ofLevel level: Int16) -> String {
        let index = Int(level) - 1
        return names.indices.contains(index) ? names[index] : "level \(level)"
    }

    /// The first release that knows a level; of one younger than the table the youngest in it.
    static func release(ofLevel level: Int16) -> ReassignmentLaw.Version? {
        guard level > 0, let last = names.last else { return nil }
        let index = Int(level) - 1
        let parts = (names.indices.contains(index) ? names[index] : last).prefix { $0 != "-" }.split(separator: ".").compactMap { Int($0) }
        return parts.count == 2 ? .init(parts[0], parts[1]) : nil
    }
}
