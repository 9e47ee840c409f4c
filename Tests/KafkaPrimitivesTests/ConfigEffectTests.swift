import Engine
import Journal
import KafkaLab
import KafkaWire
import Language
import Network
import Testing

@testable import KafkaPrimitives

@Suite("set config, unset config") struct ConfigEffectTests {
    private static let broker = Value.record(Record(fields: [.init("broker", .string, .null)], key: ["broker"]))

    private func set(_ world: EffectWorld, _ target: Value, _ entries: [(key: String, value: Value)]) throws -> EffectPlan {
        try world.plan("set config", ["target": .value(target), "entries": .entries(entries)])
    }

    private func unset(_ world: EffectWorld, _ target: Value, _ keys: [String]? = nil) throws -> EffectPlan {
        var arguments: [NameKey: EffectCall.Argument] = ["target": .value(target)]
        arguments["keys"] = keys.map { .keys($0) }
        return try world.plan("unset config", arguments)
    }

    private func refusal(_ body: () throws -> EffectPlan) -> String? {
        do {
            _ = try body()
            return nil
        } catch EffectFailure.refused(let why) { return why } catch { return "\(error)" }
    }

    private func standing(_ world: EffectWorld, _ topic: String, _ key: String) -> String? { world.lab.topics[topic]?.configs[key] }

    @Test("a topic's setting: unit typed, owed, seen, given back", arguments: ["2.4", "3.9", "4.3"])
    func topic(name: String) throws {
        let world = try EffectWorld(release: try #require(KafkaRelease(name)))
        let plan = try set(world, .text("trip-events"), [("retention.ms", .duration(14 * 86_400 * 1_000_000_000))])
        #expect(plan.items.map(\.label) == ["topic trip-events retention.ms"])
        #expect(plan.items.first?.before == .null && plan.items.first?.target == "1209600000")
        #expect(plan.mustApprove == nil && plan.notices.isEmpty)
        #expect(
            plan.debts == [
                DebtIntent(
                    kind: "topicConfig", resource: "trip-events", name: "retention.ms", before: nil, set: "1209600000", isListEntries: false
                )
            ])
        #expect(try world.probe(plan) == [.notApplied])
        #expect(try world.submit(plan).map(\.kind) == [.done])
        #expect(try world.settle(plan) == [.applied])
        #expect(standing(world, "trip-events", "retention.ms") == "1209600000")
        let undo = try #require(try world.inverse(plan))
        #expect(undo.debts.isEmpty && undo.items.first?.target == .null)
        // Back to seven days: what is older goes, and the plan of the undo says so.
        #expect(undo.mustApprove?.hasSuffix("records older than 7d are deleted") == true)
        #expect(world.pay(plan) == [.paid])
        #expect(standing(world, "trip-events", "retention.ms") == nil)
    }

    @Test("what makes data go must be approved, by direction, also where a default is what holds before or after")
    func irreversible() throws {
        let world = try EffectWorld()
        let hour = Value.duration(3_600 * 1_000_000_000)
        let lower = try set(world, .text("trip-events"), [("retention.ms", hour)])
        #expect(lower.mustApprove == "topic trip-events retention.ms 604800000 → 3600000: records older than 1h are deleted")
        _ = try world.submit(try set(world, .text("trip-events"), [("retention.ms", .int(-1))]))
        #expect(
            try unset(world, .text("trip-events"), ["retention.ms"]).mustApprove?.hasSuffix("records older than 7d are deleted") == true)
        #expect(try set(world, .text("user-events"), [("cleanup.policy", .text("compact"))]).mustApprove != nil)
        #expect(try set(world, .text("user-events"), [("unclean.leader.election.enable", .bool(true))]).mustApprove != nil)
        #expect(try set(world, Self.broker, [("log.retention.ms", hour)]).mustApprove != nil)
        #expect(try set(world, .text("user-events"), [("max.message.bytes", .size(2_000_000))]).mustApprove == nil)
    }

    @Test("an unknown key is refused with the nearest; so is what is read-only, and a value of the wrong kind")
    func refused() throws {
        let world = try EffectWorld()
        #expect(
            refusal { try set(world, .text("trip-events"), [("retenton.ms", .int(1))]) }
                == "topic trip-events has no setting retenton.ms; did you mean retention.ms?")
        #expect(
            refusal {
                try set(world, .text("trip-events"), [("log.retention.ms", .int(1))])
            }?.hasSuffix("did you mean retention.ms?") == true)
        #expect(refusal { try set(world, .int(2), [("log.dirs", .text("/x"))]) }?.contains("is read-only") == true)
        #expect(refusal { try set(world, .text("trip-events"), [("retention.ms", .size(5))]) } == "retention.ms takes a time, not a size")
        #expect(refusal { try set(world, .text("trip-events"), [("retention.bytes", .duration(5))]) } == "retention.bytes takes no time")
        #expect(refusal { try set(world, .text("nowhere"), [("retention.ms", .int(1))]) }?.contains("no such topic") == true)
    }

    @Test("min.insync.replicas above the live in-sync replicas of a partition is refused; below what holds it is told")
    func minIsr() throws {
        let world = try EffectWorld()
        world.apply(.crash(2))
        world.pass(60_000)
        let why = refusal { try set(world, .text("trip-events"), [("min.insync.replicas", .int(3))]) }
        #expect(why?.contains("3 is more than the live in-sync replicas of 12 partitions (trip-events-0, ") == true)
        #expect(why?.contains("acks=all would be refused at once") == true)
        let down = try set(world, .text("trip-events"), [("min.insync.replicas", .int(1))])
        #expect(down.items.count == 1 && down.mustApprove == nil)
        #expect(down.notices.first?.contains("acks=all is content with 1 in-sync replicas") == true)
    }

    @Test("a broker's settings go to that very broker; those of a dead one are refused; the default of all stands beside")
    func brokers() throws {
        let world = try EffectWorld()
        let plan = try set(world, .int(2), [("num.io.threads", .int(12)), ("log.segment.bytes", .size(2 << 30 - 1))])
        #expect(plan.requests.count == 1 && plan.requests.first?.hasPrefix("IncrementalAlterConfigs to broker 2: ") == true)
        #expect(try world.submit(plan).map(\.kind) == [.done, .done])
        #expect(try world.settle(plan) == [.applied, .applied])
        #expect(world.lab.brokers[2]?.dynamicConfigs["num.io.threads"] == "12")
        let standard = try set(world, Self.broker, [("num.io.threads", .int(10))])
        #expect(standard.items.map(\.key) == [[.string("clusterDefault"), .string(""), .string("num.io.threads")]])
        _ = try world.submit(standard)
        #expect(try world.settle(standard) == [.applied])
        #expect(try unset(world, .int(2)).items.count == 2)
        world.apply(.crash(3))
        world.pass(20_000)
        let why = refusal { try set(world, .int(3), [("num.io.threads", .int(12))]) }
        #expect(why?.contains("a broker alone takes its own settings") == true)
    }

    @Test("what is so already is left out, and so is what is not set")
    func alreadySo() throws {
        let world = try EffectWorld()
        let plan = try set(world, .text("trip-events"), [("min.insync.replicas", .int(2))])
        #expect(plan.items.isEmpty && plan.notices == ["1 setting left out: so already"])
        #expect(try unset(world, .text("trip-events"), ["retention.ms"]).items.isEmpty)
        #expect(try unset(world, .text("trip-events")).items.map(\.label) == ["topic trip-events min.insync.replicas"])
    }

    @Test("a lost answer is in doubt, sent once; the probe tells; the debt is not forgiven meanwhile")
    func lostAnswer() throws {
        let world = try EffectWorld()
        let plan = try set(world, .text("trip-events"), [("retention.ms", .int(-1))])
        world.peers.add(AnswerFault(.closeBefore, api: 44))
        #expect(try world.submit(plan).allSatisfy { $0.kind == .unknown && $0.lastByteLeft != nil })
        #expect(try world.probe(plan) == [.notApplied])
        #expect(world.pay(plan).allSatisfy { $0.why != nil })
        let other = try EffectWorld()
        let applied = try set(other, .text("trip-events"), [("retention.ms", .int(-1))])
        other.peers.add(AnswerFault(.closeAfter, api: 44))
        #expect(try other.submit(applied).allSatisfy { $0.kind == .unknown && $0.lastByteLeft != nil })
        #expect(try other.settle(applied) == [.applied])
        #expect(other.pay(applied) == [.paid])
    }

    @Test("what somebody set since is told, and undo leaves it alone")
    func superseded() throws {
        let world = try EffectWorld()
        let plan = try set(world, .text("trip-events"), [("retention.ms", .int(700_000_000)), ("flush.ms", .int(1000))])
        _ = try world.submit(plan)
        #expect(try world.settle(plan) == [.applied, .applied])
        _ = try world.submit(try set(world, .text("trip-events"), [("retention.ms", .int(800_000_000))]))
        #expect(try world.probe(plan) == [.superseded(now: "800000000"), .applied])
        let undo = try #require(try world.inverse(plan))
        #expect(undo.items.map(\.label) == ["topic trip-events flush.ms"])
        #expect(undo.blocked.map(\.why) == ["something else stands there now: 800000000"])
    }

    @Test("values as Kafka takes them, by key")
    func texts() throws {
        #expect(try ConfigText.text(.duration(7 * 86_400 * 1_000_000_000), for: "retention.ms") == "604800000")
        #expect(try ConfigText.text(.duration(7_200 * 1_000_000_000), for: "log.retention.hours") == "2")
        #expect(try ConfigText.text(.size(2_000_000), for: "max.message.bytes") == "2000000")
        #expect(try ConfigText.text(.bool(false), for: "preallocate") == "false")
        #expect(try ConfigText.text(.percent(50), for: "min.cleanable.dirty.ratio") == "0.5")
        #expect(try ConfigText.text(.list(ListValue([.text("compact"), .text("delete")])), for: "cleanup.policy") == "compact,delete")
        #expect(throws: EffectFailure.self) { try ConfigText.text(.duration(90_000_000_000), for: "log.retention.hours") }
        #expect(throws: EffectFailure.self) { try ConfigText.text(.null, for: "retention.ms") }
        #expect(ConfigText.inherited("168", named: "log.retention.hours", for: "retention.ms") == "604800000")
        #expect(ConfigText.inherited("-1", named: "log.retention.hours", for: "retention.ms") == "-1")
    }

    /// Broker 3 is gone, topics have no min.insync.replicas of their own, and one broker has another than the others.
    private func differing(_ broker: Int32, _ value: String) throws -> EffectWorld {
        let world = try EffectWorld(release: KafkaRelease(3, 9))
        for topic in world.lab.topics.values { topic.configs["min.insync.replicas"] = nil }
        world.lab.brokers[broker]?.staticConfigs["min.insync.replicas"] = value
        world.apply(.crash(3))
        world.pass(60_000)
        return world
    }

    private func led(_ world: EffectWorld, by broker: Int32) -> Int {
        world.lab.allPartitions.count { $0.topic == "trip-events" && $0.leader == broker }
    }

    @Test("min.insync.replicas is measured by what each leader has, whoever is asked", arguments: [1, 2])
    func minIsrOfLeaders(one: Int32) throws {
        // The one has 3 already, so nothing changes for what it leads; the other has 1.
        let world = try differing(one, "3")
        let other: Int32 = one == 1 ? 2 : 1
        let why = refusal { try set(world, .text("trip-events"), [("min.insync.replicas", .int(3))]) }
        #expect(why?.contains("3 is more than the live in-sync replicas of \(led(world, by: other)) partitions (") == true, "\(why ?? "")")
        // Lower for what the one leads, higher for the other, whose replicas are enough.
        let plan = try set(world, .text("trip-events"), [("min.insync.replicas", .int(2))])
        #expect(plan.items.count == 1)
        #expect(plan.notices.contains { $0.contains("acks=all is content with 2 in-sync replicas") }, "\(plan.notices)")
    }

    @Test("without a topic's own min.insync.replicas that of its leaders holds, whoever is asked", arguments: [1, 2])
    func unsetMinIsr(one: Int32) throws {
        let world = try differing(one, "3")
        world.lab.topics["trip-events"]?.configs["min.insync.replicas"] = "1"
        let why = refusal { try unset(world, .text("trip-events"), ["min.insync.replicas"]) }
        #expect(why?.contains("3 is more than the live in-sync replicas of \(led(world, by: one)) partitions (") == true, "\(why ?? "")")
        let well = try differing(one, "2")
        well.lab.topics["trip-events"]?.configs["min.insync.replicas"] = "1"
        #expect(try unset(well, .text("trip-events"), ["min.insync.replicas"]).items.count == 1)
    }

    @Test("whether eligible leaders are forgotten is not known where they could not be read, and must be approved")
    func unreadEligible() throws {
        let world = try EffectWorld()
        for broker: Int32 in [2, 3] { world.apply(.crash(broker)) }
        world.pass(60_000)
        let partition = try #require(world.lab.partition("trip-events", 0))
        (partition.isr, partition.elr, partition.leader) = ([], [2], -1)
        let told = try set(world, .text("trip-events"), [("min.insync.replicas", .int(1))])
        #expect(told.mustApprove?.contains("may still lead without loss: trip-events-0") == true, "\(told.mustApprove ?? "")")
        world.peers.add(AnswerFault(.refuse(.unknownServerError), api: 75, times: 100))
        let plan = try set(world, .text("trip-events"), [("min.insync.replicas", .int(1))])
        #expect(plan.mustApprove?.contains("whether trip-events-0") == true, "\(plan.mustApprove ?? "")")
    }
}
