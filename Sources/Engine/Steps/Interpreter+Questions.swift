import Journal
import Language
import Platform

extension Interpreter {
    /// What a question's block would touch: each of its effects, planned.
    private typealias Targets = [(path: StatementPath, effect: Effect, plan: EffectPlan)]

    func confirm(_ literal: TextLiteral, _ block: Block?, at path: StatementPath) throws(Stop) {
        let asked = try text(literal)
        let plannedMs = clock.wallMs
        let targets = try block.map { (block) throws(Stop) in try resolve(block, at: path) } ?? []
        if isPlanning {
            tell(.planNote("asks: \(asked)", path: path))
            for target in targets { tell(.planned(target.plan, hash: target.plan.hash, path: target.path)) }
            return
        }
        let shown = bound(targets)
        let answer = log.state.answers[path]
        if answer?.answer != "yes" || answer?.targets != shown {
            if answer?.answer == "yes" { tell(.warning("what \"\(asked)\" was answered for has changed: it is asked again")) }
            try show(targets, at: path)
            let notices = targets.compactMap(\.plan.mustConfirm)
            try ask(asked, details: details(targets) + notices, targets: shown, at: path)
        }
        guard let block else { return }
        try run(
            block, answered: .confirmed(Dictionary(targets.map { ($0.path, $0.plan) }) { first, _ in first }, plannedMs: plannedMs),
            at: path)
    }

    func approve(_ literal: TextLiteral, type expression: Expression, _ block: Block, at path: StatementPath) throws(Stop) {
        let asked = try text(literal)
        let plannedMs = clock.wallMs
        let targets = try resolve(block, at: path)
        let hash = approvalHash(literal, block, targets, at: path)
        if isPlanning {
            tell(.planNote("must be approved: \(asked) (--approve \(hash))", path: path))
            for target in targets { tell(.planned(target.plan, hash: target.plan.hash, path: target.path)) }
            return
        }
        let kept = log.state.answers[path]
        let isApproved =
            kept?.answer == "approved"
            && (kept?.targets == hash || kept?.targets == approvalHash(literal, block, targets, at: path, form: .early))
        if !isApproved {
            try show(targets, at: path)
            try askToType(asked, expression, hash: hash, targets: targets, at: path)
        }
        try run(
            block, answered: .approved(Dictionary(targets.map { ($0.path, $0.plan) }) { first, _ in first }, plannedMs: plannedMs), at: path
        )
    }

    private func run(_ block: Block, answered: Question, at path: StatementPath) throws(Stop) {
        let outer = question
        defer { question = outer }
        question = answered
        try run(block, at: path.child("yes"))
    }

    /// Plans every effect of a block. Plans that a question showed before a crash are taken as they were shown, where the effect has begun.
    private func resolve(_ block: Block, at path: StatementPath) throws(Stop) -> Targets {
        var targets: Targets = []
        for (index, statement) in block.statements.enumerated() {
            guard case .effect(let effect) = statement.kind else { continue }
            let place = path.child("yes").child(index)
            if log.state.effect(at: place) != nil || log.state.finished[place] != nil,
                let hash = log.state.shownPlans[path]?[place], let plan = try keptPlan(hash)
            {
                targets.append((place, effect, plan))
            } else {
                targets.append((place, effect, try reviewed(effect, at: place)))
            }
        }
        return targets
    }

    private func show(_ targets: Targets, at path: StatementPath) throws(Stop) {
        var hashes: [StatementPath: String] = [:]
        for target in targets {
            hashes[target.path] = try keep(target.plan)
            tell(.planned(target.plan, hash: target.plan.hash, path: target.path))
        }
        try log.append(.shown(path, plans: hashes))
    }

    /// What an answer is bound to: the effects and their targets.
    private func bound(_ targets: Targets) -> String {
        let content = JSONValue.array(targets.map { .array([.string($0.plan.effect), .string($0.plan.hash)]) })
        return String(Digest.sha256Hex(content.utf8).prefix(12))
    }

    /// One line an effect: how much it touches.
    private func details(_ targets: Targets) -> [String] {
        targets.map { target in
            let blocked = target.plan.blocked.isEmpty ? "" : ", \(target.plan.blocked.count) blocked"
            let bytes = target.plan.knownBytes.flatMap { $0 > 0 ? ", \(DisplayForm.size($0))" : nil } ?? ""
            return "\(target.plan.effect): \(DisplayForm.counted(target.plan.items.count, "item"))\(bytes)\(blocked)"
        }
    }

    /// Asks yes or no, and remembers a yes. Without a person `--yes` answers; without that the run waits.
    func ask(_ question: String, details: [String], targets: String, at path: StatementPath) throws(Stop) {
        if options.answersYes {
            return try log.append(.answer(path, question: question, targets: targets, answer: "yes", who: "--yes"))
        }
        guard person.isPresent else { throw .end(.waiting(question, approve: nil)) }
        guard let answer = person.confirm(question, details: details) else { throw .end(.waiting(question, approve: nil)) }
        guard answer else {
            try log.append(.answer(path, question: question, targets: targets, answer: "no", who: surroundings.identity.who))
            throw .failure(RunFailure(.gate, "answered no: \(question)"))
        }
        try log.append(.answer(path, question: question, targets: targets, answer: "yes", who: surroundings.identity.who))
    }

    private func askToType(
        _ question: String, _ expression: Expression, hash: String, targets: Targets, at path: StatementPath
    ) throws(Stop) {
        func granted(by who: String) throws(Stop) {
            try log.append(.answer(path, question: question, targets: hash, answer: "approved", who: who))
        }
        if options.grantsEverything { return try granted(by: "the test") }
        if options.approvals.contains(hash) { return try granted(by: "--approve") }
        guard person.isPresent else { throw .end(.waiting(question, approve: hash)) }
        let value = try evaluate(expression).value
        guard let wanted = DisplayForm.exact(value).map(ForeignText.name), !wanted.isEmpty else {
            throw .failure(RunFailure(.gate, "what must be typed is not known", isUndecided: true, span: expression.span))
        }
        let notices = targets.compactMap(\.plan.mustApprove)
        guard let typed = person.ask("\(question) Type \(wanted) to go on:", details: details(targets) + notices) else {
            throw .end(.waiting(question, approve: hash))
        }
        guard typed == wanted else {
            try log.append(.answer(path, question: question, targets: hash, answer: "no", who: surroundings.identity.who))
            throw .failure(RunFailure(.gate, "not approved: \(question)"))
        }
        try granted(by: surroundings.identity.who)
    }

    /// The hash of an `approve` block: its step, its text with the holes unfilled, the loop's item, the target keys sorted, and the effects as they
    /// are written (`latest`, not the offset that it is today).
    /// - Parameter form: what texts and effects are hashed by; that of the first journals for what they keep.
    private func approvalHash(
        _ literal: TextLiteral, _ block: Block, _ targets: Targets, at path: StatementPath, form: NormalForm = .parsed
    ) -> String {
        let keys = targets.map { target in
            JSONValue.array([
                .string(target.plan.effect), .string(form.of(target.effect)),
                .array(target.plan.items.map { JSONValue.array($0.key).text }.sorted().map { .string($0) }),
            ])
        }
        // The path holds the step's name and the loops' keys; positions of statements would make it depend on lines before it.
        let places = path.text.split(separator: "/").filter { Int($0) == nil }.map { JSONValue.string(String($0)) }
        let content = JSONValue.array([.array(places), .string(form.of(literal)), .array(keys)])
        return String(Digest.sha256Hex(content.utf8).prefix(12))
    }

    /// `pause`: a person has something to do elsewhere.
    func pause(_ literal: TextLiteral, at path: StatementPath) throws(Stop) {
        let text = try text(literal)
        if isPlanning { return tell(.planNote("waits for a person: \(text)", path: path)) }
        if options.grantsEverything || log.state.answers[path]?.answer == "done" { return }
        guard person.isPresent else { throw .end(.waiting(text, approve: nil)) }
        guard person.confirm("\(text) Done?", details: []) == true else { throw .end(.waiting(text, approve: nil)) }
        try log.append(.answer(path, question: text, targets: "", answer: "done", who: surroundings.identity.who))
    }
}
