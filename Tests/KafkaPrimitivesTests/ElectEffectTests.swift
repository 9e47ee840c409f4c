import Engine
import Journal
import KafkaLab
import Language
import Testing

@testable import KafkaPrimitives

@Suite("elect") struct ElectEffectTests {
    /// Broker 2 dies and comes back: what it led is led elsewhere.
    private func displaced() throws -> EffectWorld {
        let world = try EffectWorld()
        world.apply(.crash(2))
        world.pass(20_000)
        world.apply(.start(2))
        world.pass(40_000)
        return world
    }

    @Test("elects the preferred leader where another leads; leaves out who is led as preferred")
    func preferred() throws {
        let world = try displaced()
        // trip-events-1 is preferred on broker 2, trip-events-0 on broker 1.
        let plan = try world.plan(
            "elect", ["target": world.partitions([("trip-events", 1), ("trip-events", 0)]), "mode": .word("preferred")])
        #expect(plan.items.map(\.label) == ["trip-events-1"])
        #expect(plan.items.first?.target == .int(2))
        #expect(plan.blocked.isEmpty && plan.mustApprove == nil)
        #expect(plan.notices == ["1 partition left out: led as preferred already"])
        #expect(try world.probe(plan) == [.notApplied])
        #expect(try world.submit(plan).map(\.kind) == [.done])
        #expect(try world.settle(plan) == [.applied])
        #expect(world.lab.partition("trip-events", 1)?.leader == 2)
        #expect(try world.inverse(plan) == nil)
    }

    @Test("a second election says already so, and so does a plan")
    func again() throws {
        let world = try displaced()
        let target = world.partitions([("trip-events", 1)])
        let plan = try world.plan("elect", ["target": target, "mode": .word("preferred")])
        _ = try world.submit(plan)
        #expect(try world.submit(plan).map(\.kind) == [.alreadySo])
        #expect(try world.plan("elect", ["target": target, "mode": .word("preferred")]).items.isEmpty)
    }

    @Test("a preferred leader that is dead or out of sync is blocked, with why, and never asked for")
    func blocked() throws {
        let world = try EffectWorld()
        world.apply(.crash(2))
        world.pass(20_000)
        let plan = try world.plan(
            "elect", ["target": world.partitions([("trip-events", 1), ("nowhere", 0)]), "mode": .word("preferred")])
        #expect(plan.items.isEmpty)
        #expect(
            plan.blocked.map(\.why) == ["its preferred leader cannot lead: broker 2 is not alive", "it does not exist"])
    }

    @Test("a leader that was just killed and still counts as alive is waited for, not elected around")
    func justKilled() throws {
        let world = try EffectWorld()
        world.apply(.crash(2))
        let plan = try world.plan("elect", ["target": world.partitions([("trip-events", 1)]), "mode": .word("preferred")])
        #expect(plan.items.isEmpty)
        #expect(plan.blocked.first?.why.contains("does not answer and still counts as alive") == true)
    }

    @Test("an answer that is lost leaves the item in doubt; probing shows that it was done")
    func lostAnswer() throws {
        let world = try displaced()
        let plan = try world.plan("elect", ["target": world.partitions([("trip-events", 1)]), "mode": .word("preferred")])
        world.peers.add(AnswerFault(.closeAfter, api: 43))
        let outcomes = try world.submit(plan)
        #expect(outcomes.map(\.kind) == [.unknown])
        #expect(outcomes.first?.lastByteLeft != nil)
        #expect(try world.settle(plan) == [.applied])
        #expect(world.changes(43).count == 1)
    }

    @Test("without an active controller the gate is shut, and says so")
    func gate() throws {
        let world = try EffectWorld()
        world.apply(.loseController)
        #expect {
            try world.effect("elect").checkGate(timing: world.timing)
        } throws: { error in
            guard case .gate(let text)? = error as? EffectFailure else { return false }
            return text.contains("controller") && text.contains("nothing was sent")
        }
        world.apply(.restoreController)
        world.pass(10_000)
        try world.effect("elect").checkGate(timing: world.timing)
    }

    @Test("with ZooKeeper the gate is the controller that answers")
    func zookeeper() throws {
        let world = try EffectWorld(release: KafkaRelease(2, 8))
        try world.effect("elect").checkGate(timing: world.timing)
        world.apply(.loseController)
        #expect(throws: EffectFailure.self) { try world.effect("elect").checkGate(timing: world.timing) }
    }

    @Test("unclean: shows where the logs end, must be approved, and any leader will do")
    func unclean() throws {
        let world = try EffectWorld("offlinePartitions")
        let offline = world.lab.allPartitions.filter { $0.leader < 0 }
        #expect(!offline.isEmpty)
        let plan = try world.plan(
            "elect", ["target": world.partitions(offline.map { ($0.topic, Int($0.id)) }), "mode": .word("unclean")])
        #expect(plan.items.count + plan.blocked.count == offline.count)
        guard let item = plan.items.first else { return }
        #expect(plan.mustApprove?.contains("loses what only absent replicas hold") == true)
        #expect(plan.notices.contains { $0.hasPrefix(item.label) && $0.contains("logs end at") })
        #expect(try world.submit(plan).allSatisfy { $0.kind == .done })
        #expect(try world.settle(plan).allSatisfy { $0 == .applied })
    }

    @Test("many leaders move back in stages; where nobody leads all go at once")
    func stages() {
        #expect(ElectEffect.stages(of: 200, isUnclean: false) == nil)
        #expect(ElectEffect.stages(of: 201, isUnclean: false) == EffectPlan.Stages(size: 200, everyMs: 15_000))
        #expect(ElectEffect.stages(of: 5_000, isUnclean: true) == nil)
    }
}
