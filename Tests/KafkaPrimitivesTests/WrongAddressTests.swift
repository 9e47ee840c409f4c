import Engine
import KafkaClient
import KafkaLab
import KafkaMessages
import KafkaWire
import Language
import Network
import Platform
import Testing

@testable import KafkaPrimitives

/// Addresses that lead to another broker, or to another cluster: nothing definite is shown of whom nobody proved, and no change leaves.
@Suite("Wrong addresses over the lab")
struct WrongAddressTests {
    private static let second = Endpoint(host: "lab-2", port: 9092)
    private static let third = Endpoint(host: "lab-3", port: 9092)

    private func lead(_ world: LabWorld, _ endpoint: Endpoint, to broker: Int32?) {
        world.loop.perform(world.peers.lead(endpoint, to: broker, now: world.loop.now), of: world.peers)
    }

    /// The groups by the broker that coordinates them.
    private func coordinators(_ world: LabWorld) throws -> [String: Int] {
        Dictionary(
            uniqueKeysWithValues: try world.rows("groups", "id", "coordinator").compactMap { row in
                guard case .text(let id)? = row["id"], case .int(let broker)? = row["coordinator"] else { return nil }
                return (id, broker)
            })
    }

    /// Nothing is said of brokers 2 and 3 that only they could tell.
    private func expectNothing(_ world: LabWorld, _ truth: [String: Int], _ reasons: [String]) throws {
        let groups = try world.table("groups", ["id", "coordinator", "state"])
        let seen = try coordinators(world)
        #expect(seen == truth.filter { $0.value == 1 })
        let causes = groups.missing.map(\.text)
        #expect(reasons.allSatisfy { reason in causes.contains { $0.contains(reason) } }, "\(causes)")
        for (group, broker) in truth where broker != 1 {
            let one = try world.table("groups", ["id"], restrictions: ["id": [.text(group)]])
            #expect(one.decided.isEmpty && !one.missing.isEmpty, "\(group) is said not to be there")
        }
        for row in try world.rows("brokers", "up", "answers", "dirs", "bytes", "release") {
            let isOwn = row["id"] == .int(1)
            #expect(row["up"] == .bool(true) || !isOwn)
            for column in ["up", "answers", "dirs", "bytes", "release"] {
                if case .unknown? = row[column] { #expect(!isOwn) } else { #expect(isOwn, "\(column) of \(row["id"] ?? .null)") }
            }
        }
        #expect(try world.rows("logDirs", "broker", "dir").allSatisfy { $0["broker"] == .int(1) })
        #expect(!(try world.table("logDirs", ["broker", "dir"]).missing.isEmpty))
        for row in try world.rows("replicas", "broker", "logEnd", "behind", "size") where row["broker"] != .int(1) {
            for column in ["logEnd", "size"] {
                if case .unknown? = row[column] { continue }
                Issue.record("\(column) on broker \(row["broker"] ?? .null): \(row[column] ?? .null)")
            }
            if row["behind"] == .int(0) { Issue.record("behind on broker \(row["broker"] ?? .null)") }
        }
        let brokers: [NameKey: [Value]] = ["type": [.text("broker")]]
        #expect(try world.rows("configs", "type", "resource", "value", restrictions: brokers).allSatisfy { $0["resource"] == .text("1") })
        #expect(!(try world.table("configs", ["type", "resource"], restrictions: brokers).missing.isEmpty))
    }

    private func expectNoChange(_ world: LabWorld, to brokers: [Int32]) {
        for broker in brokers {
            let resource = IncrementalAlterConfigsRequest.AlterConfigsResource(
                resourceType: 4, resourceName: "\(broker)", configs: [.init(name: "leader.replication.throttled.rate", value: "1")])
            let answer = world.cluster.client.ask(
                IncrementalAlterConfigsRequest(resources: [resource]), to: .broker(broker),
                deadline: world.cluster.client.deadline(in: .seconds(5)))
            guard case .failure(let failure) = answer, case .identity = failure.reason, !failure.mayHaveBeenSent else {
                Issue.record("\(answer)")
                continue
            }
        }
    }

    @Test("one address for two brokers, and one of another cluster", arguments: ["2.4", "2.8", "3.9", "4.3"])
    func twoWrong(release: String) throws {
        let truth = try coordinators(LabWorld("consumerLag", release: release))
        let world = try LabWorld("consumerLag", release: release)
        lead(world, Self.second, to: 1)
        let other = LabPeers(
            cluster: LabCluster(scenario: try #require(Scenario.named("consumerLag")), version: try #require(KafkaRelease(release))),
            endpoints: [3: Self.third])
        other.cluster.id = "another"
        other.join(world.loop)
        let own = world.peers.cluster.id
        try expectNothing(
            world, truth,
            ["who answers at lab-2:9092 is not broker 2, but broker 1", "who answers at lab-3:9092 is of cluster another, not of \(own)"])
        expectNoChange(world, to: [2, 3])
        #expect(world.peers.requestCounts[44] == nil && other.requestCounts[44] == nil)
    }

    @Test(
        "what a stranger says that it speaks is not the cluster's: mode, releases, features", arguments: [("4.3", "2.4"), ("2.4", "4.3")])
    func strangersRelease(release: String, others: String) throws {
        let world = try LabWorld("consumerLag", release: release)
        let other = LabPeers(
            cluster: LabCluster(scenario: try #require(Scenario.named("consumerLag")), version: try #require(KafkaRelease(others))),
            endpoints: [3: Self.third])
        other.cluster.id = "another"
        other.join(world.loop)
        lead(world, Self.second, to: 1)
        let client = world.cluster.client
        let mode: ClusterView.Mode = release == "2.4" ? .zookeeper : .kraft
        for _ in 0..<2 {
            _ = try world.rows("brokers", "up", "answers", "release")
            _ = try world.rows("reassignments", "canEnd")
            _ = try world.rows("topics", "minIsr")
            #expect(client.view.mode == mode)
            #expect(client.versions(of: 1)?.mode == mode && client.versions(of: 2) == nil && client.versions(of: 3) == nil)
            #expect(client.toldVersions.map(\.mode) == [mode])
        }
        #expect(other.requestCounts[18] != nil)
    }

    @Test("a target that changes while it is connected, and changes back", arguments: ["2.4", "4.3"])
    func changes(release: String) throws {
        let world = try LabWorld("consumerLag", release: release)
        let truth = try coordinators(world)
        #expect(Set(truth.values) == [1, 3])
        for endpoint in [Self.second, Self.third] { lead(world, endpoint, to: 1) }
        try expectNothing(world, truth, ["who answers at lab-2:9092 is not broker 2, but broker 1"])
        expectNoChange(world, to: [2, 3])
        #expect(world.peers.requestCounts[44] == nil)
        for endpoint in [Self.second, Self.third] { lead(world, endpoint, to: nil) }
        #expect(try coordinators(world) == truth)
        #expect(try world.table("groups", ["id"]).missing.isEmpty)
        #expect(try world.rows("brokers", "up").allSatisfy { $0["up"] == .bool(true) })
    }

    @Test("without the right to the proof: groups that are listed are there, none is said to be missing, directories are nobody's")
    func withoutRight() throws {
        let truth = try coordinators(LabWorld("consumerLag"))
        let world = try LabWorld("consumerLag")
        world.peers.cluster.access = LabAccess(
            cluster: [.describe], topics: [LabAccess.any: [.describe]], groups: [LabAccess.any: [.describe]])
        // Whoever lists groups that only broker N coordinates is broker N.
        #expect(try coordinators(world) == truth)
        let lags = try world.rows("groups", "lag")
        #expect(lags.allSatisfy { if case .unknown? = $0["lag"] { false } else { true } })
        lead(world, Self.second, to: 1)
        let seen = try world.table("groups", ["id"])
        #expect(!seen.missing.isEmpty)
        #expect(try coordinators(world).allSatisfy { truth[$0.key] == $0.value })
        #expect(try world.rows("brokers", "bytes").allSatisfy { if case .unknown? = $0["bytes"] { true } else { false } })
        #expect(seen.missing.contains { $0.text.contains("is not proved (not authorised: DESCRIBE_CONFIGS on the cluster)") })
    }

    @Test("who gave an answer is proved where somebody asks for it")
    func answeredBy() throws {
        let world = try LabWorld("healthy")
        #expect(try world.rows("partitions", "answeredBy").allSatisfy { $0["answeredBy"] == .int(1) })
        let misled = try LabWorld("healthy")
        lead(misled, Endpoint(host: "lab-1", port: 9092), to: 2)
        #expect(try misled.rows("partitions", "answeredBy").allSatisfy { if case .unknown? = $0["answeredBy"] { true } else { false } })
    }
}
