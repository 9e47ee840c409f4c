extension CheckPass {
    /// The steps and tests of the main file, in order; in an entry its statements.
    func checkItems(_ program: Program) {
        var names: [String: Span] = [:]
        var testNames: [String: Span] = [:]
        for item in program.main.items where !isFull {
            switch item {
            case .step(let step):
                guard !isEntry else {
                    report("file-only", "a `step` stands in a file", step.name.span)
                    continue
                }
                named(step.name, "step", &names)
                if let was = step.was { named(was, "step", &names) }
                check(step)
            case .test(let test):
                guard !isEntry else {
                    report("file-only", "a `test` stands in a file", test.name.span)
                    continue
                }
                named(test.name, "test", &testNames)
            case .statement(let statement):
                if !isEntry {
                    report(
                        "statement-outside-step", "in a file a statement stands inside a step", statement.span, help: "`step \"…\" { … }`")
                }
                self.statement(statement)
            case .use(let use): checkUse(use)
            case .runbook, .function, .action: break
            }
        }
        checkPermitsOfSteps()
        for item in program.main.items {
            if case .test(let test) = item, !isEntry { check(test) }
        }
    }

    private func checkPermitsOfSteps() {
        if !isEntry { checkPermits(verbs) }
    }

    private func checkUse(_ use: Use) {
        if case .path(let path) = use.target { fixed(path, "an import") }
    }

    private func named(_ name: TextLiteral, _ what: String, _ seen: inout [String: Span]) {
        fixed(name, "a \(what)'s name")
        guard let plain = name.plain else { return }
        if let first = seen[plain] {
            report(
                "duplicate-\(what)", "there is a \(what) \"\(plain)\" already", name.span,
                help: "a \(what) is known by its name: choose another",
                notes: [.init(message: "it is here", span: first)])
        } else {
            seen[plain] = name.span
        }
    }

    private func check(_ step: Step) {
        if let condition = step.condition { gate(condition, "`when`") }
        with({
            $0.step = step.name.plain
            $0.stepIsConditional = step.condition != nil
        }) {
            block(step.body, ownScope: false)
            if let verify = step.verify { block(verify) }
            if let undo = step.undo { block(undo) }
        }
    }

    private func check(_ test: Test) {
        if let labs = options.labs, !labs.contains(test.scenario.text) {
            report(
                "unknown-scenario", "the lab has no scenario `\(test.scenario.text)`", test.scenario.span,
                help: didYouMean(test.scenario.text, labs) ?? "it has \(labs.joined(separator: ", "))")
        }
        let (outside, verbsOfSteps) = (scopes, verbs)
        // A test sees what the cluster came to, not what the runbook bound.
        scopes = [[:]]
        with({
            $0 = StatementContext()
            $0.isTest = true
        }) { block(test.body) }
        (scopes, verbs) = (outside, verbsOfSteps)
    }

    /// Imports hold functions and actions.
    func checkImports(_ program: Program) {
        for tree in program.imports {
            for item in tree.items {
                switch item {
                case .runbook(let header):
                    report("import-holds-steps", "a file that is used holds functions and actions only", header.name.span)
                case .step(let step):
                    report("import-holds-steps", "a file that is used holds functions and actions only", step.name.span)
                case .statement(let statement):
                    report("statement-outside-step", "in a file a statement stands inside a step", statement.span)
                case .use(let use): checkUse(use)
                case .test, .function, .action: break
                }
            }
        }
    }
}
