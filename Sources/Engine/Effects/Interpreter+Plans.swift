import Journal
import Language

extension Interpreter {
    /// What an effect would do, with the gates and rules that stand before any plan.
    func plan(_ effect: Effect) throws(Stop) -> EffectPlan {
        let primitive = try primitive(effect.id, effect.span)
        let call = try call(of: effect, primitive)
        return try plan(call, primitive, effect.span)
    }

    func plan(_ call: EffectCall, _ primitive: any EffectPrimitive, _ span: Span?) throws(Stop) -> EffectPlan {
        do throws(EffectFailure) {
            try primitive.checkGate(timing: timing)
            return try primitive.plan(call, timing: timing)
        } catch { throw Self.stop(error, span: span) }
    }

    /// What a refused effect means for the run.
    static func stop(_ failure: EffectFailure, span: Span?) -> Stop {
        switch failure {
        case .refused(let why): .failure(RunFailure(.refused, why, span: span))
        case .gate(let why): .failure(RunFailure(.gate, why, span: span))
        case .cluster(let cluster): stop(cluster, span: span)
        }
    }

    /// Remembers a plan under its hash.
    @discardableResult
    func keep(_ plan: EffectPlan) throws(Stop) -> String {
        let hash = plan.hash
        if plans[hash] == nil || log.state.plans[hash] == nil {
            plans[hash] = plan
            try log.append(.plan(hash: hash, try log.kept(plan.json)))
        }
        return hash
    }

    /// A plan by its hash: of this process, else of the journal.
    func keptPlan(_ hash: String) throws(Stop) -> EffectPlan? {
        if let plan = plans[hash] { return plan }
        guard let kept = log.state.plans[hash] else { return nil }
        let json = try log.value(of: kept)
        do throws(ValueFault) {
            let plan = try EffectPlan(json: json)
            plans[hash] = plan
            return plan
        } catch { throw .end(.journal(.disk("plan \(hash) cannot be understood: \(error)"), inDoubt: false)) }
    }

    /// The plan of an effect that the journal knows; nil where it is missing, or is not the one of which the items were counted.
    func keptPlan(of state: EffectState) throws(Stop) -> EffectPlan? {
        guard let plan = try keptPlan(state.intent.plan), plan.items.count >= state.items.count else { return nil }
        return plan
    }

    func explain(_ effect: Effect, at path: StatementPath) throws(Stop) {
        let primitive = try primitive(effect.id, effect.span)
        let call = try call(of: effect, primitive)
        var plan = try plan(call, primitive, effect.span)
        if let pace = Self.pace(of: plan, call.options), plan.items.count > pace.size {
            let batches = (plan.items.count + pace.size - 1) / pace.size
            plan.requests.append("in \(batches) batches of \(pace.size): each is sent when the one before has settled")
        }
        tell(.explained(plan))
    }
}

extension Interpreter: PlanKeeper {
    func plan(_ effect: Effect, in environment: Environment, timing: ReadTiming) throws(EvaluationFailure) -> Table {
        do throws(Stop) {
            let outer = self.environment
            self.environment = environment
            defer { self.environment = outer }
            let plan = try self.plan(effect)
            var table = plan.table
            table.plan = PlanReference(hash: try keep(plan), effect: plan.effect)
            return table
        } catch {
            held = error
            throw EvaluationFailure(kind: .value, message: "the effect could not be planned", span: effect.span)
        }
    }

    func plan(of reference: PlanReference) -> EffectPlan? {
        do throws(Stop) { return try keptPlan(reference.hash) } catch { return nil }
    }

    func probe(_ reference: PlanReference, timing: ReadTiming) throws(EvaluationFailure) -> [(item: EffectItem, answer: ProbeAnswer)] {
        guard let plan = plan(of: reference), let primitive = cluster.effects[plan.effect] else { return [] }
        let asked = keysAskedFor(plan.effect)
        let wanted = plan.items.indices.filter { asked.contains(plan.items[$0].key) }
        guard !wanted.isEmpty else { return [] }
        let items = wanted.map { plan.items[$0] }
        return Array(zip(items, primitive.probe(items, of: plan, timing: timing))).map { (item: $0.0, answer: $0.1) }
    }

    /// The keys of all items that effects of that id have asked the cluster for, or may have, in this run.
    func keysAskedFor(_ effect: String) -> Set<[JSONValue]> {
        var keys: Set<[JSONValue]> = []
        for state in log.state.effects.values where state.intent.effect == effect {
            guard let plan = plan(of: PlanReference(hash: state.intent.plan, effect: effect)) else { continue }
            for (index, item) in state.items.enumerated() where plan.items.indices.contains(index) {
                switch item {
                case .pending: continue
                case .over(let settled) where settled.outcome.kind == .refused: continue
                case .doubt, .accepted, .over: keys.insert(plan.items[index].key)
                }
            }
        }
        return keys
    }
}
