import Engine
import Language
import Testing

@Suite("Names that are written and do not exist")
struct AbsentNameTests {
    let stage = Stage()

    private func warnings() -> [String] { stage.recorder.warnings }

    @Test("a look at a broker that is not there says so, with those that are")
    func look() {
        #expect(stage.start("step \"Look\" { show broker 9 }").end == .done)
        #expect(warnings() == ["there is no broker 9; there are 1, 2, 3"])
    }

    @Test("a condition on it shows no rows and says why")
    func condition() {
        #expect(stage.start("step \"Look\" { show partitions where leader == 9 }").end == .done)
        #expect(warnings() == ["there is no broker 9; there are 1, 2, 3"])
        #expect(stage.start("step \"Look\" { show brokers where id in [1, 2] }").end == .done)
        #expect(warnings().count == 1)
    }

    @Test("an effect on it is refused: that is not nothing to do")
    func effect() {
        let report = stage.start("step \"Move\" { place partitions where leader == 9 onto 2 unthrottled within 5m }")
        #expect(report.exitCode == 1)
        #expect(report.end.message.contains("there is no broker 9"))
        #expect(stage.world.effectLog.isEmpty)
    }

    @Test("what is there is acted on, and what is not is said")
    func part() {
        let report = stage.start("step \"Move\" { place partitions where leader in [1, 9] onto 2 unthrottled within 5m }")
        #expect(report.end == .done)
        #expect(stage.world.effectLog.count == 6)
        #expect(warnings() == ["there is no broker 9; there are 1, 2, 3"])
    }

    @Test("a name is looked for once, however often its line is evaluated: each turn of a loop reads what it shows, and no listing")
    func once() {
        func readings(_ condition: String) -> Int {
            let before = stage.world.reads
            let report = stage.start("step \"Look\" { for n in [1, 2, 3, 4, 5] { show partitions where \(condition) } }")
            #expect(report.end == .done)
            return stage.world.reads - before
        }
        #expect(readings("leader == 1") == 5)
        // One more for the brokers and all replicas.
        #expect(readings("leader == 9") == 6)
        #expect(warnings() == ["there is no broker 9; there are 1, 2, 3"])
        // A broker that is there and leads nothing is looked for once, too.
        #expect(readings("leader == 2") == 6)
        #expect(warnings().count == 1)
    }

    @Test("an interruption of the look for a name ends the run as one")
    func interrupted() {
        let look = stage.world
        look.atRead = { number in if number > 1 { look.isInterrupted = true } }
        let report = stage.start("step \"Look\" { show partitions where leader == 9 }")
        #expect(report.exitCode == 130)
    }
}
