extension Expression {
    /// How many levels its tree has.
    package var levels: Int { 1 + (children.map(\.levels).max() ?? 0) }

    /// The expressions right below, in order of place; of a query its base and the arguments of its clauses, of a text its holes.
    package var children: [Expression] {
        switch kind {
        case .literal, .name, .it, .now, .last, .invalid: []
        case .text(let parts): parts.holes
        case .call(_, let arguments): arguments.map(\.value)
        case .noun(_, .text(let parts, _)), .noun(_, .numbered(let parts, _, _)): parts.holes
        case .noun: []
        case .field(let inner, _), .index(let inner, _), .ago(let inner), .negate(let inner), .not(let inner), .isTest(let inner, _, _),
            .matches(let inner, _, _), .quantified(_, let inner):
            [inner]
        case .list(let elements): elements
        case .binary(_, let left, let right): [left, right]
        case .query(let base, let stages): [base] + stages.flatMap(\.children)
        case .plan(let effect): effect.children
        }
    }
}

extension Stage {
    /// The expressions of a clause.
    package var children: [Expression] {
        switch kind {
        case .where(let inner), .take(let inner), .at(let inner): [inner]
        case .select(let columns), .add(let columns), .group(let columns): columns.map(\.value)
        case .sort(let keys): keys.map(\.value)
        case .distinct(let operands): operands
        case .join(let right, _): [right]
        case .over(let duration, let every): [duration] + (every.map { [$0] } ?? [])
        case .pipe(_, let arguments): arguments.map(\.value)
        }
    }
}

extension Effect {
    /// The expressions in its slots and options; slots in order of name.
    package var children: [Expression] {
        slots.sorted { $0.key < $1.key }.flatMap { $0.value.children } + options.flatMap(\.children)
    }

    /// What fills a query, sum or other slot that takes an expression.
    package func expression(_ slot: String) -> Expression? {
        if case .expression(let inner) = slots[slot] { inner } else { nil }
    }
}

extension SlotValue {
    var children: [Expression] {
        switch self {
        case .expression(let inner): [inner]
        case .word, .keys: []
        case .entries(let entries): entries.map(\.value)
        case .position(let position): position.children
        }
    }
}

extension SlotValue.Position {
    var children: [Expression] {
        switch self {
        case .latest, .earliest: []
        case .offset(let inner), .time(let inner), .by(let inner): [inner]
        case .saved(let run): run?.parts.holes ?? []
        }
    }
}

extension EffectOption {
    var children: [Expression] {
        switch kind {
        case .staged(let size, let every): [size] + (every.map { [$0] } ?? [])
        case .throttle(let inner), .hold(let inner), .within(let inner), .giveBackWhen(let inner), .giveBackAfter(let inner): [inner]
        case .unthrottled, .into, .giveBackAtEnd, .forGood: []
        }
    }
}

extension [TextPart] {
    /// The expressions in its holes.
    package var holes: [Expression] {
        compactMap { if case .hole(let inner) = $0 { inner } else { nil } }
    }
}
