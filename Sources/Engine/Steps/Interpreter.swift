import Journal
import Language

/// Walks a checked program, statement by statement, and remembers each in the journal.
///
/// There is one way through a program: a statement that the journal shows as finished gives back what it bound and is passed over; the
/// first one that it does not is where the run stands. So a resume is nothing but a walk with a journal that is not empty.
final class Interpreter {
    var program: CheckedProgram
    let schema: Schema
    var evaluator: Evaluator
    let surroundings: RunSurroundings
    var options: RunOptions
    let log: RunLog
    var texts: ProgramTexts
    /// Bindings and parameters as the statement at hand sees them.
    var environment: Environment
    /// The step at hand.
    var step = ""
    /// What the question around the statement at hand has settled.
    var question = Question.none
    /// True inside `undo`: what is done there is not itself undone.
    var isUndoing = false
    /// Plans by hash, as this process has seen them.
    var plans: [NameKey: EffectPlan] = [:]
    /// Give-back conditions of this process's effects: `give back when …`.
    var dueConditions: [NameKey: (condition: Expression, environment: Environment)] = [:]
    /// Since when moves that were left to the cluster, and that a setting guards, read as they do.
    var guardedReadings: [EffectID: SteadyReadings] = [:]
    /// Texts that the journal kept and that were parsed again.
    var recalledTexts = 0
    /// What stopped a plan that stands inside an expression: more than an evaluation's failure can say.
    var held: Stop?
    /// When the last bytes of what this process sent for an effect had left at the latest, by the monotonic clock.
    var sentMs: [EffectID: Int] = [:]
    /// Things that are written and do not exist, as they were said; an entry of a session says them anew.
    var namesSaid: Set<NamedThing> = []
    /// Things that were looked for, and from when on they are again, by the monotonic clock.
    var namesLooked: [NamedThing: Int] = [:]
    /// How deep actions call each other.
    var depth = 0
    /// Nested runbooks: what `do runbook(…)` in a test runs; nil elsewhere.
    var runbook: (([Argument], StatementPath) throws(Stop) -> Void)?
    /// `debts` and `runs`.
    var ownSources: JournalSources?
    /// True on a resume, until something new is run: the `verify` of finished steps and the gates of the next one are looked at again.
    var checksDrift = false
    /// Which readings become points of the report's charts.
    var sampler = Sampler()
    /// What no longer holds, of that.
    var drift: [String] = []
    /// True in `mend plan`: nothing is changed and nothing is waited for.
    let isPlanning: Bool

    enum Question {
        case none
        /// Inside a `confirm` that was answered yes: the plans that were shown, by the effects' paths.
        case confirmed([StatementPath: EffectPlan], plannedMs: Int)
        case approved([StatementPath: EffectPlan], plannedMs: Int)
    }

    init(
        program: CheckedProgram, schema: Schema, evaluator: Evaluator, surroundings: RunSurroundings, options: RunOptions, log: RunLog,
        texts: ProgramTexts,
        environment: Environment, isPlanning: Bool = false
    ) {
        self.program = program
        self.schema = schema
        self.evaluator = evaluator
        self.surroundings = surroundings
        self.options = options
        self.log = log
        self.texts = texts
        self.environment = environment
        self.isPlanning = isPlanning
    }

    var clock: any EngineClock { surroundings.clock }
    var cluster: any Cluster { surroundings.cluster }
    var person: any Operator { surroundings.person }
    var timing: ReadTiming { ReadTiming(requestTimeout: options.requestTimeout) }

    func tell(_ event: RunEvent) { surroundings.observer.observe(event) }

    /// Stops here if somebody wants the run to stop: between statements is a safe point.
    func safePoint() throws(Stop) {
        guard clock.interruptions == 0 else { throw .end(.interrupted(interruptionText())) }
    }

    /// What an interrupted run leaves behind: of each effect that had not come to its end how much is done, and what stands.
    func interruptionText() -> String {
        let unended = log.state.effectOrder.compactMap { log.state.effects[$0] }.filter { state in
            state.isUnderWay || (state.conclusion == nil && !state.isOver && state.mayHaveChanged)
        }
        guard !unended.isEmpty else { return "interrupted" }
        let owed = log.state.openDebts.count
        let settings = owed == 1 ? "1 temporary setting stays" : "\(owed) temporary settings stay"
        let debts = owed == 0 ? "" : "; \(settings) until it has settled (`mend debts`)"
        return "interrupted; \(unended.map { "\($0.intent.effect): \(stand(of: $0))" }.joined(separator: "; "))\(debts)"
    }

    /// "12 of 40 done, 3 under way: what is under way goes on at the cluster, 25 not begun".
    private func stand(of state: EffectState) -> String {
        let settled = state.items.compactMap { if case .over(let settled) = $0 { settled.outcome.kind } else { nil } }
        let done = settled.count { $0 == .done || $0 == .alreadySo }
        let moving = state.items.count { if case .accepted = $0 { true } else { false } }
        let doubt = state.items.count { if case .doubt = $0 { true } else { false } }
        let rest = state.items.count { $0 == .pending }
        var parts = ["\(done) of \(state.items.count) done"]
        if settled.count > done { parts.append("\(settled.count - done) ended otherwise") }
        if doubt > 0 { parts.append("\(doubt) in doubt") }
        if moving > 0 { parts.append("\(moving) under way, which goes on at the cluster") }
        if rest > 0 { parts.append("\(rest) not begun") }
        return parts.joined(separator: ", ")
    }

    // MARK: - Blocks and statements

    /// Runs a block: what it binds ends with it.
    func run(_ block: Block, at path: StatementPath) throws(Stop) {
        let outer = environment.bindings
        defer { environment.bindings = outer }
        try runInScope(block, at: path)
    }

    /// Runs a block whose bindings stay.
    func runInScope(_ block: Block, at path: StatementPath) throws(Stop) {
        for (index, statement) in block.statements.enumerated() { try execute(statement, at: path.child(index)) }
    }

    /// Runs a statement, or takes over what the journal says of it.
    func execute(_ statement: Statement, at path: StatementPath) throws(Stop) {
        try safePoint()
        if let done = log.state.finished[path] {
            try restore(done)
            if checksDrift, case .require(let require) = statement.kind { try checkDrift(of: require, at: path) }
            return
        }
        if checksDrift { try settleDrift() }
        var result = StatementResult()
        if isPlanning { return try planStatement(statement, at: path) }
        defer { noteReadings() }
        try perform(statement, at: path, result: &result)
        try finish(path, hash: ContentHash.of(statement), result)
    }

    /// What a statement leaves behind when it is finished.
    struct StatementResult {
        var bound: [(name: String, value: Value)] = []
        var shown: Value?
    }

    /// Remembers that a statement is finished.
    func finish(_ path: StatementPath, hash: String, _ result: StatementResult) throws(Stop) {
        for (name, value) in result.bound { environment.bindings[name] = value }
        guard log.isRecording else { return }
        var bound: [RunRecord.Binding] = []
        for (name, value) in result.bound {
            bound.append(.init(name: name, value: try log.kept(value.json)))
        }
        var shown: JSONValue?
        if let value = result.shown { shown = try log.kept(value.json) }
        try log.append(.finished(path, hash: hash, bound: bound, shown: shown))
    }

    func restore(_ done: RunState.Finished) throws(Stop) {
        for binding in done.bound {
            let json = try log.value(of: binding.value)
            do throws(ValueFault) {
                environment.bindings[binding.name] = try Value(json: json)
            } catch {
                throw .end(.journal(.disk("the journal's value of \(binding.name) cannot be understood: \(error)"), inDoubt: false))
            }
        }
    }

    func perform(_ statement: Statement, at path: StatementPath, result: inout StatementResult) throws(Stop) {
        switch statement.kind {
        case .bind(let name, let expression):
            let value = try evaluate(expression).value
            try checkKept(value, as: name, expression.span)
            result.bound = [(name.text, value)]
        case .show(let expression): result.shown = try show(expression)
        case .expression(let expression):
            if let described = try describe(expression) { result.shown = described } else { result.shown = try show(expression) }
        case .explain(let effect): try explain(effect, at: path)
        case .require(let require): try self.require(require, at: path)
        case .wait(let wait): try self.wait(wait, at: path)
        case .watch(let watch): result.shown = try self.watch(watch, at: path)
        case .confirm(let text, let block): try confirm(text, block, at: path)
        case .approve(let text, let type, let block): try approve(text, type: type, block, at: path)
        case .branch(let branch): try self.branch(branch, at: path)
        case .loop(let name, let list, let block): try loop(name, in: list, block, at: path)
        case .retry(let times, let every, let block): try retry(times: times, every: every, block, at: path)
        case .attempt(let block, let catches, let error, let handler):
            try attempt(block, catches: catches, error: error, handler: handler, at: path)
        case .note(let literal):
            let text = try text(literal)
            try log.append(.note(path, text))
            tell(.note(text))
        case .fail(let literal):
            let text = try text(literal)
            if isPlanning {
                tell(.planNote("would fail: \(text)", path: path))
            } else {
                throw .failure(RunFailure(.fail, text, span: literal.span))
            }
        case .skip(let literal): throw .skip(try text(literal))
        case .pause(let literal): try pause(literal, at: path)
        case .effect(let effect): result.bound = try self.effect(effect, at: path)
        case .perform(let name, let arguments): try call(name, arguments, at: path)
        case .invalid: throw .failure(RunFailure(.fail, "this statement could not be parsed", span: statement.span))
        }
    }

    // MARK: - Values

    /// An expression's value and when it was read.
    func evaluate(_ expression: Expression) throws(Stop) -> Evaluated {
        let evaluated: Evaluated
        do throws(EvaluationFailure) {
            evaluated = try evaluator.evaluate(expression, in: environment, timing: timing)
        } catch { throw stop(error) }
        // The thing itself: whether it exists is the answer. In all else a name that does not exist is only said, once.
        let isThing = if case .noun = expression.kind { true } else { false }
        let absent = try absentNames(of: evaluated, isDecisive: isThing, expression.span)
        return isThing && !absent.isEmpty ? Evaluated(value: .null, reading: evaluated.reading) : evaluated
    }

    /// What an expression names and no listing has; what was not said before is said.
    /// - Parameters:
    ///   - isDecisive: more than a message depends on it: it is looked for whatever was found before. Else each name is looked for once, however
    ///     often the line is evaluated, for a look reads all the names of a kind.
    ///   - says: false where a failure tells of it.
    func absentNames(of evaluated: Evaluated, isDecisive: Bool, says: Bool = true, _ span: Span) throws(Stop) -> [AbsentName] {
        let now = clock.monotonicMs
        let wanted = isDecisive ? evaluated.unseen : evaluated.unseen.filter { now >= namesLooked[$0] ?? now }
        guard !wanted.isEmpty else { return [] }
        let look: Evaluator.NameLook
        do throws(ClusterFailure) { look = try evaluator.look(for: wanted, timing: timing) } catch { throw Self.stop(error, span: span) }
        for name in look.absent where says && namesSaid.insert(name.thing).inserted { tell(.warning(name.message)) }
        for thing in wanted { namesLooked[thing] = .max }
        for thing in look.untold { namesLooked[thing] = now + Self.namesUntoldMs }
        return look.absent
    }

    /// When a name of which a listing could not tell is looked for again.
    private static let namesUntoldMs = 30_000

    /// What a failed evaluation means here: what stopped a plan inside it comes out as it was.
    func stop(_ failure: EvaluationFailure) -> Stop {
        defer { held = nil }
        return held ?? Self.stop(failure)
    }

    /// What a failed evaluation means for the run.
    static func stop(_ failure: EvaluationFailure) -> Stop {
        switch failure.kind {
        case .cluster(let cluster): stop(cluster, span: failure.span)
        case .value: .failure(RunFailure(.fail, failure.message, span: failure.span))
        case .limit: .failure(RunFailure(.limit, failure.message, span: failure.span))
        }
    }

    /// What a cluster that does not answer at all means for the run.
    static func stop(_ failure: ClusterFailure, span: Span?) -> Stop {
        switch failure {
        case .outOfReach(let why): .failure(RunFailure(.unreachable, why, span: span))
        case .secured(let why): .end(.outOfReach(why))
        case .otherCluster(let why): .end(.drift(why))
        case .interrupted: .end(.interrupted("interrupted"))
        }
    }

    /// The text of a literal, its holes in the form that people read.
    func text(_ literal: TextLiteral) throws(Stop) -> String {
        do throws(EvaluationFailure) {
            return try evaluator.text(literal, in: environment, timing: timing)
        } catch { throw stop(error) }
    }

    /// A duration, in milliseconds; one below zero is none.
    func milliseconds(_ expression: Expression) throws(Stop) -> Int {
        guard case .duration(let nanoseconds) = try evaluate(expression).value else {
            throw .failure(RunFailure(.fail, "this must be a duration", span: expression.span))
        }
        return max(0, nanoseconds) / 1_000_000
    }

    /// A whole number.
    func count(_ expression: Expression) throws(Stop) -> Int {
        guard case .int(let number) = try evaluate(expression).value else {
            throw .failure(RunFailure(.fail, "this must be a whole number that is known", span: expression.span))
        }
        return number
    }

    private func show(_ expression: Expression) throws(Stop) -> Value {
        var evaluated = try evaluate(expression)
        if log.isRecording { try checkKept(evaluated.value, as: nil, expression.span) }
        if case .plan = expression.kind, case .table(let table) = evaluated.value, let reference = table.plan {
            evaluated.plan = try keptPlan(reference.hash)
        }
        tell(.shown(evaluated, of: expression))
        environment.last = evaluated.value
        environment.lastBecause = evaluated.because
        return evaluated.value
    }
}
