import Engine
import KafkaAdmin

/// What cancelling a move would leave (D9).
struct CancelView {
    let facts: ClusterFacts
    let table: PartitionTable

    /// Replicas after a cancel: those of now, less the coming ones, in the order that Kafka keeps.
    static func after(_ move: Move) -> [Int32] { move.replicas.filter { !move.adding.contains($0) } }

    /// Why a move must not be cancelled; nil: it may.
    func obstacle(_ row: Int, _ move: Move) -> String? {
        let after = Self.after(move)
        let live = facts.live
        let now = table.isr[row].filter { live.contains($0) }
        let kept = now.filter { after.contains($0) }
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
