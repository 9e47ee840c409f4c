import Engine
import Journal
import KafkaAdmin

/// The moves that a plan takes back, as they stood when it was made: kept with it, so that whoever goes on knows the states between. A cancel is
/// two requests where the order before, or what an overridden move added, is to be restored: the cancel, then the assignment.
struct CancelledMoves {
    /// One of them.
    struct Entry: Hashable {
        /// All its replicas while it moves, coming and leaving ones too.
        var replicas: [Int32]
        /// What stands between the cancel and the assignment.
        var after: [Int32]

        init(_ move: Move) {
            replicas = move.replicas
            after = move.cancelled
        }

        fileprivate init?(_ json: JSONValue) {
            guard let replicas = json["replicas"]?.brokers, let after = json["after"]?.brokers else { return nil }
            self.replicas = replicas
            self.after = after
        }

        fileprivate var json: JSONValue { ["replicas": .brokers(replicas), "after": .brokers(after)] }
    }

    private var entries: [NameKey: Entry] = [:]

    init() {}

    init(_ plan: EffectPlan) {
        guard case .object(let members)? = plan.parameters["moves"] else { return }
        for member in members { entries[member.name] = Entry(member.value) }
    }

    /// nil: it was not moving, or the plan is of a version that kept none.
    subscript(_ partition: TopicPartition) -> Entry? {
        get { entries[partition.description] }
        set { entries[partition.description] = newValue }
    }

    /// As a parameter of the plan, `moves`.
    var json: JSONValue { .object(entries.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key.text, $0.value.json) }) }
}
