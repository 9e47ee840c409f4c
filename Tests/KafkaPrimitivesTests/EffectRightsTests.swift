import Engine
import Journal
import KafkaAdmin
import KafkaClient
import KafkaLab
import KafkaWire
import Language
import Testing

@testable import KafkaPrimitives

@Suite("Rights of effects")
struct EffectRightsTests {
    /// An effect that has something to do, and the rights that it takes.
    enum Case: String, CaseIterable, CustomTestStringConvertible {
        case elect, reassign, throttledReassign, cancel, setThrottle, unsetThrottle, setTopicConfig, setBrokerConfig, unsetConfig,
            resetOffsets,
            remove

        var testDescription: String { rawValue }

        var scenario: String {
            switch self {
            case .cancel, .setThrottle: "stuckReassignment"
            case .resetOffsets, .remove: "consumerLag"
            case .reassign, .throttledReassign: "brokerLoss"
            default: "healthy"
            }
        }

        /// Enough, and no more.
        var enough: LabAccess {
            let seen: [NameKey: Set<AclOperation>] = [LabAccess.any: [.describe]]
            let settings: [NameKey: Set<AclOperation>] = [LabAccess.any: [.describe, .alterConfigs]]
            return switch self {
            case .elect, .reassign, .cancel: LabAccess(cluster: [.alter], topics: seen)
            case .throttledReassign: LabAccess(cluster: [.alter, .alterConfigs], topics: settings)
            case .setThrottle: LabAccess(cluster: [.describe, .alterConfigs], topics: settings)
            // Of a topic's list alone.
            case .unsetThrottle: LabAccess(cluster: [.describe], topics: settings)
            case .setTopicConfig, .unsetConfig: LabAccess(cluster: [.describe], topics: ["trip-events": [.alterConfigs, .describe]])
            case .setBrokerConfig: LabAccess(cluster: [.describe, .alterConfigs], topics: seen)
            case .resetOffsets: LabAccess(topics: ["audit": [.read], "__consumer_offsets": [.describe]], groups: ["abandoned": [.read]])
            case .remove: LabAccess(topics: ["__consumer_offsets": [.describe]], groups: ["stalled": [.read]])
            }
        }

        /// What is named where there is nothing.
        var named: String {
            switch self {
            case .elect, .reassign, .throttledReassign, .cancel: "ALTER on the cluster"
            // That it lacks ALTER_CONFIGS on the cluster as well nobody tells who may not describe it.
            case .setThrottle, .unsetThrottle, .setBrokerConfig: "DESCRIBE on the cluster"
            case .setTopicConfig, .unsetConfig: "DESCRIBE on the cluster"
            case .resetOffsets: "READ on group abandoned"
            case .remove: "READ on group stalled"
            }
        }

        /// A world in which it has something to do.
        func world() throws -> EffectWorld {
            let world = try EffectWorld(scenario)
            switch self {
            case .elect:
                world.apply(.crash(2))
                world.pass(20_000)
                world.apply(.start(2))
                world.pass(40_000)
            case .reassign, .throttledReassign:
                // Topics of two copies, and three brokers to hold a third.
                world.apply(.start(2))
                world.pass(60_000)
            case .unsetThrottle: world.lab.topics["trip-events"]?.configs["leader.replication.throttled.replicas"] = "0:1"
            case .unsetConfig: world.lab.topics["trip-events"]?.configs["retention.ms"] = "1000000"
            default: break
            }
            return world
        }

        func plan(_ world: EffectWorld) throws -> EffectPlan {
            switch self {
            case .elect: return try world.plan("elect", ["target": world.partitions([("trip-events", 1)]), "mode": .word("preferred")])
            case .reassign:
                return try world.plan("reassign", ["target": world.partitions([("user-events", 0)]), "toReplicas": .value(.int(3))])
            case .throttledReassign:
                return try world.plan(
                    "reassign", ["target": world.partitions([("user-events", 1)]), "toReplicas": .value(.int(3))], throttle: 40_000_000)
            case .cancel: return try world.plan("cancel", ["target": world.partitions(try moving(world))])
            case .setThrottle:
                return try world.plan(
                    "set throttle", ["target": world.partitions(try moving(world)), "rate": .value(.byteRate(50_000_000))])
            case .unsetThrottle:
                let rows = Table(
                    source: "throttles",
                    columns: [
                        Column("kind", .string, .constant(.text("leaderReplicas"))),
                        Column("resource", .string, .constant(.text("trip-events"))),
                    ], key: ["kind", "resource"], rowCount: 1)
                return try world.plan("unset throttle", ["target": .value(.table(rows))])
            case .setTopicConfig:
                return try world.plan(
                    "set config",
                    ["target": .value(.text("trip-events")), "entries": .entries([("max.message.bytes", .size(2_000_000))])])
            case .setBrokerConfig:
                return try world.plan(
                    "set config", ["target": .value(.int(1)), "entries": .entries([("num.io.threads", .int(16))])])
            case .unsetConfig:
                return try world.plan("unset config", ["target": .value(.text("trip-events")), "keys": .keys(["retention.ms"])])
            case .resetOffsets:
                return try world.plan("reset offsets", ["target": .value(.text("abandoned")), "position": .position(.earliest)])
            case .remove:
                let ids = world.lab.groups["stalled"]?.members.map(\.id) ?? []
                let rows = Table(
                    source: "members",
                    columns: [
                        Column("group", .group, .constant(.text("stalled"))), Column("id", .string, .values(ids.map { .text($0) })),
                    ], key: ["group", "id"], rowCount: ids.count)
                return try world.plan("remove", ["target": .value(.table(rows))])
            }
        }

        private func moving(_ world: EffectWorld) throws -> [(String, Int)] {
            world.lab.allPartitions.filter(\.isReassigning).prefix(2).map { ($0.topic, Int($0.id)) }
        }
    }

    private func refusal<Result>(_ body: () throws -> Result) -> String? {
        do {
            _ = try body()
            return nil
        } catch EffectFailure.refused(let why) { return why } catch { return "no refusal: \(error)" }
    }

    @Test("with just the rights that the table says, each is planned and done", arguments: Case.allCases)
    func enough(effect: Case) throws {
        let world = try effect.world()
        world.lab.access = effect.enough
        let plan = try effect.plan(world)
        #expect(!plan.items.isEmpty)
        let outcomes = try world.submit(plan)
        #expect(outcomes.allSatisfy { $0.kind == .done }, "\(outcomes)")
    }

    @Test("without rights each is refused before anything is sent: which right, and how it is given", arguments: Case.allCases)
    func none(effect: Case) throws {
        for access in [LabAccess.nothing, LabAccess(topics: ["trip-events": [.describe]])] {
            let world = try effect.world()
            world.lab.access = access
            let before = world.lab.effectLog.count
            let why = refusal { try effect.plan(world) }
            #expect(why?.contains("this identity lacks \(effect.named)") == true, "\(why ?? "planned")")
            #expect(why?.contains("kafka-acls.sh --bootstrap-server") == true)
            #expect(world.lab.effectLog.count == before)
        }
    }

    @Test("each right that is taken away alone is named", arguments: Case.allCases)
    func oneLess(effect: Case) throws {
        var fewer: [(access: LabAccess, right: AclOperation)] = []
        let enough = effect.enough
        for operation in enough.cluster where operation != .describe || !enough.cluster.contains(.alter) {
            var access = enough
            access.cluster.remove(operation)
            // What it implies is still there.
            if operation == .alterConfigs { access.cluster.insert(.describeConfigs) }
            fewer.append((access, operation))
        }
        for (name, operations) in enough.groups {
            for operation in operations {
                var access = enough
                access.groups[name]?.remove(operation)
                fewer.append((access, operation))
            }
        }
        for (name, operations) in enough.topics where name != "__consumer_offsets" {
            for operation in operations where operation != .describe {
                var access = enough
                access.topics[name]?.remove(operation)
                access.topics[name]?.formUnion([.describe, .describeConfigs])
                fewer.append((access, operation))
            }
        }
        for (access, right) in fewer {
            let world = try effect.world()
            world.lab.access = access
            let why = refusal { try effect.plan(world) } ?? "planned"
            // What settings brokers have nobody tells who may not describe the cluster; ALTER implies that.
            let isHidden = right == .alterConfigs && effect == .setBrokerConfig
            #expect(why.contains("\(right) on ") || isHidden, "\(effect) without \(right): \(why)")
        }
    }

    @Test("a right that goes after the plan is the cluster's own answer: an outcome that names it", arguments: Case.allCases)
    func revoked(effect: Case) throws {
        let world = try effect.world()
        let plan = try effect.plan(world)
        // What is looked at again before it is sent may still be seen.
        let seen: Set<AclOperation> = [.describe, .describeConfigs]
        world.lab.access = LabAccess(cluster: seen, topics: [LabAccess.any: seen], groups: [LabAccess.any: seen])
        let inner = try world.effect(plan.effect)
        if !plan.debts.isEmpty, plan.effect == "reassign" {
            let why = refusal { try inner.prepare(plan, timing: world.timing) }
            #expect(why?.contains("not authorised: ALTER_CONFIGS on ") == true)
        }
        let outcomes = inner.submit(plan.items, of: plan, timing: world.timing)
        #expect(outcomes.count == plan.items.count)
        #expect(outcomes.allSatisfy { $0.kind == .refused && $0.message?.hasPrefix("not authorised: ") == true }, "\(outcomes)")
    }

    @Test("the gate that may not be looked through names the right, not a controller that is away")
    func gate() throws {
        let world = try EffectWorld()
        world.lab.access = LabAccess(topics: ["trip-events": [.alterConfigs]])
        let why = refusal { try world.effect("set config").checkGate(timing: world.timing) }
        #expect(why?.contains("DESCRIBE on the cluster") == true)
    }

    @Test("an undo without rights is refused as well")
    func undo() throws {
        let world = try Case.setTopicConfig.world()
        let plan = try Case.setTopicConfig.plan(world)
        _ = try world.submit(plan)
        world.lab.access = LabAccess(cluster: [.describe], topics: ["trip-events": [.describeConfigs, .describe]])
        #expect(refusal { try world.inverse(plan) }?.contains("ALTER_CONFIGS on topic trip-events") == true)
        #expect(world.pay(plan) == [.notNow(Cause("not authorised: ALTER_CONFIGS on topic trip-events"))])
    }

    @Test("commits that are not seen stay as they are, and the plan says so; a probe never takes them for gone")
    func hiddenCommits() throws {
        let world = try Case.resetOffsets.world()
        world.lab.access = Case.resetOffsets.enough
        let plan = try Case.resetOffsets.plan(world)
        #expect(plan.notices.contains { $0.hasPrefix("commits on topics that are not seen stay as they are") })
        world.lab.access = LabAccess(topics: ["__consumer_offsets": [.describe]], groups: ["abandoned": [.describe]])
        #expect(try world.probe(plan).allSatisfy { $0 == .unknowable(Cause("not authorised: DESCRIBE on topic audit")) })
        world.lab.access = nil
        #expect(try Case.resetOffsets.plan(world).notices.allSatisfy { !$0.contains("not seen") })
    }

    @Test("a topic that may not be seen is not called gone")
    func notGone() throws {
        let world = try EffectWorld()
        world.lab.access = LabAccess(cluster: [.alter], topics: ["trip-events": [.describe]])
        let plan = try world.plan("elect", ["target": world.partitions([("user-events", 0)]), "mode": .word("preferred")])
        #expect(plan.blocked.map(\.why) == ["it cannot be seen (not authorised: DESCRIBE on topic user-events)"])
    }

    // MARK: The table

    @Test("each effect and each request that columns name is in the table of rights")
    func table() throws {
        let world = try EffectWorld()
        #expect(Set<NameKey>(RightsTable.effects.map(\.effect)) == Set(world.cluster.effects.keys))
        for (_, requests) in RightsTable.effects { for request in requests { #expect(RightsTable.row(of: request) != nil, "\(request)") } }
        let known = Set(RightsTable.requests.map(\.request))
        for source in Sources.built {
            for column in source.columns where column.availability == .built {
                let words = column.requests.split { !$0.isLetter }.filter { word in
                    word.first?.isUppercase == true && word.dropFirst().contains { $0.isUppercase }
                }
                for word in words where !["ZooKeeper", "KRaft"].contains(String(word)) {
                    #expect(known.contains(String(word)), "\(source.name).\(column.name): \(word)")
                }
            }
        }
    }

    @Test("rights that brokers do not tell are not called lacking")
    func untold() {
        var known = KnownRights()
        let right = Right(.alter, .cluster)
        #expect(!known.lacks(right))
        let world = RightsGrant.commands(for: [right, Right(.read, .group("a b")), Right(.read, .topic("t"))], bootstrap: "b:9092")
        #expect(
            world == [
                "kafka-acls.sh --bootstrap-server b:9092 --add --allow-principal User:NAME --operation Alter --cluster",
                "kafka-acls.sh --bootstrap-server b:9092 --add --allow-principal User:NAME --operation Read --group 'a b' --topic t",
            ])
        known = KnownRights()
        #expect(known.lacking([right]).isEmpty)
    }

    // MARK: What the identity may do

    @Test("what an identity may do, as a value: the cluster, what is hidden, a sample of what it sees", arguments: ["2.8", "4.3"])
    func identity(release: String) throws {
        let world = try EffectWorld(release: try #require(KafkaRelease(release)))
        func read() -> IdentityRights {
            world.cluster.client.beginEvaluation()
            return IdentityRights.read(by: world.cluster.client, timeout: 2_000_000_000, sample: 2)
        }
        let open = read()
        #expect(open.hiddenTopics == nil && open.hiddenGroups == nil)
        #expect(open.topicCount == .known(4) && open.groupCount == .known(3))
        #expect(open.topics.map(\.name) == ["payment-events", "trip-events"])
        #expect(open.topics.allSatisfy { IdentityRights.text($0.rights, of: AclOperation.ofTopic) == "all" })
        #expect(open.groups.count == 2)
        #expect(RightsTable.effects.allSatisfy { open.lacking(for: $0.effect).isEmpty })
        world.lab.access = LabAccess(cluster: [.describe], topics: ["trip-events": [.read]])
        let some = read()
        #expect(some.hiddenTopics != nil && some.hiddenGroups == nil)
        #expect(some.topicCount == .known(1))
        #expect(some.topics.map { IdentityRights.text($0.rights, of: AclOperation.ofTopic) } == ["READ, DESCRIBE"])
        #expect(some.groups.allSatisfy { $0.rights.why?.isNotAuthorised == true })
        #expect(some.lacking(for: "elect") == [Right(.alter, .cluster)])
        #expect(some.lacking(for: "set config").isEmpty)
        world.lab.access = .nothing
        let none = read()
        #expect(none.hiddenTopics != nil && none.hiddenGroups != nil)
        #expect(none.topics.isEmpty && none.groups.isEmpty)
    }
}
