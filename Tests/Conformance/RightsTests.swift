import Engine
import Foundation
import KafkaAdmin
import KafkaClient
import KafkaPrimitives
import KafkaWire
import Language
import Network
import Platform
import Testing

extension Conformance {
    /// What a real authorizer lets be seen and done. A cluster of one node of its own: the other suites' has no authorizer.
    @Suite("What may be seen and done", .enabled(if: Distribution.ofEnvironment != nil, Comment(rawValue: Distribution.reason)))
    @MainActor
    struct Rights {
        private static let everything: [AllowRule] = [.cluster(nil), .topic("*", nil), .group("*", nil)]

        @Test("nothing, then everything, then one topic: unknown where it may not be seen, refused before anything is sent")
        func rights() throws {
            let guarded = try GuardedCluster(#require(Distribution.ofEnvironment))
            defer { guarded.stop() }
            let eyes = Eyes(guarded.plain)
            try eyes.wait(for: "the node answers") { try eyes.table("brokers", ["state"]).decided.count == 1 }

            try checkNothing(eyes)

            try guarded.allowEverything()
            try eyes.wait(for: "every right") { try eyes.cell("cluster", "rights") == Eyes.names(AclOperation.ofCluster) }
            try eyes.createTopic("seen", [[1], [1]])
            try eyes.createTopic("hidden", [[1]])
            for topic in ["seen", "hidden"] { #expect(try eyes.commit(group: "readers", topic, 0, offset: 0) == .none) }
            #expect(try eyes.commit(group: "others", "hidden", 0, offset: 0) == .none)
            try checkEverything(eyes)

            try checkRevoked(eyes)

            try eyes.allow([.topic("seen", .describe), .group("readers", .describe)])
            try eyes.forbid(Self.everything)
            try eyes.wait(for: "the rules to hold") { try eyes.table("topics", ["partitions"]).decided.count == 1 }
            try checkOneTopic(eyes)
        }

        private func checkNothing(_ eyes: Eyes) throws {
            for source in ["partitions", "topics", "groups", "lags", "logDirs", "quorum", "reassignments"] {
                let table = try eyes.table(source, [])
                #expect(table.decided.isEmpty, "\(source)")
                #expect(table.missing.contains { $0.text.contains("not authorised: DESCRIBE on") }, "\(source): \(table.missing)")
            }
            let cluster = try eyes.table("cluster", ["partitions", "offline", "controller", "rights", "brokersLive"])
            #expect(cluster.allRows[0]["partitions"] == .bound(.atLeast, .int(0)))
            #expect(cluster.allRows[0].int("brokersLive") == 1)
            for column in ["controller", "rights"] {
                #expect(cluster.allRows[0][column] == .unknown(Cause("not authorised: DESCRIBE on the cluster")))
            }
            let broker = try eyes.table("brokers", ["leaders", "bytes", "leaderThrottleRate", "groupCoordinatorOf"]).allRows[0]
            #expect(broker["leaders"] == .bound(.atLeast, .int(0)))
            #expect(broker["bytes"] == .unknown(Cause("not authorised: DESCRIBE on the cluster")))
            #expect(broker["leaderThrottleRate"] == .unknown(Cause("not authorised: DESCRIBE_CONFIGS on the cluster")))
            #expect(broker.isUnknown("groupCoordinatorOf"))
            let why = eyes.refusal("elect", ["target": eyes.partitionArgument([("seen", 0)]), "mode": .word("preferred")])
            #expect(why?.contains("lacks ALTER on the cluster") == true, "\(why ?? "planned")")
        }

        private func checkEverything(_ eyes: Eyes) throws {
            for source in ["partitions", "topics", "groups", "lags", "logDirs", "quorum", "brokers", "cluster"] {
                let table = try eyes.table(source, [])
                #expect(table.missing.isEmpty && table.notes.isEmpty, "\(source): \(table.missing) \(table.notes)")
                #expect(!table.decided.isEmpty)
            }
            #expect(try eyes.table("topics", ["rights"]).allRows.allSatisfy { $0["rights"] == Eyes.names(AclOperation.ofTopic) })
            let groups = try eyes.table("groups", ["rights"]).allRows
            // Rights to settings of groups came with 4.0.
            #expect(groups.allSatisfy { row in
                row["rights"] == Eyes.names(AclOperation.ofGroup) || row["rights"] == Eyes.names([.read, .delete, .describe])
            })
            let plan = try eyes.plan(
                "set config", ["target": .value(.text("seen")), "entries": .entries([("max.message.bytes", .size(2_000_000))])])
            #expect(try eyes.submit(plan).map(\.kind) == [.done])
            let reset = try eyes.plan("reset offsets", ["target": .value(.text("readers")), "position": .position(.offset(0))])
            #expect(reset.items.isEmpty && reset.blocked.isEmpty)
        }

        /// Rights that go between plan and request: the cluster's answer is an outcome that names the right.
        private func checkRevoked(_ eyes: Eyes) throws {
            let plan = try eyes.plan(
                "set config", ["target": .value(.text("seen")), "entries": .entries([("max.message.bytes", .size(3_000_000))])])
            try eyes.allow([.topic("*", .describeConfigs), .topic("*", .describe)])
            try eyes.forbid([.topic("*", nil)])
            try eyes.wait(for: "the rule to hold") {
                try eyes.table("topics", ["rights"]).allRows.allSatisfy { $0["rights"] == Eyes.names([.describe, .describeConfigs]) }
            }
            let outcomes = try eyes.submit(plan)
            #expect(outcomes.map(\.kind) == [.refused])
            #expect(outcomes.map(\.message) == ["not authorised: ALTER_CONFIGS on topic seen"])
            let why = eyes.refusal(
                "set config", ["target": .value(.text("seen")), "entries": .entries([("max.message.bytes", .size(4_000_000))])])
            #expect(why?.contains("lacks ALTER_CONFIGS on topic seen") == true, "\(why ?? "planned")")
            try eyes.allow([.topic("*", nil)])
            try eyes.forbid([.topic("*", .describeConfigs), .topic("*", .describe)])
        }

        private func checkOneTopic(_ eyes: Eyes) throws {
            let all = try eyes.table("partitions", ["minIsr", "reassigning"])
            #expect(all.allRows.map { $0["topic"] } == [.text("seen"), .text("seen")])
            #expect(all.missing.map(\.text).contains { $0.contains("DESCRIBE on every topic") })
            #expect(all.allRows.allSatisfy { $0["minIsr"] == .unknown(Cause("not authorised: DESCRIBE_CONFIGS on topic seen")) })
            #expect(all.allRows.allSatisfy { $0["reassigning"] == .unknown(Cause("not authorised: DESCRIBE on the cluster")) })
            let named = try eyes.table("partitions", ["leader"], restrictions: ["topic": [.text("hidden")]])
            #expect(named.decided.isEmpty && named.missing.map(\.text) == ["not authorised: DESCRIBE on topic hidden"])
            // The commit on the hidden topic is left out of the answer.
            let group = try eyes.table("groups", ["lag", "rights"])
            #expect(group.allRows.map { $0["id"] } == [.text("readers")])
            #expect(group.allRows[0]["lag"] == .bound(.atLeast, .int(0)))
            #expect(group.missing.map(\.text).contains { $0.contains("DESCRIBE on every group") })
            let other = try eyes.table("groups", ["members"], restrictions: ["id": [.text("others")]])
            #expect(other.missing.map(\.text).contains("not authorised: DESCRIBE on group others"))
            let why = eyes.refusal("reset offsets", ["target": .value(.text("readers")), "position": .position(.earliest)])
            #expect(why?.contains("lacks READ on group readers") == true, "\(why ?? "planned")")
            let rights = IdentityRights.read(by: eyes.mend.client, timeout: 5_000_000_000)
            #expect(rights.hasAllOfCluster == false && rights.hiddenTopics != nil && rights.hiddenGroups != nil)
            #expect(rights.topics.map(\.name) == ["seen"])
        }
    }
}

/// `mend`'s eyes and hands on a guarded cluster, as one who does not say who they are.
@MainActor
private final class Eyes: ClusterUnderTest {
    let mend: KafkaCluster
    var keepsEligibleLeaders: Bool { false }

    init(_ bootstrap: String) {
        mend = KafkaCluster(
            client: Client(loop: PollLoop(), bootstrap: [bootstrap].compactMap { Endpoint($0) }, softwareVersion: "test"))
        mend.register(KafkaEffects.all(on: mend))
    }

    // It is never broken.
    func kill(_ broker: Int32) {}
    func start(_ broker: Int32) {}
    func freeze(_ broker: Int32) {}
    func thaw(_ broker: Int32) {}
    func startConsumer(group: String, topic: String) {}
    func stopConsumers() {}

    func createTopic(_ name: String, _ assignment: [[Int32]], configs: [String: String]) throws {
        let request = CreateTopicsRequest(topic: name, assignment: assignment, configs: configs)
        let outcome = try client.ask(request, to: .controller, deadline: deadline()).get().value.outcomes.first
        guard let outcome, outcome.code == .none else { throw HarnessFailure("no topic \(name): \(String(describing: outcome))") }
        try wait(for: "\(name) has its leaders") {
            let rows = try partitions(of: name, "leader")
            return rows.count == assignment.count && rows.allSatisfy { $0.int("leader") != nil }
        }
    }

    func allow(_ rules: [AllowRule]) throws {
        let codes = try client.ask(CreateAclsRequest(rules: rules), to: .controller, deadline: deadline()).get().value.codes
        guard codes.count == rules.count, codes.allSatisfy(\.isSuccess) else { throw HarnessFailure("not allowed: \(codes)") }
    }

    func forbid(_ rules: [AllowRule]) throws {
        let codes = try client.ask(DeleteAclsRequest(rules: rules), to: .controller, deadline: deadline()).get().value.codes
        guard codes.first?.isSuccess == true else { throw HarnessFailure("not taken away: \(codes)") }
    }

    /// A cell of the one row of a source.
    func cell(_ source: String, _ column: String) throws -> Value? { try table(source, [column]).allRows.first?[column] }

    static func names(_ operations: Set<AclOperation>) -> Value { .set(ListValue(operations.map(\.name).sorted().map { .text($0) })) }

    /// Why it is refused; nil: it is not.
    func refusal(_ id: String, _ arguments: [String: EffectCall.Argument]) -> String? {
        do {
            _ = try plan(id, arguments)
            return nil
        } catch EffectFailure.refused(let why) { return why } catch { return "\(error)" }
    }
}
