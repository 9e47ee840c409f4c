/// One check of one program: what is in reach, what was found so far.
final class CheckPass {
    let options: CheckOptions
    let schema: Schema

    var findings = Findings()
    var diagnostics: [Diagnostic] = []
    var environment: CheckedEnvironment

    /// The innermost scope last.
    var scopes: [[String: Binding]] = [[:]]
    /// The row of the clause that is being checked.
    var row: RowScope?
    /// The rows of the clauses around it: named only to explain why they are out of reach.
    var outerRows: [RowScope] = []

    var functions: [String: FunctionState] = [:]
    var actions: [String: ActionState] = [:]
    /// More than zero while a body is checked again with the types of a call: nothing is said or recorded but what it asks of sources.
    var replays = 0
    /// The first error of the body that is checked again.
    var replayError: Diagnostic?

    /// How many bodies may still be checked again: calls of generic functions by generic functions multiply.
    var replayBudget = 2_000
    /// How many levels of bodies are open, each inside of one that calls it.
    var openLevels = 0

    static let mostOpenLevels = 1_000

    /// Names that lines which did not parse may have made.
    var brokenNames: Set<String> = []
    /// The texts, to quote them in a fix.
    var files: [Int32: [UInt8]] = [:]

    var context = StatementContext()
    /// The verbs met, with the place where each was met.
    var verbs: [VerbUse] = []
    var warnedBindings: Set<String> = []
    var header: RunbookHeader?
    var parameters: [CheckedParameter] = []

    init(schema: Schema, options: CheckOptions) {
        self.schema = schema
        self.options = options
        environment = options.environment
    }

    var sources: Catalog<SourceSchema> { schema.sources }
    var effects: Catalog<EffectSignature> { schema.effects }
    var builtins: Catalog<FunctionSignature> { schema.functions }

    /// True where what a file must say is asked instead.
    var isEntry: Bool { options.mode == .entry }

    func report(_ code: String, _ message: String, _ span: Span, help: String? = nil, notes: [Diagnostic.Note] = []) {
        report(Diagnostic(code: code, message: message, span: span, help: help, notes: notes))
    }

    func warn(_ code: String, _ message: String, _ span: Span, help: String? = nil) {
        report(Diagnostic(code: code, severity: .warning, message: message, span: span, help: help))
    }

    private func report(_ diagnostic: Diagnostic) {
        guard replays == 0 else {
            if replayError == nil, diagnostic.severity == .error { replayError = diagnostic }
            return
        }
        guard diagnostics.count >= Diagnostic.most else { return diagnostics.append(diagnostic) }
        if diagnostics.count == Diagnostic.most { diagnostics.append(.tooMany(diagnostic.span)) }
    }

    /// True where more is wrong than is told: nothing more is looked at.
    var isFull: Bool { diagnostics.count > Diagnostic.most }

    func refuseLater(_ what: String, _ span: Span) {
        report("not-in-this-version", "\(what) is not in this version", span)
    }

    /// What is written from one place to another, if it is short enough for a line.
    func quote(_ from: Span, to end: Span? = nil) -> String? {
        let last = Int((end ?? from).end)
        guard let bytes = files[from.file], from.start >= 0, Int(from.start) < last, last <= bytes.count, last - Int(from.start) <= 80
        else {
            return nil
        }
        let text = String(decoding: bytes[Int(from.start)..<last], as: UTF8.self)
        return text.contains("\n") || text.contains("`") ? nil : text
    }

    func record(_ type: ValueType, _ span: Span) {
        if replays == 0 { findings.types[span] = type }
    }

    func resolve(_ resolution: Resolution, _ span: Span) {
        if replays == 0 { findings.resolution[span] = resolution }
    }

    /// Runs what is inside with a scope of its own.
    func inScope<T>(_ body: () -> T) -> T {
        scopes.append([:])
        defer { scopes.removeLast() }
        return body()
    }

    /// Runs what is inside with other statement rules, then goes back to those that held.
    func with<T>(_ change: (inout StatementContext) -> Void, _ body: () -> T) -> T {
        let saved = context
        change(&context)
        defer { context = saved }
        return body()
    }

    /// Checks what is inside without a word about it: what is wrong around it was said already.
    func quietly<T>(_ body: () -> T) -> T {
        let saved = replayError
        replays += 1
        defer {
            replays -= 1
            replayError = saved
        }
        return body()
    }

    /// Runs what is inside apart from the clause around it: its row is out of reach.
    func apart<T>(_ scope: RowScope?, _ body: () -> T) -> T {
        let (savedRow, savedOuter) = (row, outerRows)
        if let row { outerRows.append(row) }
        row = scope
        defer { (row, outerRows) = (savedRow, savedOuter) }
        return body()
    }
}

/// A verb that was used, and where.
struct VerbUse {
    var verb: String
    var span: Span
    /// The action that uses it, where it stands at a `do`.
    var action: String?
}

/// The rules that hold where a statement stands.
struct StatementContext {
    enum Gate: String { case confirm, approve }
    /// The step, and whether it has a `when`.
    var step: String?
    var stepIsConditional = false
    var gate: Gate?
    var isRetried = false
    var isTest = false
    /// What `into` bound earlier in the same `confirm` or `approve`.
    var gateResults: Set<String> = []
}

final class FunctionState {
    let definition: FunctionDefinition
    /// How many levels its body has, and its call.
    private(set) lazy var levels = definition.body.levels + 1
    var parameters: [CheckedParameter]
    var result: Typed?
    var isOpen = false

    init(definition: FunctionDefinition, parameters: [CheckedParameter]) {
        self.definition = definition
        self.parameters = parameters
    }
}

final class ActionState {
    let definition: ActionDefinition
    /// How many levels its body has, and its call.
    private(set) lazy var levels = definition.body.levels + 1
    var parameters: [CheckedParameter]
    var verbs: [VerbUse] = []
    /// True where it holds effects and notes only.
    var isPlain = true
    /// An effect in it that does more when it is done twice.
    var divergent: String?
    var isChecked = false
    var isOpen = false

    init(definition: ActionDefinition, parameters: [CheckedParameter]) {
        self.definition = definition
        self.parameters = parameters
    }
}
