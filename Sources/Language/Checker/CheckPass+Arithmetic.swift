extension CheckPass {
    func arithmetic(_ op: BinaryOperator, _ left: Expression, _ right: Expression, _ span: Span, allowsSecret: Bool = false) -> Typed {
        let (one, two) = (expression(left, allowsSecret: allowsSecret), expression(right, allowsSecret: allowsSecret))
        if one.type == .secret || two.type == .secret {
            report("secret-use", "a secret is not joined with a text", span, help: "hand it over as a word of its own")
            return .any
        }
        askShown(one)
        askShown(two)
        let (a, b) = (one.type, two.type)
        if a.isAny || b.isAny { return Typed(unknownOperand(op, a.isAny ? b : a)) }
        let result: ValueType? =
            switch op {
            case .add: sum(a, b)
            case .subtract: difference(a, b)
            case .multiply: product(a, b) ?? product(b, a)
            default: quotient(a, b)
            }
        if let result { return Typed(result) }
        if case .text = left.kind, op == .add, !b.isText {
            report("type-mismatch", "`+` joins texts, and this is \(said(b))", right.span, help: "put it into the text: `\"… {x}\"`")
        } else if a == .byteRate && b == .countRate || a == .countRate && b == .byteRate {
            report("type-mismatch", "a rate of bytes and a rate of counts do not mix", span)
        } else {
            report("type-mismatch", "`\(op.spelling)` does not go with \(said(a)) and \(said(b))", span, help: b.fix(for: a))
        }
        return .any
    }

    /// What is still known of the result when one operand is not: a list stays a list.
    private func unknownOperand(_ op: BinaryOperator, _ known: ValueType) -> ValueType {
        op == .add && known.isListOrSet ? known : .any
    }

    private func sum(_ a: ValueType, _ b: ValueType) -> ValueType? {
        if a.isNumber && b.isNumber { return a == .int && b == .int ? .int : .float }
        if a == b, a.isAddable { return a }
        if a == .time && b == .duration || a == .duration && b == .time { return .time }
        if a.isText && b.isText { return .string }
        if let one = a.element, let two = b.element, a.isListOrSet, b.isListOrSet { return one.unified(with: two).map { .list($0) } }
        return nil
    }

    private func difference(_ a: ValueType, _ b: ValueType) -> ValueType? {
        if a.isNumber && b.isNumber { return a == .int && b == .int ? .int : .float }
        if a == .time && b == .time { return .duration }
        if a == .time && b == .duration { return .time }
        return a == b && a.isAddable ? a : nil
    }

    private func product(_ a: ValueType, _ b: ValueType) -> ValueType? {
        if a.isNumber && b.isNumber { return a == .int && b == .int ? .int : .float }
        if a.isAddable && b.isNumber { return a }
        if a.isNumber && b == .percent { return .percent }
        if a.isAddable && b == .percent { return a }
        if a == .byteRate && b == .duration { return .size }
        if a == .countRate && b == .duration { return .int }
        return nil
    }

    private func quotient(_ a: ValueType, _ b: ValueType) -> ValueType? {
        if a.isNumber && b.isNumber { return .float }
        if a.isAddable && b.isNumber { return a }
        if a == b, a.isAddable { return .float }
        if b == .duration {
            if a == .size { return .byteRate }
            if a.isNumber { return .countRate }
        }
        if a == .size && b == .byteRate { return .duration }
        if a.isNumber && b == .countRate { return .duration }
        return nil
    }
}

extension BinaryOperator {
    /// As it is written.
    var spelling: String {
        switch self {
        case .and: "and"
        case .or: "or"
        case .equal: "=="
        case .notEqual: "!="
        case .less: "<"
        case .lessOrEqual: "<="
        case .greater: ">"
        case .greaterOrEqual: ">="
        case .in(let negated): negated ? "not in" : "in"
        case .contains(let negated): negated ? "not contains" : "contains"
        case .startsWith(let negated): negated ? "not startsWith" : "startsWith"
        case .glob(let negated): negated ? "not ~" : "~"
        case .range: ".."
        case .add: "+"
        case .subtract: "-"
        case .multiply: "*"
        case .divide: "/"
        }
    }
}
