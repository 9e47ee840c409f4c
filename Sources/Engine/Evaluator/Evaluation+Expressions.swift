import Language

extension Evaluation {
    /// Makes an expression ready: names are looked up once, what does not depend on the row is computed once.
    ///
    /// A constant part that has no value (an overflow) fails where it is needed, as it would in a row: behind what `and` or `or` has decided
    /// already, or where no row is, it is not.
    func compile(_ expression: Expression, _ scope: Scope) throws(EvaluationFailure) -> Compiled {
        do { return try compileNow(expression, scope) } catch {
            guard case .value = error.kind else { throw error }
            return Compiled(.opaque) { (_) throws(EvaluationFailure) in throw error }
        }
    }

    private func compileNow(_ expression: Expression, _ scope: Scope) throws(EvaluationFailure) -> Compiled {
        let span = expression.span
        switch expression.kind {
        case .literal(let literal): return .constant(Value(literal))
        case .text(let parts): return try text(parts, span, scope)
        case .name(let name): return try self.name(name, span, scope)
        case .it: return try it(span, scope)
        case .now: return .constant(.time(nowMs))
        case .last: return .constant(scope.environment.last ?? .unknown(Cause("there is no last result")))
        case .call(let callee, let arguments): return try call(callee, arguments, piped: nil, span, scope)
        case .noun(let noun, let key): return try self.noun(noun, key, span, scope)
        case .field(let base, let name): return try field(base, name, scope)
        case .index(let base, let key): return try index(base, key, scope)
        case .ago(let inner):
            return try map(compile(inner, scope), span) { [nowMs] (value) throws(Arithmetic.Fault) in
                try Arithmetic.apply(.subtract, .time(nowMs), value)
            }
        case .list(let elements): return try list(elements, span, scope)
        case .negate(let inner):
            return try map(compile(inner, scope), span) { (value) throws(Arithmetic.Fault) in try Arithmetic.negate(value) }
        case .not(let inner):
            let operand = try compile(inner, scope)
            if let constant = operand.constant { return .constant(Kleene.not(try truth(constant, inner.span))) }
            return Compiled(.not(operand)) { (row) throws(EvaluationFailure) in Kleene.not(try self.truth(operand.at(row), inner.span)) }
        case .binary(let op, let left, let right): return try binary(op, left, right, span, scope)
        case .isTest(let inner, let negated, let test): return try isTest(inner, negated, test, span, scope)
        case .matches(let inner, let negated, let pattern): return try matches(inner, negated, pattern, span, scope)
        case .query(let base, let stages): return try query(base, stages, scope)
        case .quantified(let quantifier, let inner):
            return try map(compile(inner, scope), span) { (value) throws(Arithmetic.Fault) in
                guard let any = Membership.anyOf(value) else {
                    throw Arithmetic.Fault(message: "\(Comparison.kind(value)) has no rows to ask for")
                }
                return quantifier == .any ? any : Kleene.not(any)
            }
        case .plan(let effect):
            guard let plans = evaluator.plans else { throw fault("plans are not kept here", span) }
            return .constant(.table(try plans.plan(effect, in: scope.environment, timing: timing)))
        case .invalid: throw fault("this text has an error", span)
        }
    }

    /// A function of one operand: computed once where that is a constant.
    func map(
        _ operand: Compiled, _ span: Span, _ function: @escaping (Value) throws(Arithmetic.Fault) -> Value
    ) throws(EvaluationFailure) -> Compiled {
        func apply(_ value: Value) throws(EvaluationFailure) -> Value {
            do { return try function(value) } catch { throw fault(error.message, span) }
        }
        if let constant = operand.constant { return .constant(try apply(constant)) }
        return Compiled(.apply(operand)) { (row) throws(EvaluationFailure) in try apply(operand.at(row)) }
    }

    func truth(_ value: Value, _ span: Span) throws(EvaluationFailure) -> Value {
        if Kleene.isTruth(value) { return value }
        throw fault("a condition is true or false, and this is \(Comparison.kind(value))", span)
    }

    // MARK: texts and lists

    private func text(_ parts: [TextPart], _ span: Span, _ scope: Scope) throws(EvaluationFailure) -> Compiled {
        var compiled: [(literal: String, hole: Compiled?, span: Span, type: ValueType)] = []
        for part in parts {
            switch part {
            case .literal(let text): compiled.append((text, nil, span, .string))
            case .hole(let expression):
                let type = evaluator.findings.types[expression.span] ?? .any
                compiled.append(
                    ("", try compile(expression, scope), expression.span, type.shown(isExact: isExact(expression, scope))))
            }
        }
        let isRow = scope.row != nil
        let form = isRow ? TextForm.exact : scope.texts
        let pieces = compiled
        func join(_ row: UInt32) throws(EvaluationFailure) -> Value {
            var text = ""
            for piece in pieces {
                try checkText(text.utf8.count, span)
                guard let hole = piece.hole else {
                    text += piece.literal
                    continue
                }
                let value = try hole.at(row)
                if case .secret = value { throw fault("a secret is not put into a text", piece.span) }
                if case .display = form {
                    text += display(value, piece.type)
                } else if let exact = DisplayForm.exact(value) {
                    text += exact
                } else if isRow {
                    if case .unknown = value { return value }
                    text += display(value, piece.type)
                } else {
                    throw fault("\(described(value)) cannot stand in a name, a target or a word: it has no exact form", piece.span)
                }
            }
            let whole = Value.text(text)
            try make(whole, span)
            return whole
        }
        if compiled.allSatisfy({ $0.hole?.constant != nil || $0.hole == nil }) { return .constant(try join(0)) }
        return Compiled(.opaque, join)
    }

    private func display(_ value: Value, _ type: ValueType) -> String { DisplayForm.text(value, type, today: evaluator.today) }

    private func described(_ value: Value) -> String {
        switch value {
        case .unknown(let cause): "an unknown (\(cause))"
        case .bound: "\"\(DisplayForm.text(value))\""
        default: Comparison.kind(value)
        }
    }

    private func list(_ elements: [Expression], _ span: Span, _ scope: Scope) throws(EvaluationFailure) -> Compiled {
        var compiled: [Compiled] = []
        for element in elements { compiled.append(try compile(element, scope)) }
        let pieces = compiled
        let isSigned = elements.contains { mayBeNegative($0, scope) }
        func join(_ row: UInt32) throws(EvaluationFailure) -> Value {
            var values: [Value] = []
            for piece in pieces { values.append(try piece.at(row)) }
            let whole = Value.list(ListValue(values, isSigned: isSigned))
            try make(whole, span)
            return whole
        }
        if compiled.allSatisfy({ $0.constant != nil }) { return .constant(try join(0)) }
        return Compiled(.opaque, join)
    }

    // MARK: operators

    private func binary(
        _ op: BinaryOperator, _ left: Expression, _ right: Expression, _ span: Span, _ scope: Scope
    ) throws(EvaluationFailure) -> Compiled {
        let a = try compile(left, scope)
        let b = try compile(right, scope)
        switch op {
        case .and, .or:
            let decisive: Truth = op == .and ? .no : .yes
            if let x = a.constant {
                let x = try truth(x, left.span)
                if Kleene.truth(x) == decisive { return .constant(.bool(op == .or)) }
                if let y = b.constant {
                    let y = try truth(y, right.span)
                    return .constant(op == .and ? Kleene.and(x, y) : Kleene.or(x, y))
                }
            }
            return Compiled(op == .and ? .and(a, b) : .or(a, b)) { (row) throws(EvaluationFailure) in
                let x = try self.truth(a.at(row), left.span)
                // What the left side decides needs no right side.
                if Kleene.truth(x) == decisive { return .bool(op == .or) }
                let y = try self.truth(b.at(row), right.span)
                return op == .and ? Kleene.and(x, y) : Kleene.or(x, y)
            }
        default:
            let function = try BinaryFunction.of(op, constantRight: b.constant)
            func apply(_ x: Value, _ y: Value) throws(EvaluationFailure) -> Value {
                let result: Value
                do { result = try function(x, y) } catch { throw self.fault(error.message, span) }
                if op == .add { try self.make(result, span) }
                return result
            }
            if let x = a.constant, let y = b.constant { return .constant(try apply(x, y)) }
            return Compiled(.compare(op, a, b)) { (row) throws(EvaluationFailure) in try apply(a.at(row), b.at(row)) }
        }
    }

    private func isTest(
        _ inner: Expression, _ negated: Bool, _ test: Expression.IsTest, _ span: Span, _ scope: Scope
    ) throws(EvaluationFailure) -> Compiled {
        let operand = try compile(inner, scope)
        func apply(_ value: Value) -> Value {
            let result: Value =
                switch test {
                case .unknown: if case .unknown = value { .bool(true) } else { .bool(false) }
                case .null: if case .unknown = value { value } else { .bool(value == .null) }
                case .empty: Membership.isEmpty(value)
                }
            return negated ? Kleene.not(result) : result
        }
        if let constant = operand.constant { return .constant(apply(constant)) }
        return Compiled(.isTest(operand, test, negated: negated)) { (row) throws(EvaluationFailure) in apply(try operand.at(row)) }
    }

    private func matches(
        _ inner: Expression, _ negated: Bool, _ pattern: String, _ span: Span, _ scope: Scope
    ) throws(EvaluationFailure) -> Compiled {
        let regex: Regex<AnyRegexOutput>
        if let known = expressions[pattern] {
            regex = known
        } else {
            do {
                regex = try Regex(pattern).matchingSemantics(.unicodeScalar)
            } catch { throw fault("/\(pattern)/ is no regular expression: \(error)", span) }
            expressions[pattern] = regex
        }
        return try map(compile(inner, scope), span) { (value) throws(Arithmetic.Fault) in
            switch value {
            case .unknown: return value
            case .text(let text): return .bool((((try? regex.firstMatch(in: text)) ?? nil) != nil) != negated)
            case .null: return .bool(negated)
            default: throw Arithmetic.Fault(message: "`matches` tests a text, and this is \(Comparison.kind(value))")
            }
        }
    }
}

/// What a binary operator computes of two values.
enum BinaryFunction {
    typealias Function = (Value, Value) throws(Arithmetic.Fault) -> Value

    static func of(_ op: BinaryOperator, constantRight: Value?) throws(EvaluationFailure) -> Function {
        switch op {
        case .equal: return comparing(.equal)
        case .notEqual: return comparing(.notEqual)
        case .less: return comparing(.less)
        case .lessOrEqual: return comparing(.lessOrEqual)
        case .greater: return comparing(.greater)
        case .greaterOrEqual: return comparing(.greaterOrEqual)
        case .in(let negated): return plain(negated) { Membership.isIn($0, $1) }
        case .contains(let negated): return plain(negated) { Membership.contains($0, $1) }
        case .startsWith(let negated): return plain(negated) { Membership.texts($0, $1) { $0.hasPrefix($1) } }
        case .glob(let negated):
            if case .text(let pattern)? = constantRight {
                let glob: Glob
                do throws(Arithmetic.Fault) { glob = try Glob(pattern) } catch {
                    let fault = error
                    return { (_, _) throws(Arithmetic.Fault) in throw fault }
                }
                return plain(negated) { Membership.texts($0, $1) { text, _ in glob.matches(text) } }
            }
            return { (x, y) throws(Arithmetic.Fault) in
                let glob: Glob? = if case .text(let pattern) = y { try Glob(pattern) } else { nil }
                let result = Membership.texts(x, y) { text, _ in glob?.matches(text) ?? false }
                return negated ? Kleene.not(result) : result
            }
        case .range: return { (x, y) throws(Arithmetic.Fault) in .range(x, y) }
        case .add, .subtract, .multiply, .divide: return { (x, y) throws(Arithmetic.Fault) in try Arithmetic.apply(op, x, y) }
        case .and: return { (x, y) throws(Arithmetic.Fault) in Kleene.and(x, y) }
        case .or: return { (x, y) throws(Arithmetic.Fault) in Kleene.or(x, y) }
        }
    }

    private static func comparing(_ op: Comparison.Operator) -> Function {
        { (x, y) throws(Arithmetic.Fault) in Comparison.compare(op, x, y) }
    }

    private static func plain(_ negated: Bool, _ test: @escaping (Value, Value) -> Value) -> Function {
        { (x, y) throws(Arithmetic.Fault) in negated ? Kleene.not(test(x, y)) : test(x, y) }
    }
}

extension Value {
    /// The value of a constant.
    package init(_ literal: Literal) {
        self =
            switch literal {
            case .int(let number): .int(number)
            case .float(let number): .float(number)
            case .size(let bytes): .size(bytes)
            case .percent(let number): .percent(number)
            case .duration(let nanoseconds): .duration(nanoseconds)
            case .byteRate(let rate): .byteRate(Double(rate))
            case .countRate(let rate): .countRate(Double(rate))
            case .time(let milliseconds): .time(milliseconds)
            case .bool(let truth): .bool(truth)
            case .null: .null
            case .unknown: .unknown(Cause("said so in the text"))
            }
    }
}
