import Engine
import KafkaPrimitives
import Language
import Testing

/// Effects, driven as the engine drives them.
extension ClusterUnderTest {
    var timing: ReadTiming { ReadTiming(requestTimeout: 10_000_000_000) }

    func partitionArgument(_ names: [(String, Int)]) -> EffectCall.Argument {
        let columns = [
            Column("topic", .topic, .values(names.map { .text($0.0) })), Column("partition", .int, .values(names.map { .int($0.1) })),
        ]
        return .value(.table(Table(source: "partitions", columns: columns, key: ["topic", "partition"], rowCount: names.count)))
    }

    func topicArgument(_ names: [String]) -> EffectCall.Argument {
        let columns = [Column("name", .topic, .values(names.map { .text($0) }))]
        return .value(.table(Table(source: "topics", columns: columns, key: ["name"], rowCount: names.count)))
    }

    func effect(_ id: String) throws -> any EffectPrimitive { try #require(mend.effects[id]) }

    func plan(_ id: String, _ arguments: [NameKey: EffectCall.Argument], throttle: Int? = nil) throws -> EffectPlan {
        var options = EffectCall.Options()
        options.throttle = throttle
        options.isUnthrottled = throttle == nil
        return try effect(id).plan(EffectCall(id: id, arguments: arguments, options: options), timing: timing)
    }

    /// Asks for all items of a plan, after its settings.
    func submit(_ plan: EffectPlan) throws -> [ItemOutcome] {
        let effect = try effect(plan.effect)
        try effect.checkGate(timing: timing)
        try effect.prepare(plan, timing: timing)
        return effect.submit(plan.items, of: plan, timing: timing)
    }

    /// Probes until no item is under way or as before.
    func settle(_ plan: EffectPlan) throws -> [ProbeAnswer] {
        var answers: [ProbeAnswer] = []
        try wait(for: "\(plan.effect) is settled") {
            answers = try effect(plan.effect).probe(plan.items, of: plan, timing: timing)
            return !answers.contains { answer in
                switch answer {
                case .underWay, .notApplied: true
                default: false
                }
            }
        }
        return answers
    }
}
