import Engine
import KafkaLab
import Language
import Network
import Testing

@testable import KafkaPrimitives

@Suite("Debts of a dead broker, and settings that are read again") struct ControllerDebtTests {
    private struct Missing: Error {}

    /// A throttled move that has settled, and the rate of one of its brokers that has died since.
    private func owed(_ world: EffectWorld) throws -> (debt: Debt, broker: Int32) {
        let shrink = try world.plan("reassign", ["target": world.partitions([("user-events", 0)]), "toReplicas": .value(.int(2))])
        _ = try world.submit(shrink)
        _ = try world.settle(shrink)
        let plan = try world.plan(
            "reassign", ["target": world.topics(["user-events"]), "toReplicas": .value(.int(3))], throttle: 50_000_000)
        _ = try world.submit(plan)
        _ = try world.settle(plan)
        let controller = world.lab.controller
        let intent = try #require(plan.debts.first { $0.kind == "brokerConfig" && Int32($0.resource) != controller })
        let broker = try #require(Int32(intent.resource))
        world.apply(.crash(broker))
        world.pass(20_000)
        return (Debt(id: "1", run: "r", intent: intent, due: .atEnd), broker)
    }

    @Test("nobody else tells what stands on a dead broker; the active controller takes it back at its own listener (KIP-919)")
    func throughController() throws {
        let world = try EffectWorld()
        let (debt, broker) = try owed(world)
        #expect(world.lab.brokers[broker]?.dynamicConfigs[debt.intent.name] == "50000000")
        guard case .blind = world.cluster.pay(debt, timing: world.timing) else { throw Missing() }
        #expect(world.cluster.payThroughController(debt, timing: world.timing) == .paid)
        #expect(world.lab.brokers[broker]?.dynamicConfigs[debt.intent.name] == nil)
        world.apply(.start(broker))
        world.pass(30_000)
        #expect(world.cluster.pay(debt, timing: world.timing) == .paid)
    }

    @Test("where the quorum does not tell its listeners a controller is named, and must be of this cluster", arguments: ["3.7", "4.3"])
    func named(_ release: String) throws {
        let world = try EffectWorld(release: try #require(KafkaRelease(release)))
        let (debt, broker) = try owed(world)
        if release == "3.7" {
            let payment = world.cluster.payThroughController(debt, timing: world.timing)
            #expect(payment.why?.contains("from Kafka 3.9 on") == true)
            #expect(payment.why?.contains("--bootstrap-controller") == true)
        }
        let other = try #require(world.lab.voters.first { $0 != broker && $0 != world.lab.controller })
        world.cluster.controllerListener = world.peers.controllers[other]
        #expect(world.cluster.payThroughController(debt, timing: world.timing) == .paid)
        #expect(world.lab.brokers[broker]?.dynamicConfigs[debt.intent.name] == nil)

        world.cluster.controllerListener = world.peers.endpoints[other]
        #expect(world.cluster.payThroughController(debt, timing: world.timing).why?.contains("no controller's listener") == true)
    }

    @Test("with ZooKeeper nobody but the broker itself takes its settings: it stays owed, and that is said")
    func zooKeeper() throws {
        let world = try EffectWorld(release: try #require(KafkaRelease("2.8")))
        let (debt, broker) = try owed(world)
        guard case .notNow = world.cluster.pay(debt, timing: world.timing) else { throw Missing() }
        #expect(world.cluster.payThroughController(debt, timing: world.timing).why?.contains("itself takes its settings") == true)
        world.apply(.start(broker))
        world.pass(30_000)
        #expect(world.cluster.pay(debt, timing: world.timing) == .paid)
    }

    @Test("settings are read again when they are made: what stood there since is what will be given back")
    func refreshed() throws {
        let world = try EffectWorld()
        let shrink = try world.plan("reassign", ["target": world.partitions([("user-events", 0)]), "toReplicas": .value(.int(2))])
        _ = try world.submit(shrink)
        _ = try world.settle(shrink)
        let plan = try world.plan(
            "reassign", ["target": world.topics(["user-events"]), "toReplicas": .value(.int(3))], throttle: 50_000_000)
        let rate = try #require(plan.debts.first { $0.kind == "brokerConfig" })
        let list = try #require(plan.debts.first { $0.isListEntries })
        let broker = try #require(Int32(rate.resource))
        world.lab.brokers[broker]?.dynamicConfigs[rate.name] = "123"
        let first = try #require(list.set.split(separator: ",").first.map(String.init))
        world.lab.topics[list.resource]?.configs[list.name] = first
        world.pass(1_000)
        let now = try world.effect("reassign").settings(of: plan, owed: [], timing: world.timing)
        #expect(now.first { $0.isSamePlace(as: rate) }?.before == "123")
        let fresh = try #require(now.first { $0.isSamePlace(as: list) })
        #expect(fresh.shared == first && !fresh.set.split(separator: ",").contains(Substring(first)))
        world.apply(.crash(broker))
        world.pass(20_000)
        #expect(throws: EffectFailure.self) { _ = try world.effect("reassign").settings(of: plan, owed: [], timing: world.timing) }
        let left = try world.effect("reassign").settings(of: plan, owed: [rate], timing: world.timing)
        #expect(!left.contains { $0.isSamePlace(as: rate) })
    }
}
