import Engine
import Journal
import Language
import Testing

@Suite("Points for the report's charts")
struct SamplingTests {
    private func samples(_ stage: Stage) throws -> [(at: Int, json: JSONValue)] {
        let run = try #require(try stage.store.runs().first)
        return try stage.store.scan(run).records.filter { $0["kind"] == "sampled" }.map { ($0["at"]?.int ?? 0, $0) }
    }

    private func stage(_ counts: @escaping (Int) -> ClusterCounts) -> Stage {
        let stage = Stage()
        let clock = stage.clock
        stage.world.counts = { counts(clock.wallMs) }
        return stage
    }

    @Test("what a wait reads anyhow is written down, at most one point in some seconds, and it asks for nothing more")
    func wait() throws {
        let text = "step \"A\" { wait until no partitions where leader == 1 within 1m every 1s otherwise { note \"no\" } }"
        let plain = Stage()
        #expect(plain.start(text).end == .done)
        let stage = stage { ClusterCounts(readMs: $0, liveBrokers: 2, offline: 6, underReplicated: nil) }
        #expect(stage.start(text).end == .done)
        #expect(stage.world.reads == plain.world.reads)
        #expect(try samples(plain).isEmpty)
        let points = try samples(stage)
        #expect((15...21).contains(points.count), "\(points.count)")
        for (earlier, later) in zip(points, points.dropFirst()) { #expect(later.at - earlier.at >= 3_000) }
        #expect(points.allSatisfy { $0.json["offline"] == 6 && $0.json["liveBrokers"] == 2 && $0.json["underReplicated"] == nil })
    }

    @Test("what happens to partitions between two points is not lost")
    func change() throws {
        let start = Stage().clock.wallMs
        let stage = stage { ClusterCounts(readMs: $0, offline: $0 - start < 4_000 ? 6 : 0) }
        #expect(stage.start("step \"A\" { wait until no partitions where leader == 1 within 20s every 1s otherwise { } }").end == .done)
        let points = try samples(stage)
        let zero = try #require(points.first { $0.json["offline"] == 0 })
        #expect(zero.at - start <= 5_000)
    }

    @Test("a run of ten hours has some thousand points, not one for each look")
    func thinned() throws {
        let stage = stage { ClusterCounts(readMs: $0, offline: 0, lag: .init($0 % 1_000_000)) }
        let end = stage.start("step \"A\" { wait until no partitions where leader == 1 within 10h every 10s otherwise { note \"no\" } }")
            .end
        #expect(end == .done)
        #expect(stage.world.reads > 3_000)
        let points = try samples(stage)
        #expect((500...1_200).contains(points.count), "\(points.count)")
    }

    @Test("a moving effect leaves how far it is: items, and bytes of those that are there")
    func progress() throws {
        let stage = Stage()
        stage.world.moveMs = 20_000
        let report = stage.start("step \"A\" { place partitions onto 2 staged 3 unthrottled within 5m }")
        #expect(report.end == .done)
        let points = try samples(stage).map(\.json)
        #expect(points.count > 4)
        #expect(points.allSatisfy { $0["items"] == 6 && $0["bytes"] == 600 && $0["effect"] == "A/0#1" })
        // Half of three items that are under way.
        #expect(points.first?["bytesDone"] == 150)
        #expect(points.last?["over"] == 6 && points.last?["bytesDone"] == 600)
    }

    @Test("a disk that refuses a point costs the points, not the run")
    func fullDisk() throws {
        let text = "step \"A\" { place partitions onto 2 staged 3 unthrottled within 5m }"
        let reference = Stage()
        reference.world.moveMs = 20_000
        #expect(reference.start(text).end == .done)
        let run = try #require(try reference.store.runs().first)
        let first = try #require(try reference.store.scan(run).records.firstIndex { $0["kind"] == "sampled" })
        let stage = Stage()
        stage.world.moveMs = 20_000
        stage.store.faults = .init(atAppend: first + 1, isDeath: false)
        #expect(stage.start(text).end == .done)
        #expect(try samples(stage).isEmpty)
        #expect(stage.recorder.warnings.contains { $0.contains("no more points") })
    }

    @Test("a point that cannot be understood costs the point, not the run")
    func strange() throws {
        let stage = Stage()
        stage.options.answersYes = true
        stage.store.faults = .init(atAppend: 6, bytesKept: 100_000)
        _ = stage.start("step \"A\" { place partitions onto 2 unthrottled within 5m }")
        let run = try #require(stage.store.journals.keys.first)
        stage.store.revive()
        try stage.store.append(JournalLine.encode(["v": 1, "at": 1, "kind": "sampled", "read": "x"]), to: run, durably: true)
        #expect(stage.resume().end == .done)
    }

    @Test("counts of one moment come together; those of another do not borrow from it")
    func moments() throws {
        var counts = ClusterCounts(readMs: 1_000, underReplicated: 17)
        counts.merge(ClusterCounts(readMs: 1_400, offline: 6))
        #expect(counts == ClusterCounts(readMs: 1_400, offline: 6, underReplicated: 17))
        counts.merge(ClusterCounts(readMs: 9_000, offline: 0))
        #expect(counts == ClusterCounts(readMs: 9_000, offline: 0))
        let full = ClusterCounts(
            readMs: 1, liveBrokers: 1, offline: 2, underReplicated: 3, outOfSync: 4, reassigning: 5, lag: .init(6, isLowerBound: true),
            groupLags: ["a": .init(7), "b": .init(8, isLowerBound: true)])
        #expect(try ClusterCounts(json: .object(full.members)) == full)
    }
}
