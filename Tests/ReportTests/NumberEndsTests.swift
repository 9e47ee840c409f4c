import Engine
import Journal
import Report
import Testing

@Suite("Reports of numbers at the ends of their range")
struct NumberEndsTests {
    @Test("a run of eight thousand years that moved all the bytes that there are is told in each form", arguments: ReportForm.allCases)
    func ends(form: ReportForm) throws {
        let last = JournalRange.moment.upperBound
        var told = try SampleRun.told()
        told.startedMs = 0
        told.lastMs = last
        for index in told.steps.indices {
            told.steps[index].beganMs = 0
            told.steps[index].endedMs = last
        }
        for index in told.drivers.indices {
            told.drivers[index].fromMs = index % 2 == 0 ? 0 : last
            told.drivers[index].untilMs = last
        }
        for index in told.effects.indices {
            told.effects[index].plannedMs = 0
            told.effects[index].sentMs = 0
            told.effects[index].endedMs = last
            told.effects[index].bytes = .max
            for item in told.effects[index].items.indices { told.effects[index].items[item].bytes = .max }
            for point in told.effects[index].progress.indices {
                told.effects[index].progress[point].atMs = point == 0 ? 0 : last
                told.effects[index].progress[point].over = Int(Int32.max)
                told.effects[index].progress[point].bytesDone = point == 0 ? 0 : .max
            }
        }
        let most = ClusterCounts.Amount(.max, isLowerBound: true)
        told.counts = [0, 1, last].map {
            ClusterCounts(
                readMs: $0, liveBrokers: Int(Int32.max), offline: Int(Int32.max), underReplicated: 0, outOfSync: Int(Int32.max),
                reassigning: 0,
                lag: most, groupLags: ["g": most, "h": .init(0)])
        }
        let text = ReportWriter.text(of: told, as: form)
        #expect(text.hasSuffix("\n") && text.count > 100 && !text.contains("inf%") && !text.contains("nan"))
    }
}
