import Engine
import KafkaAdmin
import Language

/// What the rows of a target name.
enum EffectTargets {
    /// Rows of tables, records and lists of them.
    static func rows(_ argument: EffectCall.Argument?, of effect: String) throws(EffectFailure) -> [Record] {
        guard case .value(let value)? = argument else { throw .refused("`\(effect)` lacks what to act on") }
        return try rows(value, effect)
    }

    private static func rows(_ value: Value, _ effect: String) throws(EffectFailure) -> [Record] {
        switch value {
        case .table(let table): return table.decided.map { table.record(at: $0) }
        case .record(let record): return [record]
        case .list(let list), .set(let list):
            var rows: [Record] = []
            for element in list.elements { rows += try self.rows(element, effect) }
            return rows
        case .partition(let topic, let index):
            return [Record(fields: [.init("topic", .topic, .text(topic)), .init("partition", .int, .int(index))])]
        case .null: return []
        default: throw .refused("`\(effect)` cannot act on \(DisplayForm.text(value))")
        }
    }

    /// The partitions that rows name, each once, in order.
    static func partitions(_ rows: [Record], of effect: String) throws(EffectFailure) -> [TopicPartition] {
        var found: [TopicPartition] = []
        var seen: Set<TopicPartition> = []
        for row in rows {
            guard case .text(let topic)? = row["topic"], case .int(let index)? = row["partition"] else {
                throw .refused("`\(effect)` needs rows with topic and partition; \(row.label) lacks them")
            }
            if seen.insert(TopicPartition(topic, index)).inserted { found.append(TopicPartition(topic, index)) }
        }
        return found
    }

    /// Brokers, as a value says them: one, or a list.
    static func brokers(_ argument: EffectCall.Argument?) throws(EffectFailure) -> Set<Int32>? {
        guard case .value(let value)? = argument else { return nil }
        switch value {
        case .int(let id): return [Int32(truncatingIfNeeded: id)]
        case .list(let list), .set(let list):
            var ids: Set<Int32> = []
            for element in list.elements {
                guard case .int(let id) = element else { throw .refused("\(DisplayForm.text(element)) is no broker") }
                ids.insert(Int32(truncatingIfNeeded: id))
            }
            return ids
        case .record(let row):
            guard case .int(let id)? = row["id"] else { throw .refused("\(row.label) is no broker") }
            return [Int32(truncatingIfNeeded: id)]
        default: throw .refused("\(DisplayForm.text(value)) is no broker")
        }
    }
}
