/// What people type who come from other tools, as a line of the language: one table for the command line (`mend status`) and the prompt (`status`).
enum ForeignLines {
    /// Flags of `kafka-topics`, without their dashes.
    static let flags = [
        (name: "under-replicated-partitions", line: "partitions where underReplicated"),
        (name: "unavailable-partitions", line: "partitions where offline"),
        (name: "under-min-isr-partitions", line: "partitions where underMinIsr"),
        (name: "at-min-isr-partitions", line: "partitions where atMinIsr"),
    ]

    /// Whole commands.
    static let words = [
        "ls": "topics", "kafka-topics": "topics", "consumer-groups": "groups", "lag": "groups where lag > 0", "status": "cluster",
    ]

    /// A line as a shell takes it: `mend -e topics`, `mend -e 'groups where lag > 0'`.
    static func shell(_ line: String) -> String { line.contains(" ") ? "`mend -e '\(line)'`" : "`mend -e \(line)`" }
}
