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

    /// What these brokers give: one setting where they agree, else unknown, with what each gives. Nobody asked: unknown.
    /// - Parameter brokers: each with what is known of it.
    static func common(_ key: String, _ brokers: [(id: Int, setting: Fact<ConfigSetting>)]) -> Fact<ConfigSetting> {
        var found: [(id: Int, setting: ConfigSetting)] = []
        for broker in brokers {
            switch broker.setting {
            case .known(let setting): found.append((broker.id, setting))
            case .unknown(let why): return .unknown(why)
            }
        }
        guard var first = found.first?.setting else { return .unknown(.notRead) }
        guard found.allSatisfy({ $0.setting.value == first.value }) else {
            let told = found.prefix(8).map { "broker \($0.id) has \($0.setting.value ?? "none")" }.joined(separator: ", ")
            return .unknown(Unread("\(key) differs: \(told)\(found.count > 8 ? ", …" : "")"))
        }
        if found.contains(where: { $0.setting.source != first.source }) { first.source = .unknown }
        return .known(first)
    }

    /// What all brokers that were asked give.
    func common(_ key: String) -> Fact<ConfigSetting> {
        Self.common(key, byBroker.sorted { $0.key < $1.key }.compactMap { id, settings in settings[key].map { (id, $0) } })
    }
}

extension ClusterFacts {
    /// A setting of a topic, as it holds for what a broker leads; nil: for what nobody is known to lead.
    package func topicSetting(_ topic: String, _ key: String, ledBy broker: Int32?) -> Fact<ConfigSetting> {
        let asked = settingAsAsked(topic, key)
        guard let setting = asked.value, setting.source != .topic, inherited.keys.contains(key) else { return asked }
        guard let broker, broker >= 0 else { return inherited.common(key) }
        return inherited.setting(key, of: Int(broker)) ?? .unknown(whySilent(Int(broker)))
    }

    /// A setting of a topic; unknown where its settings could not be read or have no such key, and where its leaders differ in what they give it.
    package func topicSetting(_ topic: String, _ key: String) -> Fact<ConfigSetting> {
        let asked = settingAsAsked(topic, key)
        guard let setting = asked.value, setting.source != .topic, inherited.keys.contains(key), let table = partitions.value,
            let rows = table.topic(topic)?.rows
        else { return asked }
        let leaders = table.leader[rows].distinct.filter { $0 >= 0 }
        guard !leaders.isEmpty else { return inherited.common(key) }
        return InheritedSettings.common(
            key, leaders.map { (Int($0), inherited.setting(key, of: Int($0)) ?? .unknown(whySilent(Int($0)))) })
    }
}

extension ArraySlice<Int32> {
    /// The numbers that occur, each once, sorted.
    var distinct: [Int32] { Array(self).distinct }
}
