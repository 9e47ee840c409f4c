import Language

extension Interpreter {
    /// Runs the steps of the program, those that are finished passed over.
    func runSteps(prefix: StatementPath? = nil) throws(Stop) {
        for (index, step) in program.steps.enumerated() { try run(step, number: index + 1, prefix: prefix) }
        try settleDrift()
    }

    /// The path of a step, below the call of its runbook in a test.
    func path(of step: Step, prefix: StatementPath?) -> StatementPath {
        prefix?.child(step.title) ?? StatementPath(step: knownName(of: step))
    }

    private func run(_ step: Step, number: Int, prefix: StatementPath?) throws(Stop) {
        try safePoint()
        let path = path(of: step, prefix: prefix)
        let name = prefix == nil ? knownName(of: step) : path.text
        self.step = name
        switch log.state.steps[name]?.status {
        case .done:
            tell(.stepAlreadyDone(step.title))
            try restoreBindings(of: step, at: path)
            bindUnknown(step, how: "had ended when this line was written")
            try checkDrift(of: step)
            return
        case .skipped:
            tell(.stepAlreadyDone(step.title))
            try restoreBindings(of: step, at: path)
            bindUnknown(step)
            return
        case .begun, .failed:
            tell(.stepBegan(step.title, number: number, of: program.steps.count))
        // A step that failed goes on: the journal says so again by its next record.
        case nil:
            try settleDrift()
            tell(.stepBegan(step.title, number: number, of: program.steps.count))
            if let why = try reasonToSkip(step) {
                try log.append(.stepSkipped(name, why: why))
                tell(.stepSkipped(step.title, why: why))
                bindUnknown(step)
                return
            }
            try log.append(.stepBegan(name, hash: ContentHash.of(step)))
        }
        try runBody(of: step, named: name, at: path)
    }

    private func runBody(of step: Step, named name: String, at path: StatementPath) throws(Stop) {
        if isPlanning { return try planBody(of: step, at: path) }
        do throws(Stop) {
            try runInScope(step.body, at: path)
            if let verify = step.verify { try run(verify, at: path.child("verify")) }
            try log.append(.stepFinished(name))
            tell(.stepFinished(step.title))
            try payDueDebts()
        } catch {
            switch error {
            case .skip(let why):
                try log.append(.stepSkipped(name, why: why))
                tell(.stepSkipped(step.title, why: why))
                bindUnknown(step)
            case .failure(let failure):
                try log.append(.stepFailed(name, why: failure.message))
                tell(.stepFailed(step.title, failure))
                throw error
            case .end: throw error
            }
        }
    }

    private func reasonToSkip(_ step: Step) throws(Stop) -> String? {
        guard let condition = step.condition else { return nil }
        switch try truth(of: condition) {
        case .yes: return nil
        case .no: return "\(texts.text(condition.span)) does not hold"
        case .unknown(let causes):
            let failure = RunFailure(
                .gate, "cannot decide whether \"\(step.title)\" is needed: \(texts.text(condition.span)) (\(causes))", isUndecided: true,
                span: condition.span)
            if isPlanning {
                tell(.planNote("step \"\(step.title)\": \(failure.message)", path: path(of: step, prefix: nil)))
                return nil
            }
            tell(.stepFailed(step.title, failure))
            throw .failure(failure)
        }
    }

    /// Gives back what the finished statements of a step bound.
    func restoreBindings(of step: Step, at path: StatementPath) throws(Stop) {
        for index in step.body.statements.indices {
            // Its gates said whether it might begin: they are not asked again.
            if let done = log.state.finished[path.child(index)] { try restore(done) }
        }
    }

    /// What a step that was skipped would have bound is unknown.
    func bindUnknown(_ step: Step, how: String = "was skipped") {
        for statement in step.body.statements {
            for name in statement.bindings where environment.bindings[name] == nil {
                environment.bindings[name] = .unknown(Cause("step \"\(step.title)\" \(how)"))
            }
        }
    }
}

extension Statement {
    /// The names that it binds for the statements after it.
    package var bindings: [String] {
        switch kind {
        case .bind(let name, _): [name.text]
        case .effect(let effect):
            effect.options.compactMap { if case .into(let name) = $0.kind { name.text } else { nil } }
        default: []
        }
    }
}

extension Step {
    /// Its name: never interpolated.
    package var title: String { name.plain ?? "" }
}
