extension CheckPass {
    /// The header of the main file: one, with a fixed name, parameters whose defaults and ranges agree, known verbs and limits.
    func checkHeader(_ program: Program) {
        for item in program.main.items {
            guard case .runbook(let found) = item else { continue }
            if isEntry {
                report("file-only", "a `runbook` stands in a file", found.name.span)
                continue
            }
            if let first = header {
                report(
                    "duplicate-header", "a file holds one runbook", found.name.span,
                    notes: [.init(message: "the first is here", span: first.name.span)])
                continue
            }
            header = found
        }
        guard let header else { return }
        fixed(header.name, "a runbook's name")
        parameters = header.parameters.map { CheckedParameter(syntax: $0, type: type($0.type)) }
        for parameter in parameters {
            switch parameter.type {
            case .table, .plan, .column, .record:
                report("unknown-type", "a runbook's parameter is a single value or a list", parameter.syntax.type.span)
            default: break
            }
        }
        declare(parameters)
        for parameter in parameters { range(of: parameter) }
        permits(header)
        limits(header)
        for cluster in header.onlyOn { fixed(cluster, "a cluster's name") }
    }

    /// A name that is read before anything runs.
    func fixed(_ literal: TextLiteral, _ what: String) {
        if literal.plain == nil {
            report("interpolated-name", "\(what) is never put together at run time", literal.span)
            text(literal.parts)
        }
    }

    private func range(of parameter: CheckedParameter) {
        guard let range = parameter.syntax.range else { return }
        let made = expression(range)
        guard case .range(let ends) = made.type else {
            if !made.type.isAny {
                report("type-mismatch", "after `in` a range is wanted, and this is \(said(made.type))", range.span, help: "`in 1..50`")
            }
            return
        }
        guard ends.fits(parameter.type) else {
            report(
                "type-mismatch", "`\(parameter.name)` is \(said(parameter.type)), and its range is of \(said(ends))", range.span,
                help: ends.fix(for: parameter.type))
            return
        }
        guard case .binary(.range, let low, let high) = range.kind, case .literal(let least) = low.kind,
            case .literal(let most) = high.kind,
            let value = parameter.syntax.defaultValue, case .literal(let constant) = value.kind, constant.type.fits(parameter.type)
        else { return }
        if least.isGreater(than: constant) == true || constant.isGreater(than: most) == true {
            report("out-of-range", "the default of `\(parameter.name)` is outside its range", value.span)
        }
    }

    private func permits(_ header: RunbookHeader) {
        let known = Set(schema.effects.map(\.verb))
        var seen: Set<String> = []
        for verb in header.permits {
            if !known.contains(verb.text) {
                report("unknown-verb", "there is no effect `\(verb.text)`", verb.span, help: didYouMean(verb.text, known.sorted()))
            } else if !seen.insert(verb.text).inserted {
                report("duplicate-permit", "`\(verb.text)` is permitted twice", verb.span)
            }
        }
    }

    /// The words of `limits`, and what each is measured in.
    static let limitTypes: [String: ValueType] = [
        "partitions": .int, "topics": .int, "groups": .int, "members": .int, "brokers": .int, "duration": .duration,
    ]

    private func limits(_ header: RunbookHeader) {
        var seen: Set<String> = []
        for limit in header.limits {
            let value = expression(limit.value)
            guard let type = Self.limitTypes[limit.name.text] else {
                report(
                    "unknown-limit", "there is no limit `\(limit.name.text)`", limit.name.span,
                    help: didYouMean(limit.name.text, Self.limitTypes.keys.sorted())
                        ?? "it is one of \(Self.limitTypes.keys.sorted().joined(separator: ", "))")
                continue
            }
            if !seen.insert(limit.name.text).inserted {
                report("duplicate-limit", "`\(limit.name.text)` is limited twice", limit.name.span)
            }
            expect(value, type, limit.value.span, "`\(limit.name.text)` is limited by \(said(type))")
        }
    }

    /// The verbs that the steps use are those that the header permits.
    func checkPermits(_ uses: [VerbUse]) {
        let permitted = Set(header?.permits.map(\.text) ?? [])
        var said: Set<String> = []
        for use in uses where !permitted.contains(use.verb) {
            guard said.insert(use.verb + "/" + (use.action ?? "")).inserted else { continue }
            let through = use.action.map { ", through `do \($0)`" } ?? ""
            let help: String
            if header == nil {
                help = "begin the file with `runbook \"…\" { permits \(use.verb) }`"
            } else if permitted.isEmpty {
                help = "add `permits \(use.verb)` to the header"
            } else {
                help = "add it: `permits \((permitted.sorted() + [use.verb]).joined(separator: ", "))`"
            }
            report("not-permitted", "the header does not permit `\(use.verb)`\(through)", use.span, help: help)
        }
    }
}

extension TypeSyntax {
    /// Where it stands.
    package var span: Span {
        switch self {
        case .named(let name): name.span
        case .of(let outer, let inner): outer.span.union(inner.span)
        case .list(_, let span): span
        }
    }
}
