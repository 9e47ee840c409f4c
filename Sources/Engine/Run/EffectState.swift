import Journal

/// An attempt of an effect, as far as the journal knows it.
package struct EffectState: Sendable {
    /// How far an item is.
    package enum Item: Sendable, Hashable {
        /// Not asked for yet.
        case pending
        /// Asked for, or about to be; no answer, or none that tells. The last byte left no later than this, milliseconds since 1970.
        case doubt(sentBy: Int)
        /// The cluster has taken it, or was seen doing it; it is not there yet.
        case accepted(isRecovered: Bool)
        case over(SettledItem)
    }

    package var intent: EffectIntent
    /// One for each item of the plan.
    package var items: [Item]
    /// How its statement ended; nil: it has not.
    package var conclusion: String?
    /// Items taken back, and by which effect.
    package var undone: [Int: EffectID] = [:]
    /// The broker that each item was sent to last, where that is known.
    package private(set) var sentTo: [Int: Int] = [:]
    /// When the last bytes of the last submission left at the latest, by the clock since boot.
    package private(set) var lastSent: BootInstant?
    /// The same, milliseconds since 1970; nil: nothing was submitted.
    package private(set) var lastSentByMs: Int?
    /// When it was intended, milliseconds since 1970; nil: not known.
    package private(set) var intendedMs: Int?
    /// True where an edit or `--rerun` asks for another attempt.
    package var isForgotten = false

    package init(intent: EffectIntent, intendedMs: Int? = nil) {
        self.intent = intent
        self.intendedMs = intendedMs
        items = Array(repeating: .pending, count: (intent.batches.flatMap { $0 }.max() ?? -1) + 1)
    }

    package var hasDoubt: Bool { items.contains { if case .doubt = $0 { true } else { false } } }
    package var isUnderWay: Bool { items.contains { if case .accepted = $0 { true } else { false } } }
    package var isOver: Bool { items.allSatisfy { if case .over = $0 { true } else { false } } }

    package var mayHaveChanged: Bool {
        items.contains {
            switch $0 {
            case .pending: false
            case .doubt, .accepted: true
            case .over(let settled): settled.outcome.kind == .done || settled.outcome.kind == .unknown
            }
        }
    }

    /// Items that this run has changed, or may have: what undo would take back.
    package var changedItems: [Int] {
        items.indices.filter {
            guard undone[$0] == nil else { return false }
            switch items[$0] {
            case .accepted: return true
            case .over(let settled): return settled.outcome.kind == .done
            case .pending, .doubt: return false
            }
        }
    }

    /// Takes an item's state in; a number that names none, as a damaged journal may have, is passed over.
    mutating func put(_ item: Item, at index: Int) {
        if items.indices.contains(index) { items[index] = item }
    }

    /// Items are about to be sent.
    mutating func sends(to brokers: [Int: Int], at boot: BootInstant?) {
        sentTo.merge(brokers) { $1 }
        lastSent = boot
    }

    /// Their last bytes leave by then; both milliseconds since 1970.
    mutating func sent(until sentBy: Int, writtenMs: Int) {
        // As often as a journal may say it: a sum without room is the latest that there is.
        let before = lastSent?.ms ?? 0
        lastSent?.ms = min(JournalRange.milliseconds.upperBound, before + max(0, sentBy - writtenMs))
        lastSentByMs = sentBy
    }

    /// What an answer makes of its items.
    mutating func take(answers: [Int: ItemOutcome]) {
        for (item, outcome) in answers where items.indices.contains(item) {
            switch outcome.kind {
            case .done: items[item] = .accepted(isRecovered: false)
            case .alreadySo, .refused: items[item] = .over(SettledItem(outcome))
            case .unknown:
                // Where no byte left, nothing was asked for.
                items[item] = outcome.lastByteLeft.map { .doubt(sentBy: $0) } ?? .pending
            }
        }
    }

    /// What a person, or a reading late enough to be believed, makes of items in doubt.
    mutating func take(decision: String, why: String, items indexes: [Int]) {
        for item in indexes where items.indices.contains(item) {
            switch decision {
            case "done": items[item] = .over(SettledItem(ItemOutcome(.done, message: why), isRecovered: true))
            case "skip": items[item] = .over(SettledItem(ItemOutcome(.refused, error: "SKIPPED", message: why)))
            case "retry": items[item] = .pending
            default: break
            }
        }
    }
}
