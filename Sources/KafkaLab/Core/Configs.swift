import KafkaWire

/// A config as one broker sees it.
struct ConfigValue {
    /// Kafka's numbers of sources (DescribeConfigs).
    enum Source: Int8 {
        case topic = 1
        case brokerDynamic = 2
        case clusterDynamic = 3
        case staticFile = 4
        case builtIn = 5
    }

    var key: ConfigKey
    var value: String
    var source: Source
    /// All that could have been it, strongest first: name, value, source.
    var synonyms: [(name: String, value: String, source: Source)]
}

/// One change of IncrementalAlterConfigs.
struct ConfigChange {
    enum Operation: Int8 {
        case set = 0
        case delete = 1
        case append = 2
        case subtract = 3
    }

    var name: String
    var operation: Operation
    var value: String?
}

/// The configs after a change, or why there is none.
private enum Altered {
    case success([NameKey: String])
    case failure(ErrorCode)
}

/// Configs: where they stand and how they change.
extension LabCluster {
    /// A key of a broker, or of all brokers with nil: what applies and where it comes from.
    func brokerConfig(_ key: ConfigKey, on id: Int32?) -> ConfigValue {
        var found: [(name: String, value: String, source: ConfigValue.Source)] = []
        if let id, let broker = brokers[id] {
            if let value = broker.dynamicConfigs[key.name] { found.append((key.name, value, .brokerDynamic)) }
            if let value = clusterConfigs[key.name] { found.append((key.name, value, .clusterDynamic)) }
            if let value = broker.staticConfigs[key.name] { found.append((key.name, value, .staticFile)) }
        } else if let value = clusterConfigs[key.name] {
            found.append((key.name, value, .clusterDynamic))
        }
        found.append((key.name, key.value, .builtIn))
        return ConfigValue(key: key, value: found[0].value, source: found[0].source, synonyms: found)
    }

    /// A key of a topic, as the broker `id` sees it.
    func topicConfig(_ key: ConfigKey, of topic: LabTopic, seenBy id: Int32?) -> ConfigValue {
        var found: [(name: String, value: String, source: ConfigValue.Source)] = []
        if let value = topic.configs[key.name] { found.append((key.name, value, .topic)) }
        if let name = key.brokerName, let brokerKey = ConfigCatalog.brokerKey(name) {
            found += brokerConfig(brokerKey, on: id).synonyms
        } else {
            found.append((key.name, key.value, .builtIn))
        }
        return ConfigValue(key: key, value: found[0].value, source: found[0].source, synonyms: found)
    }

    /// `min.insync.replicas` of a topic, not clamped.
    package func minISR(of topic: String) -> Int {
        guard let value = topics[topic]?.configs["min.insync.replicas"] ?? clusterConfigs["min.insync.replicas"] else { return 1 }
        return Int(value) ?? 1
    }

    /// What a leader asks for: never more than there are replicas.
    func effectiveMinISR(of partition: LabPartition) -> Int { min(minISR(for: partition), partition.replicas.count) }

    /// `min.insync.replicas` as the leader has it, not clamped: its topic's, else the broker's own (`LogConfig` over `KafkaConfig`).
    func minISR(for partition: LabPartition) -> Int {
        guard let topic = topics[partition.topic], let key = ConfigCatalog.topicKey("min.insync.replicas") else { return 1 }
        return Int(topicConfig(key, of: topic, seenBy: partition.leader < 0 ? nil : partition.leader).value) ?? 1
    }

    /// `unclean.leader.election.enable` of a topic.
    func allowsUnclean(_ topic: String) -> Bool {
        (topics[topic]?.configs["unclean.leader.election.enable"] ?? clusterConfigs["unclean.leader.election.enable"]) == "true"
    }

    /// Changes the configs of a topic: all or nothing. The second value says whether anything is another now.
    func alterTopic(_ name: String, _ changes: [ConfigChange], validateOnly: Bool) -> (ErrorCode, Bool) {
        guard let topic = topics[name] else {
            return (release.hasNoNameForAbsentTopics ? .unknownServerError : .unknownTopicOrPartition, false)
        }
        switch altered(topic.configs, changes, ConfigCatalog.topicKey) {
        case .failure(let code): return (code, false)
        case .success(let configs):
            guard !validateOnly, configs != topic.configs else { return (.none, false) }
            let mayElect = configs["unclean.leader.election.enable"] != topic.configs["unclean.leader.election.enable"]
            let forgetsELR = configs["min.insync.replicas"] != topic.configs["min.insync.replicas"]
            topic.configs = configs
            metadataOffset += 1
            if forgetsELR { for partition in topic.partitions { partition.elr = [] } }
            if mayElect { electUncleanlyWhereAllowed(topic) }
            return (.none, true)
        }
    }

    /// Changes the dynamic configs of a broker, or with nil the defaults of all.
    func alterBroker(_ id: Int32?, _ changes: [ConfigChange], validateOnly: Bool) -> (ErrorCode, Bool) {
        let present: [NameKey: String]
        if let id {
            guard let broker = brokers[id] else { return (.invalidRequest, false) }
            // With eligible leaders only the cluster as a whole has a minimum.
            if release.keepsEligibleLeaders, changes.contains(where: { $0.name == "min.insync.replicas" }) {
                return (.invalidConfig, false)
            }
            present = broker.dynamicConfigs
        } else {
            present = clusterConfigs
        }
        if changes.contains(where: { ConfigCatalog.brokerKey($0.name)?.isDynamic == false }) { return (.invalidRequest, false) }
        // A broker keeps keys that it does not know: a plug-in might.
        switch altered(present, changes, { ConfigCatalog.brokerKey($0) ?? ConfigKey(name: $0, kind: .string, value: "") }) {
        // Where a topic says INVALID_CONFIG to a bad value, a broker says INVALID_REQUEST.
        case .failure(let code): return (code == .invalidConfig ? .invalidRequest : code, false)
        case .success(let configs):
            guard !validateOnly, configs != present else { return (.none, false) }
            if let id { brokers[id]?.dynamicConfigs = configs } else { clusterConfigs = configs }
            metadataOffset += 1
            return (.none, true)
        }
    }

    private func altered(_ present: [NameKey: String], _ changes: [ConfigChange], _ find: (String) -> ConfigKey?) -> Altered {
        var configs = present
        guard Set(changes.map(\.name)).count == changes.count else { return .failure(.invalidRequest) }
        for change in changes {
            // Nobody minds that an unknown key is not set any more.
            guard let key = find(change.name) else {
                if change.operation == .delete { continue }
                return .failure(.invalidConfig)
            }
            switch change.operation {
            case .delete: configs[key.name] = nil
            case .set:
                guard let value = change.value else { return .failure(.invalidRequest) }
                configs[key.name] = value
            case .append, .subtract:
                guard key.kind == .list else { return .failure(.invalidConfig) }
                guard let value = change.value else { return .failure(.invalidRequest) }
                if release.failsOnUnsetLists, configs[key.name] == nil { return .failure(.unknownServerError) }
                let items = (configs[key.name] ?? key.value).split(separator: ",", omittingEmptySubsequences: !release.leavesEmptyEntries)
                    .map(String.init)
                let named = value.split(separator: ",").map(String.init)
                let kept = change.operation == .append ? items + named.filter { !items.contains($0) } : items.filter { !named.contains($0) }
                configs[key.name] = kept.joined(separator: ",")
            }
            if let value = configs[key.name], !isValid(value, key) {
                return .failure(release.takesBadValuesForBadRequests ? .invalidRequest : .invalidConfig)
            }
        }
        return .success(configs)
    }

    private func isValid(_ value: String, _ key: ConfigKey) -> Bool {
        if key.name.hasSuffix("replication.throttled.replicas") { return isThrottleList(value) }
        switch key.kind {
        case .boolean: return value == "true" || value == "false"
        case .int: return Int32(value).map { $0 >= (key.name == "min.insync.replicas" ? 1 : 0) } ?? false
        case .long: return Int64(value).map { $0 >= (key.name.hasSuffix("throttled.rate") ? 0 : -1) } ?? false
        case .double: return Double(value) != nil
        case .list where key.name.hasSuffix("cleanup.policy"):
            return !value.isEmpty && value.split(separator: ",").allSatisfy { $0 == "delete" || $0 == "compact" }
        case .list, .string: return true
        }
    }

    private func isThrottleList(_ value: String) -> Bool {
        if value == "*" || value.isEmpty || value == "none" { return true }
        return value.split(separator: ",", omittingEmptySubsequences: false).allSatisfy { item in
            if item.isEmpty { return release.leavesEmptyEntries }
            let halves = item.split(separator: ":", omittingEmptySubsequences: false)
            return halves.count == 2 && halves.allSatisfy { Int32($0) != nil }
        }
    }
}
