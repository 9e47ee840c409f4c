import Language

/// What an edit of the file means for a run that has begun: the table of the design, as a value.
package struct EditComparison: Sendable {
    /// What changed, shown and recorded: a line each, followed by the lines that differ.
    package var differences: [String] = []
    /// What may be gone on with only if a person says so.
    package var questions: [String] = []
    /// Likewise, of effects that would be done a second time: may be answered by what becomes of those in doubt.
    package var effectQuestions: [String] = []
    /// What becomes of statements of begun steps.
    package var paths = ReopenedPaths()
    /// Parameters that take the default that the file has now.
    package var retaken: Set<NameKey> = []

    package var isEmpty: Bool { differences.isEmpty && questions.isEmpty && effectQuestions.isEmpty && paths.isEmpty }

    private let recorded: CheckedProgram
    private let current: CheckedProgram
    private let state: RunState
    private let oldText: EditedText
    private let newText: EditedText
    private let changedActions: Set<NameKey>

    /// Compares the text that ran with the text as it is now. Comments and layout do not count.
    /// - Parameters:
    ///   - effects: The words of effects, by which texts are read.
    ///   - values: The run's parameters.
    ///   - defaultValue: What a default of the recorded text comes to; nil where that cannot be told.
    package init(
        recorded: CheckedProgram, current: CheckedProgram, state: RunState, effects: Catalog<EffectSignature>,
        values: [NameKey: Value] = [:],
        defaultValue: (Parameter) -> Value? = { _ in nil }
    ) {
        self.recorded = recorded
        self.current = current
        self.state = state
        oldText = EditedText(recorded, effects: effects)
        newText = EditedText(current, effects: effects)
        changedActions = Self.changedActions(recorded, current)
        compareHeader()
        compareParameters(values, defaultValue)
        compareDefinitions()
        for old in recorded.steps {
            guard let status = state.steps[old.title]?.status else { continue }
            guard let new = current.step(known: old.title) else {
                missing(old)
                continue
            }
            if new.title != old.title { differences.append("step \"\(old.title)\" is now called \"\(new.title)\"") }
            compare(old, new, status)
        }
        compareOrder()
        keepOnlyWhatIsKnown()
    }

    // MARK: - Around the steps

    private mutating func compareHeader() {
        func bare(_ header: RunbookHeader?) -> RunbookHeader? {
            var header = header
            header?.parameters = []
            header?.help = []
            return header
        }
        let (old, new) = (bare(recorded.header), bare(current.header))
        guard old.map({ NormalForm.of(.runbook($0)) }) != new.map({ NormalForm.of(.runbook($0)) }) else { return }
        let lines = LineDiff.of(oldText.lines(recorded.header?.span), newText.lines(current.header?.span))
        differences.append(told("the header has changed: limits, permits and `only on` hold as they now stand", lines))
    }

    private mutating func compareParameters(_ values: [NameKey: Value], _ defaultValue: (Parameter) -> Value?) {
        for old in recorded.parameters {
            let isUsed = recorded.steps.contains { state.steps[$0.title] != nil && recorded.uses(parameter: old.name, in: $0.span) }
            func changed(_ how: String) {
                let text = "parameter \(old.name) \(how)"
                if isUsed { questions.append("\(text), and was used already") } else { differences.append(text) }
            }
            guard let new = current.parameters.first(where: { $0.name == old.name }) else {
                changed("is no longer there")
                continue
            }
            if new.type != old.type {
                retaken.insert(old.name)
                changed("is now of type \(new.type), not \(old.type)")
                continue
            }
            func form(_ expression: Expression?) -> String { expression.map { NormalForm.of($0) } ?? "" }
            if form(new.syntax.range) != form(old.syntax.range) { differences.append("parameter \(old.name) has another range") }
            guard form(new.syntax.defaultValue) != form(old.syntax.defaultValue) else { continue }
            let value = values[old.name]
            let now = newText.lines(new.syntax.defaultValue?.span).joined(separator: " ")
            if value != nil, value == defaultValue(old.syntax), new.syntax.defaultValue != nil {
                retaken.insert(old.name)
                changed("was \(value.map { DisplayForm.text($0) } ?? "") by default and would be \(now) from here on")
            } else {
                let kept = value.map { DisplayForm.text($0) } ?? "what it was given"
                differences.append("parameter \(old.name): its default has changed, the run keeps \(kept)")
            }
        }
        for new in current.parameters where !recorded.parameters.contains(where: { $0.name == new.name }) {
            differences.append("parameter \(new.name) is new")
        }
    }

    private mutating func compareDefinitions() {
        for name in changedActions.sorted() {
            let lines = LineDiff.of(
                oldText.lines(recorded.actions[name]?.definition.span), newText.lines(current.actions[name]?.definition.span))
            differences.append(told("action \(name) has changed", lines))
        }
        for name in Self.changedFunctions(recorded, current) {
            let lines = LineDiff.of(
                oldText.lines(recorded.functions[name]?.definition.span), newText.lines(current.functions[name]?.definition.span))
            differences.append(told("func \(name) has changed: what is bound already stays as it was", lines))
        }
    }

    private mutating func missing(_ old: Step) {
        let unknown = current.steps.filter { new in new.was == nil && !recorded.steps.contains { $0.title == new.title } }
        // The same text by another name; else the only step that was not there before.
        let renamed = unknown.first { ContentHash.of($0) == ContentHash.of(old) } ?? (unknown.count == 1 ? unknown[0] : nil)
        let hint = renamed.map { "; if it is \"\($0.title)\" now, say so: step \"\($0.title)\" was \"\(old.title)\"" } ?? ""
        questions.append("step \"\(old.title)\", which has begun, is no longer there\(hint)")
    }

    // MARK: - Steps

    private mutating func compare(_ old: Step, _ new: Step, _ status: RunState.StepStatus) {
        let isSame = ContentHash.of(old) == ContentHash.of(new) && !new.body.uses(changedActions)
        if isSame { return }
        let lines = LineDiff.of(oldText.lines(old.span), newText.lines(new.span))
        let path = StatementPath(step: old.title)
        switch status {
        case .done, .skipped:
            differences.append(told("step \"\(old.title)\" was edited after it had ended: it stays as it is, and is not run again", lines))
        case .begun, .failed:
            let first = firstChange(old.body, new.body)
            if walk(old.body, new.body, at: path) {
                let place = first.map { " from statement \($0 + 1) on: it goes on there" } ?? ""
                differences.append(told("step \"\(old.title)\" has changed\(place)", lines))
            } else {
                differences.append(told("step \"\(old.title)\": its `when`, `verify` or `undo` has changed", lines))
            }
            paths.forgotten.append(path.child("verify"))
            askAboutEffects(of: old.title)
        }
    }

    private func firstChange(_ old: Block, _ new: Block) -> Int? {
        (0..<max(old.statements.count, new.statements.count)).first { index in
            guard index < old.statements.count, index < new.statements.count else { return true }
            return hasChanged(old.statements[index], new.statements[index])
        }
    }

    private func hasChanged(_ old: Statement, _ new: Statement) -> Bool {
        ContentHash.of(old) != ContentHash.of(new)
            || Block(statements: [new], span: new.span).uses(changedActions)
    }

    /// Takes up a block at its first changed statement: that one, as far down as it is the same kind of block, and all that follow.
    /// - Returns: whether anything in it has changed.
    private mutating func walk(_ old: Block, _ new: Block, at path: StatementPath) -> Bool {
        guard let first = firstChange(old, new) else { return false }
        let count = max(old.statements.count, new.statements.count)
        if first < old.statements.count, first < new.statements.count {
            let place = path.child(first)
            paths.reopened.append(place)
            if !descend(old.statements[first], new.statements[first], at: place) { paths.forgotten.append(place) }
        } else {
            paths.forgotten.append(path.child(first))
        }
        for index in (first + 1)..<max(count, first + 1) { paths.forgotten.append(path.child(index)) }
        return true
    }

    /// Looks for the change inside a statement of the same kind. false: it is to be run anew, all of it.
    private mutating func descend(_ old: Statement, _ new: Statement, at path: StatementPath) -> Bool {
        switch (old.kind, new.kind) {
        case (.confirm(_, let old?), .confirm(_, let new?)), (.approve(_, _, let old), .approve(_, _, let new)):
            // What was answered does not count any more; what was done under the answer does.
            _ = walk(old, new, at: path.child("yes"))
            return true
        case (.branch(let old), .branch(let new)): return descend(old, new, at: path)
        case (.loop(let oldName, let oldList, let old), .loop(let newName, let newList, let new)):
            guard oldName.text == newName.text else { return false }
            if NormalForm.of(oldList) != NormalForm.of(newList) { paths.reread.append(path) }
            for item in instances(below: path) where !isFinished(old, at: item) { _ = walk(old, new, at: item) }
            return true
        case (.retry(_, _, let old), .retry(_, _, let new)):
            let number = state.ways[path].flatMap { Int($0.way) } ?? 1
            _ = walk(old, new, at: path.child("try\(number)"))
            return true
        case (.attempt(let old, _, _, let oldHandler), .attempt(let new, _, _, let newHandler)):
            guard state.ways[path]?.way == "catch" else {
                _ = walk(old, new, at: path.child("try"))
                return true
            }
            // What failed has been changed: it is tried again.
            guard firstChange(old, new) == nil else { return false }
            _ = walk(oldHandler, newHandler, at: path.child("catch"))
            return true
        case (.perform(let oldName, let oldArguments), .perform(let newName, let newArguments)):
            guard oldName.text == newName.text,
                (oldArguments.map({ NormalForm.of($0.value) }) as [String]) == newArguments.map({ NormalForm.of($0.value) }),
                let old = recorded.actions[oldName.text], let new = current.actions[newName.text],
                (old.parameters.map(\.name) as [String]) == (new.parameters.map(\.name) as [String]),
                old.parameters.map(\.type) == new.parameters.map(\.type)
            else { return false }
            _ = walk(old.definition.body, new.definition.body, at: path.child("do"))
            return true
        default: return false
        }
    }

    /// The way that was taken is gone down again where all conditions up to it are the same.
    private mutating func descend(_ old: Statement.Branch, _ new: Statement.Branch, at path: StatementPath) -> Bool {
        guard let taken = state.ways[path]?.way else { return false }
        var (old, new, number) = (old, new, 0)
        while true {
            guard NormalForm.of(old.condition) == NormalForm.of(new.condition) else { return false }
            let way = number == 0 ? "then" : "then\(number)"
            if taken == way {
                _ = walk(old.then, new.then, at: path.child(way))
                return true
            }
            switch (old.otherwise, new.otherwise) {
            case (.branch(let nextOld, _), .branch(let nextNew, _)): (old, new, number) = (nextOld, nextNew, number + 1)
            case (.block(let oldBlock), .block(let newBlock)):
                _ = walk(oldBlock, newBlock, at: path.child("else"))
                return true
            case (nil, nil): return true
            default: return false
            }
        }
    }

    /// The items of a loop that have been begun, by what the journal knows below its path.
    private func instances(below path: StatementPath) -> [StatementPath] {
        let parts = state.knownPaths.compactMap { known -> String? in
            guard path.holds(known), known != path else { return nil }
            return known.text.dropFirst(path.text.count + 1).split(separator: "/", omittingEmptySubsequences: false).first.map(String.init)
        }
        return parts.distinctSorted().map { StatementPath(text: "\(path.text)/\($0)") }
    }

    private func isFinished(_ block: Block, at path: StatementPath) -> Bool {
        block.statements.indices.allSatisfy { state.finished[path.child($0)] != nil }
    }

    /// Effects that would change more when they are applied again, and moves that go on under the old text.
    private mutating func askAboutEffects(of step: String) {
        for id in state.effectOrder {
            guard let effect = state.effects[id], !effect.isForgotten, paths.forgotten.contains(where: { $0.holds(id.path) }),
                StatementPath(step: step).holds(id.path)
            else { continue }
            if effect.mayHaveChanged, !effect.intent.isConvergent {
                effectQuestions.append(
                    "step \"\(step)\": `\(effect.intent.effect)` has been done, stands behind the change, and would be done again")
            } else if effect.isUnderWay {
                differences.append("step \"\(step)\": what `\(effect.intent.effect)` has asked for goes on as it was asked for")
            }
        }
    }

    // MARK: - The order of steps

    /// Steps put before the place where the run stands, and steps not yet begun that have changed.
    private mutating func compareOrder() {
        func isBegun(_ step: Step) -> Bool {
            state.steps[step.title] != nil || step.was?.plain.map { state.steps[$0] != nil } ?? false
        }
        let cursor = current.steps.lastIndex(where: isBegun) ?? -1
        for (index, step) in current.steps.enumerated() where !isBegun(step) {
            let old = recorded.steps.first { $0.title == step.title } ?? recorded.steps.first { $0.title == step.was?.plain }
            let lines = LineDiff.of(oldText.lines(old?.span), newText.lines(step.span))
            if index < cursor {
                let what = old == nil ? "is new" : "was moved"
                differences.append(told("step \"\(step.title)\" \(what)", lines))
                questions.append("step \"\(step.title)\" \(what), before the place where the run stands: it would be run now")
            } else if let old {
                let isSame = ContentHash.of(old) == ContentHash.of(step) && old.title == step.title
                if !isSame { differences.append(told("step \"\(step.title)\", not yet begun, has changed", lines)) }
            } else {
                differences.append(told("step \"\(step.title)\" is new", lines))
            }
        }
        for old in recorded.steps where state.steps[old.title] == nil && current.step(known: old.title) == nil {
            differences.append(told("step \"\(old.title)\", not yet begun, is no longer there", LineDiff.of(oldText.lines(old.span), [])))
        }
    }

    /// Paths of which the journal knows nothing need no mention.
    private mutating func keepOnlyWhatIsKnown() {
        let known = state.knownPaths
        paths.forgotten = paths.forgotten.filter { path in known.contains { path.holds($0) } }
        paths.reopened = paths.reopened.filter { known.contains($0) && !paths.forgotten.contains($0) }
        paths.reread = paths.reread.filter { state.lists[$0] != nil }
    }

    private func told(_ headline: String, _ lines: [String]) -> String { EditDifference(headline, lines).text }

    // MARK: - Definitions

    private static func changedActions(_ recorded: CheckedProgram, _ current: CheckedProgram) -> Set<NameKey> {
        var changed: Set<NameKey> = []
        for (name, action) in recorded.actions {
            let new = current.actions[name].map { NormalForm.of(.action($0.definition.withoutHelp)) }
            if new != NormalForm.of(.action(action.definition.withoutHelp)) { changed.insert(name) }
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
            current.functions[name].map { NormalForm.of(.function($0.definition.withoutHelp)) }
                != NormalForm.of(.function(function.definition.withoutHelp))
        }.map(\.key).sorted()
    }
}
