import Engine
import Journal
import Language
import Testing

@Suite("Handing a run over")
struct HandoverTests {
    static let text = "step \"Move\" { place partitions onto 2 staged 2 throttle 5MB/s within 30m }\nstep \"After\" { note \"done\" }"
    private let annsLaptop = RunPlace(machine: "m1", host: "laptop", path: "/home/ann/runs/r", inode: 7)
    private let bobsDesk = RunPlace(machine: "m2", host: "desk", path: "/tmp/r", inode: 99)

    /// A run that died while its second batch was being asked for.
    private func stage() -> Stage {
        let stage = Stage()
        stage.options.answersYes = true
        stage.store.place = annsLaptop
        stage.world.faults = [2: .deathAfter]
        _ = stage.start(Self.text)
        stage.store.revive()
        stage.world.faults = [:]
        return stage
    }

    private func handOver(_ stage: Stage, takesOver: Bool = false) throws -> Handover {
        let run = try #require(stage.store.journals.keys.first)
        return try Run.handOver(
            run, for: "bob", takesOver: takesOver, identity: stage.surroundings.identity, nowMs: stage.clock.wallMs, person: stage.person,
            in: stage.store)
    }

    private func expectDone(_ stage: Stage) throws {
        #expect(stage.world.effectLog.count == 6)
        #expect(Set(stage.world.effectLog).count == 6)
        #expect(stage.world.settings.isEmpty)
        let run = try #require(stage.store.journals.keys.first)
        #expect(try RunSummary(run: run, in: stage.store).state == "done")
    }

    @Test("a sealed run goes on in the copy, without a question: nothing twice, nothing left")
    func received() throws {
        let stage = stage()
        let handed = try handOver(stage)
        #expect(handed.seal.receiver == "bob" && handed.summary.inDoubt == 1 && handed.summary.debts == 1)
        stage.store.place = bobsDesk
        #expect(stage.resume().end == .done)
        #expect(stage.person.asked.isEmpty)
        try expectDone(stage)
        let run = try #require(stage.store.journals.keys.first)
        let lines = try PostMortem.read(run, program: nil, in: stage.store).timeline.map(\.text)
        #expect(lines.contains("handed over by ann on laptop, for bob"))
        #expect(lines.contains("received by ann: goes on in /tmp/r on desk"))
    }

    @Test("from the sealed folder it is not resumed and not undone, nor are its debts paid; it counts as open no more")
    func original() throws {
        let stage = stage()
        _ = try handOver(stage)
        let log = stage.world.effectLog
        let report = stage.resume()
        #expect(report.exitCode == 7 && report.end.message.contains("was handed over by ann on laptop"))
        let run = try #require(stage.store.journals.keys.first)
        let summary = try RunSummary(run: run, in: stage.store)
        #expect(summary.state == "handed over" && !summary.isOpen && summary.seal?.receiver == "bob")
        let paid = try DebtCollector(surroundings: stage.surroundings, timing: ReadTiming(requestTimeout: 5_000_000_000)).payAll()
        #expect(paid.count == 1)
        if case .elsewhere(let why) = paid[0].payment {
            #expect(why.text.contains("handed over"))
        } else {
            Issue.record("\(paid[0].payment)")
        }
        #expect(stage.world.payments.isEmpty && stage.world.effectLog == log)
        #expect(throws: JournalFailure.self) { try handOver(stage) }
    }

    @Test("--take-over takes it back")
    func takenBack() throws {
        let stage = stage()
        _ = try handOver(stage)
        stage.options.takesOver = true
        #expect(stage.resume().end == .done)
        try expectDone(stage)
    }

    @Test("a copy that nobody sealed is refused where nobody can be asked, before anything is sent or written")
    func unsealedWithoutPerson() throws {
        let stage = stage()
        stage.store.place = bobsDesk
        let run = try #require(stage.store.journals.keys.first)
        let (bytes, log) = (stage.store.journals[run], stage.world.effectLog)
        let report = stage.resume()
        #expect(report.exitCode == 7)
        #expect(report.end.message.contains("was last driven by ann on laptop at 2026-11-23T03:12:"))
        #expect(stage.store.journals[run] == bytes && stage.world.effectLog == log)
    }

    @Test("a person is asked whether it is stopped there; Enter is no; yes is written down")
    func unsealedWithPerson() throws {
        let stage = stage()
        stage.store.place = bobsDesk
        stage.person.isPresent = true
        stage.person.confirms = [false]
        #expect(stage.resume().exitCode == 7)
        stage.person.confirms = [nil]
        #expect(stage.resume().exitCode == 7)
        stage.person.confirms = [true]
        #expect(stage.resume().end == .done)
        #expect(stage.person.asked.allSatisfy { $0.contains("was last driven by ann on laptop") && $0.hasSuffix("Is it stopped there?") })
        try expectDone(stage)
        let run = try #require(stage.store.journals.keys.first)
        let lines = try PostMortem.read(run, program: nil, in: stage.store).timeline
        #expect(lines.contains { $0.text.hasPrefix("a copy, goes on in /tmp/r on desk") && $0.isGrave })
    }

    @Test("stopped at each journal write of the handover and of the resume after it, it ends as it would have")
    func crashes() throws {
        let reference = stage()
        let before = reference.store.appends
        _ = try handOver(reference)
        let sealing = reference.store.appends - before
        for number in 1...max(1, sealing) {
            for kept in [0, 9, 100_000] {
                let stage = stage()
                stage.store.faults = .init(atAppend: number, bytesKept: kept)
                _ = try? handOver(stage)
                stage.store.revive()
                let isSealed = kept > 1_000
                #expect(stage.resume().exitCode == (isSealed ? 7 : 0))
            }
        }
        for number in 1...8 {
            let stage = stage()
            _ = try handOver(stage)
            stage.store.place = bobsDesk
            stage.store.faults = .init(atAppend: number, bytesKept: 5)
            _ = stage.resume()
            stage.store.revive()
            #expect(stage.resume().end == .done)
            try expectDone(stage)
        }
    }
}
