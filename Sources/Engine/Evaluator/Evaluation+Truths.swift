import Language

extension Evaluation {
    /// The condition's truth for each of these rows, as raw values of `Truth`.
    func truths(_ condition: Compiled, _ rows: [UInt32], _ table: Table, _ span: Span) throws(EvaluationFailure) -> [UInt8] {
        try spend(rows.count, span)
        var result: [UInt8] = []
        result.reserveCapacity(rows.count)
        for row in rows { result.append(Kleene.truth(try truth(condition.at(row), span)).rawValue) }
        return result
    }
}
