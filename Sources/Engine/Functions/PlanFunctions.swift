import Journal
import Language

/// `blocked settled progress`: what the engine knows of plans.
enum PlanFunctions {
    static func blocked(_ arguments: [Value], _ site: CallSite) throws(EvaluationFailure) -> Value {
        guard let table = try table(arguments[0], "blocked", site) else { return arguments[0] }
        let plan = try plan(of: table, "blocked", site)
        var columns = keyColumns(table, plan.blocked.map(\.key))
        columns.append(Column("why", .string, .values(plan.blocked.map { .text($0.why) })))
        return .table(Table(columns: columns, key: columns.dropLast().map(\.name), rowCount: plan.blocked.count))
    }

    /// True when nothing of the plan is under way any more: each move is done, was cancelled or superseded.
    static func settled(_ arguments: [Value], _ site: CallSite) throws(EvaluationFailure) -> Value {
        guard let table = try table(arguments[0], "settled", site) else { return arguments[0] }
        var result = Value.bool(true)
        for (_, answer) in try probes(of: table, "settled", site) {
            switch answer {
            case .applied, .notApplied, .superseded, .gone: continue
            case .underWay: return .bool(false)
            case .unknowable(let cause): result = .unknown(cause)
            }
        }
        return result
    }

    static func progress(_ arguments: [Value], _ site: CallSite) throws(EvaluationFailure) -> Value {
        guard let table = try table(arguments[0], "progress", site) else { return arguments[0] }
        let probes = try probes(of: table, "progress", site)
        var columns = keyColumns(table, probes.map(\.item.key))
        let key = columns.map(\.name)
        let percents = probes.map { probe -> Value in
            switch probe.answer {
            case .applied: .percent(100)
            case .underWay(let share): share.map { Value(finite: $0 * 100) { .percent($0) } } ?? .unknown(Cause("sizes could not be read"))
            case .notApplied: .percent(0)
            case .superseded, .gone: .null
            case .unknowable(let cause): .unknown(cause)
            }
        }
        // A rate needs two readings, and this is one.
        let later = Value.unknown(Cause("a rate needs two readings"))
        columns.append(Column("percent", .percent, .values(percents), isSigned: false))
        columns.append(Column("rate", .byteRate, .constant(later), isSigned: false))
        columns.append(Column("eta", .duration, .constant(later), isSigned: false))
        return .table(Table(columns: columns, key: key, rowCount: probes.count, shown: key + ["percent"]))
    }

    private static func table(_ value: Value, _ name: String, _ site: CallSite) throws(EvaluationFailure) -> Table? {
        switch value {
        case .table(let table): return table
        case .unknown, .null: return nil
        default: throw site.fault("`\(name)` takes a plan, and this is \(Comparison.kind(value))")
        }
    }

    private static func plan(of table: Table, _ name: String, _ site: CallSite) throws(EvaluationFailure) -> EffectPlan {
        guard let reference = table.plan else { throw site.fault("`\(name)` takes a plan, and this table is none") }
        guard let plan = site.evaluation.evaluator.plans?.plan(of: reference) else {
            throw site.fault("the plan \(reference.hash) is not kept any more")
        }
        return plan
    }

    private static func probes(
        of table: Table, _ name: String, _ site: CallSite
    ) throws(EvaluationFailure) -> [(item: EffectItem, answer: ProbeAnswer)] {
        guard let reference = table.plan else {
            throw site.fault("`\(name)` takes a plan or the result of an effect, and this table is neither")
        }
        guard let plans = site.evaluation.evaluator.plans else { throw site.fault("plans are not kept here") }
        return try plans.probe(reference, timing: site.evaluation.timing)
    }

    /// The key of items as columns, named and typed like those of the plan's table.
    private static func keyColumns(_ table: Table, _ keys: [[JSONValue]]) -> [Column] {
        let width = keys.first?.count ?? table.key.count
        return (0..<width).map { index in
            let name = index < table.key.count ? table.key[index] : "key\(index + 1)"
            let values = keys.map { key in index < key.count ? (try? Value(json: key[index])) ?? .null : .null }
            return Column(name, table.column(name)?.type ?? .any, .values(values), isSigned: table.column(name)?.isSigned ?? true)
        }
    }
}
