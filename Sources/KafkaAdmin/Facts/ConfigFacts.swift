import KafkaWire

/// A setting of a resource, and where it comes from.
package struct ConfigSetting: Hashable, Sendable {
    package enum Source: String, Sendable {
        case topic, brokerDynamic, clusterDynamic, `static`, `default`, group, clientMetrics, logger, unknown

        /// From Kafka's number.
        package init(number: Int8) {
            self =
                switch number {
                case 1: .topic
                case 2: .brokerDynamic
                case 3: .clusterDynamic
                case 4: .static
                case 5: .default
                case 6: .logger
                case 7: .clientMetrics
                case 8: .group
                default: .unknown
                }
        }
    }

    package struct Synonym: Hashable, Sendable {
        package var source: Source
        package var name: String
        package var value: String?

        package init(source: Source, name: String, value: String?) {
            self.source = source
            self.name = name
            self.value = value
        }
    }

    package var name: String
    /// nil: a secret, or no value.
    package var value: String?
    package var source: Source
    package var isReadOnly: Bool
    package var isSensitive: Bool
    package var synonyms: [Synonym]
    package var documentation: String?

    /// Something is set, and the broker does not show what: a secret, or a setting that it has no definition for, as the throttles' rates are
    /// to Kafka before 2.6 (KAFKA-9625; seen on 2.4.1).
    package var isHidden: Bool { isSensitive && value == nil }

    package init(
        name: String, value: String?, source: Source, isReadOnly: Bool = false, isSensitive: Bool = false, synonyms: [Synonym] = [],
        documentation: String? = nil
    ) {
        self.name = name
        self.value = value
        self.source = source
        self.isReadOnly = isReadOnly
        self.isSensitive = isSensitive
        self.synonyms = synonyms
        self.documentation = documentation
    }
}

/// How a setting stands at one place itself, defaults and other places left aside.
package enum OwnSetting: Hashable, Sendable {
    case nothing
    case value(String)
    /// Something is set there, and the broker does not show what.
    case hidden

    /// nil where nothing is set, and where its value is hidden.
    package var value: String? { if case .value(let value) = self { value } else { nil } }

    /// As sentences have it.
    package var told: String {
        switch self {
        case .nothing: "nothing set"
        case .value(let value): value
        case .hidden: "a value that the broker does not show"
        }
    }
}

extension ConfigSetting {
    /// Why the value of a setting that is set, and is no secret, is not known; nil: it is told, or nothing is set. Brokers take a dynamic setting
    /// that their configuration does not define for a secret: 2.4.1 tells no value of replication throttles, 2.8.2 does
    /// (`AdminManager.createBrokerConfigEntry`).
    package func whyHidden(by broker: Int?) -> Unread? {
        let isThrottle = [ThrottledReplicas.leaderRate, ThrottledReplicas.followerRate, ThrottledReplicas.dirRate].contains(name)
        guard isThrottle, isSensitive, value == nil else { return nil }
        return Unread(broker: broker, "set, but this broker hides its value")
    }
}

/// What settings are set on.
package struct ConfigResource: Hashable, Sendable, Comparable {
    package enum Kind: String, Sendable, CaseIterable {
        case topic, broker, clusterDefault, brokerLogger, group, clientMetrics

        /// Kafka's number of the resource type.
        package var number: Int8 {
            switch self {
            case .topic: 2
            case .broker, .clusterDefault: 4
            case .brokerLogger: 8
            case .clientMetrics: 16
            case .group: 32
            }
        }
    }
    package var kind: Kind
    /// The topic, the broker's number, the group; empty for the cluster's default.
    package var name: String

    package init(_ kind: Kind, _ name: String) {
        self.kind = kind
        self.name = name
    }

    /// A right to its settings: those of brokers belong to the cluster.
    package func right(_ operation: AclOperation) -> Right {
        switch kind {
        case .topic: Right(operation, .topic(name))
        case .group: Right(operation, .group(name))
        case .broker, .clusterDefault, .brokerLogger, .clientMetrics: Right(operation, .cluster)
        }
    }

    package static func < (left: ConfigResource, right: ConfigResource) -> Bool {
        (NameKey(left.kind.rawValue), left.name.count, NameKey(left.name))
            < (NameKey(right.kind.rawValue), right.name.count, NameKey(right.name))
    }
}

/// A resource's settings by name.
package struct ConfigSettings: Sendable {
    package var settings: [NameKey: ConfigSetting]
    package var answeredBy: Int?
    package var asOf: Int

    package init(_ settings: [ConfigSetting], answeredBy: Int?, asOf: Int) {
        self.settings = Dictionary(settings.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.answeredBy = answeredBy
        self.asOf = asOf
    }

    /// The setting of that name.
    package subscript(name: String) -> ConfigSetting? { settings[name] }
}
