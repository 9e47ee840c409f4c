import Journal

/// A record of a run's journal.
package enum RunRecord: Sendable, Hashable {
    case began(RunHeader)
    /// Taken up by another process, perhaps at other addresses.
    case resumed(who: String, host: String, bootstrap: String)
    case stepBegan(String, hash: String)
    case stepFinished(String)
    case stepSkipped(String, why: String)
    case stepFailed(String, why: String)
    /// A statement is done: what it bound and showed (values as `RunJournal.kept` gives them).
    case finished(StatementPath, hash: String, bound: [Binding], shown: JSONValue?)
    /// Which way a block went: `then`, `else`, `catch`, the number of a try.
    case way(StatementPath, String, detail: JSONValue)
    /// The list that a loop walks over.
    case list(StatementPath, JSONValue)
    /// The instant at which a wait runs out, milliseconds since 1970.
    case deadline(StatementPath, Int)
    /// What was asked, of which targets (a hash), and the answer.
    case answer(StatementPath, question: String, targets: String, answer: String, who: String)
    case plan(hash: String, JSONValue)
    /// The plans that a question showed, by the paths of the effects that they belong to.
    case shown(StatementPath, plans: [StatementPath: String])
    case intended(EffectIntent)
    /// Its temporary settings are about to be made. Durable before the first byte leaves.
    case preparing(EffectID, BootInstant?)
    /// To which brokers items are about to be sent, where that is known, and when by the clock since boot. Goes before `submitting`.
    case sending(EffectID, to: [Int: Int], BootInstant?)
    /// These items are about to be asked for. Durable before the first byte leaves.
    case submitting(EffectID, items: [Int], sentBy: Int)
    /// What the cluster answered.
    case submitted(EffectID, [Int: ItemOutcome])
    /// Seen under way at the cluster although no answer said so.
    case adopted(EffectID, items: [Int])
    /// What became of items.
    case settled(EffectID, [Int: SettledItem])
    /// The effect's statement ended so: `done`, `refused`, `timeout`.
    case concluded(EffectID, String)
    /// Items in doubt: what the operator, or a believable reading, said.
    case decided(EffectID, items: [Int], decision: String, why: String)
    case owed(Debt)
    case paid(debt: String, how: String)
    /// A debt could not be given back when that was tried.
    case unpaid(debt: String, why: String)
    case note(StatementPath, String)
    /// Effects are allowed on a cluster that is read-only by default.
    case armed(Arming)
    /// They are no more, before that ended by itself.
    case disarmed(who: String)
    /// These statements are to be run again: their step was edited or `--rerun`.
    case forgot([StatementPath], why: String)
    /// The file was edited: what differs, each with its lines.
    case edited(differences: [String])
    /// The program was replaced: from here on it is that of this list of files (a path in the run's folder), and these statements are taken up
    /// as they now stand. One record, so that no crash leaves one without the other.
    case replaced(sources: String, ReopenedPaths)
    case undone(EffectID, items: [Int], by: EffectID)
    /// Driven from this folder from now on; `takenOver`: somebody said that it was stopped elsewhere, or took it back.
    case placed(RunPlace, who: String, takenOver: Bool)
    /// Handed over to the next person.
    case sealed(RunSeal)
    /// A point of the report's charts. Never durable: nothing depends on it.
    case sampled(Sample)
    /// From here on the run is taken back, all of it or one step, until it says `done`.
    case undoing(step: String?)
    case ended(state: String, code: Int, message: String)
    /// A kind that this version does not know: passed over.
    case other(String)

    /// A name and its value, as the journal keeps it.
    package struct Binding: Sendable, Hashable {
        package var name: String
        package var value: JSONValue

        package init(name: String, value: JSONValue) {
            self.name = name
            self.value = value
        }
    }
}

/// What an edit makes of what the journal knows of statements.
package struct ReopenedPaths: Sendable, Hashable {
    /// With all that is below them they are run as if they never had been.
    package var forgotten: [StatementPath] = []
    /// They are not finished any more, and asked again; what stands below them is kept, but for what is forgotten.
    package var reopened: [StatementPath] = []
    /// Loops whose list is read anew; items that are done stay done, by their keys.
    package var reread: [StatementPath] = []

    package init() {}

    package var isEmpty: Bool { forgotten.isEmpty && reopened.isEmpty && reread.isEmpty }
}

/// An attempt of an effect's statement.
package struct EffectID: Hashable, Sendable, CustomStringConvertible {
    package var path: StatementPath
    /// 1 for the first.
    package var attempt: Int

    package init(path: StatementPath, attempt: Int) {
        self.path = path
        self.attempt = attempt
    }

    package init?(_ text: String) {
        guard let mark = text.lastIndex(of: "#"), let attempt = Int(text[text.index(after: mark)...]),
            JournalRange.count.contains(attempt)
        else { return nil }
        self.init(path: StatementPath(text: String(text[..<mark])), attempt: attempt)
    }

    package var description: String { "\(path)#\(attempt)" }
}

/// What is about to be done, on disk before anything leaves.
package struct EffectIntent: Sendable, Hashable {
    package var id: EffectID
    package var effect: String
    package var plan: String
    /// Indexes of the plan's items, batch by batch, in the order in which they are asked for.
    package var batches: [[Int]]
    /// The pause between batches, milliseconds.
    package var everyMs: Int
    /// When the statement runs out, milliseconds since 1970; nil: never.
    package var deadline: Int?
    /// The kinds and keys of what counts against limits: `partitions`, `trips-3`.
    package var counted: [String]
    /// The step that a plain undo takes back with it.
    package var step: String
    /// True where the statement stands in `undo`, is an inverse, or pays a debt: it is not undone itself.
    package var isUndo: Bool
    /// False where a second application changes more.
    package var isConvergent: Bool
    /// What the cluster lacked before, outside the plan: what a staged effect is compared with.
    package var baseline: HealthBaseline?
    /// The text of `hold while`: for a resume that has no text of the program, as of a session.
    package var hold: String?

    package init(
        id: EffectID, effect: String, plan: String, batches: [[Int]], deadline: Int?, counted: [String], step: String, isUndo: Bool,
        isConvergent: Bool = true, baseline: HealthBaseline?, everyMs: Int = 0, hold: String? = nil
    ) {
        self.hold = hold
        self.id = id
        self.effect = effect
        self.plan = plan
        self.batches = batches
        self.everyMs = everyMs
        self.deadline = deadline
        self.counted = counted
        self.step = step
        self.isUndo = isUndo
        self.isConvergent = isConvergent
        self.baseline = baseline
    }
}

/// An item that is over.
package struct SettledItem: Sendable, Hashable {
    package var outcome: ItemOutcome
    /// True where a probe told it and no answer did.
    package var isRecovered: Bool

    package init(_ outcome: ItemOutcome, isRecovered: Bool = false) {
        self.outcome = outcome
        self.isRecovered = isRecovered
    }
}

/// What a staged effect compares the cluster with while it works.
package struct HealthBaseline: Sendable, Hashable {
    /// Partitions outside the plan that were offline, or under their min ISR.
    package var offline: Int
    package var underMinISR: Int
    /// Brokers that were up.
    package var brokersUp: [Int]

    package init(offline: Int, underMinISR: Int, brokersUp: [Int]) {
        self.offline = offline
        self.underMinISR = underMinISR
        self.brokersUp = brokersUp
    }
}
