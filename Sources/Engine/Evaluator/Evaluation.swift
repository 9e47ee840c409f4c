import Language

/// One evaluation: what was fetched for it, what it may still spend.
final class Evaluation {
    let evaluator: Evaluator
    let nowMs: Int
    let timing: ReadTiming
    var reads: [Occurrence: Table] = [:]
    var reading: ReadingTime?
    private var stepsLeft: Int
    var bytesLeft: Int
    var expressions: [NameKey: Regex<AnyRegexOutput>] = [:]
    /// Why numbers that were computed are only bounds, each cause once: bounds themselves carry no cause, so that columns of them stay small.
    private(set) var bounded: [Cause] = []
    /// How many levels of bodies are open, each inside of one that calls it; the checker refuses recursion, a tree made by hand may have it.
    private var openLevels = 0

    /// A source where it stands in the text, reached by these calls.
    struct Occurrence: Hashable {
        var path: [Span]
        var span: Span
    }

    init(evaluator: Evaluator, nowMs: Int, timing: ReadTiming) {
        self.evaluator = evaluator
        self.nowMs = nowMs
        self.timing = timing
        stepsLeft = evaluator.budget.steps
        bytesLeft = evaluator.budget.made
    }

    func spend(_ steps: Int, _ span: Span) throws(EvaluationFailure) {
        stepsLeft -= steps
        if stepsLeft < 0 {
            throw EvaluationFailure(
                kind: .limit, message: "this takes more than \(evaluator.budget.steps) steps: ask for less (`where` first, then the rest)",
                span: span)
        }
    }

    /// Goes into the body of a function. Calls that double with each function (`f(x) + f(x)`) are steps, too.
    func open(_ function: FunctionDefinition, _ callee: Name) throws(EvaluationFailure) {
        try spend(Self.stepsOfCall, callee.span)
        let levels = evaluator.levels(of: function)
        guard openLevels + levels <= Self.mostOpenLevels else {
            throw EvaluationFailure(
                kind: .limit,
                message: "calls of `\(callee.text)` and others nest more than \(Self.mostOpenLevels) levels deep: bind parts with `let`",
                span: callee.span)
        }
        openLevels += levels
    }

    func close(_ function: FunctionDefinition) { openLevels -= evaluator.levels(of: function) }

    private static let mostOpenLevels = 1_000
    private static let stepsOfCall = 200

    func checkRows(_ count: Int, _ span: Span) throws(EvaluationFailure) {
        if count > evaluator.budget.rows {
            throw EvaluationFailure(
                kind: .limit, message: "a table of more than \(evaluator.budget.rows) rows: ask for less (`where` first, then the rest)",
                span: span)
        }
    }

    /// Keeps why an aggregate gives only a bound.
    func bound(because causes: [Cause]) {
        for cause in causes where bounded.count < Self.mostCauses && !bounded.contains(cause) { bounded.append(cause) }
    }

    private static let mostCauses = 16

    /// Another expression begins.
    func forgetBounds() { bounded = [] }

    func fault(_ message: String, _ span: Span) -> EvaluationFailure { EvaluationFailure(kind: .value, message: message, span: span) }

    /// The value of an expression that stands outside of rows.
    func value(_ expression: Expression, _ scope: Scope) throws(EvaluationFailure) -> Value {
        let compiled = try compile(expression, scope)
        return try value(of: compiled)
    }

    /// What a name means here. The checker has said it; a tree that was not checked follows the same rule: column, binding, source.
    func resolve(_ name: String, _ span: Span, _ scope: Scope) -> Resolution? {
        if let known = evaluator.findings.resolution[span] { return known }
        if let row = scope.row, row.offers(name) { return .column(name) }
        if let locals = scope.locals {
            if let local = locals[name] {
                if case .column = local { return .columnParameter(name) }
                return .parameter(name)
            }
        } else {
            if scope.environment.bindings[name] != nil { return .binding(name) }
            if scope.environment.parameters[name] != nil { return .parameter(name) }
        }
        if name == "params" { return .parameters }
        if name == "run" { return .run }
        if evaluator.sources[name] != nil { return .source(name) }
        return nil
    }

    /// What a parameter holds: of the function where one is evaluated, else of the runbook.
    func parameter(_ name: String, _ scope: Scope) -> Value? {
        if let locals = scope.locals {
            guard case .value(let value)? = locals[name] else { return nil }
            return value
        }
        // Of an action: its parameter, never the runbook's of the same name.
        return scope.environment.bindings[name] ?? scope.environment.parameters[name]
    }
}
