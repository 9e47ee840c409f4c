import CrashSuite
import Engine
import Journal
import KafkaLab
import Network
import Testing

/// A bounded part of `make crash`: some cases of each workload, drawn from a seed.
@Suite("Crash suite")
struct CrashSuiteTests {
    @Test("a run that is stopped anywhere and resumed comes to the same", arguments: Campaign.workloads)
    func fixed(workload: Workload) throws {
        let bench = try Bench(workload)
        for crash in CasePlan.sample(bench, points: 8, seed: 7) {
            let outcome = bench.run(crash)
            #expect(outcome.differences == [], "\(crash)")
        }
    }

    @Test("so does one of a random program", arguments: 1...6 as ClosedRange<UInt64>)
    func random(seed: UInt64) throws {
        let bench = try Bench(ProgramGenerator.workload(seed: seed))
        for crash in CasePlan.sample(bench, points: 8, seed: seed) {
            let outcome = bench.run(crash)
            #expect(outcome.differences == [], "\(crash)")
        }
    }

    @Test("what is lent until something holds is given back by whoever takes the run up")
    func lent() throws {
        let bench = try Bench(try #require(Workload.programs.first { $0.name == "given-back" }))
        for write in stride(from: 30, through: 70, by: 4) {
            let outcome = bench.run(CrashCase("given-back", [CrashPoint(.write, write, .whole)]))
            #expect(outcome.differences == [], "w\(write)")
        }
    }

    @Test("random programs check", arguments: 1...60 as ClosedRange<UInt64>)
    func programsCheck(seed: UInt64) {
        let workload = ProgramGenerator.workload(seed: seed)
        #expect(ProgramText.errors(of: workload.program) == [], "\(ProgramGenerator.text(seed: seed))")
    }

    @Test("every beginning of a journal is read")
    func prefixes() throws {
        let workload = try #require(Workload.programs.first)
        let lines = Prefixes.lines(of: try Bench(workload).journal)
        #expect(lines.count > 40)
        #expect(lines.flatMap(\.breaches) == [])
    }

    @Test("a case is told by its text, and read from it")
    func texts() throws {
        let crash = CrashCase(
            "nested", [nil, CrashPoint(.send, 7, .after), CrashPoint(.write, 3, .half)], isPatient: false, between: .otherHost)
        #expect(crash.point == "-,s7:after,w3:half+hasty+otherHost")
        #expect(CrashCase("nested", point: crash.point) == crash)
        #expect(CrashCase("nested", point: "x1:none") == nil)
        #expect(CrashCase("nested", point: "w0:none") == nil)
    }

    @Test("the oracle sees an effect that no journal intends")
    func seesUnclaimed() throws {
        let workload = try #require(Workload.programs.first)
        let world = World(workload.setting)
        var options = RunOptions()
        options.answersYes = true
        #expect(world.begin().start(workload.request, options: options).end == .done)
        let breaches = Oracle.breaches(of: world.lab, commands: world.commands, journal: [])
        #expect(breaches.contains { $0.hasPrefix("journal and cluster differ: the cluster was asked for what no journal intends") })
        let bytes = try #require(world.disk.journals.values.first)
        #expect(Oracle.breaches(of: world.lab, commands: world.commands, journal: bytes) == [])
        // Without the record that an item may be asked for, its request is one too many.
        let text = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: true)
        let place = try #require(text.firstIndex { $0.contains("\"kind\":\"submitting\"") })
        let without = (text[..<place] + text[(place + 1)...]).map { "\($0)\n" }.joined()
        #expect(Oracle.breaches(of: world.lab, commands: world.commands, journal: Array(without.utf8)) != [])
    }

    @Test("after its end nothing of a process is written or sent")
    func deadIsDead() throws {
        let workload = try #require(Workload.programs.first)
        for point in [
            CrashPoint(.write, 12, .none), CrashPoint(.send, 40, .before), CrashPoint(.answer, 60, .stop), CrashPoint(.wait, 2, .stop),
        ] {
            let world = World(workload.setting)
            let process = world.begin(point)
            var options = RunOptions()
            options.answersYes = true
            _ = process.start(workload.request, options: options)
            #expect(process.isDead)
            let written = world.disk.journals
            world.pass(1)
            let asked = world.lab.effectLog.count
            world.pass(60_000)
            #expect(world.disk.journals == written)
            #expect(world.lab.effectLog.count == asked)
        }
    }
}

extension Workload: CustomTestStringConvertible {
    /// Its name, not the whole of its program.
    package var testDescription: String { name }
}
