import Journal
import Language

extension Interpreter {
    /// An effect's statement: planned, asked about, intended on disk, asked for, waited for.
    /// - Returns: what `into` binds.
    func effect(_ effect: Effect, at path: StatementPath) throws(Stop) -> [(name: String, value: Value)] {
        if isPlanning { return try planned(effect, at: path) }
        let primitive = try primitive(effect.id, effect.span)
        prepareCondition(of: effect, primitive)
        let run: EffectRun
        if let state = log.state.effect(at: path), state.conclusion != "refused" {
            run = try takeUp(state, effect, primitive)
        } else {
            guard let begun = try begin(effect, primitive, at: path) else { return [] }
            run = begun
        }
        try drive(run)
        return try conclude(run)
    }

    /// Goes on with an effect that an earlier process began.
    private func takeUp(_ state: EffectState, _ effect: Effect, _ primitive: any EffectPrimitive) throws(Stop) -> EffectRun {
        guard let plan = try keptPlan(of: state) else {
            throw .end(.journal(.disk("the plan \(state.intent.plan) of \(state.intent.id) is missing"), inDoubt: state.hasDoubt))
        }
        var run = EffectRun(intent: state.intent, plan: plan, primitive: primitive, effect: effect)
        run.wasTakenUp = true
        if state.items.contains(.pending) { try checkMayTouch(effect.span) }
        if !state.isOver { tellNewcomers(effect, primitive, plan) }
        let isTimeUp = state.conclusion == "timeout" || run.deadline.map { $0 <= clock.wallMs } ?? false
        if isTimeUp, !state.isOver, let within = effect.within {
            // Its time was up, and somebody resumes: the wait begins anew.
            run.deadline = clock.wallMs + (try milliseconds(within))
        }
        return run
    }

    /// What the text would mean today, and did not when it was planned, is listed and left alone. Where that cannot be told nothing is said.
    private func tellNewcomers(_ effect: Effect, _ primitive: any EffectPrimitive, _ plan: EffectPlan) {
        guard primitive.signature.effectClass != .outside,
            let fresh = try? primitive.plan(try call(of: effect, primitive), timing: timing)
        else { return }
        let known = Set(plan.items.map(\.key) + plan.blocked.map(\.key))
        let labels = fresh.items.filter { !known.contains($0.key) }.map(\.label)
        guard !labels.isEmpty else { return }
        let more = labels.count > 20 ? " and \(labels.count - 20) more" : ""
        tell(.warning("appeared since `\(plan.effect)` was planned, left alone: \(labels.prefix(20).joined(separator: ", "))\(more)"))
    }

    /// Plans an effect, clears everything that stands before it, and puts the intent on disk. nil: there was nothing to do.
    private func begin(_ effect: Effect, _ primitive: any EffectPrimitive, at path: StatementPath) throws(Stop) -> EffectRun? {
        try checkMayAct(effect)
        let call = try call(of: effect, primitive)
        let plan = try planToRun(call, effect, primitive, at: path)
        let id = EffectID(path: path, attempt: (log.state.attempts[path] ?? 0) + 1)
        var counted: [String] = []
        if !plan.items.isEmpty {
            counted = try checkLimits(plan, primitive.signature, call, at: path)
            try clear(plan, effect, primitive, at: path)
        }
        let pace = Self.pace(of: plan, call.options)
        let size = pace?.size ?? max(1, plan.items.count)
        let indexes = Array(plan.items.indices)
        let batches = stride(from: 0, to: indexes.count, by: size).map { Array(indexes[$0..<min($0 + size, indexes.count)]) }
        let intent = EffectIntent(
            id: id, effect: plan.effect, plan: try keep(plan), batches: batches,
            deadline: deadline(call.options.within), counted: counted, step: step, isUndo: isUndoing,
            isConvergent: primitive.signature.isConvergent && !call.isRelative,
            baseline: pace != nil && !plan.items.isEmpty ? try baseline(outside: plan) : nil,
            everyMs: pace?.everyMs ?? 0, hold: effect.hold.map { texts.whole($0.span) })
        let run = EffectRun(intent: intent, plan: plan, primitive: primitive, effect: effect)
        if let hold = run.hold, !plan.items.isEmpty, try truth(of: hold) == .yes {
            throw .failure(
                RunFailure(.gate, "`hold while \(texts.text(hold.span))` holds already: the effect would wait for itself", span: hold.span))
        }
        tell(.planned(plan, hash: intent.plan, path: path))
        try announceFolder { () throws(Stop) in try log.append(.intended(intent)) }
        return run
    }

    /// The stages that the text says, else those that the plan has of itself; nil: all at once.
    static func pace(of plan: EffectPlan, _ options: EffectCall.Options) -> EffectPlan.Stages? {
        guard let size = options.staged else { return plan.stages }
        return EffectPlan.Stages(size: size, everyMs: (options.stagedEvery ?? 0) / 1_000_000)
    }

    /// The plan that a question showed, or a fresh one.
    private func planToRun(
        _ call: EffectCall, _ effect: Effect, _ primitive: any EffectPrimitive, at path: StatementPath
    ) throws(Stop) -> EffectPlan {
        let shown: [StatementPath: EffectPlan]
        let plannedMs: Int
        switch question {
        case .none: return try reviewed(try plan(call, primitive, effect.span), call, primitive, effect.span, at: path)
        case .confirmed(let plans, let at), .approved(let plans, let at): (shown, plannedMs) = (plans, at)
        }
        guard let answered = shown[path] else {
            return try reviewed(try plan(call, primitive, effect.span), call, primitive, effect.span, at: path)
        }
        // A person may have thought for long: what is there now is compared with what was shown.
        guard clock.wallMs - plannedMs > 2_000 else { return answered }
        return try narrow(
            answered, to: try reviewed(try plan(call, primitive, effect.span), call, primitive, effect.span, at: path), effect)
    }

    /// Exactly what was answered for: what went away is left, what is new is listed and left alone.
    private func narrow(_ answered: EffectPlan, to fresh: EffectPlan, _ effect: Effect) throws(Stop) -> EffectPlan {
        var now: [[JSONValue]: EffectItem] = [:]
        for item in fresh.items { now[item.key] = item }
        var kept: [Int] = []
        var gone: [String] = []
        for (index, item) in answered.items.enumerated() {
            guard let current = now.removeValue(forKey: item.key) else {
                gone.append(item.label)
                continue
            }
            guard current.before == item.before, current.target == item.target else {
                throw .failure(
                    RunFailure(.gate, "\(item.label) is no longer as it was shown: run it again to be asked again", span: effect.span))
            }
            kept.append(index)
        }
        if !gone.isEmpty { tell(.warning("already so, or gone, since it was shown: \(gone.joined(separator: ", "))")) }
        let new = fresh.items.filter { now[$0.key] != nil }.map(\.label)
        if !new.isEmpty { tell(.warning("appeared since it was shown, left alone: \(new.joined(separator: ", "))")) }
        return kept.count == answered.items.count ? answered : answered.restricted(to: kept)
    }

    /// Things that stop every effect.
    private func checkMayAct(_ effect: Effect) throws(Stop) {
        if options.isReadOnly || effect.id != "notify" { try checkMayTouch(effect.span) }
        try checkDuration(effect.span)
        guard let expected = log.state.header?.cluster, !expected.isEmpty else { return }
        let found: ClusterIdentity
        do throws(ClusterFailure) { found = try cluster.identity() } catch { throw Self.stop(error, span: effect.span) }
        guard found.id == expected else {
            throw .end(.drift("this run belongs to cluster \(expected); \(found.bootstrap) is cluster \(found.id)"))
        }
    }

    /// The questions that the plan itself, or the REPL, asks.
    private func clear(_ plan: EffectPlan, _ effect: Effect, _ primitive: any EffectPrimitive, at path: StatementPath) throws(Stop) {
        let isApproved = if case .approved = question { true } else { options.grantsEverything || isUndoing }
        let isAsked = if case .none = question { isUndoing } else { true }
        let irreversible = plan.mustApprove ?? effect.whyGrave(primitive.signature)
        if let irreversible, !isApproved {
            guard options.asksAboutEveryEffect, person.isPresent, let phrase = plan.approvalPhrase else {
                throw .failure(RunFailure(.refused, "\(irreversible): it must stand inside `approve`; nothing was sent", span: effect.span))
            }
            tell(.planned(plan, hash: plan.hash, path: path))
            guard let typed = person.ask("\(irreversible). Type \(phrase) to go on:", details: []) else {
                throw .end(.waiting(irreversible, approve: nil))
            }
            guard typed == phrase else { throw .failure(RunFailure(.gate, "not approved: \(irreversible)", span: effect.span)) }
            return
        }
        guard !isAsked, plan.mustConfirm != nil || options.asksAboutEveryEffect else { return }
        let place = path.child("confirm")
        let hash = plan.hash
        if log.state.answers[place].map({ $0.answer == "yes" && $0.targets == hash }) ?? false { return }
        tell(.planned(plan, hash: hash, path: path))
        let bytes = plan.knownBytes.flatMap { $0 > 0 ? ", \(DisplayForm.size($0))" : nil } ?? ""
        // Its notices were told with the plan.
        var details: [String] = []
        if plan.mustConfirm == nil, primitive.signature.options.contains(.throttle), !effect.saysItsSpeed {
            details.append("no `throttle` is said: at full speed")
        }
        let touched = DisplayForm.counted(plan.items.count, "item")
        try ask(plan.mustConfirm ?? "\(effect.id): \(touched)\(bytes). Go on?", details: details, targets: hash, at: place)
    }

    private func deadline(_ within: Int?) -> Int? {
        let own = within.map { clock.wallMs + $0 / 1_000_000 }
        guard let run = runDeadline else { return own }
        return min(own ?? run, run)
    }

    /// Says so when the journal's folder has just been made.
    private func announceFolder(_ body: () throws(Stop) -> Void) throws(Stop) {
        let before = log.run
        try body()
        guard before == nil, let run = log.run else { return }
        evaluator.run = run
        tell(.began(run: run))
    }

    /// `mend plan`: what the effect would do.
    private func planned(_ effect: Effect, at path: StatementPath) throws(Stop) -> [(name: String, value: Value)] {
        do throws(Stop) {
            let plan = try plan(effect)
            tell(.planned(plan, hash: plan.hash, path: path))
        } catch {
            guard case .failure(let failure) = error else { throw error }
            tell(.planNote("\(effect.id): \(failure.message)", path: path))
        }
        guard let name = effect.into else { return [] }
        return [(name.text, .unknown(Cause("unknown until step \"\(step)\" has run")))]
    }
}

/// An effect that is being driven.
struct EffectRun {
    let intent: EffectIntent
    let plan: EffectPlan
    let primitive: any EffectPrimitive
    /// As written; nil where it is an inverse.
    let effect: Effect?
    var deadline: Int?
    var wasTakenUp = false
    /// `hold while` as the journal kept it, where there is no text; `.some(nil)`: it cannot be understood any more.
    var recalledHold: Expression??

    init(intent: EffectIntent, plan: EffectPlan, primitive: any EffectPrimitive, effect: Effect?) {
        self.intent = intent
        self.plan = plan
        self.primitive = primitive
        self.effect = effect
        deadline = intent.deadline
    }

    var id: EffectID { intent.id }
    var hold: Expression? { effect?.hold ?? recalledHold ?? nil }
}

extension Effect {
    /// The condition of `hold while`.
    var hold: Expression? { options.lazy.compactMap { if case .hold(let condition) = $0.kind { condition } else { nil } }.first }

    /// The name that `into` binds.
    var into: Name? { options.lazy.compactMap { if case .into(let name) = $0.kind { name } else { nil } }.first }

    /// `throttle` or `unthrottled`.
    var saysItsSpeed: Bool {
        options.contains {
            switch $0.kind {
            case .throttle, .unthrottled: true
            default: false
            }
        }
    }

    var within: Expression? { options.lazy.compactMap { if case .within(let time) = $0.kind { time } else { nil } }.first }
}

extension Effect {
    /// Why the text alone makes it a matter for `approve`; nil: it does not.
    fileprivate func whyGrave(_ signature: EffectSignature) -> String? {
        if signature.effectClass == .irreversible { return "\(id) cannot be undone" }
        guard signature.effectClass == .depends, hasGraveSlot(signature) else { return nil }
        // Such a position can be taken back, and only until somebody reads on from it.
        return signature.undo.map { "\(id) is undone only while nobody goes on from there (undo \($0))" } ?? "\(id) cannot be undone"
    }

    private func hasGraveSlot(_ signature: EffectSignature) -> Bool {
        slots.values.contains { slot in
            switch slot {
            case .word(let word): signature.irreversibleWords.contains(word.text)
            case .position(.earliest), .position(.saved): false
            case .position: true
            default: false
            }
        }
    }
}

extension EffectCall {
    /// True for what moves on from where it is: `by -100`.
    fileprivate var isRelative: Bool { arguments.values.contains { if case .position(.by) = $0 { true } else { false } } }
}
