import Engine
import Journal
import Language
import Testing

@Suite("Numbers at the ends of their range")
struct NumberEndsTests {
    let world = QueryWorld()

    /// What an expression gives, or how it fails; that it gives either is the point.
    private func result(_ text: String) -> String {
        do { return DisplayForm.text(try world.unchecked(text)) } catch { return (error as? EvaluationFailure)?.message ?? "\(error)" }
    }

    private static let least = "(-9223372036854775807 - 1)"
    private static let greatest = "9223372036854775807"

    @Test("a line of heights between the ends: the lowest, the middle, the highest")
    func spark() {
        #expect(result("spark([\(Self.least), 0, \(Self.greatest)])") == "▁▄█")
        #expect(result("spark([\(Self.greatest), \(Self.greatest)])") == "▄▄")
        let huge = String(repeating: "9", count: 308)
        #expect(result("spark([-\(huge).5, 0, \(huge).5])") == "▁▄█")
        // A span so small that its half is nothing.
        let tiny = "0." + String(repeating: "0", count: 323) + "5"
        #expect(result("spark([0, \(tiny)])").count == 2)
    }

    @Test("bars up to the greatest number are as long as there is room for")
    func bars() throws {
        let huge = Value.float(.greatestFiniteMagnitude)
        for values in [
            [Value.int(.min), .int(.max), .int(0)], [huge, .float(-.greatestFiniteMagnitude), .float(1)],
            [.duration(.min), .duration(.max)],
        ] {
            let table = Table(
                columns: [
                    Column("name", .string, .values(values.indices.map { .text("r\($0)") })), Column("n", .any, .values(values)),
                ], rowCount: values.count)
            var world = QueryWorld()
            world.bindings["t"] = .table(table)
            guard case .drawing(let lines) = try world.unchecked("bars(t, n, name)") else {
                Issue.record("no drawing")
                return
            }
            #expect(lines.count == values.count)
            #expect(lines.contains { $0.contains(String(repeating: "█", count: 40)) })
        }
    }

    @Test(
        "what has no room is said to overflow, and no percentage or rate is infinite",
        arguments: [
            "-\(least)", "abs(\(least))", "\(greatest) + 1", "\(least) - 1", "\(greatest) * 2", "\(greatest)B + 1B", "106751d + 106751d",
            "106751d * 2", "@9999-12-31 - @0001-01-01", "sum([\(greatest), 1])", "sum([\(greatest)B, 1B])", "abs(0d - 106751d - 106751d)",
        ])
    func overflow(text: String) {
        #expect(result(text).hasPrefix("overflow"), "\(text): \(result(text))")
    }

    @Test("percentages and rates at the end of what a number can be overflow, too, in every operation")
    func rates() {
        let huge = String(repeating: "9", count: 308)
        for text in [
            "\(huge)% + \(huge)%", "(0% - \(huge)%) - \(huge)%", "\(huge)% * 100", "\(huge)% * \(huge)%", "\(huge)% / 0.001",
            "avg([\(huge)%, \(huge)%])",
            "sum([\(huge)%, \(huge)%])", "\(Self.greatest)B/s * \(huge).0 * 10.0", "(0B/s - 1B/s * \(huge).0) - 1B/s * \(huge).0",
            "1/s * \(huge).0 + 1/s * \(huge).0", "\(huge).0 * \(huge).0", "\(Self.greatest)B / 0.5",
        ] {
            #expect(result(text).hasPrefix("overflow"), "\(text): \(result(text))")
        }
    }

    @Test("a percentage or a rate that a journal says is infinite is unknown, with the cause")
    func journal() throws {
        for kind in ["percent", "byteRate", "countRate"] {
            for word in ["inf", "-inf", "nan"] {
                guard case .unknown(let cause) = try Value(json: .object([.init(kind, .string(word))])) else {
                    Issue.record("\(kind) \(word)")
                    continue
                }
                #expect(cause.text.contains("overflow"))
            }
        }
    }

    @Test(
        "every form in which a value is shown takes every number",
        arguments: [Int.min, .min + 1, -1, 0, 1, 999, 9_999, 10_000, .max - 1, .max])
    func forms(number: Int) throws {
        let values: [Value] = [
            .int(number), .size(number), .duration(number), .time(number), .float(Double(number)), .percent(Double(number)),
            .byteRate(Double(number)), .countRate(Double(number)), .partition(topic: "t", index: number), .bound(.atLeast, .size(number)),
            .range(.int(number), .int(number)), .float(.greatestFiniteMagnitude), .percent(.infinity), .float(.nan),
        ]
        for value in values {
            #expect(!DisplayForm.text(value).isEmpty)
            _ = DisplayForm.exact(value)
            _ = try Value(json: JSONValue.parse(value.json.text))
        }
        #expect(!DisplayForm.duration(milliseconds: number).isEmpty)
        #expect(CalendarTime(milliseconds: number).rfc3339.hasSuffix("Z"))
        #expect(TimeText.rfc3339(ms: number).hasSuffix("Z"))
    }

    @Test("instants that RFC 3339 can write come out as it writes them, on both sides of 1970")
    func instants() {
        #expect(CalendarTime(milliseconds: -1).rfc3339 == "1969-12-31T23:59:59Z")
        #expect(CalendarTime(milliseconds: 253_402_300_799_999).rfc3339 == "9999-12-31T23:59:59Z")
        #expect(CalendarTime(milliseconds: -86_400_000).rfc3339 == "1969-12-31T00:00:00Z")
    }

    @Test("`take` of more rows than there can be takes all")
    func take() throws {
        guard case .table(let all) = try world.unchecked("partitions"),
            case .table(let taken) = try world.unchecked("partitions take \(Self.greatest)")
        else {
            Issue.record("no tables")
            return
        }
        #expect(all.decided == taken.decided)
    }
}

@Suite("What an evaluation may take")
struct BudgetTests {
    /// A run of these statements with little room.
    private func run(_ statements: [String], _ budget: EvaluationBudget) -> (stage: Stage, report: RunReport) {
        let stage = Stage()
        stage.options.budget = budget
        return (stage, stage.start("step \"A\" {\n\(statements.joined(separator: "\n"))\n}"))
    }

    private func bytes(of stage: Stage) throws -> Int {
        let run = try #require(try stage.store.runs().first)
        return stage.store.contents(of: run).values.reduce(0) { $0 + $1.count }
    }

    private static let small = EvaluationBudget(made: 4 << 20, text: 1 << 16, kept: 1 << 18, held: 1 << 19)

    @Test(
        "forty lets that double end the run with a limit that is named, and a journal that is no larger than it",
        arguments: [
            ("\"0123456789\"", "X + X"), ("[1, 2]", "X + X"), ("[1, 2]", "[X, X]"), ("\"0123456789\"", "\"{X}{X}\""),
            ("[\"0123456789\"]", "X + X"), ("\"0123456789\"", "join([X, X], X)"), ("[\"ab\"]", "flatten([X, X])"), ("[1]", "[X]"),
        ])
    func doubling(first: String, next: String) throws {
        var statements = ["let x0 = \(first)"]
        for index in 1...40 { statements.append("let x\(index) = \(next.replacing("X", with: "x\(index - 1)"))") }
        let (stage, report) = run(statements, Self.small)
        guard case .failed(let failure) = report.end else {
            Issue.record("\(report.end)")
            return
        }
        #expect(failure.kind == .limit, "\(failure)")
        #expect(failure.message.contains("more than"), "\(failure.message)")
        #expect(try bytes(of: stage) < 4 << 20)
        #expect(report.exitCode == 3)
    }

    @Test("many lets that are each small enough have one limit together, which says which")
    func held() throws {
        var statements = ["let x0 = \"\(String(repeating: "a", count: 16_000))\""]
        for index in 1...40 { statements.append("let x\(index) = x0 + \"\"") }
        let (_, report) = run(statements, Self.small)
        guard case .failed(let failure) = report.end else {
            Issue.record("\(report.end)")
            return
        }
        #expect(failure.kind == .limit && failure.message.contains("512 KiB") && failure.message.contains("all that is bound"))
    }

    @Test("what a block binds ends with it, and counts no more")
    func blocks() throws {
        var statements: [String] = []
        for index in 0..<40 { statements.append("if true { let x\(index) = \"\(String(repeating: "a", count: 16_000))\" }") }
        #expect(run(statements, Self.small).report.end == .done)
    }

    @Test("what nests as deep as is allowed is read back from the journal as it was; deeper is refused")
    func depth() throws {
        let budget = EvaluationBudget()
        var value = Value.int(1)
        for level in 0..<budget.depth {
            value = level % 2 == 0 ? .list(ListValue([value])) : .record(Record(fields: [.init("a", ValueType(of: value), value)]))
        }
        let line = JournalLine.encode(["v": 1, "kind": "finished", "bound": ["x": ["value": value.json]]])
        let records = try JournalScan(line, run: "r").records
        #expect(try records.first?["bound"]?["x"]?["value"].map { try Value(json: $0) } == value)
    }

    @Test("functions that call the one before twice, thirty of them, end in a limit and not in a year")
    func calls() {
        var text = "func f0(x: int) = x\n"
        for index in 1...40 { text += "func f\(index)(x: int) = f\(index - 1)(x) + f\(index - 1)(x)\n" }
        let stage = Stage()
        stage.options.budget = EvaluationBudget(steps: 2_000_000)
        let program = Stage.program(text + Stage.runbook("step \"A\" { let x = f40(1) }"))
        let report = Run.start(
            RunRequest(program: program, schema: Stage.schema, parameters: [:], file: "main.runbook"), options: stage.options,
            surroundings: stage.surroundings)
        guard case .failed(let failure) = report.end else {
            Issue.record("\(report.end)")
            return
        }
        #expect(failure.kind == .limit && failure.message.contains("steps"))
    }

    @Test("arguments of calls inside of calls are looked at once")
    func arguments() {
        let nested = String(repeating: "same(", count: 40) + "partitions" + String(repeating: ")", count: 40)
        let stage = Stage()
        let program = Stage.program("func same(t: table) = t\n" + Stage.runbook("step \"A\" { let x = count(\(nested)) }"))
        let report = Run.start(
            RunRequest(program: program, schema: Stage.schema, parameters: [:], file: "main.runbook"), options: stage.options,
            surroundings: stage.surroundings)
        #expect(report.end == .done)
    }

    @Test("a pattern that stands for too many, or nests too deep, is refused")
    func patterns() throws {
        var world = QueryWorld()
        world.bindings["p"] = .text(String(repeating: "{a}", count: 100_000))
        #expect(throws: EvaluationFailure.self) { try world.unchecked("\"a\" ~ p") }
        world.bindings["p"] = .text(String(repeating: "{", count: 100_000))
        #expect(throws: EvaluationFailure.self) { try world.unchecked("\"a\" ~ p") }
    }
}
