import Engine
import KafkaClient
import KafkaLab
import KafkaWire
import Language
import Testing

@testable import KafkaPrimitives

@Suite("Sources under access rules")
struct RightsOnLabTests {
    /// Rules under which the sources are read.
    enum Rules: String, CaseIterable, CustomTestStringConvertible {
        case nothing, describesOneTopic, describesOneGroup, describesCluster, describesTopics, describesGroups, describesAllButCluster,
            everything

        var testDescription: String { rawValue }

        var access: LabAccess {
            switch self {
            case .nothing: .nothing
            case .describesOneTopic: LabAccess(topics: ["trip-events": [.describe]])
            case .describesOneGroup: LabAccess(topics: ["trip-events": [.read]], groups: ["trip-processing": [.read]])
            case .describesCluster: LabAccess(cluster: [.describe])
            case .describesTopics: LabAccess(topics: [LabAccess.any: [.describe, .describeConfigs]])
            case .describesGroups: LabAccess(groups: [LabAccess.any: [.describe]])
            case .describesAllButCluster:
                LabAccess(topics: [LabAccess.any: [.describe, .describeConfigs]], groups: [LabAccess.any: [.describe]])
            case .everything: .everything
            }
        }
    }

    @Test(
        "whatever the rules, a cell is the truth or unknown, a number the truth or a bound, and a row that is missing is said to be",
        arguments: Rules.allCases, ["2.8", "4.3"])
    func truthOrUnknown(rules: Rules, release: String) throws {
        for scenario in ["brokerLoss", "stuckReassignment", "consumerLag"] {
            let world = try LabWorld(scenario, release: release)
            _ = try world.cluster.identity()
            for source in Sources.built {
                let columns = source.columns.filter { $0.availability == .built && !Self.varies.contains($0.name) }.map(\.name)
                try look(world, rules, source, columns, "in \(scenario) \(release)")
            }
        }
    }

    @Test("the same of each column that is asked for alone", arguments: [Rules.nothing, .describesOneGroup, .describesCluster])
    func columnsAlone(rules: Rules) throws {
        let world = try LabWorld("brokerLoss")
        _ = try world.cluster.identity()
        for source in Sources.built {
            for column in source.columns where column.availability == .built && !Self.varies.contains(column.name) {
                try look(world, rules, source, [column.name], "alone")
            }
        }
    }

    /// Reads with all rights, under the rules, and with all rights again.
    private func look(_ world: LabWorld, _ rules: Rules, _ source: SourceSchema, _ columns: [String], _ place: String) throws {
        world.peers.cluster.access = nil
        let before = try world.table(source.name, Set(columns))
        world.peers.cluster.access = rules.access
        let seen = try world.table(source.name, Set(columns))
        world.peers.cluster.access = nil
        let after = try world.table(source.name, Set(columns))
        for column in columns { check(seen, against: [before, after], source, column, "\(source.name).\(column) \(place)") }
    }

    /// Columns that say when and by whom it was told, what the rules are, or how much is not known under them.
    private static let varies: Set<NameKey> = ["asOf", "answeredBy", "error", "rights", "rtt", "rttP99", "answers", "lagUnknown"]

    private func check(_ seen: Table, against truths: [Table], _ source: SourceSchema, _ column: String, _ place: String) {
        func rows(_ table: Table) -> [[Value]: Value] {
            let keys = source.key.compactMap { table.column($0) }
            guard let cells = table.column(column) else { return [:] }
            return Dictionary(
                table.decided.map { row in (keys.map { $0.value(at: row) }, cells.value(at: row)) }, uniquingKeysWith: { first, _ in first }
            )
        }
        let now = rows(seen)
        let known = truths.map(rows)
        for (key, value) in now {
            let true_ = known.compactMap { $0[key] }
            #expect(!true_.isEmpty, "\(place): a row \(key) that is not there")
            #expect(
                true_.contains { Self.fits(value, $0) } || Self.isBetween(value, true_), "\(place), \(key): \(value), in truth \(true_)")
        }
        let isWhole = known.allSatisfy { $0.keys.allSatisfy { now[$0] != nil } }
        #expect(isWhole || !seen.missing.isEmpty, "\(place): rows are missing without a word")
    }

    /// Whether it is the truth, or says less.
    private static func fits(_ value: Value, _ truth: Value) -> Bool {
        switch (value, truth) {
        case (.unknown, _): true
        case (.bound(.atLeast, let least), .bound(.atLeast, let truth)), (.bound(.atLeast, let least), let truth):
            (number(least) ?? .infinity) <= (number(truth) ?? -.infinity)
        case (.set(let some), .set(let all)), (.list(let some), .list(let all)):
            some.missing.isEmpty ? value == truth : Set(some.elements).isSubset(of: Set(all.elements))
        default: value == truth
        }
    }

    /// What changes while it is looked at.
    private static func isBetween(_ value: Value, _ truths: [Value]) -> Bool {
        let numbers = truths.compactMap(number)
        guard let now = number(value), let low = numbers.min(), let high = numbers.max() else { return false }
        return low...high ~= now
    }

    private static func number(_ value: Value) -> Double? {
        switch value {
        case .int(let number), .size(let number), .duration(let number), .time(let number): Double(number)
        case .float(let number), .percent(let number), .byteRate(let number), .countRate(let number): number
        case .bound(_, let inner): number(inner)
        default: nil
        }
    }

    // MARK: What is said

    private func world(_ access: LabAccess?, _ scenario: String = "healthy", release: String = "4.3") throws -> LabWorld {
        let world = try LabWorld(scenario, release: release)
        world.peers.cluster.access = access
        _ = try world.cluster.identity()
        return world
    }

    @Test("without an authorizer, and with all rights, nothing is said and nothing more is asked", arguments: [nil, LabAccess.everything])
    func noNoise(access: LabAccess?) throws {
        let world = try world(access)
        let table = try world.table("partitions", ["underReplicated"])
        #expect(table.missing.isEmpty && table.notes.isEmpty)
        // Metadata and ListPartitionReassignments.
        #expect(world.cluster.lastRequestCount == 2)
        for source in ["topics", "groups", "lags", "brokers", "cluster", "replicas", "offsets", "logDirs"] {
            let schema = try #require(Sources.built.first { $0.name == source })
            let table = try world.table(source, Set<NameKey>(schema.defaultColumns))
            #expect(table.missing.isEmpty && table.notes.isEmpty, "\(source): \(table.missing) \(table.notes)")
        }
    }

    @Test("one who may describe every topic and the cluster misses nothing", arguments: ["2.8", "3.9", "4.3"])
    func monitoring(release: String) throws {
        let access = LabAccess(
            cluster: [.describe, .describeConfigs], topics: [LabAccess.any: [.describe, .describeConfigs]],
            groups: [LabAccess.any: [.describe]])
        let world = try world(access, "brokerLoss", release: release)
        for source in ["partitions", "topics", "groups", "lags", "brokers"] {
            let schema = try #require(Sources.built.first { $0.name == source })
            let table = try world.table(source, Set<NameKey>(schema.defaultColumns))
            #expect(!table.missing.contains { $0.text.contains("authorised") }, "\(source): \(table.missing)")
            #expect(table.notes.isEmpty)
        }
    }

    @Test("the list of topics that is silently shorter says so; a topic by its name says which right is lacking")
    func hiddenTopics() throws {
        let world = try world(LabAccess(topics: ["trip-events": [.describe]]))
        let all = try world.table("partitions", ["offline"])
        #expect(Set(all.decided.compactMap { all.column("topic")?.value(at: $0) }) == [.text("trip-events")])
        #expect(
            all.missing.map(\.description) == [
                "topics that this identity may not describe are left out (not authorised: DESCRIBE on every topic)"
            ])
        let other = try world.table("partitions", ["offline"], restrictions: ["topic": [.text("user-events")]])
        #expect(other.decided.isEmpty)
        #expect(other.missing.map(\.description) == ["not authorised: DESCRIBE on topic user-events"])
        let seen = try world.table("partitions", ["offline"], restrictions: ["topic": [.text("trip-events")]])
        #expect(seen.decided.count == 12 && seen.missing.isEmpty)
        let rows = try world.rows("partitions", "minIsr", "underReplicated", "reassigning")
        #expect(rows.allSatisfy { $0["minIsr"] == .unknown(Cause("not authorised: DESCRIBE_CONFIGS on topic trip-events")) })
        #expect(rows.allSatisfy { $0["reassigning"] == .unknown(Cause("not authorised: DESCRIBE on the cluster")) })
        // All replicas are in sync, whatever moves.
        #expect(rows.allSatisfy { $0["underReplicated"] == .bool(false) })
        let cluster = try world.table("cluster", ["partitions", "offline", "controller"])
        #expect(cluster.column("partitions")?.value(at: 0) == .bound(.atLeast, .int(12)))
        #expect(cluster.column("offline")?.value(at: 0) == .bound(.atLeast, .int(0)))
        #expect(cluster.column("controller")?.value(at: 0) == .unknown(Cause("not authorised: DESCRIBE on the cluster")))
        #expect(cluster.notes.map(\.text).contains { $0.contains("DESCRIBE on every topic") })
    }

    @Test("a named topic is not mistaken for absent where another source of the statement reads all topics")
    func unionOfNeeds() throws {
        let world = try world(LabAccess(topics: ["trip-events": [.describe]]))
        let requests = [
            SourceRequest(source: "partitions", columns: ["offline"], restrictions: ["topic": [.text("user-events")]]),
            SourceRequest(source: "brokers", columns: ["leaders"]),
        ]
        let tables = try world.cluster.read(requests, timing: ReadTiming(requestTimeout: 5_000_000_000))
        #expect(tables[0].missing.map(\.description) == ["not authorised: DESCRIBE on topic user-events"])
    }

    @Test("groups: who may describe the cluster sees all names; who may not is told what is lacking", arguments: ["2.8", "4.3"])
    func hiddenGroups(release: String) throws {
        let world = try world(LabAccess(cluster: [.describe]), release: release)
        let listed = try world.table("groups", ["members", "lag"])
        #expect(listed.decided.count == 3)
        #expect(
            listed.decided.allSatisfy { row in
                guard case .unknown(let cause)? = listed.column("members")?.value(at: row),
                    case .text(let id)? = listed.column("id")?.value(at: row)
                else { return false }
                return cause.text == "not authorised: DESCRIBE on group \(id)"
            })
        world.peers.cluster.access = LabAccess(
            topics: ["trip-events": [.describe], "__consumer_offsets": [.describe]], groups: ["trip-processing": [.describe]])
        let own = try world.table("groups", ["members", "lag"])
        #expect(own.decided.count == 1)
        #expect(
            own.missing.map(\.description) == [
                "groups that this identity may not describe are left out (not authorised: DESCRIBE on every group)"
            ])
        // Its commits may be on topics that are hidden.
        guard case .bound(.atLeast, .int)? = own.column("lag")?.value(at: 0) else {
            Issue.record("the lag is \(String(describing: own.column("lag")?.value(at: 0)))")
            return
        }
        let named = try world.table(
            "groups", ["members"], restrictions: ["id": [.text("trip-processing"), .text("analytics"), .text("nobody")]])
        #expect(named.decided.count == 1)
        #expect(
            named.missing.map(\.description) == [
                "not authorised: DESCRIBE on group analytics", "not authorised: DESCRIBE on group nobody",
            ])
        let found = try world.table("groups", ["members"], restrictions: ["id": [.text("trip-processing")]])
        #expect(found.missing.isEmpty)
    }

    @Test("rights of the identity are columns: on the cluster, of topics, of groups", arguments: ["2.4", "2.8", "3.9", "4.3"])
    func rights(release: String) throws {
        let world = try world(
            LabAccess(
                cluster: [.alter], topics: ["trip-events": [.read], LabAccess.any: [.alterConfigs, .describe]],
                groups: [LabAccess.any: [.read]]), release: release)
        func texts(_ words: String...) -> Value { .set(ListValue(words.sorted().map { .text($0) })) }
        #expect(try world.rows("cluster", "rights")[0]["rights"] == texts("ALTER", "DESCRIBE"))
        let topics = try world.rows("topics", "rights")
        let trips = try #require(topics.first { $0["name"] == .text("trip-events") })
        #expect(trips["rights"] == texts("READ", "DESCRIBE", "ALTER_CONFIGS", "DESCRIBE_CONFIGS"))
        #expect(try world.rows("groups", "rights").allSatisfy { $0["rights"] == texts("READ", "DESCRIBE") })
        world.peers.cluster.access = .nothing
        #expect(try world.rows("cluster", "rights")[0]["rights"] == .unknown(Cause("not authorised: DESCRIBE on the cluster")))
    }
}
