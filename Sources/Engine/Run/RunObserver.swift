import Language

/// Sees what a run does: the terminal prints it, tests record it.
package protocol RunObserver: AnyObject {
    func observe(_ event: RunEvent)
}

/// Something that happened in a run, in the order in which it did.
package enum RunEvent: Sendable {
    /// The run has a folder now, of this name.
    case began(run: String)
    /// Taken up again: where it stands.
    case resumed(run: String, RunStanding)
    case stepBegan(String, number: Int, of: Int)
    case stepSkipped(String, why: String)
    case stepFinished(String)
    case stepFailed(String, RunFailure)
    /// A step that the journal shows as finished.
    case stepAlreadyDone(String)
    /// `show`, `watch`'s last reading, a bare expression: a result, for stdout.
    case shown(Evaluated, of: Expression)
    /// A statement that is only a thing: all that is worth knowing about it.
    case described(Description)
    /// `explain`: the requests that an effect would send.
    case explained(EffectPlan)
    case note(String)
    /// A fact that a person should see, but that stops nothing.
    case warning(String)
    /// A wait that goes on: what for, until when, and what `showing` asked to see.
    case waiting(Waiting)
    /// A reading of `watch`.
    case tick(Evaluated, of: Expression)
    /// What an effect is about to do.
    case planned(EffectPlan, hash: String, path: StatementPath)
    case progress(EffectProgress)
    case effectEnded(EffectResult)
    case debtOwed(Debt)
    case debtEnded(Debt, DebtPayment)
    /// An effect found in doubt, and what the cluster shows of it.
    case doubt(DoubtReport)
    /// `mend plan`: a statement that was not run, or of which nothing can be said yet.
    case planNote(String, path: StatementPath)
    case ended(RunEnd, RunStanding)
}

/// A wait that goes on.
package struct Waiting: Sendable {
    package var what: String
    /// Milliseconds since 1970; nil: no end of its own.
    package var deadline: Int?
    package var showing: Evaluated?
    package var nowMs: Int
}

/// How far an effect is.
package struct EffectProgress: Sendable, Hashable {
    package var effect: String
    package var path: StatementPath
    package var items: Int
    package var over: Int
    package var underWay: Int
    package var inDoubt: Int
    /// The batch that is being worked on, from 1, and how many there are.
    package var batch: Int
    package var batches: Int
    /// The mean share of what is under way that is done, from 0 to 1; nil where that is not known.
    package var share: Double?
    package var bytes: Int?
    /// Why it holds; nil while it does not.
    package var holding: String?
}

/// What became of an effect.
package struct EffectResult: Sendable, Hashable {
    package var effect: String
    package var path: StatementPath
    package var run: String?
    package var plan: EffectPlan
    /// One for each item of the plan; nil: not tried.
    package var outcomes: [SettledItem?]

    /// How many items ended so.
    package func count(_ kind: ItemOutcome.Kind) -> Int { outcomes.count { $0?.outcome.kind == kind } }
}

/// An effect in doubt, item by item.
package struct DoubtReport: Sendable, Hashable {
    package var effect: String
    package var path: StatementPath
    /// `trips-3: before [1,2], wanted [1,3], now [4,5]`: one line an item.
    package var lines: [String]
}

/// Where a run stands: what every way out says.
package struct RunStanding: Sendable, Hashable {
    package var run: String?
    package var step: String?
    /// Whether anything may have changed at the cluster by what this program asked of it.
    package var hasChanged: Bool
    /// Whether commands of the operator's own were run, of which nobody here knows what they did.
    package var hasRunCommands: Bool
    package var effects: Int
    package var inDoubt: Int
    package var underWay: Int
    package var openDebts: [Debt]
    /// `mend resume 20261123T0312-kqvd`; nil where there is nothing to resume.
    package var resumeCommand: String?
}
