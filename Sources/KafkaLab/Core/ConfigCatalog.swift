/// A config key that the lab knows.
struct ConfigKey {
    /// Kafka's type numbers (DescribeConfigs).
    enum Kind: Int8 {
        case boolean = 1
        case string = 2
        case int = 3
        case long = 5
        case double = 6
        case list = 7
    }

    let name: String
    let kind: Kind
    let value: String
    /// The key of the broker that gives a topic its default; nil where the topic has none.
    var brokerName: String?
    /// Whether a value can change while the broker runs.
    var isDynamic = true

    /// Whether the key exists as a dynamic config only: unset, it is no row of a description.
    var isOnlyDynamic: Bool { name.hasSuffix("throttled.rate") || name == "replica.alter.log.dirs.io.max.bytes.per.second" }
}

/// The keys, with the defaults of Apache Kafka's documentation.
enum ConfigCatalog {
    /// Keys of topics, by name.
    static let topic: [ConfigKey] = [
        ConfigKey(name: "cleanup.policy", kind: .list, value: "delete", brokerName: "log.cleanup.policy"),
        ConfigKey(name: "compression.type", kind: .string, value: "producer", brokerName: "compression.type"),
        ConfigKey(name: "delete.retention.ms", kind: .long, value: "86400000", brokerName: "log.cleaner.delete.retention.ms"),
        ConfigKey(name: "file.delete.delay.ms", kind: .long, value: "60000", brokerName: "log.segment.delete.delay.ms"),
        ConfigKey(name: "flush.messages", kind: .long, value: "9223372036854775807", brokerName: "log.flush.interval.messages"),
        ConfigKey(name: "flush.ms", kind: .long, value: "9223372036854775807", brokerName: "log.flush.interval.ms"),
        ConfigKey(name: "follower.replication.throttled.replicas", kind: .list, value: ""),
        ConfigKey(name: "leader.replication.throttled.replicas", kind: .list, value: ""),
        ConfigKey(name: "max.message.bytes", kind: .int, value: "1048588", brokerName: "message.max.bytes"),
        ConfigKey(name: "message.timestamp.type", kind: .string, value: "CreateTime", brokerName: "log.message.timestamp.type"),
        ConfigKey(name: "min.insync.replicas", kind: .int, value: "1", brokerName: "min.insync.replicas"),
        ConfigKey(name: "retention.bytes", kind: .long, value: "-1", brokerName: "log.retention.bytes"),
        ConfigKey(name: "retention.ms", kind: .long, value: "604800000", brokerName: "log.retention.ms"),
        ConfigKey(name: "segment.bytes", kind: .int, value: "1073741824", brokerName: "log.segment.bytes"),
        ConfigKey(name: "segment.ms", kind: .long, value: "604800000", brokerName: "log.roll.ms"),
        ConfigKey(
            name: "unclean.leader.election.enable", kind: .boolean, value: "false", brokerName: "unclean.leader.election.enable"),
    ]

    /// Keys of brokers, by name.
    static let broker: [ConfigKey] = [
        ConfigKey(name: "advertised.listeners", kind: .string, value: "", isDynamic: false),
        ConfigKey(name: "auto.create.topics.enable", kind: .boolean, value: "false", isDynamic: false),
        ConfigKey(name: "broker.id", kind: .int, value: "-1", isDynamic: false),
        ConfigKey(name: "broker.rack", kind: .string, value: "", isDynamic: false),
        ConfigKey(name: "compression.type", kind: .string, value: "producer"),
        ConfigKey(name: LabBroker.cordonedDirs, kind: .list, value: ""),
        ConfigKey(name: "default.replication.factor", kind: .int, value: "1", isDynamic: false),
        ConfigKey(name: "follower.replication.throttled.rate", kind: .long, value: "9223372036854775807"),
        ConfigKey(name: "leader.replication.throttled.rate", kind: .long, value: "9223372036854775807"),
        ConfigKey(name: "log.cleaner.delete.retention.ms", kind: .long, value: "86400000"),
        ConfigKey(name: "log.cleanup.policy", kind: .list, value: "delete"),
        ConfigKey(name: "log.dirs", kind: .string, value: "/tmp/kafka-logs", isDynamic: false),
        ConfigKey(name: "log.flush.interval.messages", kind: .long, value: "9223372036854775807"),
        ConfigKey(name: "log.flush.interval.ms", kind: .long, value: "9223372036854775807"),
        ConfigKey(name: "log.message.timestamp.type", kind: .string, value: "CreateTime"),
        ConfigKey(name: "log.retention.bytes", kind: .long, value: "-1"),
        ConfigKey(name: "log.retention.ms", kind: .long, value: "604800000"),
        ConfigKey(name: "log.roll.ms", kind: .long, value: "604800000"),
        ConfigKey(name: "log.segment.bytes", kind: .int, value: "1073741824"),
        ConfigKey(name: "log.segment.delete.delay.ms", kind: .long, value: "60000"),
        ConfigKey(name: "message.max.bytes", kind: .int, value: "1048588"),
        ConfigKey(name: "min.insync.replicas", kind: .int, value: "1"),
        ConfigKey(name: "num.io.threads", kind: .int, value: "8"),
        ConfigKey(name: "num.network.threads", kind: .int, value: "3"),
        ConfigKey(name: "num.replica.fetchers", kind: .int, value: "1"),
        ConfigKey(name: "replica.alter.log.dirs.io.max.bytes.per.second", kind: .long, value: "9223372036854775807"),
        ConfigKey(name: "replica.lag.time.max.ms", kind: .long, value: "30000", isDynamic: false),
        ConfigKey(name: "unclean.leader.election.enable", kind: .boolean, value: "false"),
    ]

    static func topicKey(_ name: String) -> ConfigKey? { topic.first { $0.name == name } }
    static func brokerKey(_ name: String) -> ConfigKey? { broker.first { $0.name == name } }
}
