/// True, false or open: the truths of the language, as conditions over many rows keep them.
enum Truth: UInt8 {
    case no, yes, open

    init(_ value: Bool) { self = value ? .yes : .no }
}

/// Kleene's three-valued logic over values. `null` in a condition is not true; anything that is no truth is the caller's fault to report.
enum Kleene {
    static func and(_ a: Value, _ b: Value) -> Value {
        if truth(a) == .no || truth(b) == .no { return .bool(false) }
        if case .unknown = a { return a }
        if case .unknown = b { return b }
        return .bool(true)
    }

    static func or(_ a: Value, _ b: Value) -> Value {
        if truth(a) == .yes || truth(b) == .yes { return .bool(true) }
        if case .unknown = a { return a }
        if case .unknown = b { return b }
        return .bool(false)
    }

    static func not(_ a: Value) -> Value {
        switch truth(a) {
        case .yes: .bool(false)
        case .no: .bool(true)
        case .open: a
        }
    }

    static func truth(_ value: Value) -> Truth {
        switch value {
        case .bool(let truth): Truth(truth)
        case .unknown: .open
        default: .no
        }
    }

    /// True for what a condition may be.
    static func isTruth(_ value: Value) -> Bool {
        switch value {
        case .bool, .unknown, .null: true
        default: false
        }
    }
}
