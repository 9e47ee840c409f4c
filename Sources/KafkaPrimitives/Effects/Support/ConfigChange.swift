import Engine
import Journal
import KafkaAdmin
import KafkaWire

/// One setting's change at one place.
struct ConfigChange: Hashable {
    var resource: ConfigResource
    var name: String
    /// What is set at that very place; nil: nothing.
    var before: String?
    /// What shall be; nil: nothing, so that a default holds.
    var target: String?

    var item: EffectItem {
        EffectItem(
            key: [.string(resource.kind.rawValue), .string(resource.name), .string(name)], label: "\(resource.told) \(name)",
            before: before.map { .string($0) } ?? .null, target: target.map { .string($0) } ?? .null)
    }

    init(_ resource: ConfigResource, _ name: String, before: String?, target: String?) {
        self.resource = resource
        self.name = name
        self.before = before
        self.target = target
    }

    /// Out of an item; nil for items of another shape, as a damaged journal may have.
    init?(_ item: EffectItem) {
        guard item.key.count >= 3, let kind = item.key[0].string.flatMap({ ConfigResource.Kind(rawValue: $0) }),
            let resource = item.key[1].string, let name = item.key[2].string
        else { return nil }
        self.init(ConfigResource(kind, resource), name, before: item.before.string, target: item.target.string)
    }

    /// The setting as it is owed, where it is temporary.
    var intent: DebtIntent? {
        guard let target else { return nil }
        let kind = resource.kind == .topic ? DebtIntent.topicConfig : DebtIntent.brokerConfig
        return DebtIntent(kind: kind, resource: resource.name, name: name, before: before, set: target, isListEntries: false)
    }

    var setting: IncrementalAlterConfigs.Setting { target.map { .init(name, .set, $0) } ?? .init(name, .delete) }

    /// Whether what stands is that value.
    static func stands(_ now: String?, as wanted: String?) -> Bool {
        switch (now, wanted) {
        case (nil, nil): true
        case (let now?, let wanted?): ConfigClass.same(now, wanted)
        default: false
        }
    }
}
