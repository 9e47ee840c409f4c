import Engine
import Journal
import KafkaAdmin
import KafkaLab
import KafkaWire
import Language
import Testing

@testable import KafkaPrimitives

@Suite("reassign") struct ReassignEffectTests {
    private let rate = 50_000_000

    /// A world in which trip-events-0 has two replicas.
    private func thin() throws -> EffectWorld {
        let world = try EffectWorld()
        let plan = try world.plan(
            "reassign", ["target": world.partitions([("user-events", 0), ("user-events", 1)]), "toReplicas": .value(.int(2))])
        #expect(plan.items.count == 2)
        #expect(try world.submit(plan).allSatisfy { $0.kind == .done })
        #expect(try world.settle(plan).allSatisfy { $0 == .applied })
        return world
    }

    @Test("to N replicas: appended, throttled by both halves, and all given back")
    func grows() throws {
        let world = try thin()
        let plan = try world.plan("reassign", ["target": world.topics(["user-events"]), "toReplicas": .value(.int(3))], throttle: rate)
        #expect(plan.items.count == 2)
        #expect(plan.mustConfirm == nil, "nothing is taken from anybody")
        #expect(plan.table.columns.map(\.name) == EffectSignature.reassign.planRow.fields.map(\.name))
        #expect(plan.table.column("kind")?.value(at: 0) == .text("addOnly"))
        #expect(plan.notices.contains { $0.contains("left out: as wanted already") })
        #expect(Set(plan.debts.map(\.kind)) == ["topicConfig", "brokerConfig"])
        #expect(plan.debts.allSatisfy { $0.before == nil })
        #expect(try world.submit(plan).allSatisfy { $0.kind == .done })
        #expect(world.lab.hasThrottles)
        #expect(try world.probe(plan).allSatisfy { if case .underWay = $0 { true } else { $0 == .applied } })
        #expect(try world.settle(plan).allSatisfy { $0 == .applied })
        #expect(world.pay(plan).allSatisfy { $0 == .paid })
        #expect(!world.lab.hasThrottles)
        #expect(world.changes(45).count == 4, "each partition was asked for once")
    }

    @Test("away from a broker that is up is asked, with host, rack and state")
    func asks() throws {
        let world = try EffectWorld("stuckReassignment")
        let healthy = try EffectWorld()
        let shrink = try healthy.plan("reassign", ["target": healthy.partitions([("user-events", 0)]), "toReplicas": .value(.int(2))])
        #expect(shrink.mustConfirm?.contains("which is up") == true)
        #expect(shrink.mustConfirm?.contains("host lab-") == true)
        let blocked = try world.plan("reassign", ["target": world.topics(["trip-events"]), "awayFrom": .value(.int(2))])
        #expect(blocked.items.isEmpty)
        #expect(blocked.blocked.contains { $0.why == "it is being moved already" })
    }

    @Test("a broker that is missing since just now may come back: asked")
    func justMissing() throws {
        let world = try EffectWorld("brokerLoss")
        let plan = try world.plan("reassign", ["target": world.topics(["user-events"]), "awayFrom": .value(.int(2))])
        #expect(plan.items.isEmpty == false || !plan.blocked.isEmpty)
        if !plan.items.isEmpty { #expect(plan.mustConfirm?.contains("may come back") == true) }
    }

    @Test("fewer replicas than the leader's own min.insync.replicas are blocked, and no others, whoever is asked", arguments: [1, 2, 3])
    func leadersMinISR(asked: Int32) throws {
        let world = try EffectWorld(release: KafkaRelease(3, 9))
        for topic in world.lab.topics.values { topic.configs["min.insync.replicas"] = nil }
        world.lab.brokers[asked]?.staticConfigs["min.insync.replicas"] = "3"
        let plan = try world.plan("reassign", ["target": world.topics(["user-events"]), "toReplicas": .value(.int(2))])
        let led = world.lab.allPartitions.filter { $0.topic == "user-events" && $0.leader == asked }.map { "user-events-\($0.id)" }
        #expect(!led.isEmpty && !plan.items.isEmpty)
        #expect(Set(plan.blocked.map(\.label)) == Set(led), "\(plan.blocked)")
        #expect(plan.blocked.allSatisfy { $0.why == "its min.insync.replicas is 3: with 2 replicas acks=all would be refused" })
    }

    @Test("a leader without a listener of this name is no missing leader")
    func untoldLeader() throws {
        let world = try EffectWorld(release: KafkaRelease(3, 9))
        let led = world.lab.allPartitions.filter { $0.topic == "user-events" && $0.leader == 2 }.map { "user-events-\($0.id)" }
        world.apply(.dropListener(2))
        let plan = try world.plan("reassign", ["target": world.topics(["user-events"]), "toReplicas": .value(.int(2))])
        let told = plan.blocked.filter { $0.why == "who leads it is not known (its leader has no listener of this name)" }.map(\.label)
        #expect(!led.isEmpty && Set(told) == Set(led), "\(plan.blocked)")
    }

    @Test("fewer replicas than min.insync.replicas would stop writers: blocked")
    func minISR() throws {
        let world = try EffectWorld()
        let plan = try world.plan("reassign", ["target": world.topics(["trip-events"]), "toReplicas": .value(.int(1))])
        #expect(plan.items.isEmpty)
        #expect(plan.blocked.count == 12 && plan.blocked[0].why.contains("acks=all would be refused"))
    }

    @Test("an answer that is lost: in doubt, then seen, and never asked twice")
    func lostAnswer() throws {
        let world = try thin()
        let plan = try world.plan("reassign", ["target": world.topics(["user-events"]), "toReplicas": .value(.int(3))])
        world.peers.add(AnswerFault(.closeAfter, api: 45))
        let outcomes = try world.submit(plan)
        #expect(outcomes.map(\.kind) == [.unknown, .unknown])
        #expect(outcomes.allSatisfy { $0.lastByteLeft != nil })
        #expect(try world.settle(plan).allSatisfy { $0 == .applied })
        #expect(try world.submit(plan).map(\.kind) == [.alreadySo, .alreadySo])
        #expect(world.changes(45).count == 4)
    }

    @Test("a request that never arrived: as before, and nothing happened")
    func neverArrived() throws {
        let world = try thin()
        let plan = try world.plan("reassign", ["target": world.topics(["user-events"]), "toReplicas": .value(.int(3))])
        world.peers.add(AnswerFault(.closeBefore, api: 45))
        #expect(try world.submit(plan).allSatisfy { $0.kind == .unknown })
        #expect(try world.probe(plan).allSatisfy { $0 == .notApplied })
        #expect(world.changes(45).count == 2)
    }

    @Test("Kafka's no is a refusal with its name; a time-out is a doubt")
    func errors() throws {
        let world = try thin()
        let plan = try world.plan("reassign", ["target": world.topics(["user-events"]), "toReplicas": .value(.int(3))])
        world.peers.add(AnswerFault(.refuse(.clusterAuthorizationFailed), api: 45))
        #expect(try world.submit(plan).map(\.error) == ["CLUSTER_AUTHORIZATION_FAILED", "CLUSTER_AUTHORIZATION_FAILED"])
        world.peers.add(AnswerFault(.refuse(.requestTimedOut), api: 45))
        #expect(try world.submit(plan).allSatisfy { $0.kind == .unknown && $0.lastByteLeft != nil })
    }

    @Test("somebody else's move is not overwritten, and named")
    func foreign() throws {
        let world = try thin()
        let plan = try world.plan("reassign", ["target": world.partitions([("user-events", 0)]), "toReplicas": .value(.int(3))])
        let before = try #require(world.replicas("user-events", 0))
        _ = world.lab.reassign("user-events", 0, to: before.reversed())
        let outcomes = try world.submit(plan)
        #expect(outcomes.map(\.kind) == [.refused])
        #expect(outcomes.first?.message?.contains("as planned") == true)
        #expect(try world.probe(plan) == [.superseded(now: "\(Array(before.reversed()))")])
    }

    @Test("undone after it settled: the replicas before, in their order")
    func inverseOfSettled() throws {
        let world = try thin()
        let plan = try world.plan("reassign", ["target": world.topics(["user-events"]), "toReplicas": .value(.int(3))])
        let before = [world.replicas("user-events", 0), world.replicas("user-events", 1)]
        _ = try world.submit(plan)
        _ = try world.settle(plan)
        let back = try #require(try world.inverse(plan))
        #expect(back.items.map(\.target.brokers) == before)
        #expect(try world.submit(back).allSatisfy { $0.kind == .done })
        #expect(try world.settle(back).allSatisfy { $0 == .applied })
        #expect([world.replicas("user-events", 0), world.replicas("user-events", 1)] == before)
    }

    @Test("undone while it moves: cancelled, and the order that Kafka forgets restored")
    func inverseWhileMoving() throws {
        let world = try thin()
        let before = try #require(world.replicas("user-events", 0))
        let other = try #require([1, 2, 3].first { !before.contains($0) })
        // Takes the place of the first: Kafka keeps the target, then what leaves.
        let plan = try world.plan(
            "reassign", ["target": world.partitions([("user-events", 0)]), "awayFrom": .value(.int(Int(before[0])))], throttle: 100_000)
        #expect(plan.items.first?.target.brokers?.contains(other) == true)
        #expect(plan.notices.contains { $0.contains("is low") })
        #expect(try world.submit(plan).map(\.kind) == [.done])
        #expect(try world.probe(plan).allSatisfy { if case .underWay = $0 { true } else { false } })
        let back = try #require(try world.inverse(plan))
        #expect(try world.submit(back).map(\.kind) == [.done])
        #expect(try world.settle(back) == [.applied])
        #expect(world.replicas("user-events", 0) == before)
        #expect(world.pay(plan).allSatisfy { $0 == .paid })
        #expect(!world.lab.hasThrottles)
    }

    @Test("a plan made earlier is taken up with its targets; what changed since is blocked")
    func takenUp() throws {
        let world = try thin()
        let made = try world.plan("reassign", ["target": world.topics(["user-events"]), "toReplicas": .value(.int(3))])
        let before = try #require(world.replicas("user-events", 1))
        _ = world.lab.reassign("user-events", 1, to: before.reversed())
        let plan = try world.plan("reassign", ["target": .plan(made)], throttle: rate)
        #expect(plan.items.map(\.label) == ["user-events-0"])
        #expect(plan.items.first?.target == made.items.first?.target)
        #expect(plan.blocked.map(\.label) == ["user-events-1"])
        #expect(!plan.debts.isEmpty)
    }

    @Test("a deleted topic is told, whatever was planned")
    func deleted() throws {
        let world = try thin()
        let plan = try world.plan("reassign", ["target": world.partitions([("user-events", 0)]), "toReplicas": .value(.int(3))])
        world.lab.topics["user-events"] = nil
        world.pass(1_000)
        // Nothing is left to move, and nobody needs to decide anything.
        #expect(try world.submit(plan).map(\.kind) == [.alreadySo])
        #expect(try world.probe(plan) == [.gone("its topic was deleted")])
    }

    @Test("a broker whose log dirs are all cordoned gets nothing, though it is free (KIP-1066)")
    func cordoned() throws {
        let world = try EffectWorld(of: .sized(brokers: 5, topics: 2, partitions: 2, groups: 1))
        let named: [NameKey: EffectCall.Argument] = [
            "target": world.partitions([("topic-00001", 0)]), "awayFrom": EffectCall.Argument.value(.int(2)),
        ]
        try #require(world.replicas("topic-00001", 0) == [2, 3, 4])
        for shut in [1, 5] as [Int32] {
            for broker in [1, 5] as [Int32] {
                world.lab.brokers[broker]?.dynamicConfigs["cordoned.log.dirs"] = broker == shut ? "*" : nil
            }
            let plan = try world.plan("reassign", named)
            #expect(plan.items.first?.target.brokers?.contains(shut) == false && plan.items.count == 1)
        }
        for broker in [1, 5] as [Int32] { world.lab.brokers[broker]?.dynamicConfigs["cordoned.log.dirs"] = "*" }
        #expect(try world.plan("reassign", named).blocked.first?.why.contains("all log dirs of brokers 1, 5 are cordoned") == true)
        // Older brokers know no such setting, and do not tell.
        let older = try EffectWorld(of: .sized(brokers: 5, topics: 2, partitions: 2, groups: 1), release: KafkaRelease(4, 2))
        for broker in [1, 5] as [Int32] { older.lab.brokers[broker]?.dynamicConfigs["cordoned.log.dirs"] = "*" }
        #expect(try older.plan("reassign", named).items.count == 1)
    }

    @Test("a replica on a failed log dir of a broker that is up: on 3.9 the move would never end, on 4.3 it does")
    func failedDir() throws {
        for (release, ends) in [(KafkaRelease(3, 9), false), (KafkaRelease(4, 3), true)] {
            let world = try EffectWorld(of: .sized(brokers: 5, topics: 2, partitions: 20, groups: 1), release: release)
            world.apply(.failLogDir(3, 0))
            world.pass(5_000)
            #expect(world.lab.brokers[3]?.isServing == true)
            let lost = try #require(world.lab.allPartitions.first { $0.replicas.contains(3) && !$0.isr.contains(3) && !$0.isr.isEmpty })
            let other = try #require(lost.replicas.first { $0 != 3 })
            let plan = try world.plan(
                "reassign", ["target": world.partitions([(lost.topic, Int(lost.id))]), "awayFrom": .value(.int(Int(other)))])
            #expect(plan.items.count == (ends ? 1 : 0))
            if !ends { #expect(plan.blocked.map(\.why) == ["it would wait for broker 3: it is up, but its log dir failed"]) }
            guard ends else { continue }
            #expect(try world.submit(plan).map(\.kind) == [.done])
            #expect(try world.settle(plan) == [.applied])
        }
    }

    @Test("explain counts the requests of stages")
    func stagedRequests() throws {
        let world = try EffectWorld(of: .sized(brokers: 5, topics: 2, partitions: 20, groups: 1))
        var options = EffectCall.Options()
        options.isUnthrottled = true
        options.staged = 3
        let call = EffectCall(
            id: "reassign", arguments: ["target": world.topics(["topic-00001"]), "toReplicas": .value(.int(2))], options: options)
        let plan = try world.effect("reassign").plan(call, timing: world.timing)
        #expect(plan.items.count == 10)
        #expect(plan.requests.last == "AlterPartitionReassignments to the controller: 10 partitions, 4 requests")
    }

    struct Missing: Error {}
}

@Suite("debts") struct DebtPaymentTests {
    private func throttled(_ world: EffectWorld) throws -> EffectPlan {
        let shrink = try world.plan("reassign", ["target": world.partitions([("user-events", 0)]), "toReplicas": .value(.int(2))])
        _ = try world.submit(shrink)
        _ = try world.settle(shrink)
        return try world.plan(
            "reassign", ["target": world.partitions([("user-events", 0)]), "toReplicas": .value(.int(3))], throttle: 40_000_000)
    }

    @Test("a rate of somebody else is kept and given back; entries of others stay in the list")
    func restores() throws {
        let world = try EffectWorld()
        let shrink = try throttled(world)
        let destination = try #require(shrink.debts.first { $0.name == "follower.replication.throttled.rate" }?.resource)
        let broker = try #require(Int32(destination))
        world.lab.brokers[broker]?.dynamicConfigs["follower.replication.throttled.rate"] = "7000000"
        world.lab.topics["user-events"]?.configs["follower.replication.throttled.replicas"] = "9:1"
        let plan = try world.plan(
            "reassign", ["target": world.partitions([("user-events", 0)]), "toReplicas": .value(.int(3))], throttle: 40_000_000)
        #expect(plan.notices.contains { $0.contains("7 MB/s already") })
        _ = try world.submit(plan)
        #expect(world.lab.brokers[broker]?.dynamicConfigs["follower.replication.throttled.rate"] == "40000000")
        #expect(world.lab.topics["user-events"]?.configs["follower.replication.throttled.replicas"] == "9:1,0:\(broker)")
        _ = try world.settle(plan)
        #expect(world.pay(plan).allSatisfy { $0 == .paid })
        #expect(world.lab.brokers[broker]?.dynamicConfigs["follower.replication.throttled.rate"] == "7000000")
        #expect(world.lab.topics["user-events"]?.configs["follower.replication.throttled.replicas"] == "9:1")
    }

    @Test("a list that we emptied is gone once it is called paid, whenever somebody interrupts", arguments: 0...12)
    func interruptedList(milliseconds: Int) throws {
        let world = try EffectWorld()
        let plan = try throttled(world)
        _ = try world.submit(plan)
        _ = try world.settle(plan)
        let debt = try #require(plan.debts.first { $0.kind == "topicConfig" })
        let owed = Debt(id: "1", run: "r", intent: debt, due: .atEnd)
        world.interrupt(in: milliseconds)
        let first = world.cluster.pay(owed, timing: world.timing)
        if first != .paid { #expect(world.cluster.pay(owed, timing: world.timing) == .paid) }
        #expect(world.lab.topics[debt.resource]?.configs[debt.name] == nil)
    }

    @Test("a value that is no longer ours is left alone and told")
    func leavesAlone() throws {
        let world = try EffectWorld()
        let plan = try throttled(world)
        _ = try world.submit(plan)
        let debt = try #require(plan.debts.first { $0.kind == "brokerConfig" })
        let broker = try #require(Int32(debt.resource))
        world.lab.brokers[broker]?.dynamicConfigs[debt.name] = "123"
        #expect(world.cluster.pay(Debt(id: "1", run: "r", intent: debt, due: .atEnd), timing: world.timing) == .leftAlone(standing: "123"))
        #expect(world.lab.brokers[broker]?.dynamicConfigs[debt.name] == "123")
    }

    @Test("a dead broker's rate stays owed, and is paid when it is back")
    func deadBroker() throws {
        let world = try EffectWorld()
        let plan = try throttled(world)
        _ = try world.submit(plan)
        _ = try world.settle(plan)
        let debt = try #require(plan.debts.first { $0.kind == "brokerConfig" })
        let broker = try #require(Int32(debt.resource))
        world.apply(.crash(broker))
        world.pass(20_000)
        let owed = Debt(id: "1", run: "r", intent: debt, due: .atEnd)
        guard case .blind = world.cluster.pay(owed, timing: world.timing) else { throw ReassignEffectTests.Missing() }
        world.apply(.start(broker))
        world.pass(30_000)
        #expect(world.cluster.pay(owed, timing: world.timing) == .paid)
        #expect(world.lab.brokers[broker]?.dynamicConfigs[debt.name] == nil)
    }

    @Test("settings whose answers are lost are found made, and not doubled; paying twice is paying once")
    func lostAnswers() throws {
        let world = try EffectWorld()
        let plan = try throttled(world)
        world.peers.add(AnswerFault(.closeAfter, api: 44, times: 3))
        try world.effect("reassign").prepare(plan, timing: world.timing)
        #expect(world.lab.hasThrottles)
        let asked = world.changes(44).count
        try world.effect("reassign").prepare(plan, timing: world.timing)
        #expect(world.changes(44).count == asked)
        let early = world.pay(plan)
        #expect(early.contains { $0.why != nil }, "a request without an answer may still be applied")
        world.pass(80_000)
        #expect(world.pay(plan).allSatisfy { $0 == .paid })
        #expect(world.pay(plan).allSatisfy { $0 == .paid })
        #expect(!world.lab.hasThrottles)
    }

    @Test("a broker that dies before its rate is set: nothing moves, and what was set is given back")
    func diesWhileSet() throws {
        let world = try EffectWorld()
        let plan = try throttled(world)
        let debt = try #require(plan.debts.last { $0.kind == "brokerConfig" })
        world.apply(.crash(try #require(Int32(debt.resource))))
        let asked = world.changes(45).count
        #expect(throws: EffectFailure.self) { try world.effect("reassign").prepare(plan, timing: world.timing) }
        #expect(world.changes(45).count == asked)
        let payments = world.pay(plan)
        #expect(payments.allSatisfy { $0.why != nil || $0 == .paid })
    }
}
