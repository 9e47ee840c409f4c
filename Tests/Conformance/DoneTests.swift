import Engine
import KafkaAdmin
import KafkaLab
import KafkaPrimitives
import KafkaWire
import Language
import Testing

extension Conformance {
    /// What Kafka answers, and `mend` does.
    @Suite("What is done") @MainActor
    struct Done {
        @Test("a preferred leader: refused while it is dead, elected when it is back, not needed again", arguments: Subject.all)
        func preferred(_ subject: Subject) throws {
            let cluster = try subject.cluster()
            try cluster.createTopic("elected", [[2, 1], [1, 2]])
            try cluster.produce("elected", 0, count: 3)
            cluster.kill(2)
            try cluster.waitUntilGone(2)
            try cluster.wait(for: "another leads") { try cluster.partitions(of: "elected", "leader")[0].int("leader") == 1 }
            #expect(try cluster.elect("elected", 0) == .preferredLeaderNotAvailable)
            #expect(try cluster.elect("elected", 1) == .electionNotNeeded)
            #expect(try cluster.elect("nowhere", 0) == .unknownTopicOrPartition)
            let target: [NameKey: EffectCall.Argument] = [
                "target": cluster.partitionArgument([("elected", 0), ("elected", 1)]), "mode": EffectCall.Argument.word("preferred"),
            ]
            #expect(try cluster.plan("elect", target).items.isEmpty)
            try cluster.start(2)
            try cluster.waitUntilLive(2)
            try cluster.waitForWhole("elected")
            let plan = try cluster.plan("elect", target)
            #expect(plan.items.map(\.label) == ["elected-0"])
            #expect(try cluster.submit(plan).map(\.kind) == [.done])
            #expect(try cluster.settle(plan) == [.applied])
            #expect(try cluster.partitions(of: "elected", "leader")[0].int("leader") == 2)
            #expect(try cluster.submit(plan).map(\.kind) == [.alreadySo])
        }

        @Test("a third replica: throttled by both halves while it comes, nothing left when it is there", arguments: Subject.all)
        func grow(_ subject: Subject) throws {
            let cluster = try subject.cluster()
            try cluster.createTopic("thin", [[1, 2], [3, 2]])
            for partition: Int32 in 0..<2 { try cluster.produce("thin", partition, count: 50, bytes: 1_000) }
            let plan = try cluster.plan(
                "reassign", ["target": cluster.topicArgument(["thin"]), "toReplicas": .value(.int(3))], throttle: 1_000_000)
            #expect(plan.items.map(\.label) == ["thin-0", "thin-1"])
            #expect(try cluster.submit(plan).map(\.kind) == [.done, .done])
            // The brokers learn of what the controller has taken a moment later.
            let halves: Set = [
                "leader.replication.throttled.replicas", "follower.replication.throttled.replicas", "leader.replication.throttled.rate",
                "follower.replication.throttled.rate",
            ]
            try cluster.wait(for: "both halves of the throttle") { try cluster.throttleSettings() == halves }
            // Brokers before 2.6 do not show rates.
            if cluster.release >= KafkaRelease(2, 6) {
                #expect(try cluster.rows("throttles", "paired").allSatisfy { $0["paired"] == .bool(true) })
            }
            #expect(try cluster.settle(plan) == [.applied, .applied])
            #expect(try cluster.partitions(of: "thin", "replicas").map { $0.ids("replicas") } == [[1, 2, 3], [3, 2, 1]])
            for debt in plan.debts {
                let paid = cluster.mend.pay(Debt(id: "t/1", run: "t", intent: debt, due: .atEnd), timing: cluster.timing)
                #expect(paid == .paid, "\(debt)")
            }
            try cluster.wait(for: "no throttle is left") {
                try cluster.rows("throttles", "paired").isEmpty && cluster.throttleSettings().isEmpty
            }
        }

        @Test("cancelled: what was added goes, and the order is the one that the move had stored", arguments: Subject.all)
        func cancelled(_ subject: Subject) throws {
            let cluster = try subject.cluster()
            try cluster.createTopic("moved", [[1, 2], [1, 2], [1, 2]])
            for partition: Int32 in 0..<3 { for _ in 0..<60 { try cluster.produce("moved", partition, count: 1, bytes: 1_000) } }
            cluster.kill(3)
            try cluster.waitUntilGone(3)
            if !cluster.release.isKRaft {
                // A controller of ZooKeeper's takes nobody who is not alive: the moves are held by a throttle instead.
                #expect(try cluster.alterReplicas("moved", 0, [1, 2, 3]) == .invalidReplicaAssignment)
                try cluster.start(3)
                try cluster.waitUntilLive(3)
                for list in [ThrottledReplicas.leaderList, ThrottledReplicas.followerList] {
                    #expect(try cluster.alterConfig("moved", list, "*") == ErrorCode.none)
                }
                for broker: Int32 in 1...3 { try cluster.setRates(of: broker, "100") }
                try cluster.wait(for: "the throttle") { try cluster.throttleSettings().count == 4 }
            }
            // In KRaft broker 3 stays registered: a move to it is accepted, and waits for it.
            #expect(try cluster.alterReplicas("moved", 0, [1, 2, 3]) == ErrorCode.none)
            #expect(try cluster.alterReplicas("moved", 1, [3, 2]) == ErrorCode.none)
            #expect(try cluster.alterReplicas("moved", 2, [9, 1]) == .invalidReplicaAssignment)
            #expect(try cluster.alterReplicas("moved", 2, nil) == .noReassignmentInProgress)
            try cluster.wait(for: "two moves") { try cluster.rows("reassignments", "target").count == 2 }
            let moves = try cluster.rows("reassignments", "replicas", "adding", "removing", "target", "waitsFor")
                .sorted { ($0.int("partition") ?? 0) < ($1.int("partition") ?? 0) }
            #expect(moves.map { $0.ids("replicas") } == [[1, 2, 3], [3, 2, 1]])
            #expect(moves.map { $0.ids("adding") } == [[3], [3]])
            #expect(moves.map { $0.ids("removing") } == [[], [1]])
            #expect(moves.map { $0.ids("target") } == [[1, 2, 3], [3, 2]])
            #expect(moves.map { $0.ids("waitsFor") } == [[3], [3]])
            // A replica that was never there is not missing.
            #expect(try cluster.partitions(of: "moved", "underReplicated").allSatisfy { $0["underReplicated"] == .bool(false) })
            #expect(try cluster.alterReplicas("moved", 0, nil) == ErrorCode.none)
            #expect(try cluster.alterReplicas("moved", 1, nil) == ErrorCode.none)
            try cluster.wait(for: "no moves") { try cluster.rows("reassignments", "target").isEmpty }
            // The second one is no longer in its order: its preferred leader is another (H12).
            #expect(try cluster.partitions(of: "moved", "replicas").map { $0.ids("replicas") } == [[1, 2], [2, 1], [1, 2]])
            #expect(try cluster.alterReplicas("moved", 1, [1, 2]) == ErrorCode.none)
            try cluster.wait(for: "the order is back") {
                try cluster.partitions(of: "moved", "replicas")[1].ids("replicas") == [1, 2]
            }
            guard !cluster.release.isKRaft else { return }
            for list in [ThrottledReplicas.leaderList, ThrottledReplicas.followerList] {
                #expect(try cluster.alterConfig("moved", list, nil) == ErrorCode.none)
            }
            for broker: Int32 in 1...3 { try cluster.setRates(of: broker, nil) }
            try cluster.wait(for: "no throttle is left") { try cluster.throttleSettings().isEmpty }
        }

        @Test("offsets are an administrator's while a group is empty; with a member they are not", arguments: Subject.all)
        func offsets(_ subject: Subject) throws {
            let cluster = try subject.cluster()
            defer { cluster.stopConsumers() }
            try cluster.createTopic("kept", [[1, 2]])
            try cluster.produce("kept", 0, count: 5)
            #expect(try cluster.commit(group: "empty", "kept", 0, offset: 2) == .none)
            try cluster.startConsumer(group: "busy", topic: "kept")
            try cluster.wait(for: "the group is stable") {
                try cluster.rows("groups", "state", "members").contains {
                    $0["id"] == .text("busy") && $0["state"] == .text("Stable") && $0.int("members") == 1
                }
            }
            #expect(try cluster.commit(group: "busy", "kept", 0, offset: 2) == .unknownMemberID)
            let member = try #require(try cluster.rows("members", "assigned").first { $0["group"] == .text("busy") })
            guard case .list(let assigned)? = member["assigned"] else {
                Issue.record("assigned is \(String(describing: member["assigned"]))")
                return
            }
            #expect(assigned.elements.count == 1)
        }

        @Test("a topic's setting is set, read back and taken away; what is no value is refused", arguments: Subject.all)
        func topicConfig(_ subject: Subject) throws {
            let cluster = try subject.cluster()
            try cluster.createTopic("set", [[1, 2]])
            let retention = { () throws -> Row? in
                try cluster.table("configs", ["value", "source"], restrictions: ["type": [.text("topic")], "resource": [.text("set")]])
                    .allRows.first { $0["name"] == .text("retention.ms") }
            }
            #expect(try retention()?["source"] == .text("default"))
            #expect(try cluster.alterConfig("set", "retention.ms", "3600000") == ErrorCode.none)
            try cluster.wait(for: "the setting shows") { try retention()?["value"] == .text("3600000") }
            #expect(try retention()?["source"] == .text("topic"))
            // With ZooKeeper, and before 2.5, other codes say the same.
            let isOld = cluster.release < KafkaRelease(2, 5)
            #expect(try cluster.alterConfig("set", "retention.ms", "soon") == (cluster.release.isKRaft ? .invalidConfig : .invalidRequest))
            #expect(try cluster.alterConfig("set", "retention.pigeons", "1") == .invalidConfig)
            #expect(try cluster.alterConfig("nowhere", "retention.ms", "1") == (isOld ? .unknownServerError : .unknownTopicOrPartition))
            #expect(try cluster.alterConfig("set", "retention.ms", nil) == ErrorCode.none)
            try cluster.wait(for: "the setting is gone") { try retention()?["source"] == .text("default") }
        }

        @Test(
            "a throttled move taken back in the middle: the replicas before in the order before, no throttle left", arguments: Subject.all)
        func takenBack(_ subject: Subject) throws {
            let cluster = try subject.cluster()
            try cluster.createTopic("back", [[1, 2]])
            for _ in 0..<60 { try cluster.produce("back", 0, count: 1, bytes: 1_000) }
            let plan = try cluster.plan(
                "reassign", ["target": cluster.partitionArgument([("back", 0)]), "awayFrom": .value(.int(1))], throttle: 1_000)
            #expect(plan.items.count == 1 && plan.blocked.isEmpty)
            #expect(try cluster.submit(plan).map(\.kind) == [.done])
            try cluster.wait(for: "the move") { try cluster.rows("reassignments", "target").count == 1 }
            let cancel = try cluster.plan("cancel", ["target": .plan(plan)])
            #expect(cancel.items.count == 1)
            #expect(try cluster.submit(cancel).map(\.kind) == [.done])
            #expect(try cluster.settle(cancel) == [.applied])
            try cluster.wait(for: "no moves") { try cluster.rows("reassignments", "target").isEmpty }
            #expect(try cluster.partitions(of: "back", "replicas").map { $0.ids("replicas") } == [[1, 2]])
            for debt in plan.debts {
                let paid = cluster.mend.pay(Debt(id: "t/1", run: "t", intent: debt, due: .atEnd), timing: cluster.timing)
                #expect(paid == .paid, "\(debt)")
            }
            try cluster.wait(for: "no throttle is left") {
                try cluster.rows("throttles", "paired").isEmpty && cluster.throttleSettings().isEmpty
            }
        }

        @Test("offsets of an empty group: to the end, and back again", arguments: Subject.all)
        func reset(_ subject: Subject) throws {
            let cluster = try subject.cluster()
            try cluster.createTopic("skipped", [[1, 2], [2, 3]])
            for partition: Int32 in 0..<2 {
                try cluster.produce("skipped", partition, count: 8)
                #expect(try cluster.commit(group: "behind", "skipped", partition, offset: 2) == .none)
            }
            let committed = { () throws -> [Int?] in
                try cluster.rows("lags", "committed").filter { $0["group"] == .text("behind") }
                    .sorted { ($0.int("partition") ?? 0) < ($1.int("partition") ?? 0) }.map { $0.int("committed") }
            }
            let plan = try cluster.plan("reset offsets", ["target": .value(.text("behind")), "position": .position(.latest)])
            #expect(plan.items.map(\.label) == ["behind skipped-0", "behind skipped-1"])
            #expect(plan.mustApprove?.contains("12 records") == true)
            #expect(try cluster.submit(plan).map(\.kind) == [.done, .done])
            #expect(try cluster.settle(plan) == [.applied, .applied])
            #expect(try committed() == [8, 8])
            let undo = try #require(try cluster.effect("reset offsets").inverse(of: plan.items, in: plan, timing: cluster.timing))
            #expect(try cluster.submit(undo).map(\.kind) == [.done, .done])
            #expect(try committed() == [2, 2])
        }

        @Test("an active group keeps its offsets, its members are named; a member that is removed joins again", arguments: Subject.all)
        func active(_ subject: Subject) throws {
            let cluster = try subject.cluster()
            defer { cluster.stopConsumers() }
            try cluster.createTopic("live", [[1, 2]])
            try cluster.produce("live", 0, count: 5)
            try cluster.startConsumer(group: "reading", topic: "live")
            let members = { () throws -> [String] in
                try cluster.rows("members", "host").filter { $0["group"] == .text("reading") }.map { $0.text("id") }
            }
            try cluster.wait(for: "the member has a partition") {
                try cluster.rows("members", "assigned").contains { row in
                    guard row["group"] == .text("reading"), case .list(let assigned)? = row["assigned"] else { return false }
                    return assigned.elements.count == 1
                }
            }
            let before = try #require(try members().first)
            #expect {
                try cluster.plan("reset offsets", ["target": .value(.text("reading")), "position": .position(.earliest)])
            } throws: { error in
                guard case .refused(let why)? = error as? EffectFailure else { return false }
                return why.contains("reading") && why.contains("1 member")
            }
            let columns = [Column("group", .group, .constant(.text("reading"))), Column("id", .string, .values([.text(before)]))]
            let target = Table(source: "members", columns: columns, key: ["group", "id"], rowCount: 1)
            let plan = try cluster.plan("remove", ["target": .value(.table(target))])
            #expect(try cluster.submit(plan).map(\.kind) == [.done])
            #expect(try cluster.settle(plan) == [.applied])
            try cluster.wait(for: "it joins again, as another") {
                let now = try members()
                return now.count == 1 && now != [before]
            }
        }

        @Test(
            "a setting by effect: set, shown, given back as it was; a topic that has one of its own gets that back", arguments: Subject.all)
        func setConfig(_ subject: Subject) throws {
            let cluster = try subject.cluster()
            try cluster.createTopic("plain", [[1, 2]])
            try cluster.createTopic("own", [[1, 2]], configs: ["retention.ms": "864000000"])
            let retention = { (topic: String) throws -> Value? in
                try cluster.table("configs", ["value"], restrictions: ["type": [.text("topic")], "resource": [.text(topic)]])
                    .allRows.first { $0["name"] == .text("retention.ms") }?["value"]
            }
            let week = Value.duration(7 * 86_400 * 1_000_000_000)
            for (topic, before) in [("plain", "604800000"), ("own", "864000000")] {
                let entries = [(key: "retention.ms", value: topic == "own" ? Value.duration(20 * 86_400 * 1_000_000_000) : week)]
                let plan = try cluster.plan("set config", ["target": .value(.text(topic)), "entries": .entries(entries)])
                #expect(plan.items.map(\.label) == ["topic \(topic) retention.ms"])
                #expect(try cluster.submit(plan).map(\.kind) == [.done])
                #expect(try cluster.settle(plan) == [.applied])
                for debt in plan.debts {
                    let paid = cluster.mend.pay(Debt(id: "t/1", run: "t", intent: debt, due: .atEnd), timing: cluster.timing)
                    #expect(paid == .paid, "\(debt)")
                }
                try cluster.wait(for: "\(topic) is as it was") { try retention(topic) == .text(before) }
            }
        }
    }
}
