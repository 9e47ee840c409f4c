import Engine
import Language

/// Tables that show every kind of cell.
enum Samples {
    static let mute = Cause(broker: 3, "no answer in 5s")
    /// 2026-11-23.
    static let today = 20_780

    static var everything: Table {
        var table = Table(
            source: "partitions",
            columns: [
                Column("topic", .topic, .texts([0, 0, 1, 1], pool: ["trips", "päy|ments, \"x\""], [:])),
                Column("partition", .int, .ints([0, 12345, 2, 7], [:])),
                Column("leader", .broker, .ints([1, 2, 0, 0], [2: .null, 3: .unknown(mute)])),
                Column("isr", .set(.broker), .intLists(bounds: [0, 2, 3, 3, 3], items: [1, 2, 2], [3: .unknown(mute)])),
                Column("offline", .bool, .bools([false, false, true, false], [3: .unknown(mute)])),
                Column("size", .size, .ints([1_503_238_553, 512, 0, 0], [2: .null, 3: .unknown(mute)])),
                Column("lag", .int, .values([.int(9_999), .bound(.atLeast, .int(2_300_000)), .null, .unknown(mute)])),
                Column("rate", .byteRate, .values([.byteRate(5e7), .byteRate(0.5), .null, .byteRate(1)])),
                Column("age", .duration, .ints([5_400_000_000_000, 250_000_000, 0, 1], [:])),
                Column("used", .percent, .values([.percent(95.5), .percent(100), .percent(0), .null])),
                Column(
                    "at", .time,
                    .values([.time(1_795_442_531_120), .time(1_795_352_531_000), .null, .time(1_795_442_531_000)])),
                Column("host", .string, .values([.text(""), .text("a\nb\u{1b}[2J"), .null, .text("h")])),
            ], key: ["topic", "partition"], rowCount: 4, missing: [Cause("a listing that rights may have cut")])
        table.decided = [0, 1, 2]
        table.undecided = [3]
        table.undecidedBecause = [mute]
        table.reading = ReadingTime(asOf: 1_795_442_531_120, tookMs: 18)
        return table
    }
}
