import Engine
import Journal
import KafkaLab
import KafkaWire
import Language
import Network
import Testing

@testable import KafkaPrimitives

@Suite("reset offsets") struct ResetOffsetsEffectTests {
    private func plan(
        _ world: EffectWorld, _ position: EffectCall.Position, of group: String = "abandoned", for scope: EffectCall.Argument? = nil,
        saved: [EffectCall.SavedItem] = []
    ) throws -> EffectPlan {
        var arguments: [NameKey: EffectCall.Argument] = ["target": .value(.text(group)), "position": .position(position)]
        arguments["partitions"] = scope
        var call = EffectCall(id: "reset offsets", arguments: arguments, options: EffectCall.Options())
        call.saved = saved
        return try world.effect("reset offsets").plan(call, timing: world.timing)
    }

    private func committed(_ world: EffectWorld, _ group: String = "abandoned") -> [Int64] {
        (world.lab.groups[group]?.offsets ?? [:]).sorted { $0.key.partition < $1.key.partition }.map(\.value.offset)
    }

    private func ends(_ world: EffectWorld, _ topic: String = "audit") -> [Int64] {
        (world.lab.topics[topic]?.partitions ?? []).map(\.highWatermark)
    }

    private func refusal(_ body: () throws -> EffectPlan) -> String? {
        do {
            _ = try body()
            return nil
        } catch EffectFailure.refused(let why) { return why } catch { return "\(error)" }
    }

    @Test("to the end: absolute offsets, what is skipped in the plan, and back again by undo", arguments: ["2.4", "2.8", "3.9", "4.3"])
    func latest(name: String) throws {
        let world = try EffectWorld("consumerLag", release: try #require(KafkaRelease(name)))
        let before = committed(world)
        let plan = try plan(world, .latest)
        #expect(plan.items.map(\.label) == (0..<4).map { "abandoned audit-\($0)" })
        #expect(plan.items.map { $0.target["offset"]?.int } == ends(world).map { Int($0) })
        #expect(plan.mustApprove == "group abandoned will never read 640000 records of 4 partitions")
        #expect(try world.probe(plan) == Array(repeating: .notApplied, count: 4))
        #expect(try world.submit(plan).map(\.kind) == Array(repeating: .done, count: 4))
        #expect(try world.probe(plan) == Array(repeating: .applied, count: 4))
        #expect(committed(world) == ends(world))
        let undo = try #require(try world.inverse(plan))
        #expect(undo.mustApprove == nil && undo.notices == ["group abandoned: 640000 records of 4 partitions are read again"])
        _ = try world.submit(undo)
        #expect(try world.probe(undo) == Array(repeating: .applied, count: 4))
        #expect(committed(world) == before)
        // The epochs that stood beside the offsets are back as well.
        #expect(try self.plan(world, .latest).items.map(\.before) == plan.items.map(\.before))
    }

    @Test("each position, resolved when it is planned")
    func positions() throws {
        let world = try EffectWorld("consumerLag")
        let before = committed(world).map { Int($0) }
        #expect(try plan(world, .earliest).items.map { $0.target["offset"]?.int } == [0, 0, 0, 0])
        #expect(try plan(world, .earliest).mustApprove == nil)
        #expect(try plan(world, .offset(42)).items.map { $0.target["offset"]?.int } == [42, 42, 42, 42])
        #expect(try plan(world, .by(-100)).items.map { $0.target["offset"]?.int } == before.map { $0 - 100 })
        let hourAgo = Int(world.loop.wallMilliseconds) - 3_600_000
        let targets = try plan(world, .time(hourAgo)).items.compactMap { $0.target["offset"]?.int }
        for (target, end) in zip(targets, ends(world)) { #expect(target > Int(end) / 2 && target < Int(end)) }
        #expect(targets.count == 4)
    }

    @Test("a time after the last record goes to the end and says on which partitions")
    func afterTheEnd() throws {
        let world = try EffectWorld("consumerLag")
        let plan = try plan(world, .time(Int(world.loop.wallMilliseconds) + 86_400_000))
        #expect(plan.items.map { $0.target["offset"]?.int } == ends(world).map { Int($0) })
        let notice = try #require(plan.notices.first { $0.hasPrefix("no record at or after") })
        #expect(notice.hasSuffix("abandoned audit-0, abandoned audit-1, abandoned audit-2, abandoned audit-3"))
    }

    @Test("an offset outside the log is moved to its nearest end, and said so")
    func outOfRange() throws {
        let world = try EffectWorld("consumerLag")
        let end = Int(ends(world)[0])
        let scope = world.partitions([("audit", 0)])
        let past = try plan(world, .offset(99_999_999), for: scope)
        #expect(past.items.map { $0.target["offset"]?.int } == [end])
        #expect(past.notices.contains("out of the log's range, so its nearest end: abandoned audit-0 99999999 → \(end)"))
        #expect(try plan(world, .by(.min), for: scope).items.map { $0.target["offset"]?.int } == [0])
    }

    @Test("a group with members is refused, with who they are")
    func active() throws {
        let world = try EffectWorld("consumerLag")
        let why = try #require(refusal { try plan(world, .latest, of: "stalled") })
        #expect(why.hasPrefix("nothing can be reset: group stalled: it is Stable with 6 members: stalled-1 at /10.0.0.11, "))
    }

    @Test("an absent group, a group on the sick list beside it, and one that may be reset")
    func several() throws {
        let world = try EffectWorld("consumerLag")
        #expect(
            refusal { try self.plan(world, .latest, of: "nobody") } == "nothing can be reset: group nobody: no such group: nothing to reset"
        )
        let call = EffectCall(
            id: "reset offsets",
            arguments: [
                "target": .value(.list(ListValue([.text("nobody"), .text("stalled"), .text("abandoned")]))), "position": .position(.latest),
            ], options: EffectCall.Options())
        let plan = try world.effect("reset offsets").plan(call, timing: world.timing)
        #expect(plan.items.count == 4)
        #expect(plan.blocked.map(\.label) == ["group nobody", "group stalled"])
    }

    @Test("members that join between plan and commit make it a refusal; nothing is written")
    func joinedMeanwhile() throws {
        let world = try EffectWorld("consumerLag")
        let plan = try plan(world, .latest)
        world.apply(.scale("abandoned", 2))
        let outcomes = try world.submit(plan)
        #expect(outcomes.allSatisfy { $0.kind == .refused && $0.message?.contains("with 2 members: abandoned-1") == true })
        #expect(world.changes(8).isEmpty)
    }

    @Test("members that join between the last look and the commit: Kafka's refusal, with what to do")
    func raced() throws {
        let world = try EffectWorld("consumerLag")
        let plan = try plan(world, .latest)
        world.peers.add(AnswerFault(.refuse(.unknownMemberID), api: 8))
        let outcomes = try world.submit(plan)
        #expect(outcomes.allSatisfy { $0.kind == .refused && $0.error == "UNKNOWN_MEMBER_ID" })
        #expect(outcomes.first?.message == "somebody has joined group abandoned: stop its members, then plan again")
    }

    @Test("a lost answer is in doubt, sent once, and told by the probe")
    func lostAnswer() throws {
        for kind in [AnswerFault.Kind.drop, .closeAfter] {
            let world = try EffectWorld("consumerLag")
            let plan = try plan(world, .latest)
            world.peers.add(AnswerFault(kind, api: 8))
            let outcomes = try world.submit(plan)
            #expect(outcomes.allSatisfy { $0.kind == .unknown && $0.lastByteLeft != nil })
            #expect(world.peers.requestCounts[8] == 1)
            #expect(try world.told(plan) == Array(repeating: .applied, count: 4))
        }
    }

    @Test("a request that was not served reads as before")
    func notServed() throws {
        let world = try EffectWorld("consumerLag")
        let plan = try plan(world, .latest)
        world.peers.add(AnswerFault(.closeBefore, api: 8))
        #expect(try world.submit(plan).allSatisfy { $0.kind == .unknown && $0.lastByteLeft != nil })
        #expect(try world.probe(plan) == Array(repeating: .notApplied, count: 4))
    }

    @Test("a coordinator that loads is asked again later: nothing was done")
    func loading() throws {
        let world = try EffectWorld("consumerLag")
        let plan = try plan(world, .latest)
        world.peers.add(AnswerFault(.refuse(.coordinatorLoadInProgress), api: 8))
        #expect(try world.submit(plan).allSatisfy { $0.kind == .unknown && $0.lastByteLeft == nil })
    }

    @Test("what somebody committed since is told, and undo leaves it alone")
    func superseded() throws {
        let world = try EffectWorld("consumerLag")
        let first = try plan(world, .earliest)
        _ = try world.submit(first)
        #expect(try world.probe(first) == Array(repeating: .applied, count: 4))
        _ = try world.submit(try plan(world, .offset(7), for: world.partitions([("audit", 2)])))
        #expect(try world.probe(first)[2] == .superseded(now: "committed at 7"))
        let undo = try #require(try world.inverse(first))
        #expect(undo.items.map(\.label) == ["abandoned audit-0", "abandoned audit-1", "abandoned audit-3"])
        #expect(undo.blocked.map(\.why) == ["committed at 7 since"])
    }

    @Test("a consumer that goes on from an acknowledged reset does not make it doubtful; undo sees that it has")
    func readOn() throws {
        let world = try EffectWorld("consumerLag")
        let plan = try plan(world, .earliest)
        _ = try world.submit(plan)
        let group = try #require(world.lab.groups["abandoned"])
        for place in group.offsets.keys where place.partition == 1 { group.offsets[place]?.offset = 500 }
        #expect(try world.probe(plan) == Array(repeating: .applied, count: 4))
        #expect(try world.probe(plan)[1] == .superseded(now: "committed at 500"))
        #expect(try world.inverse(plan)?.items.count == 3)
    }

    @Test("from saved gives back what the newest reset of that group found, by run and by partition")
    func fromSaved() throws {
        let world = try EffectWorld("consumerLag")
        let before = committed(world)
        let first = try plan(world, .latest)
        _ = try world.submit(first)
        let second = try plan(world, .earliest)
        _ = try world.submit(second)
        let saved =
            second.items.map { EffectCall.SavedItem(run: "b", effect: "A/0#1", item: $0) }
            + first.items.map { EffectCall.SavedItem(run: "a", effect: "A/0#1", item: $0) }
        let newest = try plan(world, .saved(run: nil), saved: saved)
        #expect(newest.items.map { $0.target["offset"]?.int } == ends(world).map { Int($0) })
        #expect(newest.mustApprove == nil && newest.parameters["position"] == "saved")
        // Two resets of one run are two: what the older found is not mixed in.
        let mixed =
            [EffectCall.SavedItem(run: "a", effect: "A/1#1", item: second.items[0])]
            + first.items.map { EffectCall.SavedItem(run: "a", effect: "A/0#1", item: $0) }
        #expect(try plan(world, .saved(run: nil), saved: mixed).items.map(\.label) == [second.items[0].label])
        let older = try plan(world, .saved(run: "a"), saved: saved.filter { $0.run == "a" })
        _ = try world.submit(older)
        #expect(committed(world) == before)
        #expect(
            refusal { try plan(world, .saved(run: nil)) }
                == "nothing can be reset: group abandoned: no reset of it is kept here")
    }

    @Test("without a commit nothing is reset unless `for` names the topic; undo says that it cannot take a commit away")
    func withoutCommit() throws {
        let world = try EffectWorld("consumerLag")
        let scope = world.topics(["orders"])
        let plan = try plan(world, .latest, for: scope)
        #expect(plan.items.count == 6 && plan.items.allSatisfy { $0.before == .null })
        #expect(plan.notices.contains { $0.hasPrefix("without a commit before, which undo cannot give back: abandoned orders-0") })
        #expect(try self.plan(world, .by(5), for: world.topics(["audit", "orders"])).blocked.count == 6)
        _ = try world.submit(plan)
        let why = refusal { try #require(try world.inverse(plan)) }
        #expect(why?.contains("it had no commit before, and a commit cannot be taken away in this version") == true)
    }

    @Test("partitions without a leader are blocked, the others are reset")
    func leaderless() throws {
        let world = try EffectWorld("brokerLoss")
        world.apply(.scale("trip-processing", 0))
        let plan = try plan(world, .latest, of: "trip-processing")
        #expect(plan.items.count == 8 && plan.blocked.count == 4)
        #expect(plan.blocked.allSatisfy { $0.why == "where its log begins and ends is not known (no leader)" })
    }

    @Test("what stands there already is left out; a topic that is not there is blocked")
    func alreadySo() throws {
        let world = try EffectWorld("consumerLag")
        _ = try world.submit(try plan(world, .latest))
        let again = try plan(world, .latest)
        #expect(again.items.isEmpty && again.notices == ["4 partitions left out: there already"])
        let scope = world.partitions([("audit", 0), ("nowhere", 0)])
        #expect(try plan(world, .earliest, for: scope).blocked.map(\.why) == ["the partition does not exist"])
    }
}

extension EffectWorld {
    /// Probes until every item can be told: a broker that kept an answer to itself is not asked again for a while.
    func told(_ plan: EffectPlan) throws -> [ProbeAnswer] {
        var answers = try probe(plan)
        for _ in 0..<30 where answers.contains(where: { if case .unknowable = $0 { true } else { false } }) {
            pass(1_000)
            answers = try probe(plan)
        }
        return answers
    }
}
