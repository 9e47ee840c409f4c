import Engine
import Journal
import Language
import Testing

@Suite("Settings that are given back")
struct GiveBackTests {
    @Test("debts are paid without the runbook, once what they guard has settled")
    func debts() throws {
        let stage = Stage(partitions: 2)
        stage.world.moveMs = 600_000
        #expect(stage.start("step \"A\" { place partitions onto 2 throttle 50MB/s within 1m }").exitCode == 1)
        let collector = DebtCollector(surroundings: stage.surroundings, timing: ReadTiming(requestTimeout: 5_000_000_000))
        let early = try collector.payAll()
        #expect(early.count == 1)
        guard case .notNow(let cause)? = early.first?.payment else {
            Issue.record("paid too early")
            return
        }
        #expect(cause.text.contains("still under way"))
        stage.clock.wallMs += 600_000
        #expect(try collector.payAll().map(\.payment) == [.paid])
        #expect(stage.world.settings["1/rate"] == nil)
        #expect(try DebtLedger(store: stage.store).open().entries.isEmpty)
    }

    @Test("of moves at which nobody has looked since their run stopped it is not known whether their setting is due")
    func unwatched() {
        let stage = Stage(partitions: 2)
        stage.world.moveMs = 600_000
        #expect(stage.start("step \"A\" { place partitions onto 2 throttle 50MB/s within 1m }").exitCode == 1)
        for column in ["overdue", "payable"] {
            // Neither it nor its contrary is known: both gates stay shut.
            #expect(stage.start("step \"B\" { require no debts where \(column) }").end != .done)
            #expect(stage.start("step \"B\" { require no debts where not \(column) }").end != .done)
        }
        #expect(stage.start("step \"B\" { require count(debts) == 1 }").end == .done)
    }

    @Test("a setting that was being made when its process died is not called paid before it can no longer come")
    func stillComing() throws {
        let text = "step \"A\" { place partitions onto 2 throttle 50MB/s within 1m }"
        let reference = Stage(partitions: 2)
        #expect(reference.start(text).end == .done)
        let number = try #require(try reference.kinds().firstIndex(of: "submitting")) + 1
        let stage = Stage(partitions: 2)
        stage.store.faults = .init(atAppend: number, bytesKept: 0)
        _ = stage.start(text)
        stage.store.revive()
        #expect(stage.world.submits == 0)
        // A broker holds the request: nothing shows yet.
        let held = stage.world.settings.removeValue(forKey: "1/rate")
        #expect(held != nil)
        let collector = DebtCollector(surroundings: stage.surroundings, timing: ReadTiming(requestTimeout: 5_000_000_000))
        guard case .notBefore(_, let cause)? = try collector.payAll().first?.payment else {
            Issue.record("freed too early")
            return
        }
        #expect(cause.text.contains("may still be applied"))
        stage.world.settings["1/rate"] = held
        stage.clock.wallMs += 120_000
        #expect(try collector.payAll().map(\.payment) == [.paid])
        #expect(stage.world.settings.isEmpty)
    }

    @Test("a temporary setting is given back at the end, after a time, or when its condition holds, also by another process")
    func givenBack() throws {
        let atEnd = Stage()
        let text = "step \"A\" { tune brokers where id == 1 to 5 give back at end\n note \"x\" }"
        #expect(atEnd.start(text).end == .done)
        #expect(atEnd.world.settings.isEmpty)
        #expect(atEnd.world.payments.count == 1)

        let good = Stage()
        #expect(good.start("step \"A\" { tune brokers where id == 1 to 5 for good }").end == .done)
        #expect(good.world.settings == ["1/tune": "5"])

        let when = Stage()
        when.world.brokersUp = [1]
        let waits =
            "step \"A\" { tune brokers where id == 1 to 5 give back when no brokers where not up\n require no brokers where not up }"
        #expect(when.start(waits).exitCode == 3)
        #expect(when.world.settings == ["1/tune": "5"])
        #expect(try DebtLedger(store: when.store).open().entries.count == 1)
        when.world.brokersUp = [1, 2, 3]
        #expect(when.resume(waits).end == .done)
        #expect(when.world.settings.isEmpty)
    }

    @Test("a move that was left to the cluster settles while the run goes on: its throttle is given back")
    func settlesLater() {
        let stage = Stage(partitions: 2)
        stage.world.moveMs = 120_000
        let text = """
            step "A" {
                try { place partitions onto 2 throttle 50MB/s within 1m } catch timeout { note "left" }
                require no partitions where leader == 1 within 10m
            }
            step "B" { require no debts where mine }
            """
        #expect(stage.start(text).end == .done)
        #expect(stage.recorder.notes == ["left"])
        #expect(stage.world.settings.isEmpty)
    }

    @Test("a move that was left to the cluster and taken back there needs no throttle any more: it is given back")
    func takenBack() {
        let stage = Stage(partitions: 2)
        stage.world.moveMs = 600_000
        stage.world.atRead = { [unowned stage] _ in
            guard !stage.recorder.notes.isEmpty else { return }
            for name in ["t-0", "t-1"] { stage.world.partitions[name]?.moving = nil }
        }
        let text = """
            step "A" {
                try { place partitions onto 2 throttle 50MB/s within 1m } catch timeout { note "left" }
                require no partitions where leader == 7
            }
            """
        #expect(stage.start(text).end == .done)
        #expect(stage.recorder.notes == ["left"])
        #expect(stage.world.settings.isEmpty)
        #expect(stage.world.partitions.mapValues(\.leader) == ["t-0": 1, "t-1": 1])
    }

    @Test("a setting that another run still owes hands its original down")
    func handedDown() throws {
        let stage = Stage(partitions: 2)
        stage.world.settings["1/rate"] = "7"
        stage.world.moveMs = 600_000
        #expect(stage.start("step \"A\" { place partitions where partition == 0 onto 2 throttle 50MB/s within 1m }").exitCode == 1)
        #expect(stage.start("step \"A\" { place partitions where partition == 1 onto 2 throttle 60MB/s within 1m }").exitCode == 1)
        stage.clock.wallMs += 600_000
        let collector = DebtCollector(surroundings: stage.surroundings, timing: ReadTiming(requestTimeout: 5_000_000_000))
        _ = try collector.payAll()
        #expect(stage.world.settings["1/rate"] == "7")
    }

    @Test("the same setting of two effects of one run stands until the last of them has no need of it")
    func sharedSetting() throws {
        let stage = Stage(partitions: 2)
        stage.world.settings["1/rate"] = "7"
        stage.world.moveMs = 600_000
        let text =
            """
            step "A" { try { place partitions where partition == 0 onto 2 throttle 50MB/s within 1m } catch timeout { note "goes on" } }
            step "B" { place partitions where partition == 1 onto 2 throttle 50MB/s within 1h }
            """
        stage.world.atRead = { [world = stage.world] _ in
            if world.submits == 2, world.payments.isEmpty { #expect(world.settings["1/rate"] == "50000000") }
        }
        #expect(stage.start(text).end == .done)
        #expect(stage.world.settings["1/rate"] == "7")
    }

    @Test("what is owed to another cluster keeps nothing standing in this one")
    func otherCluster() throws {
        let stage = Stage(partitions: 2)
        stage.world.moveMs = 600_000
        let text = "step \"A\" { place partitions where partition == 0 onto 2 throttle 50MB/s within 1m }"
        #expect(stage.start(text).exitCode == 1)
        stage.world.clusterID = "cluster-B"
        stage.world.settings = ["1/rate": "7"]
        stage.world.moveMs = 1_000
        #expect(stage.start("step \"A\" { place partitions where partition == 1 onto 2 throttle 50MB/s within 1m }").end == .done)
        #expect(stage.world.settings["1/rate"] == "7")
    }

    private func collector(_ stage: Stage, isEarly: Bool = false) -> DebtCollector {
        DebtCollector(surroundings: stage.surroundings, timing: ReadTiming(requestTimeout: 5_000_000_000), isEarly: isEarly)
    }

    @Test("what is owed for an hour leaves the run with a code of its own, is not paid before, and is waited for by who says so")
    func afterAnHour() throws {
        let stage = Stage()
        let began = stage.clock.wallMs
        let report = stage.start("step \"A\" { tune brokers where id == 1 to 5 give back after 1h }")
        #expect(report.end == .done)
        #expect(report.exitCode == 10)
        let entry = try #require(try DebtLedger(store: stage.store).open().entries.first)
        #expect(!entry.isDue(atMs: began + 3_599_000) && entry.isDue(atMs: began + 3_601_000))
        #expect(entry.dueWords(atMs: began).hasPrefix("2026-11-23T04:12:0"))
        #expect(entry.dueWords(atMs: began + 3_601_000) == "now")
        guard case .notBefore(let instant, _)? = try collector(stage).payAll().first?.payment else {
            Issue.record("paid before its time")
            return
        }
        #expect(instant == began + 3_600_000)
        #expect(stage.world.settings["1/tune"] == "5")
        var rounds: [Int?] = []
        try collector(stage).payUntilNothingIsOwed { _, next in rounds.append(next) }
        #expect(rounds == [instant, nil])
        #expect(stage.clock.wallMs >= instant && stage.clock.wallMs < instant + 1_000)
        #expect(stage.world.settings.isEmpty)
        #expect(try DebtLedger(store: stage.store).open().entries.isEmpty)
    }

    @Test("somebody may give it back before its time; Ctrl-C ends the wait and leaves it owed")
    func early() throws {
        let stage = Stage()
        #expect(stage.start("step \"A\" { tune brokers where id == 1 to 5 give back after 1h }").exitCode == 10)
        stage.clock.interruptAt = [stage.clock.wallMs + 60_000]
        #expect(throws: DebtFailure.cluster(.interrupted)) { try collector(stage).payUntilNothingIsOwed { _, _ in } }
        #expect(stage.world.settings["1/tune"] == "5")
        #expect(try collector(stage, isEarly: true).payAll().map(\.payment) == [.paid])
        #expect(stage.world.settings.isEmpty)
    }

    @Test("a run that is done while its throttle stands is not simply done")
    func throttleStands() throws {
        let stage = Stage(partitions: 2)
        stage.world.deadSettings = ["1/rate"]
        let report = stage.start("step \"A\" { place partitions onto 2 throttle 50MB/s within 1m }")
        #expect(report.end == .done && report.exitCode == 10)
        let run = try #require(try stage.store.runs().first)
        #expect(try RunSummary(run: run, in: stage.store).exitCode == 10)
        #expect(stage.start("step \"A\" { note \"x\" }").exitCode == 0)
        #expect(stage.recorder.warnings.contains { $0.contains("1 setting is still owed on this cluster by \(run)") })
    }

    @Test("what is given back when a condition holds, or at the end of a run, is not paid by who cannot tell that, unless somebody says so")
    func toldByRun() throws {
        let stage = Stage()
        stage.world.brokersUp = [1]
        let text = "step \"A\" { tune brokers where id == 1 to 5 give back when no brokers where not up }"
        #expect(stage.start(text).exitCode == 10)
        let run = try #require(try stage.store.runs().first)
        let entry = try #require(try DebtLedger(store: stage.store).open().entries.first)
        #expect(!entry.isDue(atMs: stage.clock.wallMs))
        guard case .waitsForRun(let why)? = try collector(stage).payAll().first?.payment else {
            Issue.record("paid although its condition does not hold")
            return
        }
        #expect(why.text.contains("mend resume \(run)") && why.text.contains("--early"))
        #expect(stage.world.settings == ["1/tune": "5"])
        // It is no use to wait for it here.
        var rounds: [Int?] = []
        try collector(stage).payUntilNothingIsOwed { _, next in rounds.append(next) }
        #expect(rounds == [nil])
        // What the text advises works.
        #expect(stage.resume(text).exitCode == 10)
        #expect(stage.world.settings == ["1/tune": "5"])
        stage.world.brokersUp = [1, 2, 3]
        #expect(stage.resume(text).exitCode == 0)
        #expect(stage.world.settings.isEmpty)

        let waiting = Stage()
        let asks = "step \"A\" { tune brokers where id == 1 to 5 give back at end\n confirm \"Go on?\" { note \"x\" } }"
        #expect(waiting.start(asks).exitCode == 4)
        guard case .waitsForRun? = try collector(waiting).payAll().first?.payment else {
            Issue.record("paid although its run has not ended")
            return
        }
        #expect(waiting.world.settings == ["1/tune": "5"])
        #expect(try collector(waiting, isEarly: true).payAll().map(\.payment) == [.paid])
        #expect(waiting.world.settings.isEmpty)
    }

    @Test("whether a debt is due is one fact for the list, the source and who pays")
    func oneFact() throws {
        let stage = Stage()
        stage.world.brokersUp = [1]
        #expect(stage.start("step \"A\" { tune brokers where id == 1 to 5 give back when no brokers where not up }").exitCode == 10)
        // Nobody has looked at the condition since: neither it nor its contrary is known.
        for column in ["overdue", "payable"] {
            #expect(stage.start("step \"B\" { require no debts where \(column) }").end != .done)
            #expect(stage.start("step \"B\" { require no debts where not \(column) }").end != .done)
        }
        let waiting = Stage()
        #expect(
            waiting.start("step \"A\" { tune brokers where id == 1 to 5 give back at end\n confirm \"Go on?\" { note \"x\" } }").exitCode
                == 4)
        #expect(waiting.start("step \"B\" { require no debts where overdue or payable }").end == .done)
        #expect(try !DebtLedger(store: waiting.store).open().entries.contains { $0.isDue(atMs: waiting.clock.wallMs) })
    }

    /// A broker that has just begun does not know the topic for a moment.
    @Test("moves that read as gone at one look keep their throttle; it is given back once they have read so for a while")
    func goneForAMoment() throws {
        let stage = Stage(partitions: 2)
        stage.world.moveMs = 600_000
        #expect(stage.start("step \"A\" { place partitions onto 2 throttle 50MB/s within 1m }").exitCode == 1)
        let began = stage.clock.wallMs
        stage.world.isGone = { stage.clock.wallMs < began + 1_000 }
        guard case .notNow(let cause)? = try collector(stage).payAll().first?.payment else {
            Issue.record("given back while moves run")
            return
        }
        #expect(cause.text.contains("still under way"))
        #expect(stage.world.settings["1/rate"] == "50000000")
        stage.world.isGone = { true }
        let looked = stage.clock.wallMs
        #expect(try collector(stage).payAll().map(\.payment) == [.paid])
        #expect(stage.clock.wallMs >= looked + 3_000)
        #expect(stage.world.settings.isEmpty)

        let running = Stage(partitions: 2)
        running.world.moveMs = 600_000
        running.world.isGone = { [unowned running] in running.recorder.notes == ["left"] }
        running.world.atRead = { [unowned running] _ in
            // By the next look the broker knows the topic again.
            if running.recorder.notes == ["left"] { running.world.isGone = { false } }
        }
        let text = """
            step "A" {
                try { place partitions onto 2 throttle 50MB/s within 1m } catch timeout { note "left" }
                require any partitions
            }
            """
        #expect(running.start(text).exitCode == 10)
        #expect(running.world.settings["1/rate"] == "50000000")
    }

    @Test("an effect in doubt ends the wait: only who goes on with its run can say what became of it")
    func needsPerson() throws {
        let stage = Stage(partitions: 2)
        stage.options.waitsForDoubt = false
        stage.world.faults = [1: .lostRequest]
        #expect(stage.start("step \"A\" { place partitions onto 2 throttle 50MB/s within 1m }").exitCode == 5)
        stage.clock.wallMs += 3_600_000
        var rounds: [Int?] = []
        var last: [DebtPayment] = []
        try collector(stage).payUntilNothingIsOwed { results, next in
            rounds.append(next)
            last = results.map(\.payment)
        }
        #expect(rounds == [nil])
        guard case .needsPerson(let why, isDoubt: true)? = last.first else {
            Issue.record("\(last)")
            return
        }
        #expect(why.text.contains("mend resume"))
        #expect(stage.world.settings["1/rate"] == "50000000")
    }

    @Test("an interruption while debts are paid ends the wait as one, whatever that round came to")
    func interruptedRound() throws {
        let stage = Stage()
        #expect(stage.start("step \"A\" { tune brokers where id == 1 to 5 give back after 1h }").exitCode == 10)
        stage.clock.interruptAt = [stage.clock.wallMs]
        _ = stage.clock.wait(untilWallMs: stage.clock.wallMs + 1)
        #expect(throws: DebtFailure.cluster(.interrupted)) { try collector(stage).payUntilNothingIsOwed { _, _ in } }
    }

    @Test("after a run of its own the session knows what it owes on a cluster that hides it")
    func rememberedAfterRun() throws {
        let stage = Stage()
        stage.world.deadSettings = ["1/rate"]
        let session = StagedSession(stage)
        #expect(session.enter("count(partitions)") == .done)
        #expect(stage.start("step \"A\" { place partitions onto 2 throttle 50MB/s within 1m }").exitCode == 10)
        #expect(stage.world.owed().map(\.set) == ["50000000"])
    }
}
