/// A name as it is written, with its place.
package struct Name: Hashable, Sendable {
    package var text: String
    package var span: Span

    package init(_ text: String, _ span: Span) {
        self.text = text
        self.span = span
    }
}

/// An expression, and where it stands.
package struct Expression: Sendable {
    package var kind: Kind
    package var span: Span

    package init(_ kind: Kind, _ span: Span) {
        self.kind = kind
        self.span = span
    }

    package indirect enum Kind: Sendable {
        /// A number, a time, `true`, `null`, …
        case literal(Literal)
        /// `"… {expression} …"`, or raw text as one part.
        case text([TextPart])
        /// A bare name: a column, a binding or a source; the checker says which.
        case name(String)
        /// `it`: the row, or the group after `group by`.
        case it
        /// `now`: the instant at which the evaluation's fetch began.
        case now
        /// `_`: the REPL's last result.
        case last
        /// `count(x)`, `worst(lag, 5)`; also `topic(t)`, which looks up a topic.
        case call(Name, [Argument])
        /// `topic "trips"`, `broker 2`, `client default`, `partition "trips" 3`.
        case noun(Name, NounKey)
        /// `x.name`.
        case field(Expression, Name)
        /// `config["retention.ms"]`.
        case index(Expression, key: String)
        /// `15m ago`.
        case ago(Expression)
        /// `[a, b]`.
        case list([Expression])
        /// `-x`.
        case negate(Expression)
        /// `not x`.
        case not(Expression)
        /// `a op b`.
        case binary(BinaryOperator, Expression, Expression)
        /// `x is [not] empty|unknown|null`.
        case isTest(Expression, negated: Bool, IsTest)
        /// `x [not] matches /regex/`.
        case matches(Expression, negated: Bool, regex: String)
        /// A source or a table, and its clauses.
        case query(Expression, [Stage])
        /// `no Q`, `any Q`.
        case quantified(Quantifier, Expression)
        /// `plan EFFECT`.
        case plan(Effect)
        /// Stands where the parser recovered from an error; never in a program without diagnostics.
        case invalid
    }

    package enum IsTest: String, Sendable { case empty, unknown, null }
    package enum Quantifier: String, Sendable { case no, any }

    package enum NounKey: Sendable {
        case text([TextPart], Span)
        case number(Int, Span)
        case defaultKey(Span)
        /// A partition's topic and its number.
        case numbered([TextPart], Int, Span)
    }
}

/// Binary operators, by their spelling. Each of the words may have `not` before it.
package enum BinaryOperator: Hashable, Sendable {
    case and, or
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
    case `in`(negated: Bool), contains(negated: Bool), startsWith(negated: Bool), glob(negated: Bool)
    case range
    case add, subtract, multiply, divide
}

/// A constant. Units are resolved by the lexer: sizes and rates are bytes, durations nanoseconds.
package enum Literal: Hashable, Sendable {
    case int(Int)
    case float(Double)
    /// Bytes.
    case size(Int)
    /// 95% is 95.0.
    case percent(Double)
    /// Nanoseconds.
    case duration(Int)
    /// Bytes per second.
    case byteRate(Int)
    /// Records, requests … per second.
    case countRate(Int)
    /// Milliseconds since 1970-01-01T00:00Z.
    case time(Int)
    case bool(Bool)
    case null
    case unknown
}

/// A piece of interpolated text.
package enum TextPart: Sendable {
    case literal(String)
    case hole(Expression)
}

/// A text as a statement takes it (`note "…"`), with its place.
package struct TextLiteral: Sendable {
    package var parts: [TextPart]
    package var span: Span

    package init(parts: [TextPart], span: Span) {
        self.parts = parts
        self.span = span
    }
}

/// An argument of a call: `x`, or `name: x`.
package struct Argument: Sendable {
    package var label: Name?
    package var value: Expression

    package init(label: Name?, value: Expression) {
        self.label = label
        self.value = value
    }
}

/// A clause of a query, or a call that takes the table from its left.
package struct Stage: Sendable {
    package var kind: Kind
    package var span: Span

    package init(_ kind: Kind, _ span: Span) {
        self.kind = kind
        self.span = span
    }

    package enum Kind: Sendable {
        case `where`(Expression)
        case select([SelectColumn])
        case add([SelectColumn])
        case sort([SortKey])
        case take(Expression)
        case group([SelectColumn])
        case distinct([Expression])
        case join(Expression, on: [JoinKey])
        case over(Expression, every: Expression?)
        case at(Expression)
        /// `| f(arguments)`: `f(table, arguments)`.
        case pipe(Name, [Argument])
    }
}

/// A column of `select`, `add` or `group by`; without a name it is named as it is written.
package struct SelectColumn: Sendable {
    package var name: Name?
    package var value: Expression
    /// The text as written (white space folded), which names a column that has no name.
    package var written: String

    package init(name: Name?, value: Expression, written: String) {
        self.name = name
        self.value = value
        self.written = written
    }

    /// The column's name in the result.
    package var title: String { name?.text ?? written }
}

package struct SortKey: Sendable {
    package var value: Expression
    package var descending: Bool

    package init(value: Expression, descending: Bool) {
        self.value = value
        self.descending = descending
    }
}

package struct JoinKey: Sendable {
    /// The column of the left table.
    package var left: Name
    /// The column of the right table; the same name when only one is written.
    package var right: Name

    package init(left: Name, right: Name) {
        self.left = left
        self.right = right
    }
}
