import Journal
import Language

extension Interpreter {
    /// When `limits { duration }` ends the run, milliseconds since 1970; nil: never.
    var runDeadline: Int? {
        guard let limit = program.header?.limits.first(where: { $0.name.text == "duration" }),
            case .duration(let nanoseconds)? = try? evaluate(limit.value).value
        else { return nil }
        return log.state.startedMs + nanoseconds / 1_000_000
    }

    func checkDuration(_ span: Span) throws(Stop) {
        guard let deadline = runDeadline, clock.wallMs >= deadline else { return }
        throw .failure(RunFailure(.limit, "the run has used up its `limits { duration }`; nothing more is begun", span: span))
    }

    /// Checks what an effect would touch against the bounds; over all effects of the run, each item once.
    /// - Returns: what counts of it.
    func checkLimits(
        _ plan: EffectPlan, _ signature: EffectSignature, _ call: EffectCall, at path: StatementPath
    ) throws(Stop) -> [String] {
        guard !isUndoing, !signature.isExempt(call) else { return [] }
        let kinds = plan.countedKinds(signature)
        let counted = kinds.flatMap { kind, labels in labels.map { "\(kind) \($0)" } }.sorted()
        let limits = program.header?.limits.filter { $0.name.text != "duration" } ?? []
        if limits.isEmpty {
            let items = plan.items.map { "items \(JSONValue.array($0.key).text)" }
            let before = Set<NameKey>(log.state.effects.values.flatMap(\.intent.counted).filter { $0.hasPrefix("items ") })
            let all = before.union(items.map { NameKey($0) }).count
            guard all > options.maxAffected else { return counted + items }
            let text =
                before.isEmpty
                ? "\(plan.effect) would touch \(all) items, more than \(options.maxAffected)"
                : "\(plan.effect) would bring this run to \(all) items, more than \(options.maxAffected)"
            guard person.isPresent else {
                throw .failure(RunFailure(.limit, "\(text): --max-affected N, or `limits` in the runbook, allows more"))
            }
            try ask("\(text). Go on?", details: [], targets: plan.hash, at: path.child("limit"))
            return counted + items
        }
        var touched = Set<NameKey>(log.state.effects.values.flatMap(\.intent.counted))
        touched.formUnion(counted)
        for limit in limits {
            let most = try count(limit.value)
            let all = touched.count { $0.text.hasPrefix("\(limit.name.text) ") }
            guard all <= most else {
                throw .failure(
                    RunFailure(
                        .limit, "\(plan.effect) would bring this run to \(all) \(limit.name.text); its limit is \(most); nothing was sent",
                        span: limit.name.span))
            }
        }
        return counted
    }
}

extension EffectSignature {
    /// Effects that take back or set right, and are not counted.
    fileprivate func isExempt(_ call: EffectCall) -> Bool {
        if effectClass == .outside { return true }
        switch id {
        case "cancel", "unset throttle": return true
        case "elect":
            let kinds = call.arguments.values.compactMap { if case .word(let word) = $0 { word } else { nil } }
            return !kinds.contains("unclean")
        default: return false
        }
    }
}

extension EffectPlan {
    /// What its items are, by the words that `limits` uses: each item's label by kind.
    fileprivate func countedKinds(_ signature: EffectSignature) -> [NameKey: Set<NameKey>] {
        let names = signature.itemKey.map(\.name)
        func labels(_ fields: [String]) -> Set<NameKey>? {
            let places = fields.compactMap { names.firstIndex(of: $0) }
            guard places.count == fields.count else { return nil }
            return Set(
                items.map { item in
                    places.map { item.key.indices.contains($0) ? item.key[$0].string ?? item.key[$0].text : "" }.joined(separator: "-")
                })
        }
        var kinds: [NameKey: Set<NameKey>] = [:]
        kinds["partitions"] = labels(["topic", "partition"])
        kinds["topics"] = labels(["topic"])
        kinds["groups"] = labels(["group"])
        kinds["members"] = labels(["member"]) ?? labels(["memberId"]) ?? labels(["group", "id"])
        kinds["brokers"] = labels(["broker"])
        return kinds
    }
}
