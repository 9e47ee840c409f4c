import Journal
import Language

/// Why a step stands as it does: `mend why`.
package struct StepExplanation: Sendable, Hashable {
    /// How it stands.
    package enum State: String, Sendable { case done, skipped, failed, begun, inDoubt = "in doubt", next, later }

    package var step: String
    package var state: State
    package var because: String
}

/// Something that happened, for `mend show`.
package struct TimelineEntry: Sendable, Hashable {
    /// Milliseconds since 1970.
    package var atMs: Int
    package var text: String
}

extension Run {
    /// For each step of a recorded program, why it is done, skipped, in doubt or next.
    package static func why(_ run: String, program: CheckedProgram, in store: any JournalStore) throws(JournalFailure) -> [StepExplanation]
    {
        let state = try RunState(records: try store.scan(run).records, run: run)
        var isNextFound = false
        return program.steps.map { step in
            let name = step.title
            let effects = state.effectOrder.compactMap { state.effects[$0] }.filter { $0.intent.step == name }
            let doubtful = effects.filter(\.hasDoubt)
            let status = state.steps[name]?.status
            if !doubtful.isEmpty {
                isNextFound = true
                let names = doubtful.map { "\($0.intent.effect) at \($0.intent.id)" }.joined(separator: ", ")
                return StepExplanation(step: name, state: .inDoubt, because: "asked for, and no answer that tells: \(names)")
            }
            switch status {
            case .done: return StepExplanation(step: name, state: .done, because: done(effects))
            case .skipped(let why): return StepExplanation(step: name, state: .skipped, because: why)
            case .failed(let why):
                isNextFound = true
                return StepExplanation(step: name, state: .failed, because: "\(why); a resume goes on at \(place(step, state))")
            case .begun:
                isNextFound = true
                return StepExplanation(step: name, state: .begun, because: "a resume goes on at \(place(step, state))")
            case nil:
                defer { isNextFound = true }
                return StepExplanation(
                    step: name, state: isNextFound ? .later : .next, because: isNextFound ? "comes later" : "has not begun; it is next")
            }
        }
    }

    private static func done(_ effects: [EffectState]) -> String {
        let items = effects.reduce(0) { $0 + $1.changedItems.count }
        return effects.isEmpty ? "finished; it changed nothing" : "finished; \(effects.count) effects changed \(items) items"
    }

    private static func place(_ step: Step, _ state: RunState) -> String {
        let path = StatementPath(step: step.title)
        guard let index = step.body.statements.indices.first(where: { state.finished[path.child($0)] == nil }) else { return "its verify" }
        return "statement \(index + 1) of \(step.body.statements.count)"
    }

    /// What happened in a run, in order.
    package static func timeline(_ run: String, in store: any JournalStore) throws(JournalFailure) -> [TimelineEntry] {
        try store.scan(run).records.compactMap { json in
            guard let record = RunRecord(json: json), let text = record.sentence else { return nil }
            return TimelineEntry(atMs: json["at"]?.int ?? 0, text: text)
        }
    }

    /// The open run of the same file and parameters, if there is one: what `mend run` asks about.
    package static func openRun(
        of file: String, parameters: [String: Value], in store: any JournalStore
    ) throws(JournalFailure) -> RunSummary? {
        for summary in try RunSummary.open(in: store).reversed() where summary.mode == .file && summary.file == file {
            let recorded = try RunParameters.read(summary.run, in: store)
            // Defaults were written down too: what was given must agree with them.
            if parameters.allSatisfy({ recorded[$0.key] == $0.value }) { return summary }
        }
        return nil
    }
}

extension RunRecord {
    /// What it says to people; nil for what only the engine needs.
    fileprivate var sentence: String? {
        switch self {
        case .began(let header): "began: \(header.name) on cluster \(header.cluster), by \(header.who) on \(header.host)"
        case .resumed(let who, let host, _): "taken up by \(who) on \(host)"
        case .stepBegan(let step, _): "step \"\(step)\""
        case .stepFinished(let step): "step \"\(step)\" done"
        case .stepSkipped(let step, let why): "step \"\(step)\" skipped: \(why)"
        case .stepFailed(let step, let why): "step \"\(step)\" failed: \(why)"
        case .answer(_, let question, _, let answer, let who): "\(question) — \(answer) (\(who))"
        case .note(_, let text): text
        case .armed(let arming):
            "effects allowed" + (arming.until.map { " until \(TimeText.rfc3339(ms: $0))" } ?? "") + " by \(arming.who): \(arming.reason)"
        case .disarmed(let who): "effects no longer allowed, by \(who)"
        case .intended(let intent):
            "\(intent.effect): \(intent.batches.reduce(0) { $0 + $1.count }) items in \(intent.batches.count) batches"
        case .submitting(let id, let items, _): "\(id): asks for \(items.count) items"
        case .settled(let id, let items):
            "\(id): \(items.count) over"
                + (items.values.contains(where: \.isRecovered) ? ", found done without an answer that said so" : "")
        case .adopted(let id, let items): "\(id): \(items.count) found under way"
        case .decided(let id, let items, let decision, let why): "\(id): \(items.count) items in doubt: \(decision) (\(why))"
        case .concluded(let id, let how): "\(id): \(how)"
        case .owed(let debt): "owes \(debt.intent.kind) \(debt.intent.resource) \(debt.intent.name), \(debt.due.words)"
        case .paid(let debt, let how): "debt \(debt): \(how)"
        case .unpaid(let debt, let why): "debt \(debt) stays owed: \(why)"
        case .forgot(let paths, let why): "to be run again (\(why)): \(paths.map(\.text).joined(separator: ", "))"
        case .edited(let differences): "the file was edited: \(differences.joined(separator: "; "))"
        case .undone(let id, let items, _): "\(id): \(items.count) items taken back"
        case .ended(let state, let code, let message): "\(state) (\(code)): \(message)"
        case .finished, .way, .list, .deadline, .plan, .shown, .preparing, .submitted, .other: nil
        }
    }
}
