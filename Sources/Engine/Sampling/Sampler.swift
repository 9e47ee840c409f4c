/// Decides which of the readings of a run are written down: often at first, more rarely the longer it lasts, so that a run of a day has a
/// few thousand points and not a hundred thousand.
struct Sampler {
    /// The shortest time between two points, milliseconds.
    static let shortestMs = 3_000
    /// The shortest time between two points that differ in what happened to brokers or partitions.
    static let shortestChangeMs = 1_000
    /// A point stands for no less than this part of the time so far.
    static let parts = 200

    private var startedMs: Int?
    private var lastCounts: (ms: Int, counts: ClusterCounts)?
    /// The effect that is worked on, since when, and when its last point was written; nil: none was.
    private var effect: (id: EffectID, sinceMs: Int, lastMs: Int?)?
    /// What was counted and not written down.
    private(set) var pending: ClusterCounts?
    /// True once a point could not be written: no more are tried.
    var isStopped = false

    /// Takes counts in. Returns them where they are to be written.
    mutating func take(_ counts: ClusterCounts, now: Int) -> ClusterCounts? {
        guard !isStopped, !counts.isEmpty else { return nil }
        // That the same brokers are there is read with every question.
        if counts.hasOnlyBrokers, counts.liveBrokers == (pending ?? lastCounts?.counts)?.liveBrokers { return nil }
        var all = pending ?? counts
        all.merge(counts)
        pending = all
        guard let last = lastCounts else { return taken(now) }
        let age = now - last.ms
        if age >= interval(Self.shortestMs, parts: Self.parts, now) { return taken(now) }
        let hasChanged = zip(all.states, last.counts.states).contains { $0 != nil && $0 != $1 }
        return hasChanged && age >= interval(Self.shortestChangeMs, parts: Self.parts * 5, now) ? taken(now) : nil
    }

    /// What is still to be written when the run ends.
    mutating func takeRest(now: Int) -> ClusterCounts? {
        guard !isStopped, let pending, let last = lastCounts else { return nil }
        return pending.states == last.counts.states && pending.lag == last.counts.lag ? nil : taken(now)
    }

    /// Whether how far an effect is is to be written; `isLast`: it is over, and earlier points are completed by this one.
    mutating func isDue(_ id: EffectID, isLast: Bool, now: Int) -> Bool {
        guard !isStopped else { return false }
        guard let known = effect, known.id == id else {
            effect = isLast ? nil : (id, now, nil)
            return false
        }
        if isLast {
            effect = nil
            return known.lastMs.map { $0 < now } ?? false
        }
        // What is over in a moment needs no chart: the first point comes late.
        guard now - (known.lastMs ?? known.sinceMs) >= interval(Self.shortestMs, parts: Self.parts, now) else { return false }
        if startedMs == nil { startedMs = now }
        effect?.lastMs = now
        return true
    }

    private mutating func taken(_ now: Int) -> ClusterCounts? {
        if startedMs == nil { startedMs = now }
        defer { pending = nil }
        if let pending { lastCounts = (now, pending) }
        return pending
    }

    private func interval(_ shortest: Int, parts: Int, _ now: Int) -> Int { max(shortest, (now - (startedMs ?? now)) / parts) }
}
