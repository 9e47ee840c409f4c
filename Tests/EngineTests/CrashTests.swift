import Engine
import Journal
import Language
import Testing

/// Programs that are stopped at every journal write and every request, resumed, and compared with the run that was not stopped.
@Suite("Crashes")
struct CrashTests {
    static let programs = [
        """
        step "A" { let p = partitions where leader == 1
        place p onto 2 unthrottled within 5m into r
        show r }
        step "B" { note "{count(r)}" }
        """,
        """
        step "A" { place partitions onto 2 staged 2 every 5s throttle 50MB/s within 30m } verify {
        require no partitions where leader == 1 within 10s }
        """,
        """
        step "A" { for p in partitions where partition < 3 {
        place partitions where partition == p.partition onto 3 unthrottled within 5m } }
        """,
        """
        step "A" { let m = plan place partitions onto 2
        confirm "Go?" { place m throttle 1MB/s staged 3 within 30m } }
        step "B" { if any partitions where leader == 2 {
        place partitions where partition == 0 onto 3 unthrottled within 5m } else { fail "no" } }
        """,
        """
        step "A" { try { require no partitions where leader == 1 } catch gate as e {
        place partitions onto 2 unthrottled within 5m
        note "{e.kind}" } }
        """,
        """
        step "A" { retry 3 every 1s { place partitions where leader == 1 onto 2 unthrottled within 5m
        require no partitions where leader == 1 } }
        step "B" { wait until no partitions where leader == 1 within 1m every 1s }
        """,
    ]

    private func stage() -> Stage {
        let stage = Stage(partitions: 4)
        stage.options.answersYes = true
        return stage
    }

    /// Resumes until the run is over; what must hold then.
    private func finish(_ stage: Stage, _ text: String, _ what: String, like reference: Stage) throws {
        stage.store.revive()
        stage.world.faults = [:]
        var report: RunReport
        if try stage.store.runs().isEmpty || stage.store.scan(stage.store.runs()[0]).records.isEmpty {
            #expect(stage.world.effectLog.isEmpty, "\(what): a run without a journal has sent something")
            return
        }
        report = stage.resume()
        #expect(report.end == .done, "\(what): \(report.end)")
        // An item is asked for twice only where the first request is known not to have been done.
        #expect(stage.world.effectLog.sorted() == reference.world.effectLog.sorted(), "\(what)")
        #expect(stage.world.partitions.mapValues(\.leader) == reference.world.partitions.mapValues(\.leader), "\(what)")
        #expect(stage.world.settings.isEmpty, "\(what): a setting is left")
        let state = try RunState(records: stage.store.scan(stage.store.runs()[0]).records, run: "r")
        #expect(state.openDebts.isEmpty, "\(what): a debt is left")
        let intended = state.effectOrder.filter { !(state.effects[$0]?.items.isEmpty ?? true) }.count
        #expect(intended > 0)
    }

    @Test("stopped at the k-th journal write, with each part of the line on disk", arguments: programs)
    func atAppend(text: String) throws {
        let reference = stage()
        #expect(reference.start(text).end == .done)
        let appends = reference.store.appends
        for number in 1...appends {
            for kept in [0, 7, 100_000] {
                let stage = stage()
                stage.store.faults = .init(atAppend: number, bytesKept: kept)
                _ = stage.start(text)
                try finish(stage, text, "append \(number) of \(appends), \(kept) bytes kept", like: reference)
            }
        }
    }

    @Test("stopped before and after the k-th request, and with the answer lost", arguments: programs)
    func atRequest(text: String) throws {
        let reference = stage()
        #expect(reference.start(text).end == .done)
        for number in 1...reference.world.submits {
            for fault in [StagedCluster.Fault.deathBefore, .deathAfter, .partial(1)] {
                let stage = stage()
                stage.world.faults = [number: fault]
                let report = stage.start(text)
                if case .partial = fault {
                    #expect(report.end == .done)
                    #expect(stage.world.effectLog.sorted() == reference.world.effectLog.sorted())
                    continue
                }
                try finish(stage, text, "request \(number), \(fault)", like: reference)
            }
        }
    }

    @Test("stopped, and the resume stopped as well", arguments: [programs[1], programs[3]])
    func twice(text: String) throws {
        let reference = stage()
        #expect(reference.start(text).end == .done)
        for first in stride(from: 2, through: reference.store.appends, by: 3) {
            for second in stride(from: 1, through: 12, by: 2) {
                let stage = stage()
                stage.store.faults = .init(atAppend: first)
                _ = stage.start(text)
                stage.store.revive(faults: .init(atAppend: second))
                _ = stage.resume()
                try finish(stage, text, "append \(first), then \(second)", like: reference)
            }
        }
    }
}
