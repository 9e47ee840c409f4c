/// A program as the checker understood it: what the engine needs to run it.
package struct CheckedProgram: Sendable {
    package var program: Program
    /// The header of the main file.
    package var header: RunbookHeader?
    /// The runbook's parameters, in order.
    package var parameters: [CheckedParameter]
    package var steps: [Step]
    package var tests: [Test]
    /// All functions in reach by name, those of imports and of earlier REPL entries included.
    package var functions: [String: CheckedFunction]
    package var actions: [String: CheckedAction]
    package var findings: Findings
    /// The verbs that its steps use, in `undo`, arms and called actions too.
    package var verbs: Set<String>
    package var worstTime: WorstTime
    /// Errors and warnings in order of place, each once.
    package var diagnostics: [Diagnostic]
    /// What the next REPL entry is checked against; only to be kept when there are no errors.
    package var environment: CheckedEnvironment

    /// True where it may not be run.
    package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}

/// What the checker learned of the syntax, by its span.
package struct Findings: Sendable {
    /// What each bare name means.
    package var resolution: [Span: Resolution] = [:]
    /// For each name that is a source: the columns that its rows are asked for, key included.
    package var demand: [Span: Set<String>] = [:]
    /// The type of each expression.
    package var types: [Span: ValueType] = [:]
    /// For a name that is a source: the conditions on its key that hold for every row that is wanted. The values use no row.
    package var restrictions: [Span: [KeyRestriction]] = [:]

    package init() {}

    mutating func merge(_ other: Findings) {
        resolution.merge(other.resolution) { $1 }
        demand.merge(other.demand) { $0.union($1) }
        types.merge(other.types) { $1 }
        restrictions.merge(other.restrictions) { $1 }
    }
}

/// What a bare name means where it stands.
package enum Resolution: Hashable, Sendable {
    /// A column of the row of the clause (after `group by`: the key's value, or the group's list).
    case column(String)
    /// `let`, `for`, `catch … as`, `into`, a REPL binding.
    case binding(String)
    /// A parameter of the runbook, or of the function or action in which it stands.
    case parameter(String)
    /// A parameter of type `column`: the column of the row whose name the caller gave.
    case columnParameter(String)
    case source(String)
    /// `params`: its fields are the parameters.
    case parameters
    /// `run`: `run.started`, `run.id`.
    case run
}

/// `column == value` or `column in value`: a fact about all rows that are wanted of a source.
package struct KeyRestriction: Sendable {
    /// A key column.
    package var column: String
    /// A value that the column equals, or a list that holds it.
    package var value: Expression
    /// True for `in`.
    package var isList: Bool

    package init(column: String, value: Expression, isList: Bool) {
        self.column = column
        self.value = value
        self.isList = isList
    }
}

/// A parameter with its type resolved.
package struct CheckedParameter: Sendable {
    package var syntax: Parameter
    package var type: ValueType

    package var name: String { syntax.name.text }
}

package struct CheckedFunction: Sendable {
    package var definition: FunctionDefinition
    package var parameters: [CheckedParameter]
    package var result: ValueType
}

package struct CheckedAction: Sendable {
    package var definition: ActionDefinition
    package var parameters: [CheckedParameter]
}

/// How long a program may take at most, as far as its text tells.
package struct WorstTime: Sendable, Hashable {
    /// The sum of its bounded waits, nanoseconds, with parameters at their defaults.
    package var bounded: Int
    /// True where a person is asked or waited for.
    package var waitsForPeople: Bool
    /// True where a loop repeats waits once an item, counted once here.
    package var perItem: Bool
    /// True where a bound could not be computed from the text alone.
    package var isPartial: Bool
    /// `limits { duration }`: never longer than this; nil where there is none.
    package var limit: Int?

    package init(bounded: Int = 0, waitsForPeople: Bool = false, perItem: Bool = false, isPartial: Bool = false, limit: Int? = nil) {
        self.bounded = bounded
        self.waitsForPeople = waitsForPeople
        self.perItem = perItem
        self.isPartial = isPartial
        self.limit = limit
    }
}

/// What a REPL session has made so far, as the checker sees it.
package struct CheckedEnvironment: Sendable {
    /// Bindings and their types.
    package var bindings: [String: ValueType]
    /// The type of `_`; nil before the first result.
    package var last: ValueType?
    package var functions: [String: CheckedFunction]
    package var actions: [String: CheckedAction]
    /// What was learned of the functions and actions made so far.
    package var findings: Findings

    package init(
        bindings: [String: ValueType] = [:], last: ValueType? = nil, functions: [String: CheckedFunction] = [:],
        actions: [String: CheckedAction] = [:], findings: Findings = Findings()
    ) {
        self.bindings = bindings
        self.last = last
        self.functions = functions
        self.actions = actions
        self.findings = findings
    }
}
