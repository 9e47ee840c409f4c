import Language

/// `count sum min max avg`: over what lacks something they give bounds, never a number that claims too much.
enum Aggregates {
    static func count(_ arguments: [Value], _ site: CallSite) throws(EvaluationFailure) -> Value {
        switch arguments[0] {
        case .unknown, .null: return arguments[0]
        case .table(let table):
            let count = Value.int(table.decided.count)
            if table.isComplete { return count }
            site.evaluation.bound(because: table.causes)
            return .bound(.atLeast, count)
        case .list(let list), .set(let list):
            let count = Value.int(list.elements.count)
            if list.missing.isEmpty { return count }
            site.evaluation.bound(because: list.missing)
            return .bound(.atLeast, count)
        default: throw site.fault("`count` takes a table or a list, and this is \(Comparison.kind(arguments[0]))")
        }
    }

    static func sum(_ arguments: [Value], _ site: CallSite) throws(EvaluationFailure) -> Value {
        guard let parts = try Parts(arguments[0], "sum", site) else { return arguments[0] }
        var total: Value?
        var isNatural = !parts.isSigned
        for value in parts.known {
            if let number = Comparison.number(value), number < 0 { isNatural = false }
            do { total = try total.map { sum throws(Arithmetic.Fault) in try Arithmetic.apply(.add, sum, value) } ?? value } catch {
                throw site.fault(error.message)
            }
        }
        let zero = zero(site.type)
        if parts.isComplete {
            // Bounds among the parts were added as bounds.
            return total ?? zero
        }
        let cause = parts.cause
        guard isNatural else { return .unknown(cause) }
        site.evaluation.bound(because: parts.causes)
        switch total ?? zero {
        case .bound(.atMost, _), .unknown: return .unknown(cause)
        case .bound(.atLeast, let value): return .bound(.atLeast, value)
        case let value: return .bound(.atLeast, value)
        }
    }

    static func min(_ arguments: [Value], _ site: CallSite) throws(EvaluationFailure) -> Value {
        try extreme(arguments[0], "min", site, bound: .atMost) { $0 < 0 }
    }

    static func max(_ arguments: [Value], _ site: CallSite) throws(EvaluationFailure) -> Value {
        try extreme(arguments[0], "max", site, bound: .atLeast) { $0 > 0 }
    }

    /// The greatest or least element. Of elements that are bounds themselves only the side that is sure counts.
    private static func extreme(
        _ argument: Value, _ name: String, _ site: CallSite, bound: Value.Bound, _ isBetter: (Int) -> Bool
    ) throws(EvaluationFailure) -> Value {
        guard let parts = try Parts(argument, name, site) else { return argument }
        var best: Value?
        var isOpen = !parts.isComplete
        var cause = parts.cause
        for value in parts.known {
            var value = value
            if case .bound(let side, let inner) = value {
                isOpen = true
                cause = Comparison.onlyBound
                // `max` of something that is at most 5: nothing is sure of it from below.
                if side != bound { continue }
                value = inner
            }
            guard let current = best else {
                best = value
                continue
            }
            guard let order = Comparison.order(value, current) else {
                throw site.fault("`\(name)` compares values of one kind: \(Comparison.kind(value)), \(Comparison.kind(current))")
            }
            if isBetter(order) { best = value }
        }
        guard let best else { return isOpen ? .unknown(cause) : .null }
        site.evaluation.bound(because: parts.causes)
        return isOpen ? .bound(bound, best) : best
    }

    static func avg(_ arguments: [Value], _ site: CallSite) throws(EvaluationFailure) -> Value {
        guard let parts = try Parts(arguments[0], "avg", site) else { return arguments[0] }
        if !parts.isComplete { return .unknown(parts.cause) }
        if parts.known.isEmpty { return .null }
        let total = try sum(arguments, site)
        do { return try Arithmetic.apply(.divide, total, .int(parts.known.count)) } catch { throw site.fault(error.message) }
    }

    /// What stands in a list: known values, and whether that is all. Null is known to be absent, and left out.
    private struct Parts {
        private static let mostCauses = 16
        var known: [Value] = []
        var isComplete: Bool { causes.isEmpty }
        var isSigned = false
        /// Why something is unknown or may be missing, the first few.
        var causes: [Cause] = []
        var cause: Cause { causes.first ?? Cause("something is unknown") }

        /// nil: the argument is unknown or null itself.
        init?(_ argument: Value, _ name: String, _ site: CallSite) throws(EvaluationFailure) {
            let list: ListValue
            switch argument {
            case .unknown, .null: return nil
            case .list(let elements), .set(let elements): list = elements
            case .table: throw site.fault("`\(name)` takes a list: take a column of the table")
            default: throw site.fault("`\(name)` takes a list, and this is \(Comparison.kind(argument))")
            }
            isSigned = list.isSigned
            causes = Array(list.missing.prefix(Self.mostCauses))
            for element in list.elements {
                switch element {
                case .null: continue
                case .unknown(let why): if causes.count < Self.mostCauses, !causes.contains(why) { causes.append(why) }
                default: known.append(element)
                }
            }
        }
    }

    /// Nothing, in the type that the checker found.
    private static func zero(_ type: ValueType?) -> Value {
        switch type {
        case .size: .size(0)
        case .duration: .duration(0)
        case .float: .float(0)
        case .percent: .percent(0)
        case .byteRate: .byteRate(0)
        case .countRate: .countRate(0)
        default: .int(0)
        }
    }
}
