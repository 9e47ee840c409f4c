import Engine
import Journal
import Language
import Testing

@Suite("A run told afterwards")
struct PostMortemTests {
    static let text = """
        step "Look" { show count(partitions)
        wait until no partitions where leader == 9 within 1m }
        step "Move" { confirm "Go?" { place partitions onto 2 staged 3 throttle 5MB/s within 30m } }
        step "Wait" { wait until no partitions where leader == 2 within 20s every 5s otherwise { note "still" } }
        """

    private func told(_ stage: Stage, _ text: String = PostMortemTests.text) throws -> PostMortem {
        let run = try #require(stage.store.journals.keys.sorted().last)
        return try PostMortem.read(run, program: Stage.program(Stage.runbook(text)), in: stage.store)
    }

    private func stage() -> Stage {
        let stage = Stage()
        stage.options.answersYes = true
        stage.world.moveMs = 10_000
        return stage
    }

    @Test("a finished run: steps with their times, effects item by item, answers, notes, debts")
    func finished() throws {
        let stage = stage()
        #expect(stage.start(Self.text).end == .done)
        let told = try told(stage)
        #expect(told.state == "done" && told.exitCode == 0 && told.problems.isEmpty)
        #expect(told.steps.map(\.state) == [.done, .done, .done])
        #expect(told.steps[1].because == "place changed 6 items")
        let effect = try #require(told.effects.first)
        #expect(effect.text == "place partitions onto 2 staged 3 throttle 5MB/s within 30m")
        #expect(effect.items.map(\.state) == Array(repeating: .done, count: 6))
        #expect(effect.items[0].label == "t-0" && effect.items[0].before == 1 && effect.items[0].wanted == 2)
        #expect(effect.progress.first?.over == 0 && effect.progress.last?.over == 6 && effect.progress.last?.bytesDone == 600)
        #expect(told.answers.map(\.answer) == ["yes"] && told.answers[0].step == "Move")
        #expect(told.notes.map(\.text) == ["still"])
        #expect(told.debts.count == 1 && told.debts[0].how == "paid")
        #expect(told.results.map(\.value) == [.int(6)] && told.results[0].text == "show count(partitions)")
    }

    @Test("the timeline tells facts: waits that took a while, settings as one, items by name; no path of a statement")
    func timeline() throws {
        let stage = stage()
        #expect(stage.start(Self.text).end == .done)
        let lines = try told(stage).timeline.map { "\($0.step ?? "-"): \($0.text)" }
        #expect(lines.first == "-: begun by ann on laptop: Test, cluster cluster-A")
        #expect(lines.contains("Move: Go? yes (--yes)"))
        #expect(lines.contains("Move: place: planned: t-0, t-1, t-2 and 3 more, in 2 batches"))
        #expect(lines.contains("Move: place: asks for t-3, t-4, t-5, batch 2 of 2"))
        #expect(lines.contains("Move: owed until its moves have settled: rate of broker 1"))
        #expect(lines.contains("Move: given back: rate of broker 1"))
        #expect(lines.contains("Wait: waits until no partitions where leader == 2: not so after 20s"))
        #expect(!lines.contains { $0.contains("leader == 9") })
        #expect(lines.last == "-: done (exit 0)")
        #expect(!lines.contains { $0.contains("/0#1") })
    }

    @Test("a run that was killed says so, and what it owes; a resume says after how long, and found out what had become of it")
    func killed() throws {
        let stage = stage()
        stage.world.faults = [2: .deathAfter]
        _ = stage.start(Self.text)
        stage.store.revive()
        let dead = try told(stage)
        #expect(dead.state == "in doubt" && dead.exitCode == nil && dead.openDebts == 1)
        #expect(dead.steps[1].state == .inDoubt && dead.steps[2].state == .later)
        #expect(dead.effects[0].items.map(\.state) == [.done, .done, .done, .inDoubt, .inDoubt, .inDoubt])
        #expect(dead.drivers.map(\.wasCutOff) == [true])
        stage.clock.wallMs += 600_000
        stage.world.faults = [:]
        #expect(stage.resume().end == .done)
        let told = try told(stage)
        #expect(told.drivers.map(\.wasCutOff) == [true, false])
        #expect(told.effects[0].items.map(\.isRecovered) == [false, false, false, true, true, true])
        #expect(told.timeline.contains { $0.text.contains("after the last record; the process before had been cut off") })
        #expect(told.timeline.contains { $0.text == "place: found done: t-3, t-4, t-5 (6 of 6)" })
    }

    @Test("every prefix of a journal can be told")
    func prefixes() throws {
        let stage = stage()
        #expect(stage.start(Self.text).end == .done)
        let run = try #require(stage.store.journals.keys.first)
        let bytes = try #require(stage.store.journals[run])
        let program = Stage.program(Stage.runbook(Self.text))
        for length in stride(from: 0, through: bytes.count, by: 7) {
            stage.store.overwrite(run, with: Array(bytes.prefix(length)))
            let told = try PostMortem.read(run, program: program, in: stage.store)
            #expect(told.effects.count <= 1)
        }
    }

    @Test("a damaged journal is told up to the damage, and says where it is; a newer one too")
    func damaged() throws {
        let stage = stage()
        #expect(stage.start(Self.text).end == .done)
        let run = try #require(stage.store.journals.keys.first)
        let bytes = try #require(stage.store.journals[run])
        var flipped = bytes
        flipped[bytes.count / 2] ^= 1
        stage.store.overwrite(run, with: flipped)
        let told = try told(stage)
        #expect(told.problems.count == 1 && told.problems[0].contains("is damaged at byte"))
        #expect(told.timeline.count > 5 && told.timeline.last?.kind != .end)
        let lines = bytes.split(separator: UInt8(ascii: "\n"))
        let head = lines.prefix(5).flatMap { $0 + [UInt8(ascii: "\n")] }
        stage.store.overwrite(run, with: head + JournalLine.encode(["v": 99, "at": 1, "kind": "ended"]))
        let newer = try self.told(stage)
        #expect(newer.problems.count == 1 && newer.problems[0].contains("format 99"))
        #expect(!newer.timeline.isEmpty)
    }

    @Test("times that make no sense are told as damage, and overflow nothing")
    func strangeTimes() throws {
        let store = MemoryJournalStore()
        store.overwrite("r", with: [])
        for time in [Int.max, Int.min, 0] {
            let header: [JSONValue.Member] = [.init("mode", "file"), .init("name", "x"), .init("cluster", "c")]
            let lines: [JSONValue] = [
                .object([.init("v", 1), .init("at", .int(time)), .init("kind", "run")] + header),
                ["v": 1, "at": .int(time), "kind": "deadline", "path": "A/0", "deadline": .int(time)],
                ["v": 1, "at": .int(time), "kind": "resumed"],
                ["v": 1, "at": .int(0), "kind": "sampled", "read": .int(time), "offline": .int(.max)],
                [
                    "v": 1, "at": .int(time), "kind": "owed", "debt": "d", "run": "r", "due": ["after": .int(time)], "what": "w",
                    "resource": "", "name": "n", "set": "s",
                ],
            ]
            store.overwrite("r", with: lines.flatMap { JournalLine.encode($0) })
            let told = try PostMortem.read("r", program: nil, in: store)
            #expect(time == 0 ? told.timeline.count >= 3 : told.problems.contains { $0.contains("record 1: `at` is out of range") })
        }
    }

    @Test("a text that was edited since is not quoted as what ran")
    func edited() throws {
        let stage = stage()
        #expect(stage.start(Self.text).end == .done)
        let run = try #require(stage.store.journals.keys.first)
        let other = Self.text.replacing("count(partitions)", with: "partitions")
        let told = try PostMortem.read(run, program: Stage.program(Stage.runbook(other)), in: stage.store)
        #expect(told.results.map(\.text) == [nil])
        #expect(told.effects[0].text != nil)
    }
}

extension PostMortem {
    fileprivate var openDebts: Int { debts.count { $0.how == nil } }
}
