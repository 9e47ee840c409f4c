import Engine
import Journal
import Language
import Testing

@Suite("Undo")
struct UndoTests {
    @Test("undo gives back what this run changed and nobody changed since; it is resumable")
    func undo() throws {
        let stage = Stage(partitions: 3)
        stage.options.answersYes = true
        #expect(stage.start("step \"A\" { place partitions onto 2 unthrottled within 5m }").end == .done)
        stage.world.partitions["t-1"]?.leader = 3
        let report = stage.undo()
        #expect(report.end == .done)
        #expect(stage.world.partitions.mapValues(\.leader) == ["t-0": 1, "t-1": 3, "t-2": 1])
        #expect(stage.recorder.warnings.contains { $0.hasPrefix("left alone: t-1") })
        let submits = stage.world.submits
        #expect(stage.undo().end == .done)
        #expect(stage.world.submits == submits)
    }

    @Test("an undo block replaces the inverses; a line whose bindings were never made is passed over")
    func undoBlock() {
        let stage = Stage(partitions: 2)
        stage.options.answersYes = true
        let text =
            """
            step "A" { place partitions onto 2 unthrottled within 5m
            require no partitions where leader == 2
            let late = 3 } undo { note "back {late}"
            place partitions onto 3 unthrottled within 5m }
            """
        #expect(stage.start(text).exitCode == 3)
        #expect(stage.undo().end == .done)
        #expect(stage.world.partitions.values.allSatisfy { $0.leader == 3 })
        #expect(stage.recorder.notes.isEmpty)
        #expect(stage.recorder.warnings.contains { $0.contains("late was never made") })
    }

    @Test("a way back that destroys something is not answered by --yes: it takes --approve with its hash, or a typed label")
    func graveInverse() {
        let stage = Stage(partitions: 2)
        stage.options.answersYes = true
        #expect(stage.start("step \"A\" { place partitions onto 2 unthrottled within 5m }").end == .done)
        stage.world.graveInverse = "records go"
        let report = stage.undo()
        guard case .waiting(let question, let hash?) = report.end else {
            Issue.record("not asked for: \(report.end)")
            return
        }
        #expect(question.contains("records go"))
        #expect(stage.world.submits == 1)
        stage.options.approvals = [NameKey(hash)]
        #expect(stage.undo().end == .done)
        #expect(stage.world.partitions.mapValues(\.leader) == ["t-0": 1, "t-1": 1])
    }
}

extension Stage {
    func undo(step: String? = nil) -> RunReport {
        let run = store.journals.keys.sorted().last ?? ""
        let texts = ResumeTexts(
            schema: Self.schema, check: { sources in Self.program(String(decoding: sources.texts.first?.bytes ?? [], as: UTF8.self)) },
            current: { _ in nil })
        return Run.undo(run, step: step, texts: texts, options: options, surroundings: surroundings)
    }
}
