import Engine
import KafkaAdmin
import KafkaWire
import Language

extension EffectTargets {
    /// What settings are changed on: topics by name, brokers by number, `broker default`. Each once, in order.
    static func configResources(_ argument: EffectCall.Argument?, of effect: String) throws(EffectFailure) -> [ConfigResource] {
        guard case .value(let value)? = argument else { throw .refused("`\(effect)` lacks what to act on") }
        var found: [ConfigResource] = []
        for resource in try configResources(value, effect) where !found.contains(resource) { found.append(resource) }
        return found
    }

    private static func configResources(_ value: Value, _ effect: String) throws(EffectFailure) -> [ConfigResource] {
        switch value {
        case .text(let topic): return [ConfigResource(.topic, topic)]
        case .int(let broker): return [ConfigResource(.broker, "\(broker)")]
        case .list(let list), .set(let list):
            var found: [ConfigResource] = []
            for element in list.elements { found += try configResources(element, effect) }
            return found
        default:
            var found: [ConfigResource] = []
            for row in try rows(.value(value), of: effect) {
                if row["broker"] == .null {
                    found.append(ConfigResource(.clusterDefault, ""))
                } else if case .int(let id)? = row["id"] {
                    found.append(ConfigResource(.broker, "\(id)"))
                } else if case .text(let name)? = row["name"] {
                    found.append(ConfigResource(.topic, name))
                } else {
                    throw .refused("`\(effect)` acts on topics and brokers; \(row.label) is neither")
                }
            }
            return found
        }
    }
}

extension ConfigResource {
    /// `topic trips`, `broker 2`, `the brokers' default`.
    var told: String { kind == .clusterDefault ? "the brokers' default" : "\(kind.rawValue) \(name)" }
}
