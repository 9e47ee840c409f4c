import Journal
import Language

/// Where the cluster does not tell, or tells of somebody else, a person decides; without one the run stops.
extension Interpreter {
    /// Items that somebody changed since: before, ours and now are shown.
    func askAboutSuperseded(_ found: [(index: Int, now: String)], of run: EffectRun) throws(Stop) {
        let lines = found.map { describe(run.plan.items[$0.index], .superseded(now: $0.now)) }
        tell(.doubt(DoubtReport(effect: run.plan.effect, path: run.id.path, lines: lines)))
        let items = found.map(\.index)
        let labels = items.prefix(5).map { run.plan.items[$0].label }.joined(separator: ", ")
        let question = "\(run.plan.effect): somebody else has changed \(labels) since"
        guard person.isPresent else { throw .end(.inDoubt(question)) }
        let answers = ["leave what stands now", "apply ours again", "stop here"]
        guard let chosen = person.choose(question, among: answers), chosen < 2 else { throw .end(.inDoubt(question)) }
        let why = person.ask("Why (for the journal)?", details: []) ?? ""
        try log.append(.decided(run.id, items: items, decision: chosen == 0 ? "skip" : "retry", why: "\(answers[chosen]): \(why)"))
    }

    /// Items of which nothing can be read.
    func askAboutDoubt(_ run: EffectRun, _ state: EffectState) throws(Stop) {
        let items = state.items.indices.filter { if case .doubt = state.items[$0] { true } else { false } }
        let labels = items.prefix(5).map { run.plan.items[$0].label }.joined(separator: ", ")
        let question = "\(run.plan.effect): it cannot be told whether it took place for \(labels)"
        guard person.isPresent else { throw .end(.inDoubt(question)) }
        let answers = ["it was done", "ask the cluster again", "skip these", "stop here"]
        guard let chosen = person.choose(question, among: answers), chosen < 3 else { throw .end(.inDoubt(question)) }
        let why = person.ask("Why (for the journal)?", details: []) ?? ""
        try log.append(.decided(run.id, items: items, decision: ["done", "retry", "skip"][chosen], why: "\(answers[chosen]): \(why)"))
    }

    /// Ends an effect's statement: the table of items, and a failure where some were refused and nobody asked for the table.
    func conclude(_ run: EffectRun) throws(Stop) -> [(name: String, value: Value)] {
        let state = log.state.effects[run.id] ?? EffectState(intent: run.intent)
        let outcomes: [SettledItem?] = state.items.map { if case .over(let settled) = $0 { settled } else { nil } }
        let result = EffectResult(effect: run.plan.effect, path: run.id.path, run: log.run, plan: run.plan, outcomes: outcomes)
        let refused = outcomes.indices.filter { outcomes[$0]?.outcome.kind == .refused }
        let passes = refused.isEmpty || run.effect?.into != nil
        if state.conclusion == nil || state.conclusion == "timeout" {
            try log.append(.concluded(run.id, passes ? "done" : "refused"))
            tell(.effectEnded(result))
        }
        try payDueDebts()
        guard passes else {
            let first = refused.prefix(3).map { index in
                let outcome = outcomes[index]?.outcome
                return "\(run.plan.items[index].label): \([outcome?.error, outcome?.message].compactMap { $0 }.joined(separator: ", "))"
            }
            throw .failure(
                RunFailure(
                    .refused, "\(run.plan.effect): \(refused.count) of \(outcomes.count) refused (\(first.joined(separator: "; ")))",
                    span: run.effect?.span))
        }
        guard let name = run.effect?.into else { return [] }
        return [(name.text, .table(result.table(run.primitive.signature, hash: run.intent.plan)))]
    }
}

extension EffectResult {
    /// The items as a table: their keys, then `outcome`, `error`, `message`.
    package func table(_ signature: EffectSignature, hash: String) -> Table {
        let keys = signature.itemKey
        var columns = keys.enumerated().map { place, field in
            Column(field.name, field.type, .values(plan.items.map { $0.key.indices.contains(place) ? Value(key: $0.key[place]) : .null }))
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
        var table = Table(columns: columns, key: keys.map(\.name), rowCount: plan.items.count)
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
