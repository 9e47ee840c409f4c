import Engine
import KafkaAdmin

/// What cancelling a move would leave.
struct CancelView {
    let facts: ClusterFacts
    let table: PartitionTable

    /// In-sync replicas whose broker is live and has not lost them.
    func alive(inSyncAt row: Int) -> [Int32] {
        table.isr[row].filter { facts.live.contains($0) && !table.offline[row].contains($0) }
    }

    /// Why a move must not be cancelled; nil: it may.
    func obstacle(_ row: Int, _ move: Move) -> String? {
        let after = move.cancelled
        let now = alive(inSyncAt: row)
        let kept = now.filter { after.contains($0) }
        if table.leader[row] < 0, let why = table.whyLeaderIsUntold(row) { return "who leads it is not known (\(why))" }
        if table.leader[row] < 0 { return "it has no leader: cancelling brings back no replica that could lead" }
        if kept.isEmpty { return "none of \(after), which a cancel leaves, is in sync and alive" }
        // Fewer are no loss where all that stay are well.
        if kept.count < now.count, !after.allSatisfy({ kept.contains($0) }) {
            let lost = now.filter { !after.contains($0) }
            return
                "\(brokerList(lost)) came into sync already: a cancel would leave \(kept.count) live in-sync replicas instead of \(now.count)"
        }
        return nil
    }
}

/// Partitions by name where they are few.
enum PartitionNames {
    /// `t1-0, t1-3 and 470 more`.
    static func text(_ partitions: [TopicPartition]) -> String {
        let names = partitions.prefix(5).map(\.description).joined(separator: ", ")
        return partitions.count > 5 ? "\(names) and \(partitions.count - 5) more" : names
    }
}

extension ReassignmentLaw {
    /// Why a move that adds what it removes stays as it is.
    static func whyEndless(_ canEnd: Bool?) -> String {
        let may = canEnd == nil ? "may never end" : "cannot end"
        return "\(may) by itself: a broker both comes and leaves, since its target was asked for over a running move; `cancel` ends it"
    }
}
