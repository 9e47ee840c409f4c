import Engine
import Foundation
import Testing

extension Conformance {
    /// What `mend` says of a real cluster, beside what Kafka's own tools say of it.
    @Suite("Beside Kafka's own tools", .enabled(if: Distribution.ofEnvironment != nil, Comment(rawValue: Distribution.reason)))
    @MainActor
    struct Comparison {
        @Test("partitions, lags and moves are as the tools print them: all well, in a move, with a broker killed")
        func agreement() throws {
            let real = try SharedCluster.whole().real
            let look = Look(real)
            try fill(real)
            try compareHealth(real, look)
            try compareLags(real, look)
            try compareMove(real, look)

            real.kill(2)
            try real.wait(for: "broker 2 is fenced") {
                try look.read("brokers", "state").rows.contains { $0["id"] == .int(2) && $0["state"] != .text("live") }
            }
            try real.wait(for: "the ISRs have shrunk") { try look.partitions(where: "underReplicated").count >= 4 }
            try compareHealth(real, look)
            try compareBrokers(look)
            try compareLags(real, look)
        }

        private func fill(_ real: RealCluster) throws {
            try real.tool("kafka-topics", "--create", "--topic", "pairs", "--replica-assignment", "1:2,2:3,3:1,1:3")
            try real.tool(
                "kafka-topics", "--create", "--topic", "triples", "--partitions", "3", "--replication-factor", "3", "--config",
                "min.insync.replicas=2")
            try real.tool(
                "kafka-topics", "--create", "--topic", "strict", "--replica-assignment", "1:3,2:3", "--config", "min.insync.replicas=2")
            try real.tool("kafka-topics", "--create", "--topic", "lonely", "--replica-assignment", "1,2,3")
            for topic in ["pairs", "triples"] {
                try real.distribution.run(
                    "kafka-producer-perf-test",
                    [
                        "--topic", topic, "--num-records", "600", "--record-size", "1000", "--throughput", "-1", "--producer-props",
                        "bootstrap.servers=\(real.bootstrap)", "batch.size=1000",
                    ])
            }
            // Groups without members; the second one's commits stand on what the loss of a broker leaves readable.
            for (group, topic) in [("early", "pairs"), ("late", "triples")] {
                try real.tool(
                    "kafka-consumer-groups", "--group", group, "--topic", topic, "--reset-offsets", "--to-offset", "7", "--execute")
            }
        }

        private func compareHealth(_ real: RealCluster, _ look: Look) throws {
            let flags = [
                ("underReplicated", "--under-replicated-partitions"), ("offline", "--unavailable-partitions"),
                ("underMinIsr", "--under-min-isr-partitions"), ("atMinIsr", "--at-min-isr-partitions"),
            ]
            for (column, flag) in flags {
                // Both look at a cluster that moves on: they must come to agree.
                var last: (ours: Set<String>, theirs: Set<String>) = ([], [])
                try real.wait(for: "\(column) as \(flag)") {
                    last = (try look.partitions(where: column), ToolOutput.partitions(try real.tool("kafka-topics", "--describe", flag)))
                    return last.ours == last.theirs
                }
                #expect(last.ours == last.theirs, "\(column)")
            }
        }

        private func compareLags(_ real: RealCluster, _ look: Look) throws {
            // On partitions without a leader the tool fails as a whole before 4.1: only this group's all have one.
            try real.wait(for: "the group's coordinator") { try look.read("groups", "lag").missing.isEmpty }
            let theirs = ToolOutput.lags(try real.tool("kafka-consumer-groups", "--describe", "--group", "late"))
            let rows = try look.read("lags", "committed", "latest", "lagRaw").rows.filter { $0.text("group") == "late" }
            let ours = Set(
                rows.map { row in
                    ["group", "topic", "partition", "committed", "latest", "lagRaw"].map { row.text($0) }.joined(separator: " ")
                }
            )
            #expect(!ours.isEmpty)
            #expect(ours == theirs)
            let listed = try real.tool("kafka-consumer-groups", "--list").split(separator: "\n").map(String.init)
            #expect(Set(try look.read("groups", "state").rows.map { $0.text("id") }) == Set(listed))
        }

        private func compareMove(_ real: RealCluster, _ look: Look) throws {
            let file = "\(real.folder)/move.json"
            try
                #"{"version":1,"partitions":[{"topic":"pairs","partition":0,"replicas":[1,2,3]},{"topic":"pairs","partition":1,"replicas":[2,1]}]}"#
                .write(toFile: file, atomically: true, encoding: .utf8)
            let theirs: Set<String>
            // Before 2.6 the tool speaks to ZooKeeper only, and lists nothing.
            let isOld = !real.distribution.isAtLeast(2, 6)
            if isOld {
                try real.atZooKeeper("kafka-reassign-partitions", "--reassignment-json-file", file, "--execute", "--throttle", "100")
                try real.wait(for: "the moves") { try look.read("reassignments", "replicas").rows.count == 2 }
                let verified = try real.atZooKeeper("kafka-reassign-partitions", "--reassignment-json-file", file, "--verify")
                #expect(verified.contains("Reassignment of partition pairs-0 is still in progress"))
                let told = try real.tool("kafka-topics", "--describe", "--topic", "pairs")
                theirs = Set(["pairs-0", "pairs-1"].map { "\($0): \(ToolOutput.replicas(told)[$0] ?? "?")" })
            } else {
                try real.tool("kafka-reassign-partitions", "--reassignment-json-file", file, "--execute", "--throttle", "100")
                theirs = ToolOutput.moves(try real.tool("kafka-reassign-partitions", "--list"))
            }
            let rows = try look.read("reassignments", "replicas", "adding", "target", "waitsFor", "throttled").rows
            let ours = Set(
                rows.map { row in
                    guard case .list(let replicas)? = row["replicas"] else { return "no replicas" }
                    let ids = replicas.elements.map { element in if case .int(let id) = element { "\(id)" } else { "?" } }
                    return "\(row.partitionName ?? ""): \(ids.joined(separator: ","))"
                })
            #expect(!ours.isEmpty)
            #expect(ours == theirs)
            if !isOld { #expect(rows.allSatisfy { $0["throttled"] == .bool(true) }) }
            // A copy that is coming is not missing; nothing was lost.
            #expect(try look.partitions(where: "underReplicated").isEmpty)
            let throttles = try look.read("throttles", "paired").rows
            #expect(throttles.contains { $0.text("kind") == "leaderReplicas" && (isOld || $0["paired"] == .bool(true)) })
            if isOld {
                // It takes nothing back either: the move goes on at full speed, and the tool takes its throttle off.
                try unthrottle(real)
                try real.wait(for: "the tool calls it done") {
                    try real.atZooKeeper("kafka-reassign-partitions", "--reassignment-json-file", file, "--verify").contains(
                        "completed successfully")
                }
            } else {
                try real.tool("kafka-reassign-partitions", "--reassignment-json-file", file, "--cancel")
            }
            try real.wait(for: "nothing moves") { try look.read("reassignments", "target").rows.isEmpty }
            // The tool takes its throttle off; brokers hear of that a moment later.
            try real.wait(for: "nothing is throttled") { try look.read("throttles", "paired").rows.isEmpty }
        }

        private func unthrottle(_ real: RealCluster) throws {
            for broker in real.brokers {
                try real.atZooKeeper(
                    "kafka-configs", "--alter", "--entity-type", "brokers", "--entity-name", "\(broker)", "--delete-config",
                    "leader.replication.throttled.rate,follower.replication.throttled.rate")
            }
        }

        private func compareBrokers(_ look: Look) throws {
            let rows = try look.read("brokers", "up", "state", "leaders").rows
            #expect(Set(rows.map { $0.text("id") }) == ["1", "2", "3"])
            #expect(rows.filter { $0["up"] == .bool(true) }.map { $0.text("id") }.sorted() == ["1", "3"])
            #expect(rows.first { $0["id"] == .int(2) }?["leaders"] == .int(0))
        }
    }
}
