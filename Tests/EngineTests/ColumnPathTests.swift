import Engine
import Language
import Testing

@Suite("Conditions over columns")
struct ColumnPathTests {
    /// SplitMix64: the same numbers from the same seed, everywhere.
    struct Random: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    private static let conditions = [
        "offline", "leader == 2", "leader != 2", "leader in [1, 3]", "leader not in [1]", "leader in 1..2", "2 == leader", "size > 2B",
        "size <= 3B",
        "partition < 40", "count(isr) < 2", "count(isr) == count(replicas)", "count(isr) != partition", "partition == lagRaw",
        "partition >= lagRaw",
        "lagRaw > 3", "isr contains 2", "isr not contains 1", "isr is empty", "isr is not empty", "isr is unknown", "leader is null",
        "leader is not null",
        "topic == \"t1\"", "topic != \"t1\"", "topic in [\"t0\", \"t2\"]", "topic ~ \"t*\"", "topic matches /[02]/",
        "topic startsWith \"t1\"",
        "topic contains \"2\"", "\"t1\" == topic", "leader in isr", "isr == replicas", "size / 2 > 1B", "leader in [u]",
        "partition < u",
        "partition in gap", "size > ls", "lagRaw == bound",
    ]

    private func condition(_ random: inout Random, depth: Int) -> String {
        let simple = Self.conditions[Int.random(in: 0..<Self.conditions.count, using: &random)]
        guard depth > 0 else { return simple }
        switch Int.random(in: 0..<4, using: &random) {
        case 0: return "not (\(condition(&random, depth: depth - 1)))"
        case 1: return "(\(condition(&random, depth: depth - 1))) and (\(condition(&random, depth: depth - 1)))"
        case 2: return "(\(condition(&random, depth: depth - 1))) or (\(condition(&random, depth: depth - 1)))"
        default: return simple
        }
    }

    /// A table with null, unknown and bounds strewn over its columns, part of its rows selected.
    private func table(_ random: inout Random) -> Table {
        let rows = 60
        func exceptions(_ random: inout Random) -> Column.Exceptions {
            var result: Column.Exceptions = [:]
            for row in 0..<UInt32(rows) {
                switch Int.random(in: 0..<12, using: &random) {
                case 0: result[row] = .null
                case 1: result[row] = .unknown(Cause("u\(row)"))
                default: break
                }
            }
            return result
        }
        func lists(_ random: inout Random) -> Column.Storage {
            var bounds: [UInt32] = [0]
            var items: [Int32] = []
            for _ in 0..<rows {
                for broker in 1...3 where Bool.random(using: &random) { items.append(Int32(broker)) }
                bounds.append(UInt32(items.count))
            }
            return .intLists(bounds: bounds, items: items, exceptions(&random))
        }
        func numbers(_ range: ClosedRange<Int>, _ random: inout Random) -> [Int] {
            (0..<rows).map { _ in Int.random(in: range, using: &random) }
        }
        var bounds = exceptions(&random)
        for row in stride(from: 3, to: UInt32(rows), by: 7) { bounds[row] = .bound(.atLeast, .int(Int.random(in: 0...5, using: &random))) }
        var table = Table(
            source: "partitions",
            columns: [
                Column(
                    "topic", .topic, .texts(numbers(0...3, &random).map { UInt32($0) }, pool: ["t0", "t1", "t2", ""], exceptions(&random))),
                Column("partition", .int, .ints(numbers(0...5, &random), [:])),
                Column("leader", .broker, .ints(numbers(1...3, &random), exceptions(&random))),
                Column("isr", .set(.broker), lists(&random)),
                Column("replicas", .list(.broker), lists(&random)),
                Column("offline", .bool, .bools((0..<rows).map { _ in Bool.random(using: &random) }, exceptions(&random))),
                Column("size", .size, .ints(numbers(0...6, &random), exceptions(&random))),
                Column("lagRaw", .int, .ints(numbers(0...6, &random), bounds)),
            ], key: ["topic", "partition"], rowCount: rows)
        table.decided = (0..<UInt32(rows)).filter { _ in Int.random(in: 0..<5, using: &random) > 0 }.shuffled(using: &random)
        table.undecided = (0..<UInt32(rows)).filter { !table.decided.contains($0) && $0 % 2 == 0 }
        return table
    }

    @Test("the way over columns gives what the way row by row gives", arguments: 1...120)
    func equal(seed: UInt64) throws {
        var random = Random(state: seed)
        var world = QueryWorld()
        world.cluster.tables["partitions"] = table(&random)
        world.bindings = [
            "u": .unknown(Cause("u")), "gap": .list(ListValue([.int(1)], missing: [Cause("gap")])), "ls": .bound(.atLeast, .size(3)),
            "bound": .bound(.atMost, .int(3)),
        ]
        let text = "partitions where \(condition(&random, depth: 3))"
        let fast = try world.table(text)
        world.usesColumns = false
        let slow = try world.table(text)
        #expect(fast.decided == slow.decided, "\(text)")
        #expect(fast.undecided == slow.undecided, "\(text)")
        #expect(Set(fast.undecidedBecause) == Set(slow.undecidedBecause), "\(text)")
    }
}
