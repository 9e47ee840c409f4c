import Engine
import KafkaClient
import KafkaLab
import KafkaWire
import Language
import Network
import Platform
import Testing

@testable import KafkaPrimitives

@Suite("Sources over the lab")
struct SourcesOnLabTests {
    @Test("the incident reads as it was built: 17 under-replicated, 6 of them offline", arguments: ["3.9", "4.3"])
    func incident(release: String) throws {
        let world = try LabWorld("brokerLoss", release: release)
        #expect(try world.count("underReplicated") == 17)
        #expect(try world.count("offline") == 6)
        let cluster = try world.rows("cluster", "offline", "underReplicated", "mode", "brokersLive")[0]
        #expect(cluster["offline"] == .int(6))
        #expect(cluster["underReplicated"] == .int(17))
        #expect(cluster["mode"] == .text("kraft"))
        #expect(cluster["brokersLive"] == .int(2))
        // Only broker 2 was in sync: nobody else may lead without loss.
        let offline = try world.rows("partitions", "offline", "cleanElectable").filter { $0["offline"] == .bool(true) }
        #expect(offline.allSatisfy { $0["cleanElectable"] == .bool(false) })
    }

    @Test("a column asked for alone is read, whatever it takes: nothing is left \"not read\"", arguments: ["2.4", "2.8", "3.9", "4.3"])
    func everyColumnAlone(release: String) throws {
        for scenario in ["brokerLoss", "stuckReassignment", "consumerLag"] {
            let world = try LabWorld(scenario, release: release)
            for source in Sources.built {
                for column in source.columns where column.availability == .built {
                    let table = try world.table(source.name, [NameKey(column.name)])
                    let made = try #require(table.column(column.name), "\(source.name).\(column.name)")
                    for row in table.decided {
                        let value = made.value(at: row)
                        #expect(value != .unknown(Cause("not read")), "\(source.name).\(column.name) in \(scenario) \(release)")
                        #expect(fits(value, column), "\(source.name).\(column.name) = \(value) in \(scenario) \(release)")
                    }
                }
            }
        }
    }

    /// Whether a value is of its column's type; null only where the schema allows it.
    private func fits(_ value: Value, _ column: ColumnSchema) -> Bool {
        switch (value, column.type) {
        case (.unknown, _): true
        case (.null, _): column.isNullable
        case (.bound(_, let inner), _): fits(inner, column)
        case (.bool, .bool), (.float, .float), (.duration, .duration), (.size, .size), (.percent, .percent), (.time, .time): true
        case (.int, .int), (.int, .broker), (.byteRate, .byteRate), (.partition, .partition): true
        case (.text, .string), (.text, .topic), (.text, .group): true
        case (.text(let text), .closedSet(let words)): words.contains(text)
        case (.list, .list), (.set, .set), (.record, .record): true
        default: false
        }
    }

    @Test("commits are asked for in a form that names their topics: on one that is not in the table they are listed all the same")
    func namedCommits() throws {
        let world = try LabWorld("brokerLoss")
        var spoken: [String] = []
        world.cluster.client.trace = { kind, line in
            if kind == .requests, line.contains(" OffsetFetch v") { spoken.append(line) }
        }
        _ = try world.rows("groups", "id", "lag")
        #expect(!spoken.isEmpty)
        #expect(spoken.allSatisfy { $0.contains(" OffsetFetch v9 ") })
    }

    @Test("an address that turns out to be another cluster is not asked any more")
    func otherCluster() throws {
        let world = try LabWorld("healthy")
        _ = try world.cluster.identity()
        _ = try world.rows("brokers", "id")
        world.peers.cluster.id = "another-cluster"
        #expect(throws: ClusterFailure.self) { try world.rows("brokers", "id") }
    }

    @Test("groups with their lag take few requests, however many groups there are")
    func requestCount() throws {
        let world = try LabWorld("consumerLag")
        _ = try world.table("groups", ["id", "type", "state", "members", "lag", "lagUnknown", "coordinator"])
        let brokers = world.peers.cluster.brokerIDs.count
        #expect(world.cluster.lastRequestCount <= 10 + 6 * brokers)
        let asked = world.peers.requestCounts
        #expect((asked[9] ?? 0) <= brokers)
        #expect((asked[15] ?? 0) <= brokers)
        #expect((asked[2] ?? 0) <= 2 * brokers)
    }

    @Test("lags with leaderless partitions are at least; single ones are unknown, never zero")
    func atLeast() throws {
        let world = try LabWorld("brokerLoss")
        let groups = try world.rows("groups", "lag", "lagUnknown")
        let group = try #require(groups.first { $0["id"] == .text("trip-processing") })
        guard case .bound(.atLeast, .int(let lag))? = group["lag"] else {
            Issue.record("the lag is \(String(describing: group["lag"]))")
            return
        }
        #expect(lag > 0)
        #expect(group["lagUnknown"] == .int(4))
        let lags = try world.rows("lags", "lag", "offline").filter { $0["offline"] == .bool(true) }
        #expect(!lags.isEmpty)
        for row in lags {
            guard case .unknown? = row["lag"] else {
                Issue.record("the lag of an offline partition is \(String(describing: row["lag"]))")
                continue
            }
        }
    }

    @Test("without a controller moves are unknown, what is all in sync is known to be well, and nothing is called whole that may not be")
    func noController() throws {
        let world = try LabWorld("brokerLoss")
        _ = try world.cluster.identity()
        world.apply(.loseController)
        world.pass(.seconds(20))
        let rows = try world.rows("partitions", "reassigning", "underReplicated", "offline")
        #expect(rows.allSatisfy { if case .unknown? = $0["reassigning"] { true } else { false } })
        #expect(!rows.contains { $0["underReplicated"] == .bool(true) })
        #expect(rows.count { $0["offline"] == .bool(true) } == 6)
        #expect(rows.contains { $0["underReplicated"] == .bool(false) })
        let moves = try world.table("reassignments", ["target"])
        #expect(moves.decided.isEmpty)
        #expect(!moves.missing.isEmpty)
    }

    @Test("a frozen broker is not up, costs its deadline once, and takes nobody else's facts with it")
    func frozen() throws {
        let world = try LabWorld("healthy")
        _ = try world.cluster.identity()
        world.apply(.freeze(2))
        let start = world.loop.now
        let dirs = try world.table("logDirs", ["replicas", "bytes"])
        #expect(start.duration(to: world.loop.now) <= .seconds(6))
        #expect(dirs.missing.map(\.broker) == [2])
        #expect(!dirs.decided.isEmpty)
        let up = try world.rows("brokers", "up", "state")
        #expect(up.first { $0["id"] == .int(2) }?["up"] == .bool(false))
        #expect(up.filter { $0["up"] == .bool(true) }.count == up.count - 1)
    }

    @Test("a broker that answers garbage loses its own facts only")
    func garbage() throws {
        let world = try LabWorld("healthy")
        _ = try world.cluster.identity()
        world.peers.add(AnswerFault(.garble, broker: 3, api: 35, times: 5))
        let dirs = try world.table("logDirs", ["replicas"])
        #expect(dirs.missing.map(\.broker) == [3])
        #expect(!dirs.decided.isEmpty)
    }

    @Test("moves that add a replica show whom they wait for, and how much is copied")
    func moves() throws {
        let world = try LabWorld("stuckReassignment")
        let rows = try world.rows("reassignments", "kind", "adding", "waitsFor", "bytesTotal", "bytesLeft", "percent")
        #expect(!rows.isEmpty)
        #expect(rows.allSatisfy { $0["kind"] == .text("addOnly") })
        for row in rows {
            guard case .list(let adding)? = row["adding"], case .set(let waits)? = row["waitsFor"] else {
                Issue.record("no lists in \(row)")
                continue
            }
            #expect(waits.elements.allSatisfy { adding.elements.contains($0) })
        }
    }

    @Test("overrides alone are a listing that says what it lacks; a named topic's settings are whole")
    func configs() throws {
        let world = try LabWorld("healthy")
        #expect(try !world.table("configs", ["value"]).missing.isEmpty)
        let named = try world.table(
            "configs", ["value", "source"], restrictions: ["type": [.text("topic")], "resource": [.text("trip-events")]])
        #expect(named.missing.isEmpty)
        #expect(named.decided.count > 5)
    }

    @Test("a group whose coordinator answered is whole, whoever else is silent")
    func completeness() throws {
        let world = try LabWorld("brokerLoss")
        // __consumer_offsets lies on brokers 1 and 3; broker 2 is dead.
        #expect(try world.table("groups", ["state"]).missing.isEmpty)
        world.peers.add(AnswerFault(.refuse(.coordinatorLoadInProgress), broker: 1, api: 16, times: 10))
        #expect(try world.table("groups", ["state"]).missing.map(\.broker) == [1])
    }

    @Test("with ZooKeeper the controller is whom Metadata names, and what needs KRaft says so")
    func zooKeeper() throws {
        let world = try LabWorld("brokerLoss", release: "2.8")
        let cluster = try world.rows("cluster", "controller", "controllerEpoch", "mode")[0]
        #expect(cluster["mode"] == .text("zookeeper"))
        guard case .int? = cluster["controller"], case .unknown? = cluster["controllerEpoch"] else {
            Issue.record("\(cluster)")
            return
        }
        #expect(try world.table("quorum", ["role"]).missing.contains { $0.text.contains("KRaft") })
    }
}
