import Language

/// What a condition came to, with causes where it could not be decided.
enum Decision: Sendable, Hashable {
    case yes, no
    /// The causes as one text.
    case unknown(String)

    init(_ value: Value) {
        switch value {
        case .bool(let truth): self = truth ? .yes : .no
        case .unknown(let cause): self = .unknown(cause.description)
        case .null: self = .unknown("it is null")
        default: self = .unknown("it is neither true nor false")
        }
    }
}

extension Interpreter {
    /// Whether a condition holds now.
    func truth(of condition: Expression) throws(Stop) -> Decision { Decision(try evaluate(condition).value) }

    /// Whether a condition holds, at a poll: a cluster that cannot be reached decides nothing and ends nothing.
    func patientTruth(of condition: Expression) throws(Stop) -> Decision {
        do throws(EvaluationFailure) {
            return Decision(try evaluator.evaluate(condition, in: environment, timing: timing).value)
        } catch {
            if case .cluster(.outOfReach(let why)) = error.kind { return .unknown(why) }
            throw stop(error)
        }
    }
}
