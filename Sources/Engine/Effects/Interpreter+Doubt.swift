import Journal
import Language

/// Where the cluster does not tell, or tells of somebody else, a person decides; without one the run stops.
extension Interpreter {
    /// Items that somebody changed since: before, ours and now are shown.
    func askAboutSuperseded(_ found: [(index: Int, now: String)], of run: EffectRun) throws(Stop) {
        let lines = found.map { describe(run.plan.items[$0.index], .superseded(now: $0.now)) }
        tell(.doubt(DoubtReport(effect: run.plan.effect, path: run.id.path, lines: lines)))
        let items = found.map(\.index)
        let question = "\(run.plan.effect): somebody else has changed \(names(of: items, in: run)) since"
        guard person.isPresent else { throw .end(.inDoubt(question)) }
        let answers = ["leave what stands now", "apply ours again", "stop here"]
        guard let chosen = person.choose(question, among: answers), chosen < 2, let why = reason() else { throw .end(.inDoubt(question)) }
        try log.append(.decided(run.id, items: items, decision: chosen == 0 ? "skip" : "retry", why: "\(answers[chosen]): \(why)"))
    }

    /// The first five by name, the rest by count.
    private func names(of items: [Int], in run: EffectRun) -> String {
        let labels = items.prefix(5).map { run.plan.items[$0].label }.joined(separator: ", ")
        return items.count > 5 ? "\(labels) and \(items.count - 5) more" : labels
    }

    /// A decision stands in the journal with its reason; nil: none was given.
    private func reason() -> String? {
        while let typed = person.ask("Why (for the journal)?", details: []) {
            if typed.contains(where: { !$0.isWhitespace }) { return typed }
        }
        return nil
    }

    /// Items of which nothing can be read, or not enough: the operator says what became of them.
    func askAboutDoubt(_ run: EffectRun, _ state: EffectState, why untold: String) throws(Stop) {
        let items = state.items.indices.filter { if case .doubt = state.items[$0] { true } else { false } }
        let question = "\(run.plan.effect): it cannot be told whether it took place for \(names(of: items, in: run)) (\(untold))"
        guard person.isPresent else { throw .end(.inDoubt(question)) }
        let answers = [
            "done: it took place", "retry: it did not, and will not any more; send it again", "skip: leave these as they are",
            "abort: stop here, it can be resumed",
        ]
        guard let chosen = person.choose(question, among: answers), chosen < 3, let why = reason() else { throw .end(.inDoubt(question)) }
        try log.append(.decided(run.id, items: items, decision: ["done", "retry", "skip"][chosen], why: "\(answers[chosen]): \(why)"))
    }

    /// Ends an effect's statement: the table of items, and a failure where some were refused and nobody asked for the table.
    func conclude(_ run: EffectRun) throws(Stop) -> [(name: String, value: Value)] {
        let state = log.state.effects[run.id] ?? EffectState(intent: run.intent)
        let outcomes: [SettledItem?] = state.items.map { if case .over(let settled) = $0 { settled } else { nil } }
        let result = EffectResult(effect: run.plan.effect, path: run.id.path, run: log.run, plan: run.plan, outcomes: outcomes)
        let refused = outcomes.indices.filter { outcomes[$0]?.outcome.kind == .refused }
        // What was asked for could not be done at all: that is no success, and is not to be taken for one.
        let isAllBlocked = outcomes.isEmpty && !run.plan.blocked.isEmpty
        let passes = (refused.isEmpty && !isAllBlocked) || run.effect?.into != nil
        if state.conclusion == nil || state.conclusion == "timeout" {
            try log.append(.concluded(run.id, passes ? "done" : "refused"))
            tell(.effectEnded(result))
        }
        try payDueDebts()
        guard passes || !isAllBlocked else {
            let told = run.plan.blocked.told
            let reasons = told.prefix(3).map { "\($0.count): \($0.why)" }.joined(separator: "; ")
            let more = told.count > 3 ? "; and \(told.count - 3) more reasons" : ""
            throw .failure(
                RunFailure(.refused, "\(run.plan.effect): nothing was touched; \(reasons)\(more)", span: run.effect?.span))
        }
        guard passes else {
            let first = refused.prefix(3).map { index in
                let outcome = outcomes[index]?.outcome
                return "\(run.plan.items[index].label): \([outcome?.error, outcome?.message].compactMap { $0 }.joined(separator: ", "))"
            }
            let more = refused.count > 3 ? "; and \(refused.count - 3) more" : ""
            throw .failure(
                RunFailure(
                    .refused, "\(run.plan.effect): \(refused.count) of \(outcomes.count) refused (\(first.joined(separator: "; "))\(more))",
                    span: run.effect?.span))
        }
        guard let name = run.effect?.into else { return [] }
        return [(name.text, .table(result.table(run.primitive.signature, hash: run.intent.plan, withBlocked: true)))]
    }
}

extension EffectResult {
    /// The items as a table: their keys, then `outcome`, `error`, `message`.
    /// - Parameter withBlocked: what was never asked for, since it could not complete, as refused items, too.
    package func table(_ signature: EffectSignature, hash: String, withBlocked: Bool = false) -> Table {
        let left = withBlocked ? plan.blocked : []
        let all = plan.items.map(\.key) + left.map(\.key)
        let outcomes = outcomes + left.map { SettledItem(ItemOutcome(.refused, error: "BLOCKED", message: $0.why)) }
        var columns = signature.itemKey.enumerated().map { place, field in
            Column(field.name, field.type, .values(all.map { $0.indices.contains(place) ? Value(key: $0[place]) : .null }))
        }
        let outcomeType = ValueType.closedSet(["done", "alreadySo", "refused", "unknown"])
        columns.append(Column("outcome", outcomeType, .values(outcomes.map { $0.map { .text($0.outcome.kind.rawValue) } ?? .null })))
        columns.append(Column("error", .string, .values(outcomes.map { $0?.outcome.error.map { .text($0) } ?? .null })))
        let messages: [Value] = outcomes.map { settled in
            guard let settled else { return .null }
            if let message = settled.outcome.message { return .text(message) }
            return settled.isRecovered ? .text("recovered") : .null
        }
        columns.append(Column("message", .string, .values(messages)))
        var table = Table(columns: columns, key: signature.itemKey.map(\.name), rowCount: all.count)
        table.plan = PlanReference(hash: hash, effect: effect)
        return table
    }
}

extension Value {
    /// A part of an item's key as a value.
    init(key: JSONValue) {
        switch key {
        case .int(let number): self = .int(number)
        case .string(let text): self = .text(text)
        case .bool(let truth): self = .bool(truth)
        case .null: self = .null
        default: self = .text(key.text)
        }
    }
}
