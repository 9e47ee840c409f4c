import Journal
import Language

extension Interpreter {
    /// How often a wait looks where nothing is said.
    static let defaultPollMs = 5_000
    /// The shortest time between two looks: a controller that drowns is not asked more often.
    static let shortestPollMs = 500

    /// How a wait ended.
    enum PollEnd {
        case satisfied
        /// The time was up; what the condition came to at the end.
        case ranOut(Decision)
    }

    /// Looks at a condition until it holds (for `holds` without a break), or until the deadline; at least once.
    func poll(
        _ condition: Expression, until deadline: Int, everyMs: Int, holdsMs: Int, showing: Expression?
    ) throws(Stop) -> PollEnd {
        var since: Int?
        while true {
            let truth = try patientTruth(of: condition)
            noteReadings()
            let now = clock.wallMs
            if truth == .yes {
                since = since ?? now
                if let since, now - since >= holdsMs { return .satisfied }
            } else {
                since = nil
            }
            // A condition that holds may go on holding past the deadline; one that does not has run out.
            if now >= deadline, since == nil || isPlanning { return .ranOut(truth) }
            if isPlanning { return .ranOut(truth) }
            try checkDuration(condition.span)
            try tellWaiting(condition, until: deadline, showing: showing)
            var next = now + max(Self.shortestPollMs, everyMs)
            if since == nil { next = min(next, max(deadline, now + 1)) }
            if let since { next = min(next, max(since + holdsMs, now + 1)) }
            if case .interrupted = clock.wait(untilWallMs: next) { throw .end(.interrupted(interruptionText())) }
        }
    }

    private func tellWaiting(_ condition: Expression, until deadline: Int, showing: Expression?) throws(Stop) {
        var shown: Evaluated?
        if let showing {
            do throws(EvaluationFailure) {
                shown = try evaluator.evaluate(showing, in: environment, timing: timing)
            } catch {
                // What cannot be shown while we wait is no reason to stop waiting.
                guard case .cluster(.outOfReach) = error.kind else { throw Self.stop(error) }
            }
        }
        tell(.waiting(Waiting(what: texts.text(condition.span), deadline: deadline, showing: shown, nowMs: clock.wallMs)))
    }

    /// The instant at which a wait that begins now runs out: fixed once and kept, so that a crash does not restart it.
    func deadline(at path: StatementPath, within: Expression) throws(Stop) -> Int {
        if let kept = log.state.deadlines[path] { return kept }
        let instant = clock.wallMs + (try milliseconds(within))
        try log.append(.deadline(path, instant))
        return instant
    }

    func require(_ require: Statement.Require, at path: StatementPath) throws(Stop) {
        let truth: Decision
        if let within = require.within {
            let every = try require.every.map { (expression) throws(Stop) in try milliseconds(expression) } ?? Self.defaultPollMs
            let holds = try require.holds.map { (expression) throws(Stop) in try milliseconds(expression) } ?? 0
            let end = try poll(
                require.condition, until: try deadline(at: path, within: within), everyMs: every, holdsMs: holds, showing: nil)
            switch end {
            case .satisfied: truth = .yes
            case .ranOut(let last): truth = last
            }
        } else {
            truth = try self.truth(of: require.condition)
        }
        guard truth != .yes else { return }
        let condition = texts.text(require.condition.span)
        var message: String
        var isUndecided = false
        let otherwise: String? = if let literal = require.otherwise { try text(literal) } else { nil }
        switch truth {
        case .unknown(let causes):
            isUndecided = true
            message = "undecided: \(condition) (\(causes))"
            if let otherwise { message += "; \(otherwise)" }
        default: message = otherwise ?? "not so: \(condition)"
        }
        if isPlanning {
            tell(.planNote(planned(gate: condition, truth, within: require.within), path: path))
            return
        }
        throw .failure(RunFailure(.gate, message, isUndecided: isUndecided, span: require.condition.span))
    }

    /// What a plan says of a gate that does not hold now.
    private func planned(gate: String, _ truth: Decision, within: Expression?) -> String {
        let now = if case .unknown(let causes) = truth { "undecided now (\(causes))" } else { "false now" }
        let waits = within.map { ", would wait up to \(texts.text($0.span))" } ?? ""
        return "\(gate): \(now)\(waits); what follows only if it holds"
    }

    func wait(_ wait: Statement.Wait, at path: StatementPath) throws(Stop) {
        let every = try wait.every.map { (expression) throws(Stop) in try milliseconds(expression) } ?? Self.defaultPollMs
        let holds = try wait.holds.map { (expression) throws(Stop) in try milliseconds(expression) } ?? 0
        // An answer that was given before a crash is taken up, not asked for again.
        if let taken = log.state.ways[path], taken.way != "again" { return try goOn(after: wait, way: taken.way, at: path) }
        var deadline = try deadline(at: path, within: wait.within)
        while true {
            switch try poll(wait.condition, until: deadline, everyMs: every, holdsMs: holds, showing: wait.showing) {
            case .satisfied: return
            case .ranOut(let truth):
                if isPlanning {
                    tell(.planNote(planned(gate: texts.text(wait.condition.span), truth, within: wait.within), path: path))
                    return
                }
                guard let way = try ranOut(wait, truth, at: path) else {
                    deadline = log.state.deadlines[path] ?? deadline
                    continue
                }
                return try goOn(after: wait, way: way, at: path)
            }
        }
    }

    /// A wait has run out: which way it goes on; nil: it waits again, with a new deadline.
    private func ranOut(_ wait: Statement.Wait, _ truth: Decision, at path: StatementPath) throws(Stop) -> String? {
        let condition = texts.text(wait.condition.span)
        switch wait.otherwise {
        case nil:
            let why = if case .unknown(let causes) = truth { " (undecided: \(causes))" } else { "" }
            throw .failure(
                RunFailure(
                    .timeout, "ran out of time waiting until \(condition)\(why)", isUndecided: truth != .no, span: wait.condition.span))
        case .block:
            try log.append(.way(path, "otherwise", detail: .null))
            return "otherwise"
        case .ask(let question, let arms):
            let asked = try text(question)
            var answers: [String] = []
            for arm in arms { answers.append(try text(arm.answer)) }
            guard person.isPresent else { throw .end(.waiting("\(asked) [\(answers.joined(separator: " / "))]", approve: nil)) }
            guard let chosen = person.choose(asked, among: answers), arms.indices.contains(chosen) else {
                throw .end(.waiting(asked, approve: nil))
            }
            try log.append(.answer(path, question: asked, targets: "", answer: answers[chosen], who: surroundings.identity.who))
            if case .again(let time) = arms[chosen].action {
                try log.append(.deadline(path, clock.wallMs + (try milliseconds(time))))
                return nil
            }
            try log.append(.way(path, String(chosen), detail: .null))
            return String(chosen)
        }
    }

    private func goOn(after wait: Statement.Wait, way: String, at path: StatementPath) throws(Stop) {
        switch wait.otherwise {
        case .block(let block): try run(block, at: path.child("otherwise"))
        case .ask(_, let arms):
            guard let index = Int(way), arms.indices.contains(index), case .block(let block) = arms[index].action else { return }
            try run(block, at: path.child(way))
        case nil: return
        }
    }

    /// Shows a query again and again, until its condition holds, its time is up, or somebody interrupts. A watch that ends by itself is no failure.
    func watch(_ watch: Statement.Watch, at path: StatementPath) throws(Stop) -> Value? {
        let every = try watch.every.map { (expression) throws(Stop) in try milliseconds(expression) } ?? Self.defaultPollMs
        let deadline: Int? = if let within = watch.within { try self.deadline(at: path, within: within) } else { nil }
        while true {
            let evaluated = try evaluate(watch.query)
            if log.isRecording { try checkKept(evaluated.value, as: nil, watch.query.span) }
            noteReadings()
            tell(.tick(evaluated, of: watch.query))
            environment.last = evaluated.value
            environment.lastBecause = evaluated.because
            if let until = watch.until {
                environment.bindings["it"] = evaluated.value
                defer { environment.bindings["it"] = nil }
                if try truth(of: until) == .yes { return evaluated.value }
            }
            let now = clock.wallMs
            if isPlanning { return evaluated.value }
            if let deadline, now >= deadline { return evaluated.value }
            if case .interrupted = clock.wait(untilWallMs: min(deadline ?? .max, now + max(Self.shortestPollMs, every))) {
                // In a file it stops the run; in the REPL Ctrl-C is how a watch ends.
                guard options.asksAboutEveryEffect else { throw .end(.interrupted("interrupted")) }
                return evaluated.value
            }
        }
    }
}
