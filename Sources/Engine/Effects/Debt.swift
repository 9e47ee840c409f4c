import Journal

/// A temporary setting that an effect will make: journaled as owed before it is made.
package struct DebtIntent: Sendable, Hashable {
    /// What kind of setting: `topicConfig`, `brokerConfig`.
    package var kind: String
    /// The topic, the broker's number, or empty for the cluster's default.
    package var resource: String
    /// The configuration key.
    package var name: String
    /// What stood there before, set at that very place (a dynamic value); nil: nothing did.
    package var before: String?
    /// What we set; for lists (`*.throttled.replicas`) only the entries that we add.
    package var set: String
    /// True where `set` is entries of a list that others may share.
    package var isListEntries: Bool
    /// Entries of a list that are needed and stood there already when it was planned: ours too where another run of the journal owes them.
    package var shared: String

    package init(kind: String, resource: String, name: String, before: String?, set: String, isListEntries: Bool, shared: String = "") {
        self.kind = kind
        self.resource = resource
        self.name = name
        self.before = before
        self.set = set
        self.isListEntries = isListEntries
        self.shared = shared
    }

    /// True for the same setting at the same place, whatever it is set to.
    package func isSamePlace(as other: DebtIntent) -> Bool {
        kind == other.kind && resource == other.resource && name == other.name && isListEntries == other.isListEntries
    }

    /// The entries of a list.
    static func entries(_ list: String) -> [String] { list.split(separator: ",").map(String.init) }
}

/// A setting that must be given back.
package struct Debt: Sendable, Hashable {
    /// Unique in the journal folder: run and number.
    package var id: String
    package var run: String
    package var intent: DebtIntent
    package var due: Due
    /// The effect that made the setting: its path and attempt in the run.
    package var effect: String

    package enum Due: Sendable, Hashable {
        /// When the moves of that effect (its path in the run) have settled or been cancelled.
        case whenSettled(effect: String)
        case atEnd
        /// When an expression holds: its text.
        case when(String)
        /// Milliseconds since 1970.
        case after(Int)
    }

    package init(id: String, run: String, intent: DebtIntent, due: Due, effect: String = "") {
        self.id = id
        self.run = run
        self.intent = intent
        self.due = due
        self.effect = effect
    }
}

package enum DebtPayment: Sendable, Hashable {
    case paid
    /// Something else stands there now: left alone and reported.
    case leftAlone(standing: String)
    /// Not now; stays owed, and is worth another try without anybody's help.
    case notNow(Cause)
    /// Not before that instant, milliseconds since 1970: its time has not come, or a request that makes the setting may still be applied.
    case notBefore(Int, Cause)
    /// Its moment is told by its run, which nobody goes on with: its end, or its condition.
    case waitsForRun(Cause)
    /// Stays owed until a person does something. `isDoubt`: says what became of an effect in doubt.
    case needsPerson(Cause, isDoubt: Bool)
    /// Its run was driven elsewhere last, or handed over: it is given back from there.
    case elsewhere(Cause)
    /// It is owed to another cluster.
    case otherCluster(Cause)
    /// Not now, since whoever alone tells what stands there does not answer; the controller would take the change without it.
    case blind(Cause)
}
