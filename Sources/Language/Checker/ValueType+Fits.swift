extension ValueType {
    /// Whether a value of this type may stand where the other is wanted.
    func fits(_ wanted: ValueType) -> Bool {
        if self == wanted || isAny || wanted.isAny { return true }
        switch (self, wanted) {
        case (.int, .float), (.int, .broker), (.broker, .int): return true
        case (.closedSet(let some), .closedSet(let all)): return Set(some).isSubset(of: all)
        case (_, .string), (.string, _): return isText && wanted.isText
        case (.list(let some), .list(let all)), (.set(let some), .list(let all)), (.list(let some), .set(let all)),
            (.set(let some), .set(let all)):
            return some.fits(all)
        case (.range(let some), .range(let all)): return some.fits(all)
        case (.table(let some), .table(let all)), (.plan(_, let some), .table(let all)), (.items(let some), .table(let all)):
            return some.fits(all)
        case (.plan(let effect, _), .plan(let other, _)): return effect == other
        case (.record(let some), .record(let all)): return some.fits(all)
        case (.items, .items): return true
        default: return false
        }
    }

    /// A type that holds both; nil where there is none.
    func unified(with other: ValueType) -> ValueType? {
        if fits(other) { return isAny ? other : (self == .int && other == .broker ? .broker : other.isAny ? self : other) }
        if other.fits(self) { return self }
        switch (self, other) {
        case (.closedSet, .closedSet), (.topic, .group), (.group, .topic): return .string
        default: return isText && other.isText ? .string : nil
        }
    }

    /// Whether `==` between the two can ever mean something.
    func isComparable(with other: ValueType) -> Bool {
        if unified(with: other) != nil { return true }
        if self == .partition && other == .string || self == .string && other == .partition { return true }
        return isText && other.isText
    }

    /// What to write instead, where the unit is missing or wrong.
    func fix(for wanted: ValueType) -> String? {
        guard isNumber || isAddable || self == .string else { return nil }
        return switch wanted {
        case .duration: "write a unit: `30s`, `10m`"
        case .size: "write a unit: `512B`, `50MB`"
        case .byteRate: "write a rate of bytes: `50MB/s`"
        case .countRate: "write a rate of counts: `2k/s`"
        case .percent: "write a percentage: `95%`"
        case .time: self == .duration ? "write `… ago`" : "write a time: `@2026-11-23T06:00Z`, `2h ago`"
        default: nil
        }
    }
}

extension RowType {
    /// Whether rows of this type may stand for rows of the other: those of the same source, or of any where none is declared.
    func fits(_ wanted: RowType) -> Bool {
        if wanted.isUndeclared || isUndeclared { return true }
        if let source = wanted.source, source == self.source { return true }
        return wanted.fields.allSatisfy { field in type(of: field.name)?.fits(field.type) ?? false }
    }
}
