import Engine
import Journal
import Language
import Testing

@Suite("Debts that several runs share, or that nobody can pay now")
struct DebtTests {
    private func collector(_ stage: Stage, isEarly: Bool = false, mayPayBlindly: Bool = false) -> DebtCollector {
        DebtCollector(surroundings: stage.surroundings, timing: ReadTiming(requestTimeout: 5_000_000_000), isEarly: isEarly) { _ in
            mayPayBlindly
        }
    }

    private func left(_ partitions: String, _ rate: String = "50MB/s") -> String {
        "step \"A\" { place partitions where \(partitions) onto 2 throttle \(rate) within 1m }"
    }

    @Test("entries of a list that two runs need go when the last of them is paid; those of others stay")
    func sharedEntries() throws {
        let stage = Stage(partitions: 3)
        stage.world.throttlesByList = true
        stage.world.settings["t/list"] = "9:9"
        stage.world.moveMs = 600_000
        #expect(stage.start(left("partition < 2")).exitCode == 1)
        // One of the first run's moves settles; the same partition is moved again by the second.
        stage.world.partitions["t-1"] = .init(leader: 1)
        #expect(stage.start(left("partition >= 1")).exitCode == 1)
        #expect(stage.world.entries("t/list") == ["0:1", "1:1", "2:1", "9:9"])
        // The first run is over, the second is not.
        stage.world.partitions["t-0"] = .init(leader: 2)
        stage.world.partitions["t-1"]?.moving = (to: 2, at: stage.clock.wallMs + 600_000)
        let runs = try stage.store.runs()
        _ = try collector(stage).payAll()
        #expect(try DebtLedger(store: stage.store).open().entries.allSatisfy { $0.debt.run == runs[1] || $0.isGuarding })
        #expect(stage.world.entries("t/list").isSuperset(of: ["1:1", "2:1", "9:9"]))
        stage.clock.wallMs += 600_000
        _ = try collector(stage).payAll()
        #expect(stage.world.settings == ["t/list": "9:9"])
        #expect(try DebtLedger(store: stage.store).open().entries.isEmpty)
    }

    @Test("what one run still needs is left to it by the one that is done first, and the last gives the original back")
    func olderValue() throws {
        let stage = Stage(partitions: 2)
        stage.world.settings["1/rate"] = "7"
        stage.world.moveMs = 600_000
        #expect(stage.start(left("partition == 0")).exitCode == 1)
        stage.world.moveMs = 1_000
        #expect(stage.start(left("partition == 1", "60MB/s")).end == .done)
        #expect(stage.world.settings["1/rate"] == "50000000")
        stage.clock.wallMs += 600_000
        #expect(try collector(stage).payAll().map(\.payment) == [.paid])
        #expect(stage.world.settings["1/rate"] == "7")
    }

    @Test("what stood before is read when the setting is made, not when a person was shown the plan")
    func changedWhileThinking() {
        let stage = Stage(partitions: 2)
        stage.person.isPresent = true
        stage.person.confirms = [true]
        stage.person.atConfirm = { [unowned stage] in stage.world.settings["1/rate"] = "20" }
        #expect(
            stage.start("step \"A\" { confirm \"Go?\" { place partitions onto 2 throttle 50MB/s within 1m } }").end == .done)
        #expect(stage.world.settings["1/rate"] == "20")
    }

    @Test("a setting that may stand is a change: nobody is told that nothing was changed while it is owed")
    func unsureSetting() {
        let stage = Stage(partitions: 2)
        stage.world.failingSettings = ["1/rate": "rate of broker 1 could not be set: no answer"]
        stage.world.deadSettings = ["1/rate"]
        let report = stage.start(left("partition < 2"))
        #expect(report.exitCode == 1)
        #expect(stage.world.submits == 0)
        #expect(report.standing.openDebts.count == 1)
        #expect(report.standing.hasChanged)
    }

    @Test("a cluster is told what runs of the journal owe to it, and to no other")
    func informed() throws {
        let stage = Stage(partitions: 2)
        stage.world.deadSettings = ["1/rate"]
        #expect(stage.start("step \"A\" { place partitions onto 2 throttle 50MB/s within 1m }").end == .done)
        DebtLedger(store: stage.store).inform(stage.world)
        #expect(stage.world.owed().map(\.set) == ["50000000"])
        stage.world.clusterID = "cluster-B"
        #expect(stage.world.owed().isEmpty)
    }

    @Test("a dead broker's setting stays owed with the reason, is said at the next start, and is paid unseen only where somebody says so")
    func deadBroker() throws {
        let stage = Stage(partitions: 2)
        stage.world.deadSettings = ["1/rate"]
        let text = "step \"A\" { place partitions onto 2 throttle 50MB/s within 1m\n require any partitions }"
        #expect(stage.start(text).end == .done)
        #expect(stage.world.settings["1/rate"] == "50000000")
        let entries = try DebtLedger(store: stage.store).open().entries
        #expect(entries.map(\.whyUnpaid) == ["broker 1: no answer in 5s"])

        stage.recorder = Recorder()
        #expect(stage.start("step \"B\" { note \"x\" }").end == .done)
        #expect(stage.recorder.warnings.contains { $0.contains("1 setting is still owed on this cluster") })

        guard case .blind? = try collector(stage).payAll().first?.payment else {
            Issue.record("paid without having been asked")
            return
        }
        #expect(stage.world.blindPayments.isEmpty)
        #expect(try collector(stage, mayPayBlindly: true).payAll().map(\.payment) == [.paid])
        #expect(stage.world.blindPayments.count == 1)
        #expect(stage.world.settings["1/rate"] == nil)
        #expect(try DebtLedger(store: stage.store).open().entries.isEmpty)
    }

    @Test("a setting that a request in doubt may still make is not taken for given back")
    func inDoubt() throws {
        let stage = Stage()
        stage.world.tunesLate = true
        #expect(stage.start("step \"A\" { tune brokers where id == 1 to 9 give back at end }").exitCode == 5)
        guard case .notBefore? = try collector(stage, isEarly: true).payAll().first?.payment else {
            Issue.record("a debt was paid by a look that came too early")
            return
        }
        #expect(try DebtLedger(store: stage.store).open().entries.count == 1)
        stage.world.settings["1/tune"] = "9"
        stage.clock.wallMs += 120_000
        #expect(try collector(stage, isEarly: true).payAll().map(\.payment) == [.paid])
        #expect(stage.world.settings.isEmpty)
    }

    @Test("a setting that an earlier process had only written down keeps nobody waiting at the end")
    func onlyWrittenDown() throws {
        let stage = Stage()
        let text = "step \"A\" { tune brokers where id == 1 to 9 give back at end }"
        #expect(stage.start(text).end == .done)
        // As the process that died right after the debt was written down has left it.
        let run = try #require(stage.store.runs().first)
        let lines = try #require(stage.store.journals[run]).split(separator: UInt8(ascii: "\n"))
        let owed = try #require(lines.firstIndex { String(decoding: $0, as: UTF8.self).contains("\"kind\":\"owed\"") })
        stage.store.overwrite(run, with: Array(lines[...owed].joined(separator: [UInt8(ascii: "\n")])) + [UInt8(ascii: "\n")])
        let began = stage.clock.wallMs
        #expect(stage.resume(text).end == .done)
        #expect(stage.clock.wallMs - began < 1_000)
        #expect(stage.world.settings.isEmpty)
    }

    @Test("Ctrl-C with moves in flight keeps the throttle, and the way out says so")
    func interrupted() throws {
        let stage = Stage(partitions: 2)
        stage.world.moveMs = 600_000
        let now = stage.clock.wallMs
        stage.clock.interruptAt = [now + 2_000, now + 4_000]
        let report = stage.start(left("partition < 2").replacing("1m", with: "1h"))
        #expect(report.exitCode == 130)
        #expect(report.end.message.contains("goes on at the cluster; 1 temporary setting stays"))
        #expect(report.standing.openDebts.count == 1)
        #expect(stage.world.settings["1/rate"] == "50000000")
        stage.clock.forgetInterruptions()
        stage.clock.wallMs += 600_000
        #expect(stage.resume(left("partition < 2").replacing("1m", with: "1h")).end == .done)
        #expect(stage.world.settings.isEmpty)
    }

    @Test(
        "several settings are one fact: one broker is a broker, numbers come in their order",
        arguments: [
            (["10", "9", "9"], [], "3 settings of brokers 9, 10"), (["1"], ["b", "b"], "3 settings of broker 1 and topic b"),
            (["1", "2"], ["b", "a"], "4 settings of brokers 1, 2 and topics a, b"),
            ([], ["a", "b", "c", "d", "e", "f"], "6 settings of 6 topics"),
        ])
    func titles(brokers: [String], topics: [String], title: String) {
        let places = brokers.map { ("brokerConfig", $0) } + topics.map { ("topicConfig", $0) }
        let debts = places.enumerated().map { number, place in
            let intent = DebtIntent(kind: place.0, resource: place.1, name: "rate", before: nil, set: "1", isListEntries: false)
            return Debt(id: "r/\(number)", run: "r", intent: intent, due: .atEnd)
        }
        #expect(Debt.title(of: debts) == title)
    }

    @Test("why a cluster cannot be asked is told in words, not by the name of a case")
    func outOfReach() {
        #expect("\(ClusterFailure.outOfReach("no broker answers"))" == "no broker answers")
        #expect("\(ClusterFailure.interrupted)" == "interrupted")
    }
}
