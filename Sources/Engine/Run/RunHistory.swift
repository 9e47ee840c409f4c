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

extension Run {
    /// For each step of a recorded program, why it is done, skipped, in doubt or next.
    package static func why(_ run: String, program: CheckedProgram, in store: any JournalStore) throws(JournalFailure) -> [StepExplanation]
    {
        why(try RunState(records: try store.scan(run).records, run: run), program: program)
    }

    /// The same from a state that was read. Without a program only steps that have begun are known.
    static func why(_ state: RunState, program: CheckedProgram?) -> [StepExplanation] {
        var isNextFound = false
        let texts = program.map { ProgramTexts($0.program) }
        // A step that was renamed since is known to the journal by its old name.
        var names: [String] = (program?.steps ?? []).map { step in
            guard state.steps[step.title] == nil, let was = step.was?.plain, state.steps[was] != nil else { return step.title }
            return was
        }
        names += state.stepOrder.filter { !names.contains($0) }
        return names.map { name in
            let explained = explain(name, program?.step(known: name), state, texts, isNextFound: isNextFound)
            switch explained.state {
            case .done, .skipped: break
            default: isNextFound = true
            }
            return explained
        }
    }

    private static func explain(
        _ name: String, _ step: Step?, _ state: RunState, _ texts: ProgramTexts?, isNextFound: Bool
    ) -> StepExplanation {
        let effects = state.effectOrder.compactMap { state.effects[$0] }.filter { $0.intent.step == name && !$0.intent.isUndo }
        let doubtful = effects.filter(\.hasDoubt)
        if !doubtful.isEmpty {
            let names = doubtful.map { effect in
                let items = effect.items.count { if case .doubt = $0 { true } else { false } }
                return "\(effect.intent.effect) (\(counted(items, "item")))"
            }
            return StepExplanation(
                step: name, state: .inDoubt,
                because: "\(names.joined(separator: ", ")): asked for, and no answer that tells; a resume looks at the cluster first")
        }
        let going = step.map { "a resume goes on at \(place($0, name, state, texts))" }
        switch state.steps[name]?.status {
        case .done: return StepExplanation(step: name, state: .done, because: done(effects))
        case .skipped(let why): return StepExplanation(step: name, state: .skipped, because: why)
        case .failed(let why):
            return StepExplanation(step: name, state: .failed, because: [why, going].compactMap { $0 }.joined(separator: "; "))
        case .begun:
            let sofar = effects.contains(where: \.mayHaveChanged) ? changed(effects) : nil
            return StepExplanation(
                step: name, state: .begun, because: [sofar, going].compactMap { $0 }.joined(separator: "; "))
        case nil:
            return StepExplanation(
                step: name, state: isNextFound ? .later : .next, because: isNextFound ? "comes later" : "has not begun; it is next")
        }
    }

    private static func done(_ effects: [EffectState]) -> String {
        effects.contains(where: \.mayHaveChanged) ? changed(effects) : "it changed nothing"
    }

    /// `reassign changed 36 items, elect 2`.
    private static func changed(_ effects: [EffectState]) -> String {
        var names: [String] = []
        var counts: [NameKey: (changed: Int, moving: Int, back: Int)] = [:]
        for effect in effects {
            let name = effect.intent.effect
            if counts[name] == nil { names.append(name) }
            for (index, item) in effect.items.enumerated() {
                if effect.undone[index] != nil {
                    counts[name, default: (0, 0, 0)].back += 1
                } else if case .accepted = item {
                    counts[name, default: (0, 0, 0)].moving += 1
                } else if case .over(let settled) = item, settled.outcome.kind == .done {
                    counts[name, default: (0, 0, 0)].changed += 1
                }
            }
        }
        return names.compactMap { name in
            guard let count = counts[name] else { return nil }
            var parts: [String] = []
            if count.changed > 0 { parts.append("changed \(counted(count.changed, "item"))") }
            if count.moving > 0 { parts.append("has \(count.moving) under way") }
            if count.back > 0 { parts.append("was taken back on \(counted(count.back, "item"))") }
            return parts.isEmpty ? nil : "\(name) \(parts.joined(separator: ", "))"
        }.joined(separator: "; ")
    }

    private static func counted(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    /// Characters of a statement in a sentence.
    private static let mostShown = 80

    private static func place(_ step: Step, _ name: String, _ state: RunState, _ texts: ProgramTexts?) -> String {
        let path = StatementPath(step: name)
        guard let index = step.body.statements.indices.first(where: { state.finished[path.child($0)] == nil }) else { return "its verify" }
        let text = texts?.text(step.body.statements[index].span) ?? ""
        let what = text.count > mostShown ? "\(text.prefix(mostShown - 1))…" : text
        return "statement \(index + 1) of \(step.body.statements.count)" + (what.isEmpty ? "" : ": \(what)")
    }

    /// What stands in the way of another run of a file.
    package enum Open: Sendable {
        case run(RunSummary)
        /// It may be of the same file, and whether it is open cannot be read.
        case unreadable(UnreadableRun)

        /// What it is, for who wants to begin.
        package var words: String {
            switch self {
            case .run(let summary): summary.openWords
            case .unreadable(let run): "whether \(run.run) of the same file is open cannot be read: \(run.why)"
            }
        }

        /// Why another is not begun, and what to do.
        /// - Parameter name: how a run is named on a command line that is to find it.
        package func refusal(named name: (String) -> String) -> String {
            switch self {
            case .run(let summary): "\(words); `mend resume \(name(summary.run))` goes on, --anew begins another"
            case .unreadable: "\(words); --anew begins another all the same"
            }
        }
    }

    /// The open run of the same file and parameters on the same cluster, if there is one: what `mend run` asks about.
    package static func openRun(
        of file: String, parameters: [NameKey: Value], on cluster: String, in store: any JournalStore
    ) throws(JournalFailure) -> Open? {
        func isSame(_ run: String) throws(JournalFailure) -> Bool {
            let recorded = try RunParameters.read(run, in: store)
            // Defaults were written down too: what was given must agree with them.
            return parameters.allSatisfy { recorded[$0.key] == $0.value }
        }
        let (open, unreadable) = try RunSummary.atHand(in: store)
        for summary in open.reversed() where summary.mode == .file && summary.file == file && summary.cluster == cluster {
            if try isSame(summary.run) { return .run(summary) }
        }
        for run in unreadable.reversed() {
            guard let header = run.header, header.mode == .file, header.file == file, header.cluster == cluster else { continue }
            if (try? isSame(run.run)) ?? true { return .unreadable(run) }
        }
        return nil
    }
}
