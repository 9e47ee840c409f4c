import Language

/// The bodies of the functions whose signatures are `BuiltinFunctions`.
enum Builtins {
    /// Computes a result from the arguments; a column argument comes as the column's name.
    typealias Body = @Sendable ([Value], CallSite) throws(EvaluationFailure) -> Value

    static let bodies: [NameKey: Body] = [
        "count": Aggregates.count, "sum": Aggregates.sum, "min": Aggregates.min, "max": Aggregates.max, "avg": Aggregates.avg,
        "abs": NumberFunctions.abs, "round": NumberFunctions.round,
        "decided": TableFunctions.decided, "first": TableFunctions.first, "last": TableFunctions.last,
        "distinct": TableFunctions.distinct, "flatten": TableFunctions.flatten, "diff": Diff.diff,
        "lower": TextFunctions.lower, "upper": TextFunctions.upper, "length": TextFunctions.length, "split": TextFunctions.split,
        "join": TextFunctions.join,
        "blocked": PlanFunctions.blocked, "settled": PlanFunctions.settled, "progress": PlanFunctions.progress,
        "bars": Drawings.bars, "spark": Drawings.spark,
    ]

    static let columnArguments: [NameKey: Set<Int>] = Dictionary(
        BuiltinFunctions.all.map { ($0.name, $0.columnArguments) }
    ) { first, _ in first }

    /// The elements of a list, or the rows of a table, and what they lack.
    static func elements(_ value: Value) -> ListValue? {
        switch value {
        case .list(let list), .set(let list): list
        case .table(let table): ListValue(table.decided.map { .record(table.record(at: $0)) }, missing: table.causes)
        default: nil
        }
    }
}
