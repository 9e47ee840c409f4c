import Engine
import Journal
import KafkaLab
import KafkaWire
import Language
import Testing

@testable import KafkaPrimitives

@Suite("cancel") struct CancelEffectTests {
    /// A slow move that replaces the first replica of user-events-0.
    private func moving() throws -> (world: EffectWorld, plan: EffectPlan, before: [Int32]) {
        let world = try EffectWorld()
        let shrink = try world.plan("reassign", ["target": world.partitions([("user-events", 0)]), "toReplicas": .value(.int(2))])
        _ = try world.submit(shrink)
        _ = try world.settle(shrink)
        let before = try #require(world.replicas("user-events", 0))
        let plan = try world.plan(
            "reassign", ["target": world.partitions([("user-events", 0)]), "awayFrom": .value(.int(Int(before[0])))], throttle: 100_000)
        #expect(try world.submit(plan).map(\.kind) == [.done])
        #expect(world.lab.partition("user-events", 0)?.adding.isEmpty == false)
        return (world, plan, before)
    }

    @Test("of a plan: taken back, in the order before, which Kafka forgets")
    func ofPlan() throws {
        let (world, plan, before) = try moving()
        let cancel = try world.plan("cancel", ["target": .plan(plan)])
        #expect(cancel.items.map(\.target.brokers) == [before])
        #expect(try world.submit(cancel).map(\.kind) == [.done])
        #expect(try world.settle(cancel) == [.applied])
        #expect(world.replicas("user-events", 0) == before)
        #expect(world.pay(plan).allSatisfy { $0 == .paid })
        #expect(!world.lab.hasThrottles)
        #expect(try world.plan("cancel", ["target": .plan(plan)]).items.isEmpty)
    }

    @Test("of rows: the order before is not in Kafka, and that is said")
    func ofRows() throws {
        let (world, _, before) = try moving()
        let cancel = try world.plan("cancel", ["target": world.partitions([("user-events", 0), ("user-events", 1)])])
        #expect(cancel.items.count == 1)
        #expect(cancel.notices.contains { $0.contains("not in Kafka") })
        #expect(cancel.notices.contains("1 partition left out: not moving"))
        #expect(try world.submit(cancel).map(\.kind) == [.done])
        #expect(try world.settle(cancel) == [.applied])
        #expect(world.replicas("user-events", 0).map { Set($0) } == Set(before))
    }

    @Test("an answer that is lost between cancel and order: the order is asked for, the cancel is not repeated")
    func lostBetween() throws {
        let (world, plan, before) = try moving()
        let cancel = try world.plan("cancel", ["target": .plan(plan)])
        world.peers.add(AnswerFault(.closeBefore, api: 45, skip: 1))
        #expect(try world.submit(cancel).map(\.kind) == [.unknown])
        #expect(try world.probe(cancel) == [.notApplied])
        #expect(try world.submit(cancel).map(\.kind) == [.done])
        #expect(try world.settle(cancel) == [.applied])
        #expect(world.replicas("user-events", 0) == before)
        #expect(world.changes(45).filter { $0.detail == "cancel" }.count == 1)
    }

    @Test("nothing moves any more: already so")
    func late() throws {
        let (world, plan, before) = try moving()
        let cancel = try world.plan("cancel", ["target": .plan(plan)])
        _ = try world.submit(cancel)
        #expect(try world.submit(cancel).map(\.kind) == [.alreadySo])
        #expect(world.replicas("user-events", 0) == before)
    }

    @Test("adding-only moves are cancelled too")
    func addOnly() throws {
        let world = try EffectWorld("stuckReassignment")
        let moving = world.lab.allPartitions.filter(\.isReassigning)
        let cancel = try world.plan("cancel", ["target": world.partitions(moving.map { ($0.topic, Int($0.id)) })])
        #expect(cancel.items.count == moving.count)
        #expect(try world.submit(cancel).allSatisfy { $0.kind == .done })
        #expect(try world.settle(cancel).allSatisfy { $0 == .applied })
        let left = world.lab.allPartitions.filter(\.isReassigning)
        #expect(left.isEmpty)
    }

    @Test("what would lower the live in-sync replicas is refused, with why")
    func lowers() throws {
        let (world, plan, before) = try moving()
        // The one that stays dies, the coming one is in sync: only it and the leaving one are left.
        world.lab.partition("user-events", 0).map { $0.isr = $0.replicas.filter { $0 != before[1] } }
        world.apply(.crash(before[1]))
        let cancel = try world.plan("cancel", ["target": .plan(plan)])
        #expect(cancel.items.isEmpty)
        #expect(cancel.blocked.first?.why.contains("live in-sync replicas instead of") == true)
    }

    /// Five brokers, topic-00001-0 on [2, 3, 4].
    private func five(_ release: KafkaRelease = .newest) throws -> EffectWorld {
        let world = try EffectWorld(of: .sized(brokers: 5, topics: 2, partitions: 2, groups: 1), release: release)
        for broker in world.lab.brokerIDs {
            world.lab.brokers[broker]?.dynamicConfigs["follower.replication.throttled.rate"] = "1000"
        }
        world.lab.topics["topic-00001"]?.configs["follower.replication.throttled.replicas"] = "*"
        try #require(world.replicas("topic-00001", 0) == [2, 3, 4])
        return world
    }

    /// A move over which the replicas before were asked for: replicas [2, 3, 4, 1], adding [1], removing [1], as 4.3.1 keeps it for ever.
    private func standing(_ release: KafkaRelease = .newest) throws -> EffectWorld {
        let world = try five(release)
        #expect(world.lab.reassign("topic-00001", 0, to: [1, 3, 4]) == (.none, true))
        #expect(world.lab.reassign("topic-00001", 0, to: [2, 3, 4]) == (.none, true))
        return world
    }

    @Test("a move that cannot end is cancelled, not taken for one on its way")
    func endless() throws {
        let world = try standing()
        #expect(world.lab.partition("topic-00001", 0)?.isReassigning == true)
        let row = try #require(world.read("reassignments", ["target", "waitsFor", "canEnd"]).first)
        #expect(row["canEnd"] == .bool(false))
        let why = if case .unknown(let cause)? = row["waitsFor"] { cause.description } else { "" }
        #expect(why.contains("cannot end"))
        let cancel = try world.plan("cancel", ["target": world.partitions([("topic-00001", 0)])])
        #expect(cancel.notices.contains { $0.contains("topic-00001-0: cannot end by itself") })
        #expect(try world.submit(cancel).map(\.kind) == [.done])
        #expect(try world.settle(cancel, within: 30) == [.applied])
        #expect(world.replicas("topic-00001", 0) == [2, 3, 4] && world.lab.partition("topic-00001", 0)?.isReassigning == false)
        #expect(world.changes(45).map(\.detail) == ["cancel"])
    }

    @Test("on 3.9 the same ends by itself")
    func endsOnOlder() throws {
        let world = try standing(KafkaRelease(3, 9))
        #expect(world.lab.partition("topic-00001", 0)?.isReassigning == false)
        #expect(world.replicas("topic-00001", 0) == [2, 3, 4])
    }

    @Test("our move, overridden and asked for again: cancelled first, then the replicas before; what lies between is known")
    func cancelThenAssign() throws {
        let world = try five()
        let plan = try world.plan("reassign", ["target": world.partitions([("topic-00001", 0)]), "awayFrom": .value(.int(2))])
        #expect(try world.submit(plan).map(\.kind) == [.done])
        let target = try #require(plan.items[0].target.brokers)
        let other: Int32 = target.contains(5) ? 1 : 5
        // Nothing new is added by the second: so 5, or 1, both comes and leaves, and a cancel keeps what ours added.
        #expect(world.lab.reassign("topic-00001", 0, to: [other, 3, 4]) == (.none, true))
        #expect(world.lab.reassign("topic-00001", 0, to: target) == (.none, true))
        let cancel = try world.plan("cancel", ["target": .plan(plan)])
        #expect(cancel.items.map(\.target.brokers) == [[2, 3, 4]])
        // The answer to the cancel comes; the assignment is never taken.
        world.peers.add(AnswerFault(.closeBefore, api: 45, skip: 1))
        #expect(try world.submit(cancel).map(\.kind) == [.unknown])
        #expect(world.replicas("topic-00001", 0) == target + [2])
        #expect(try world.probe(cancel) == [.notApplied])
        #expect(try world.submit(cancel).map(\.kind) == [.done])
        #expect(try world.settle(cancel) == [.applied])
        #expect(world.replicas("topic-00001", 0) == [2, 3, 4])
        #expect(world.changes(45).map(\.detail).filter { $0 == "cancel" }.count == 1)
    }

    @Test("our move, over which somebody asked for the replicas before: it stands for ever, and a cancel of the plan ends it")
    func overridden() throws {
        let world = try five()
        let plan = try world.plan("reassign", ["target": world.partitions([("topic-00001", 0)]), "awayFrom": .value(.int(2))])
        #expect(try world.submit(plan).map(\.kind) == [.done])
        #expect(world.lab.reassign("topic-00001", 0, to: [2, 3, 4]) == (.none, true))
        #expect(world.lab.partition("topic-00001", 0)?.isReassigning == true)
        let cancel = try world.plan("cancel", ["target": .plan(plan)])
        #expect(cancel.blocked.isEmpty && cancel.items.map(\.target.brokers) == [[2, 3, 4]])
        #expect(try world.submit(cancel).map(\.kind) == [.done])
        #expect(try world.settle(cancel, within: 30) == [.applied])
        #expect(world.replicas("topic-00001", 0) == [2, 3, 4] && world.lab.partition("topic-00001", 0)?.isReassigning == false)
    }

    @Test("what moves and may not be described is not said to stand still")
    func hidden() throws {
        let world = try five()
        let plan = try world.plan("reassign", ["target": world.partitions([("topic-00001", 0)]), "awayFrom": .value(.int(2))])
        #expect(try world.submit(plan).map(\.kind) == [.done])
        world.lab.access = LabAccess(cluster: [.describe, .alter, .describeConfigs], topics: ["topic-00002": [.describe]])
        let cancel = try world.plan("cancel", ["target": world.partitions([("topic-00001", 0)])])
        #expect(cancel.items.isEmpty && !cancel.notices.contains { $0.contains("not moving") })
        #expect(cancel.blocked.first?.why.hasPrefix("it cannot be seen (") == true, "\(cancel.blocked)")
    }

    @Test("a topic that is deleted in mid-move is gone, and what was set on it with it")
    func deleted() throws {
        let (world, plan, _) = try moving()
        world.apply(.deleteTopic("user-events"))
        #expect(try world.probe(plan) == [.gone("its topic was deleted")])
        #expect(try world.submit(plan).map(\.kind) == [.alreadySo])
        #expect(world.pay(plan).allSatisfy { $0 == .paid })
        #expect((1...3).allSatisfy { world.lab.throttleRate(of: $0, "leader") == nil && world.lab.throttleRate(of: $0, "follower") == nil })
    }

    @Test("moves that this run did not start are named in the question; a plan's own are not asked about")
    func foreign() throws {
        let (world, plan, _) = try moving()
        let rows = try world.plan("cancel", ["target": world.partitions([("user-events", 0)])])
        #expect(rows.mustConfirm == "cancel takes back 1 move that this run did not start (user-events-0). Go on?")
        #expect(try world.plan("cancel", ["target": .plan(plan)]).mustConfirm == nil)
    }

    @Test("undone: the same moves again")
    func inverse() throws {
        let (world, plan, _) = try moving()
        let cancel = try world.plan("cancel", ["target": .plan(plan)])
        _ = try world.submit(cancel)
        _ = try world.settle(cancel)
        let again = try #require(try world.inverse(cancel))
        #expect(again.effect == "reassign" && again.items.map(\.target) == plan.items.map(\.target))
        #expect(try world.submit(again).map(\.kind) == [.done])
    }
}

@Suite("throttles") struct ThrottleEffectTests {
    private func rate(_ value: Double) -> EffectCall.Argument { .value(.byteRate(value)) }

    @Test("of reassignments: both halves of what moves; what stood before is given back")
    func ofReassignments() throws {
        let world = try EffectWorld("stuckReassignment")
        let moving = world.lab.allPartitions.filter(\.isReassigning).map { ($0.topic, Int($0.id)) }
        let plan = try world.plan("set throttle", ["target": world.partitions(moving), "rate": rate(60_000_000)])
        // The lists name all of them already: only rates change.
        #expect(Set(plan.items.map { $0.key[0].string }) == ["leaderRate", "followerRate"])
        let debts = plan.debts.filter { !$0.set.isEmpty }
        #expect(debts.count == plan.items.count && debts.allSatisfy { $0.before == "1000000" })
        #expect(try world.submit(plan).allSatisfy { $0.kind == .done })
        #expect(try world.settle(plan).allSatisfy { $0 == .applied })
        #expect(world.lab.throttleRate(of: 3, "leader") == 60_000_000)
        let back = try #require(try world.inverse(plan))
        #expect(try world.submit(back).allSatisfy { $0.kind == .done })
        #expect(world.lab.throttleRate(of: 3, "leader") == 1_000_000)
    }

    @Test("of a plan that moves: lists and rates; unset of that plan takes off exactly those")
    func ofPlan() throws {
        let world = try EffectWorld()
        let shrink = try world.plan("reassign", ["target": world.partitions([("user-events", 0)]), "toReplicas": .value(.int(2))])
        _ = try world.submit(shrink)
        _ = try world.settle(shrink)
        world.lab.topics["user-events"]?.configs["follower.replication.throttled.replicas"] = "7:1"
        let grow = try world.plan(
            "reassign", ["target": world.partitions([("user-events", 0)]), "toReplicas": .value(.int(3))], throttle: 200_000)
        _ = try world.submit(grow)
        let unset = try world.plan("unset throttle", ["target": .plan(grow)])
        #expect(unset.items.count == grow.debts.count)
        #expect(try world.submit(unset).allSatisfy { $0.kind == .done })
        #expect(try world.settle(unset).allSatisfy { $0 == .applied })
        #expect(world.lab.topics["user-events"]?.configs["follower.replication.throttled.replicas"] == "7:1")
        #expect(world.lab.topics["user-events"]?.configs["leader.replication.throttled.replicas"] == nil)
        #expect((1...3).allSatisfy { world.lab.throttleRate(of: $0, "follower") == nil })
        let again = try #require(try world.inverse(unset))
        #expect(!again.items.isEmpty)
    }

    @Test("of brokers: only with the lists of their out-of-sync replicas, else refused")
    func ofBrokers() throws {
        let world = try EffectWorld()
        let table = Table(source: "brokers", columns: [Column("id", .broker, .values([.int(2)]))], key: ["id"], rowCount: 1)
        let none = try world.plan("set throttle", ["target": .value(.table(table)), "rate": rate(5_000_000)])
        #expect(none.items.isEmpty && none.blocked.first?.why.contains("a rate without a list would slow nothing now") == true)
        world.apply(.crash(2))
        world.pass(60_000)
        let dead = try world.plan("set throttle", ["target": .value(.table(table)), "rate": rate(5_000_000)])
        #expect(dead.items.isEmpty && dead.blocked.first?.why.contains("a broker alone takes its own rate") == true)
        world.apply(.start(2))
        world.pass(5_000)
        guard world.lab.allPartitions.contains(where: { $0.replicas.contains(2) && !$0.isr.contains(2) }) else { return }
        let plan = try world.plan("set throttle", ["target": .value(.table(table)), "rate": rate(5_000_000)])
        #expect(Set(plan.items.compactMap { $0.key[0].string }) == ["leaderRate", "followerRate", "leaderReplicas", "followerReplicas"])
        #expect(!plan.items.contains { $0.target.string?.contains("*") == true })
    }

    @Test("of throttles: what stands is lifted; a dead broker's is blocked")
    func ofThrottles() throws {
        let world = try EffectWorld("stuckReassignment")
        world.apply(.crash(2))
        world.pass(20_000)
        let rows: [(String, String)] = [("leaderRate", "1"), ("followerRate", "2"), ("leaderReplicas", "trip-events")]
        let table = Table(
            source: "throttles",
            columns: [
                Column("kind", .string, .values(rows.map { .text($0.0) })), Column("resource", .string, .values(rows.map { .text($0.1) })),
            ], key: ["kind", "resource"], rowCount: rows.count)
        let plan = try world.plan("unset throttle", ["target": .value(.table(table))])
        #expect(plan.items.map(\.label) == ["leaderRate of 1", "leaderReplicas of trip-events"])
        #expect(plan.blocked.map(\.label) == ["followerRate of 2"])
        #expect(plan.notices.contains { $0.contains("full speed") })
        #expect(try world.submit(plan).allSatisfy { $0.kind == .done })
        #expect(try world.settle(plan).allSatisfy { $0 == .applied })
        #expect(world.lab.throttleRate(of: 1, "leader") == nil)
        #expect(world.lab.topics["trip-events"]?.configs["leader.replication.throttled.replicas"] == nil)
    }
}
