import Engine
import Journal
import KafkaAdmin
import KafkaLab
import Language
import Testing

@testable import KafkaPrimitives

/// Kafka 2.4.1 shows that a rate is set at a broker, and not which (KAFKA-9625). What a throttle needs of its lists is otherwise there, too.
@Suite("throttles of old releases") struct HiddenRateTests {
    private static let old = KafkaRelease(2, 4)
    private static let rates = [ThrottledReplicas.leaderRate, ThrottledReplicas.followerRate]

    /// A topic of two replicas that a third one can be given.
    private func thin(_ release: KafkaRelease) throws -> EffectWorld {
        let world = try EffectWorld(release: release)
        let shrink = try world.plan("reassign", ["target": world.partitions([("user-events", 0)]), "toReplicas": .value(.int(2))])
        _ = try world.submit(shrink)
        _ = try world.settle(shrink)
        return world
    }

    private func grow(_ world: EffectWorld) throws -> EffectPlan {
        try world.plan("reassign", ["target": world.partitions([("user-events", 0)]), "toReplicas": .value(.int(3))], throttle: 40_000_000)
    }

    private func rates(_ world: EffectWorld) -> [String: String] {
        var found: [String: String] = [:]
        for (id, broker) in world.lab.brokers {
            for name in Self.rates { broker.dynamicConfigs[name].map { found["\(name) of \(id)"] = $0 } }
        }
        return found
    }

    private func destination(_ plan: EffectPlan) throws -> Int32 {
        try #require(plan.debts.first { $0.name == ThrottledReplicas.followerRate }.flatMap { Int32($0.resource) })
    }

    @Test(
        "a list of which nothing stands is written whole: nobody's reader fails on an empty entry, and the throttle is given back",
        arguments: [KafkaRelease(2, 4), KafkaRelease(2, 8), .newest])
    func lists(release: KafkaRelease) throws {
        let world = try thin(release)
        let plan = try grow(world)
        #expect(try world.submit(plan).map(\.kind) == [.done])
        let configs = try #require(world.lab.topics["user-events"]?.configs)
        let new = try destination(plan)
        #expect(configs[ThrottledReplicas.followerList] == "0:\(new)")
        #expect(configs[ThrottledReplicas.leaderList]?.hasPrefix(",") == false)
        #expect(Set(rates(world).values) == ["40000000"] && rates(world).count == 3)
        #expect(try world.settle(plan) == [.applied])
        #expect(world.pay(plan).allSatisfy { $0 == .paid })
        #expect(rates(world).isEmpty)
        #expect(world.lab.topics["user-events"]?.configs[ThrottledReplicas.followerList] == nil)
    }

    @Test("a list that an older version left with an empty entry is written anew, others' entries kept")
    func repaired() throws {
        let world = try thin(KafkaRelease(2, 8))
        world.lab.topics["user-events"]?.configs[ThrottledReplicas.followerList] = ",9:1"
        let plan = try grow(world)
        #expect(try world.submit(plan).map(\.kind) == [.done])
        let new = try destination(plan)
        #expect(world.lab.topics["user-events"]?.configs[ThrottledReplicas.followerList] == "9:1,0:\(new)")
    }

    @Test("a rate that stands and is not shown is left alone, and the plan says what that means")
    func leftAlone() throws {
        let world = try thin(Self.old)
        let new = try destination(try grow(world))
        world.lab.brokers[new]?.dynamicConfigs[ThrottledReplicas.followerRate] = "7000000"
        let plan = try grow(world)
        #expect(!plan.debts.contains { $0.resource == "\(new)" })
        #expect(
            plan.notices.contains {
                $0.hasPrefix("broker \(new) has follower.replication.throttled.rate already, and does not show its value")
            })
        #expect(plan.notices.contains { $0.contains("how long that takes is not known") })
        #expect(try world.submit(plan).map(\.kind) == [.done])
        #expect(try world.settle(plan) == [.applied])
        #expect(world.pay(plan).allSatisfy { $0 == .paid })
        #expect(rates(world) == ["follower.replication.throttled.rate of \(new)": "7000000"])
    }

    @Test("one that appears between plan and start: nothing is made of it")
    func appeared() throws {
        let world = try thin(Self.old)
        let plan = try grow(world)
        let new = try destination(plan)
        world.lab.brokers[new]?.dynamicConfigs[ThrottledReplicas.followerRate] = "7000000"
        #expect {
            try world.effect("reassign").settings(of: plan, owed: [], timing: world.timing)
        } throws: { error in
            guard case .refused(let why)? = error as? EffectFailure else { return false }
            return why.contains("follower.replication.throttled.rate of broker \(new)") && why.contains("plan anew")
        }
        // One that this effect made itself is what it is: made.
        let again = try world.effect("reassign").settings(of: plan, owed: plan.debts, timing: world.timing)
        #expect(again.filter { $0.resource == "\(new)" }.isEmpty)
    }

    @Test("what another run set and still owes is known from the journal")
    func remembered() throws {
        let world = try thin(Self.old)
        let first = try grow(world)
        let new = try destination(first)
        world.lab.brokers[new]?.dynamicConfigs[ThrottledReplicas.followerRate] = "5000000"
        let other = DebtIntent(
            kind: DebtIntent.brokerConfig, resource: "\(new)", name: ThrottledReplicas.followerRate, before: nil, set: "5000000",
            isListEntries: false)
        world.cluster.remember { [other] }
        let plan = try grow(world)
        #expect(plan.debts.first { $0.isSamePlace(as: other) }?.before == "5000000")
    }

    @Test("set and lifted by name: what is not shown is left by the one, and taken for good by the other, with approval")
    func byName() throws {
        let world = try thin(Self.old)
        let move = try grow(world)
        let new = try destination(move)
        world.lab.brokers[new]?.dynamicConfigs[ThrottledReplicas.followerRate] = "7000000"
        let columns = [
            Column("kind", .string, .values([.text("followerRate")])), Column("resource", .string, .values([.text("\(new)")])),
        ]
        let rows = Table(source: "throttles", columns: columns, key: ["kind", "resource"], rowCount: 1)
        let plan = try world.plan("unset throttle", ["target": .value(.table(rows))])
        #expect(plan.items.map(\.label) == ["followerRate of \(new)"])
        #expect(plan.mustApprove?.contains("cannot be set again") == true)
        #expect(try world.submit(plan).map(\.kind) == [.done])
        #expect(try world.settle(plan) == [.applied])
        #expect(rates(world).isEmpty)
        let back = try #require(try world.effect("unset throttle").inverse(of: plan.items, in: plan, timing: world.timing))
        #expect(back.items.isEmpty && back.blocked.map(\.label) == ["followerRate of \(new)"])
    }
}
