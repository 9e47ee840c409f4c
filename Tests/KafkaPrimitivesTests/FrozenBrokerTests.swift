import Engine
import Journal
import KafkaAdmin
import KafkaLab
import Language
import Testing

@testable import KafkaPrimitives

@Suite("A broker that stands still with a change in its socket") struct FrozenBrokerTests {
    @Test("is the one that was named, answers nothing while it stands still, and does it when it comes to itself")
    func frozen() throws {
        let world = try EffectWorld()
        let plan = try world.plan(
            "reassign", ["target": world.partitions([("user-events", 0)]), "toReplicas": .value(.int(2))])
        let effect = try world.effect("reassign")
        try effect.checkGate(timing: world.timing)
        let route = try #require(effect.recipients(of: plan.items, timing: world.timing)[0])
        let broker = Int32(route)
        world.cluster.beginChange(shieldedSignals: 0)
        // It stands still from the moment in which the change is sent, after the look before it.
        world.peers.add(AnswerFault(.delay(1), broker: broker, api: 46))
        world.apply(.freeze(broker))
        let outcomes = effect.submit(plan.items, of: plan, timing: world.timing)
        world.cluster.endChange()
        #expect(outcomes.map(\.kind) == [.unknown])
        #expect(!effect.hasRead(broker: route, timing: world.timing))
        world.pass(120_000)
        #expect(!effect.hasRead(broker: route, timing: world.timing))
        world.apply(.thaw(broker))
        world.pass(15_000)
        #expect(effect.hasRead(broker: route, timing: world.timing))
    }

    @Test("one whose process has ended has nothing more to do")
    func dead() throws {
        let world = try EffectWorld()
        let effect = try world.effect("reassign")
        try effect.checkGate(timing: world.timing)
        let item = EffectItem(key: [.string("user-events"), .int(0)], label: "user-events-0", before: .null, target: .null)
        let route = try #require(effect.recipients(of: [item], timing: world.timing)[0])
        world.cluster.endChange()
        world.apply(.crash(Int32(route)))
        world.pass(1_000)
        #expect(effect.hasRead(broker: route, timing: world.timing))
    }

    @Test("a setting of a broker goes to that broker, what goes through the controller to one that passes it on")
    func recipients() throws {
        let world = try EffectWorld()
        let effect = try world.effect("set config")
        try effect.checkGate(timing: world.timing)
        let items = [
            ConfigChange(.init(.broker, "3"), "log.cleaner.threads", before: nil, target: "2").item,
            ConfigChange(.init(.topic, "user-events"), "retention.ms", before: nil, target: "2").item,
        ]
        let brokers = effect.recipients(of: items, timing: world.timing)
        #expect(brokers[0] == 3)
        #expect(brokers[1] != nil)
    }
}
