import Engine
import KafkaPrimitives
import Language
import Testing

/// Counts that come of readings made for something else.
@Suite("Counting readings")
struct ReadingCountsTests {
    @Test("a reading of all partitions is counted: the incident has 17 under-replicated, 6 of them offline")
    func partitions() throws {
        let world = try LabWorld("brokerLoss")
        world.cluster.countReadings()
        _ = try world.table("partitions", ["topic", "partition", "underReplicated"])
        let counts = try #require(world.cluster.takeCounts())
        #expect(counts.offline == 6 && counts.underReplicated == 17 && counts.outOfSync == 17)
        #expect(counts.liveBrokers == 2 && counts.reassigning == 0 && counts.lag == nil)
        #expect(world.cluster.takeCounts() == nil)
    }

    @Test("without the moves, who is under-replicated is not known; who is offline is")
    func withoutMoves() throws {
        let world = try LabWorld("brokerLoss")
        world.cluster.countReadings()
        _ = try world.table("partitions", ["topic", "partition", "offline"])
        let counts = try #require(world.cluster.takeCounts())
        #expect(counts.offline == 6 && counts.outOfSync == 17)
        #expect(counts.underReplicated == nil && counts.reassigning == nil)
    }

    @Test("a reading of some topics tells nothing of the whole")
    func restricted() throws {
        let world = try LabWorld("brokerLoss")
        world.cluster.countReadings()
        _ = try world.table("partitions", ["topic", "partition", "offline"], restrictions: ["topic": [.text("trip-events")]])
        let counts = try #require(world.cluster.takeCounts())
        #expect(counts.offline == nil && counts.outOfSync == nil && counts.liveBrokers == 2)
    }

    @Test("the lag of all groups is their sum, at least what is known; of groups by name, each")
    func lag() throws {
        let world = try LabWorld("consumerLag")
        world.cluster.countReadings()
        let table = try world.table("groups", ["id", "lag"])
        let lags = try #require(table.column("lag"))
        var known = 0
        for row in table.decided {
            switch lags.value(at: row) {
            case .int(let number), .bound(.atLeast, .int(let number)): known += number
            default: break
            }
        }
        let counts = try #require(world.cluster.takeCounts())
        #expect(known > 0 && counts.lag?.value == known && counts.groupLags.isEmpty)
        _ = try world.table("groups", ["id", "lag"], restrictions: ["id": [.text("draining")]])
        let one = try #require(world.cluster.takeCounts())
        #expect(one.lag == nil && Array(one.groupLags.keys) == ["draining"])
    }

    @Test("counting sends no request")
    func free() throws {
        let plain = try LabWorld("brokerLoss")
        let counted = try LabWorld("brokerLoss")
        counted.cluster.countReadings()
        for source in ["partitions", "brokers", "groups", "topics"] {
            for columns in [["offline"], ["lag"], ["underReplicated"], ["id"]] as [Set<NameKey>] {
                _ = try plain.table(source, columns)
                _ = try counted.table(source, columns)
                #expect(plain.cluster.lastRequestCount == counted.cluster.lastRequestCount, "\(source) \(columns)")
            }
        }
    }

    @Test("nobody asked: nothing is counted")
    func off() throws {
        let world = try LabWorld("brokerLoss")
        _ = try world.table("partitions", ["topic", "partition", "offline"])
        #expect(world.cluster.takeCounts() == nil)
    }
}
