import Engine
import Journal
import Language

/// Runs that were stopped in the middle, as each format of the journal keeps them under `Journals/FORMAT/NAME/RUN/`: what they ran, how the
/// cluster stood when they were left, and what a resume makes of them.
struct RecordedCase: Sendable {
    let name: String
    let steps: String
    var header = ""
    var partitions = 6
    var isSession = false
    /// What stops the recorded run.
    var stop: @Sendable (Stage) -> Void = { _ in }
    /// The cluster as the recorded run left it.
    var world: @Sendable (StagedCluster) -> Void
    /// What a resume asks the cluster for.
    let asked: [String]
    /// True where the resumed folder is not the one in which it was driven.
    var isReceived = false

    static let place = RunPlace(machine: "0123456789abcdef", host: "laptop", path: "/home/ann/.local/state/mend/runs/r", inode: 4711)

    static let all: [RecordedCase] = [
        RecordedCase(
            name: "staged-in-doubt-applied",
            steps: """
                step "Look" { let old = partitions where leader == 1
                show old }
                step "Move" { place partitions onto 2 staged 3 throttle 5MB/s within 30m }
                step "After" { note "{count(old)} were on 1" }
                """,
            stop: { $0.world.faults = [2: .deathAfter] },
            world: { world in
                for name in world.partitions.keys { world.partitions[name]?.leader = 2 }
                world.settings = ["1/rate": "5000000"]
            }, asked: []),
        RecordedCase(
            name: "staged-in-doubt-lost", steps: "step \"Move\" { place partitions onto 2 staged 3 throttle 5MB/s within 30m }",
            stop: { $0.world.faults = [2: .deathBefore] },
            world: { world in
                for name in ["t-0", "t-1", "t-2"] { world.partitions[name]?.leader = 2 }
                world.settings = ["1/rate": "5000000"]
            }, asked: ["t-3->2", "t-4->2", "t-5->2"]),
        RecordedCase(
            name: "waiting-for-an-answer",
            steps: """
                step "Move" { let m = plan place partitions where partition < 2 onto 2
                confirm "Move {count(m)}?" { place m unthrottled within 5m } }
                """,
            stop: { $0.options.answersYes = false }, world: { _ in }, asked: ["t-0->2", "t-1->2"]),
        RecordedCase(
            name: "in-a-loop",
            steps: """
                step "Move" { for p in partitions where partition < 3 {
                try { require no partitions where offline } catch gate as e { note "{e.message}" }
                retry 3 every 1s { place partitions where partition == p.partition onto 3 unthrottled within 5m } } }
                """,
            stop: { $0.world.faults = [2: .deathBefore] }, world: { $0.partitions["t-0"]?.leader = 3 }, asked: ["t-1->3", "t-2->3"]),
        RecordedCase(
            name: "gate-that-failed",
            steps: """
                step "Move" { place partitions where partition == 0 onto 2 unthrottled within 5m
                require no partitions where offline else "contained" }
                step "After" { note "recovered" }
                """,
            stop: { $0.world.partitions["t-5"]?.offline = true }, world: { $0.partitions["t-0"]?.leader = 2 }, asked: []),
        RecordedCase(
            name: "session", steps: "place partitions where partition == 0 onto 2 throttle 5MB/s within 5m", isSession: true,
            stop: { $0.world.faults = [1: .deathAfter] },
            world: { world in
                world.partitions["t-0"]?.leader = 2
                world.settings = ["1/rate": "5000000"]
            }, asked: []),
        RecordedCase(
            name: "big-plan", steps: "step \"Move\" { place partitions onto 2 staged 500 unthrottled within 30m }",
            header: "limits { partitions 1000 }", partitions: 900, stop: { $0.world.faults = [2: .deathAfter] },
            world: { world in for name in world.partitions.keys { world.partitions[name]?.leader = 2 } }, asked: []),
        RecordedCase(
            name: "handed-over", steps: "step \"Move\" { place partitions onto 2 staged 3 throttle 5MB/s within 30m }",
            stop: { $0.world.faults = [2: .deathAfter] },
            world: { world in
                for name in world.partitions.keys { world.partitions[name]?.leader = 2 }
                world.settings = ["1/rate": "5000000"]
            }, asked: [], isReceived: true),
    ]

    var text: String { isSession ? steps : Stage.runbook(steps, header: header) }

    /// Runs it until it is stopped, and gives back what its folder holds.
    func record() throws -> (run: String, contents: [String: [UInt8]]) {
        let stage = Stage(partitions: partitions)
        stage.options.answersYes = true
        stage.store.place = Self.place
        stop(stage)
        if isSession {
            let session = Session(schema: Stage.schema, mode: .interactive, options: stage.options, surroundings: stage.surroundings)
            _ = session.execute(Stage.program(steps, mode: .entry))
        } else {
            _ = stage.start(steps, header: header)
        }
        stage.store.revive()
        guard let run = stage.store.journals.keys.first else { throw JournalFailure.noSuchRun(name) }
        if isReceived {
            _ = try Run.handOver(
                run, for: "bob", takesOver: false, identity: stage.surroundings.identity, nowMs: stage.clock.wallMs, person: stage.person,
                in: stage.store)
        }
        return (run, stage.store.contents(of: run))
    }

    /// A stage on which the recorded folder lies, some minutes after it was left.
    func stage(_ run: String, _ contents: [String: [UInt8]]) throws -> Stage {
        let stage = Stage(partitions: partitions)
        stage.options.answersYes = true
        stage.store.load(run, contents)
        stage.store.place = isReceived ? RunPlace(machine: "", host: "desk", path: "/tmp/r", inode: 1) : Self.place
        world(stage.world)
        let last = try stage.store.scan(run).records.compactMap { $0["at"]?.int }.max() ?? 0
        stage.clock.wallMs = last + 300_000
        return stage
    }

    func resume(_ stage: Stage) -> RunReport { stage.resume(isSession ? nil : steps, header: header, mode: isSession ? .entry : .file) }
}
