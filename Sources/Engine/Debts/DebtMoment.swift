/// Whether the moment of a debt has come: one reading for the run that owes it, for who pays without it, for the lists and for the gates.
package enum DebtMoment: Sendable, Hashable {
    /// It has come.
    case come
    /// Not before that instant, milliseconds since 1970.
    case notBefore(Int)
    /// The moves that it guards go on, or are in doubt, as far as the journal knows.
    case guarding
    /// Batches to which a living process will come need it.
    case needed
    /// The end of its run, which has not come.
    case end
    /// What only its run looks at: its condition, as written.
    case condition(String)

    /// True for what nobody can tell but the run itself, when somebody goes on with it.
    var isToldByRun: Bool {
        switch self {
        case .end, .condition: true
        case .come, .notBefore, .guarding, .needed: false
        }
    }
}

/// How far a run is that owes something.
enum RunPhase {
    /// A living process goes on with it.
    case driven
    /// No process goes on with it for now: it was stopped or killed, or the one that asks is about to leave it.
    case left
    /// It has ended for good, done or failed.
    case ended
}

extension Debt {
    /// - Parameters:
    ///   - effect: the one that made the setting; nil: the journal knows none.
    ///   - isTakenBack: what it has under way was seen to be taken back, by us or by others.
    ///   - holds: whether the condition of `give back when …` holds; nil: nobody looked.
    func moment(
        _ effect: EffectState?, _ phase: RunPhase, isTakenBack: Bool = false, holds: Bool? = nil, atMs now: Int
    ) -> DebtMoment {
        switch due {
        case .whenSettled:
            guard let effect else { return .come }
            if effect.hasDoubt || (effect.isUnderWay && !isTakenBack) { return .guarding }
            // Batches still to come need the setting, unless nobody goes on to them now.
            return phase == .driven && effect.items.contains(.pending) && effect.conclusion != "refused" ? .needed : .come
        case .atEnd: return phase == .ended ? .come : .end
        case .after(let instant): return now >= instant ? .come : .notBefore(instant)
        case .when(let text): return holds == true ? .come : .condition(text)
        }
    }
}
