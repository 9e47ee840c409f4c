import Language

/// Computes expressions. Resolve, then evaluate: all sources that an expression (or several) needs are read in one fetch, then it is computed over
/// columns without touching the network.
package final class Evaluator {
    package let sources: Catalog<SourceSchema>
    package let functions: [NameKey: FunctionDefinition]
    package let findings: Findings
    package let cluster: any Cluster
    package let clock: any EngineClock
    /// The id of the run, for `run.id`.
    package var run: String?
    /// What `plan EFFECT`, `settled`, `progress`, `blocked` ask; without it they fail by name.
    package weak var plans: (any PlanKeeper)?
    /// `debts`, `runs`; without it these are read from the cluster like all others.
    package weak var ownSources: (any OwnSources)?
    package var budget = EvaluationBudget()
    /// The day, counted from 1970-01-01, whose times are shown without a date.
    package var today: Int?
    /// False in tests: conditions are computed row by row, to compare with the way over columns.
    package var usesColumns = true

    /// How many levels the bodies of functions have, with their calls.
    private var knownLevels: [Span: Int] = [:]

    func levels(of function: FunctionDefinition) -> Int {
        if let known = knownLevels[function.span] { return known }
        let levels = function.body.levels + 1
        knownLevels[function.span] = levels
        return levels
    }

    package init(
        schema: Schema, functions: [NameKey: FunctionDefinition] = [:], findings: Findings = Findings(), cluster: any Cluster,
        clock: any EngineClock
    ) {
        sources = schema.sources
        self.functions = functions
        self.findings = findings
        self.cluster = cluster
        self.clock = clock
    }

    /// An evaluator for a checked program.
    package convenience init(program: CheckedProgram, schema: Schema, cluster: any Cluster, clock: any EngineClock) {
        let functions = program.functions.map { ($0.key, $0.value.definition) }
        self.init(
            schema: schema, functions: Dictionary(functions) { $1 }, findings: program.findings, cluster: cluster, clock: clock
        )
    }

    /// The value of an expression at this moment.
    /// - Throws: `EvaluationFailure`: the cluster is out of reach, the program is at fault (overflow), a budget was used up. Unknown is a value.
    package func evaluate(
        _ expression: Expression, in environment: Environment, timing: ReadTiming, texts: TextForm = .display
    ) throws(EvaluationFailure) -> Evaluated {
        try evaluate(all: [expression], in: environment, timing: timing, texts: texts)[0]
    }

    /// The values of several expressions, all from one fetch, in the same order.
    package func evaluate(
        all expressions: [Expression], in environment: Environment, timing: ReadTiming, texts: TextForm = .display
    ) throws(EvaluationFailure) -> [Evaluated] {
        let evaluation = Evaluation(evaluator: self, nowMs: clock.wallMs, timing: timing)
        let scope = Scope(environment: environment, texts: texts)
        try evaluation.fetch(expressions, scope)
        let reading = evaluation.reading
        var values: [Evaluated] = []
        for expression in expressions {
            evaluation.forgetBounds()
            var value = try evaluation.value(expression, scope)
            if case .unknown(Comparison.onlyBound) = value, !evaluation.bounded.isEmpty {
                let why = evaluation.bounded.prefix(3).map(\.description).joined(separator: "; ")
                value = .unknown(Cause("\(Comparison.onlyBound): \(why)"))
            }
            if case .table(var table) = value, table.reading == nil, reading != nil {
                table.reading = reading
                value = .table(table)
            }
            let unseen = named(in: expression).filter { thing in
                !evaluation.reads.values.contains { $0.mentions(thing.value, as: thing.type) }
            }
            let because = if case .bound = value { evaluation.bounded } else { [Cause]() }
            values.append(Evaluated(value: value, reading: reading, because: because, unseen: unseen))
        }
        return values
    }

    /// A text with its holes filled.
    /// - Parameter texts: `.display` for messages; `.exact` for names, words, targets, where a value without an exact form is a failure.
    package func text(
        _ literal: TextLiteral, in environment: Environment, timing: ReadTiming, texts: TextForm = .display
    ) throws(EvaluationFailure) -> String {
        if let plain = literal.plain { return plain }
        let value = try evaluate(Expression(.text(literal.parts), literal.span), in: environment, timing: timing, texts: texts).value
        if case .text(let text) = value { return text }
        return DisplayForm.text(value, .string, today: today)
    }
}
