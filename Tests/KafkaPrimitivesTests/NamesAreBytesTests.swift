import Engine
import Journal
import Language
import Testing

@testable import KafkaLab
@testable import KafkaPrimitives

/// Groups whose ids are canonically equivalent to Unicode and other bytes to Kafka.
private let composed = "caf\u{E9}-app"
private let decomposed = "cafe\u{301}-app"

@Suite("Names of Kafka are bytes") struct NamesAreBytesTests {
    private func world() throws -> EffectWorld {
        let world = try EffectWorld("consumerLag")
        for (id, offset) in [(composed, Int64(100)), (decomposed, Int64(200))] {
            let group = LabGroup(id: id, topics: ["audit"])
            let known = try #require(world.lab.groups["abandoned"]?.offsets)
            group.offsets = known.mapValues { committed in
                var committed = committed
                committed.offset = offset
                return committed
            }
            group.state = .empty
            world.lab.groups[id] = group
        }
        return world
    }

    private func rows(_ world: EffectWorld, _ source: String, _ columns: [String], restrictions: [NameKey: [Value]] = [:]) throws
        -> [[Value]]
    {
        let request = SourceRequest(source: source, columns: Set(columns), restrictions: restrictions)
        let table = try world.cluster.read([request], timing: world.timing)[0]
        return table.decided.map { row in columns.map { table.column($0)?.value(at: row) ?? .null } }
    }

    @Test("groups, lags and offsets show both, each with its own")
    func both() throws {
        let world = try world()
        let listed = try rows(world, "groups", ["id"]).map { $0[0] }
        #expect(listed.filter { $0 == .text(composed) }.count == 1 && listed.filter { $0 == .text(decomposed) }.count == 1)
        let lags = try rows(world, "lags", ["group", "committed"])
        #expect(lags.filter { $0[0] == .text(composed) }.map { $0[1] } == Array(repeating: .int(100), count: 4))
        #expect(lags.filter { $0[0] == .text(decomposed) }.map { $0[1] } == Array(repeating: .int(200), count: 4))
        let one = try rows(world, "lags", ["group", "committed"], restrictions: ["group": [.text(decomposed)]])
        #expect(one.map { $0[1] } == Array(repeating: .int(200), count: 4))
    }

    @Test("from saved gives each group its own offsets back")
    func saved() throws {
        let world = try world()
        func plan(_ group: String, _ position: EffectCall.Position, saved: [EffectCall.SavedItem] = []) throws -> EffectPlan {
            var call = EffectCall(
                id: "reset offsets", arguments: ["target": .value(.text(group)), "position": .position(position)], options: .init())
            call.saved = saved
            return try world.effect("reset offsets").plan(call, timing: world.timing)
        }
        func committed(_ group: String) -> [Int64] { (world.lab.groups[group]?.offsets.values.map(\.offset) ?? []).sorted() }
        var saved: [EffectCall.SavedItem] = []
        // The other group's reset is the newer one: by equivalence it would be the one that is found.
        for (group, run) in [(composed, "b"), (decomposed, "a")] {
            let toEnd = try plan(group, .latest)
            _ = try world.submit(toEnd)
            saved += toEnd.items.map { EffectCall.SavedItem(run: run, effect: "A/0#1", item: $0) }
        }
        let back = try plan(decomposed, .saved(run: nil), saved: saved)
        #expect(back.items.map(\.key[0].string) == Array(repeating: decomposed, count: 4))
        _ = try world.submit(back)
        #expect(committed(decomposed) == [200, 200, 200, 200])
        #expect(committed(composed).allSatisfy { $0 > 200 })
    }
}
