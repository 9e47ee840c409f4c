/// One look at moves that a temporary setting guards, by who asks the cluster for nothing: what has become of them.
struct GuardedLook {
    /// What is over, to be written down.
    private(set) var settled: [Int: SettledItem] = [:]
    /// What was taken back, by us or by others.
    private(set) var takenBack = 0
    /// How long what reads as over must go on reading so until it is believed, milliseconds; 0: nothing is waited for.
    private(set) var untilBelievedMs = 0
    /// The first that goes on.
    private(set) var going: Int?
    /// The first of which it cannot be told.
    private(set) var untold: (index: Int, cause: Cause)?
    /// The first that is in doubt, and reads as if it had not been done: only who drives the run settles that.
    private(set) var doubtful: Int?

    /// - Parameters:
    ///   - steady: since when the items have read as they do.
    ///   - now: when the question was asked, by a clock that nobody sets.
    init(
        _ open: [Int], _ answers: [ProbeAnswer], of state: EffectState, _ steady: inout SteadyReadings, atMs now: Int, canHaveSeen: Bool
    ) {
        for (place, index) in open.enumerated() {
            let answer = answers.indices.contains(place) ? answers[place] : .unknowable(Cause("the probe did not tell"))
            let leftMs = steady.take(answer, of: index, atMs: now, canHaveSeen: canHaveSeen)
            untilBelievedMs = max(untilBelievedMs, leftMs)
            let isInDoubt = if case .doubt = state.items[index] { true } else { false }
            switch answer {
            case .applied: settled[index] = SettledItem(ItemOutcome(.done), isRecovered: true)
            case .underWay: going = going ?? index
            case .unknowable(let cause): untold = untold ?? (index, cause)
            case .gone(let why):
                guard leftMs == 0 else { continue }
                settled[index] = SettledItem(ItemOutcome(.alreadySo, message: "gone: \(why)"), isRecovered: true)
            case .notApplied, .superseded:
                if isInDoubt { doubtful = doubtful ?? index } else if leftMs == 0 { takenBack += 1 }
            }
        }
        // What goes on, or cannot be told, is not hurried by waiting for the others.
        if going != nil || untold != nil || doubtful != nil { untilBelievedMs = 0 }
    }
}
