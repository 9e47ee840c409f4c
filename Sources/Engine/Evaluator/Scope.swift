import Language

/// What names mean at a place of an expression.
struct Scope {
    var environment: Environment
    /// Inside a function: its parameters, and nothing else but sources; nil outside.
    var locals: [NameKey: Local]?
    /// Inside a clause: the row.
    var row: RowContext?
    /// The calls that led here: one body stands for several reads.
    var path: [Span] = []
    var texts: TextForm

    init(environment: Environment, texts: TextForm) {
        self.environment = environment
        self.texts = texts
    }

    /// The same without a row: where a new query begins.
    var outside: Scope {
        var scope = self
        scope.row = nil
        return scope
    }

    /// The same with a row: in a clause. Texts made there are names and keys.
    func inside(_ row: RowContext) -> Scope {
        var scope = self
        scope.row = row
        return scope
    }
}

/// What a function's parameter stands for.
enum Local {
    case value(Value)
    /// A bare column of the caller's table, by its name.
    case column(String)
    /// A value that is only known after the fetch.
    case later
}

/// The rows that a clause looks at.
struct RowContext {
    let table: Table
    /// The column's place by its name.
    let columns: [NameKey: Int]
    /// After `group by`: the rows behind each row of `table`.
    let groups: Groups?

    init(_ table: Table, groups: Groups? = nil) {
        self.table = table
        self.groups = groups
        columns = Dictionary(table.columns.enumerated().map { ($1.name, $0) }) { first, _ in first }
    }

    func offers(_ name: String) -> Bool {
        columns[name] != nil || groups?.base.column(name) != nil
    }
}

/// What `group by` leaves until the next clause says what it wants of each group.
struct Groups {
    /// The table that was grouped.
    var base: Table
    /// For each group the rows of `base` that belong to it.
    var members: [[UInt32]]
    /// For each group the rows of which it is unknown whether they belong.
    var undecided: [[UInt32]]
    /// For each group why it may lack rows.
    var causes: [[Cause]]

    func lacking(_ group: Int) -> [Cause] {
        if undecided[group].isEmpty { return causes[group] }
        var result = causes[group]
        for cause in base.undecidedBecause where !result.contains(cause) { result.append(cause) }
        if result.isEmpty { result.append(Cause("\(undecided[group].count) rows could not be decided")) }
        return result
    }

    func table(_ group: Int) -> Table {
        var table = base
        table.decided = members[group]
        table.undecided = undecided[group]
        table.missing = causes[group]
        return table
    }

    func list(of column: Column, _ group: Int) -> Value {
        .list(
            ListValue(
                members[group].map { column.value(at: $0) }, missing: lacking(group), isSigned: column.isSigned,
                isOrderUnsure: base.isOrderUnsure))
    }
}

/// An expression made ready: a constant, or a function of the row.
struct Compiled {
    indirect enum Shape {
        case constant(Value)
        /// The value of a column of the row context's table, by place.
        case column(Int)
        case and(Compiled, Compiled)
        case or(Compiled, Compiled)
        case not(Compiled)
        case compare(BinaryOperator, Compiled, Compiled)
        /// Is the column's list or text empty, or the value null or unknown?
        case isTest(Compiled, Expression.IsTest, negated: Bool)
        /// A function of one operand and nothing else of the row.
        case apply(Compiled)
        case count(Compiled)
        case opaque
    }

    typealias AtRow = (UInt32) throws(EvaluationFailure) -> Value

    var shape: Shape
    var at: AtRow

    init(_ shape: Shape, _ at: @escaping AtRow) {
        self.shape = shape
        self.at = at
    }

    static func constant(_ value: Value) -> Compiled {
        Compiled(.constant(value)) { (_) throws(EvaluationFailure) in value }
    }

    var constant: Value? { if case .constant(let value) = shape { value } else { nil } }
}
