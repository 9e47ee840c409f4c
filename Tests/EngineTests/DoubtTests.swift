import Engine
import Journal
import Language
import Testing

@Suite("In doubt")
struct DoubtTests {
    private let text = "step \"A\" { place partitions onto 2 unthrottled within 5m }"

    private func state(_ stage: Stage) throws -> RunState {
        try RunState(records: stage.store.scan(stage.store.runs()[0]).records, run: "r")
    }

    @Test("as before is not believed while the broker that it was sent to stands still, however long; it is once that answers again")
    func frozenBroker() throws {
        let stage = Stage(partitions: 1)
        stage.options.waitsForDoubt = true
        stage.world.recipient = 3
        stage.world.faults = [1: .lostRequest]
        stage.world.recipientHasRead = { false }
        let report = stage.start(text)
        #expect(report.exitCode == 5)
        #expect(report.end.message.contains("sent to broker 3, which does not answer"))
        #expect(stage.world.submits == 1)
        stage.clock.wallMs += 3_600_000
        #expect(stage.resume(text).exitCode == 5)
        #expect(stage.world.submits == 1)
        // It comes to itself, and does it.
        let answersAt = stage.clock.wallMs + 2_000
        stage.world.recipientHasRead = { [clock = stage.clock] in clock.wallMs >= answersAt }
        let early = stage.clock.wallMs
        #expect(stage.resume(text).end == .done)
        #expect(stage.world.submits == 2)
        #expect(stage.clock.wallMs - early >= 5_000, "a margin after its first answer")
    }

    @Test("a clock that is set forward in the middle does not shorten the wait")
    func stepWithin() {
        let stage = Stage(partitions: 1)
        stage.options.waitsForDoubt = true
        stage.world.faults = [1: .lostRequest]
        let began = stage.clock.monotonicMs
        stage.clock.stepAt = (began + 5_000, 3_600_000)
        #expect(stage.start(text.replacing("5m", with: "3h")).end == .done)
        #expect(stage.world.submits == 2)
        #expect(stage.clock.monotonicMs - began >= 60_000)
    }

    @Test("nor between two processes of one machine; on another, clocks may differ by minutes; one that was set back tells nothing")
    func stepBetween() {
        func died(_ boot: String?) -> Stage {
            let stage = Stage(partitions: 1)
            stage.clock.bootID = boot
            stage.world.faults = [1: .deathBefore]
            _ = stage.start(text.replacing("5m", with: "3h"))
            stage.store.revive()
            stage.options.waitsForDoubt = true
            return stage
        }
        func waited(_ stage: Stage) -> Int {
            let began = stage.clock.monotonicMs
            #expect(stage.resume(text.replacing("5m", with: "3h")).end == .done)
            #expect(stage.world.submits == 2)
            return stage.clock.monotonicMs - began
        }
        let same = died("one")
        same.clock.step(by: 3_600_000)
        #expect(waited(same) >= 60_000)
        let later = died("one")
        later.clock.wallMs += 200_000
        #expect(waited(later) < 20_000)
        let other = died("one")
        other.clock.bootID = "two"
        other.clock.wallMs += 200_000
        #expect(waited(other) >= 60_000)
        let muchLater = died("one")
        muchLater.clock.bootID = "two"
        muchLater.clock.wallMs += 3_600_000
        #expect(waited(muchLater) < 20_000)
        let back = died(nil)
        back.clock.step(by: -3_600_000)
        #expect(waited(back) >= 60_000)
    }

    @Test("what cannot be told is asked after a while, however long the effect may take; the answer needs a reason and is journaled")
    func decided() throws {
        for (choice, decision, submits) in [(0, "done", 1), (1, "retry", 2), (2, "skip", 1)] {
            let stage = Stage(partitions: 1)
            stage.person.isPresent = true
            stage.person.choices = [choice]
            stage.person.typed = ["", "  ", "saw it in the log"]
            stage.world.faults = [1: .lostRequest]
            stage.world.recipient = 3
            stage.world.recipientHasRead = { false }
            let began = stage.clock.wallMs
            let report = stage.start(text.replacing("5m", with: "12h"))
            #expect(report.exitCode == (decision == "skip" ? 1 : 0))
            #expect(stage.clock.wallMs - began < 600_000)
            #expect(stage.world.submits == submits)
            let records = try stage.store.scan(stage.store.runs()[0]).records
            let decided = try #require(records.first { $0["kind"]?.string == "decided" })
            #expect(decided["decision"]?.string == decision)
            #expect(decided["why"]?.string?.contains("saw it in the log") == true)
        }
        let stage = Stage(partitions: 1)
        stage.person.isPresent = true
        stage.person.choices = [3]
        stage.world.faults = [1: .lostRequest]
        stage.world.recipient = 3
        stage.world.recipientHasRead = { false }
        #expect(stage.start(text).exitCode == 5)
    }

    @Test("where nobody waits a resume still looks for the few seconds that it takes")
    func brief() throws {
        let stage = Stage(partitions: 1)
        stage.options.waitsForDoubt = false
        stage.world.recipient = 3
        stage.world.faults = [1: .lostRequest]
        #expect(stage.start(text).exitCode == 5)
        stage.clock.wallMs += 100_000
        #expect(stage.resume(text).end == .done)
        #expect(stage.world.submits == 2)
        #expect(try state(stage).effectsInDoubt.isEmpty)
    }
}
