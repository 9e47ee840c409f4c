import Engine
import Journal
import KafkaLab
import Language
import Testing

@testable import KafkaPrimitives

@Suite("remove members") struct RemoveMembersEffectTests {
    private func members(_ world: EffectWorld, _ group: String) -> [String] { world.lab.groups[group]?.members.map(\.id) ?? [] }

    private func plan(_ world: EffectWorld, _ group: String, _ ids: [String]) throws -> EffectPlan {
        let table = Table(
            source: "members",
            columns: [
                Column("group", .group, .constant(.text(group))), Column("id", .string, .values(ids.map { .text($0) })),
            ], key: ["group", "id"], rowCount: ids.count)
        return try world.plan("remove", ["target": .value(.table(table))])
    }

    private func refusal(_ body: () throws -> EffectPlan) -> String? {
        do {
            _ = try body()
            return nil
        } catch EffectFailure.refused(let why) { return why } catch { return "\(error)" }
    }

    @Test("all chosen members leave in one request and join again under new ids", arguments: ["2.4", "3.9", "4.3"])
    func removed(name: String) throws {
        let world = try EffectWorld("consumerLag", release: try #require(KafkaRelease(name)))
        let all = members(world, "stalled")
        let plan = try plan(world, "stalled", Array(all.prefix(4)))
        #expect(plan.items.count == 4)
        #expect(plan.notices.first == "group stalled: 4 of 6 members removed, 2 stay")
        #expect(plan.requests == ["LeaveGroup to the coordinator of stalled: 4 members"])
        #expect(try world.probe(plan) == Array(repeating: .notApplied, count: 4))
        #expect(try world.submit(plan).map(\.kind) == Array(repeating: .done, count: 4))
        #expect(world.peers.requestCounts[13] == 1)
        #expect(try world.probe(plan) == Array(repeating: .applied, count: 4))
        world.pass(20_000)
        #expect(members(world, "stalled").count == 6)
        #expect(Set(members(world, "stalled")).isDisjoint(with: all.prefix(4)))
        #expect(try world.probe(plan) == Array(repeating: .applied, count: 4))
        #expect(try world.inverse(plan) == nil)
    }

    @Test("a second time they are gone already, in the plan and at the cluster")
    func again() throws {
        let world = try EffectWorld("consumerLag")
        let ids = members(world, "draining")
        let plan = try plan(world, "draining", Array(ids.prefix(1)))
        _ = try world.submit(plan)
        // Its group is rebalancing now: nobody adds to that.
        #expect(try world.submit(plan).map(\.kind) == [.refused])
        world.pass(20_000)
        #expect(try world.submit(plan).map(\.kind) == [.alreadySo])
        let stale = try self.plan(world, "draining", [ids[0], ids[1]])
        #expect(stale.items.count == 1 && stale.notices.contains("group draining: 1 member left out: gone already"))
    }

    @Test("a group that is rebalancing is left alone")
    func rebalancing() throws {
        let world = try EffectWorld("consumerLag")
        let why = refusal { try plan(world, "rebalancing", members(world, "rebalancing")) }
        #expect(why?.contains("it is rebalancing now (PreparingRebalance)") == true)
    }

    @Test("a group that changed its state more than twice in two minutes is left alone until it is calm")
    func storm() throws {
        let world = try EffectWorld("consumerLag")
        _ = try world.submit(try plan(world, "stalled", Array(members(world, "stalled").prefix(1))))
        for _ in 0..<24 {
            world.pass(500)
            _ = try world.cluster.read([SourceRequest(source: "groups", columns: ["id", "state"])], timing: world.timing)
        }
        let why = refusal { try plan(world, "stalled", Array(members(world, "stalled").prefix(1))) }
        #expect(why?.contains("times within two minutes: wait until it is calm") == true)
        world.pass(150_000)
        #expect(try plan(world, "stalled", Array(members(world, "stalled").prefix(1))).items.count == 1)
    }

    @Test("a lost answer is in doubt, sent once, and told by the probe")
    func lostAnswer() throws {
        let world = try EffectWorld("consumerLag")
        let plan = try plan(world, "stalled", members(world, "stalled"))
        #expect(plan.notices.first == "group stalled: 6 of 6 members removed, none stays")
        world.peers.add(AnswerFault(.drop, api: 13))
        let outcomes = try world.submit(plan)
        #expect(outcomes.allSatisfy { $0.kind == .unknown && $0.lastByteLeft != nil })
        #expect(world.peers.requestCounts[13] == 1)
        #expect(try world.told(plan) == Array(repeating: .applied, count: 6))
    }

    @Test("a group whose coordinator is gone is not known, and nothing is sent")
    func coordinatorGone() throws {
        let world = try EffectWorld("consumerLag")
        let plan = try plan(world, "stalled", Array(members(world, "stalled").prefix(1)))
        for broker in world.lab.brokerIDs where broker == world.lab.coordinatorPartition(of: "stalled")?.leader {
            world.apply(.freeze(broker))
        }
        let outcomes = try world.submit(plan)
        #expect(outcomes.allSatisfy { $0.kind == .unknown && $0.lastByteLeft == nil })
    }

    @Test("members of the consumer protocol are taken out from Kafka 4.0 on, and come back under the ids that they gave themselves")
    func consumerProtocol() throws {
        let world = try EffectWorld("consumerProtocol", release: try #require(KafkaRelease("4.3")))
        let ids = members(world, "idle")
        let plan = try plan(world, "idle", Array(ids.prefix(2)))
        #expect(plan.items.count == 2)
        #expect(try world.probe(plan) == [.notApplied, .notApplied])
        #expect(try world.submit(plan).map(\.kind) == [.done, .done])
        world.pass(20_000)
        #expect(Set(members(world, "idle")) == Set(ids))
        #expect(try world.probe(plan) == [.applied, .applied])
    }

    @Test("an acknowledgement counts for the submission that it answered: a later one whose answer is lost is in doubt")
    func acknowledgedOnce() throws {
        let world = try EffectWorld("consumerProtocol", release: try #require(KafkaRelease("4.3")))
        let ids = Array(members(world, "idle").prefix(1))
        #expect(try world.submit(try plan(world, "idle", ids)).map(\.kind) == [.done])
        world.pass(20_000)
        let again = try plan(world, "idle", ids)
        world.peers.add(AnswerFault(.closeBefore, api: 13))
        #expect(try world.submit(again).map(\.kind) == [.unknown])
        #expect(try world.probe(again) == [.notApplied])
    }

    @Test("static members that have left are taken out by both ids, though their group is reconciling; nobody comes back")
    func leftForAWhile() throws {
        let world = try EffectWorld("consumerProtocol", release: try #require(KafkaRelease("4.3")))
        let group = try #require(world.lab.groups["waiting"])
        let left = group.members.filter { $0.leftUntil != nil }.map(\.id)
        #expect(left.count == 3)
        let plan = try plan(world, "waiting", left)
        #expect(plan.notices.contains("group waiting: 3 static members had left and keep their partitions until their sessions end"))
        #expect(try world.submit(plan).map(\.kind) == [.done, .done, .done])
        world.pass(20_000)
        #expect(members(world, "waiting").count == 3)
        #expect(try world.probe(plan) == [.applied, .applied, .applied])
    }

    @Test("a broker before 4.0 takes none of them out: refused with the reason, and nothing is sent", arguments: ["3.8", "3.9"])
    func tooOld(name: String) throws {
        let world = try EffectWorld("consumerProtocol", release: try #require(KafkaRelease(name)))
        let why = refusal { try plan(world, "idle", members(world, "idle")) }
        #expect(why?.contains("Kafka before 4.0 lets nobody remove those from outside") == true)
        #expect(world.peers.requestCounts[13] == nil)
    }

    @Test("a lost answer about a member of the consumer protocol: what is there unchanged was not removed, what is there anew is not told")
    func lostAnswerOfNewProtocol() throws {
        let world = try EffectWorld("consumerProtocol", release: try #require(KafkaRelease("4.3")))
        let plan = try plan(world, "idle", Array(members(world, "idle").prefix(1)))
        world.peers.add(AnswerFault(.drop, api: 13))
        #expect(try world.submit(plan).map(\.kind) == [.unknown])
        world.pass(20_000)
        guard case .unknowable? = try world.probe(plan).first else {
            Issue.record("it was told")
            return
        }
    }
}
