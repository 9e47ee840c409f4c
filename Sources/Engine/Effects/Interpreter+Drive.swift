import Journal
import Language
import Platform

/// How an effect gets from intended to settled. One way for a fresh effect, one that lost an answer, and one whose process died:
/// read what the cluster shows, decide item by item, ask only for what is known not to have been done.
extension Interpreter {
    /// A broker that has answered something later may still be at work on what came before it, for a moment.
    static let readMarginMs = 3_000
    /// How long an effect without a time of its own is waited for, where it does not move data.
    static let patienceMs = 120_000
    /// How long a batch that moves data is waited for where nobody said: no wait is without an end.
    static let longestMs = 86_400_000
    /// Where nobody waits for an effect in doubt, it is still looked at for so long, if that may be enough.
    static let briefMs = 10_000

    /// Works through the batches until every item is over.
    func drive(_ run: EffectRun) throws(Stop) {
        guard let state = log.state.effects[run.id], !state.isOver else { return }
        noteReadings()
        if run.wasTakenUp { try reconcileFirst(run) }
        try oweAndPrepare(run)
        var sentBefore = false
        for (number, batch) in run.intent.batches.enumerated() {
            if isOver(batch, of: run) { continue }
            if hasPending(batch, of: run), number > 0 {
                // Between batches is a safe point.
                try safePoint()
                // Whoever takes it up does not know when the batch before was sent: it waits as well.
                if sentBefore || run.wasTakenUp, run.intent.everyMs > 0 {
                    try pause(run, until: clock.wallMs + run.intent.everyMs, batch: number)
                }
            }
            try work(batch, number, of: run)
            sentBefore = true
        }
        noteProgress(run, isLast: true)
    }

    /// What an earlier process left in doubt or under way is looked at before anything else is done.
    private func reconcileFirst(_ run: EffectRun) throws(Stop) {
        guard let state = log.state.effects[run.id], state.hasDoubt else { return }
        let doubtful = state.items.indices.filter { if case .doubt = state.items[$0] { true } else { false } }
        let answers = probe(doubtful, of: run)
        let lines = zip(doubtful, answers).map { index, answer in describe(run.plan.items[index], answer) }
        tell(.doubt(DoubtReport(effect: run.plan.effect, path: run.id.path, lines: lines)))
    }

    /// Sends what is pending and watches until the batch is over.
    private func work(_ batch: [Int], _ number: Int, of run: EffectRun) throws(Stop) {
        var watch = BatchWatch(clock)
        while true {
            let pending = self.pending(batch, of: run)
            if !pending.isEmpty {
                try checkTime(run, watch)
                if number > 0 || watch.hasSubmitted || run.wasTakenUp, let closed = closedGate(run) {
                    // In the middle of the work a closed gate is waited for; at its start it is a no.
                    tellProgress(run, batch: number, share: nil, holding: closed)
                    try waitForNextLook(run, &watch)
                    continue
                }
                // Also what was found not to have been done is sent again under the same conditions.
                try holdWhileNeeded(run, batch: number)
                try submit(pending, of: run)
                watch.hasSubmitted = true
            }
            if isOver(batch, of: run) { return }
            let share = try look(batch, of: run, &watch)
            tellProgress(run, batch: number, share: share, holding: nil)
            noteProgress(run, copied: watch.copied)
            if isOver(batch, of: run) { return }
            try checkTime(run, watch)
            try waitForNextLook(run, &watch)
        }
    }

    /// Finds out what became of an effect's items in doubt, and asks for nothing.
    func reconcile(_ id: EffectID) throws(Stop) {
        guard let state = log.state.effects[id], let run = try effectRun(of: state) else { return }
        try reconcileFirst(run)
        var watch = BatchWatch(clock)
        while let now = log.state.effects[id], now.hasDoubt {
            let doubtful = now.items.indices.filter { if case .doubt = now.items[$0] { true } else { false } }
            _ = try look(doubtful, of: run, &watch)
            guard log.state.effects[id]?.hasDoubt ?? false else { return }
            try checkTime(run, watch)
            try waitForNextLook(run, &watch)
        }
    }

    /// Asks the cluster for items. The record that they may have been asked for is on disk before the first byte leaves.
    private func submit(_ items: [Int], of run: EffectRun) throws(Stop) {
        do throws(EffectFailure) { try run.primitive.checkGate(timing: timing) } catch { throw Self.stop(error, span: run.effect?.span) }
        let asked = items.map { run.plan.items[$0] }
        let recipients = zip(items, run.primitive.recipients(of: asked, timing: timing)).compactMap { item, broker in
            broker.map { (item, $0) }
        }
        try log.append(.sending(run.id, to: Dictionary(recipients) { first, _ in first }, clock.boot))
        try log.append(.submitting(run.id, items: items, sentBy: clock.wallMs + submissionMs(items.count)))
        cluster.beginChange(shieldedSignals: 2 - clock.interruptions)
        let outcomes = run.primitive.submit(asked, of: run.plan, timing: timing)
        cluster.endChange()
        sentMs[run.id] = clock.monotonicMs
        var byIndex: [Int: ItemOutcome] = [:]
        for (place, index) in items.enumerated() {
            // An effect that forgets to answer for an item leaves it in doubt.
            byIndex[index] =
                place < outcomes.count ? outcomes[place] : ItemOutcome(.unknown, message: "no answer", lastByteLeft: clock.wallMs)
        }
        try log.append(.submitted(run.id, byIndex))
        if settlesWithoutProbe(run) {
            let done = byIndex.filter { $0.value.kind == .done }.mapValues { SettledItem($0) }
            if !done.isEmpty { try log.append(.settled(run.id, done)) }
        }
    }

    /// By when the last byte of so many items has left, or never will (from there counts how long a broker may hold it): a look in up to two
    /// rounds, then two requests (a cancel, and the order that it forgets) for each thousand, one after the other, each of which may take its
    /// whole time.
    private func submissionMs(_ items: Int) -> Int { (4 + 2 * (items / 1_000)) * (options.requestTimeout / 1_000_000) }

    /// Reads what the cluster shows of the items that are not over, and takes it in. Returns the mean share done of what is under way.
    private func look(_ batch: [Int], of run: EffectRun, _ watch: inout BatchWatch) throws(Stop) -> Double? {
        guard let state = log.state.effects[run.id] else { return nil }
        let open = batch.filter { index in
            switch state.items[index] {
            case .doubt, .accepted: true
            case .pending, .over: false
            }
        }
        guard !open.isEmpty else { return nil }
        askRecipients(of: open, state, run, &watch)
        // The moment before the question: "not done" is believed of a reading that began late enough, not of one that ended so.
        let now = clock.monotonicMs
        let old = Set(open.filter { isPastDoubt($0, state, run, watch, at: now) })
        let canHaveSeen = canHaveSeen(state, run)
        let answers = probe(open, of: run)
        if let stopped = (run.primitive as? CommandEffect)?.takeStopped() { throw stopped }
        var verdict = Verdict()
        for (index, answer) in zip(open, answers) {
            verdict.take(
                index, answer, state.items[index], watch: &watch, run: run, now: now, isBelieved: old.contains(index),
                canHaveSeen: canHaveSeen)
        }
        if !verdict.settled.isEmpty { try log.append(.settled(run.id, verdict.settled)) }
        if !verdict.adopted.isEmpty { try log.append(.adopted(run.id, items: verdict.adopted)) }
        if !verdict.notApplied.isEmpty {
            try log.append(
                .decided(
                    run.id, items: verdict.notApplied, decision: "retry",
                    why: "read as not applied after the last moment at which it could have been"))
        }
        watch.copied = verdict.copied
        if !verdict.superseded.isEmpty { try askAboutSuperseded(verdict.superseded, of: run) }
        return verdict.shares.isEmpty ? nil : verdict.shares.reduce(0, +) / Double(verdict.shares.count)
    }

    private func probe(_ items: [Int], of run: EffectRun) -> [ProbeAnswer] {
        if settlesWithoutProbe(run), log.state.effects[run.id].map({ !$0.hasDoubt }) ?? false { return items.map { _ in .applied } }
        var answers = run.primitive.probe(items.map { run.plan.items[$0] }, of: run.plan, timing: timing)
        while answers.count < items.count { answers.append(.unknowable(Cause("the probe did not tell"))) }
        return answers
    }

    /// Brokers that items in doubt were sent to are asked whether they have read all that came before.
    private func askRecipients(of items: [Int], _ state: EffectState, _ run: EffectRun, _ watch: inout BatchWatch) {
        let brokers = Set(
            items.compactMap { index -> Int? in if case .doubt = state.items[index] { state.sentTo[index] } else { nil } })
        for broker in brokers.sorted() where watch.readMs[broker] == nil {
            if run.primitive.hasRead(broker: broker, timing: timing) { watch.readMs[broker] = clock.monotonicMs }
        }
    }

    /// Whether a reading that begins now, and shows an item as before, is believed: nothing that was sent can still be applied.
    private func isPastDoubt(_ index: Int, _ state: EffectState, _ run: EffectRun, _ watch: BatchWatch, at now: Int) -> Bool {
        guard case .doubt(let sentBy) = state.items[index], ageMs(sentBy, state, run) >= believedAfterMs(run) else { return false }
        guard let broker = state.sentTo[index] else { return true }
        return watch.readMs[broker].map { now - $0 >= Self.readMarginMs } ?? false
    }

    /// Whether a look that begins now is late enough to have seen all that was asked for.
    func canHaveSeen(_ state: EffectState, _ run: EffectRun) -> Bool {
        // A coordinator tells what it has itself been asked for; of the controller's work the brokers hear later.
        guard run.primitive.signature.gate == .controller, let sentBy = state.lastSentByMs else { return true }
        return ageMs(sentBy, state, run) >= SteadyReadings.takenBackMs
    }

    /// How long ago the last byte of an item left, as far as that is certain.
    private func ageMs(_ sentBy: Int, _ state: EffectState, _ run: EffectRun) -> Int {
        if let sent = sentMs[run.id] { return clock.monotonicMs - sent }
        return log.inheritedAge.ms(since: Moment(wallMs: sentBy, boot: state.lastSent), wait: believedAfterMs(run))
    }

    /// How long it takes until the last of the items in doubt can be told; zero or less: so long it could have been.
    private func untilToldMs(_ state: EffectState, _ run: EffectRun) -> Int {
        state.items.reduce(Int.min) { most, item in
            guard case .doubt(let sentBy) = item else { return most }
            return max(most, believedAfterMs(run) - ageMs(sentBy, state, run))
        }
    }

    /// How long after the last byte left an item that reads as before is believed not to have been done.
    private func believedAfterMs(_ run: EffectRun) -> Int {
        LateArrival.limitMs(isForwarded: run.primitive.signature.gate == .controller, requestTimeout: options.requestTimeout)
    }

    /// Fails, or asks, when the time is up.
    private func checkTime(_ run: EffectRun, _ watch: BatchWatch) throws(Stop) {
        guard let state = log.state.effects[run.id] else { return }
        let now = clock.wallMs
        let movesData = run.primitive.signature.options.contains(.within)
        let deadline = run.deadline ?? (watch.startedWallMs + (movesData ? Self.longestMs : Self.patienceMs))
        // A command without `done when`: no wait makes it known.
        if state.hasDoubt, run.primitive is CommandEffect, settlesWithoutProbe(run) {
            return try askAboutDoubt(run, state, why: "a command without `done when` leaves nothing to look at")
        }
        if state.hasDoubt {
            let waited = clock.monotonicMs - watch.startedMs
            let left = untilToldMs(state, run)
            if !waitsForDoubt {
                if waited < Self.briefMs, left < Self.briefMs - waited { return }
                try stopInDoubt(run, state, watch, left)
            }
            // The deadline bounds the wait, not the truth: what may still be applied is waited for as long as that takes. What cannot be told
            // then is asked about, however long the effect itself may take.
            // Whoever takes it up after its time is up still looks for a moment: a broker may just be coming to itself.
            let isTimeUp = now >= deadline && waited >= Self.briefMs
            guard isTimeUp || waited >= Self.patienceMs, left <= -5_000 else { return }
            return try askAboutDoubt(run, state, why: whyUntold(state, watch))
        }
        guard now >= deadline else { return }
        let text = "\(run.plan.effect): \(summary(state)) when its time was up"
        if state.isUnderWay {
            try log.append(.concluded(run.id, "timeout"))
            throw .failure(RunFailure(.timeout, "\(text); the cluster goes on with it", span: run.effect?.span))
        }
        try log.append(.concluded(run.id, "timeout"))
        // Asked, and nothing left this machine: whoever must answer is not there.
        let kind: RunFailure.Kind = watch.hasSubmitted ? .unreachable : .timeout
        throw .failure(RunFailure(kind, text, span: run.effect?.span))
    }

    private var waitsForDoubt: Bool { options.waitsForDoubt ?? (person.isPresent || options.answersYes || options.grantsEverything) }

    private func stopInDoubt(_ run: EffectRun, _ state: EffectState, _ watch: BatchWatch, _ left: Int) throws(Stop) {
        let when =
            left > 0 ? "it can be told after \(CalendarTime(milliseconds: clock.wallMs + left).rfc3339)" : whyUntold(state, watch)
        throw .end(.inDoubt("\(run.plan.effect): \(summary(state)); \(when)"))
    }

    /// Why items in doubt cannot be told although enough time has passed.
    private func whyUntold(_ state: EffectState, _ watch: BatchWatch) -> String {
        let silent = Set(
            state.items.indices.compactMap { index -> Int? in
                guard case .doubt = state.items[index], let broker = state.sentTo[index], watch.readMs[broker] == nil else { return nil }
                return broker
            })
        if silent.isEmpty { return "what the cluster shows does not tell" }
        let names = silent.sorted().map(String.init).joined(separator: ", ")
        return "it was sent to broker \(names), which does not answer and may still do it when it comes to itself; "
            + "that can be told once it answers, or its process has ended"
    }

    private func waitForNextLook(_ run: EffectRun, _ watch: inout BatchWatch) throws(Stop) {
        let pollMs = watch.nextPollMs()
        if case .interrupted = clock.wait(untilWallMs: clock.wallMs + pollMs) {
            guard clock.interruptions < 2 else { throw .end(.interrupted(interruptionText())) }
            tell(.warning("stops when this batch has settled; once more leaves it to the cluster"))
        }
    }

    /// Waits between batches.
    private func pause(_ run: EffectRun, until instant: Int, batch: Int) throws(Stop) {
        tellProgress(run, batch: batch, share: nil, holding: nil)
        if case .interrupted = clock.wait(untilWallMs: instant) { throw .end(.interrupted(interruptionText())) }
    }

    /// Why the effect's gate is closed now; nil: it is open, or something worse than a gate is wrong.
    private func closedGate(_ run: EffectRun) -> String? {
        do throws(EffectFailure) {
            try run.primitive.checkGate(timing: timing)
            return nil
        } catch {
            switch error {
            case .gate(let why): return why
            case .cluster(.outOfReach(let why)): return why
            case .refused, .cluster: return nil
            }
        }
    }

    // MARK: - Items

    private func pending(_ batch: [Int], of run: EffectRun) -> [Int] {
        guard let state = log.state.effects[run.id] else { return [] }
        return batch.filter { state.items[$0] == .pending }
    }

    private func hasPending(_ batch: [Int], of run: EffectRun) -> Bool { !pending(batch, of: run).isEmpty }

    private func isOver(_ batch: [Int], of run: EffectRun) -> Bool {
        guard let state = log.state.effects[run.id] else { return true }
        return batch.allSatisfy { if case .over = state.items[$0] { true } else { false } }
    }

    func tellProgress(_ run: EffectRun, batch: Int, share: Double?, holding: String?) {
        guard let state = log.state.effects[run.id] else { return }
        tell(
            .progress(
                EffectProgress(
                    effect: run.plan.effect, path: run.id.path, items: run.plan.items.count,
                    over: state.items.count { if case .over = $0 { true } else { false } },
                    underWay: state.items.count { if case .accepted = $0 { true } else { false } },
                    inDoubt: state.items.count { if case .doubt = $0 { true } else { false } }, batch: batch + 1,
                    batches: run.intent.batches.count, share: share, bytes: run.plan.knownBytes, holding: holding)))
    }

    func summary(_ state: EffectState) -> String {
        let over = state.items.count { if case .over = $0 { true } else { false } }
        let moving = state.items.count { if case .accepted = $0 { true } else { false } }
        let doubt = state.items.count { if case .doubt = $0 { true } else { false } }
        let pending = state.items.count - over - moving - doubt
        let parts = [(over, "over"), (moving, "under way"), (doubt, "in doubt"), (pending, "not sent")].filter { $0.0 > 0 }
        return parts.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    }

    func describe(_ item: EffectItem, _ answer: ProbeAnswer) -> String {
        let now =
            switch answer {
            case .applied: "it was done"
            case .underWay(let share): share.map { "under way, \(Int($0 * 100))%" } ?? "under way"
            case .notApplied: "as before: \(item.before.text)"
            case .superseded(let now): "now \(now)"
            case .gone(let why): "gone: \(why)"
            case .unknowable(let cause): "cannot be told (\(cause))"
            }
        return "\(item.label): before \(item.before.text), wanted \(item.target.text), \(now)"
    }
}

/// What a process has seen of a batch while it watched.
struct BatchWatch {
    /// By the monotonic clock.
    let startedMs: Int
    /// Milliseconds since 1970.
    let startedWallMs: Int
    var hasSubmitted = false
    /// Bytes that the last look found copied of items under way.
    var copied = 0
    /// Since when brokers are known to have read all that was sent to them before, by the monotonic clock.
    var readMs: [Int: Int] = [:]
    private var pollMs = 100
    var steady = SteadyReadings()

    init(_ clock: any EngineClock) {
        startedMs = clock.monotonicMs
        startedWallMs = clock.wallMs
    }

    /// The time to the next look: short at first, at most five seconds.
    mutating func nextPollMs() -> Int {
        pollMs = min(5_000, pollMs * 2)
        return pollMs
    }
}

/// What one look makes of the items.
private struct Verdict {
    var settled: [Int: SettledItem] = [:]
    var adopted: [Int] = []
    var notApplied: [Int] = []
    var superseded: [(index: Int, now: String)] = []
    var shares: [Double] = []
    /// Bytes that are there of items under way.
    var copied = 0

    private static func part(_ share: Double, of bytes: Int) -> Int {
        Int(exactly: (min(1, max(0, share)) * Double(bytes)).rounded()) ?? bytes
    }

    mutating func take(
        _ index: Int, _ answer: ProbeAnswer, _ item: EffectState.Item, watch: inout BatchWatch, run: EffectRun, now: Int, isBelieved: Bool,
        canHaveSeen: Bool
    ) {
        let sentBy: Int? = if case .doubt(let instant) = item { instant } else { nil }
        let wasRecovered = if case .accepted(let recovered) = item { recovered } else { true }
        // What reads as before is not believed to have been taken back by a look that is only late enough.
        let isLateEnough = if case .superseded = answer { canHaveSeen } else { false }
        let leftMs = watch.steady.take(answer, of: index, atMs: now, canHaveSeen: isLateEnough)
        switch answer {
        case .applied: settled[index] = SettledItem(ItemOutcome(.done), isRecovered: wasRecovered)
        case .underWay(let share):
            if sentBy != nil { adopted.append(index) }
            if let share {
                shares.append(share)
                copied = copied.addingClamped(Self.part(share, of: run.plan.items[index].bytes ?? 0))
            }
        case .superseded(let standing):
            if leftMs == 0 { superseded.append((index, standing)) }
        case .gone(let why):
            guard leftMs == 0 else { return }
            settled[index] = SettledItem(ItemOutcome(.alreadySo, message: "gone: \(why)"), isRecovered: wasRecovered)
        case .unknowable: break
        case .notApplied:
            if sentBy != nil {
                if isBelieved { notApplied.append(index) }
                return
            }
            if leftMs == 0 { superseded.append((index, "as before: \(run.plan.items[index].before.text)")) }
        }
    }
}
