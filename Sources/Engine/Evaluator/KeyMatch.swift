/// Keys of rows in `join` and `group by`: equal by `==`, and where a part is unknown or a bound, perhaps equal.
struct KeyMatch {
    /// The key in the form in which equal ones are one; nil where a part of it is not known.
    static func identity(_ key: [Value]) -> [Value]? { Identity.of(key) }

    /// Whether two keys are the same: true, false or open.
    static func same(_ a: [Value], _ b: [Value]) -> Truth {
        var result = Truth.yes
        for (x, y) in zip(a, b) {
            switch Kleene.truth(Comparison.compare(.equal, x, y)) {
            case .no: return .no
            case .open: result = .open
            case .yes: break
            }
        }
        return result
    }

    /// Why a key is not known.
    static func cause(_ key: [Value]) -> Cause {
        for case .unknown(let cause) in key { return cause }
        return Comparison.onlyBound
    }

    /// Keys that are not known, each once, with how many rows have it.
    struct Loose {
        private(set) var keys: [[Value]] = []
        private(set) var counts: [Int] = []
        private var numbers: [[Value]: Int] = [:]

        mutating func add(_ key: [Value]) {
            if let known = numbers[key] {
                counts[known] += 1
            } else {
                numbers[key] = keys.count
                keys.append(key)
                counts.append(1)
            }
        }

        /// The numbers of those that may be this key.
        func possible(_ key: [Value]) -> [Int] { keys.indices.filter { KeyMatch.same(key, keys[$0]) != .no } }

        /// Why this key may be one of them, each cause once.
        func causes(_ key: [Value]) -> [Cause] {
            var causes: [Cause] = []
            for number in possible(key) {
                let cause = KeyMatch.cause(keys[number])
                if !causes.contains(cause) { causes.append(cause) }
            }
            return causes
        }
    }
}
