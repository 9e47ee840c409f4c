import Engine
import Language
import Testing

/// A small world for programs in tests: sources with a few rows, one broker that does not answer, functions.
struct QueryWorld {
    static let mute = Cause(broker: 3, "no answer in 5s")

    static let schema = Schema(
        sources: [
            SourceSchema(
                name: "partitions", summary: "",
                columns: [
                    ColumnSchema("topic", .topic, .key, ""), ColumnSchema("partition", .int, .key, ""),
                    ColumnSchema("leader", .broker, nullable: true, .state, ""), ColumnSchema("isr", .set(.broker), .set, ""),
                    ColumnSchema("replicas", .list(.broker), .list, ""), ColumnSchema("offline", .bool, .state, ""),
                    ColumnSchema("size", .size, nullable: true, .gauge, ""), ColumnSchema("lagRaw", .int, .gauge, ""),
                ], defaultColumns: ["topic", "partition", "leader", "isr", "offline"], key: ["topic", "partition"], cost: ""),
            SourceSchema(
                name: "groups", summary: "",
                columns: [
                    ColumnSchema("id", .group, .key, ""), ColumnSchema("state", .closedSet(["Stable", "Empty"]), .state, ""),
                    ColumnSchema("lag", .int, .gauge, ""), ColumnSchema("members", .int, .gauge, ""),
                    ColumnSchema("seen", .time, nullable: true, .state, ""),
                ], defaultColumns: ["id", "state", "lag"], key: ["id"], cost: ""),
            SourceSchema(
                name: "brokers", summary: "",
                columns: [
                    ColumnSchema("id", .broker, .key, ""), ColumnSchema("rack", .string, nullable: true, .state, ""),
                    ColumnSchema("up", .bool, .state, ""),
                ], defaultColumns: ["id", "rack", "up"], key: ["id"], cost: ""),
            SourceSchema(
                name: "cluster", summary: "",
                columns: [ColumnSchema("id", .string, .state, ""), ColumnSchema("mode", .string, .state, "")],
                defaultColumns: ["id", "mode"], key: [], cost: "", isSingleRow: true),
            SourceSchema(
                name: "offsets", summary: "",
                columns: [
                    ColumnSchema("topic", .topic, .key, ""), ColumnSchema("partition", .int, .key, ""),
                    ColumnSchema("at", .int, nullable: true, .state, ""),
                ], defaultColumns: ["topic", "partition", "at"], key: ["topic", "partition"], cost: ""),
        ], effects: [], functions: BuiltinFunctions.all)

    /// trips-0 led by 1, trips-1 led by 2, trips-2 offline, pay-0 whose leader and truth are unknown.
    static var partitions: Table {
        Table(
            source: "partitions",
            columns: [
                Column("topic", .topic, .texts([0, 0, 0, 1], pool: ["trips", "pay"], [:])),
                Column("partition", .int, .ints([0, 1, 2, 0], [:])),
                Column("leader", .broker, .ints([1, 2, 0, 0], [2: .null, 3: .unknown(mute)])),
                Column("isr", .set(.broker), .intLists(bounds: [0, 2, 4, 4, 4], items: [1, 2, 1, 2], [3: .unknown(mute)])),
                Column("replicas", .list(.broker), .intLists(bounds: [0, 2, 4, 6, 7], items: [1, 2, 2, 1, 2, 3, 3], [:])),
                Column("offline", .bool, .bools([false, false, true, false], [3: .unknown(mute)])),
                Column("size", .size, .ints([100, 200, 300, 0], [3: .unknown(mute)])),
                Column("lagRaw", .int, .ints([5, 7, 9, 0], [3: .unknown(mute)])),
            ], key: ["topic", "partition"], rowCount: 4)
    }

    /// Group `late` has a lag that is at least 2.3M.
    static var groups: Table {
        Table(
            source: "groups",
            columns: [
                Column("id", .group, .values([.text("a"), .text("b"), .text("late")])),
                Column("state", .closedSet(["Stable", "Empty"]), .values([.text("Stable"), .text("Empty"), .text("Stable")])),
                Column("lag", .int, .values([.int(10), .int(500), .bound(.atLeast, .int(2_300_000))])),
                Column("members", .int, .ints([2, 0, 4], [:])), Column("seen", .time, .values([.time(5), .null, .time(7)])),
            ], key: ["id"], rowCount: 3)
    }

    static var brokers: Table {
        Table(
            source: "brokers",
            columns: [
                Column("id", .broker, .ints([1, 2], [:])), Column("rack", .string, .values([.text("A"), .text("B")])),
                Column("up", .bool, .bools([true, true], [:])),
            ], key: ["id"], rowCount: 2)
    }

    let cluster = FakeCluster([
        "partitions": QueryWorld.partitions, "groups": QueryWorld.groups, "brokers": QueryWorld.brokers,
        "cluster": Table(
            source: "cluster",
            columns: [Column("id", .string, .constant(.text("c1"))), Column("mode", .string, .constant(.text("kraft")))], rowCount: 1),
        "offsets": Table(
            source: "offsets",
            columns: [
                Column("topic", .topic, .constant(.text("trips"))), Column("partition", .int, .ints([0], [:])),
                Column("at", .int, .ints([42], [:])),
            ], key: ["topic", "partition"], rowCount: 1),
    ])
    let clock = FixedClock()
    var bindings: [NameKey: Value] = [:]
    var parameters: [NameKey: Value] = [:]
    /// Definitions of functions that programs may call.
    var definitions = ""
    var usesColumns = true

    /// The value of an expression as written, checked first.
    func evaluated(_ text: String, texts: TextForm = .display) throws -> Evaluated {
        let whole = definitions + "\n" + text
        let (tree, wrong) = Parser.parse(file: SourceFile(id: 0, name: "test", text: whole), effects: [], mode: .entry)
        var environment = CheckedEnvironment()
        environment.bindings = Dictionary(uniqueKeysWithValues: bindings.map { ($0.key.text, ValueType(of: $0.value)) })
        let program = Checker.check(
            Program(main: tree), schema: QueryWorld.schema, options: CheckOptions(mode: .entry, environment: environment))
        let problems = (wrong + program.diagnostics.filter { $0.severity == .error }).map { "\($0.message) [\($0.help ?? "")]" }
        guard problems.isEmpty else { throw Wrong(problems: problems) }
        guard case .statement(let statement)? = tree.items.last, case .expression(let expression) = statement.kind else {
            throw Wrong(problems: ["no expression: \(text)"])
        }
        let evaluator = Evaluator(program: program, schema: QueryWorld.schema, cluster: cluster, clock: clock)
        evaluator.usesColumns = usesColumns
        return try evaluator.evaluate(
            expression, in: Environment(bindings: bindings, parameters: parameters, runStarted: 0), timing: ReadTiming(requestTimeout: 1),
            texts: texts)
    }

    func value(_ text: String, texts: TextForm = .display) throws -> Value { try evaluated(text, texts: texts).value }

    /// The value of an expression whose tree was not checked: names follow the evaluator's own rule.
    func unchecked(_ text: String) throws -> Value {
        let (tree, wrong) = Parser.parse(file: SourceFile(id: 0, name: "test", text: text), effects: [], mode: .entry)
        guard wrong.isEmpty, case .statement(let statement)? = tree.items.last, case .expression(let expression) = statement.kind else {
            throw Wrong(problems: wrong.map(\.message))
        }
        let evaluator = Evaluator(schema: QueryWorld.schema, cluster: cluster, clock: clock)
        return try evaluator.evaluate(expression, in: Environment(bindings: bindings), timing: ReadTiming(requestTimeout: 1)).value
    }

    func table(_ text: String) throws -> Table {
        let value = try value(text)
        guard case .table(let table) = value else { throw Wrong(problems: ["no table: \(value)"]) }
        return table
    }

    /// The rows of a table as lines: `trips 0 | ? pay 0 | missing broker 3: …`.
    func rows(_ text: String, _ columns: String...) throws -> [String] {
        let table = try table(text)
        func line(_ row: UInt32) -> String {
            columns.map { name in table.column(name).map { DisplayForm.text($0.value(at: row), $0.type) } ?? "no \(name)" }.joined(
                separator: " ")
        }
        return table.decided.map(line) + table.undecided.map { "? " + line($0) } + table.missing.map { "missing \($0)" }
    }

    struct Wrong: Error, CustomStringConvertible {
        var problems: [String]
        var description: String { problems.joined(separator: "; ") }
    }
}
