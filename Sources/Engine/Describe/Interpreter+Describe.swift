import Language

extension Interpreter {
    /// A statement that is only a thing, `topic "trips"`, tells all that is worth knowing about it; nil: it is another expression.
    func describe(_ expression: Expression) throws(Stop) -> Value? {
        guard case .noun(let noun, _) = expression.kind, let description = schema.descriptions[noun.text] else { return nil }
        let key: [Value]
        let value: Value
        do throws(EvaluationFailure) {
            value = try evaluator.evaluate(expression, in: environment, timing: timing).value
            switch value {
            case .text, .int: key = [value]
            case .partition(let topic, let index): key = [.text(topic), .int(index)]
            // `broker default`, or a name that is not known.
            default: return nil
            }
            let made = try Describer(schema: schema, evaluator: evaluator, timing: timing).describe(description, key)
            tell(.described(made))
            environment.last = made.existence.isMissing ? .null : value
        } catch { throw stop(error) }
        return environment.last
    }
}

extension Description.Existence {
    fileprivate var isMissing: Bool { if case .missing = self { true } else { false } }
}
