import Engine
import Testing

/// The controller answers when it has written a change down; a broker shows it a moment later (KRaft: it fetches and publishes the metadata log).
@Suite("A view that lags behind what was asked for")
struct LaggingViewTests {
    private let move = "step \"A\" { place partitions onto 2 unthrottled within 5m }"

    @Test(
        "what reads as neither before nor wanted just after the answer is not taken for somebody else's change",
        arguments: [200, 5_000, 25_000])
    func lagging(lagMs: Int) {
        let stage = Stage(partitions: 1)
        stage.world.moveMs = 0
        let asked = stage.clock.wallMs
        stage.world.shownLeader = { [unowned stage] _ in stage.clock.wallMs < asked + lagMs ? 7 : nil }
        #expect(stage.start(move).end == .done)
        #expect(stage.world.effectLog == ["t-0->2"])
    }

    @Test("what stands there long after our own change is somebody else's: nothing is overwritten, and it ends in doubt")
    func changed() {
        let stage = Stage(partitions: 1)
        stage.world.moveMs = 0
        stage.world.shownLeader = { _ in 7 }
        let asked = stage.clock.wallMs
        let report = stage.start(move)
        #expect(report.exitCode == 5)
        #expect(report.end.message.contains("somebody else has changed t-0"))
        #expect(stage.clock.wallMs - asked >= 30_000)
        #expect(stage.world.effectLog == ["t-0->2"])
    }

    @Test("a change of somebody else's that comes while a long move is under way is told at once")
    func changedLater() {
        let stage = Stage(partitions: 1)
        stage.world.moveMs = 240_000
        let asked = stage.clock.wallMs
        stage.world.shownLeader = { [unowned stage] _ in stage.clock.wallMs < asked + 120_000 ? nil : 7 }
        #expect(stage.start(move).exitCode == 5)
        #expect(stage.clock.wallMs - asked < 130_000)
    }
}
