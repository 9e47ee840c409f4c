import Journal
import Language

/// What differs between a plan that was reviewed and the one of now, line by line. What only moved on (bytes, sizes, the end of a log) does not.
struct PlanDifference {
    /// What differs, one line each.
    private(set) var lines: [String] = []
    /// True where only other targets were chosen for the same items.
    private(set) var isOnlyTargets = true

    /// Lines in a message.
    private static let most = 20

    /// - Parameter own: Keys of items that this run itself has asked for since: they are no drift.
    init(_ reviewed: EffectPlan, _ now: EffectPlan, own: Set<[JSONValue]> = []) {
        guard reviewed.effect == now.effect else {
            add("`\(now.effect)` stands there now, `\(reviewed.effect)` was reviewed")
            return
        }
        let before = Dictionary(reviewed.items.map { ($0.key, $0) }) { first, _ in first }
        let after = Dictionary(now.items.map { ($0.key, $0) }) { first, _ in first }
        let blocked = Dictionary(now.blocked.map { ($0.key, $0.why) }) { first, _ in first }
        for item in now.items where before[item.key] == nil { add("\(item.label) was added: \(item.before.text) → \(item.target.text)") }
        for item in reviewed.items where after[item.key] == nil && !own.contains(item.key) {
            add(
                blocked[item.key].map { "\(item.label) is blocked now: \($0)" }
                    ?? "\(item.label) is gone: so already, or not there any more")
        }
        for item in now.items {
            guard let old = before[item.key], !own.contains(item.key) else { continue }
            if old.before != item.before {
                add("\(item.label) was \(old.before.text) when it was reviewed, is \(item.before.text) now")
            } else if old.target != item.target, !Self.movesOn(now) {
                lines.append("\(item.label) would go to \(item.target.text), \(old.target.text) was reviewed")
            }
        }
        let wasBlocked = Set(reviewed.blocked.map(\.key))
        for item in now.blocked where before[item.key] == nil && !wasBlocked.contains(item.key) {
            add("\(item.label) is blocked now: \(item.why)")
        }
        for name in ["throttle", "position", "kind"] where reviewed.parameters[name] != now.parameters[name] {
            add("\(name) is \(now.parameters[name]?.text ?? "none") now, \(reviewed.parameters[name]?.text ?? "none") was reviewed")
        }
        if let grave = now.mustApprove, reviewed.mustApprove == nil { add("it cannot be undone now: \(grave)") }
    }

    private mutating func add(_ line: String) {
        lines.append(line)
        isOnlyTargets = false
    }

    /// As one message: the first lines, and how many more there are.
    var text: String {
        let shown = lines.prefix(Self.most).map { "\n    \($0)" }.joined()
        return lines.count > Self.most ? "\(shown)\n    and \(lines.count - Self.most) more" : shown
    }

    /// Targets that are computed from what goes on by itself: the end of a log, the offset of a time.
    private static func movesOn(_ plan: EffectPlan) -> Bool {
        plan.parameters["position"]?.string.map { ["latest", "earliest", "time"].contains($0) } ?? false
    }
}

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
                    "`\(plan.effect)` at \(path) was not in the plan that was reviewed: it would touch \(plan.items.count) items (\(labels))"
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
        call.arguments = [slot: .plan(reviewed)]
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
