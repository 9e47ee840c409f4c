import Engine
import KafkaAdmin
import KafkaClient
import KafkaLab
import KafkaPrimitives
import KafkaWire
import Language
import Network
import Testing

extension Conformance {
    /// What a real authorizer lets be seen and done: by `reader`, a user to whom everybody else gives rights.
    @Suite("What may be seen and done", .enabled(if: Distribution.ofEnvironment != nil, Comment(rawValue: Distribution.reason)))
    @MainActor
    struct Rights {
        @Test("nothing, then everything, then one topic: unknown where it may not be seen, refused before anything is sent")
        func rights() throws {
            let admin = try SharedCluster.whole()
            let reader = try RealUnderTest(admin.real, at: .sasl, transport: .plaintext, SecureListeners.reader)
            defer {
                try? admin.forbidEverything()
                reader.client.close()
            }
            try admin.createTopic("shown", [[1, 2], [2, 3]])
            try admin.createTopic("hidden", [[1, 2]])
            for topic in ["shown", "hidden"] { #expect(try admin.commit(group: "watched", topic, 0, offset: 0) == .none) }
            #expect(try admin.commit(group: "unwatched", "hidden", 0, offset: 0) == .none)

            try checkNothing(reader)

            try admin.allow(AllowRule.everything)
            try reader.wait(for: "every right") { try reader.cell("cluster", "rights") == names(AclOperation.ofCluster) }
            try checkEverything(reader)
            try checkRevoked(reader, admin)

            // Every right on the cluster, and one topic.
            try admin.allow([.topic("shown", .describe), .group("watched", .describe)])
            try admin.forbid([.topic("*", nil), .group("*", nil)])
            try reader.wait(for: "the rules to hold") { try reader.table("topics", ["partitions"]).decided.count == 1 }
            let all = try reader.table("partitions", ["offline"])
            #expect(all.missing.map(\.text).contains { $0.contains("DESCRIBE on every topic") })

            try admin.forbid([.cluster(nil)])
            try reader.wait(for: "the rule to hold") { try reader.table("logDirs", []).decided.isEmpty }
            try checkOneTopic(reader)
        }

        private func checkNothing(_ eyes: RealUnderTest) throws {
            // ZooKeeper keeps no quorum, and who is its controller Metadata tells everybody.
            let isKRaft = eyes.release.isKRaft
            for source in ["partitions", "topics", "groups", "lags", "logDirs", "reassignments"] + (isKRaft ? ["quorum"] : []) {
                let table = try eyes.table(source, [])
                #expect(table.decided.isEmpty, "\(source)")
                #expect(table.missing.contains { $0.text.contains("not authorised: DESCRIBE on") }, "\(source): \(table.missing)")
            }
            let cluster = try eyes.table("cluster", ["partitions", "offline", "controller", "rights", "brokersLive"])
            #expect(cluster.allRows[0]["partitions"] == .bound(.atLeast, .int(0)))
            #expect(cluster.allRows[0].int("brokersLive") == 3)
            for column in isKRaft ? ["controller", "rights"] : ["rights"] {
                #expect(cluster.allRows[0][column] == .unknown(Cause("not authorised: DESCRIBE on the cluster")))
            }
            let broker = try eyes.table("brokers", ["leaders", "bytes", "leaderThrottleRate", "groupCoordinatorOf"]).allRows[0]
            #expect(broker["leaders"] == .bound(.atLeast, .int(0)))
            #expect(broker["bytes"] == .unknown(Cause("not authorised: DESCRIBE on the cluster")))
            #expect(broker["leaderThrottleRate"] == .unknown(Cause("not authorised: DESCRIBE_CONFIGS on the cluster")))
            #expect(broker.isUnknown("groupCoordinatorOf"))
            let why = eyes.refusal("elect", ["target": eyes.partitionArgument([("shown", 0)]), "mode": .word("preferred")])
            #expect(why?.contains("lacks ALTER on the cluster") == true, "\(why ?? "planned")")
        }

        private func checkEverything(_ eyes: RealUnderTest) throws {
            let sources = ["partitions", "topics", "groups", "lags", "logDirs", "brokers", "cluster"]
            for source in sources + (eyes.release.isKRaft ? ["quorum"] : []) {
                let table = try eyes.table(source, [])
                #expect(table.missing.isEmpty && table.notes.isEmpty, "\(source): \(table.missing) \(table.notes)")
                #expect(!table.decided.isEmpty)
            }
            #expect(try eyes.table("topics", ["rights"]).allRows.allSatisfy { $0["rights"] == names(AclOperation.ofTopic) })
            let groups = try eyes.table("groups", ["rights"]).allRows
            // Rights to settings of groups came with 4.0.
            #expect(
                groups.allSatisfy { row in
                    row["rights"] == names(AclOperation.ofGroup) || row["rights"] == names([.read, .delete, .describe])
                })
            let plan = try eyes.plan(
                "set config", ["target": .value(.text("shown")), "entries": .entries([("max.message.bytes", .size(2_000_000))])])
            #expect(try eyes.submit(plan).map(\.kind) == [.done])
            let reset = try eyes.plan("reset offsets", ["target": .value(.text("watched")), "position": .position(.offset(0))])
            #expect(reset.items.isEmpty && reset.blocked.isEmpty)
        }

        /// Rights that go between plan and request: the cluster's answer is an outcome that names the right.
        private func checkRevoked(_ eyes: RealUnderTest, _ admin: RealUnderTest) throws {
            let plan = try eyes.plan(
                "set config", ["target": .value(.text("shown")), "entries": .entries([("max.message.bytes", .size(3_000_000))])])
            try admin.allow([.topic("*", .describeConfigs), .topic("*", .describe)])
            try admin.forbid([.topic("*", nil)])
            try eyes.wait(for: "the rule to hold") {
                try eyes.table("topics", ["rights"]).allRows.allSatisfy { $0["rights"] == names([.describe, .describeConfigs]) }
            }
            let outcomes = try eyes.submit(plan)
            #expect(outcomes.map(\.kind) == [.refused])
            #expect(outcomes.map(\.message) == ["not authorised: ALTER_CONFIGS on topic shown"])
            let why = eyes.refusal(
                "set config", ["target": .value(.text("shown")), "entries": .entries([("max.message.bytes", .size(4_000_000))])])
            #expect(why?.contains("lacks ALTER_CONFIGS on topic shown") == true, "\(why ?? "planned")")
            try admin.allow([.topic("*", nil)])
            try admin.forbid([.topic("*", .describeConfigs), .topic("*", .describe)])
        }

        private func checkOneTopic(_ eyes: RealUnderTest) throws {
            let all = try eyes.table("partitions", ["minIsr", "reassigning"])
            #expect(all.allRows.map { $0["topic"] } == [.text("shown"), .text("shown")])
            #expect(all.missing.map(\.text).contains { $0.contains("DESCRIBE on every topic") })
            #expect(all.allRows.allSatisfy { $0["minIsr"] == .unknown(Cause("not authorised: DESCRIBE_CONFIGS on topic shown")) })
            #expect(all.allRows.allSatisfy { $0["reassigning"] == .unknown(Cause("not authorised: DESCRIBE on the cluster")) })
            let named = try eyes.table("partitions", ["leader"], restrictions: ["topic": [.text("hidden")]])
            #expect(named.decided.isEmpty && named.missing.map(\.text) == ["not authorised: DESCRIBE on topic hidden"])
            // The commit on the hidden topic is left out of the answer.
            let group = try eyes.table("groups", ["lag", "rights"])
            #expect(group.allRows.map { $0["id"] } == [.text("watched")])
            #expect(group.allRows[0]["lag"] == .bound(.atLeast, .int(0)))
            #expect(group.missing.map(\.text).contains { $0.contains("DESCRIBE on every group") })
            let other = try eyes.table("groups", ["members"], restrictions: ["id": [.text("unwatched")]])
            #expect(other.missing.map(\.text).contains("not authorised: DESCRIBE on group unwatched"))
            let why = eyes.refusal("reset offsets", ["target": .value(.text("watched")), "position": .position(.earliest)])
            #expect(why?.contains("lacks READ on group watched") == true, "\(why ?? "planned")")
            let rights = IdentityRights.read(by: eyes.mend.client, timeout: 5_000_000_000)
            #expect(rights.hiddenTopics != nil && rights.hiddenGroups != nil)
            #expect(rights.topics.map(\.name) == ["shown"])
        }
    }
}

/// The rights of `reader`, given by who has all.
extension RealUnderTest {
    fileprivate func allow(_ rules: [AllowRule]) throws {
        let codes = try client.ask(CreateAclsRequest(rules: rules), to: .controller, deadline: deadline()).get().value.codes
        guard codes.count == rules.count, codes.allSatisfy(\.isSuccess) else { throw HarnessFailure("not allowed: \(codes)") }
    }

    fileprivate func forbid(_ rules: [AllowRule]) throws {
        let codes = try client.ask(DeleteAclsRequest(rules: rules), to: .controller, deadline: deadline()).get().value.codes
        guard codes.count == rules.count, codes.allSatisfy(\.isSuccess) else { throw HarnessFailure("not taken away: \(codes)") }
    }

    fileprivate func forbidEverything() throws {
        try forbid(AllowRule.everything + [.topic("shown", .describe), .group("watched", .describe)])
    }

    /// A cell of the first row of a source.
    fileprivate func cell(_ source: String, _ column: String) throws -> Value? { try table(source, [column]).allRows.first?[column] }

    /// Why an effect is refused; nil: it is not.
    fileprivate func refusal(_ id: String, _ arguments: [NameKey: EffectCall.Argument]) -> String? {
        do {
            _ = try plan(id, arguments)
            return nil
        } catch EffectFailure.refused(let why) { return why } catch { return "\(error)" }
    }
}

/// Operations as cells have them.
private func names(_ operations: Set<AclOperation>) -> Value { .set(ListValue(operations.map(\.name).sorted().map { .text($0) })) }
