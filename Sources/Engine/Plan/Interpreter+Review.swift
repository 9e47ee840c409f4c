import Journal
import Language

extension Interpreter {
    /// An effect that a question shows, held against what was reviewed.
    func reviewed(_ effect: Effect, at path: StatementPath) throws(Stop) -> EffectPlan {
        let primitive = try primitive(effect.id, effect.span)
        let call = try call(of: effect, primitive)
        return try reviewed(try plan(call, primitive, effect.span), call, primitive, effect.span, at: path)
    }

    /// `--plan FILE`: what was reviewed must be what is done. Where only targets were chosen otherwise since, those that were reviewed are taken,
    /// if the effect finds that they still do.
    func reviewed(
        _ plan: EffectPlan, _ call: EffectCall, _ primitive: any EffectPrimitive, _ span: Span, at path: StatementPath
    ) throws(Stop) -> EffectPlan {
        guard let reviewed = options.reviewed, !isPlanning, !isUndoing, primitive.signature.effectClass != .outside else { return plan }
        guard let expected = reviewed.effects.first(where: { $0.path == path })?.plan else {
            if plan.items.isEmpty { return plan }
            if let note = reviewed.notes.first(where: { $0.path.holds(path) }) {
                tell(.warning("`\(plan.effect)` was not in the plan that was reviewed: \(note.text)"))
                return plan
            }
            let labels = plan.items.prefix(5).map(\.label).joined(separator: ", ")
            throw .end(
                .drift(
                    "`\(plan.effect)` at \(path) was not in the plan that was reviewed: it would touch "
                        + "\(DisplayForm.counted(plan.items.count, "item")) (\(labels))"
                ))
        }
        let own = keysAskedFor(plan.effect)
        let difference = PlanDifference(expected, plan, own: own)
        if difference.lines.isEmpty { return plan }
        if difference.isOnlyTargets, let again = takenUp(expected, call, primitive),
            PlanDifference(expected, again, own: own).lines.isEmpty
        {
            return again
        }
        throw .end(.drift("`\(plan.effect)` at \(path) is no longer as it was reviewed; nothing of it was sent:\(difference.text)"))
    }

    /// The reviewed plan as the effect itself takes it up now; nil: it takes no plans of its own, or refuses this one.
    private func takenUp(_ reviewed: EffectPlan, _ call: EffectCall, _ primitive: any EffectPrimitive) -> EffectPlan? {
        guard let slot = primitive.signature.phrase.slot(takingPlansOf: primitive.signature.id) else { return nil }
        var call = call
        call.arguments = [NameKey(slot): .plan(reviewed)]
        return try? primitive.plan(call, timing: timing)
    }
}

extension [PhraseElement] {
    /// The slot that takes a plan of an effect.
    fileprivate func slot(takingPlansOf effect: String) -> String? {
        for element in self {
            switch element {
            case .slot(let name, .query(let kinds)) where kinds.contains { $0.planOf == effect }: return name
            case .optional(let inner): if let slot = inner.slot(takingPlansOf: effect) { return slot }
            default: continue
            }
        }
        return nil
    }
}
