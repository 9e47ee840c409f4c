import Engine
import Journal
import Language
import Testing

/// Over a table that may lack rows, or of which rows could not be decided, nothing is claimed that another row could change. Values are from
/// docs/semantics.md.
@Suite("Rows that may be missing")
struct MissingRowsTests {
    private static let mute = QueryWorld.mute
    private let known = QueryWorld()

    /// Groups whose listing lacks a coordinator's answer.
    private var lacking: QueryWorld {
        let world = QueryWorld()
        var groups = QueryWorld.groups
        groups.missing = [Self.mute]
        world.cluster.tables["groups"] = groups
        return world
    }

    private func unknown(_ value: Value) -> Bool { if case .unknown = value { true } else { false } }

    // MARK: take

    @Test("take keeps at most so many rows, and none is surely among the first while one may be missing, sorted or not")
    func take() throws {
        #expect(try lacking.rows("groups sort by members desc take 1", "id") == ["? late", "missing \(Self.mute)"])
        #expect(try lacking.rows("groups take 2", "id") == ["? a", "? b", "missing \(Self.mute)"])
        #expect(unknown(try lacking.value("any (groups sort by members desc take 1 where id == \"late\")")))
        #expect(try lacking.table("groups sort by members desc take 1").undecidedBecause == [Self.mute])
        #expect(try known.rows("groups sort by members desc take 1", "id") == ["late"])
    }

    @Test("first, last and take agree: what is unknown of the one is undecided in the other")
    func firstAndTake() throws {
        #expect(unknown(try lacking.value("first(groups sort by members desc)")))
        #expect(unknown(try lacking.value("first(groups sort by members desc take 1)")))
        #expect(try lacking.rows("decided(groups) sort by members desc take 1", "id") == ["late"])
    }

    @Test("bars say below them that rows may be missing")
    func bars() throws {
        guard case .drawing(let lines) = try lacking.value("groups | bars(members, id)") else {
            Issue.record("no drawing")
            return
        }
        #expect(lines.count == 4 && lines.last == "rows may be missing: \(Self.mute)")
    }

    // MARK: distinct

    @Test("distinct keeps a row for each key; what the first of its key may hold otherwise is unknown in it")
    func distinct() throws {
        #expect(try lacking.rows("groups distinct state", "state", "id") == ["Stable ?", "Empty ?", "missing \(Self.mute)"])
        #expect(try known.rows("groups distinct state", "state", "id") == ["Stable a", "Empty b"])
        // No other row can have this key.
        #expect(try lacking.rows("groups distinct id", "id", "state") == ["a Stable", "b Empty", "late Stable", "missing \(Self.mute)"])
        // trips-1 and trips-2 stand behind trips-0; pay-0 is alone.
        #expect(try known.rows("partitions distinct topic", "topic", "partition") == ["trips 0", "pay 0"])
        // Whether pay-0 is offline is not known, and nothing else is of its topic.
        #expect(try known.rows("partitions where offline or leader == 1 distinct topic", "topic", "partition") == ["trips 0", "? pay 0"])
    }

    // MARK: diff

    @Test("a row that is undecided on one side may have been added or removed")
    func undecidedDifference() throws {
        var world = known
        world.bindings["before"] = .table(try known.table("partitions where leader == 9"))
        // pay-0 may be offline or not: it alone could be new.
        #expect(try world.rows("diff(decided(before), (partitions where offline))", "change", "topic") == ["added trips", "? added pay"])
        #expect(
            unknown(try world.value("no diff(decided(before), (partitions where offline and topic == \"pay\"))")))
        #expect(
            try world.value("count(diff(decided(before), (partitions where offline)))") == .bound(.atLeast, .int(1)))
        let changes = try world.rows("diff((partitions where offline), decided(before))", "change", "topic")
        #expect(changes == ["removed trips", "? removed pay"])
    }

    @Test("what a listing may lack may have been there before, and may be there now")
    func missingDifference() throws {
        var world = known
        world.bindings["before"] = .table(QueryWorld.groups)
        var fewer = QueryWorld.groups
        fewer.decided = [0, 2]
        fewer.missing = [Self.mute]
        world.cluster.tables["groups"] = fewer
        let all = "groups select id, state, lag, members, seen"
        // b may be one of those that are missing now, the same or another: whether it was removed or changed is not known. Late is a bound.
        #expect(try world.rows("diff(before, (\(all)))", "id", "change") == ["? b ?", "? late changed", "missing \(Self.mute)"])
        world.bindings["before"] = .table(fewer)
        world.cluster.tables["groups"] = QueryWorld.groups
        #expect(try world.rows("diff(before, (\(all)))", "id", "change") == ["? late changed", "? b ?", "missing \(Self.mute)"])
    }

    @Test("without a key rows are what both tables have, and an unknown cell may be the same as any")
    func differenceWithoutKey() throws {
        var world = known
        world.bindings["before"] = .table(try known.table("decided(partitions) select leader, size"))
        #expect(try world.rows("diff(before, (partitions select leader, size))", "leader", "change") == ["? ? removed", "? ? added"])
        #expect(unknown(try world.value("no diff(before, (partitions select leader, size))")))
        let twice = Table(columns: [Column("x", .any, .values([.int(1), .float(1), .int(2)]))], rowCount: 3)
        world.bindings["one"] = .table(twice)
        world.bindings["two"] = .table(Table(columns: [Column("x", .any, .values([.float(2)]))], rowCount: 1))
        #expect(try world.rows("diff(one, two)", "x", "change") == ["1 removed"])
    }

    // MARK: signs

    @Test("an unknown difference has no lower bound, as a column, in a row on its own, or out of a journal")
    func signs() throws {
        var world = known
        let difference = "partitions where topic == \"pay\" select size, d = lagRaw - 1M, n = count(isr)"
        #expect(unknown(try world.value("sum((\(difference)).d)")))
        guard case .record(let row) = try world.value("first((\(difference)))") else {
            Issue.record("no row")
            return
        }
        world.bindings["row"] = .record(row)
        #expect(unknown(try world.value("sum([row.d])")))
        #expect(try world.value("sum([row.size])") == .bound(.atLeast, .size(0)))
        #expect(unknown(try world.unchecked("sum((row select d).d)")))
        #expect(try world.unchecked("sum((row select size).size)") == .bound(.atLeast, .int(0)))
        world.bindings["row"] = try Value(json: JSONValue.parse(Value.record(row).json.text))
        #expect(unknown(try world.value("sum([row.d])")))
        #expect(try world.value("sum([row.size])") == .bound(.atLeast, .size(0)))
    }

    @Test("a journal that says nothing of signs claims none")
    func oldJournals() throws {
        var world = known
        let unsigned = #"{"name":"d","type":"int","values":[1,{"unknown":"x"}]}"#
        for (column, isKnown) in [(unsigned, false), (unsigned.replacing("\"values\"", with: "\"signed\":false,\"values\""), true)] {
            world.bindings["old"] = try Value(json: JSONValue.parse(#"{"table":{"decided":2,"columns":[\#(column)]}}"#))
            #expect(try world.value("sum(old.d)") == .bound(.atLeast, .int(1)) || !isKnown)
            #expect(unknown(try world.value("sum(old.d)")) != isKnown)
        }
        for (list, isKnown) in [(#"{"list":[1,{"unknown":"x"}]}"#, false), (#"{"list":[1,{"unknown":"x"}],"signed":false}"#, true)] {
            world.bindings["old"] = try Value(json: JSONValue.parse(list))
            #expect(unknown(try world.value("sum(old)")) != isKnown)
        }
        let record = #"{"record":[["d","int",{"unknown":"x"}]]}"#
        world.bindings["old"] = try Value(json: JSONValue.parse(record))
        #expect(unknown(try world.value("sum([old.d])")))
    }

    @Test("what is known not to be negative keeps its bound, in columns, groups, sets and out of a journal")
    func naturals() throws {
        var world = known
        #expect(try world.value("sum(partitions.size)") == .bound(.atLeast, .size(600)))
        #expect(try world.value("sum((partitions group by offline select s = sum(size) where s > 1B).s)") == .bound(.atLeast, .size(600)))
        world.bindings["kept"] = try Value(json: JSONValue.parse(Value.table(QueryWorld.partitions).json.text))
        #expect(unknown(try world.value("sum(kept.size)")))
        world.bindings["kept"] = try Value(json: JSONValue.parse(try world.value("partitions select topic, partition, size").json.text))
        #expect(try world.value("sum(kept.size)") == .bound(.atLeast, .size(600)))
        let sets = Value.set(ListValue([.int(1)], missing: [Self.mute], isSigned: false))
        world.bindings["sets"] = sets
        #expect(try world.value("sum(sets + sets)") == .bound(.atLeast, .int(1)))
    }

    @Test("what is said of the kind of numbers is no part of the key of a loop's item")
    func keys() {
        let list = Value.list(ListValue([.int(1), .int(-2)], isSigned: false))
        #expect(Value.list(ListValue([list])).loopItems?.map(\.key) == [[["list": [1, -2]]]])
    }

    // MARK: keys

    @Test("where a left row may stand there more than once, its key tells rows apart no more")
    func joinKeys() throws {
        var world = known
        #expect(try world.table("brokers join partitions on id == leader").key == ["id", "topic", "partition"])
        var partitions = QueryWorld.partitions
        partitions.decided = [0, 1]
        world.cluster.tables["partitions"] = partitions
        #expect(try world.table("brokers join partitions on id == leader").key == ["id"])
        partitions.missing = [Self.mute]
        world.cluster.tables["partitions"] = partitions
        #expect(try world.table("brokers join partitions on id == leader").key == ["id", "topic", "partition"])
        world.bindings["unkeyed"] = .table(Table(columns: [Column("n", .int, .values([.int(1), .int(1)]))], rowCount: 2))
        #expect(try world.table("unkeyed join (partitions select topic, partition, leader) on n == leader").key == [])
    }

    @Test("a key that `add` writes over tells rows apart no more")
    func overwrittenKey() throws {
        guard case .table(let table) = try known.unchecked("brokers add id = 1") else {
            Issue.record("no table")
            return
        }
        #expect(table.key == [] && table.source == nil)
        let joined = try known.unchecked("count(partitions where leader == 1 join (brokers add id = 1) on leader == id)")
        #expect(joined == .bound(.atLeast, .int(2)))
    }

    // MARK: why

    @Test("a bound says why it is one: what the table lacks, or what could not be read")
    func bounds() throws {
        #expect(try lacking.evaluated("count(groups)").because == [Self.mute])
        #expect(try known.evaluated("sum(partitions.size)").because == [Self.mute])
        #expect(try known.evaluated("count(partitions where offline) + 1").because == [Self.mute])
        #expect(try known.evaluated("count(partitions)").because == [])
        #expect(try lacking.value("count(groups) == 7") == .unknown(Cause("known only as a bound: \(Self.mute)")))
    }
}
