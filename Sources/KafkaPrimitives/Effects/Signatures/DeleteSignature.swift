import Language

extension EffectSignature {
    /// Deletes topics or groups (DeleteTopics, DeleteGroups).
    package static let delete = EffectSignature(
        id: "delete", verb: "delete", phrase: [.slot("target", .query([.groups, .topics]))],
        options: [.within, .into], effectClass: .irreversible, gate: .controller, itemKey: [.init("resource", .string)],
        summary: "deletes groups or topics, with all that they hold",
        undo: nil, examples: ["delete group \"old\"", "delete topics where name ~ \"tmp-*\""], availability: .later)

    /// Forgets what a group committed for topics (OffsetDelete, KIP-496).
    package static let deleteOffsets = EffectSignature(
        id: "delete offsets", verb: "delete",
        phrase: [
            .word("offsets"), .word("of"), .slot("target", .query([.groups])), .word("for"),
            .slot("partitions", .query([.topics, .partitions])),
        ],
        options: [.within, .into], effectClass: .irreversible, gate: .coordinator,
        itemKey: [.init("group", .group), .init("topic", .topic), .init("partition", .int)],
        summary: "forgets what groups have committed for topics", undo: nil,
        examples: [
            "delete offsets of group \"g\" for topic \"t\"",
            "delete offsets of groups where state == \"Empty\" for topics where name ~ \"tmp-*\"",
        ], availability: .later)

    /// Deletes the records before an offset (DeleteRecords, KIP-107).
    package static let deleteRecords = EffectSignature(
        id: "delete records", verb: "delete",
        phrase: [
            .word("records"), .word("of"), .slot("target", .query([.topics, .partitions])), .word("before"), .slot("before", .sum(.any)),
        ],
        options: [.within, .into], effectClass: .irreversible, gate: .controller,
        itemKey: [.init("topic", .topic), .init("partition", .int)],
        summary: "deletes the records before an offset or a time", undo: nil,
        examples: ["delete records of topic \"trips\" before 7d ago", "delete records of partitions where topic == \"trips\" before 42"],
        availability: .later)
}
