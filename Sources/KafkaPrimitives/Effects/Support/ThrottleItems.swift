import Engine
import Journal
import KafkaAdmin
import KafkaClient
import KafkaWire
import Language

/// The kinds of throttle settings, as the source `throttles` names them.
enum ThrottleKind: String, CaseIterable {
    case leaderRate, followerRate, dirRate, leaderReplicas, followerReplicas

    var setting: String {
        switch self {
        case .leaderRate: ThrottledReplicas.leaderRate
        case .followerRate: ThrottledReplicas.followerRate
        case .dirRate: ThrottledReplicas.dirRate
        case .leaderReplicas: ThrottledReplicas.leaderList
        case .followerReplicas: ThrottledReplicas.followerList
        }
    }

    var isList: Bool { self == .leaderReplicas || self == .followerReplicas }

    /// The other half of a throttle: a rate slows nothing without a list, and a list nothing without a rate; nil for the rate between directories,
    /// which needs none.
    var other: ThrottleKind? {
        switch self {
        case .leaderRate: .leaderReplicas
        case .followerRate: .followerReplicas
        case .leaderReplicas: .leaderRate
        case .followerReplicas: .followerRate
        case .dirRate: nil
        }
    }

    init?(setting: String) {
        guard let kind = Self.allCases.first(where: { $0.setting == setting }) else { return nil }
        self = kind
    }

    /// What it is set on; a resource is a topic, a broker's number or `clusterDefault`.
    func resource(_ name: String) -> ConfigResource {
        if isList { return ConfigResource(.topic, name) }
        return name == Self.clusterDefault ? ConfigResource(.clusterDefault, "") : ConfigResource(.broker, name)
    }

    static let clusterDefault = "clusterDefault"
}

/// Throttle settings as items: the key says which, `before` what stood there, `target` what is wanted: null: nothing; `+ENTRIES` and
/// `-ENTRIES` of a list; else the value. Of a value that its broker does not show `before` says just that.
struct ThrottleItems {
    private(set) var items: [EffectItem] = []
    private(set) var blocked: [BlockedItem] = []

    mutating func add(_ kind: ThrottleKind, _ resource: String, before: OwnSetting, target: JSONValue) {
        items.append(
            EffectItem(
                key: [.string(kind.rawValue), .string(resource)], label: "\(kind.rawValue) of \(resource)",
                before: Self.json(before), target: target))
    }

    /// How an item keeps what stood before.
    static func json(_ standing: OwnSetting) -> JSONValue {
        switch standing {
        case .nothing: .null
        case .value(let value): .string(value)
        case .hidden: ["hidden": true]
        }
    }

    mutating func block(_ kind: ThrottleKind, _ resource: String, why: String) {
        blocked.append(
            BlockedItem(key: [.string(kind.rawValue), .string(resource)], label: "\(kind.rawValue) of \(resource)", why: why))
    }

    /// The settings of a throttle, to be made.
    init(making intents: [DebtIntent] = []) {
        for intent in intents {
            guard let kind = ThrottleKind(setting: intent.name), !intent.set.isEmpty else { continue }
            add(
                kind, intent.resource, before: intent.before.map { .value($0) } ?? .nothing,
                target: .string(intent.isListEntries ? "+\(intent.set)" : intent.set))
        }
    }

    /// The settings that were made, to be given back: only what is still ours.
    init(givingBack intents: [DebtIntent], _ facts: ClusterFacts) {
        for intent in intents {
            guard let kind = ThrottleKind(setting: intent.name), let resource = intent.configResource else { continue }
            switch facts.own(resource, intent.name) {
            case .unknown(let why): block(kind, intent.resource, why: "it could not be read (\(why))")
            case .known(.nothing): continue
            case .known(.hidden):
                if intent.before == nil, !intent.isListEntries {
                    // Nothing was there, so what is there was set by us.
                    add(kind, intent.resource, before: .hidden, target: .null)
                } else {
                    block(kind, intent.resource, why: "the broker does not show what stands there now")
                }
            case .known(.value(let standing)):
                if intent.isListEntries {
                    giveBack(list: intent, kind, ThrottledReplicas(standing), standing)
                } else if standing == intent.set {
                    add(kind, intent.resource, before: .value(standing), target: intent.before.map { .string($0) } ?? .null)
                } else if standing != intent.before {
                    block(kind, intent.resource, why: "\(standing) stands there now, not the \(intent.set) that was set")
                }
            }
        }
    }

    private mutating func giveBack(list intent: DebtIntent, _ kind: ThrottleKind, _ standing: ThrottledReplicas, _ text: String) {
        if standing.isAll { return block(kind, intent.resource, why: "* stands there now") }
        let ours = ThrottledReplicas(intent.set).entries
        guard !standing.entries.isDisjoint(with: ours) else { return }
        let isOnlyOurs = standing.entries.isSubset(of: ours) && intent.before == nil
        add(kind, intent.resource, before: .value(text), target: isOnlyOurs ? .null : .string("-\(intent.set)"))
    }

    var table: Table {
        func text(_ value: JSONValue) -> Value { .text(value.string ?? (value == .null ? "–" : "not shown")) }
        return Table(
            columns: [
                Column("kind", .string, .values(items.map { text($0.key[0]) })),
                Column("resource", .string, .values(items.map { text($0.key[1]) })),
                Column("before", .string, .values(items.map { text($0.before) })),
                Column("after", .string, .values(items.map { text($0.target) })),
            ], key: ["kind", "resource"], rowCount: items.count)
    }

    var requests: [String] {
        items.compactMap { item in
            SettingOfThrottle(item).map { setting in
                "IncrementalAlterConfigs, \(setting.resource.kind.rawValue) \(setting.resource.name): \(setting.operation) \(setting.kind.setting)"
                    + (setting.value.map { " \($0.count > 120 ? "\($0.prefix(117))..." : $0)" } ?? "")
            }
        }
    }
}

/// What an item asks for.
struct SettingOfThrottle: Hashable {
    let kind: ThrottleKind
    let resource: ConfigResource
    let operation: IncrementalAlterConfigs.Operation
    let value: String?

    /// nil for what is no item of a throttle.
    init?(_ item: EffectItem) {
        guard item.key.count == 2, let kind = item.key[0].string.flatMap({ ThrottleKind(rawValue: $0) }), let name = item.key[1].string
        else { return nil }
        self.kind = kind
        resource = kind.resource(name)
        guard let target = item.target.string else {
            operation = .delete
            value = nil
            return
        }
        let isChange = kind.isList && (target.hasPrefix("+") || target.hasPrefix("-"))
        operation = !isChange ? .set : target.hasPrefix("+") ? .append : .subtract
        value = isChange ? String(target.dropFirst()) : target
    }

    /// Whether it is as wanted.
    /// - Parameter before: what stood there: where nothing did, a value that is not shown is the one that was set.
    func isReached(_ standing: OwnSetting, before: JSONValue) -> Bool {
        let list = ThrottledReplicas(standing.value ?? "")
        let ours = ThrottledReplicas(value ?? "").entries
        return switch operation {
        case .set: standing == .hidden ? before == .null : standing.value == value
        case .delete: standing == .nothing
        case .append: list.isAll || ours.isSubset(of: list.entries)
        case .subtract: !list.isAll && list.entries.isDisjoint(with: ours)
        }
    }
}

/// Asks for throttle settings, and looks at them.
struct ThrottleWork {
    let cluster: KafkaCluster
    let timing: ReadTiming

    func submit(_ items: [EffectItem]) -> [ItemOutcome] {
        let settings = items.map { SettingOfThrottle($0) }
        var outcomes: [Int: ItemOutcome] = [:]
        var open: [(index: Int, changes: [IncrementalAlterConfigs.Setting])] = []
        let standing = standing(settings.compactMap { $0 })
        for (index, setting) in settings.enumerated() {
            guard let setting else { continue }
            switch standing[setting] ?? .known(.nothing) {
            case .known(let standing): open.append((index, changes(of: setting, standing: standing)))
            case .unknown(let why): outcomes[index] = ItemOutcome(asked: .notSent("\(setting.kind.setting) could not be read: \(why)"))
            }
        }
        while !open.isEmpty {
            cluster.client.beginEvaluation()
            var parts: [ConfigResource: (indexes: [Int], settings: [IncrementalAlterConfigs.Setting])] = [:]
            for place in open.indices {
                let index = open[place].index
                guard let setting = settings[index], !open[place].changes.isEmpty else { continue }
                let change = open[place].changes.removeFirst()
                parts[setting.resource, default: ([], [])].indexes.append(index)
                parts[setting.resource]?.settings.append(change)
            }
            let ordered = parts.sorted { $0.key < $1.key }
            let answers = IncrementalAlterConfigs.ask(
                ordered.map { .init($0.key, $0.value.settings) }, by: cluster.client, timeout: timing.requestTimeout)
            for (part, answer) in zip(ordered, answers) {
                for index in part.value.indexes where outcomes[index].map({ $0.kind == .done }) ?? true {
                    outcomes[index] = ItemOutcome(asked: answer)
                }
            }
            open.removeAll { $0.changes.isEmpty || outcomes[$0.index]?.kind != .done }
        }
        return items.indices.map { outcomes[$0] ?? ItemOutcome(.refused, message: "the item names no throttle") }
    }

    /// What an item comes to, one change after the other.
    private func changes(of setting: SettingOfThrottle, standing: OwnSetting) -> [IncrementalAlterConfigs.Setting] {
        let name = setting.kind.setting
        return switch setting.operation {
        case .append: SettingsWork(cluster: cluster, timing: timing).additions(of: setting.value ?? "", to: name, standing: standing)
        case .subtract: SettingsWork.chunks(setting.value ?? "").map { .init(name, .subtract, $0) }
        case .set, .delete: [.init(name, setting.operation, setting.value)]
        }
    }

    /// What stands of lists that entries are added to, where that says how they are.
    private func standing(_ settings: [SettingOfThrottle]) -> [SettingOfThrottle: Fact<OwnSetting>] {
        let lists = settings.filter { $0.operation == .append }
        guard cluster.client.view.mode == .zookeeper, !lists.isEmpty else { return [:] }
        var needs = Needs()
        needs.resources = Set(lists.map(\.resource))
        do throws(ClusterFailure) {
            let facts = try cluster.facts(needs, timeout: timing.requestTimeout)
            return Dictionary(lists.map { ($0, facts.own($0.resource, $0.kind.setting)) }, uniquingKeysWith: { first, _ in first })
        } catch {
            let why = Unread("the cluster cannot be asked: \(error)")
            return Dictionary(lists.map { ($0, .unknown(why)) }, uniquingKeysWith: { first, _ in first })
        }
    }

    func probe(_ items: [EffectItem]) -> [ProbeAnswer] {
        let settings = items.map { SettingOfThrottle($0) }
        var needs = Needs()
        needs.resources = Set(settings.compactMap { $0?.resource })
        let facts: ClusterFacts
        do throws(ClusterFailure) {
            facts = try cluster.facts(needs, timeout: timing.requestTimeout)
        } catch { return items.map { _ in .unknowable(Cause("the cluster cannot be asked: \(error)")) } }
        return zip(items, settings).map { item, setting in
            guard let setting else { return .unknowable(Cause("the item names no throttle")) }
            switch facts.own(setting.resource, setting.kind.setting) {
            case .unknown(let why) where why.error == .unknownTopicOrPartition: return .gone("the topic was deleted")
            case .unknown(let why): return .unknowable(Cause(why))
            case .known(let standing):
                if setting.isReached(standing, before: item.before) { return .applied }
                // Lists are shared: what others add or take away does not matter.
                if ThrottleItems.json(standing) == item.before || setting.kind.isList { return .notApplied }
                return .superseded(now: standing.told)
            }
        }
    }

    /// What gives back what these items made.
    func inverse(of items: [EffectItem], in plan: EffectPlan) throws(EffectFailure) -> EffectPlan {
        let keys = Set(items.map(\.key))
        var intents: [DebtIntent] = []
        var needs = Needs()
        for item in plan.items where keys.contains(item.key) {
            guard let setting = SettingOfThrottle(item) else { continue }
            needs.resources.insert(setting.resource)
            let kind = setting.kind.isList ? DebtIntent.topicConfig : DebtIntent.brokerConfig
            intents.append(
                DebtIntent(
                    kind: kind, resource: setting.resource.name, name: setting.kind.setting, before: item.before.string,
                    set: setting.value ?? "", isListEntries: setting.operation == .append))
        }
        let facts: ClusterFacts
        do throws(ClusterFailure) { facts = try cluster.facts(needs, timeout: timing.requestTimeout) } catch { throw .cluster(error) }
        var back = ThrottleItems()
        for (item, intent) in zip(plan.items.filter { keys.contains($0.key) && SettingOfThrottle($0) != nil }, intents) {
            guard let setting = SettingOfThrottle(item) else { continue }
            if setting.operation == .append || setting.operation == .set {
                back.append(ThrottleItems(givingBack: [intent], facts))
            } else if let resource = intent.configResource, case .known(let standing) = facts.own(resource, intent.name),
                setting.isReached(standing, before: item.before)
            {
                guard let before = intent.before else {
                    if item.before != .null {
                        back.block(
                            setting.kind, item.key[1].string ?? "", why: "its value was not shown, so nobody knows what to set again")
                    }
                    continue
                }
                // What was taken away is put back, where nobody put anything there since.
                let target: JSONValue = setting.operation == .subtract ? .string("+\(setting.value ?? "")") : .string(before)
                back.add(setting.kind, item.key[1].string ?? "", before: standing, target: target)
            }
        }
        return EffectPlan(effect: plan.effect, items: back.items, blocked: back.blocked, table: back.table, requests: back.requests)
    }
}

extension ThrottleItems {
    mutating func append(_ other: ThrottleItems) {
        items += other.items
        blocked += other.blocked
    }
}
