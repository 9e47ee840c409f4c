/// A statement that touches the cluster, as written: which effect, what fills its slots, its options.
package struct Effect: Sendable {
    /// The signature's id, `"elect"`, `"reset offsets"`, `"set config"`: the words before the first slot that tell effects of one verb apart.
    package var id: String
    package var verb: Name
    /// What fills the slots, by the slot's name in the signature. A slot left out is absent.
    package var slots: [String: SlotValue]
    package var options: [EffectOption]
    package var span: Span

    package init(id: String, verb: Name, slots: [String: SlotValue], options: [EffectOption], span: Span) {
        self.id = id
        self.verb = verb
        self.slots = slots
        self.options = options
        self.span = span
    }
}

/// What stands in a slot of an effect's phrase.
package enum SlotValue: Sendable {
    case expression(Expression)
    /// One of the words of a `.keyword` slot.
    case word(Name)
    case entries([Entry])
    case keys([Name])
    case position(Position)

    /// `key: value` of `{ … }`; a key may be dotted (`retention.ms`) or quoted.
    package struct Entry: Sendable {
        package var key: Name
        package var value: Expression

        package init(key: Name, value: Expression) {
            self.key = key
            self.value = value
        }
    }

    /// Where `reset offsets` goes.
    package enum Position: Sendable {
        case latest, earliest
        case offset(Expression)
        /// A time: `@…`, `2h ago`.
        case time(Expression)
        case by(Expression)
        /// The run whose saved offsets are meant; nil: the newest.
        case saved(run: TextLiteral?)
    }
}

/// What may follow an effect's phrase.
package struct EffectOption: Sendable {
    package var kind: Kind
    package var span: Span

    package init(_ kind: Kind, _ span: Span) {
        self.kind = kind
        self.span = span
    }

    package enum Kind: Sendable {
        case staged(Expression, every: Expression?)
        case throttle(Expression)
        case unthrottled
        case hold(Expression)
        case within(Expression)
        case into(Name)
        case giveBackAtEnd
        case giveBackWhen(Expression)
        case giveBackAfter(Expression)
        case forGood
    }
}
