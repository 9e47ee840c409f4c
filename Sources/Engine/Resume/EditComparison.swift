import Language

/// What an edit of the file means for a run that has begun: the table of the design, as a value.
package struct EditComparison: Sendable, Hashable {
    /// What changed, one line each; shown and recorded.
    package var differences: [String] = []
    /// What may be gone on with only if a person says so.
    package var questions: [String] = []
    /// Statements of begun steps that are to be run as they now stand.
    package var forgotten: [StatementPath] = []

    package var isEmpty: Bool { differences.isEmpty && questions.isEmpty && forgotten.isEmpty }

    /// Compares the text that ran with the text as it is now. Comments and layout do not count.
    package init(recorded: CheckedProgram, current: CheckedProgram, state: RunState) {
        compareParameters(recorded, current)
        let changedActions = Self.changedActions(recorded, current)
        for name in changedActions.sorted() { differences.append("action \(name) has changed") }
        for name in Self.changedFunctions(recorded, current) { differences.append("func \(name) has changed") }
        for old in recorded.steps {
            guard let status = state.steps[old.title]?.status else { continue }
            guard let new = current.step(known: old.title) else {
                questions.append("step \"\(old.title)\", which has begun, is no longer there")
                continue
            }
            if new.title != old.title { differences.append("step \"\(old.title)\" is now called \"\(new.title)\"") }
            compare(old, new, status, state, changedActions)
        }
        compareOrder(recorded, current, state)
    }

    private mutating func compareParameters(_ recorded: CheckedProgram, _ current: CheckedProgram) {
        for old in recorded.parameters {
            guard let new = current.parameters.first(where: { $0.name == old.name }) else {
                questions.append("parameter \(old.name), which this run uses, is no longer there")
                continue
            }
            if new.type != old.type { questions.append("parameter \(old.name), which this run uses, has another type") }
        }
        for new in current.parameters where !recorded.parameters.contains(where: { $0.name == new.name }) {
            differences.append("parameter \(new.name) is new")
        }
    }

    private mutating func compare(
        _ old: Step, _ new: Step, _ status: RunState.StepStatus, _ state: RunState, _ changedActions: Set<String>
    ) {
        let isSame = ContentHash.of(old) == ContentHash.of(new) && !new.body.uses(changedActions)
        if isSame { return }
        switch status {
        case .done, .skipped: differences.append("step \"\(old.title)\" was edited after it had ended: it stays as it is")
        case .begun, .failed:
            guard let first = firstChange(old.body, new.body, changedActions) else {
                differences.append("step \"\(old.title)\": its `when`, `verify` or `undo` has changed")
                forgotten.append(StatementPath(step: old.title).child("verify"))
                return
            }
            differences.append("step \"\(old.title)\" has changed from statement \(first + 1) on: it goes on there")
            let path = StatementPath(step: old.title)
            let last = max(old.body.statements.count, new.body.statements.count)
            forgotten += (first..<max(last, first + 1)).map { path.child($0) } + [path.child("verify")]
            askAboutEffects(behind: first, of: old.title, path, state)
        }
    }

    private func firstChange(_ old: Block, _ new: Block, _ changedActions: Set<String>) -> Int? {
        for index in 0..<max(old.statements.count, new.statements.count) {
            guard index < old.statements.count, index < new.statements.count else { return index }
            let statement = new.statements[index]
            if ContentHash.of(old.statements[index]) != ContentHash.of(statement) { return index }
            if Block(statements: [statement], span: statement.span).uses(changedActions) { return index }
        }
        return nil
    }

    /// Effects that would change more when they are applied again.
    private mutating func askAboutEffects(behind first: Int, of step: String, _ path: StatementPath, _ state: RunState) {
        for id in state.effectOrder {
            guard let effect = state.effects[id], effect.mayHaveChanged, !effect.isForgotten else { continue }
            guard forgotten.contains(where: { path.holds($0) && $0.holds(id.path) }), !effect.intent.isConvergent else { continue }
            questions.append("step \"\(step)\": `\(effect.intent.effect)` has been done, stands behind the change, and would be done again")
        }
    }

    /// Steps put before the place where the run stands.
    private mutating func compareOrder(_ recorded: CheckedProgram, _ current: CheckedProgram, _ state: RunState) {
        let begun = current.steps.lastIndex { step in
            state.steps[step.title] != nil || step.was?.plain.map { state.steps[$0] != nil } ?? false
        }
        for (index, step) in current.steps.enumerated() {
            let isKnown = recorded.steps.contains { $0.title == step.title || $0.title == step.was?.plain }
            guard !isKnown else {
                if state.steps[step.title] == nil, let old = recorded.steps.first(where: { $0.title == step.title }),
                    ContentHash.of(old) != ContentHash.of(step)
                {
                    differences.append("step \"\(step.title)\", not yet begun, has changed")
                }
                continue
            }
            if let begun, index < begun {
                questions.append("step \"\(step.title)\" is new, before the place where the run stands: it would be run now")
            } else {
                differences.append("step \"\(step.title)\" is new")
            }
        }
        for old in recorded.steps where state.steps[old.title] == nil && current.step(known: old.title) == nil {
            differences.append("step \"\(old.title)\", not yet begun, is no longer there")
        }
    }

    private static func changedActions(_ recorded: CheckedProgram, _ current: CheckedProgram) -> Set<String> {
        var changed: Set<String> = []
        for (name, action) in recorded.actions {
            let new = current.actions[name].map { NormalForm.of(.action($0.definition)) }
            if new != NormalForm.of(.action(action.definition)) { changed.insert(name) }
        }
        // An action that calls a changed one has changed.
        while true {
            let more = current.actions.filter { !changed.contains($0.key) && $0.value.definition.body.uses(changed) }.map(\.key)
            if more.isEmpty { return changed }
            changed.formUnion(more)
        }
    }

    private static func changedFunctions(_ recorded: CheckedProgram, _ current: CheckedProgram) -> [String] {
        recorded.functions.filter { name, function in
            current.functions[name].map { NormalForm.of(.function($0.definition)) } != NormalForm.of(.function(function.definition))
        }.map(\.key).sorted()
    }
}

extension CheckedProgram {
    /// The step that a run knows under this name: by its name, else by its `was`.
    func step(known name: String) -> Step? {
        steps.first { $0.title == name } ?? steps.first { $0.was?.plain == name }
    }
}

extension Block {
    /// True where it calls one of these actions, however deep.
    func uses(_ actions: Set<String>) -> Bool {
        guard !actions.isEmpty else { return false }
        return statements.contains { statement in
            if case .perform(let name, _) = statement.kind, actions.contains(name.text) { return true }
            return statement.blocks.contains { $0.uses(actions) }
        }
    }
}
