import Engine
import Journal
import KafkaAdmin
import KafkaClient
import KafkaWire
import Language

/// Compares wanted settings with what stands, and says what each change does.
struct ConfigPlanning {
    let cluster: KafkaCluster
    let timing: ReadTiming
    /// The id of the effect that the plan is of.
    let effect: String
    /// True where it gives back: what somebody else set since is left alone, and nothing is owed.
    var isInverse = false

    private struct Wish {
        var resource: ConfigResource
        var name: String
        /// nil: nothing set there.
        var target: String?
        /// For an inverse: what we had set.
        var ours: String?
    }

    private var wishes: [Wish] = []
    /// Resources all of whose own settings go.
    private var cleared: [ConfigResource] = []

    init(cluster: KafkaCluster, timing: ReadTiming, effect: String, isInverse: Bool = false) {
        self.cluster = cluster
        self.timing = timing
        self.effect = effect
        self.isInverse = isInverse
    }

    /// Wants a setting to be so; nil: not set at that place.
    mutating func want(_ resource: ConfigResource, _ name: String, _ target: String?, ours: String? = nil) {
        wishes.append(Wish(resource: resource, name: name, target: target, ours: ours))
    }

    /// Wants nothing to be set at that place any more.
    mutating func clear(_ resource: ConfigResource) { cleared.append(resource) }

    private static let minIsr = "min.insync.replicas"

    /// What is gathered while wishes are judged.
    private struct Draft {
        var changes: [ConfigChange] = []
        var blocked: [BlockedItem] = []
        var grave: [String] = []
        var notices: [String] = []
        var already = 0
    }

    /// Reads what stands. Throws where a key is unknown or cannot be changed, and where nothing of it all can be done.
    func plan() throws(EffectFailure) -> EffectPlan {
        let facts: ClusterFacts
        do throws(ClusterFailure) { facts = try cluster.facts(needs, timeout: timing.requestTimeout) } catch { throw .cluster(error) }
        var draft = Draft()
        for wish in wishes + clearing(facts, &draft) { try judge(wish, facts, &draft) }
        if draft.changes.isEmpty, draft.already == 0, !draft.blocked.isEmpty {
            let whys = draft.blocked.prefix(5).map { "\($0.label): \($0.why)" }.joined(separator: "; ")
            throw .refused("nothing can be changed: \(whys)\(draft.blocked.count > 5 ? "; and \(draft.blocked.count - 5) more" : "")")
        }
        if draft.already > 0 { draft.notices.append("\(counted(draft.already, "setting")) left out: so already") }
        let owes = effect == EffectSignature.setConfig.id && !isInverse
        return EffectPlan(
            effect: effect, items: draft.changes.map(\.item), blocked: draft.blocked, debts: owes ? draft.changes.compactMap(\.intent) : [],
            table: Self.table(draft.changes), notices: draft.grave + draft.notices,
            mustApprove: draft.grave.isEmpty ? nil : draft.grave.joined(separator: "; "), requests: Self.requests(draft.changes))
    }

    // MARK: - What is read

    private var needs: Needs {
        var needs = Needs()
        needs.resources = Set(wishes.map(\.resource) + cleared)
        needs.brokers = true
        let fallsBack = wishes.contains { $0.target == nil && Self.families[$0.name] != nil } || !cleared.isEmpty
        if fallsBack || needs.resources.contains(where: { $0.kind == .clusterDefault }) {
            // Which keys there are, and what they fall back to, only brokers tell.
            for broker in cluster.client.view.brokerIDs.prefix(3) { needs.resources.insert(ConfigResource(.broker, "\(broker)")) }
        }
        let isrWishes = wishes.filter { $0.name == Self.minIsr }
        guard !isrWishes.isEmpty || !cleared.isEmpty else { return needs }
        let resources = isrWishes.map(\.resource) + cleared
        let isTopicsOnly = resources.allSatisfy { $0.kind == .topic }
        // What a topic without a value of its own is held to is its leader's.
        for broker in cluster.client.view.brokerIDs { needs.resources.insert(ConfigResource(.broker, "\(broker)")) }
        needs.topics = isTopicsOnly ? .named(Set(resources.map(\.name))) : .all
        needs.topicConfigs = isTopicsOnly ? nil : .named(Set([Self.minIsr]))
        needs.eligible = .ofThinPartitions
        needs.clamp = true
        return needs
    }

    /// The wishes that clearing a place comes to: throttles are left to `unset throttle`, which knows whose they are.
    private func clearing(_ facts: ClusterFacts, _ draft: inout Draft) -> [Wish] {
        var found: [Wish] = []
        for resource in cleared {
            guard let settings = facts.configs[resource]?.value else {
                found.append(Wish(resource: resource, name: ""))
                continue
            }
            let own = settings.settings.values.filter { $0.source == ConfigsSource.ownSource(of: resource.kind) && !$0.isSensitive }
            let throttles = own.filter { $0.name.contains("replication.throttled.") }
            if !throttles.isEmpty { draft.notices.append("\(resource.told): its throttles stay (`unset throttle`)") }
            found += own.filter { !$0.name.contains("replication.throttled.") }.map(\.name).sorted().map {
                Wish(resource: resource, name: $0)
            }
        }
        return found
    }

    // MARK: - One wish

    private func judge(_ wish: Wish, _ facts: ClusterFacts, _ draft: inout Draft) throws(EffectFailure) {
        let resource = wish.resource
        func block(_ why: String) {
            let key: [JSONValue] = [.string(resource.kind.rawValue), .string(resource.name), .string(wish.name)]
            draft.blocked.append(BlockedItem(key: key, label: "\(resource.told) \(wish.name)", why: why))
        }
        if let why = facts.configs[resource, default: .unknown(Unread("not read"))].why { return block(Self.told(why, resource)) }
        guard let catalog = catalog(for: resource, facts) else { return block("no broker tells which settings there are") }
        guard let setting = catalog[wish.name] else { throw .refused(Self.unknownKey(wish.name, resource, catalog)) }
        if setting.isReadOnly {
            throw .refused("\(wish.name) of \(resource.told) is read-only: it is changed in the broker's own file, with a restart")
        }
        if setting.isSensitive { throw .refused("\(wish.name) is a secret: this version neither sets nor keeps one") }
        guard case .known(let standing) = facts.own(resource, wish.name) else { return block("what stands there could not be read") }
        // What is hidden was refused above, as a secret.
        let before = standing.value
        if isInverse, !ConfigChange.stands(before, as: wish.ours) {
            return block("something else stands there now: \(before ?? "nothing is set")")
        }
        if ConfigChange.stands(before, as: wish.target) {
            draft.already += 1
            return
        }
        let inherited = inherited(setting, resource, facts)
        var from = before ?? (resource.kind == .clusterDefault ? nil : setting.value) ?? inherited
        let change = ConfigChange(resource, wish.name, before: before, target: wish.target)
        var to = wish.target ?? inherited
        if wish.name == Self.minIsr {
            let view = MinIsrView(facts: facts)
            if let why = view.obstacle(resource, to: wish.target) { return block(why) }
            let range = view.range(resource, to: wish.target)
            from = range.from.map { "\($0)" } ?? from
            to = range.to.map { "\($0)" } ?? to
            if let loss = view.forgotten(resource) { draft.grave.append("\(change.item.label): \(loss)") }
        }
        switch ConfigClass.judge(wish.name, from: from, to: to) {
        case .harmless: break
        case .notice(let text): draft.notices.append("\(change.item.label): \(text)")
        case .irreversible(let text):
            draft.grave.append("\(change.item.label) \(from ?? "?") → \(to ?? "?"): \(text)")
        }
        draft.changes.append(change)
    }

    private static func told(_ why: Unread, _ resource: ConfigResource) -> String {
        if resource.kind == .topic, why.error == .unknownTopicOrPartition { return "no such topic" }
        if resource.kind == .broker { return "it cannot be asked (\(why)), and a broker alone takes its own settings" }
        return "its settings could not be read (\(why))"
    }

    /// The settings that a resource can have; for the default of all brokers those of one of them.
    private func catalog(for resource: ConfigResource, _ facts: ClusterFacts) -> ConfigSettings? {
        guard resource.kind == .clusterDefault else { return facts.configs[resource]?.value }
        return facts.configs.keys.filter { $0.kind == .broker }.sorted().lazy.compactMap { facts.configs[$0]?.value }.first
    }

    private static func unknownKey(_ name: String, _ resource: ConfigResource, _ catalog: ConfigSettings) -> String {
        let names = catalog.settings.keys.sorted()
        // Topics and brokers name many settings alike but for the `log.` in front.
        let sibling = name.hasPrefix("log.") ? String(name.dropFirst(4)) : "log.\(name)"
        let near = names.contains(sibling) ? sibling : Suggestion.nearest(name, among: names)
        return "\(resource.told) has no setting \(name)\(near.map { "; did you mean \($0)?" } ?? "")"
    }

    /// Settings of brokers that say one thing in several units, the one that counts first: Kafka lists them as synonyms only where somebody
    /// set them.
    private static let families: [NameKey: [String]] = {
        let retention = ["log.retention.ms", "log.retention.minutes", "log.retention.hours"]
        let roll = ["log.roll.ms", "log.roll.hours"]
        return ["retention.ms": retention, "log.retention.ms": retention, "segment.ms": roll, "log.roll.ms": roll]
    }()

    /// What holds where nothing is set at that place.
    private func inherited(_ setting: ConfigSetting, _ resource: ConfigResource, _ facts: ClusterFacts) -> String? {
        let stronger: Set<ConfigSetting.Source> =
            switch resource.kind {
            case .clusterDefault: [.brokerDynamic, .clusterDynamic]
            default: [ConfigsSource.ownSource(of: resource.kind)]
            }
        for synonym in setting.synonyms where !stronger.contains(synonym.source) {
            if let value = synonym.value { return ConfigText.inherited(value, named: synonym.name, for: setting.name) }
        }
        let family = (Self.families[setting.name] ?? []).filter { resource.kind == .topic || $0 != setting.name }
        guard !family.isEmpty, let brokers = catalog(for: ConfigResource(.clusterDefault, ""), facts) else { return nil }
        for name in family {
            if let value = brokers[name]?.value { return ConfigText.inherited(value, named: name, for: setting.name) }
        }
        return nil
    }

    // MARK: - As people read it

    private static func table(_ changes: [ConfigChange]) -> Table {
        Table(
            columns: [
                Column("type", .string, .values(changes.map { .text($0.resource.kind.rawValue) })),
                Column("resource", .string, .values(changes.map { .text($0.resource.name) })),
                Column("name", .string, .values(changes.map { .text($0.name) })),
                Column("before", .string, .values(changes.map { .text($0.before) })),
                Column("after", .string, .values(changes.map { .text($0.target) })),
            ], key: ["type", "resource", "name"], rowCount: changes.count)
    }

    private static func requests(_ changes: [ConfigChange]) -> [String] {
        Dictionary(grouping: changes, by: \.resource).sorted { $0.key < $1.key }.map { resource, changes in
            let whom = resource.kind == .broker ? "to \(resource.told)" : "to the controller, \(resource.told)"
            let parts = changes.map { change in change.target.map { "set \(change.name)=\($0)" } ?? "delete \(change.name)" }
            return "IncrementalAlterConfigs \(whom): \(parts.joined(separator: ", "))"
        }
    }
}
