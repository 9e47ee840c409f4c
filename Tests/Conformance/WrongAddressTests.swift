import Engine
import KafkaClient
import KafkaMessages
import KafkaPrimitives
import KafkaWire
import Language
import Network
import Platform
import Testing

extension Conformance {
    /// Addresses that do not lead where they should, against Kafka's own brokers.
    @Suite("Wrong addresses", .enabled(if: Distribution.ofEnvironment != nil, Comment(rawValue: Distribution.reason))) @MainActor
    struct WrongAddresses {
        private static let timing = ReadTiming(requestTimeout: 10_000_000_000)

        /// A client whose addresses can be led astray.
        @MainActor
        private struct Eyes {
            let loop = RedirectedLoop()
            let mend: KafkaCluster

            init(_ real: RealCluster) {
                mend = KafkaCluster(client: Client(loop: loop, bootstrap: [WrongAddresses.endpoint(real, 1)], softwareVersion: "test"))
            }

            func table(_ source: String, _ columns: Set<NameKey>, _ restrictions: [NameKey: [Value]] = [:]) throws -> Table {
                try mend.read([SourceRequest(source: source, columns: columns, restrictions: restrictions)], timing: timing)[0]
            }

            /// This suite's groups, and who says that it coordinates them.
            func groups() throws -> [String: Int] {
                let rows = try table("groups", ["id", "coordinator"]).allRows
                return Dictionary(
                    uniqueKeysWithValues: rows.compactMap { row in
                        guard case .text(let id)? = row["id"], id.hasPrefix("astray-") else { return nil }
                        return (id, row.int("coordinator") ?? -1)
                    })
            }

            /// A change of settings that only one broker may make.
            func setRate(of broker: Int32) -> Result<Answered<IncrementalAlterConfigsResponse>, RequestFailure> {
                let resource = IncrementalAlterConfigsRequest.AlterConfigsResource(
                    resourceType: 4, resourceName: "\(broker)",
                    configs: [.init(name: "leader.replication.throttled.rate", value: "1000000")])
                return mend.client.ask(
                    IncrementalAlterConfigsRequest(resources: [resource]), to: .broker(broker),
                    deadline: mend.client.deadline(in: .seconds(20)))
            }

            /// A commit, which a coordinator takes for a group that nobody knows.
            func commit(_ group: String, at broker: Int32) -> Result<Answered<OffsetCommitResponse>, RequestFailure> {
                let request = OffsetCommitRequest(
                    groupId: group, topics: [.init(name: "astray", partitions: [.init(partitionIndex: 0, committedOffset: 0)])])
                return mend.client.ask(request, to: .broker(broker), deadline: mend.client.deadline(in: .seconds(20)), versions: 2...9)
            }
        }

        private static func endpoint(_ real: RealCluster, _ broker: Int) -> Endpoint {
            Endpoint(host: "127.0.0.1", port: UInt16(real.port(of: broker)))
        }

        @Test(
            "two brokers behind one, a broker of another cluster, a target that changes while it is connected: nothing definite, no change")
        func threeWrongAddresses() throws {
            let shared = try SharedCluster.whole()
            let other = try RealUnderTest(RealCluster(#require(Distribution.ofEnvironment), brokers: 1))
            defer { other.real.stop() }
            try shared.createTopic("astray", [[1, 2], [2, 3], [3, 1]])
            try other.wait(for: "the other cluster's broker") { try other.rows("brokers", "up").contains { $0["up"] == .bool(true) } }
            try other.createTopic("astray", [[1], [1], [1]])
            let names = (0..<12).map { "astray-\($0)" }
            for name in names { #expect(try shared.commit(group: name, "astray", 0, offset: 0) == ErrorCode.none) }
            let truth = try coordinators(of: names, shared)
            #expect((1...3).allSatisfy { broker in truth.contains { $0.value == broker } }, "\(truth)")
            try shared.wait(for: "each group is at the broker that leads its offsets, and nowhere else") {
                try Eyes(shared.real).groups() == truth
            }
            let places = (1...3).map { Self.endpoint(shared.real, $0) }

            // Broker 2's address leads to broker 1, broker 3's to another cluster.
            let eyes = Eyes(shared.real)
            eyes.loop.lead(places[1], to: places[0])
            eyes.loop.lead(places[2], to: Self.endpoint(other.real, 1))
            try expectOnlyFirst(eyes, truth)
            let causes = try eyes.table("groups", ["id"]).missing.map(\.text)
            #expect(causes.contains { $0.contains("who answers at \(places[1]) is not broker 2, but broker 1") }, "\(causes)")
            #expect(causes.contains { $0.contains("who answers at \(places[2]) is of cluster ") }, "\(causes)")
            try expectNoChange(eyes)

            // The second comes right; then its proxy changes its target under the open connection.
            eyes.loop.lead(places[1], to: nil)
            eyes.loop.lead(places[2], to: nil)
            #expect(try eyes.groups() == truth)
            eyes.loop.lead(places[1], to: places[2])
            eyes.loop.lead(places[2], to: places[0])
            try expectOnlyFirst(eyes, truth)
            try expectNoChange(eyes)
            for place in places[1...] { eyes.loop.lead(place, to: nil) }
            #expect(try eyes.groups() == truth)

            // Nothing has arrived anywhere.
            #expect(try Eyes(shared.real).groups() == truth)
            #expect(try other.table("groups", ["id"]).allRows.isEmpty)
            for cluster in [shared, other] {
                let rates = try cluster.rows("brokers", "leaderThrottleRate").map { $0["leaderThrottleRate"] }
                #expect(rates.allSatisfy { $0 == .null }, "\(rates)")
            }
        }

        /// Who coordinates each group once each partition of offsets is led where it was made: the leader of the partition that Kafka's
        /// `GroupMetadataManager.partitionFor` names, by the hash of the id as Java makes it. A broker that was away leads nothing by itself
        /// again, so an election is asked for until it has come about.
        private func coordinators(of groups: [String], _ shared: RealUnderTest) throws -> [String: Int] {
            var leaders: [Int: Int] = [:]
            try shared.wait(for: "the offsets are led by their preferred replicas") {
                let rows = try shared.partitions(of: "__consumer_offsets", "partition", "leader", "preferredLeader")
                leaders = [:]
                for row in rows {
                    guard let partition = row.int("partition"), let preferred = row.int("preferredLeader") else { continue }
                    if row.int("leader") == preferred {
                        leaders[partition] = preferred
                    } else {
                        _ = try shared.elect("__consumer_offsets", Int32(partition))
                    }
                }
                return !rows.isEmpty && leaders.count == rows.count
            }
            return Dictionary(
                uniqueKeysWithValues: groups.map { group in
                    let hash = group.utf16.reduce(Int32(0)) { $0 &* 31 &+ Int32($1) }
                    return (group, leaders[Int(hash.magnitude) % leaders.count] ?? -1)
                })
        }

        /// Nothing is said that only brokers 2 and 3 could tell.
        private func expectOnlyFirst(_ eyes: Eyes, _ truth: [String: Int]) throws {
            #expect(try eyes.groups() == truth.filter { $0.value == 1 })
            for (group, broker) in truth where broker != 1 {
                let one = try eyes.table("groups", ["id"], ["id": [.text(group)]])
                #expect(one.allRows.isEmpty && !one.missing.isEmpty)
            }
            for row in try eyes.table("brokers", ["up", "dirs", "bytes"]).allRows {
                #expect(["up", "dirs", "bytes"].allSatisfy { row.isUnknown($0) == (row.int("id") != 1) }, "\(row)")
            }
            let dirs = try eyes.table("logDirs", ["broker", "dir"])
            #expect(dirs.allRows.allSatisfy { $0.int("broker") == 1 } && !dirs.missing.isEmpty)
            let replicas = try eyes.table("replicas", ["broker", "logEnd", "behind"], ["topic": [.text("astray")]]).allRows
            #expect(replicas.filter { $0.int("broker") != 1 }.allSatisfy { $0.isUnknown("logEnd") && $0["behind"] != .int(0) })
            let configs = try eyes.table("configs", ["type", "resource", "value"], ["type": [.text("broker")]])
            #expect(configs.allRows.allSatisfy { $0["resource"] == .text("1") } && !configs.missing.isEmpty)
        }

        private func expectNoChange(_ eyes: Eyes) throws {
            eyes.mend.client.beginEvaluation()
            for broker: Int32 in [2, 3] {
                guard case .failure(let rate) = eyes.setRate(of: broker), case .failure(let commit) = eyes.commit("lost", at: broker) else {
                    Issue.record("a change went to whoever answers for broker \(broker)")
                    continue
                }
                for failure in [rate, commit] {
                    #expect(!failure.mayHaveBeenSent)
                    if case .identity = failure.reason { continue }
                    Issue.record("\(failure)")
                }
            }
        }
    }
}
