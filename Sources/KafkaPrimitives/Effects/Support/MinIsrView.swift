import Engine
import KafkaAdmin

/// What another `min.insync.replicas` would do to the partitions that it holds for (D35).
struct MinIsrView {
    let facts: ClusterFacts

    private static let key = "min.insync.replicas"

    /// The rows of the partitions for which a setting at that place counts.
    private func rows(of resource: ConfigResource) -> [Int]? {
        guard let table = facts.partitions.value else { return nil }
        if resource.kind == .topic { return table.topic(resource.name).map { Array($0.rows) } ?? [] }
        let heirs = table.topics.filter { topic in facts.topicSetting(topic.name, Self.key).value?.source != .topic }
        let rows = heirs.flatMap { Array($0.rows) }
        guard resource.kind == .broker, let id = Int32(resource.name) else { return rows }
        return rows.filter { table.leader[$0] == id }
    }

    /// Why the change would stop writers; nil: it would not.
    func obstacle(_ resource: ConfigResource, from: String?, to: String?) -> String? {
        guard let to, let wanted = Int(to) else { return to == nil ? "what would hold then is not known" : nil }
        if let from, let old = Int(from), wanted <= old { return nil }
        guard let rows = rows(of: resource), let table = facts.partitions.value else { return "its partitions could not be read" }
        let clamps = facts.clamps == [true]
        let live = facts.live
        let closed = rows.filter { row in
            let least = clamps ? min(wanted, table.replicas[row].count) : wanted
            return table.isr[row].count { live.contains($0) } < least
        }
        guard let first = closed.first else { return nil }
        let names = closed.prefix(5).map { "\(table.name($0))" }.joined(separator: ", ")
        let inSync = table.isr[first].count { live.contains($0) }
        return
            "\(to) is more than the live in-sync replicas of \(counted(closed.count, "partition")) (\(names)\(closed.count > 5 ? ", …" : "")"
            + "; \(table.name(first)) has \(inSync)): writers with acks=all would be refused at once"
    }

    /// What altering it, to whatever value, makes Kafka forget: eligible leaders (KIP-966) of partitions that nothing else can lead.
    func forgotten(_ resource: ConfigResource) -> String? {
        guard let rows = rows(of: resource), let table = facts.partitions.value else { return nil }
        let eligibleOnly = rows.filter { table.isr[$0].isEmpty && !table.elr[$0].isEmpty }
        guard !eligibleOnly.isEmpty else { return nil }
        let names = eligibleOnly.prefix(5).map { "\(table.name($0))" }.joined(separator: ", ")
        return
            "altering it makes Kafka forget the replicas that may still lead without loss: \(names)\(eligibleOnly.count > 5 ? ", …" : "")"
    }
}
