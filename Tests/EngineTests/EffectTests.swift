import Engine
import Journal
import Language
import Testing

private let all = "place partitions onto 2 unthrottled within 5m"

@Suite("Effects")
struct EffectTests {
    @Test("an effect is intended, submitted and settled, in this order, and its items are bound by into")
    func order() throws {
        let stage = Stage(partitions: 3)
        let report = stage.start("step \"A\" { \(all) into r\n show r where outcome == \"done\" }")
        #expect(report.end == .done)
        #expect(stage.world.effectLog == ["t-0->2", "t-1->2", "t-2->2"])
        let kinds = try stage.kinds().filter { ["intended", "submitting", "submitted", "settled", "concluded"].contains($0) }
        #expect(kinds == ["intended", "submitting", "submitted", "settled", "concluded"])
        guard case .table(let table)? = stage.recorder.shown.first else {
            Issue.record("no table")
            return
        }
        #expect(table.decided.count == 3)
    }

    @Test("nothing to do is done, and says so")
    func nothing() {
        let stage = Stage()
        #expect(
            stage.start("step \"A\" { place partitions where leader == 9 onto 2 unthrottled within 1m into r\n show count(r) }").end
                == .done)
        #expect(stage.recorder.shown == [.int(0)])
        #expect(stage.world.submits == 0)
    }

    @Test("refused items fail the statement once all were tried; into lets them pass")
    func refused() {
        let stage = Stage(partitions: 3)
        stage.world.refused = ["t-1": "NOT_POSSIBLE"]
        let report = stage.start("step \"A\" { \(all) }")
        #expect(report.exitCode == 1)
        #expect(report.end.message.contains("1 of 3 refused (t-1: NOT_POSSIBLE"))
        #expect(report.standing.hasChanged)
        #expect(stage.world.effectLog.count == 2)
        let second = Stage(partitions: 3)
        second.world.refused = ["t-1": "NOT_POSSIBLE"]
        #expect(second.start("step \"A\" { \(all) into r\n show count(r where outcome == \"refused\") }").end == .done)
        #expect(second.recorder.shown == [.int(1)])
    }

    @Test("a lost answer is looked up, not asked again")
    func lostAnswer() {
        let stage = Stage(partitions: 3)
        stage.options.answersYes = true
        stage.world.faults = [1: .lostAnswer]
        #expect(stage.start("step \"A\" { \(all) }").end == .done)
        #expect(stage.world.effectLog.count == 3)
        #expect(stage.recorder.results.first?.outcomes.allSatisfy { $0?.isRecovered == true } == true)
    }

    @Test("a lost request is sent again, but only once the controller can no longer apply it")
    func lostRequest() {
        let stage = Stage(partitions: 2)
        stage.options.answersYes = true
        stage.world.faults = [1: .lostRequest]
        let start = stage.clock.wallMs
        #expect(stage.start("step \"A\" { \(all) }").end == .done)
        #expect(stage.world.effectLog.count == 2)
        #expect(stage.clock.wallMs - start >= 78_000)
    }

    @Test("in doubt and nobody waits: exit 5; a resume sends only the rest")
    func partial() {
        let stage = Stage(partitions: 4)
        stage.world.faults = [1: .partial(1)]
        let text = "step \"A\" { \(all) }"
        let report = stage.start(text)
        #expect(report.exitCode == 5)
        #expect(report.standing.inDoubt == 1)
        stage.clock.wallMs += 120_000
        #expect(stage.resume().end == .done)
        #expect(stage.world.effectLog == ["t-0->2", "t-1->2", "t-2->2", "t-3->2"])
    }

    @Test("what never left this machine is asked for again until the time is up")
    func unreachable() {
        let stage = Stage(partitions: 2)
        stage.world.faults = [1: .unreachable, 2: .unreachable]
        #expect(stage.start("step \"A\" { \(all) }").end == .done)
        #expect(stage.world.effectLog.count == 2)
        let other = Stage(partitions: 2)
        for number in 1...1000 { other.world.faults[number] = .unreachable }
        #expect(other.start("step \"A\" { \(all) }").exitCode == 9)
        #expect(other.world.effectLog.isEmpty)
    }

    @Test("within bounds the wait, not the cluster: the effect stays submitted, its debt owed; a resume adopts it")
    func within() throws {
        let stage = Stage(partitions: 2)
        stage.world.moveMs = 600_000
        let report = stage.start("step \"A\" { place partitions onto 2 throttle 50MB/s within 1m }")
        #expect(report.exitCode == 1)
        #expect(report.standing.underWay == 1)
        #expect(report.standing.openDebts.count == 1)
        #expect(stage.world.settings["1/rate"] == "50000000")
        stage.clock.wallMs += 600_000
        #expect(stage.resume().end == .done)
        #expect(stage.world.submits == 1)
        #expect(stage.world.settings["1/rate"] == nil)
    }

    @Test("a throttle is owed before it is set and given back when the moves have settled")
    func throttle() throws {
        let stage = Stage(partitions: 2)
        stage.world.store.faults = .init()
        #expect(stage.start("step \"A\" { place partitions onto 2 throttle 50MB/s within 5m\n show count(debts) }").end == .done)
        #expect(stage.recorder.shown == [.int(0)])
        let kinds = try stage.kinds().filter { ["owed", "submitting", "settled", "paid"].contains($0) }
        #expect(kinds == ["owed", "submitting", "settled", "paid"])
    }

    @Test("staged: batch by batch, a pause between, and it holds while the cluster is worse than at the start")
    func staged() {
        let stage = Stage(partitions: 6)
        let start = stage.clock.wallMs
        stage.world.atRead = { [world = stage.world, clock = stage.clock] _ in
            let since = clock.wallMs - start
            world.brokersUp = (5_000..<60_000).contains(since) ? [1, 2] : [1, 2, 3]
        }
        #expect(stage.start("step \"A\" { place partitions onto 2 unthrottled staged 2 every 10s within 10m }").end == .done)
        #expect(stage.world.submits == 3)
        #expect(stage.recorder.holdings.first == "broker 3 has disappeared")
        #expect(stage.clock.wallMs - start >= 60_000)
    }

    @Test("staged: a partition outside the plan that can no longer be read holds it, as an offline one would")
    func stagedUnread() throws {
        let stage = Stage(partitions: 6)
        let start = stage.clock.wallMs
        let outside = try #require(stage.world.partitions.keys.sorted().last)
        stage.world.atRead = { [world = stage.world, clock = stage.clock] _ in
            world.unreadHealth = (5_000..<60_000).contains(clock.wallMs - start) ? [outside] : []
        }
        let text = "step \"A\" { place partitions where partition < 4 onto 2 unthrottled staged 2 every 10s within 10m }"
        #expect(stage.start(text).end == .done)
        #expect(stage.world.submits == 2)
        #expect(stage.recorder.holdings.first == "1 partitions outside the plan are offline or not readable, 0 at the start")
        #expect(stage.clock.wallMs - start >= 60_000)
    }

    @Test("hold while: holds while it holds, and is an error where it holds already")
    func hold() {
        let stage = Stage(partitions: 2)
        stage.world.brokersUp = [1]
        let already = stage.start(
            "step \"A\" { place partitions onto 2 unthrottled staged 1 hold while any brokers where not up within 1m }")
        #expect(already.exitCode == 3)
        #expect(stage.world.submits == 0)
    }

    @Test("a closed gate sends nothing and is a gate")
    func gate() {
        let stage = Stage()
        stage.world.gateIsClosed = true
        let report = stage.start("step \"A\" { \(all) }")
        #expect(report.exitCode == 3)
        #expect(!report.standing.hasChanged)
        #expect(stage.world.submits == 0)
    }

    @Test("limits are hard, cumulative and over distinct items; without any, --max-affected is asked")
    func limits() {
        let stage = Stage(partitions: 6)
        let text =
            """
            step "A" { place partitions where partition < 3 onto 2 unthrottled within 1m
            place partitions where partition < 3 onto 3 unthrottled within 1m
            place partitions where partition < 5 onto 3 unthrottled within 1m }
            """
        let report = stage.start(text, header: "limits { partitions 4 }")
        #expect(report.exitCode == 3)
        #expect(report.end.message.contains("bring this run to 5 partitions; its limit is 4"))
        #expect(stage.world.effectLog.count == 6)
        let bare = Stage(partitions: 6)
        bare.options.maxAffected = 5
        #expect(bare.start("step \"A\" { \(all) }").exitCode == 3)
        #expect(bare.world.submits == 0)
        // Small effects add up.
        let small = Stage(partitions: 6)
        small.options.maxAffected = 3
        let loop = "step \"A\" { for p in partitions { place partitions where partition == p.partition onto 2 unthrottled within 1m } }"
        let stopped = small.start(loop)
        #expect(stopped.exitCode == 3)
        #expect(stopped.end.message.contains("bring this run to 4 items, more than 3"))
        #expect(small.world.effectLog.count == 3)
    }

    @Test("a process that dies while it asks: the moment after which nothing more can have left grows with what was to be asked")
    func manyRequests() throws {
        func allowed(_ partitions: Int) throws -> Int {
            let stage = Stage(partitions: partitions)
            stage.options.answersYes = true
            stage.options.maxAffected = 10_000
            stage.world.faults = [1: .deathBefore]
            _ = stage.start("step \"A\" { \(all) }")
            stage.store.revive()
            let run = try #require(try stage.store.runs().first)
            let record = try #require(try stage.store.scan(run).records.first { $0["kind"]?.string == "submitting" })
            return try #require(record["sentBy"]?.int) - (try #require(record["at"]?.int))
        }
        #expect(try allowed(3) == 20_000)
        #expect(try allowed(2_500) == 40_000)
    }

    @Test("a plan may bring a pace of its own; what the text says comes first")
    func ownPace() {
        let stage = Stage(partitions: 6)
        stage.world.stages = EffectPlan.Stages(size: 2, everyMs: 60_000)
        let start = stage.clock.wallMs
        #expect(stage.start("step \"A\" { \(all) }").end == .done)
        #expect(stage.world.submits == 3)
        #expect(stage.clock.wallMs - start >= 120_000)
        let said = Stage(partitions: 6)
        said.world.stages = EffectPlan.Stages(size: 2, everyMs: 60_000)
        #expect(said.start("step \"A\" { place partitions onto 2 unthrottled staged 3 within 5m }").end == .done)
        #expect(said.world.submits == 2)
    }

    @Test("a resume keeps the pause between batches")
    func pauseAfterResume() {
        let stage = Stage(partitions: 4)
        stage.options.answersYes = true
        stage.world.faults = [1: .deathAfter]
        let text = "step \"A\" { place partitions onto 2 unthrottled staged 2 every 10m within 1h }"
        _ = stage.start(text)
        stage.store.revive()
        let start = stage.clock.wallMs
        #expect(stage.resume().end == .done)
        #expect(stage.world.effectLog.count == 4)
        #expect(stage.clock.wallMs - start >= 600_000)
    }

    @Test("--read-only refuses effects")
    func readOnly() {
        let stage = Stage()
        stage.options.isReadOnly = true
        #expect(stage.start("step \"A\" { \(all) }").exitCode == 1)
        #expect(stage.world.submits == 0)
    }

    @Test("confirm shows the targets first and touches exactly those")
    func confirm() {
        let stage = Stage(partitions: 3)
        stage.person.isPresent = true
        stage.person.confirms = [true]
        let text = "step \"A\" { confirm \"Place?\" { place partitions where leader == 1 onto 2 unthrottled within 1m } }"
        #expect(stage.start(text).end == .done)
        #expect(stage.recorder.plans.first?.items.count == 3)
        #expect(stage.world.effectLog.count == 3)
        let no = Stage(partitions: 3)
        no.person.isPresent = true
        no.person.confirms = [false]
        #expect(no.start(text).exitCode == 3)
        #expect(no.world.submits == 0)
        let nobody = Stage(partitions: 3)
        #expect(nobody.start(text).exitCode == 4)
        #expect(nobody.world.submits == 0)
    }

    @Test("approve without a terminal prints its hash, and --approve with that hash goes on; the hash is the same in another run")
    func approve() {
        let text = "step \"A\" { approve \"Place them\" type \"yes\" { place partitions onto 2 unthrottled within 1m } }"
        let stage = Stage(partitions: 2)
        let report = stage.start(text)
        guard case .waiting(_, let hash?) = report.end else {
            Issue.record("no hash")
            return
        }
        #expect(report.exitCode == 4)
        let other = Stage(partitions: 2)
        other.options.approvals = [NameKey(hash)]
        #expect(other.start(text).end == .done)
        #expect(other.world.effectLog.count == 2)
        let fewer = Stage(partitions: 3)
        fewer.options.approvals = [NameKey(hash)]
        #expect(fewer.start(text).exitCode == 4)
        let typed = Stage(partitions: 2)
        typed.person.isPresent = true
        typed.person.typed = ["no"]
        #expect(typed.start(text).exitCode == 3)
        typed.person.typed = ["yes"]
        #expect(typed.start(text).end == .done)
    }

    @Test("a plan is a value; what it settled and moved can be asked")
    func plans() {
        let stage = Stage(partitions: 4)
        let report = stage.start(
            "step \"A\" { let m = plan place partitions onto 2\n show m\n place m unthrottled within 1m\n require settled(m) }")
        #expect(report.end == .done)
        #expect(stage.world.effectLog.count == 4)
        let part = Stage(partitions: 4)
        #expect(
            part.start("step \"A\" { let m = plan place partitions onto 2\n place (m where partition < 2) unthrottled within 1m }").end
                == .done)
        #expect(part.world.effectLog == ["t-0->2", "t-1->2"])
    }

    @Test("somebody changed it meanwhile: nothing is overwritten; a person is asked, else exit 5")
    func superseded() {
        let stage = Stage(partitions: 1)
        stage.world.faults = [1: .deathBefore]
        #expect(stage.start("step \"A\" { \(all) }").end.exitCode == 5)
        stage.world.partitions["t-0"]?.leader = 3
        stage.store.revive()
        let report = stage.resume()
        #expect(report.exitCode == 5)
        #expect(stage.world.effectLog.isEmpty)
        stage.person.isPresent = true
        stage.person.choices = [1]
        stage.person.typed = ["bridge said so"]
        #expect(stage.resume().end == .done)
        #expect(stage.world.effectLog == ["t-0->2"])
    }

    @Test("of many refused items three say why, and the rest is counted")
    func manyRefused() {
        let stage = Stage(partitions: 5)
        stage.world.refused = Dictionary(uniqueKeysWithValues: (0..<5).map { ("t-\($0)", "NOT_POSSIBLE") })
        let message = stage.start("step \"A\" { \(all) }").end.message
        #expect(message.hasSuffix("t-2: NOT_POSSIBLE, says the cluster; and 2 more)"))
    }

    @Test("of many items that somebody changed five are named, and the rest is counted")
    func manySuperseded() {
        let stage = Stage(partitions: 7)
        stage.world.faults = [1: .deathBefore]
        #expect(stage.start("step \"A\" { \(all) }").end.exitCode == 5)
        for name in stage.world.partitions.keys { stage.world.partitions[name]?.leader = 3 }
        stage.store.revive()
        #expect(stage.resume().end.message.contains("changed t-0, t-1, t-2, t-3, t-4 and 2 more since"))
    }

    @Test("a full disk on intent: nothing is sent; on outcome: the effect is in doubt, loudly")
    func fullDisk() throws {
        let stage = Stage(partitions: 1)
        let text = "step \"A\" { \(all) }"
        // run, step, plan, intended
        stage.store.faults = .init(atAppend: 4, isDeath: false)
        let report = stage.start(text)
        #expect(report.exitCode == 1)
        #expect(report.end.message.contains("nothing was sent"))
        #expect(stage.world.submits == 0)
        let other = Stage(partitions: 1)
        // sending, submitting
        other.store.faults = .init(atAppend: 7, isDeath: false)
        let second = other.start(text)
        #expect(second.exitCode == 5)
        #expect(other.world.submits == 1)
    }

    @Test("Ctrl-C once stops after the batch, twice leaves the move to the cluster")
    func interrupt() {
        let stage = Stage(partitions: 4)
        stage.world.moveMs = 60_000
        stage.clock.interruptAt = [stage.clock.wallMs + 5_000]
        let text = "step \"A\" { place partitions onto 2 staged 2 throttle 50MB/s within 30m }"
        let once = stage.start(text)
        #expect(once.exitCode == 130)
        #expect(stage.world.submits == 1)
        #expect(once.standing.underWay == 0)
        let twice = Stage(partitions: 4)
        twice.world.moveMs = 60_000
        twice.clock.interruptAt = [twice.clock.wallMs + 5_000, twice.clock.wallMs + 6_000]
        let left = twice.start(text)
        #expect(left.exitCode == 130)
        #expect(left.standing.underWay == 1)
        #expect(left.standing.openDebts.count == 1)
        #expect(left.end.message.contains("goes on at the cluster"))
        twice.clock.forgetInterruptions()
        #expect(twice.resume().end == .done)
        #expect(twice.world.effectLog.count == 4)
        #expect(twice.world.settings["1/rate"] == nil)
    }

    @Test("run starts a command, done when its condition holds; a failing one is refused")
    func commands() {
        let stage = Stage()
        #expect(stage.start("step \"A\" { run [\"scale\", \"{2 + 3}\"] within 1m\n notify \"told\" }").end == .done)
        #expect(stage.commands.commands == [["scale", "5"]])
        #expect(stage.recorder.notes == ["told"])
        let timed = Stage()
        let runner = Timed()
        timed.processes = runner
        #expect(timed.start("step \"A\" { run [\"a\"] within 2s\n run [\"b\"] within 3s }").end == .done)
        #expect(runner.allowed == [2_000, 3_000], "a time is that of its own statement")
        let real = Stage()
        real.processes = Failing()
        #expect(real.start("step \"A\" { run [\"scale\"] within 1m }").exitCode == 1)
    }
}

/// Commands that end well, and how long each may have taken, milliseconds.
private final class Timed: CommandRunner {
    let onlyRecords = false
    var allowed: [Int] = []
    func run(_ words: [String], until deadline: Int, clock: any EngineClock) -> CommandEnd {
        allowed.append(deadline - clock.wallMs)
        return .exited(0, output: "")
    }
}

/// Commands that end 3.
private final class Failing: CommandRunner {
    let onlyRecords = false
    func run(_ words: [String], until deadline: Int, clock: any EngineClock) -> CommandEnd { .exited(3, output: "no such deployment") }
}
