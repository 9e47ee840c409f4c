import KafkaAdmin

/// How often groups changed their state, as far as this process has looked.
struct GroupSightings {
    /// For how long a change counts, milliseconds.
    static let windowMs = 120_000

    private struct Sighting {
        var state: String
        /// When the state was found to have changed, milliseconds since 1970.
        var changes: [Int] = []
    }

    private var groups: [NameKey: Sighting] = [:]

    /// Takes a reading in.
    mutating func take(_ facts: ClusterFacts) {
        for group in facts.groups {
            let state = facts.descriptions[group.id]?.value?.state ?? group.state
            guard !state.isEmpty else { continue }
            guard var sighting = groups[group.id] else {
                groups[group.id] = Sighting(state: state)
                continue
            }
            guard sighting.state != state else { continue }
            sighting.state = state
            sighting.changes = sighting.changes.filter { $0 > facts.startedAt - Self.windowMs } + [facts.startedAt]
            groups[group.id] = sighting
        }
    }

    /// How often a group was seen to change within the last two minutes.
    func changes(of group: String, now: Int) -> Int {
        groups[group]?.changes.count { $0 > now - Self.windowMs } ?? 0
    }
}
