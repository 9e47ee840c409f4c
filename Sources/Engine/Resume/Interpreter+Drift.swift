import Language

/// On a resume: what held when it was passed is looked at again before anything new is run.
extension Interpreter {
    /// The `verify` of a finished step.
    func checkDrift(of step: Step) throws(Stop) {
        guard checksDrift, let verify = step.verify else { return }
        for statement in verify.statements {
            guard case .require(let require) = statement.kind else { continue }
            try compare(require, told: "step \"\(step.title)\" is done")
        }
    }

    /// A gate that the step at hand has passed. Where the step has changed something since, the gate may have said what was to be changed.
    func checkDrift(of require: Statement.Require, at path: StatementPath) throws(Stop) {
        let hasChanged = log.state.effects.values.contains { $0.intent.step == step && $0.mayHaveChanged }
        // Only gates of the step itself: those of blocks stood for what was there then.
        guard !hasChanged, path.text.split(separator: "/").count == StatementPath(step: step).text.split(separator: "/").count + 1 else {
            return
        }
        try compare(require, told: "step \"\(step)\" had passed its gate")
    }

    private func compare(_ require: Statement.Require, told head: String) throws(Stop) {
        let patience = min(30_000, try require.within.map { (expression) throws(Stop) in try milliseconds(expression) } ?? 0)
        let end = try poll(
            require.condition, until: clock.wallMs + patience, everyMs: Self.defaultPollMs, holdsMs: 0, showing: nil)
        guard case .ranOut(let decision) = end else { return }
        let condition = texts.text(require.condition.span)
        if case .unknown(let causes) = decision {
            tell(.warning("\(head); whether \(condition) still holds cannot be told (\(causes))"))
        } else {
            drift.append("\(head), but no longer so: \(condition)")
        }
    }

    /// Shows what no longer holds, all of it, and asks; without a terminal the run stops there.
    func settleDrift() throws(Stop) {
        guard checksDrift else { return }
        checksDrift = false
        defer { drift = [] }
        guard !drift.isEmpty else { return }
        let told = drift.joined(separator: "; ")
        guard person.isPresent else { throw .end(.drift(told)) }
        for line in drift { tell(.warning(line)) }
        let answers = ["go on", "pause: stop here, it can be resumed", "abort: end this run"]
        switch person.choose("The cluster is no longer as this run left it.", among: answers) {
        case 0: try log.append(.note(StatementPath(step: step), "gone on, although \(told)"))
        case 2: throw .failure(RunFailure(.gate, "aborted: \(told)"))
        default: throw .end(.drift(told))
        }
    }
}
