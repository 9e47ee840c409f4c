import KafkaAdmin

/// Since when brokers have been missing, as far as this process has looked.
struct BrokerSightings {
    /// When each broker that is missing was first found so, milliseconds since 1970.
    private var missingSince: [Int32: Int] = [:]
    /// Brokers that were there at some time.
    private var seen: Set<Int32> = []

    /// Takes a reading in.
    mutating func take(_ facts: ClusterFacts) {
        guard let list = facts.brokers.value else { return }
        var mentioned = Set(list.brokers.map { Int32(truncatingIfNeeded: $0.id) }).union(seen)
        if let table = facts.partitions.value { mentioned.formUnion(table.replicas.items.distinct) }
        let live = facts.live
        for broker in mentioned {
            let answer = facts.answers[Int(broker)]
            // Where another answered, or may have, nothing was seen of it.
            if answer?.kind == .unproved || facts.silent[Int(broker)]?.identity != nil, live.contains(broker) { continue }
            // One that only lacks the listener that we use is not known to be missing, whatever was thought of it before.
            if facts.unlisted?.why(broker) != nil {
                missingSince[broker] = nil
                continue
            }
            // Who was not asked counts by what the cluster says.
            if live.contains(broker), answer?.isThere ?? true, facts.silent[Int(broker)] == nil {
                seen.insert(broker)
                // One that was missing is there again only if it answered.
                if answer != nil || missingSince[broker] == nil { missingSince[broker] = nil }
            } else if missingSince[broker] == nil {
                missingSince[broker] = facts.startedAt
            }
        }
    }

    /// For how long a broker has been missing, milliseconds; nil: we have not seen it missing.
    func missingFor(_ broker: Int32, now: Int) -> Int? { missingSince[broker].map { max(0, now - $0) } }
}
