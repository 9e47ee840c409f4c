import Engine
import Language
import Testing

@Suite("Queries")
struct QueryTests {
    let world = QueryWorld()

    @Test("where keeps what is true, and sets apart what it could not decide, with the cause")
    func filter() throws {
        #expect(try world.rows("partitions where offline", "topic", "partition") == ["trips 2", "? pay 0"])
        #expect(try world.rows("partitions where not offline", "topic", "partition") == ["trips 0", "trips 1", "? pay 0"])
        #expect(try world.table("partitions where offline").undecidedBecause == [QueryWorld.mute])
        // A second condition drops what it surely excludes.
        #expect(try world.rows("partitions where offline where topic == \"trips\"", "partition") == ["2"])
        #expect(try world.table("partitions where offline and topic == \"trips\"").isComplete)
    }

    @Test("a known excess is found although part of it is unknown")
    func atLeast() throws {
        #expect(try world.rows("groups where lag > 100k", "id", "lag") == ["late ≥ 2.3M"])
        #expect(try world.rows("groups where lag > 5M", "id") == ["? late"])
        #expect(try world.rows("groups where lag < 1k", "id") == ["a", "b"])
        #expect(DisplayForm.text(try world.value("sum(groups.lag)")) == "≥ 2.3M")
    }

    @Test("any, no and is empty follow what is decided, open and missing")
    func quantifiers() throws {
        #expect(try world.value("any partitions where offline") == .bool(true))
        #expect(try world.value("no partitions where offline") == .bool(false))
        #expect(try world.value("any partitions where offline and topic == \"pay\"") == .unknown(QueryWorld.mute))
        #expect(try world.value("no brokers where not up") == .bool(true))
        #expect(try world.value("(brokers where not up) is empty") == .bool(true))
        world.cluster.tables["brokers"]?.missing = [Cause("a listing that rights may have cut")]
        #expect(try world.value("no brokers where not up") == .unknown(Cause("a listing that rights may have cut")))
        #expect(try world.value("any brokers where up") == .bool(true))
        #expect(try DisplayForm.text(world.value("count(brokers)")) == "≥ 2")
        #expect(try world.value("count(decided(brokers))") == .int(2))
    }

    @Test("select shares columns, computes others, and keeps the key while it is there")
    func select() throws {
        let table = try world.table("partitions select partition, topic, half = size / 2, n = count(isr)")
        #expect(table.columns.map(\.name) == ["partition", "topic", "half", "n"])
        #expect(table.key == ["topic", "partition"] && table.source == "partitions")
        #expect(table.column("half")?.value(at: 3) == .unknown(QueryWorld.mute))
        #expect(table.column("half")?.type == .size)
        #expect(try world.rows("partitions select n = count(isr)", "n") == ["2", "2", "0", "?"])
        #expect(try world.table("partitions select topic").key.isEmpty)
        #expect(try world.table("groups select name = id, lag").key == ["name"])
        #expect(try world.rows("partitions where offline select topic, partition", "topic", "partition") == ["trips 2", "? pay 0"])
        #expect(try world.table("partitions add n = count(isr)").shown == ["topic", "partition", "leader", "isr", "offline", "n"])
    }

    @Test("sort puts null after values and unknown after null, whatever the direction")
    func sort() throws {
        #expect(try world.rows("partitions sort by leader", "leader") == ["1", "2", "–", "?"])
        #expect(try world.rows("partitions sort by leader desc", "leader") == ["2", "1", "–", "?"])
        #expect(try world.rows("partitions sort by topic, partition desc", "partition") == ["0", "2", "1", "0"])
        #expect(try world.rows("groups sort by lag desc take 1", "id") == ["late"])
    }

    @Test("take keeps the knowledge that something lacks")
    func take() throws {
        // The one of unknown size may be the greatest: which is the first of all is not known.
        #expect(try world.rows("partitions sort by size desc take 1", "partition") == ["? 2", "? 0"])
        #expect(try world.rows("partitions sort by size desc take 2", "partition") == ["2", "? 1", "? 0"])
        #expect(try world.value("first(partitions sort by size desc).topic") == .unknown(QueryWorld.mute))
        #expect(try world.value("first(groups sort by lag desc).id") == .text("late"))
        #expect(try world.value("last(groups sort by lag).id") == .text("late"))
        #expect(try world.value("first(partitions where offline).partition") == .int(2))
        #expect(try world.value("last(partitions where offline).partition") == .unknown(QueryWorld.mute))
        // What stands behind a decided row is not the first; what stands among the first two may be the second.
        #expect(try world.rows("partitions where offline take 1", "topic") == ["trips"])
        #expect(try world.rows("partitions where offline take 2", "topic") == ["trips", "? pay"])
        #expect(try world.rows("partitions where offline sort by topic take 1", "topic") == ["? pay", "? trips"])
        #expect(try world.rows("brokers take 5", "id") == ["1", "2"])
        #expect(throws: EvaluationFailure.self) { try world.value("brokers take -1") }
    }

    @Test("group by: keys are values, other columns lists, it the group")
    func group() throws {
        #expect(
            try world.rows("partitions group by topic select topic, n = count(it), s = sum(size)", "topic", "n", "s") == [
                "trips 3 600 B", "pay 1 ≥ 0 B",
            ])
        #expect(
            try world.rows("partitions where offline group by topic select topic, n = count(it)", "topic", "n") == ["trips 1", "? pay ≥ 0"])
        // A row of an unknown group may be in any of them.
        #expect(
            try world.rows("partitions group by leader select leader, n = count(it)", "leader", "n")
                == ["1 ≥ 1", "2 ≥ 1", "– ≥ 1", "missing broker 3: no answer in 5s"])
        #expect(try world.rows("partitions group by topic where count(it) > 1 select topic", "topic") == ["trips"])
        #expect(try world.rows("partitions group by topic select topic, worst = max(size)", "worst") == ["300 B", "?"])
        #expect(try world.rows("partitions group by topic select topic, p = partition", "p") == ["[0, 1, 2]", "[0]"])
        #expect(try world.rows("partitions group by topic", "topic", "partition") == ["trips [0, 1, 2]", "pay [0]"])
        #expect(try world.rows("partitions group by topic add n = count(it)", "topic", "n") == ["trips 3", "pay 1"])
        #expect(
            try world.rows("partitions group by topic sort by topic add n = count(it)", "topic", "n", "partition") == [
                "pay 1 [0]", "trips 3 [0, 1, 2]",
            ])
        #expect(try world.rows("partitions group by topic select topic, off = count(it where offline)", "off") == ["1", "≥ 0"])
    }

    @Test("a sum of what can be negative has no bound, however it comes")
    func signedSums() throws {
        var world = world
        #expect(try world.value("sum(partitions.size)") == .bound(.atLeast, .size(600)))
        #expect(try world.value("sum((partitions select d = size - 1kB).d)") == .unknown(QueryWorld.mute))
        #expect(try world.value("sum((partitions select d = size - 1kB).d) >= -5kB") == .unknown(QueryWorld.mute))
        #expect(try world.value("sum(partitions.lagRaw)") == .unknown(QueryWorld.mute))
        #expect(try world.value("sum((partitions select d = 2 * size + 1B).d)") == .bound(.atLeast, .size(1203)))
        #expect(try world.rows("partitions group by topic select topic, s = sum(lagRaw)", "topic", "s") == ["trips 21", "pay ?"])
        // A binding keeps it, and so does a journal.
        world.bindings["d"] = try Value(json: try world.value("partitions select topic, partition, d = size - 1kB").json)
        #expect(try world.value("sum(d.d)") == .unknown(QueryWorld.mute))
    }

    @Test("an order that is not sure stays so in a binding and in a journal")
    func unsureOrder() throws {
        var world = world
        world.bindings["s"] = try Value(json: try world.value("partitions sort by size desc").json)
        #expect(try world.rows("s", "partition") == ["2", "1", "0", "0"])
        #expect(try world.rows("s take 1", "partition") == ["? 2", "? 0"])
        #expect(try world.value("first(s.partition)") == .unknown(Cause("known only as a bound")))
        world.bindings["w"] = try Value(json: try world.value("partitions where offline").json)
        #expect(try world.rows("w take 1", "partition") == ["2"])
        #expect(try world.rows("w sort by topic take 1", "topic") == ["? pay", "? trips"])
    }

    @Test("distinct keeps the first row of each")
    func distinct() throws {
        #expect(try world.rows("partitions distinct topic", "topic", "partition") == ["trips 0", "pay 0"])
        #expect(try world.rows("partitions distinct leader", "leader") == ["1", "2", "–", "? ?"])
    }

    @Test("join keeps every left row; what the right lacks is null, or unknown if it may be there")
    func join() throws {
        let text = "partitions join brokers on leader == id select topic, partition, rack"
        #expect(try world.rows(text, "topic", "partition", "rack") == ["trips 0 A", "trips 1 B", "trips 2 –", "pay 0 ?"])
        world.cluster.tables["brokers"]?.missing = [Cause("cut")]
        // Null joins nothing, whatever may be missing.
        #expect(try world.rows(text, "rack") == ["A", "B", "–", "?"])
        #expect(
            try world.rows("brokers join (partitions select leader, topic) on id == leader", "id", "topic")
                == ["1 trips", "2 trips", "missing cut", "missing broker 3: no answer in 5s"])
    }

    @Test("fields of tables are lists, of a single-row source values; lists that lack something say so")
    func fields() throws {
        #expect(try world.value("cluster.id") == .text("c1"))
        #expect(try DisplayForm.text(world.value("(partitions where offline).partition")) == "[2, ?]")
        #expect(try world.value("1 in (partitions where offline).partition") == .unknown(QueryWorld.mute))
        #expect(try world.value("2 in (partitions where offline).partition") == .bool(true))
        #expect(try world.value("first(groups).id") == .text("a"))
        #expect(try world.rows("groups where id in (groups where members == 0).id", "id") == ["b"])
    }

    @Test("everything of one expression is read at once, with the columns that are asked for")
    func oneFetch() throws {
        _ = try world.value("count(partitions where offline) + count(partitions where size > 1kB) + count(brokers)")
        #expect(world.cluster.asked.count == 1)
        #expect(world.cluster.asked[0].map(\.source) == ["partitions", "brokers"])
        #expect(world.cluster.asked[0][0].columns == ["topic", "partition", "offline", "size"])
    }

    @Test("conditions on the key go into the fetch, where their values are known before it")
    func restrictions() throws {
        var world = world
        world.bindings = [
            "mine": .list(ListValue([.text("a"), .text("b")])), "gap": .list(ListValue([.text("a")], missing: [QueryWorld.mute])),
        ]
        _ = try world.value("groups where id in mine and lag > 5")
        _ = try world.value("groups where id in gap")
        _ = try world.value("groups where id in (groups where lag > 5).id")
        #expect(world.cluster.asked[0][0].restrictions == ["id": [.text("a"), .text("b")]])
        #expect(world.cluster.asked[1][0].restrictions.isEmpty)
        #expect(world.cluster.asked[2].allSatisfy { $0.restrictions.isEmpty })
        #expect(try world.rows("groups where id in mine and lag > 50", "id") == ["b"])
    }

    @Test("functions of the program: defaults, names, pipes, columns, restrictions through parameters")
    func functions() throws {
        var world = world
        world.definitions = """
            func worst(rows: table, value: column, n: int = 1) = rows sort by value desc take n
            func of(t: topic, least: size = 0B) = partitions where topic == t and size > least
            func double(x: int) = x * 2
            """
        #expect(try world.rows("groups | worst(members)", "id") == ["late"])
        #expect(try world.rows("groups | worst(members, 2)", "id") == ["late", "a"])
        #expect(try world.rows("worst(groups, members, n: 2) where members < 3", "id") == ["a"])
        #expect(try world.rows("of(\"trips\", least: 150B)", "partition") == ["1", "2"])
        #expect(world.cluster.asked.last?.first?.restrictions == ["topic": [.text("trips")]])
        #expect(try world.rows("groups select id, m = double(members)", "m") == ["4", "0", "8"])
        #expect(try world.value("count(of(\"trips\")) + count(of(\"pay\", least: 1B))") == .bound(.atLeast, .int(3)))
        #expect(world.cluster.asked.last?.count == 2)
    }

    @Test("nouns are keys; at reads offsets of a moment; bars are drawn")
    func nouns() throws {
        #expect(try world.value("topic \"trips\"") == .text("trips"))
        #expect(try world.value("broker 2") == .int(2))
        #expect(try world.rows("partitions where leader == broker 2", "partition") == ["1", "? 0"])
        #expect(try world.rows("offsets at 2h ago", "at") == ["42"])
        #expect(world.cluster.asked.last?.first?.at == world.clock.wallMs - 7_200_000)
        #expect(
            try world.value("brokers | bars(id, rack)")
                == .drawing(["A  ████████████████████ 1", "B  ████████████████████████████████████████ 2"]))
    }

    @Test("diff says what was added, removed, changed, and leaves open what one side could not read")
    func diff() throws {
        var world = world
        world.bindings["before"] = .table(QueryWorld.groups)
        var after = QueryWorld.groups
        after.columns[2] = Column("lag", .int, .values([.int(11), .int(500), .bound(.atLeast, .int(2_300_000))]))
        after.decided = [0, 2]
        world.cluster.tables["groups"] = after
        #expect(
            try world.rows("diff(before, (groups select id, state, lag, members, seen))", "id", "change").prefix(2) == [
                "a changed", "b removed",
            ])
    }

    @Test("what the cluster cannot say at all is a failure of the cluster")
    func outOfReach() throws {
        world.cluster.failure = .outOfReach("no broker answers: a:9092 refused")
        #expect {
            try world.value("brokers")
        } throws: { error in
            (error as? EvaluationFailure)?.kind == .cluster(.outOfReach("no broker answers: a:9092 refused"))
        }
    }

    @Test("a tree that was not checked follows the same rule of names")
    func unchecked() throws {
        guard case .table(let table) = try world.unchecked("partitions where offline and topic == \"trips\" select partition") else {
            Issue.record("no table")
            return
        }
        #expect(table.decided.count == 1)
        #expect(try world.unchecked("count(groups where lag > 100k)") == .int(1))
        #expect(try world.unchecked("count(brokers where id in (partitions where not offline).leader)") == .int(2))
    }

    @Test("budgets end in a clear failure")
    func budget() throws {
        let evaluator = Evaluator(schema: QueryWorld.schema, cluster: world.cluster, clock: world.clock)
        evaluator.budget = EvaluationBudget(rows: 3, steps: 1000)
        let span = Span(file: 0, start: 0, end: 1)
        #expect {
            try evaluator.evaluate(Expression(.name("partitions"), span), in: Environment(), timing: ReadTiming(requestTimeout: 1))
        } throws: { ($0 as? EvaluationFailure)?.kind == .limit }
    }
}
