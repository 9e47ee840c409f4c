import Language

/// `+ - * /` and the sign. Overflow is a fault of the program; division by zero is unknown; a bound stays a bound where that is sure.
enum Arithmetic {
    /// Why there is no result.
    struct Fault: Error { var message: String }

    static func apply(_ op: BinaryOperator, _ a: Value, _ b: Value) throws(Fault) -> Value {
        // Whatever the other side is.
        if a == .null || b == .null { return .null }
        if case .unknown = a { return a }
        if case .unknown = b { return b }
        if isBound(a) || isBound(b) { return try bounds(op, a, b) }
        switch op {
        case .add: return try sum(a, b)
        case .subtract: return try difference(a, b)
        case .multiply: return try product(a, b)
        default: return try quotient(a, b)
        }
    }

    static func negate(_ value: Value) throws(Fault) -> Value {
        switch value {
        case .null, .unknown: return value
        case .int(let x): return .int(try checked(0.subtractingReportingOverflow(x)))
        case .size(let x): return .size(try checked(0.subtractingReportingOverflow(x)))
        case .duration(let x): return .duration(try checked(0.subtractingReportingOverflow(x)))
        case .float(let x): return .float(-x)
        case .percent(let x): return .percent(-x)
        case .byteRate(let x): return .byteRate(-x)
        case .countRate(let x): return .countRate(-x)
        case .bound(let bound, let x): return .bound(bound == .atLeast ? .atMost : .atLeast, try negate(x))
        default: throw mismatch("-", value, value)
        }
    }

    private static func mismatch(_ op: String, _ a: Value, _ b: Value) -> Fault {
        Fault(message: "`\(op)` does not go with \(Comparison.kind(a)) and \(Comparison.kind(b))")
    }

    private static func checked(_ result: (partialValue: Int, overflow: Bool)) throws(Fault) -> Int {
        if result.overflow { throw Fault(message: "overflow: the result has no room in 64 bits") }
        return result.partialValue
    }

    private static func finite(_ number: Double) throws(Fault) -> Double {
        if !number.isFinite { throw Fault(message: "overflow: the result is too great for a number") }
        return number
    }

    private static func whole(_ number: Double) throws(Fault) -> Int {
        guard let result = Int(exactly: number.rounded()) else { throw Fault(message: "overflow: the result has no room in 64 bits") }
        return result
    }

    private static func sum(_ a: Value, _ b: Value) throws(Fault) -> Value {
        switch (a, b) {
        case (.int(let x), .int(let y)): return .int(try checked(x.addingReportingOverflow(y)))
        case (.size(let x), .size(let y)): return .size(try checked(x.addingReportingOverflow(y)))
        case (.duration(let x), .duration(let y)): return .duration(try checked(x.addingReportingOverflow(y)))
        case (.time(let x), .duration(let y)), (.duration(let y), .time(let x)):
            return .time(try checked(x.addingReportingOverflow(y / 1_000_000)))
        case (.percent(let x), .percent(let y)): return .percent(try finite(x + y))
        case (.byteRate(let x), .byteRate(let y)): return .byteRate(try finite(x + y))
        case (.countRate(let x), .countRate(let y)): return .countRate(try finite(x + y))
        case (.text(let x), .text(let y)): return .text(x + y)
        case (.set(let x), .set(let y)):
            return Membership.set(x.elements + y.elements, missing: merged(x.missing, y.missing), isSigned: x.isSigned || y.isSigned)
        case (.list(let x), .list(let y)), (.set(let x), .list(let y)), (.list(let x), .set(let y)):
            return .list(
                ListValue(
                    x.elements + y.elements, missing: merged(x.missing, y.missing), isSigned: x.isSigned || y.isSigned,
                    isOrderUnsure: x.isOrderUnsure || y.isOrderUnsure))
        default:
            guard let (x, y) = numbers(a, b) else { throw mismatch("+", a, b) }
            return .float(try finite(x + y))
        }
    }

    private static func difference(_ a: Value, _ b: Value) throws(Fault) -> Value {
        switch (a, b) {
        case (.int(let x), .int(let y)): return .int(try checked(x.subtractingReportingOverflow(y)))
        case (.size(let x), .size(let y)): return .size(try checked(x.subtractingReportingOverflow(y)))
        case (.duration(let x), .duration(let y)): return .duration(try checked(x.subtractingReportingOverflow(y)))
        case (.time(let x), .time(let y)):
            return .duration(try checked(try checked(x.subtractingReportingOverflow(y)).multipliedReportingOverflow(by: 1_000_000)))
        case (.time(let x), .duration(let y)): return .time(try checked(x.subtractingReportingOverflow(y / 1_000_000)))
        case (.percent(let x), .percent(let y)): return .percent(try finite(x - y))
        case (.byteRate(let x), .byteRate(let y)): return .byteRate(try finite(x - y))
        case (.countRate(let x), .countRate(let y)): return .countRate(try finite(x - y))
        default:
            guard let (x, y) = numbers(a, b) else { throw mismatch("-", a, b) }
            return .float(try finite(x - y))
        }
    }

    private static func product(_ a: Value, _ b: Value) throws(Fault) -> Value {
        switch (a, b) {
        case (.int(let x), .int(let y)): return .int(try checked(x.multipliedReportingOverflow(by: y)))
        case (.int(let x), .size(let y)), (.size(let y), .int(let x)): return .size(try checked(x.multipliedReportingOverflow(by: y)))
        case (.int(let x), .duration(let y)), (.duration(let y), .int(let x)):
            return .duration(try checked(x.multipliedReportingOverflow(by: y)))
        case (.byteRate(let x), .duration(let y)), (.duration(let y), .byteRate(let x)): return .size(try whole(x * Double(y) / 1e9))
        case (.countRate(let x), .duration(let y)), (.duration(let y), .countRate(let x)): return .int(try whole(x * Double(y) / 1e9))
        // A percentage of a number is one too: `50% * 2` is `100%`.
        case (.int(let x), .percent(let y)), (.percent(let y), .int(let x)): return .percent(try finite(Double(x) * y))
        case (.float(let x), .percent(let y)), (.percent(let y), .float(let x)): return .percent(try finite(x * y))
        case (.percent(let x), .percent(let y)): return .percent(try finite(x / 100 * y))
        case (let x, .percent(let y)), (.percent(let y), let x): return try scale(x) { $0 * y / 100 }
        case (let x, .int(let y)), (.int(let y), let x): return try scale(x) { $0 * Double(y) }
        case (let x, .float(let y)), (.float(let y), let x): return try scale(x) { $0 * y }
        default: throw mismatch("*", a, b)
        }
    }

    private static func quotient(_ a: Value, _ b: Value) throws(Fault) -> Value {
        guard let divisor = Comparison.number(b), let dividend = Comparison.number(a) else { throw mismatch("/", a, b) }
        if divisor == 0 { return .unknown(Cause("division by zero")) }
        switch (a, b) {
        case (.int, .int), (.int, .float), (.float, .int), (.float, .float), (.size, .size), (.duration, .duration), (.percent, .percent),
            (.byteRate, .byteRate), (.countRate, .countRate):
            return .float(try finite(dividend / divisor))
        case (_, .int), (_, .float): return try scale(a) { $0 / divisor }
        case (.size, .duration): return .byteRate(try finite(dividend / divisor * 1e9))
        case (.int, .duration), (.float, .duration): return .countRate(try finite(dividend / divisor * 1e9))
        case (.size, .byteRate), (.int, .countRate), (.float, .countRate): return .duration(try whole(dividend / divisor * 1e9))
        default: throw mismatch("/", a, b)
        }
    }

    /// A number of the same kind; sizes and durations to the nearest whole one.
    private static func scale(_ value: Value, _ scaled: (Double) -> Double) throws(Fault) -> Value {
        switch value {
        case .int(let x): return .float(try finite(scaled(Double(x))))
        case .float(let x): return .float(try finite(scaled(x)))
        case .size(let x): return .size(try whole(scaled(Double(x))))
        case .duration(let x): return .duration(try whole(scaled(Double(x))))
        case .percent(let x): return .percent(try finite(scaled(x)))
        case .byteRate(let x): return .byteRate(try finite(scaled(x)))
        case .countRate(let x): return .countRate(try finite(scaled(x)))
        default: throw mismatch("*", value, .float(1))
        }
    }

    private static func numbers(_ a: Value, _ b: Value) -> (Double, Double)? {
        switch (a, b) {
        case (.int(let x), .float(let y)): (Double(x), y)
        case (.float(let x), .int(let y)): (x, Double(y))
        case (.float(let x), .float(let y)): (x, y)
        default: nil
        }
    }

    private static func merged(_ a: [Cause], _ b: [Cause]) -> [Cause] { a + b.filter { !a.contains($0) } }

    // MARK: bounds

    private static func isBound(_ value: Value) -> Bool { if case .bound = value { true } else { false } }

    private static func bounds(_ op: BinaryOperator, _ a: Value, _ b: Value) throws(Fault) -> Value {
        let (one, x) = parts(a)
        let (other, y) = parts(b)
        func result(_ bound: Value.Bound?) throws(Fault) -> Value {
            guard let bound else { return .unknown(Comparison.onlyBound) }
            let value = try apply(op, x, y)
            if case .unknown = value { return value }
            return .bound(bound, value)
        }
        switch op {
        case .add: return try result(one == nil ? other : other == nil || other == one ? one : nil)
        case .subtract: return try result(one == nil ? flipped(other) : other == nil || other == flipped(one) ? one : nil)
        case .multiply:
            if other == nil { return try scaled(one, by: y, result) }
            if one == nil { return try scaled(other, by: x, result) }
            // Sure where neither can be on the other side of zero: what is further away from it gives more, or less.
            guard isOneSided(one, x), isOneSided(other, y) else { return try result(nil) }
            return try result(one == other ? .atLeast : .atMost)
        default:
            if other == nil { return sign(y) == 0 ? .unknown(Cause("division by zero")) : try scaled(one, by: y, result) }
            // What is divided by more is nearer to zero, while the divisor stays on one side of it.
            guard one == nil, isOneSided(other, y), sign(y) != 0 else { return try result(nil) }
            if sign(x) == 0 { return try apply(op, x, y) }
            return try result(sign(x) == sign(y) ? .atMost : .atLeast)
        }
    }

    private static func scaled(
        _ bound: Value.Bound?, by factor: Value, _ result: (Value.Bound?) throws(Fault) -> Value
    ) throws(Fault) -> Value {
        switch sign(factor) {
        case 0:
            if case .bound(_, let zero) = try result(.atLeast) { return zero }
            return .unknown(Comparison.onlyBound)
        case 1: return try result(bound)
        default: return try result(flipped(bound))
        }
    }

    /// Whether a bound keeps its value on the side of zero on which it is itself.
    private static func isOneSided(_ bound: Value.Bound?, _ value: Value) -> Bool {
        bound == .atLeast ? sign(value) >= 0 : bound == .atMost && sign(value) <= 0
    }

    private static func parts(_ value: Value) -> (Value.Bound?, Value) {
        if case .bound(let bound, let inner) = value { return (bound, inner) }
        return (nil, value)
    }

    private static func flipped(_ bound: Value.Bound?) -> Value.Bound? {
        switch bound {
        case .atLeast: .atMost
        case .atMost: .atLeast
        case nil: nil
        }
    }

    private static func sign(_ value: Value) -> Int {
        guard let number = Comparison.number(value) else { return 0 }
        return number > 0 ? 1 : number < 0 ? -1 : 0
    }
}
