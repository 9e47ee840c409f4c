import Language

/// What names mean while an expression is evaluated.
package struct Environment: Sendable {
    package var bindings: [NameKey: Value]
    /// `params.name`.
    package var parameters: [NameKey: Value]
    /// `_`: the REPL's last result.
    package var last: Value?
    /// Why the last result is only a bound, where it is one.
    package var lastBecause: [Cause] = []
    /// `run.started`, milliseconds since 1970; nil outside a run.
    package var runStarted: Int?
    package init(bindings: [NameKey: Value] = [:], parameters: [NameKey: Value] = [:], last: Value? = nil, runStarted: Int? = nil) {
        self.bindings = bindings
        self.parameters = parameters
        self.last = last
        self.runStarted = runStarted
    }
}

/// A value, and what reading it took.
package struct Evaluated: Sendable {
    package var value: Value
    /// nil where nothing had to be read.
    package var reading: ReadingTime?
    /// Why the value is only a bound, as far as what it was computed of lacked something; empty for all else.
    package var because: [Cause]
    /// The plan that the value is, where it was asked for by `plan EFFECT`: what is blocked, and what is to be known before, belongs to it.
    package var plan: EffectPlan?
    /// Topics, groups and brokers that the expression names in full and that nothing which was read for it holds: perhaps they do not exist.
    package var unseen: [NamedThing]

    package init(value: Value, reading: ReadingTime?, because: [Cause] = [], unseen: [NamedThing] = []) {
        self.value = value
        self.reading = reading
        self.because = because
        self.unseen = unseen
    }
}

/// Why an expression has no value. An unknown is no failure: it is a value.
package struct EvaluationFailure: Error, Sendable {
    package enum Kind: Sendable, Hashable {
        /// The cluster cannot be asked at all.
        case cluster(ClusterFailure)
        /// Overflow, a text with an unknown in it where it must be exact, …: the program is at fault.
        case value
        /// A budget was used up: rows, steps.
        case limit
    }
    package var kind: Kind
    package var message: String
    package var span: Span

    package init(kind: Kind, message: String, span: Span) {
        self.kind = kind
        self.message = message
        self.span = span
    }
}
