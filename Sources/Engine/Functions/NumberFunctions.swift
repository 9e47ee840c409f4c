import Language

/// `abs round`.
enum NumberFunctions {
    static func abs(_ arguments: [Value], _ site: CallSite) throws(EvaluationFailure) -> Value {
        let value = arguments[0]
        switch value {
        case .unknown, .null: return value
        // Beyond zero the other side counts: of a bound nothing is sure unless it stays on one side.
        case .bound(.atLeast, let inner): return (Comparison.number(inner) ?? -1) >= 0 ? value : .unknown(Comparison.onlyBound)
        case .bound(.atMost, let inner):
            guard (Comparison.number(inner) ?? 1) <= 0 else { return .unknown(Comparison.onlyBound) }
            do { return try Arithmetic.negate(value) } catch { throw site.fault(error.message) }
        default:
            guard let number = Comparison.number(value) else {
                throw site.fault("`abs` takes a number, and this is \(Comparison.kind(value))")
            }
            guard number < 0 else { return value }
            do { return try Arithmetic.negate(value) } catch { throw site.fault(error.message) }
        }
    }

    static func round(_ arguments: [Value], _ site: CallSite) throws(EvaluationFailure) -> Value {
        var digits = 0
        if arguments.count > 1 {
            switch arguments[1] {
            case .int(let number) where (0...15).contains(number): digits = number
            case .unknown: return arguments[1]
            default: throw site.fault("`round` takes 0 to 15 digits")
            }
        }
        func rounded(_ number: Double) -> Double {
            var factor = 1.0
            for _ in 0..<digits { factor *= 10 }
            let scaled = (number * factor).rounded()
            return scaled.isFinite ? scaled / factor : number
        }
        switch arguments[0] {
        case .unknown, .null, .int: return arguments[0]
        case .float(let number): return .float(rounded(number))
        case .percent(let number): return .percent(rounded(number))
        case .bound(let side, let inner): return .bound(side, try round([inner] + arguments.dropFirst(), site))
        default: throw site.fault("`round` takes a number, and this is \(Comparison.kind(arguments[0]))")
        }
    }
}
