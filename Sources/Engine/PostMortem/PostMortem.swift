import Journal
import Platform

/// A run as it is told afterwards: what its folder holds, put in order. The same folder gives the same value.
package struct PostMortem: Sendable {
    package var run: String
    /// nil where not even the first record can be read.
    package var header: RunHeader?
    /// The word of `mend runs`: `done`, `stopped`, `in doubt`, …
    package var state: String
    /// When the first and the last record were written, milliseconds since 1970.
    package var startedMs: Int
    package var lastMs: Int
    /// How the process that drove it last ended it; nil: it was killed, or drives it still.
    package var exitCode: Int?
    package var message: String?
    /// That it was handed over and not taken up since; nil: it was not.
    package var seal: RunSeal?
    /// Who drove it: the first who began it, then each who took it up.
    package var drivers: [Driver] = []
    package var parameters: [Parameter] = []
    package var steps: [StepPart] = []
    package var effects: [EffectPart] = []
    package var answers: [AnswerPart] = []
    package var notes: [NotePart] = []
    package var edits: [EditPart] = []
    package var decisions: [DecisionPart] = []
    package var debts: [DebtPart] = []
    package var results: [ResultPart] = []
    package var timeline: [TimelineEntry] = []
    /// How the cluster stood, as far as it was read anyhow, in order of time.
    package var counts: [ClusterCounts] = []
    /// The runbook and its imports as they last ran.
    package var texts: [RunSources.Text] = []
    /// What of the folder cannot be read, and what that means; empty where all can.
    package var problems: [String] = []

    init(run: String, state: String, startedMs: Int, lastMs: Int) {
        self.run = run
        self.state = state
        self.startedMs = startedMs
        self.lastMs = lastMs
    }

    /// Somebody who drove the run.
    package struct Driver: Sendable, Hashable {
        package var who: String
        package var host: String
        package var bootstrap: String
        package var fromMs: Int
        /// The last record before the next one took it up, or before its end.
        package var untilMs: Int
        /// True where the process left without a last word: it was killed, or drives it still.
        package var wasCutOff: Bool
    }

    package struct Parameter: Sendable, Hashable {
        package var name: String
        /// A secret is in it by its name only.
        package var value: Value
    }

    package struct StepPart: Sendable, Hashable {
        package var name: String
        package var state: StepExplanation.State
        /// Why it stands so.
        package var because: String
        package var beganMs: Int?
        package var endedMs: Int?
    }

    /// An attempt of an effect.
    package struct EffectPart: Sendable, Hashable {
        package var id: EffectID
        /// `reassign`.
        package var effect: String
        package var step: String
        /// As it stands in the runbook; nil where that is not known for certain.
        package var text: String?
        package var isUndo: Bool
        package var batches: Int
        package var plannedMs: Int
        /// When the first of it was sent; nil: nothing was.
        package var sentMs: Int?
        package var endedMs: Int?
        /// `done`, `refused`, `timeout`; nil: it has not ended.
        package var conclusion: String?
        package var items: [ItemPart]
        package var blocked: [BlockedItem]
        /// What a person was told before it was asked for.
        package var notices: [String]
        package var planHash: String
        package var bytes: Int?
        /// How far it was: from its first request to its end, in order of time.
        package var progress: [Progress]

        /// Bytes of the items that stand so, as far as they are known.
        package func bytes(_ state: ItemPart.State) -> Int {
            items.reduce(0) { $1.state == state ? $0.addingClamped($1.bytes ?? 0) : $0 }
        }
    }

    package struct Progress: Sendable, Hashable {
        package var atMs: Int
        package var over: Int
        /// Bytes moved; nil: it moves none, or that is not known.
        package var bytesDone: Int?
    }

    package struct ItemPart: Sendable, Hashable {
        package enum State: String, Sendable {
            case notSent = "not sent"
            case inDoubt = "in doubt"
            case underWay = "under way"
            case done
            case alreadySo = "already so"
            case refused
            /// Somebody decided that it is left.
            case skipped
            case takenBack = "taken back"
        }
        package var label: String
        package var before: JSONValue
        package var wanted: JSONValue
        package var bytes: Int?
        package var state: State
        /// True where a look at the cluster told that it was done, and no answer had.
        package var isRecovered: Bool
        /// Kafka's error, or what an operator said.
        package var remark: String?
    }

    package struct AnswerPart: Sendable, Hashable {
        package var atMs: Int
        package var step: String
        package var question: String
        package var answer: String
        package var who: String
        /// The hash of what it was shown for; empty where nothing was.
        package var targets: String
    }

    package struct NotePart: Sendable, Hashable {
        package var atMs: Int
        package var step: String
        package var text: String
    }

    package struct EditPart: Sendable, Hashable {
        package var atMs: Int
        package var differences: [EditDifference]
    }

    /// What was decided about items in doubt, or that somebody else had changed.
    package struct DecisionPart: Sendable, Hashable {
        package var atMs: Int
        package var effect: EffectID
        package var name: String
        package var labels: [String]
        package var decision: String
        package var why: String
    }

    package struct DebtPart: Sendable, Hashable {
        package var debt: Debt
        package var owedMs: Int
        package var endedMs: Int?
        /// `paid`, `left alone: …`, `handed down to …`; nil: it is still owed.
        package var how: String?
        /// Why it could not be given back when that was tried last; nil: it was not tried, or it is over.
        package var whyUnpaid: String?

        /// True where what stood before stands again.
        package var isPaid: Bool { how?.hasPrefix("paid") ?? false }

        /// How it stands, in words.
        package var standing: String {
            guard let how else { return whyUnpaid.map { "still owed: \($0)" } ?? "still owed, until \(debt.due.title)" }
            return how.hasPrefix("paid") ? "given back" + how.dropFirst("paid".count) : how
        }
    }

    /// Something that the run showed.
    package struct ResultPart: Sendable, Hashable {
        package var atMs: Int
        package var step: String
        /// The statement that showed it; nil where that is not known for certain.
        package var text: String?
        package var value: Value
    }
}

/// Something that happened in a run, as people tell it.
package struct TimelineEntry: Sendable, Hashable {
    package enum Kind: String, Sendable {
        case run, step, wait, question, note, effect, doubt, debt, edit, end
    }
    /// Milliseconds since 1970.
    package var atMs: Int
    package var kind: Kind
    /// The step that it belongs to; nil: none.
    package var step: String?
    package var text: String
    /// True for what a person should not overlook: failures, doubts, things left alone.
    package var isGrave = false
}
