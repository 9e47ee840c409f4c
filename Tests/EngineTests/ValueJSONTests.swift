import Engine
import Journal
import Language
import Testing

@Suite("Values in the journal")
struct ValueJSONTests {
    static let table: Table = {
        let cause = Cause(broker: 3, "no answer in 5s")
        var table = Table(
            source: "partitions",
            columns: [
                Column("topic", .topic, .texts([0, 1, 0, 2], pool: ["trips", "pay", "users"], [:])),
                Column("partition", .int, .ints([0, 1, 2, 3], [:])),
                Column("leader", .broker, .ints([1, 2, 3, 0], [1: .null, 2: .unknown(cause)])),
                Column("isr", .set(.broker), .intLists(bounds: [0, 2, 3, 3, 4], items: [1, 2, 3, 1], [2: .unknown(cause)])),
                Column("offline", .bool, .bools([false, true, false, true], [2: .unknown(cause)])),
                Column("rack", .string, .constant(.null)),
                Column("x", .any, .values([.int(1), .text("a"), .null, .bound(.atLeast, .size(5))])),
            ], key: ["topic", "partition"], rowCount: 4, missing: [cause], shown: ["topic", "leader"])
        table.decided = [3, 1]
        table.undecided = [2]
        table.undecidedBecause = [Cause("why")]
        table.plan = PlanReference(hash: "abc", effect: "reassign")
        table.reading = ReadingTime(asOf: 1_764_000_000_000, tookMs: 18)
        return table
    }()

    @Test(
        "every value comes back as it went",
        arguments: [
            .null, .bool(false), .int(.min), .float(2), .float(.infinity), .float(0.1), .text("a\n\"b"), .duration(5), .size(7),
            .percent(95.5), .time(-1), .byteRate(1e12), .countRate(0.5), .partition(topic: "trips", index: 3),
            .unknown(Cause(broker: 2, "no answer")), .unknown(Cause("needs KRaft")),
            .list(ListValue([.int(1), .null], missing: [Cause("x")])), .set(ListValue([.int(1), .int(2)])),
            .range(.int(1), .int(50)), .bound(.atMost, .int(3)), .drawing(["▁█"]), .secret("pager"),
            .record(
                Record(
                    fields: [.init("id", .group, .text("g")), .init("s", .closedSet(["a", "b"]), .text("a"))], source: "groups", key: ["id"]
                )),
        ] as [Value])
    func roundTrip(value: Value) throws {
        let read = try Value(json: JSONValue.parse(value.json.text))
        #expect(read == value)
    }

    @Test("a table comes back compacted, with its causes, bounds and types")
    func tables() throws {
        let read = try Value(json: JSONValue.parse(Value.table(Self.table).json.text))
        #expect(read == .table(Self.table.compacted()))
        guard case .table(let table) = read else { return }
        #expect(table.decided == [0, 1] && table.undecided == [2])
        for (old, new) in zip(Self.table.rows, table.rows) { #expect(Self.table.record(at: old) == table.record(at: new)) }
    }

    @Test(
        "types come back",
        arguments: [
            .int, .closedSet(["a"]), .list(.set(.broker)), .plan(effect: "reassign", RowType(source: "x", fields: [.init("a", .size)])),
            .items(RowType(fields: [])), .range(.duration), .record(RowType(fields: [.init("config", .any)])),
        ] as [ValueType])
    func types(type: ValueType) throws {
        #expect(try ValueType(json: JSONValue.parse(type.json.text)) == type)
    }

    @Test("a damaged table is a fault, never a crash")
    func damaged() throws {
        let bytes = Value.table(Self.table).json.utf8
        var faults = 0
        for index in bytes.indices {
            for digit in ["0", "9", "-"] {
                var changed = bytes
                changed[index] = Array(digit.utf8)[0]
                guard let json = try? JSONValue.parse(changed) else { continue }
                if let value = try? Value(json: json), case .table(let table) = value {
                    for row in table.rows { _ = table.record(at: row) }
                } else {
                    faults += 1
                }
            }
        }
        #expect(faults > 50)
    }

    @Test("a table that claims rows it does not hold is refused")
    func claims() {
        #expect(throws: ValueFault.self) { try Table(json: ["decided": 2_000_000_000, "columns": []]) }
        #expect(throws: ValueFault.self) { try Table(json: ["decided": -1, "columns": []]) }
    }

    @Test("rows are named by their key")
    func keys() {
        #expect(Self.table.rowKey(at: 2) == ["trips", 2])
        #expect(Self.table.rowLabel(at: 2) == "trips-2")
        #expect(Value.table(Self.table).loopItems?.map(\.label) == ["users-3", "pay-1"])
        #expect(Value.list(ListValue([.text("g")])).loopItems?.first?.key == ["g"])
    }
}
