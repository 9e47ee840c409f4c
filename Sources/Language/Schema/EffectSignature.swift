/// An effect as the parser, the checker and `help` see it: its words, slots and options. The engine adds what it does.
package struct EffectSignature: CatalogEntry {
    /// The words that tell it from the others: `"elect"`, `"reset offsets"`, `"set config"`.
    package var id: String
    /// The first word; what `permits` names.
    package var verb: String
    /// What follows the verb.
    package var phrase: [PhraseElement]
    package var options: Set<OptionKind>
    package var effectClass: EffectClass
    /// False where a second application changes more (`run`, `notify`, `reset … by`): not allowed inside `retry`.
    package var isConvergent: Bool
    /// What it needs of the cluster just before it acts.
    package var gate: EffectGate
    /// The columns of its items: key first (`topic`, `partition`). `outcome`, `error`, `message` are added by the engine.
    package var itemKey: [RowType.Field]
    package var summary: String
    /// How it is undone, one line; nil where it cannot be.
    package var undo: String?
    package var examples: [String]
    package var availability: Availability
    /// The columns of its plan, key first; empty: the key, `before`, `after`.
    package var planColumns: [RowType.Field]
    /// Words of its `.keyword` slots that make it irreversible: `unclean`. A position other than `earliest` and `from saved` always does.
    package var irreversibleWords: Set<String>

    package init(
        id: String, verb: String, phrase: [PhraseElement], options: Set<OptionKind>, effectClass: EffectClass, isConvergent: Bool = true,
        gate: EffectGate, itemKey: [RowType.Field], summary: String, undo: String?, examples: [String],
        availability: Availability = .built, planColumns: [RowType.Field] = [], irreversibleWords: Set<String> = []
    ) {
        self.id = id
        self.verb = verb
        self.phrase = phrase
        self.options = options
        self.effectClass = effectClass
        self.isConvergent = isConvergent
        self.gate = gate
        self.itemKey = itemKey
        self.summary = summary
        self.undo = undo
        self.examples = examples
        self.availability = availability
        self.planColumns = planColumns
        self.irreversibleWords = irreversibleWords
    }

    package var entryName: String { id }

    /// The row of its plan.
    package var planRow: RowType {
        RowType(fields: planColumns.isEmpty ? itemKey + [.init("before", .string), .init("after", .string)] : planColumns)
    }
}

/// A piece of an effect's phrase.
package indirect enum PhraseElement: Sendable {
    case word(String)
    case slot(String, SlotKind)
    /// One of these words, kept under the slot's name; the default where none is written (nil: one must be).
    case keyword(String, [String], default: String?)
    case optional([PhraseElement])
    /// One of these; each begins with a word that no other begins with.
    case choice([[PhraseElement]])
}

/// What a slot takes.
package enum SlotKind: Sendable {
    /// A query whose rows fit one of the targets.
    case query([TargetKind])
    case sum(ValueType)
    case postfix(ValueType)
    /// A whole expression, as after `done when`.
    case expression(ValueType)
    case entries
    case keys
    case position
}

/// A kind of rows an effect can act on: it fits a table that has these columns, or a plan of the named effect.
package struct TargetKind: Hashable, Sendable {
    /// `partitions`, `topics`, `groups`, `members`, `plan of reassign`.
    package var name: String
    package var columns: [String]
    /// The effect whose plan this is; nil for rows.
    package var planOf: String?

    package init(_ name: String, columns: [String], planOf: String? = nil) {
        self.name = name
        self.columns = columns
        self.planOf = planOf
    }
}

package enum OptionKind: String, Sendable, CaseIterable {
    case staged, throttle, unthrottled, hold, within, into, giveBack, forGood
}

/// What an effect can do to data, whatever the cluster says.
package enum EffectClass: String, Sendable {
    /// Can be undone by its inverse.
    case reversible
    /// Cannot be undone: stands inside `approve { }`.
    case irreversible
    /// Decided by the slots or the plan: `elect unclean`, `reset … to latest`, a lowered `retention.ms`.
    case depends
    /// Touches nothing of the cluster: `notify`, `run`.
    case outside
}

/// What must hold just before the effect acts.
package enum EffectGate: String, Sendable {
    /// An active controller and a fresh view of it.
    case controller
    /// The group's coordinator.
    case coordinator
    case none
}
