/// Settings of groups and of client metrics.
extension LabCluster {
    /// The settings that groups of the new protocols can have, with their defaults (GroupConfig).
    static let groupKeys: [ConfigKey] = [
        ConfigKey(name: "consumer.heartbeat.interval.ms", kind: .int, value: "5000"),
        ConfigKey(name: "consumer.session.timeout.ms", kind: .int, value: "45000"),
        ConfigKey(name: "share.auto.offset.reset", kind: .string, value: "latest"),
    ]

    /// Whether a group's settings hold `key`, and what it is then.
    func groupConfig(_ key: ConfigKey, of group: String) -> (value: String, isOwn: Bool) {
        groupConfigs[group]?[key.name].map { ($0, true) } ?? (key.value, false)
    }
}

extension KafkaRelease {
    /// Whether groups can have settings of their own: brokers before do not know that kind of resource.
    var hasGroupConfigs: Bool { self >= KafkaRelease(3, 8) }
    /// Whether dynamic broker settings that the configuration does not define, such as throttle rates, are described as secrets, without a
    /// value: 2.4.1 does, 2.8.2 does not.
    var hidesUndefinedConfigs: Bool { self < KafkaRelease(2, 8) }
}
