import Engine
import Journal
import Language
import Testing

@Suite("A plan that was reviewed")
struct ReviewTests {
    private let text = "step \"A\" { place partitions where leader == 1 onto 2 unthrottled within 5m }"

    /// The plan of now, as a file would hold it.
    private func review(_ stage: Stage, _ text: String? = nil) throws -> ReviewedPlan {
        let report = Run.plan(stage.request(text ?? self.text), options: stage.options, surroundings: stage.surroundings)
        #expect(report.end == .done)
        return try #require(ReviewedPlan.read(Array("{\"other\":1}\n\(report.reviewed.json.text)\n".utf8)))
    }

    @Test("what was reviewed is run; bytes that moved on are no drift")
    func same() throws {
        let stage = Stage(partitions: 3)
        stage.options.reviewed = try review(stage)
        #expect(stage.start(text).end == .done)
        #expect(stage.world.submits == 1)
    }

    @Test("what was added, is gone, was changed or is blocked since stops the run, and is named")
    func drift() throws {
        let changes: [(String, (StagedCluster) -> Void, String)] = [
            ("added", { $0.partitions["t-7"] = .init(leader: 1) }, "t-7 was added: 1 → 2"),
            ("gone", { $0.partitions["t-1"]?.leader = 3 }, "t-1 is gone"),
            ("blocked", { $0.blocked = ["t-2": "its broker is dead"] }, "t-2 is blocked now: its broker is dead"),
        ]
        for (_, change, words) in changes {
            let stage = Stage(partitions: 3)
            stage.options.reviewed = try review(stage)
            change(stage.world)
            let report = stage.start(text)
            #expect(report.exitCode == 8)
            #expect(report.end.message.contains(words), "\(report.end.message)")
            #expect(report.end.message.contains("nothing of it was sent"))
            #expect(stage.world.submits == 0)
        }
        let all = "step \"A\" { place partitions onto 2 unthrottled within 5m }"
        let stage = Stage(partitions: 2)
        stage.options.reviewed = try review(stage, all)
        stage.world.partitions["t-0"]?.leader = 3
        #expect(stage.start(all).end.message.contains("t-0 was 1 when it was reviewed, is 3 now"))
        let other = stage.start(all.replacing("onto 2", with: "onto 3"))
        #expect(other.end.message.contains("t-1 would go to 3, 2 was reviewed"))
    }

    @Test("an effect that was not in the plan stops the run, unless the plan said that it could not tell")
    func unforeseen() throws {
        let more = text + "\nstep \"B\" { place partitions where partition == 0 onto 3 unthrottled within 5m }"
        let stage = Stage(partitions: 2)
        stage.options.reviewed = try review(stage)
        let report = stage.start(more)
        #expect(report.exitCode == 8)
        #expect(report.end.message.contains("was not in the plan that was reviewed: it would touch 1 item (t-0)"))
        let open = """
            step "A" { place partitions where leader == 1 onto 2 unthrottled within 5m into r }
            step "B" { if any r where outcome == "done" { place partitions where partition == 0 onto 3 unthrottled within 5m } }
            """
        let told = Stage(partitions: 2)
        told.options.reviewed = try review(told, open)
        #expect(told.start(open).end == .done)
        #expect(told.recorder.warnings.contains { $0.contains("was not in the plan that was reviewed: cannot decide") })
    }

    @Test("a resume is held to it as well; what the run itself has done since is no drift; another cluster is")
    func resumed() throws {
        let text = """
            step "A" { place partitions where leader == 1 onto 2 unthrottled within 5m }
            step "B" { place partitions where leader == 3 onto 4 unthrottled within 5m }
            """
        let stage = Stage(partitions: 3)
        stage.world.partitions["t-2"]?.leader = 3
        let reviewed = try review(stage, text)
        stage.options.reviewed = reviewed
        stage.world.refused = ["t-1": "NOT_NOW"]
        #expect(stage.start(text).exitCode == 1)
        stage.world.refused = [:]
        stage.options.reviewed = nil
        stage.world.partitions["t-2"]?.leader = 5
        let report = stage.resume(text)
        #expect(report.exitCode == 8)
        #expect(report.end.message.contains("t-2 is gone"))
        #expect(stage.world.effectLog == ["t-0->2", "t-1->2"])
        let elsewhere = Stage(partitions: 3)
        elsewhere.options.reviewed = reviewed
        elsewhere.world.clusterID = "cluster-B"
        #expect(elsewhere.start(text).exitCode == 8)
    }

    @Test("a document of another kind, or one that was changed by hand, is no plan")
    func damaged() throws {
        let json = try review(Stage(partitions: 2)).json.text
        #expect(ReviewedPlan.read(Array(json.replacing("\"target\":2", with: "\"target\":3").utf8)) == nil)
        #expect(ReviewedPlan.read(Array(json.replacing("\"version\":1", with: "\"version\":2").utf8)) == nil)
        #expect(ReviewedPlan.read([]) == nil)
    }

    @Test("what appeared since a staged effect was planned is listed on a resume and left alone")
    func newcomers() {
        let text = "step \"A\" { place partitions where leader == 1 onto 2 unthrottled staged 1 within 5m }"
        let stage = Stage(partitions: 2)
        stage.world.faults = [2: .deathBefore]
        _ = stage.start(text)
        stage.store.revive()
        stage.clock.wallMs += 100_000
        stage.world.partitions["t-9"] = .init(leader: 1)
        #expect(stage.resume(text).end == .done)
        #expect(stage.recorder.warnings.contains { $0.contains("appeared since `place` was planned, left alone: t-9") })
        #expect(stage.world.partitions["t-9"]?.leader == 1)
    }
}
