/// Settings that topics take from brokers, as each broker gives them.
package struct InheritedSettings: Sendable {
    /// The settings that some topic inherits, and that brokers may give differently.
    package internal(set) var keys: Set<NameKey> = []
    private var byBroker: [Int: [NameKey: Fact<ConfigSetting>]] = [:]

    package init() {}

    /// Notes what a broker gives.
    mutating func take(_ setting: Fact<ConfigSetting>, _ key: String, of broker: Int) { byBroker[broker, default: [:]][key] = setting }

    /// What a broker gives; nil where it was not asked.
    package func setting(_ key: String, of broker: Int) -> Fact<ConfigSetting>? { byBroker[broker]?[key] }

    /// The brokers that told what they give.
    func brokers(giving key: String) -> [Int32] { byBroker.filter { $1[key] != nil }.keys.sorted().map { Int32(truncatingIfNeeded: $0) } }

    /// What these brokers give: one value where they agree, else unknown, with what each gives. Nobody: unknown.
    static func agreed<Value: Equatable>(_ key: String, _ brokers: [(id: Int, value: Fact<Value>)]) -> Fact<Value> {
        var found: [(id: Int, value: Value)] = []
        for broker in brokers {
            switch broker.value {
            case .known(let value): found.append((broker.id, value))
            case .unknown(let why): return .unknown(why)
            }
        }
        guard let first = found.first?.value else { return .unknown(.notRead) }
        guard found.allSatisfy({ $0.value == first }) else {
            let told = found.prefix(8).map { "broker \($0.id) has \($0.value)" }.joined(separator: ", ")
            return .unknown(Unread("\(key) differs: \(told)\(found.count > 8 ? ", …" : "")"))
        }
        return .known(first)
    }

    /// The setting that these brokers give, where they agree on its value; its source where they agree on that, too.
    func common(_ key: String, of brokers: [Int], orElse why: (Int) -> Unread) -> Fact<ConfigSetting> {
        let settings = brokers.map { ($0, setting(key, of: $0) ?? .unknown(why($0))) }
        return Self.agreed(key, settings.map { ($0, $1.map { NameKey($0.value ?? "none") }) }).flatMap { _ in
            guard let first = settings.first?.1 else { return .unknown(.notRead) }
            let isOfOneSource = settings.allSatisfy { $0.1.value?.source == first.value?.source }
            return first.map {
                var setting = $0
                if !isOfOneSource { setting.source = .unknown }
                return setting
            }
        }
    }
}

extension ClusterFacts {
    /// A setting of a topic; unknown where its settings could not be read or have no such key, and where its leaders differ in what they give it,
    /// or one of them is not told. Where nobody leads any of it, what those give that could, and where none of these lives, what all give that do.
    package func topicSetting(_ topic: String, _ key: String) -> Fact<ConfigSetting> {
        let asked = settingAsAsked(topic, key)
        guard let setting = asked.value, setting.source != .topic, inherited.keys.contains(key), let table = partitions.value,
            let rows = table.topic(topic)?.rows
        else { return asked }
        if let why = rows.lazy.compactMap({ table.leader[$0] < 0 ? table.whyLeaderIsUntold($0) : nil }).first { return .unknown(why) }
        var givers = table.leader[rows].distinct.filter { $0 >= 0 }
        if givers.isEmpty {
            let health = PartitionHealth(table: table, live: live, unlisted: unlisted, moves: .unknown(.notRead))
            for row in rows {
                switch health.heirs(row) {
                case .known(let heirs): givers += heirs
                case .unknown(let why): return .unknown(why)
                }
            }
        }
        if givers.isEmpty { givers = inherited.brokers(giving: key).filter(live.contains) }
        return givers.isEmpty ? asked : inherited.common(key, of: givers.distinct.map { Int($0) }, orElse: whySilent)
    }
}

extension ArraySlice<Int32> {
    /// The numbers that occur, each once, sorted.
    var distinct: [Int32] { Array(self).distinct }
}
