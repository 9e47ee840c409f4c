/// Bounds of one evaluation, so that a slip (a join without end) fails with a sentence and not with a dead session.
package struct EvaluationBudget: Sendable {
    /// Rows of one table.
    package var rows: Int
    /// Cells and conditions computed.
    package var steps: Int

    package init(rows: Int = 20_000_000, steps: Int = 2_000_000_000) {
        self.rows = rows
        self.steps = steps
    }
}

/// How values stand in texts.
package enum TextForm: Sendable {
    /// For people: `2.3M`, `≥ 2.3M`, `?`.
    case display
    /// For words of `run`, names, targets, ids: all digits; a value that has none is a failure.
    case exact
}
