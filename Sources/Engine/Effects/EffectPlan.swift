import Journal
import Language

/// An effect with its slots and options evaluated: what the text asks for.
package struct EffectCall: Sendable {
    package var id: String
    package var arguments: [NameKey: Argument]
    package var options: Options
    /// For `from saved`: what resets of this journal folder found before them, newest first; an item's `before` is what it would go back to.
    package var saved: [SavedItem] = []
    /// For `cancel`: the keys of what this run has asked to be moved.
    package var ours: Set<[JSONValue]> = []

    package init(id: String, arguments: [NameKey: Argument], options: Options) {
        self.id = id
        self.arguments = arguments
        self.options = options
    }

    /// An item of a settled effect of some run.
    package struct SavedItem: Sendable, Hashable {
        package var run: String
        /// The effect of that run.
        package var effect: String
        package var item: EffectItem

        package init(run: String, effect: String, item: EffectItem) {
            self.run = run
            self.effect = effect
            self.item = item
        }
    }

    package enum Argument: Sendable {
        case value(Value)
        case word(String)
        case entries([(key: String, value: Value)])
        case keys([String])
        case position(Position)
        /// A plan made earlier, taken up as it was made.
        case plan(EffectPlan)
    }

    package enum Position: Sendable, Hashable {
        case latest, earliest
        case offset(Int)
        /// Milliseconds since 1970.
        case time(Int)
        case by(Int)
        case saved(run: String?)
    }

    /// What the options say, evaluated. Durations in nanoseconds, rates in bytes per second.
    package struct Options: Sendable, Hashable {
        package var staged: Int?
        package var stagedEvery: Int?
        package var throttle: Int?
        package var isUnthrottled = false
        package var within: Int?

        package init() {}
    }
}

/// What an effect would do, fixed: absolute targets, the state before, what is blocked and why. It is journaled before the first byte leaves.
package struct EffectPlan: Sendable, Hashable {
    /// The effect's id.
    package var effect: String
    /// What is touched, in the order in which it is.
    package var items: [EffectItem]
    /// What is left alone because it could not complete, with the reason. Never submitted.
    package var blocked: [BlockedItem]
    /// Facts that hold for all items and that apply, probe and undo need; the effect's own shape.
    package var parameters: JSONValue
    /// Temporary settings that go with it; each is journaled as a debt before it is made.
    package var debts: [DebtIntent]
    /// The plan as a table for people (columns of schema.md 3.26 for `reassign`), rows in the order of `items`.
    package var table: Table
    /// Lines a person should read before saying yes: what is lost, who is drained, since when.
    package var notices: [String]
    /// Why this must be confirmed even where the text does not ask (draining a broker that is up, …); nil: no need.
    package var mustConfirm: String?
    /// Why this cannot be undone, found at planning (a lowered `retention.ms`); nil: it can, or the checker already knows.
    package var mustApprove: String?
    /// The requests it would send, one line each (`explain`).
    package var requests: [String]
    /// The pace at which it goes where the text says no `staged`; nil: all at once.
    package var stages: Stages?

    /// Items at once, and the pause between in milliseconds.
    package struct Stages: Sendable, Hashable {
        package var size: Int
        package var everyMs: Int

        package init(size: Int, everyMs: Int) {
            self.size = size
            self.everyMs = everyMs
        }
    }

    package init(
        effect: String, items: [EffectItem], blocked: [BlockedItem] = [], parameters: JSONValue = .null, debts: [DebtIntent] = [],
        table: Table, notices: [String] = [], mustConfirm: String? = nil, mustApprove: String? = nil, requests: [String] = [],
        stages: Stages? = nil
    ) {
        self.effect = effect
        self.items = items
        self.blocked = blocked
        self.parameters = parameters
        self.debts = debts
        self.table = table
        self.notices = notices
        self.mustConfirm = mustConfirm
        self.mustApprove = mustApprove
        self.requests = requests
        self.stages = stages
    }
}

extension EffectPlan {
    /// What a person types to approve it, as it is shown: the one thing that it touches, else what it does and to how many; nil: it touches nothing.
    package var approvalPhrase: String? {
        guard let first = items.first else { return nil }
        return items.count == 1 ? ForeignText.name(first.label) : "\(effect) \(items.count)"
    }
}

/// One thing an effect touches.
package struct EffectItem: Sendable, Hashable {
    /// Names it among the plan's items and across resumes: `["trips", 3]`.
    package var key: [JSONValue]
    /// As people say it: `trips-3`.
    package var label: String
    /// The state before: what undo gives back, and what probe compares with.
    package var before: JSONValue
    /// What is wanted, absolute.
    package var target: JSONValue
    /// Bytes it moves; 0 where it moves none, nil where that is unknown.
    package var bytes: Int?

    package init(key: [JSONValue], label: String, before: JSONValue, target: JSONValue, bytes: Int? = 0) {
        self.key = key
        self.label = label
        self.before = before
        self.target = target
        self.bytes = bytes
    }
}

package struct BlockedItem: Sendable, Hashable {
    package var key: [JSONValue]
    package var label: String
    package var why: String

    package init(key: [JSONValue], label: String, why: String) {
        self.key = key
        self.label = label
        self.why = why
    }
}

extension [BlockedItem] {
    /// Names of items that are written out, of each reason.
    private static var mostNames: Int { 5 }

    /// By reason, in the order in which these come first.
    private var byReason: [(why: String, labels: [String])] {
        var places: [NameKey: Int] = [:]
        var groups: [(why: String, labels: [String])] = []
        for item in self {
            if let place = places[item.why] {
                groups[place].labels.append(item.label)
            } else {
                places[item.why] = groups.count
                groups.append((item.why, [item.label]))
            }
        }
        return groups
    }

    /// One for each reason: how many, and why with the first names: `474 blocked`, `it has no leader (t1-0, t1-3, …)`.
    package var told: [(count: String, why: String)] {
        byReason.map {
            ("\(DisplayForm.count($0.labels.count)) blocked", "\($0.why) (\(Self.names($0.labels, most: Self.mostNames, more: ", …")))")
        }
    }

    /// The same with more names: `it has no leader (t1-0, t1-3, t1-4 and 471 more)`.
    package func told(most: Int) -> [(count: String, why: String)] {
        byReason.map { group in
            let more = " and \(group.labels.count - most) more"
            return (
                "\(DisplayForm.count(group.labels.count)) blocked", "\(group.why) (\(Self.names(group.labels, most: most, more: more)))"
            )
        }
    }

    private static func names(_ labels: [String], most: Int, more: String) -> String {
        labels.prefix(most).joined(separator: ", ") + (labels.count > most ? more : "")
    }
}

/// What became of one item.
package struct ItemOutcome: Sendable, Hashable {
    package enum Kind: String, Sendable { case done, alreadySo, refused, unknown }
    package var kind: Kind
    /// Kafka's error name, where it gave one.
    package var error: String?
    package var message: String?
    /// For `unknown`: when the last byte of the request left, milliseconds since 1970; nil if none did.
    package var lastByteLeft: Int?

    package init(_ kind: Kind, error: String? = nil, message: String? = nil, lastByteLeft: Int? = nil) {
        self.kind = kind
        self.error = error
        self.message = message
        self.lastByteLeft = lastByteLeft
    }
}

/// What the cluster shows of an item that was, or may have been, applied.
package enum ProbeAnswer: Sendable, Hashable {
    /// It is as wanted.
    case applied
    /// Accepted and under way; done so far, as a share of 1 where that is known.
    case underWay(Double?)
    /// As it was before.
    case notApplied
    /// Neither before nor wanted: somebody changed it since. What stands now.
    case superseded(now: String)
    /// What it was about is not there any more, with a clause that says so: nothing is left to do.
    case gone(String)
    /// Cannot be read, or reading does not tell.
    case unknowable(Cause)
}

/// Why an effect could not be planned or prepared at all.
package enum EffectFailure: Error, Sendable, Hashable {
    /// The cluster or a rule of ours says no: what and what to do.
    case refused(String)
    /// A gate of the effect is not open: no active controller, a stale view.
    case gate(String)
    case cluster(ClusterFailure)
}
