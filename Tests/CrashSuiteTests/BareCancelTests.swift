import Engine
import Testing

@testable import CrashSuite

@Suite("Bare cancel") struct BareCancelTests {
    @Test("a bare cancel takes back all moves that are under way; in an undo block those of the run, and nobody else's")
    func bareCancel() throws {
        let endless = try #require(Workload.programs.first { $0.name == "cancel-of-what-cannot-end" })
        let all = try Bench(endless)
        #expect(all.reference.end == .done)
        #expect(!all.reference.state.contains { $0.contains("adding") })
        let undone = Workload(
            "undone-cancel",
            """
            runbook "Undone" {
                permits reassign, cancel
                limits { partitions 10, duration 9h }
            }

            step "Slow" {
                try {
                    reassign partitions where topic == "topic-00001" and partition == 0 away from 2 throttle 1kB/s within 5s
                    fail "so fast?"
                } catch timeout {
                    note "slow"
                }
            } undo {
                cancel reassignments
            }
            """, in: endless.setting, isUndone: true)
        let moving = try Bench(undone).reference.state.filter { $0.contains("adding") }
        #expect(moving.count == 2 && moving.allSatisfy { $0.hasPrefix("topic-00002-") })
    }
}
